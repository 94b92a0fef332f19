"""What the registry knows of certificates: revisions, acts, look-ups, status places.

One function per question, each within the caller's transaction. A certificate is kept under its first
number; answers carry today's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from jscert.numbering import number_key
from jscert.registry.interface import BatchState
from jscert.registry.records import certificate_entry, status_entry
from jscert.registry.sql_schema import (
    acts,
    batches,
    certificates,
    files,
    look_ups,
    numbers,
    revisions,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from sqlalchemy import Connection, RowMapping

    from jscert.registry.interface import CertificateEntry, StatusEntry

_KEYS_PER_QUERY = 500

WITH_FILE = revisions.outerjoin(
    files,
    and_(files.c.ordinal == revisions.c.ordinal, files.c.position == revisions.c.position),
)
FILE = (files.c.sha256, files.c.size)

_batch = (
    batches.c.batch,
    batches.c.state,
    batches.c.act,
    batches.c.opened_at,
    batches.c.dated_on,
    batches.c.clerk,
    batches.c.ground.label("batch_ground"),
)

_revisions = (
    select(revisions, *FILE, *_batch)
    .select_from(WITH_FILE.join(batches, batches.c.ordinal == revisions.c.ordinal))
    .order_by(revisions.c.revision)
)

_acts = (
    select(acts, *_batch)
    .select_from(acts.join(batches, batches.c.ordinal == acts.c.ordinal))
    .order_by(acts.c.ordinal, acts.c.position)
)


def find_certificates(connection: Connection, asked: Sequence[str]) -> dict[str, CertificateEntry]:
    """Look numbers (today's or former ones) up: number as asked for → entry."""
    by_key: dict[str, list[str]] = {}
    for number in asked:
        by_key.setdefault(number_key(number), []).append(number)
    found: dict[str, CertificateEntry] = {}
    for keys in chunks(tuple(by_key)):
        query = select(numbers).where(numbers.c.number_key.in_(keys))
        known = connection.execute(query).mappings().all()
        parts = parts_of(connection, [row["number"] for row in known])
        for row in known:
            entry = certificate_entry(*parts[row["number"]], row["void_reason"])
            found |= dict.fromkeys(by_key[row["number_key"]], entry)
    return found


def walk_certificates(
    connection: Connection, after: str, limit: int
) -> tuple[tuple[CertificateEntry, ...], str | None]:
    """Give up to `limit` certificates not voided behind a first number, and the last one's, if any."""
    query = (
        select(certificates.c.number)
        .where(certificates.c.number > after, certificates.c.void_reason == "")
        .order_by(certificates.c.number)
        .limit(limit)
    )
    wanted = connection.execute(query).scalars().all()
    parts = parts_of(connection, wanted)
    entries = tuple(certificate_entry(*parts[number], "") for number in wanted)
    return entries, wanted[-1] if wanted else None


Parts = tuple["RowMapping", list["RowMapping"], list["RowMapping"]]


def parts_of(connection: Connection, first_numbers: Sequence[str]) -> dict[str, Parts]:
    """Fetch certificates with their revisions and acts, by first number."""
    parts: dict[str, Parts] = {}
    for chunk in chunks(first_numbers):
        query = select(certificates).where(certificates.c.number.in_(chunk))
        parts |= {row["number"]: (row, [], []) for row in connection.execute(query).mappings()}
        query = _revisions.where(revisions.c.number.in_(chunk))
        for row in connection.execute(query).mappings():
            parts[row["number"]][1].append(row)
        query = _acts.where(acts.c.number.in_(chunk))
        for row in connection.execute(query).mappings():
            parts[row["number"]][2].append(row)
    return parts


def find_by_digests(connection: Connection, digests: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Give the certificates' present numbers by look-up digest."""
    found: dict[str, dict[str, None]] = {}
    for chunk in chunks(digests):
        stored = [bytes.fromhex(digest) for digest in chunk]
        query = (
            select(look_ups)
            .join(certificates, certificates.c.number == look_ups.c.number)
            .where(look_ups.c.digest.in_(stored), certificates.c.void_reason == "")
            .order_by(look_ups.c.number)
        )
        for digest, number in connection.execute(query):
            found.setdefault(bytes(digest).hex(), {})[number] = None
    today = present_numbers(connection, {n for numbers_ in found.values() for n in numbers_})
    return {digest: tuple(today[n] for n in hits) for digest, hits in found.items()}


def present_numbers(connection: Connection, first_numbers: Iterable[str]) -> dict[str, str]:
    """Give certificates' present numbers by their first ones."""
    today = {number: number for number in first_numbers}
    for chunk in chunks(tuple(today)):
        query = (
            select(revisions.c.number, revisions.c.printed)
            .join(batches, batches.c.ordinal == revisions.c.ordinal)
            .where(
                revisions.c.number.in_(chunk),
                revisions.c.printed.is_not(None),
                batches.c.state == BatchState.PUBLISHED.value,
            )
            .order_by(revisions.c.revision)
        )
        today |= {row.number: row.printed for row in connection.execute(query)}
    return today


_newest_published = (
    select(revisions.c.number, func.max(revisions.c.revision).label("revision"))
    .join(batches, batches.c.ordinal == revisions.c.ordinal)
    .where(batches.c.state == BatchState.PUBLISHED.value)
    .group_by(revisions.c.number)
    .subquery()
)


def find_ending(connection: Connection, first: date, last: date) -> tuple[str, ...]:
    """List present numbers of certificates in force whose newest published end lies between two days."""
    query = (
        select(revisions.c.number)
        .join(
            _newest_published,
            and_(
                revisions.c.number == _newest_published.c.number,
                revisions.c.revision == _newest_published.c.revision,
            ),
        )
        .join(certificates, certificates.c.number == revisions.c.number)
        .where(
            revisions.c.valid_until.between(first.isoformat(), last.isoformat()),
            certificates.c.ended_by.is_(None),
        )
        .order_by(revisions.c.valid_until, revisions.c.number)
    )
    found = connection.execute(query).scalars().all()
    today = present_numbers(connection, found)
    return tuple(today[number] for number in found)


def find_acted_since(connection: Connection, event_sequence: int) -> tuple[str, ...]:
    """List present numbers of certificates that published event files behind a sequence speak of."""
    since = and_(
        batches.c.state == BatchState.PUBLISHED.value,
        batches.c.before_event_sequence >= event_sequence,
    )
    found: dict[str, None] = {}
    for table in (revisions, acts):
        query = (
            select(table.c.number)
            .join(batches, batches.c.ordinal == table.c.ordinal)
            .where(since)
            .order_by(table.c.ordinal, table.c.position)
        )
        found |= dict.fromkeys(connection.execute(query).scalars())
    today = present_numbers(connection, found)
    return tuple(today[number] for number in found)


def find_statuses(connection: Connection, after: int, limit: int) -> tuple[StatusEntry, ...]:
    """Give up to `limit` drawn status places behind one, in order."""
    query = (
        select(
            revisions.c.status_place,
            revisions.c.revision,
            revisions.c.valid_until,
            certificates.c.suspended,
            certificates.c.ended_by,
            batches.c.state,
            _newest_published.c.revision.label("newest_published"),
        )
        .select_from(
            revisions.join(certificates, certificates.c.number == revisions.c.number)
            .join(batches, batches.c.ordinal == revisions.c.ordinal)
            .outerjoin(_newest_published, _newest_published.c.number == revisions.c.number)
        )
        .where(revisions.c.status_place > after)
        .order_by(revisions.c.status_place)
        .limit(limit)
    )
    return tuple(status_entry(row) for row in connection.execute(query).mappings())


def chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut keys into as many as one query may name."""
    for start in range(0, len(keys), _KEYS_PER_QUERY):
        yield keys[start : start + _KEYS_PER_QUERY]
