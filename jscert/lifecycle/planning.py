"""Requests become plans: what each certificate will say after the act, or why it may not happen.

Input: requests, the registry, the archive. Output: `Planning`. Every row that changes facts, or makes an
electronic certificate of a paper one, is screened as a new applicant's row is; other rows must say what the
certificate says. Nothing durable is touched.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jscert.certificates import STANDING_ACTS, Act, Rejection, Sex
from jscert.errors import Code, JscertError
from jscert.lifecycle.deciding import Already, Case, Refused, decide
from jscert.lifecycle.merging import disagreements
from jscert.lifecycle.requests import fault_of, place_of
from jscert.lifecycle.screened import Known, archived_photo, screen_known
from jscert.presswork.holders import is_published, opened
from jscert.registry.counting import is_reserved_or_in_force
from jscert.registry.standing import newest_revision
from jscert.roster import columns
from jscert.roster.cells import tidy
from jscert.roster.identity_numbers import read_identity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from jscert.certificates import Applicant, Place
    from jscert.families.family import Kind
    from jscert.lifecycle.orders import ActOrder, Request
    from jscert.presswork.dossier import Dossier
    from jscert.presswork.office import Office, Progress
    from jscert.registry.interface import CertificateEntry
    from jscert.roster.limits import OrderRules
    from jscert.screening import PhotoSpool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One certificate's part in an act. `before` and `after` are None for acts that change no facts."""

    request: Request
    entry: CertificateEntry
    kind: Kind
    valid_until: date | None
    before: Dossier | None = None
    after: Dossier | None = None

    @property
    def based_on(self) -> int:
        """Give the revision the act was decided upon."""
        return newest_revision(self.entry).revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """What came of it: plans, requests that are done already, and all that was found."""

    plans: tuple[Plan, ...]
    already: tuple[tuple[Request, CertificateEntry], ...]
    rejections: tuple[Rejection, ...]
    warnings: tuple[Rejection, ...]


def plan_act(
    order: ActOrder,
    office: Office,
    rules: OrderRules,
    given: tuple[Sequence[Request], PhotoSpool],
    progress: Progress,
) -> Planning:
    """Plan an act for every request; photos of new revisions go into the spool that is `given`."""
    requests, spool = given
    planner = _Planner(order, office, rules, spool)
    known = list(planner.known(requests))
    if order.act not in STANDING_ACTS:
        held = opened(office, [one.entry for one in known])
        known = [replace(one, dossier=h.dossier) for one, h in zip(known, held, strict=True)]
        known = list(planner.agreeing(known))
    applicants = planner.screened(known, progress)
    plans = [plan for one in known if (plan := planner.plan(one, applicants))]
    plans = list(planner.alone(plans))
    return Planning(
        plans=tuple(plans),
        already=tuple(planner.already),
        rejections=tuple(planner.rejections),
        warnings=tuple(planner.warnings),
    )


