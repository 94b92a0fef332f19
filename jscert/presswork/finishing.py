"""Finishing a batch, from whatever state a crash or a clerk left it in, to `published`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from jscert.batches import (
    ManifestFiles,
    Staging,
    Subject,
    manifest_files,
    open_spool,
    relative_name,
    remove_spool,
)
from jscert.certificates import (
    ARCHIVE_FOLDER,
    MANIFEST_NAME,
    PRINTED_ACTS,
    WORKBOOK_NAME,
    SealedPdf,
    file_name,
)
from jscert.errors import Code, JscertError
from jscert.presswork.dossier import Dossier, certificate_of, open_dossier
from jscert.presswork.printing import PrintShop
from jscert.presswork.returned import write_returned_workbook
from jscert.registry.events import event_body, event_file, keep_events
from jscert.registry.interface import BatchEntry, BatchState, ChainHead, Closing, ReservedRow
from jscert.registry.journal import EVENTS_FOLDER
from jscert.sealing.documents import sign_document
from jscert.sealing.purposes import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from jscert.presswork.office import Office, Progress

    Held = tuple[ReservedRow, Dossier]

SPOOL_FOLDER = "spool"

_TELL_EVERY = 50
_TOGETHER = 64  # certificates printed step by step; about 12 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedBatch:
    """A published batch: its entry, its folder in the archive, its rows and their files in order."""

    entry: BatchEntry
    folder: Path
    rows: tuple[ReservedRow, ...]

    def file_of(self, row: ReservedRow) -> str:
        """Name a row's PDF relative to the batch folder."""
        return _name(row, len(self.rows))


def finish_batch(office: Office, batch: str, progress: Progress) -> FinishedBatch:
    """Bring a batch to `published` and return it; one already there is only read.

    `BATCH_STATE` if it was abandoned, `BATCH_INPUT_LOST` if its photos are gone, `KEY_PERIOD_OVER`.
    """
    entry = office.registry.batch(batch)
    if entry.state is BatchState.ABANDONED:
        raise JscertError(Code.BATCH_STATE, batch=batch, state=entry.state.value)
    if entry.state is BatchState.PUBLISHED:
        return _finished(office, entry, tuple(office.registry.rows(batch)))
    office.require_keys(office.clock())
    office.require_keys(entry.opened_at)
    staging = Staging(office.home / ARCHIVE_FOLDER, batch)
    try:
        finish = _finish_printed if entry.act in PRINTED_ACTS else _finish_unprinted
        rows = finish(office, entry, staging, progress)
    finally:
        staging.close()
    return _finished(office, office.registry.batch(batch), rows)


def _finish_printed(
    office: Office, entry: BatchEntry, staging: Staging, progress: Progress
) -> Sequence[ReservedRow]:
    if entry.state is BatchState.OPEN:
        entry, held = _seal(office, entry, staging, progress)
    else:
        held = list(_held(office, entry))
        _restage(office, entry, staging, held)
    rows = [row for row, _ in held]

    def write_workbook(path: Path) -> None:
        write_returned_workbook(path, entry, office.catalogue, held)

    _publish(office, entry, staging, rows, write_workbook)
    return rows


def _finish_unprinted(
    office: Office, entry: BatchEntry, staging: Staging, _: Progress
) -> Sequence[ReservedRow]:
    """Finish an act that makes no PDFs: its events and a manifest that carries the chain's head."""
    rows = tuple(office.registry.rows(entry.batch))
    if entry.state is BatchState.OPEN:
        entry = _record(office, entry, rows)
    _publish(office, entry, staging, rows, None)
    return rows


def _seal(
    office: Office, entry: BatchEntry, staging: Staging, progress: Progress
) -> tuple[BatchEntry, list[Held]]:
    """Print, seal and stage every row, then record it all in tx2; gives the rows as recorded."""
    held: list[Held] = []
    for row, dossier, sealed in _sealed_rows(office, entry, _held(office, entry)):
        staging.write(_name(row, entry.row_count), sealed.data)
        held.append((replace(row, sha256=sealed.sha256, size=len(sealed.data)), dossier))
        if len(held) % _TELL_EVERY == 0 or len(held) == entry.row_count:
            progress("print", len(held), entry.row_count)
    staging.sync()
    return _record(office, entry, [row for row, _ in held]), held


def _held(office: Office, entry: BatchEntry) -> Iterator[Held]:
    """Read a batch's rows with their dossiers."""
    for row in office.registry.rows(entry.batch):
        yield row, open_dossier(office.vault, row.payload, entry.batch, row.row_key)


