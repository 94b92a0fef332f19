"""Each applicant is held against the registry: new, already held, in an unfinished batch, or refused.

The rule is idempotence by row (row key = kind, identity number, post or trade). File format, row
order, photo bytes and the date of the call play no part. Pure: values in, values out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jscert.certificates import Rejection, mask_identity
from jscert.errors import Code
from jscert.presswork.receipt import AlreadyIssued
from jscert.registry.interface import BatchState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from jscert.certificates import Applicant
    from jscert.registry.interface import Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """An applicant with the keyed digests the registry knows rows by (hex)."""

    applicant: Applicant
    row_key: str
    facts_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is to be done: `fresh` rows get numbers, `unfinished` batches are finished first."""

    fresh: tuple[Keyed, ...]
    unfinished: tuple[str, ...]
    already: tuple[AlreadyIssued, ...]
    rejections: tuple[Rejection, ...]


def decide(
    rows: Sequence[Keyed], holdings: Mapping[str, Holding], dated_on: date, *, again: bool
) -> Decision:
    """Sort applicants by what the registry holds for them; `again` allows a new one after an end."""
    fresh: list[Keyed] = []
    unfinished: dict[str, None] = {}
    already: list[AlreadyIssued] = []
    rejections: list[Rejection] = []
    for row in rows:
        holding = holdings.get(row.row_key)
        if holding is None:
            fresh.append(row)
        elif _has_ended(holding, dated_on):
            if again or _passed_later(row.applicant, holding):
                fresh.append(row)
            else:
                rejections.append(_refuse(row, holding, Code.HELD_AND_ENDED))
        elif holding.facts_digest != row.facts_digest:
            rejections.append(_refuse(row, holding, Code.HELD_WITH_OTHER_FACTS))
        else:
            place = row.applicant.place
            already.append(AlreadyIssued(number=holding.number, place=place, batch=holding.batch))
            if holding.batch_state is not BatchState.PUBLISHED:
                unfinished[holding.batch] = None
    return Decision(
        fresh=tuple(fresh),
        unfinished=tuple(unfinished),
        already=tuple(already),
        rejections=tuple(rejections),
    )


def refuse_other_names(
    decision: Decision,
    by_person: Mapping[str, Sequence[str]],
    by_name: Mapping[str, Sequence[str]],
) -> Decision:
    """Refuse new certificates for people who hold others under another name only.

    `by_person` gives the numbers of certificates by identity number, `by_name` by name.
    """
    fresh: list[Keyed] = []
    rejections = list(decision.rejections)
    for row in decision.fresh:
        held = by_person.get(row.applicant.identity_number, ())
        if held and not set(held) & set(by_name.get(row.applicant.name, ())):
            rejections.append(_other_name(row, held[-1]))
        else:
            fresh.append(row)
    return replace(decision, fresh=tuple(fresh), rejections=tuple(rejections))


def _other_name(row: Keyed, number: str) -> Rejection:
    return Rejection(
        place=row.applicant.place,
        column="",
        code=Code.HELD_UNDER_OTHER_NAME,
        shown=mask_identity(row.applicant.identity_number),
        facts={"number": number, "shown": mask_identity(row.applicant.identity_number)},
    )


def _has_ended(holding: Holding, dated_on: date) -> bool:
    if holding.batch_state is not BatchState.PUBLISHED:
        return False
    expired = holding.valid_until is not None and holding.valid_until < dated_on
    return expired or holding.ended_by is not None


def _passed_later(applicant: Applicant, holding: Holding) -> bool:
    return applicant.passed_on is not None and applicant.passed_on > holding.issued_on


def _refuse(row: Keyed, holding: Holding, code: Code) -> Rejection:
    shown = mask_identity(row.applicant.identity_number)
    issued_on = holding.issued_on.isoformat()
    return Rejection(
        place=row.applicant.place,
        column="",
        code=code,
        shown=shown,
        facts={"number": holding.number, "issued_on": issued_on, "shown": shown},
    )