class _Planner:
    """Collects what is found while an act is planned."""

    def __init__(
        self, order: ActOrder, office: Office, rules: OrderRules, spool: PhotoSpool
    ) -> None:
        self.order = order
        self.office = office
        self.rules = rules
        self.spool = spool
        self.already: list[tuple[Request, CertificateEntry]] = []
        self.rejections: list[Rejection] = []
        self.warnings: list[Rejection] = []

    def known(self, requests: Sequence[Request]) -> Iterator[Known]:
        """Look the certificates up; what nobody knows, or was never published, is refused.

        Two numbers of one certificate, a former one and today's, are the same row twice.
        """
        entries = self.office.registry.find_all([request.number for request in requests])
        first: dict[str, Request] = {}
        for request in requests:
            entry = entries.get(request.number)
            if entry is None or not is_published(entry):
                unknown = Code.ACT_NUMBER_UNKNOWN
                code = unknown if request.readable else Code.ACT_NUMBER_UNREADABLE
                self._refuse(request, code)
            elif (other := first.setdefault(entry.number, request)) is not request:
                self._refuse(request, Code.ACT_NUMBER_DOUBLE, other=place_of(other))
            else:
                kind = self.office.catalogue.kind(entry.kind)
                yield Known(request=request, entry=entry, kind=kind)

    def agreeing(self, known: Sequence[Known]) -> Iterator[Known]:
        """Refuse rows that speak of somebody else: cells that disagree where nothing is to change.

        A change may alter a name or an identity number, but not both at once: that would be another person.
        """
        for one in known:
            row, dossier = one.request.row, one.dossier
            said = {} if row is None or dossier is None else disagreements(row, dossier, one.kind)
            if self.order.act is Act.CHANGE and not {columns.NAME, columns.IDENTITY} <= said.keys():
                said = {}
            said = {**said, **self._other_kind(one)}
            for field, shown in said.items():
                word = columns.head_word(field)
                code = Code.ACT_FACTS_DISAGREE
                number = one.entry.number
                fault = fault_of(one.request, code, field, field=word, shown=shown, number=number)
                self.rejections.append(fault)
            if not said:
                yield one

    def _other_kind(self, one: Known) -> Mapping[str, str]:
        """Give what a row says of the kind, if that is another one's: no act changes it."""
        text = tidy(one.request.row.text(columns.KIND)) if one.request.row else ""
        meant = self.office.catalogue.recognise_kind(text) if text else None
        return {columns.KIND: text} if meant and meant.id != one.kind.id else {}

    def screened(self, known: Sequence[Known], progress: Progress) -> Mapping[Place, Applicant]:
        """Screen the rows that change facts or turn paper into a file."""
        chosen = [one for one in known if self._is_screened(one)]
        if not chosen:
            return {}
        given = (self.rules, self.spool)
        screening = screen_known(chosen, self.order, self.office, given, progress)
        self.rejections += screening.rejections
        self.warnings += screening.warnings
        return {applicant.place: applicant for applicant in screening.applicants}

    def _is_screened(self, one: Known) -> bool:
        printed = self.order.act not in STANDING_ACTS
        return printed and (self.order.act is Act.CHANGE or one.is_paper)

    def plan(self, one: Known, applicants: Mapping[Place, Applicant]) -> Plan | None:
        """Decide the act for one certificate and say what it will print."""
        after = before = one.dossier
        if self._is_screened(one):
            applicant = applicants.get(one.request.place)
            if applicant is None or before is None:
                return None
            after = self._changed(one, before, applicant)
            if after is None:
                return None
        decision = decide(self._case(one, before, after))
        if isinstance(decision, Already):
            self.already.append((one.request, one.entry))
            return None
        if isinstance(decision, Refused):
            self._refuse(one.request, decision.code, **decision.facts)
            return None
        if before is not None and not self._is_screened(one):
            after = self._printed_again(one, before)
            if after is None:
                return None
        return Plan(
            request=one.request,
            entry=one.entry,
            kind=one.kind,
            valid_until=decision.valid_until,
            before=before,
            after=after,
        )

    def _case(self, one: Known, before: Dossier | None, after: Dossier | None) -> Case:
        birth_on = None
        if before is not None:
            identity = read_identity(before.identity_number)
            birth_on = None if isinstance(identity, Code) else identity.birth_on
        return Case(
            act=self.order.act,
            entry=one.entry,
            kind=one.kind,
            day=self.order.dated_on,
            ground=one.request.ground,
            differs=self.order.act is Act.CHANGE and _differ(before, after),
            again=self.order.again,
            birth_on=birth_on,
            oldest=self.rules.screening.maximum_age,
        )

    def _changed(self, one: Known, before: Dossier, applicant: Applicant) -> Dossier | None:
        if applicant.post_code != before.post_code:
            word = columns.head_word(columns.POST)
            act = self.order.act.value
            self._refuse(one.request, Code.ACT_FACT_FIXED, field=word, act=act)
            return None
        row = one.request.row
        return replace(
            before,
            name=applicant.name,
            sex=applicant.sex,
            identity_number=applicant.identity_number,
            employer=applicant.employer,
            credit_code=applicant.credit_code,
            post=applicant.post,
            photo=applicant.photo,
            trial=self.office.keys.trial,
            authority=self.office.house.authority,
            header=one.request.header,
            cells=row.texts() if row else (),
        )

    def _printed_again(self, one: Known, before: Dossier) -> Dossier | None:
        """Take the photo out of the archived file for the next one; the facts stay."""
        try:
            photo, old = archived_photo(self.office, one.entry), before.photo
        except JscertError as fault:
            self._refuse(one.request, fault.code, **{k: str(v) for k, v in fault.facts.items()})
            return None
        slip = self.spool.put(photo, old.width_px, old.height_px, old.components)
        row = one.request.row
        return replace(
            before, photo=slip, header=one.request.header, cells=row.texts() if row else ()
        )

    def alone(self, plans: Sequence[Plan]) -> Iterator[Plan]:
        """Refuse a change that gives a certificate to somebody who holds another one of its kind."""
        keys = {_row_key(self.office, plan): plan for plan in plans if plan.after is not None}
        holdings = self.office.registry.resolve(keys)
        taken = {
            key: holding.number
            for key, holding in holdings.items()
            if holding.number != keys[key].entry.number
            and is_reserved_or_in_force(holding, self.order.dated_on)
        }
        for plan in plans:
            other = taken.get(_row_key(self.office, plan)) if plan.after else None
            if other is None:
                yield plan
            else:
                self._refuse(plan.request, Code.ACT_HELD_BY_PERSON, other=other)

    def _refuse(self, request: Request, code: Code, **facts: str) -> None:
        self.rejections.append(fault_of(request, code, **facts))


def _row_key(office: Office, plan: Plan) -> str:
    dossier = plan.after
    if dossier is None:
        return plan.entry.row_key
    return office.vault.row_key(plan.kind.id, dossier.identity_number, dossier.post_code)


def _differ(before: Dossier | None, after: Dossier | None) -> bool:
    return before is not None and after is not None and _printed(before) != _printed(after)


def _printed(dossier: Dossier) -> tuple[str | Sex, ...]:
    """Give what a page and a record say of the holder."""
    return (
        dossier.name,
        dossier.sex,
        dossier.identity_number,
        dossier.employer,
        dossier.credit_code,
        dossier.post,
        dossier.photo.sha256,
    )
