"""Tx1 of acts on certificates there are: new revisions, or acts without a PDF, for all rows or for none.

The caller holds the one write lock. Every row was decided upon a certificate's newest revision; that it is
still the newest, and in no unfinished batch, is proved here. Not here: what acts are allowed (lifecycle).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from jscert.certificates import STANDING_ACTS
from jscert.errors import Code, JscertError
from jscert.numbering import number_key
from jscert.registry.counting import (
    count_serials,
    is_reserved_or_in_force,
    refuse_doubled_rows,
    require_numbering,
)
from jscert.registry.interface import BatchState
from jscert.registry.records import former_numbers, printed_number
from jscert.registry.sql_history import chunks, parts_of
from jscert.registry.sql_opening import (
    insert_batch,
    insert_rows,
    refuse_doubled_numbers,
    reserved_of,
    store_counters,
)
from jscert.registry.sql_queries import (
    find_holdings,
    find_rows,
    find_scopes,
    find_unfinished,
    refuse_left,
)
from jscert.registry.sql_schema import acts, certificates, insert_many, numbers, revisions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from jscert.registry.interface import BatchOpening, NewRow, ReservedRow
    from jscert.registry.sql_history import Parts

_VOID = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A certificate acted upon: its numbers, its newest revision, the next one never given."""

    first_number: str
    number: str
    former_numbers: tuple[str, ...]
    newest: int
    next_revision: int


def reserve_act(
    connection: Connection, opening: BatchOpening, write_number: Callable[[NewRow, int], str]
) -> tuple[ReservedRow, ...]:
    """Reserve everything an act needs inside the caller's transaction; `REGISTRY_CONFLICT`."""
    if opening.act not in STANDING_ACTS:  # an old and a new certificate of one person may both end
        refuse_doubled_rows(opening.rows)
    held = _held(connection, opening.rows)
    _refuse_unfinished(connection, opening.rows, held)
    if opening.act in STANDING_ACTS:
        return _insert_acts(connection, opening, held)
    require_numbering(opening)
    _refuse_taken(connection, opening, held)
    counted = count_serials(opening, find_scopes(connection))
    printed = [
        write_number(row, serial) if row.scope else one.number
        for row, serial, one in zip(opening.rows, counted.serials, held, strict=True)
    ]
    _reserve_numbers(connection, held, printed)
    ordinal = insert_batch(connection, opening)
    store_counters(connection, ordinal, counted)
    reserved = tuple(
        _revised(reserved_of(n, row, number, counted.first_place + n, one.next_revision), one)
        for n, (row, number, one) in enumerate(zip(opening.rows, printed, held, strict=True))
    )
    kept_under = {
        n: one.first_number if number != one.first_number else None
        for n, (number, one) in enumerate(zip(printed, held, strict=True))
    }
    insert_rows(connection, ordinal, reserved, counted.first_place, kept_under)
    _set_newest(connection, ordinal)
    return reserved


def _revised(row: ReservedRow, one: _Held) -> ReservedRow:
    had = (*one.former_numbers, one.number, row.number)
    return replace(row, former_numbers=former_numbers(had))


def _held(connection: Connection, rows: Sequence[NewRow]) -> tuple[_Held, ...]:
    """Find the certificates acted upon, each still as it was when the act was decided."""
    keys = {number_key(row.number): row for row in rows}
    first: dict[str, str] = {}
    for chunk in chunks(tuple(keys)):
        query = select(numbers.c.number_key, numbers.c.number).where(
            numbers.c.number_key.in_(chunk), numbers.c.void_reason == ""
        )
        first |= {row.number_key: row.number for row in connection.execute(query)}
    found: dict[str, _Held] = {}
    for number, parts in parts_of(connection, tuple(first.values())).items():
        found[number] = _held_of(number, parts)
    return tuple(_as_decided(row, found.get(first.get(number_key(row.number), ""))) for row in rows)


def _held_of(first_number: str, parts: Parts) -> _Held:
    entry, revised, _ = parts
    standing = [row for row in revised if row["state"] != BatchState.ABANDONED.value]
    had = [first_number, *map(printed_number, standing)]
    return _Held(
        first_number=first_number,
        number=had[-1],
        former_numbers=former_numbers(had),
        newest=_VOID if entry["void_reason"] else entry["newest"],
        next_revision=max(row["revision"] for row in revised) + 1,
    )


def _as_decided(row: NewRow, one: _Held | None) -> _Held:
    if one is None or one.newest == _VOID or one.newest != row.based_on:
        raise JscertError(Code.REGISTRY_CONFLICT, number=row.number, batch="")
    return one


def _refuse_unfinished(
    connection: Connection, rows: Sequence[NewRow], held: Sequence[_Held]
) -> None:
    asked: dict[str, str] = {}
    for row, one in zip(rows, held, strict=True):
        if one.first_number in asked:
            raise JscertError(Code.REGISTRY_CONFLICT, number=row.number, batch="")
        asked[one.first_number] = row.number
    unfinished = find_unfinished(connection, tuple(asked))
    if unfinished is not None:
        first_number, batch = unfinished
        raise JscertError(Code.REGISTRY_CONFLICT, number=asked[first_number], batch=batch)


def _refuse_taken(connection: Connection, opening: BatchOpening, held: Sequence[_Held]) -> None:
    """Refuse to give a certificate the row key of another one in force (a changed identity number)."""
    own = {row.row_key: one.number for row, one in zip(opening.rows, held, strict=True)}
    for holding in find_holdings(connection, tuple(own)):
        in_force = is_reserved_or_in_force(holding, opening.dated_on)
        if in_force and holding.number != own[holding.row_key]:
            raise JscertError(Code.REGISTRY_CONFLICT, number=holding.number, batch=holding.batch)
    refuse_left(connection, own)


def _reserve_numbers(connection: Connection, held: Sequence[_Held], printed: Sequence[str]) -> None:
    """Keep the numbers that a renumbering draws, under their certificates' first ones."""
    fresh = [
        (number_key(number), number, one.first_number)
        for number, one in zip(printed, held, strict=True)
        if number != one.number
    ]
    refuse_doubled_numbers(connection, [number for _, number, _ in fresh], [k for k, _, _ in fresh])
    insert_many(connection, numbers, [(key, first_number, "") for key, _, first_number in fresh])


def _set_newest(connection: Connection, ordinal: int) -> None:
    """Make the revisions of a batch, each its certificate's last, the newest ones."""
    newest = select(func.max(revisions.c.revision)).where(
        revisions.c.number == certificates.c.number
    )
    ours = select(revisions.c.number).where(revisions.c.ordinal == ordinal)
    connection.execute(
        update(certificates)
        .where(certificates.c.number.in_(ours))
        .values(newest=newest.scalar_subquery())
    )


def _insert_acts(
    connection: Connection, opening: BatchOpening, held: Sequence[_Held]
) -> tuple[ReservedRow, ...]:
    """Store acts that make no PDF; their rows read back as the revision they are about."""
    ordinal = insert_batch(connection, opening)
    stored = [
        (
            ordinal,
            position,
            one.first_number,
            row.based_on,
            row.ground,
            row.place.roster,
            row.place.sheet,
            row.place.row,
        )
        for position, (row, one) in enumerate(zip(opening.rows, held, strict=True))
    ]
    insert_many(connection, acts, stored)
    return find_rows(connection, ordinal, -1, len(stored))
