"""Any course of events leaves the SQL registry and its in-memory twin with the same answers."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
)

from jscert.certificates import REVISING_ACTS, STANDING_ACTS, Act
from jscert.errors import JscertError
from jscert.registry.interface import BatchState, ScopeRule
from jscert.registry.reader import open_reader
from jscert.registry.sql import create_registry, open_registry
from tests.doubles import MemoryRegistry
from tests.registry_builders import DAY, NOW, act_row, new_row, opening, seal_batch, write_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from jscert.registry.interface import NewRow, Registry

PEOPLE = "abcdefgh"
REVISING = [*sorted(REVISING_ACTS), Act.RENUMBER, Act.RENUMBER]
STANDING = sorted(STANDING_ACTS)
DIGESTS = tuple(digit * 32 for digit in "abcdef")
CITIES = ("01", "05")
RULES = tuple(ScopeRule(scope=f"safety/2026/{city}", first=1, last=30, rule="r") for city in CITIES)
PAPER = ("旧证1号", "旧证2号", "旧证３号", "苏建安A(2026)0100003")
LATER = date(2028, 1, 1)

rows_of = st.fixed_dictionaries(
    {
        "who": st.sampled_from(PEOPLE),
        "valid_until": st.sampled_from([DAY, LATER, None]),
        "issued_on": st.sampled_from([DAY, LATER]),
        "look_ups": st.lists(st.sampled_from(DIGESTS), max_size=2).map(tuple),
        "ground": st.sampled_from(["", "ground"]),
    }
)
days = st.sampled_from([DAY, DAY, LATER])
endings = st.sampled_from(["publish", "publish", "publish", "seal", "abandon", "open"])
rarely = st.sampled_from([False] * 7 + [True])
Aim = tuple[dict[str, Any], int, bool, bool, bool]
aims = st.lists(
    st.tuples(rows_of, st.integers(0, 40), rarely, rarely, rarely),
    min_size=1,
    max_size=2,
    unique_by=lambda aim: aim[1],
)


class Twins(RuleBasedStateMachine):
    """Drives both registries with the same calls and compares outcomes."""

    batches = Bundle("batches")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        create_registry(self.folder / "registry.sqlite")
        self.sql: Registry = open_registry(self.folder / "registry.sqlite")
        self.reader = open_reader(self.folder / "registry.sqlite")
        self.memory: Registry = MemoryRegistry()
        self.opened = 0
        self.numbers: list[str] = []
        self.revisions: list[tuple[str, int]] = []

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

    def open(self, act: Act, day: date, rows: tuple[NewRow, ...], ending: str) -> str:
        """Open a batch on both, note which numbers and revisions it got, and mostly go on with it."""
        self.opened += 1
        batch = f"batch-{self.opened}"
        asked = opening(batch=batch, act=act, rules=RULES, rows=rows, dated_on=day, clerk=act.value)
        reserved = self.both(lambda registry: registry.open_batch(asked, write_number))
        if isinstance(reserved, tuple) and act not in STANDING_ACTS:
            self.revisions += [
                ((*row.former_numbers, row.number)[0], row.revision) for row in reserved
            ]
            if act not in REVISING_ACTS or act is Act.RENUMBER:
                self.numbers += [row.number for row in reserved]
        if ending in {"seal", "publish"}:
            self.seal(batch)
        if ending == "publish":
            self.publish(batch)
        if ending == "abandon":
            self.abandon(batch)
        return batch

    def free(self) -> list[str]:
        """List the numbers of certificates that can be acted upon, all numbers where there are none."""
        unfinished = {entry.batch for entry in self.sql.batches(BatchState.OPEN, BatchState.SEALED)}
        free = []
        for entry in self.sql.walk():
            batches = {one.batch for one in entry.revisions} | {one.batch for one in entry.acts}
            if not batches & unfinished:
                free.append(entry.number)
        return free or self.numbers

    @initialize(paper=st.booleans())
    def begin(self, *, paper: bool) -> None:
        """Begin with three certificates in force, one of them on paper."""
        issued = [new_row(who, scope=RULES[0].scope, valid_until=None) for who in "abc"[paper:]]
        self.open(Act.ISSUE, DAY, tuple(issued), "publish")
        if paper:
            self.open(Act.IMPORT_PAPER, DAY, (act_row(PAPER[0], based_on=0),), "publish")

    @rule(
        target=batches,
        rows=st.lists(st.tuples(rows_of, st.sampled_from(CITIES)), max_size=3),
        day=days,
        ending=endings,
    )
    def issue(self, rows: list[tuple[dict[str, Any], str]], day: date, ending: str) -> str:
        """Open a batch of some people, held already or not."""
        scoped = [new_row(**row, scope=f"safety/2026/{city}") for row, city in rows]
        return self.open(Act.ISSUE, day, tuple(scoped), ending)

    @rule(
        target=batches,
        rows=st.lists(st.tuples(rows_of, st.sampled_from(PAPER)), min_size=1, max_size=2),
        day=days,
        ending=endings,
    )
    def import_paper(self, rows: list[tuple[dict[str, Any], str]], day: date, ending: str) -> str:
        """Open a batch of paper certificates, known already or not."""
        brought = [act_row(number, **(row | {"based_on": 0})) for row, number in rows]
        return self.open(Act.IMPORT_PAPER, day, tuple(brought), ending)

    @rule(target=batches, act=st.sampled_from(REVISING), rows=aims, day=days, ending=endings)
    def revise(self, act: Act, rows: list[Aim], day: date, ending: str) -> str:
        """Revise some certificates, renumbering them or not."""
        return self.open(act, day, self.acts(act, rows), ending)

    @rule(target=batches, act=st.sampled_from(STANDING), rows=aims, day=days, ending=endings)
    def stand(self, act: Act, rows: list[Aim], day: date, ending: str) -> str:
        """Suspend, reinstate or end some certificates."""
        return self.open(act, day, self.acts(act, rows), ending)

    def acts(self, act: Act, rows: list[Aim]) -> tuple[NewRow, ...]:
        """Aim at some certificates, mostly as they are, sometimes as they are not."""
        asked, free = [], self.free()
        for row, which, is_any, is_other_person, is_stale in rows:
            choice = self.numbers if is_any else free
            number = choice[which % len(choice)]
            entry = self.sql.find(number)
            assert entry is not None
            kept = [one for one in entry.revisions if one.batch_state is not BatchState.ABANDONED]
            who = row["who"] if is_other_person else entry.row_key.removeprefix("key-")
            decided = {
                "who": who,
                "based_on": (kept[-1].revision if kept else 0) - is_stale,
                "scope": RULES[0].scope if act is Act.RENUMBER else "",
            }
            asked.append(act_row(number, **(row | decided)))
        return tuple(asked)

    @rule(batch=batches)
    def seal(self, batch: str) -> None:
        """Seal a batch, whatever its state."""
        self.both(lambda registry: seal_batch(registry, batch))

    @rule(batch=batches)
    def publish(self, batch: str) -> None:
        """Publish a batch, whatever its state."""
        self.both(lambda registry: registry.publish_batch(batch, NOW))

    @rule(batch=consumes(batches))
    def finish(self, batch: str) -> None:
        """Seal and publish a batch."""
        self.seal(batch)
        self.publish(batch)

    @rule(batch=batches)
    def abandon(self, batch: str) -> None:
        """Abandon a batch, whatever its state."""
        self.both(lambda registry: registry.abandon_batch(batch, "given up", NOW))

    @rule(serial=st.integers(1, 30), city=st.sampled_from(CITIES))
    def move(self, serial: int, city: str) -> None:
        """Move a counter forward (or try to move it back)."""
        self.both(lambda registry: registry.move_counter(f"safety/2026/{city}", serial))

    @invariant()
    def same_batches(self) -> None:
        """Counters, chain and batches with all their rows agree."""
        self.both(lambda registry: registry.scopes())
        self.both(lambda registry: registry.head())
        self.both(lambda registry: registry.batches())
        for entry in self.sql.batches():
            self.both(lambda registry, batch=entry.batch: tuple(registry.rows(batch)))  # type: ignore[misc]

    @invariant()
    def same_answers(self) -> None:
        """Everything that can be asked about certificates is answered alike."""
        self.both(lambda registry: registry.resolve(f"key-{who}" for who in PEOPLE))
        self.both(lambda registry: registry.find_all(self.numbers))
        self.both(lambda registry: registry.look_up(DIGESTS))
        self.both(lambda registry: tuple(registry.walk()))
        self.both(lambda registry: registry.ending_between(DAY, DAY))
        self.both(lambda registry: registry.ending_between(DAY, LATER))
        self.both(lambda registry: tuple(registry.statuses()))
        for sequence in range(self.opened):
            self.both(lambda registry, since=sequence: sorted(registry.acted_since(since)))  # type: ignore[misc]

    @invariant()
    def same_answers_for_checkers(self) -> None:
        """Find the same through the checker's reader."""
        for number in self.numbers:
            assert self.reader.find(number) == self.memory.find(number)

    @invariant()
    def nothing_given_twice(self) -> None:
        """Find no number, revision or status place given twice, abandoned or not."""
        places = [entry.place for entry in self.sql.statuses()]
        for given in (self.numbers, self.revisions, places):
            assert len(set(given)) == len(given)
        assert len(places) == len(self.revisions)

    @invariant()
    def chain_counts_sealed_batches(self) -> None:
        """Find as many links in the chain as batches that passed tx2."""
        passed = self.sql.batches(BatchState.SEALED, BatchState.PUBLISHED)
        assert self.sql.head().manifest_sequence == len(passed)

    @invariant()
    def one_certificate_in_force_per_row(self) -> None:
        """Find no row key of two electronic certificates, whatever is published or abandoned next."""
        held = [
            entry.row_key
            for entry in self.sql.walk()
            if entry.ended_by is None
            and entry.revisions[0].act is Act.ISSUE
            and all(one.valid_until is None for one in entry.revisions)
        ]
        assert len(set(held)) == len(held)

    def teardown(self) -> None:
        """Remove the database."""
        self.reader.close()
        self.sql.close()
        shutil.rmtree(self.folder)


TestTwins = Twins.TestCase
TestTwins.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
