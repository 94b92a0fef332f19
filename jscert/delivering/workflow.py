"""A delivery in five steps."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jscert.batches import FILE_BYTES, check_room, probe_folder, read_archived
from jscert.certificates import ARCHIVE_FOLDER, PRINTED_ACTS
from jscert.delivering.indexing import index_of
from jscert.delivering.log import DeliveryLog
from jscert.delivering.packing import ZIP_SUFFIX, new_folder, new_zip
from jscert.delivering.recipients import sort_out
from jscert.durable import folder_errors
from jscert.errors import Code, JscertError
from jscert.messages.exchange import DELIVERY_INDEX
from jscert.presswork.holders import entries_of, opened
from jscert.registry.interface import BatchState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from jscert.delivering.recipients import By, Item, LeftOut, Recipient
    from jscert.presswork.office import Office, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryOrder:
    """What is to be handed over on `day`, sorted by what, and into which folder.

    `passphrase` b"" leaves ZIPs open; `only_new` leaves out what the same recipient got before.
    """

    batches: tuple[str, ...]
    by: By
    out: Path
    day: date
    zipped: bool = False
    passphrase: bytes = b""
    only_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """One recipient's folder or ZIP: its name in `out`, its certificates, and how many are new."""

    recipient: str
    file: str
    certificates: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What came of it; `known` counts certificates left out because they were handed over before."""

    delivered: tuple[Delivered, ...]
    left_out: tuple[LeftOut, ...]
    known: int


def deliver_batches(order: DeliveryOrder, office: Office, progress: Progress) -> Delivery:
    """Hand over the certificates of batches, each at its current revision.

    1. The batches are published, and made files.
    2. Their certificates are opened and sorted by recipient; those not in force are left out.
    3. The log tells what each recipient got before.
    4. No target is in the way, and there is room: until now nothing is written.
    5. Each recipient's folder or ZIP is filled, proved against the registry and put in place, then noted.

    `BATCH_UNKNOWN`, `DELIVERY_*`, `FILE_NOT_FOUND` and `FILE_DIFFERS` of archived files, `FOLDER_*`.
    """
    for batch in order.batches:  # 1
        _require_files(office, batch)
    rows = (row.number for batch in order.batches for row in office.registry.rows(batch))
    certificates = opened(office, entries_of(office.registry, rows))  # 2
    recipients, left_out = sort_out(certificates, office.catalogue, order.by, order.day)
    if not recipients:
        raise JscertError(Code.DELIVERY_NOBODY, count=len(left_out))
    log = DeliveryLog(office.home, office.vault, order.by)  # 3
    recipients, known = _with_log(recipients, log, only_new=order.only_new)
    _check_targets(order, recipients)  # 4
    archive = Archive(office.home / ARCHIVE_FOLDER)
    delivered = []
    total = sum(len(recipient.items) for recipient in recipients)
    for recipient in recipients:  # 5
        delivered.append(_hand_over(order, office, recipient, archive))
        log.note(recipient.key, recipient.items, office.clock())
        progress("deliver", sum(one.certificates for one in delivered), total)
    return Delivery(delivered=tuple(delivered), left_out=left_out, known=known)


def _require_files(office: Office, batch: str) -> None:
    entry = office.registry.batch(batch)
    if entry.act not in PRINTED_ACTS:
        raise JscertError(Code.DELIVERY_WITHOUT_FILES, batch=batch)
    if entry.state is not BatchState.PUBLISHED:
        raise JscertError(Code.DELIVERY_NOT_PUBLISHED, batch=batch)


def _with_log(
    recipients: Sequence[Recipient], log: DeliveryLog, *, only_new: bool
) -> tuple[tuple[Recipient, ...], int]:
    """Say of each certificate whether its recipient had it; the number of those kept back comes along."""
    told, known = [], 0
    for recipient in recipients:
        items = [
            replace(item, delivered_on=log.delivered_on(recipient.key, item))
            for item in recipient.items
        ]
        kept = [item for item in items if not (only_new and item.delivered_on)]
        known += len(items) - len(kept)
        if kept:
            told.append(replace(recipient, items=tuple(kept)))
    return tuple(told), known


def _check_targets(order: DeliveryOrder, recipients: Sequence[Recipient]) -> None:
    targets = [_target(order, recipient) for recipient in recipients]
    there = [path for path in targets if os.path.lexists(path)]
    if there:
        raise JscertError(Code.DELIVERY_EXISTS, path=str(there[0]), count=len(there))
    if targets:
        probe_folder(order.out)
        check_room(order.out, sum(len(one.items) for one in recipients) * FILE_BYTES)
        with folder_errors(order.out):
            order.out.mkdir(parents=True, exist_ok=True)


def _target(order: DeliveryOrder, recipient: Recipient) -> Path:
    return order.out / (recipient.file + (ZIP_SUFFIX if order.zipped else ""))


def _hand_over(
    order: DeliveryOrder, office: Office, recipient: Recipient, archive: Archive
) -> Delivered:
    target = _target(order, recipient)
    index = index_of(recipient, office.house.authority, order.day)
    with folder_errors(target):
        try:
            with (
                new_zip(target, order.passphrase, order.day) if order.zipped else new_folder(target)
            ) as put:
                put(DELIVERY_INDEX, index)
                for item in recipient.items:
                    put(item.file, archive.read(item))
        except FileExistsError as fault:
            raise JscertError(Code.DELIVERY_EXISTS, path=str(target), count=1) from fault
    return Delivered(
        recipient=recipient.name,
        file=target.name,
        certificates=len(recipient.items),
        new=sum(not item.delivered_on for item in recipient.items),
    )


class Archive:
    """The archived batches, to read certificates from; a folder is listed once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: dict[str, dict[str, Path]] = {}

    def read(self, item: Item) -> bytes:
        """Give a certificate's file, which must be the one the registry knows."""
        if item.batch not in self._paths:
            self._paths[item.batch] = dict(_files(self._folder / item.batch))
        path = self._paths[item.batch].get(item.file, self._folder / item.batch / item.file)
        return read_archived(path, item.sha256)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*.pdf"):
        yield path.name, path
