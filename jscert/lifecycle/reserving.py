"""Reserving an act: plans become a batch in the registry, with revisions, status places and sealed facts.

Not here: whether an act may happen (`deciding`), how a batch becomes durable (`presswork.opening`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jscert.certificates import STANDING_ACTS, Act
from jscert.presswork.dossier import seal_dossier
from jscert.presswork.opening import begin_opening, counter_of, reserve_batch
from jscert.registry.interface import NewRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jscert.batches import PhotoSpool
    from jscert.lifecycle.orders import ActOrder
    from jscert.lifecycle.planning import Plan
    from jscert.presswork.office import Office
    from jscert.registry.interface import ScopeRule

_DEPARTMENT = "00"


def reserve_act(
    order: ActOrder, office: Office, plans: Sequence[Plan], spool: PhotoSpool
) -> tuple[str, ...]:
    """Open a batch for an act (tx1, then numbers.log); none for no plans."""
    if not plans:
        return ()
    opening = begin_opening(office, order.act, order.dated_on, order.ground)
    batch = opening.batch
    rules = {rule.scope: rule for plan in plans if (rule := _rule(order, plan))}
    opening = replace(
        opening,
        spool_sha256="" if order.act in STANDING_ACTS else spool.finish(),
        rules=tuple(rules.values()),
        rows=tuple(_row(order, office, batch, plan) for plan in plans),
    )
    reserve_batch(office, opening, _number_writer(order, plans))
    return (batch,)


def preview_numbers(order: ActOrder, office: Office, plans: Sequence[Plan]) -> Mapping[str, str]:
    """Tell, by present number, which numbers a renumbering would give; nothing for other acts."""
    ruled = [(plan, rule) for plan in plans if (rule := _rule(order, plan))]
    if not ruled:
        return {}
    rules = {rule.scope: rule for _, rule in ruled}
    following = dict(office.registry.preview(tuple(rules.values())))
    given = {}
    for plan, rule in ruled:
        given[plan.entry.number] = _number(order, plan, following[rule.scope])
        following[rule.scope] += 1
    return given


def _row(order: ActOrder, office: Office, batch: str, plan: Plan) -> NewRow:
    """Say what the registry keeps of a plan; acts without a PDF keep the facts as they are."""
    entry, dossier = plan.entry, plan.after
    rule = _rule(order, plan)
    bare = NewRow(
        row_key=entry.row_key,
        facts_digest="",
        kind=plan.kind.id,
        scope=rule.scope if rule else "",
        issued_on=order.dated_on,
        first_issued_on=entry.first_issued_on,
        valid_until=plan.valid_until,
        payload=b"",
        place=plan.request.place,
        number=entry.number,
        based_on=plan.based_on,
        ground=plan.request.ground,
    )
    if dossier is None:
        return bare
    vault = office.vault
    row_key = vault.row_key(plan.kind.id, dossier.identity_number, dossier.post_code)
    return replace(
        bare,
        row_key=row_key,
        facts_digest=vault.facts_digest(dossier.name, dossier.employer, dossier.post),
        look_ups=vault.look_ups(dossier.identity_number, dossier.name, dossier.employer),
        payload=seal_dossier(vault, dossier, batch, row_key),
    )


def _rule(order: ActOrder, plan: Plan) -> ScopeRule | None:
    """Name the counter a new number is drawn from; only renumbering draws one."""
    if order.act is not Act.RENUMBER:
        return None
    return counter_of(plan.kind, issued_on=order.dated_on, **_codes(plan))


def _number_writer(order: ActOrder, plans: Sequence[Plan]) -> Callable[[NewRow, int], str]:
    by_number = {plan.entry.number: plan for plan in plans}

    return lambda row, serial: _number(order, by_number[row.number], serial)


def _number(order: ActOrder, plan: Plan, serial: int) -> str:
    return plan.kind.write_number(issued_on=order.dated_on, serial=serial, **_codes(plan))


def _codes(plan: Plan) -> dict[str, str]:
    dossier = plan.after
    if dossier is None:
        raise ValueError("a number is drawn for facts")
    return {"city_code": dossier.city_code or _DEPARTMENT, "post_code": dossier.post_code}
