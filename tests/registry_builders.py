"""Builders of registry values with keyword overrides."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from jscert.certificates import PRINTED_ACTS, Act, Place
from jscert.errors import Code, JscertError
from jscert.registry.interface import BatchOpening, Closing, NewRow, ScopeRule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jscert.registry.interface import (
        BatchEntry,
        CertificateEntry,
        ChainHead,
        Registry,
        RegistryReader,
        ReservedRow,
    )

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
SCOPE = "safety/2026/01"
FIRST, SECOND, THIRD = "20261122-aaaa", "20261122-bbbb", "20261122-cccc"
RULE = ScopeRule(scope=SCOPE, first=1, last=99_999, rule="苏建安{category}({year}){city}{serial:5}")


def new_row(who: str = "a", **overrides: Any) -> NewRow:
    """Build a row to be numbered; `who` tells persons apart."""
    values: dict[str, Any] = {
        "row_key": f"key-{who}",
        "facts_digest": f"facts-{who}",
        "kind": "safety-a",
        "scope": SCOPE,
        "issued_on": DAY,
        "first_issued_on": DAY,
        "valid_until": date(2029, 11, 22),
        "payload": f"sealed-{who}".encode(),
        "place": Place(roster="名册.xlsx", sheet="A", row=3),
    }
    return NewRow(**(values | overrides))


def act_row(number: str, who: str = "a", **overrides: Any) -> NewRow:
    """Build a row that acts upon a certificate, decided upon its first revision."""
    values: dict[str, Any] = {
        "scope": "",
        "number": number,
        "based_on": 1,
        "ground": f"ground-{who}",
        "payload": f"resealed-{who}".encode(),
        "place": Place(roster="变更.xlsx", sheet="B", row=7),
    }
    return new_row(who, **(values | overrides))


def opening(*rows: NewRow, batch: str = FIRST, **overrides: Any) -> BatchOpening:
    """Build an opening of a batch of the given rows (one row where none is given)."""
    values: dict[str, Any] = {
        "batch": batch,
        "act": Act.ISSUE,
        "opened_at": NOW,
        "dated_on": DAY,
        "settings_digest": "5e771465",
        "trial": True,
        "spool_sha256": "5b001",
        "rules": (RULE,),
        "rows": rows or (new_row(),),
    }
    return BatchOpening(**(values | overrides))


def write_number(row: NewRow, serial: int) -> str:
    """Write a number of the safety family."""
    return f"苏建安{row.kind[-1].upper()}(2026){row.scope[-2:]}{serial:05d}"


def open_batch(
    registry: Registry, *rows: NewRow, batch: str = FIRST, **overrides: Any
) -> tuple[ReservedRow, ...]:
    """Take a registry through tx1."""
    return registry.open_batch(opening(*rows, batch=batch, **overrides), write_number)


def files_of(rows: Sequence[ReservedRow]) -> Mapping[int, tuple[str, int]]:
    """Make up a PDF's digest and size for every row."""
    return {row.position: (f"{row.position:064x}", 80_000 + row.position) for row in rows}


def close(head: ChainHead) -> Closing:
    """Close a batch with digests that tell its place in the chain."""
    return Closing(
        manifest_sha256=f"{head.manifest_sequence + 1:064x}",
        event_sha256=f"{head.event_sequence + 1:064x}",
    )


def seal_batch(registry: Registry, batch: str = FIRST) -> BatchEntry:
    """Take an open batch through tx2, with files where its act makes any."""
    is_printed = registry.batch(batch).act in PRINTED_ACTS
    files = files_of(tuple(registry.rows(batch))) if is_printed else {}
    return registry.seal_batch(batch, files, NOW, close)


def issue_batch(
    registry: Registry, *rows: NewRow, batch: str = FIRST, **overrides: Any
) -> tuple[ReservedRow, ...]:
    """Take a registry through tx1, tx2 and tx3."""
    open_batch(registry, *rows, batch=batch, **overrides)
    seal_batch(registry, batch)
    registry.publish_batch(batch, NOW)
    return tuple(registry.rows(batch))


def act_batch(
    registry: Registry, act: Act, *rows: NewRow, batch: str = SECOND, **overrides: Any
) -> tuple[ReservedRow, ...]:
    """Take a registry through an act from tx1 to tx3."""
    return issue_batch(registry, *rows, batch=batch, act=act, **overrides)


def entry_of(registry: RegistryReader, number: str) -> CertificateEntry:
    """Look a number up that is known."""
    found = registry.find(number)
    assert found is not None
    return found


def refusal(call: Callable[..., object], *args: object, **kwargs: object) -> Code:
    """Give the code a call is refused with."""
    with pytest.raises(JscertError) as caught:
        call(*args, **kwargs)
    return caught.value.code
