"""Reading the registry's tables: one function per question, each within the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from jscert.certificates import REVISING_ACTS
from jscert.errors import Code, JscertError
from jscert.registry.interface import BatchState
from jscert.registry.records import (
    batch_entry,
    chain_head,
    former_numbers,
    holding,
    printed_number,
    reserved_row,
    scope_entry,
)
from jscert.registry.sql_history import FILE, WITH_FILE, chunks, parts_of
from jscert.registry.sql_schema import (
    acts,
    batches,
    certificates,
    draws,
    layout,
    numbers,
    revisions,
    scopes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, RowMapping

    from jscert.registry.interface import (
        BatchEntry,
        ChainHead,
        Holding,
        ReservedRow,
        ScopeEntry,
    )
    from jscert.registry.sql_history import Parts

_rows = select(revisions, *FILE).select_from(WITH_FILE).order_by(revisions.c.position)

_holdings = (
    select(revisions, certificates.c.ended_by, batches.c.batch, batches.c.state)
    .select_from(
        certificates.join(
            revisions,
            and_(
                revisions.c.number == certificates.c.number,
                revisions.c.revision == certificates.c.newest,
            ),
        ).join(batches, batches.c.ordinal == revisions.c.ordinal)
    )
    .where(certificates.c.void_reason == "")
    .order_by(
        certificates.c.ended_by.is_(None),
        revisions.c.issued_on,
        revisions.c.ordinal,
        revisions.c.position,
    )
)

_unfinished = batches.c.state.in_([BatchState.OPEN.value, BatchState.SEALED.value])

_newer = revisions.alias("newer")
_earlier = revisions.alias("earlier")
_of_earlier = batches.alias("of_earlier")
_published_before = (
    select(func.max(_earlier.c.revision))
    .join(_of_earlier, _of_earlier.c.ordinal == _earlier.c.ordinal)
    .where(
        _earlier.c.number == _newer.c.number,
        _earlier.c.revision < _newer.c.revision,
        _of_earlier.c.state == BatchState.PUBLISHED.value,
    )
    .correlate(_newer)
    .scalar_subquery()
)
_left = (
    select(revisions.c.row_key, revisions.c.number, batches.c.batch)
    .select_from(
        batches.join(_newer, _newer.c.ordinal == batches.c.ordinal).join(
            revisions,
            and_(
                revisions.c.number == _newer.c.number,
                revisions.c.revision == _published_before,
            ),
        )
    )
    .where(
        batches.c.act.in_([act.value for act in REVISING_ACTS]),
        _unfinished,
        revisions.c.row_key != _newer.c.row_key,
    )
)


def lock_registry(connection: Connection) -> None:
    """Take the one write lock by its row; SQLite took it with `BEGIN IMMEDIATE` and passes this over."""
    connection.execute(select(layout.c.version).with_for_update())


def find_head(connection: Connection) -> ChainHead:
    """Give the head."""
    return chain_head(connection.execute(select(layout)).mappings().one())


def find_scopes(connection: Connection) -> tuple[ScopeEntry, ...]:
    """List the counters by name."""
    rows = connection.execute(select(scopes).order_by(scopes.c.scope)).mappings()
    return tuple(scope_entry(row) for row in rows)


def find_holdings(connection: Connection, row_keys: Sequence[str]) -> list[Holding]:
    """List all certificates under these row keys that were not voided.

    Per key ended ones come before others, and those issued earlier before later ones.
    """
    found: list[Holding] = []
    for chunk in chunks(row_keys):
        rows = connection.execute(_holdings.where(revisions.c.row_key.in_(chunk))).mappings()
        found.extend(holding(row) for row in rows)
    return found


def find_batches(connection: Connection, states: Iterable[BatchState]) -> tuple[BatchEntry, ...]:
    """List batches in order of opening, all or those in the given states."""
    query = select(batches).order_by(batches.c.ordinal)
    wanted = [state.value for state in states]
    if wanted:
        query = query.where(batches.c.state.in_(wanted))
    rows = connection.execute(query).mappings().all()
    drawn: dict[int, list[RowMapping]] = {}
    for draw in connection.execute(select(draws)).mappings():
        drawn.setdefault(draw["ordinal"], []).append(draw)
    return tuple(batch_entry(row, drawn.get(row["ordinal"], [])) for row in rows)


def find_batch(connection: Connection, batch: str) -> tuple[int, BatchEntry]:
    """Give a batch with its place in the order of opening; `BATCH_UNKNOWN`."""
    query = select(batches).where(batches.c.batch == batch)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise JscertError(Code.BATCH_UNKNOWN, batch=batch)
    ordinal: int = row["ordinal"]
    drawn = connection.execute(select(draws).where(draws.c.ordinal == ordinal)).mappings().all()
    return ordinal, batch_entry(row, drawn)


def find_rows(
    connection: Connection, ordinal: int, after: int, limit: int
) -> tuple[ReservedRow, ...]:
    """Give up to `limit` rows of a batch behind position `after`."""
    query = _rows.where(revisions.c.ordinal == ordinal, revisions.c.position > after).limit(limit)
    rows = connection.execute(query).mappings().all()
    renumbered = [row["number"] for row in rows if row["printed"]]
    if not renumbered:
        return tuple(map(reserved_row, rows)) or _find_act_rows(connection, ordinal, after, limit)
    earlier = parts_of(connection, renumbered)
    return tuple(reserved_row(row, _former(row, earlier)) for row in rows)


def _former(row: RowMapping, earlier: Mapping[str, Parts]) -> tuple[str, ...]:
    """Give the numbers a certificate had before a revision, abandoned ones not counted."""
    if not row["printed"]:
        return ()
    had = [
        printed_number(one)
        for one in earlier[row["number"]][1]
        if one["revision"] < row["revision"] and one["state"] != BatchState.ABANDONED.value
    ]
    return former_numbers([row["number"], *had, row["printed"]])


def _find_act_rows(
    connection: Connection, ordinal: int, after: int, limit: int
) -> tuple[ReservedRow, ...]:
    """Give the rows of a batch without PDFs: the revision each is about, with its place and ground."""
    about = WITH_FILE.join(
        acts, and_(acts.c.number == revisions.c.number, acts.c.revision == revisions.c.revision)
    )
    own = [column for column in revisions.c if column.name not in acts.c]
    query = (
        select(*own, *acts.c)
        .select_from(about)
        .where(acts.c.ordinal == ordinal, acts.c.position > after)
        .order_by(acts.c.position)
        .limit(limit)
    )
    rows = connection.execute(query).mappings().all()
    earlier = parts_of(connection, [row["number"] for row in rows if row["printed"]])
    return tuple(
        reserved_row({**row, "sha256": "", "size": 0}, _former(row, earlier)) for row in rows
    )


def find_double(connection: Connection, number_keys: Sequence[str]) -> str | None:
    """Give a number among these keys that was reserved before."""
    for chunk in chunks(number_keys):
        query = select(numbers.c.number).where(numbers.c.number_key.in_(chunk)).limit(1)
        found: str | None = connection.execute(query).scalar()
        if found is not None:
            return found
    return None


def refuse_left(connection: Connection, row_keys: Iterable[str]) -> None:
    """Refuse (`REGISTRY_CONFLICT`) row keys that a certificate gives up in an unfinished batch.

    Should that batch be abandoned, the certificate has its row key again.
    """
    asked = set(row_keys)
    for row_key, number, batch in connection.execute(_left):
        if row_key in asked:
            raise JscertError(Code.REGISTRY_CONFLICT, number=number, batch=batch)


def find_unfinished(connection: Connection, first_numbers: Sequence[str]) -> tuple[str, str] | None:
    """Give a certificate among these (by first number) that stands in an unfinished batch, and the batch."""
    for table in (revisions, acts):
        for chunk in chunks(first_numbers):
            query = (
                select(table.c.number, batches.c.batch)
                .join(batches, batches.c.ordinal == table.c.ordinal)
                .where(table.c.number.in_(chunk), _unfinished)
                .limit(1)
            )
            found = connection.execute(query).first()
            if found is not None:
                return found[0], found[1]
    return None
