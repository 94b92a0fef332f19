"""The nine steps of issuing."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from jscert.batches import DiscardingSpool, PhotoSpool, deliver
from jscert.certificates import ARCHIVE_FOLDER, Act
from jscert.issuing.examining import Examination, History, ReadRoster, examine
from jscert.issuing.orders import IssueOrder
from jscert.issuing.reserving import preview, reserve
from jscert.issuing.returning import return_rosters
from jscert.presswork.finishing import SPOOL_FOLDER, FinishedBatch, finish_batch
from jscert.presswork.lock import exclusive
from jscert.presswork.printing import prepare_forms
from jscert.presswork.receipt import AlreadyIssued, IssuedCertificate, Receipt
from jscert.presswork.settling import (
    LOCK_NAME,
    check_order,
    check_rooms,
    probe_folders,
    roll_sealed,
    settle,
)
from jscert.roster.limits import OrderRules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jscert.issuing.deciding import Decision
    from jscert.issuing.reserving import Sent
    from jscert.presswork.office import Office, Progress


def issue(order: IssueOrder, office: Office, rules: OrderRules, progress: Progress) -> Receipt:
    """Issue rosters: nine steps, each of which may stop the order with everything as it was.

    Until step 6 nothing of this order is durable. Raises `JscertError` for what concerns the whole order
    (files, folders, keys, registry); faults of rows are in the receipt.
    """
    with ExitStack() as held:
        # 1 the day, the folders and the registry allow it
        check_order(office, order.dated_on, order.ground)
        if not order.dry_run:
            probe_folders(office, order.out)
            held.enter_context(exclusive(office.home / LOCK_NAME))
            settle(office.home, office.registry)
        rolled = () if order.dry_run else roll_sealed(office, progress)
        # 2 the rosters are read, 3 every row is checked and photos are normalised,
        # 4 every applicant is held against the registry
        spool = _spool(order, office, held)
        history = History(registry=office.registry, vault=office.vault)
        found = examine(order, office.catalogue, rules, (history, spool), progress)
        decision = found.decision
        # 5 one fault stops the order, and so does a form that cannot be printed
        receipt = _receipt(office, order, found)
        if receipt.rejections and not order.dry_run:
            receipt = _with_workbooks(receipt, found, order)
        if receipt.stopped:
            return receipt
        prepare_forms(office, {row.applicant.kind for row in decision.fresh})
        if not isinstance(spool, PhotoSpool):
            return receipt
        # 6 batches left unfinished that hold these people are finished first
        finished = [batch for batch in rolled if _holds_any(batch, decision.already)]
        finished += [finish_batch(office, batch, progress) for batch in decision.unfinished]
        resumed = tuple(batch.entry.batch for batch in finished)
        # 7 numbers and status places are reserved, durably
        check_rooms(office, order.out, len(decision.fresh))
        opened = reserve(order, office, decision.fresh, spool, _sent(found.rosters))
        # 8 print, seal, record, publish
        finished += [finish_batch(office, batch, progress) for batch in opened]
        # 9 copies go where they were asked for, and the receipt says what came of it
        if not finished:
            return replace(receipt, folder=_delivered_again(order, office, decision))
        folders = [_delivered(batch, order.out) for batch in finished]
        return _told(receipt, finished, folders, resumed=resumed)


def _holds_any(batch: FinishedBatch, already: Sequence[AlreadyIssued]) -> bool:
    numbers = {row.number for row in batch.rows}
    return any(one.number in numbers for one in already)


def _sent(rosters: Sequence[ReadRoster]) -> Sent:
    """Give, per row, the sender's header and cells, for the workbook that goes back."""
    return {
        row.place: (sheet.header, row.texts())
        for roster in rosters
        for sheet in roster.reading.sheets
        for row in sheet.rows
    }


def _spool(order: IssueOrder, office: Office, held: ExitStack) -> PhotoSpool | DiscardingSpool:
    if order.dry_run:
        return DiscardingSpool()
    return held.enter_context(PhotoSpool(office.home / SPOOL_FOLDER, office.vault))


def _receipt(office: Office, order: IssueOrder, found: Examination) -> Receipt:
    """Say how things stand before anything is reserved; in a dry run, with the numbers to come."""
    stopped = bool(found.rejections) and not order.skip_rejected
    previewed = order.dry_run and not stopped
    return Receipt(
        act=Act.ISSUE,
        batch="",
        folder="",
        resumed=(),
        trial=office.keys.trial,
        dry_run=order.dry_run,
        already=found.decision.already,
        rejections=found.rejections,
        warnings=found.warnings,
        certificates=preview(order, office, found.decision.fresh) if previewed else (),
        stopped=stopped,
    )


def _with_workbooks(receipt: Receipt, found: Examination, order: IssueOrder) -> Receipt:
    """Give every roster with faults back, marked."""
    rosters, warnings = return_rosters(found, order)
    return replace(receipt, rosters=rosters, warnings=(*receipt.warnings, *warnings))


def _delivered(batch: FinishedBatch, out: Path | None) -> Path:
    return batch.folder if out is None else deliver(batch.folder, out)


def _delivered_again(order: IssueOrder, office: Office, decision: Decision) -> str:
    """Give the copy once more when the same roster comes again and all of it is one old batch.

    So a copy that failed, or was thrown away, is had by the same command.
    """
    batches = {one.batch for one in decision.already}
    if order.out is None or decision.rejections or len(batches) != 1:
        return ""
    return str(deliver(office.home / ARCHIVE_FOLDER / batches.pop(), order.out))


def _told(
    receipt: Receipt,
    finished: Sequence[FinishedBatch],
    folders: Sequence[Path],
    *,
    resumed: tuple[str, ...],
) -> Receipt:
    """Complete the receipt: the last batch's certificates, the others' numbers as `already`."""
    last = finished[-1]
    certificates = tuple(
        IssuedCertificate(
            number=row.number,
            kind=row.kind,
            revision=row.revision,
            file=last.file_of(row),
            sha256=row.sha256,
            place=row.place,
        )
        for row in last.rows
    )
    issued = {certificate.number for certificate in certificates}
    return replace(
        receipt,
        batch=last.entry.batch,
        folder=str(folders[-1]),
        resumed=resumed,
        already=tuple(a for a in receipt.already if a.number not in issued),
        certificates=certificates,
    )
