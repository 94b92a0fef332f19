"""Reading the registry's tables: one function per question, each within the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from jscert.errors import Code, JscertError
from jscert.numbering import number_key
from jscert.registry.records import batch_entry, certificate_entry, chain_head, holding, scope_entry
from jscert.registry.sql_schema import (
    batches,
    certificates,
    draws,
    files,
    layout,
    numbers,
    revisions,
    scopes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, RowMapping

    from jscert.registry.interface import (
        BatchEntry,
        BatchState,
        CertificateEntry,
        ChainHead,
        Holding,
        ScopeEntry,
    )

_KEYS_PER_QUERY = 500

_with_file = revisions.outerjoin(
    files,
    and_(files.c.ordinal == revisions.c.ordinal, files.c.position == revisions.c.position),
)
_file = (files.c.sha256, files.c.size)

_rows = select(revisions, *_file).select_from(_with_file).order_by(revisions.c.position)

_revisions = (
    select(revisions, *_file, batches.c.batch, batches.c.state)
    .select_from(_with_file.join(batches, batches.c.ordinal == revisions.c.ordinal))
    .order_by(revisions.c.revision)
)

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
    .order_by(revisions.c.ordinal, revisions.c.position)
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
    """List all certificates under these row keys that were not voided, oldest first per key."""
    found: list[Holding] = []
    for start in range(0, len(row_keys), _KEYS_PER_QUERY):
        chunk = row_keys[start : start + _KEYS_PER_QUERY]
        rows = connection.execute(_holdings.where(certificates.c.row_key.in_(chunk))).mappings()
        found.extend(holding(row) for row in rows)
    return found


def find_certificate(connection: Connection, number: str) -> CertificateEntry | None:
    """Look a number (today's or a former one) up."""
    query = (
        select(certificates)
        .join(numbers, numbers.c.number == certificates.c.number)
        .where(numbers.c.number_key == number_key(number))
    )
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    query = _revisions.where(revisions.c.number == row["number"])
    return certificate_entry(row, connection.execute(query).mappings().all())


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


def find_rows(connection: Connection, ordinal: int, after: int, limit: int) -> Sequence[RowMapping]:
    """Give up to `limit` rows of a batch behind position `after`."""
    query = _rows.where(revisions.c.ordinal == ordinal, revisions.c.position > after).limit(limit)
    return connection.execute(query).mappings().all()


def find_double(connection: Connection, number_keys: Sequence[str]) -> str | None:
    """Give a number among these keys that was reserved before."""
    for start in range(0, len(number_keys), _KEYS_PER_QUERY):
        chunk = number_keys[start : start + _KEYS_PER_QUERY]
        query = select(numbers.c.number).where(numbers.c.number_key.in_(chunk)).limit(1)
        found: str | None = connection.execute(query).scalar()
        if found is not None:
            return found
    return None
