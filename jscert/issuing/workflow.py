"""The nine steps of issuing, and rolling forward what an earlier call left unfinished."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from jscert.batches import (
    DiscardingSpool,
    PhotoSpool,
    deliver,
    probe_folder,
    sweep_spools,
)
from jscert.certificates import CHINA, Act
from jscert.families.family import check_issue_date
from jscert.issuing.examining import Examination, History, IssueRules, ReadRoster, examine
from jscert.issuing.receipt import AlreadyIssued, IssuedCertificate, IssueOrder, Receipt
from jscert.issuing.reserving import check_rooms, preview, reserve
from jscert.issuing.returning import return_rosters
from jscert.presswork.finishing import SPOOL_FOLDER, FinishedBatch, finish_batch
from jscert.presswork.lock import exclusive
from jscert.presswork.printing import prepare_forms
from jscert.registry.interface import BatchState
from jscert.registry.journal import ARCHIVE_FOLDER, catch_up, check_not_behind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jscert.issuing.deciding import Decision
    from jscert.issuing.reserving import Sent
    from jscert.presswork.office import Office, Progress
    from jscert.registry.interface import Registry

LOCK_NAME = "office.lock"


def issue(order: IssueOrder, office: Office, rules: IssueRules, progress: Progress) -> Receipt:
    """Issue rosters: nine steps, each of which may stop the order with everything as it was.

    Until step 6 nothing of this order is durable. Raises `JscertError` for what concerns the whole order
    (files, folders, keys, registry); faults of rows are in the receipt.
    """
    with ExitStack() as held:
        # 1 the day, the folders and the registry allow it
        _check_order(order, office)
        if not order.dry_run:
            held.enter_context(exclusive(office.home / LOCK_NAME))
            settle(office.home, office.registry)
        rolled = () if order.dry_run else _roll_sealed(office, progress)
        # 2 the rosters are read, 3 every row is checked and photos are normalised,
        # 4 every applicant is held against the registry
        spool = _spool(order, office, held)
        history = History(registry=office.registry, vault=office.vault)
        found = examine(order, office.catalogue, rules, (history, spool), progress)
        decision = found.decision
        # 5 one fault stops the order
        receipt = _receipt(office, order, found)
        if receipt.rejections and not order.dry_run:
            receipt = _with_workbooks(receipt, found, order)
        if receipt.stopped or not isinstance(spool, PhotoSpool):
            return receipt
        # 6 batches left unfinished that hold these people are finished first
        finished = [batch for batch in rolled if _holds_any(batch, decision.already)]
        finished += [finish_batch(office, batch, progress) for batch in decision.unfinished]
        resumed = tuple(batch.entry.batch for batch in finished)
        # 7 numbers and status places are reserved, durably
        prepare_forms(office, {row.applicant.kind for row in decision.fresh})
        check_rooms(order, office, len(decision.fresh))
        opened = reserve(order, office, decision.fresh, spool, _sent(found.rosters))
        # 8 print, seal, record, publish
        finished += [finish_batch(office, batch, progress) for batch in opened]
        # 9 copies go where they were asked for, and the receipt says what came of it
        if not finished:
            return replace(receipt, folder=_delivered_again(order, office, decision))
        folders = [_delivered(batch, order.out) for batch in finished]
        return _told(receipt, finished, folders, resumed=resumed)


def roll_forward(office: Office, progress: Progress) -> tuple[FinishedBatch, ...]:
    """Finish every batch that was left open or sealed (`batches resume`)."""
    with exclusive(office.home / LOCK_NAME):
        settle(office.home, office.registry)
        unfinished = office.registry.batches(BatchState.OPEN, BatchState.SEALED)
        return tuple(finish_batch(office, entry.batch, progress) for entry in unfinished)


def _roll_sealed(office: Office, progress: Progress) -> tuple[FinishedBatch, ...]:
    """Publish what was sealed and no more: the event chain must not wait for somebody's roster."""
    sealed = office.registry.batches(BatchState.SEALED)
    return tuple(finish_batch(office, entry.batch, progress) for entry in sealed)


def _holds_any(batch: FinishedBatch, already: Sequence[AlreadyIssued]) -> bool:
    numbers = {row.number for row in batch.rows}
    return any(one.number in numbers for one in already)


def _check_order(order: IssueOrder, office: Office) -> None:
    now = office.clock()
    check_issue_date(order.dated_on, today=now.astimezone(CHINA).date(), ground=order.ground)
    office.require_keys(now)
    if order.dry_run:
        return
    for folder in (office.home / ARCHIVE_FOLDER, order.out):
        if folder is not None:
            probe_folder(folder)


def settle(home: Path, registry: Registry) -> None:
    """Bring the folder's own files up to the registry, and refuse a registry behind them.

    The caller holds the folder's lock, so that no other process is filling a spool.
    """
    check_not_behind(home, registry)
    catch_up(home, registry)
    unfinished = registry.batches(BatchState.OPEN, BatchState.SEALED)
    keep = {entry.spool_sha256 for entry in unfinished}
    sweep_spools(home / SPOOL_FOLDER, keep)


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
