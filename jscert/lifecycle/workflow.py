"""An act in nine steps, as atomic, resumable and idempotent as issuing."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from jscert.batches import DiscardingSpool, PhotoSpool, deliver
from jscert.certificates import ARCHIVE_FOLDER, PRINTED_ACTS, STANDING_ACTS, Act, mask_identity
from jscert.lifecycle.planning import plan_act
from jscert.lifecycle.requests import read_requests
from jscert.lifecycle.reserving import preview_numbers, reserve_act
from jscert.presswork.finishing import SPOOL_FOLDER, FinishedBatch, finish_batch
from jscert.presswork.lock import exclusive
from jscert.presswork.printing import prepare_forms
from jscert.presswork.receipt import AlreadyIssued, Change, IssuedCertificate, Receipt
from jscert.presswork.settling import (
    LOCK_NAME,
    check_order,
    check_rooms,
    clean_ground,
    probe_folders,
    roll_sealed,
    settle,
)
from jscert.registry.interface import BatchState
from jscert.registry.standing import newest_revision
from jscert.roster.names import hide_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from jscert.lifecycle.orders import ActOrder, Request
    from jscert.lifecycle.planning import Plan, Planning
    from jscert.presswork.dossier import Dossier
    from jscert.presswork.office import Office, Progress
    from jscert.registry.interface import ReservedRow
    from jscert.roster.limits import OrderRules

_UNFINISHED = frozenset({BatchState.OPEN, BatchState.SEALED})


def act(order: ActOrder, office: Office, rules: OrderRules, progress: Progress) -> Receipt:
    """Do an act to certificates there are: nine steps, each of which may stop it with all as it was.

    Until step 6 nothing of this order is durable. Raises `JscertError` for what concerns the whole order;
    faults of rows are in the receipt.
    """
    order = replace(order, ground=clean_ground(order.ground))
    rolled: tuple[FinishedBatch, ...] = ()
    with ExitStack() as held:
        # 1 the day, the folders and the registry allow it
        check_order(office, order.dated_on, order.ground)
        if not order.dry_run:
            probe_folders(office, order.out)
            held.enter_context(exclusive(office.home / LOCK_NAME))
            settle(office.home, office.registry)
            rolled = roll_sealed(office, progress)
        # 2 rosters and numbers become requests
        asked = read_requests(order, office.catalogue, rules, progress)
        # 3 unfinished batches that hold these certificates are finished first
        resumed = list(_resumed(order, office, asked.requests, rolled, progress))
        # 4 every certificate is looked up and screened, 5 every act is decided
        spool = _spool(order, office, held)
        planned = plan_act(order, office, rules, (asked.requests, spool), progress)
        planned = replace(
            planned,
            rejections=(*asked.rejections, *planned.rejections),
            warnings=(*asked.warnings, *planned.warnings),
        )
        # 6 one fault stops the order
        receipt = _receipt(order, office, planned, resumed)
        if receipt.stopped or not isinstance(spool, PhotoSpool):
            return receipt
        # 7 revisions, numbers and status places are reserved, durably
        if order.act in PRINTED_ACTS:
            prepare_forms(office, {plan.kind.id for plan in planned.plans})
            check_rooms(office, order.out, len(planned.plans))
        opened = reserve_act(order, office, planned.plans, spool)
        # 8 print, seal, record, publish
        finished = [finish_batch(office, batch, progress) for batch in opened]
        # 9 copies go where they were asked for, and the receipt says what came of it
        return _told(order, receipt, finished)


def _resumed(
    order: ActOrder,
    office: Office,
    requests: Sequence[Request],
    rolled: Sequence[FinishedBatch],
    progress: Progress,
) -> Iterator[FinishedBatch]:
    """Finish every batch left open that one of these certificates stands in; those just rolled count too."""
    if order.dry_run:
        return
    entries = office.registry.find_all([request.number for request in requests])
    stands_in: dict[str, BatchState] = {}
    for entry in entries.values():
        stands_in |= {one.batch: one.batch_state for one in entry.revisions}
        stands_in |= {one.batch: one.batch_state for one in entry.acts}
    yield from (one for one in rolled if one.entry.batch in stands_in)
    for batch, state in stands_in.items():
        if state in _UNFINISHED:
            yield finish_batch(office, batch, progress)


def _spool(order: ActOrder, office: Office, held: ExitStack) -> PhotoSpool | DiscardingSpool:
    if order.dry_run:
        return DiscardingSpool()
    return held.enter_context(PhotoSpool(office.home / SPOOL_FOLDER, office.vault))


def _receipt(
    order: ActOrder, office: Office, planned: Planning, resumed: Sequence[FinishedBatch]
) -> Receipt:
    """Say how things stand before anything is reserved; copies of what was resumed go where asked."""
    stopped = bool(planned.rejections) and not order.skip_rejected
    previewed = order.dry_run and not stopped
    numbers = preview_numbers(order, office, planned.plans) if previewed else {}
    return Receipt(
        act=order.act,
        batch="",
        folder=_delivered_again(order, office, planned, resumed),
        resumed=tuple(one.entry.batch for one in resumed),
        trial=office.keys.trial,
        dry_run=order.dry_run,
        already=tuple(
            AlreadyIssued(
                number=entry.number, place=request.place, batch=newest_revision(entry).batch
            )
            for request, entry in planned.already
        ),
        rejections=planned.rejections,
        warnings=planned.warnings,
        certificates=tuple(_to_come(order, plan, numbers) for plan in planned.plans)
        if previewed
        else (),
        stopped=stopped,
        changes=() if stopped else tuple(_change(order, plan, numbers) for plan in planned.plans),
    )


def _delivered_again(
    order: ActOrder, office: Office, planned: Planning, resumed: Sequence[FinishedBatch]
) -> str:
    """Give copies of resumed batches, and one more of the batch that did all of this already.

    So a copy that an interruption kept from being made is had by the same command.
    """
    if order.dry_run or order.act not in PRINTED_ACTS:
        return ""
    folders = [one.folder for one in resumed if one.entry.act is order.act]
    done = {newest_revision(entry).batch for _, entry in planned.already}
    if not folders and not planned.plans and not planned.rejections and len(done) == 1:
        folders = [office.home / ARCHIVE_FOLDER / done.pop()] if order.out is not None else []
    if order.out is not None:
        folders = [deliver(folder, order.out) for folder in folders]
    return str(folders[-1]) if folders else ""


def _to_come(order: ActOrder, plan: Plan, numbers: Mapping[str, str]) -> IssuedCertificate:
    given = max(one.revision for one in plan.entry.revisions)
    return IssuedCertificate(
        number=numbers.get(plan.entry.number, plan.entry.number),
        kind=plan.kind.id,
        revision=given + 1 if order.act in PRINTED_ACTS else plan.based_on,
        file="",
        sha256="",
        place=plan.request.place,
    )


def _change(order: ActOrder, plan: Plan, numbers: Mapping[str, str]) -> Change:
    """Say what an act changes of a certificate, before → after."""
    facts: dict[str, tuple[str, str]] = {}
    if plan.entry.number in numbers:
        facts["number"] = (plan.entry.number, numbers[plan.entry.number])
    if plan.before is not None and plan.after is not None:
        before, after = _shown(plan.before), _shown(plan.after)
        facts |= {
            name: (before[name], after[name]) for name in after if before[name] != after[name]
        }
    old = newest_revision(plan.entry).valid_until
    if old != plan.valid_until:
        facts["valid_until"] = (str(old or ""), str(plan.valid_until or ""))
    if order.act in STANDING_ACTS:
        facts["act"] = ("", order.act.value)
    return Change(number=plan.entry.number, facts=facts)


def _shown(dossier: Dossier) -> dict[str, str]:
    return {
        "name": hide_numbers(dossier.name),
        "identity_masked": mask_identity(dossier.identity_number),
        "employer": hide_numbers(dossier.employer),
        "credit_code": dossier.credit_code,
        "post": dossier.post,
        "photo": dossier.photo.sha256[:16],
    }


def _renumbered(change: Change, row: ReservedRow) -> Change:
    return replace(change, facts={"number": (change.number, row.number), **change.facts})


def _told(order: ActOrder, receipt: Receipt, finished: Sequence[FinishedBatch]) -> Receipt:
    """Complete the receipt with what the batch made."""
    if not finished:
        return receipt
    (batch,) = finished
    printed = order.act in PRINTED_ACTS
    folder: Path = batch.folder
    if printed and order.out is not None:
        folder = deliver(batch.folder, order.out)
    changes = receipt.changes
    if order.act is Act.RENUMBER:
        changes = tuple(map(_renumbered, changes, batch.rows))
    return replace(
        receipt,
        batch=batch.entry.batch,
        folder=str(folder) if printed else "",
        changes=changes,
        certificates=tuple(
            IssuedCertificate(
                number=row.number,
                kind=row.kind,
                revision=row.revision,
                file=batch.file_of(row) if printed else "",
                sha256=row.sha256,
                place=row.place,
            )
            for row in batch.rows
        ),
    )
