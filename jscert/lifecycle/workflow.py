"""An act in nine steps, as atomic, resumable and idempotent as issuing."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from jscert.batches import DiscardingSpool, PhotoSpool, check_room, deliver
from jscert.certificates import PRINTED_ACTS, STANDING_ACTS, mask_identity
from jscert.lifecycle.deciding import newest_revision
from jscert.lifecycle.planning import plan_act
from jscert.lifecycle.requests import read_requests
from jscert.lifecycle.reserving import reserve_act
from jscert.presswork.finishing import SPOOL_FOLDER, FinishedBatch, finish_batch
from jscert.presswork.lock import exclusive
from jscert.presswork.printing import prepare_forms
from jscert.presswork.receipt import AlreadyIssued, Change, IssuedCertificate, Receipt
from jscert.presswork.settling import LOCK_NAME, check_order, probe_folders, roll_sealed, settle
from jscert.registry.interface import BatchState
from jscert.registry.journal import ARCHIVE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jscert.lifecycle.orders import ActOrder, ActRules, Request
    from jscert.lifecycle.planning import Plan, Planning
    from jscert.presswork.dossier import Dossier
    from jscert.presswork.office import Office, Progress

_FILE_BYTES = 110_000
_UNFINISHED = frozenset({BatchState.OPEN, BatchState.SEALED})


def act(order: ActOrder, office: Office, rules: ActRules, progress: Progress) -> Receipt:
    """Do an act to certificates there are: nine steps, each of which may stop it with all as it was.

    Until step 6 nothing of this order is durable. Raises `JscertError` for what concerns the whole order;
    faults of rows are in the receipt.
    """
    with ExitStack() as held:
        # 1 the day, the folders and the registry allow it
        check_order(office, order.dated_on, order.ground)
        if not order.dry_run:
            probe_folders(office, order.out)
            held.enter_context(exclusive(office.home / LOCK_NAME))
            settle(office.home, office.registry)
            roll_sealed(office, progress)
        # 2 rosters and numbers become requests
        asked = read_requests(order, office.catalogue, rules, progress)
        # 3 unfinished batches that hold these certificates are finished first
        resumed = () if order.dry_run else _finish_unfinished(office, asked.requests, progress)
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
            check_room(office.home / ARCHIVE_FOLDER, len(planned.plans) * _FILE_BYTES)
        opened = reserve_act(order, office, planned.plans, spool)
        # 8 print, seal, record, publish
        finished = [finish_batch(office, batch, progress) for batch in opened]
        # 9 copies go where they were asked for, and the receipt says what came of it
        return _told(order, receipt, finished)


def _finish_unfinished(
    office: Office, requests: Sequence[Request], progress: Progress
) -> tuple[str, ...]:
    """Finish every batch left open that one of these certificates stands in."""
    entries = office.registry.find_all([request.number for request in requests])
    unfinished: dict[str, None] = {}
    for entry in entries.values():
        batches = [(one.batch, one.batch_state) for one in entry.revisions]
        batches += [(one.batch, one.batch_state) for one in entry.acts]
        unfinished |= {batch: None for batch, state in batches if state in _UNFINISHED}
    for batch in unfinished:
        finish_batch(office, batch, progress)
    return tuple(unfinished)


def _spool(order: ActOrder, office: Office, held: ExitStack) -> PhotoSpool | DiscardingSpool:
    if order.dry_run:
        return DiscardingSpool()
    return held.enter_context(PhotoSpool(office.home / SPOOL_FOLDER, office.vault))


def _receipt(
    order: ActOrder, office: Office, planned: Planning, resumed: tuple[str, ...]
) -> Receipt:
    """Say how things stand before anything is reserved."""
    stopped = bool(planned.rejections) and not order.skip_rejected
    return Receipt(
        act=order.act,
        batch="",
        folder="",
        resumed=resumed,
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
        certificates=tuple(map(_to_come, planned.plans)) if order.dry_run and not stopped else (),
        stopped=stopped,
        changes=() if stopped else tuple(_change(order, plan) for plan in planned.plans),
    )


def _to_come(plan: Plan) -> IssuedCertificate:
    return IssuedCertificate(
        number=plan.entry.number,
        kind=plan.kind.id,
        revision=plan.based_on,
        file="",
        sha256="",
        place=plan.request.place,
    )


def _change(order: ActOrder, plan: Plan) -> Change:
    """Say what an act changes of a certificate, before → after."""
    facts: dict[str, tuple[str, str]] = {}
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
        "name": dossier.name,
        "identity_masked": mask_identity(dossier.identity_number),
        "employer": dossier.employer,
        "credit_code": dossier.credit_code,
        "post": dossier.post,
        "photo": dossier.photo.sha256[:16],
    }


def _told(order: ActOrder, receipt: Receipt, finished: Sequence[FinishedBatch]) -> Receipt:
    """Complete the receipt with what the batch made."""
    if not finished:
        return receipt
    (batch,) = finished
    printed = order.act in PRINTED_ACTS
    folder: Path = batch.folder
    if printed and order.out is not None:
        folder = deliver(batch.folder, order.out)
    return replace(
        receipt,
        batch=batch.entry.batch,
        folder=str(folder) if printed else "",
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
