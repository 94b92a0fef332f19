"""An export in four steps; which certificates it tells of, and the mark up to which it told everything."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from jscert.certificates import CHINA
from jscert.durable import folder_errors, new_file
from jscert.errors import Code, JscertError
from jscert.exporting.identifiers import refuse_doubles
from jscert.exporting.records import record_of
from jscert.exporting.sheets import LARGEST_WORKBOOK, workbook_of
from jscert.presswork.holders import entries_of, is_published, opened
from jscert.registry.interface import BatchState
from jscert.registry.journal import check_not_behind
from jscert.registry.standing import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from jscert.exporting.records import Record
    from jscert.presswork.office import Office, Progress
    from jscert.registry.interface import CertificateEntry, Registry

_OWNER_ONLY = 0o600
_TELL_EVERY = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOrder:
    """What is to be told as of `day`, and where: `.jsonl` or `.xlsx`.

    `issuer` is the authority's credit code ("": no identifiers), `since` a mark that an earlier export gave
    (0: everything), `kinds` what to keep to (empty: all).
    """

    path: Path
    day: date
    issuer: str = ""
    since: int = 0
    kinds: frozenset[str] = frozenset()
    allow_trial: bool = False


@dataclass(slots=True, kw_only=True)
class Export:
    """What was told: counts by state, how many bear an identifier, and the mark for the next time."""

    mark: int
    trial: bool
    certificates: int = 0
    identifiers: int = 0
    states: Counter[str] = field(default_factory=Counter)


def export(order: ExportOrder, office: Office, progress: Progress) -> Export:
    """Export certificates into a new file, complete or not there at all.

    1. The authority may export, the registry is not behind its files, and the mark is one of its own.
    2. No two certificates would bear one national identifier.
    3. Everything published up to the new mark is told, ordered by number.
    4. The file is put in place, owner-only.

    `EXPORT_*`, `FILE_EXISTS`, `FOLDER_*`, `REGISTRY_*`. What is published meanwhile may be told now, and is
    told again by the next export: the mark is taken first.
    """
    registry = office.registry
    if office.keys.trial and not order.allow_trial:  # 1
        raise JscertError(Code.EXPORT_TRIAL)
    check_not_behind(office.home, registry)
    told = Export(mark=_mark(registry), trial=office.keys.trial)
    if order.since > told.mark:
        raise JscertError(Code.EXPORT_MARK, since=order.since, head=told.mark)
    if order.issuer:  # 2
        refuse_doubles(registry, office.catalogue)
    records = _records(order, office, told, progress)  # 3
    with folder_errors(order.path):
        try:
            with new_file(order.path, mode=_OWNER_ONLY) as file:  # 4
                write = _write_workbook if order.path.suffix.lower() == ".xlsx" else _write_lines
                write(file, records, order, told, office)
        except FileExistsError as fault:
            raise JscertError(Code.FILE_EXISTS, path=str(order.path)) from fault
    return told


def _mark(registry: Registry) -> int:
    """Give the last event of the unbroken row of published ones: a sealed batch still waits to be told."""
    head = registry.head().event_sequence
    waiting = [entry.before for entry in registry.batches(BatchState.SEALED)]
    return min([head, *(before.event_sequence for before in waiting if before)])


def _records(
    order: ExportOrder, office: Office, told: Export, progress: Progress
) -> Iterator[Record]:
    for held in opened(office, _entries(order, office.registry)):
        kind = office.catalogue.kind(held.entry.kind)
        record = record_of(held, kind, order.issuer, order.day)
        told.certificates += 1
        told.identifiers += record["zzeCertID"] is not None
        told.states[state_of(held.entry, order.day).value] += 1
        if told.certificates % _TELL_EVERY == 0:
            progress("export", told.certificates, 0)
        yield record


def _entries(order: ExportOrder, registry: Registry) -> Iterator[CertificateEntry]:
    entries = _changed(order, registry) if order.since else registry.walk()
    for entry in entries:
        if is_published(entry) and (not order.kinds or entry.kind in order.kinds):
            yield entry


def _changed(order: ExportOrder, registry: Registry) -> Iterator[CertificateEntry]:
    """Walk what was acted upon behind the mark, and what has expired since: no event tells of that."""
    acted = registry.acted_since(order.since)
    yesterday = order.day - timedelta(days=1)
    expired = registry.ending_between(_told_on(order.since, registry), yesterday)
    yield from entries_of(registry, sorted({*acted, *expired}))


def _told_on(mark: int, registry: Registry) -> date:
    """Give the day on which the event of a mark was published: the export of that mark is no older."""
    for entry in reversed(registry.batches(BatchState.PUBLISHED)):
        if entry.before and entry.before.event_sequence + 1 == mark and entry.published_at:
            return entry.published_at.astimezone(CHINA).date()
    return date.min


def _write_lines(
    file: BinaryIO, records: Iterator[Record], _order: ExportOrder, _told: Export, _office: Office
) -> None:
    for record in records:
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        file.write(line.encode() + b"\n")


def _write_workbook(
    file: BinaryIO, records: Iterator[Record], order: ExportOrder, told: Export, office: Office
) -> None:
    kept: list[Record] = []
    for record in records:
        if len(kept) < LARGEST_WORKBOOK:
            kept.append(record)
    if told.certificates > LARGEST_WORKBOOK:
        raise JscertError(Code.EXPORT_TOO_LARGE, count=told.certificates, limit=LARGEST_WORKBOOK)
    file.write(workbook_of(kept, office.catalogue, order.day, told.mark))
