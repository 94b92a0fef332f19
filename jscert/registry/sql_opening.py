"""Tx1: serials, numbers, revisions and status places for all rows of a batch, or for none.

The caller holds the one write lock; the rules themselves stand in `counting`, acts on certificates there
are in `sql_acting`. Not here: when to open a batch, printing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from jscert.certificates import Act, Medium
from jscert.errors import Code, JscertError
from jscert.numbering import number_key
from jscert.registry.counting import (
    count_serials,
    refuse_doubled_rows,
    refuse_held,
    require_numbering,
)
from jscert.registry.interface import BatchState, ReservedRow
from jscert.registry.records import joined_look_ups, status_of, stored_instant
from jscert.registry.sql_queries import find_double, find_holdings, find_scopes, refuse_left
from jscert.registry.sql_schema import (
    batches,
    certificates,
    draws,
    insert_many,
    insert_new,
    look_ups,
    numbers,
    revisions,
    scopes,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

    from jscert.registry.counting import Counted
    from jscert.registry.interface import BatchOpening, NewRow

FIRST_REVISION = 1
_NOT_SUSPENDED = 0
_NOT_VOID = ""


def reserve(
    connection: Connection, opening: BatchOpening, write_number: Callable[[NewRow, int], str]
) -> tuple[ReservedRow, ...]:
    """Reserve everything for a batch of new certificates inside the caller's transaction.

    Paper certificates bring their numbers; a serial of ours among them must be kept from being given by
    `move_counter` first.
    """
    refuse_doubled_rows(opening.rows)
    require_numbering(opening)
    if opening.act is Act.ISSUE:
        row_keys = [row.row_key for row in opening.rows]
        refuse_held(find_holdings(connection, row_keys), opening.dated_on)
        refuse_left(connection, row_keys)
    counted = count_serials(opening, find_scopes(connection))
    issued = [
        row.number or write_number(row, serial)
        for row, serial in zip(opening.rows, counted.serials, strict=True)
    ]
    keys = [number_key(number) for number in issued]
    refuse_doubled_numbers(connection, issued, keys)
    ordinal = insert_batch(connection, opening)
    store_counters(connection, ordinal, counted)
    reserved = tuple(
        reserved_of(position, row, number, counted.first_place + position)
        for position, (row, number) in enumerate(zip(opening.rows, issued, strict=True))
    )
    insert_rows(
        connection, ordinal, reserved, counted.first_place, dict.fromkeys(range(len(reserved)))
    )
    _insert_certificates(connection, opening, reserved, keys)
    return reserved


def refuse_doubled_numbers(
    connection: Connection, issued: Sequence[str], keys: Sequence[str]
) -> None:
    """Refuse (`REGISTRY_CONFLICT`) numbers that differ from a reserved one in spelling at most."""
    doubled = find_double(connection, keys)
    seen: set[str] = set()
    for key, number in zip(keys, issued, strict=True):
        if key in seen:
            doubled = number
        seen.add(key)
    if doubled is not None:
        raise JscertError(Code.REGISTRY_CONFLICT, number=doubled, batch="")


def insert_batch(connection: Connection, opening: BatchOpening) -> int:
    """Store a batch as `open` and give its place in the order of opening."""
    known = select(batches.c.ordinal).where(batches.c.batch == opening.batch)
    if connection.execute(known).first() is not None:
        raise JscertError(Code.REGISTRY_CONFLICT, number=opening.batch, batch=opening.batch)
    newest = connection.execute(select(func.max(batches.c.ordinal))).scalar()
    ordinal: int = (newest or 0) + 1
    connection.execute(
        insert(batches).values(
            ordinal=ordinal,
            batch=opening.batch,
            act=opening.act.value,
            state=BatchState.OPEN.value,
            opened_at=stored_instant(opening.opened_at),
            dated_on=opening.dated_on.isoformat(),
            settings_digest=opening.settings_digest,
            trial=int(opening.trial),
            spool_sha256=opening.spool_sha256,
            row_count=len(opening.rows),
            ground=opening.ground,
            clerk=opening.clerk,
        )
    )
    return ordinal


def store_counters(connection: Connection, ordinal: int, counted: Counted) -> None:
    """Store the counters as a batch leaves them, and what it drew."""
    for entry in counted.scopes:
        connection.execute(delete(scopes).where(scopes.c.scope == entry.scope))
        connection.execute(
            insert(scopes).values(
                scope=entry.scope,
                first=entry.first,
                last=entry.last,
                rule=entry.rule,
                given=entry.given,
            )
        )
    for draw in counted.draws:
        connection.execute(
            insert(draws).values(
                ordinal=ordinal, scope=draw.scope, first=draw.first, last=draw.last
            )
        )


def reserved_of(
    position: int,
    row: NewRow,
    number: str,
    status_place: int,
    revision: int = FIRST_REVISION,
) -> ReservedRow:
    """Join a row and what was drawn for it."""
    status_list, status_index = status_of(status_place)
    return ReservedRow(
        position=position,
        row_key=row.row_key,
        facts_digest=row.facts_digest,
        kind=row.kind,
        number=number,
        revision=revision,
        issued_on=row.issued_on,
        first_issued_on=row.first_issued_on,
        valid_until=row.valid_until,
        status_list=status_list,
        status_index=status_index,
        payload=row.payload,
        place=row.place,
        sha256="",
        size=0,
        look_ups=row.look_ups,
        ground=row.ground,
    )


def insert_rows(
    connection: Connection,
    ordinal: int,
    reserved: Sequence[ReservedRow],
    first_place: int,
    kept_under: Mapping[int, str | None],
) -> None:
    """Store revisions; `kept_under` gives per position the certificate's first number if it is another."""
    stored = [
        (
            ordinal,
            row.position,
            kept_under[row.position] or row.number,
            row.revision,
            row.row_key,
            row.facts_digest,
            row.kind,
            row.issued_on.isoformat(),
            row.first_issued_on.isoformat(),
            row.valid_until.isoformat() if row.valid_until else None,
            first_place + row.position,
            row.place.roster,
            row.place.sheet,
            row.place.row,
            row.payload,
            joined_look_ups(row.look_ups) or None,
            row.ground,
            row.number if kept_under[row.position] else None,
        )
        for row in reserved
    ]
    insert_many(connection, revisions, stored)
    found_by = {
        (bytes.fromhex(digest), kept_under[row.position] or row.number): None
        for row in reserved
        for digest in row.look_ups
    }
    insert_new(connection, look_ups, tuple(found_by))


def _insert_certificates(
    connection: Connection,
    opening: BatchOpening,
    reserved: Sequence[ReservedRow],
    keys: Sequence[str],
) -> None:
    known = [(key, row.number, _NOT_VOID) for key, row in zip(keys, reserved, strict=True)]
    insert_many(connection, numbers, known)
    medium = Medium.PAPER if opening.act is Act.IMPORT_PAPER else Medium.ELECTRONIC
    trial = int(opening.trial)
    stored = [
        (
            row.number,
            row.row_key,
            row.kind,
            medium.value,
            row.first_issued_on.isoformat(),
            trial,
            _NOT_SUSPENDED,
            None,
            _NOT_VOID,
            row.revision,
        )
        for row in reserved
    ]
    insert_many(connection, certificates, stored)
