"""Builders of registry values with keyword overrides."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from jscert.certificates import Act, Place
from jscert.registry.interface import BatchOpening, Closing, NewRow, ScopeRule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jscert.registry.interface import BatchEntry, ChainHead, Registry, ReservedRow

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
SCOPE = "safety/2026/01"
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


def opening(*rows: NewRow, batch: str = "20261122-aaaa", **overrides: Any) -> BatchOpening:
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
    registry: Registry, *rows: NewRow, batch: str = "20261122-aaaa", **overrides: Any
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


def seal_batch(registry: Registry, batch: str = "20261122-aaaa") -> BatchEntry:
    """Take an open batch through tx2."""
    return registry.seal_batch(batch, files_of(tuple(registry.rows(batch))), NOW, close)


def issue_batch(
    registry: Registry, *rows: NewRow, batch: str = "20261122-aaaa", **overrides: Any
) -> tuple[ReservedRow, ...]:
    """Take a registry through tx1, tx2 and tx3."""
    open_batch(registry, *rows, batch=batch, **overrides)
    seal_batch(registry, batch)
    registry.publish_batch(batch, NOW)
    return tuple(registry.rows(batch))