def _sealed_rows(
    office: Office, entry: BatchEntry, held: Iterable[Held]
) -> Iterator[tuple[ReservedRow, Dossier, SealedPdf]]:
    """Print and seal rows in order; the spool is open only meanwhile."""
    shop = PrintShop(office, entry.opened_at)
    with open_spool(office.home / SPOOL_FOLDER, entry.spool_sha256, office.vault) as photos:
        rows = iter(held)
        while some := list(islice(rows, _TOGETHER)):
            papers = [
                (certificate_of(row, dossier), photos.read(dossier.photo)) for row, dossier in some
            ]
            for (row, dossier), sealed in zip(some, shop.make(papers), strict=True):
                yield row, dossier, sealed


def _record(office: Office, entry: BatchEntry, rows: Sequence[ReservedRow]) -> BatchEntry:
    sealed_at = office.clock().replace(microsecond=0)
    body = event_body(entry, rows)
    subjects = _subjects(rows)
    files = {row.position: (row.sha256, row.size) for row in rows if row.sha256}

    def close(head: ChainHead) -> Closing:
        _, event_sha256 = event_file(entry, head, sealed_at, body)
        manifest = manifest_files(entry, head, event_sha256, sealed_at, subjects)
        return Closing(manifest_sha256=manifest.sha256, event_sha256=event_sha256)

    return office.registry.seal_batch(entry.batch, files, sealed_at, close)


def _restage(office: Office, entry: BatchEntry, staging: Staging, held: Sequence[Held]) -> None:
    """Print again what a crash kept from the disk; it must come out with the recorded digest."""
    if staging.is_published:
        return
    lost = [one for one in held if not _is_staged(one[0], entry, staging)]
    for row, _, sealed in _sealed_rows(office, entry, lost):
        if sealed.sha256 != row.sha256:
            raise JscertError(Code.PRINT_UNPROVEN, number=row.number)
        staging.write(_name(row, entry.row_count), sealed.data)


def _is_staged(row: ReservedRow, entry: BatchEntry, staging: Staging) -> bool:
    data = staging.read(_name(row, entry.row_count))
    return data is not None and hashlib.sha256(data).hexdigest() == row.sha256


def _publish(
    office: Office,
    entry: BatchEntry,
    staging: Staging,
    rows: Sequence[ReservedRow],
    write_workbook: Callable[[Path], None] | None,
) -> None:
    """File the events, sign and stage the manifest, rename the folder, then tx3."""
    head, events, manifest = _papers(entry, rows)
    keep_events(office.home / EVENTS_FOLDER, head.event_sequence + 1, entry.batch, events)
    if not staging.is_published:
        for name, data in manifest.parts:
            staging.write(name, data)
        signed = sign_document(Purpose.MANIFEST, manifest.payload, office.keys.manifest)
        staging.write(MANIFEST_NAME, signed)
        if write_workbook:
            write_workbook(staging.path_for(WORKBOOK_NAME))
    staging.publish()
    office.registry.publish_batch(entry.batch, office.clock())
    remove_spool(office.home / SPOOL_FOLDER, entry.spool_sha256)


def _papers(
    entry: BatchEntry, rows: Sequence[ReservedRow]
) -> tuple[ChainHead, bytes, ManifestFiles]:
    """Write the event file and the manifest again as tx2 recorded them; `REGISTRY_CONFLICT` if not."""
    if entry.before is None or entry.closing is None or entry.sealed_at is None:
        raise JscertError(Code.BATCH_STATE, batch=entry.batch, state=entry.state.value)
    events, event_sha256 = event_file(entry, entry.before, entry.sealed_at, event_body(entry, rows))
    manifest = manifest_files(entry, entry.before, event_sha256, entry.sealed_at, _subjects(rows))
    if Closing(manifest_sha256=manifest.sha256, event_sha256=event_sha256) != entry.closing:
        raise JscertError(Code.REGISTRY_CONFLICT, batch=entry.batch)
    return entry.before, events, manifest


def _subjects(rows: Sequence[ReservedRow]) -> tuple[Subject, ...]:
    """Name the batch's PDFs; none for acts that make none."""
    count = len(rows)
    return tuple(Subject(name=_name(row, count), sha256=row.sha256) for row in rows if row.sha256)


def _name(row: ReservedRow, count: int) -> str:
    return relative_name(row.position, count, file_name(row.number, row.revision))


def _finished(office: Office, entry: BatchEntry, rows: Sequence[ReservedRow]) -> FinishedBatch:
    return FinishedBatch(
        entry=entry, folder=office.home / ARCHIVE_FOLDER / entry.batch, rows=tuple(rows)
    )
