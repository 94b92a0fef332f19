"""What `MemoryRegistry` makes of an opening: the batch's entry, and its rows reserved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jscert.registry.interface import STATUS_LIST_SIZE, BatchEntry, BatchState, ReservedRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jscert.registry.interface import BatchOpening, Draw, NewRow
    from tests.doubles.certificates import Certificate


def opened(opening: BatchOpening, draws: tuple[Draw, ...]) -> BatchEntry:
    """Describe a batch just opened."""
    return BatchEntry(
        batch=opening.batch,
        act=opening.act,
        state=BatchState.OPEN,
        opened_at=opening.opened_at,
        dated_on=opening.dated_on,
        settings_digest=opening.settings_digest,
        trial=opening.trial,
        spool_sha256=opening.spool_sha256,
        row_count=len(opening.rows),
        sealed_at=None,
        published_at=None,
        before=None,
        closing=None,
        ground=opening.ground,
        draws=draws,
        clerk=opening.clerk,
    )


def revised(
    position: int, row: NewRow, number: str, held: Certificate | None, place: int
) -> ReservedRow:
    """Join a row, the certificate it revises (if any) and what was drawn for it."""
    had = held.numbers if held else [number]
    given = [deed.row.revision for deed in held.revisions] if held else [0]
    return ReservedRow(
        position=position,
        row_key=row.row_key,
        facts_digest=row.facts_digest,
        kind=row.kind,
        number=number,
        revision=max(given) + 1,
        issued_on=row.issued_on,
        first_issued_on=row.first_issued_on,
        valid_until=row.valid_until,
        status_list=place // STATUS_LIST_SIZE,
        status_index=place % STATUS_LIST_SIZE,
        payload=row.payload,
        place=row.place,
        sha256="",
        size=0,
        look_ups=row.look_ups,
        former_numbers=tuple(one for one in had if one != number),
        ground=row.ground,
    )


def acted(rows: Sequence[NewRow], about: Sequence[Certificate | None]) -> tuple[ReservedRow, ...]:
    """Give the rows of an act without PDFs: the revision each is about, with its place and ground."""
    return tuple(
        replace(
            held.newest.row,
            position=position,
            place=row.place,
            ground=row.ground,
            sha256="",
            size=0,
        )
        for position, (row, held) in enumerate(zip(rows, about, strict=True))
        if held is not None
    )
