"""Tx2, tx3, and giving a batch up: what is recorded of a batch after its rows were reserved.

The caller holds the one write lock. Effects of an act on its certificates are stored with tx3, because
only what is published answers look-ups. Not here: files, manifests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from jscert.certificates import ENDING_ACTS, PRINTED_ACTS, REVISING_ACTS, Act, Medium
from jscert.errors import Code, JscertError
from jscert.numbering import number_key
from jscert.registry.interface import BatchState
from jscert.registry.records import stored_instant
from jscert.registry.sql_history import chunks
from jscert.registry.sql_queries import find_batch, find_head
from jscert.registry.sql_schema import (
    acts,
    batches,
    certificates,
    files,
    insert_many,
    layout,
    numbers,
    revisions,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from jscert.registry.interface import BatchEntry, ChainHead, Closing


def seal(
    connection: Connection,
    batch: str,
    known: Mapping[int, tuple[str, int]],
    sealed_at: datetime,
    close: Callable[[ChainHead], Closing],
) -> BatchEntry:
    """Record the files (position → SHA-256, size) and the batch's place in the chain."""
    before = find_head(connection)
    ordinal, entry = find_batch(connection, batch)
    _demand(entry, BatchState.OPEN)
    expected = range(entry.row_count) if entry.act in PRINTED_ACTS else ()
    if set(known) != set(expected):
        raise ValueError("the files are not those of the batch's rows")
    closing = close(before)
    _store_files(connection, ordinal, known)
    _store_closing(connection, before, closing)
    values = _closing_values(before, closing)
    _set_batch(
        connection,
        ordinal,
        state=BatchState.SEALED.value,
        sealed_at=stored_instant(sealed_at),
        **values,
    )
    return find_batch(connection, batch)[1]


def publish(connection: Connection, batch: str, published_at: datetime) -> None:
    """Let a batch answer look-ups; a published batch stays as it is."""
    ordinal, entry = find_batch(connection, batch)
    if entry.state is BatchState.PUBLISHED:
        return
    _demand(entry, BatchState.SEALED)
    _store_effects(connection, ordinal, entry.act)
    _set_batch(
        connection,
        ordinal,
        state=BatchState.PUBLISHED.value,
        published_at=stored_instant(published_at),
    )


def abandon(connection: Connection, batch: str, ground: str, abandoned_at: datetime) -> None:
    """Give an open batch up: new numbers are void, certificates acted upon stay as they were."""
    ordinal, entry = find_batch(connection, batch)
    _demand(entry, BatchState.OPEN)
    if entry.act is Act.IMPORT_PAPER:
        raise JscertError(Code.BATCH_STATE, batch=batch, state=entry.act.value)
    _set_batch(
        connection,
        ordinal,
        state=BatchState.ABANDONED.value,
        abandoned_at=stored_instant(abandoned_at),
        ground=ground,
    )
    if entry.act in REVISING_ACTS:
        _go_back(connection, ordinal, entry.act, ground)
    elif entry.act is Act.ISSUE:
        _set_certificates(connection, revisions, ordinal, void_reason=ground)


def _store_effects(connection: Connection, ordinal: int, act: Act) -> None:
    if act in REVISING_ACTS:
        _set_certificates(connection, revisions, ordinal, medium=Medium.ELECTRONIC.value)
    elif act in ENDING_ACTS:
        _set_certificates(connection, acts, ordinal, ended_by=act.value)
    elif act in (Act.SUSPEND, Act.REINSTATE):
        _set_certificates(connection, acts, ordinal, suspended=int(act is Act.SUSPEND))


def _set_certificates(connection: Connection, table: Table, ordinal: int, **values: object) -> None:
    """Set values of every certificate that a batch's rows in a table are about."""
    about = select(table.c.number).where(table.c.ordinal == ordinal)
    connection.execute(
        update(certificates).where(certificates.c.number.in_(about)).values(**values)
    )


def _go_back(connection: Connection, ordinal: int, act: Act, ground: str) -> None:
    """Make the newest revision not abandoned the newest again; void numbers drawn for a renumbering."""
    newest = (
        select(func.max(revisions.c.revision))
        .join(batches, batches.c.ordinal == revisions.c.ordinal)
        .where(
            revisions.c.number == certificates.c.number,
            batches.c.state != BatchState.ABANDONED.value,
        )
        .scalar_subquery()
    )
    _set_certificates(connection, revisions, ordinal, newest=newest)
    if act is Act.RENUMBER:
        drawn = select(revisions.c.printed).where(revisions.c.ordinal == ordinal)
        keys = [number_key(number) for number in connection.execute(drawn).scalars()]
        for chunk in chunks(keys):
            connection.execute(
                update(numbers).where(numbers.c.number_key.in_(chunk)).values(void_reason=ground)
            )


def _demand(entry: BatchEntry, state: BatchState) -> None:
    if entry.state is not state:
        raise JscertError(Code.BATCH_STATE, batch=entry.batch, state=entry.state.value)


def _set_batch(connection: Connection, ordinal: int, **values: object) -> None:
    connection.execute(update(batches).where(batches.c.ordinal == ordinal).values(**values))


def _store_files(
    connection: Connection, ordinal: int, known: Mapping[int, tuple[str, int]]
) -> None:
    stored = [
        (ordinal, position, sha256, size) for position, (sha256, size) in sorted(known.items())
    ]
    insert_many(connection, files, stored)


def _store_closing(connection: Connection, before: ChainHead, closing: Closing) -> None:
    connection.execute(
        update(layout).values(
            manifest_sequence=before.manifest_sequence + 1,
            manifest_sha256=closing.manifest_sha256,
            event_sequence=before.event_sequence + 1,
            event_sha256=closing.event_sha256,
        )
    )


def _closing_values(before: ChainHead, closing: Closing) -> dict[str, object]:
    return {
        "before_manifest_sequence": before.manifest_sequence,
        "before_manifest_sha256": before.manifest_sha256,
        "before_event_sequence": before.event_sequence,
        "before_event_sha256": before.event_sha256,
        "manifest_sha256": closing.manifest_sha256,
        "event_sha256": closing.event_sha256,
    }
