"""Any course of events leaves the SQL registry and its in-memory twin with the same answers."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from jscert.errors import JscertError
from jscert.registry.interface import BatchState, ScopeRule
from jscert.registry.sql import create_registry, open_registry
from tests.doubles import MemoryRegistry
from tests.registry_builders import NOW, close, files_of, new_row, opening, write_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from jscert.registry.interface import Registry

PEOPLE = "abcdef"
CITIES = ("01", "05")
RULES = tuple(ScopeRule(scope=f"safety/2026/{city}", first=1, last=9, rule="r") for city in CITIES)


class Twins(RuleBasedStateMachine):
    """Drives both registries with the same calls and compares outcomes."""

    batches = Bundle("batches")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        create_registry(self.folder / "registry.sqlite")
        self.sql: Registry = open_registry(self.folder / "registry.sqlite")
        self.memory: Registry = MemoryRegistry()
        self.opened = 0
        self.given: list[str] = []

    def both(self, call: Callable[[Registry], object]) -> object:
        """Make a call on both; it must give the same value or be refused with the same code."""
        outcomes = [self.outcome(call, registry) for registry in (self.sql, self.memory)]
        assert outcomes[0] == outcomes[1]
        return outcomes[0]

    @staticmethod
    def outcome(call: Callable[[Registry], object], registry: Registry) -> object:
        """Give a call's value or the code it is refused with."""
        try:
            return call(registry)
        except JscertError as refused:
            return refused.code

    @rule(
        target=batches,
        people=st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(CITIES)), max_size=4),
    )
    def open(self, people: list[tuple[str, str]]) -> str:
        """Open a batch of some people, held already or not."""
        self.opened += 1
        batch = f"batch-{self.opened}"
        rows = tuple(new_row(who, scope=f"safety/2026/{city}") for who, city in people)
        asked = opening(batch=batch, rules=RULES, rows=rows)
        reserved = self.both(lambda registry: registry.open_batch(asked, write_number))
        if isinstance(reserved, tuple):
            self.given += [row.number for row in reserved]
        return batch

    @rule(batch=batches)
    def seal(self, batch: str) -> None:
        """Seal a batch, whatever its state."""
        self.both(
            lambda registry: registry.seal_batch(
                batch, files_of(tuple(registry.rows(batch))), NOW, close
            )
        )

    @rule(batch=batches)
    def publish(self, batch: str) -> None:
        """Publish a batch, whatever its state."""
        self.both(lambda registry: registry.publish_batch(batch, NOW))

    @rule(batch=batches)
    def abandon(self, batch: str) -> None:
        """Abandon a batch, whatever its state."""
        self.both(lambda registry: registry.abandon_batch(batch, "ground", NOW))

    @rule(serial=st.integers(1, 9), city=st.sampled_from(CITIES))
    def move(self, serial: int, city: str) -> None:
        """Move a counter forward (or try to move it back)."""
        self.both(lambda registry: registry.move_counter(f"safety/2026/{city}", serial))

    @invariant()
    def same_answers(self) -> None:
        """Counters, batches, holdings and certificates agree."""
        self.both(lambda registry: registry.scopes())
        self.both(lambda registry: registry.batches())
        self.both(lambda registry: registry.head())
        self.both(lambda registry: registry.resolve(f"key-{who}" for who in PEOPLE))
        for number in self.given:
            self.both(lambda registry, number=number: registry.find(number))  # type: ignore[misc]

    @invariant()
    def no_number_twice(self) -> None:
        """Find no number reserved twice, abandoned or not."""
        assert len(set(self.given)) == len(self.given)

    @invariant()
    def chain_counts_sealed_batches(self) -> None:
        """Find as many links in the chain as batches that passed tx2."""
        passed = self.sql.batches(BatchState.SEALED, BatchState.PUBLISHED)
        assert self.sql.head().manifest_sequence == len(passed)

    def teardown(self) -> None:
        """Remove the database."""
        self.sql.close()
        shutil.rmtree(self.folder)


TestTwins = Twins.TestCase
TestTwins.settings = settings(max_examples=20, stateful_step_count=15, deadline=None)
