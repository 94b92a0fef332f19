"""Paper certificates in force are registered: numbers are never given again, dates are kept as printed.

Input: rosters of paper certificates. Output: a receipt. At change, renewal, review or reissue such a
certificate becomes electronic with the same number (苏建教〔2017〕472号 二(一)). Not here: photos; they come
with the act that makes a file.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from jscert.certificates import Act, Rejection
from jscert.errors import Code, JscertError
from jscert.lifecycle.paper_rosters import read_papers
from jscert.presswork.dossier import dossier_of, seal_dossier
from jscert.presswork.finishing import finish_batch
from jscert.presswork.lock import exclusive
from jscert.presswork.opening import begin_opening, reserve_batch
from jscert.presswork.receipt import AlreadyIssued, IssuedCertificate, Receipt
from jscert.presswork.settling import LOCK_NAME, check_order, probe_folders, roll_sealed, settle
from jscert.registry.counting import is_reserved_or_in_force
from jscert.registry.interface import BatchState, NewRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jscert.lifecycle.orders import ActOrder
    from jscert.lifecycle.paper_rosters import Paper
    from jscert.presswork.finishing import FinishedBatch
    from jscert.presswork.office import Office, Progress
    from jscert.registry.interface import CertificateEntry
    from jscert.roster.limits import OrderRules


def import_paper(order: ActOrder, office: Office, rules: OrderRules, progress: Progress) -> Receipt:
    """Register paper certificates; all of them or, without `skip_rejected`, none."""
    resumed: list[FinishedBatch] = []
    with ExitStack() as held:
        check_order(office, order.dated_on, order.ground)
        if not order.dry_run:
            probe_folders(office, None)
            held.enter_context(exclusive(office.home / LOCK_NAME))
            settle(office.home, office.registry)
            resumed += roll_sealed(office, progress)
            resumed += _finish_imports(office, progress)
        found = read_papers(order, office, rules, progress)
        keeper = _Keeper(office, order)
        fresh = tuple(keeper.fresh(found.papers))
        rejections = (*found.rejections, *keeper.rejections)
        stopped = bool(rejections) and not order.skip_rejected
        receipt = Receipt(
            act=Act.IMPORT_PAPER,
            batch="",
            folder="",
            resumed=tuple(one.entry.batch for one in resumed if one.entry.act is Act.IMPORT_PAPER),
            trial=office.keys.trial,
            dry_run=order.dry_run,
            already=tuple(keeper.already),
            rejections=rejections,
            warnings=found.warnings,
            certificates=() if stopped else tuple(map(_listed, fresh)),
            stopped=stopped,
        )
        if stopped or order.dry_run or not fresh:
            return receipt
        batch = _reserve(order, office, fresh)
        finish_batch(office, batch, progress)
        return replace(receipt, batch=batch)


class _Keeper:
    """Holds paper certificates against the registry."""

    def __init__(self, office: Office, order: ActOrder) -> None:
        self._office = office
        self._order = order
        self._held: Mapping[str, Sequence[str]] = {}
        self.already: list[AlreadyIssued] = []
        self.rejections: list[Rejection] = []

    def fresh(self, papers: Sequence[Paper]) -> Iterator[Paper]:
        """Give those that are to be registered; the same one again is done already."""
        registry = self._office.registry
        known = registry.find_all([paper.number for paper in papers])
        persons = {self._person(paper) for paper in papers if paper.number in known}
        self._held = registry.look_up(persons)
        keys = {self._row_key(paper): paper for paper in papers}
        holdings = registry.resolve(keys)
        for paper in papers:
            entry = known.get(paper.number)
            holding = holdings.get(self._row_key(paper))
            if entry is not None:
                self._known(paper, entry)
            elif holding and is_reserved_or_in_force(holding, self._order.dated_on):
                self._refuse(paper, Code.ACT_HELD_BY_PERSON, other=holding.number)
            else:
                yield paper

    def _known(self, paper: Paper, entry: CertificateEntry) -> None:
        """Tell a certificate registered before, by the same dates and person, from any other."""
        first = entry.revisions[0]
        dates = (first.issued_on, first.valid_until) == (paper.issued_on, paper.valid_until)
        person = entry.number in self._held.get(self._person(paper), ())
        if first.act is Act.IMPORT_PAPER and dates and person and not entry.void_reason:
            place = paper.applicant.place
            self.already.append(AlreadyIssued(number=entry.number, place=place, batch=first.batch))
        else:
            self._refuse(paper, Code.PAPER_KNOWN)

    def _person(self, paper: Paper) -> str:
        return self._office.vault.look_up("person", paper.applicant.identity_number)

    def _row_key(self, paper: Paper) -> str:
        one = paper.applicant
        return self._office.vault.row_key(one.kind, one.identity_number, one.post_code)

    def _refuse(self, paper: Paper, code: Code, **facts: str) -> None:
        place = paper.applicant.place
        told = {"number": paper.number, **facts, "shown": paper.number}
        self.rejections.append(
            Rejection(place=place, column="", code=code, shown=paper.number, facts=told)
        )


def _listed(paper: Paper) -> IssuedCertificate:
    return IssuedCertificate(
        number=paper.number,
        kind=paper.applicant.kind,
        revision=1,
        file="",
        sha256="",
        place=paper.applicant.place,
    )


def _finish_imports(office: Office, progress: Progress) -> Iterator[FinishedBatch]:
    """Finish imports left open: nothing but the machine can have stopped them."""
    for entry in office.registry.batches(BatchState.OPEN):
        if entry.act is Act.IMPORT_PAPER:
            yield finish_batch(office, entry.batch, progress)


def _reserve(order: ActOrder, office: Office, papers: Sequence[Paper]) -> str:
    """Keep our counters from giving these numbers, then register them (tx1, then numbers.log)."""
    for scope, serial in _serials(order, office, papers).items():
        office.registry.move_counter(scope, serial)
    opening = begin_opening(office, Act.IMPORT_PAPER, order.dated_on, order.ground)
    rows = tuple(_row(office, opening.batch, paper) for paper in papers)
    reserve_batch(office, replace(opening, rows=rows), lambda row, _: row.number)
    return opening.batch


def _serials(order: ActOrder, office: Office, papers: Sequence[Paper]) -> Mapping[str, int]:
    """Give, per counter of ours, the highest serial among the papers that it could itself give."""
    highest: dict[str, int] = {}
    for paper in papers:
        try:
            read = office.catalogue.read_number(paper.number)
        except JscertError:
            continue
        rule = office.catalogue.kind_of(read).scope_rule(
            issued_on=order.dated_on, city_code=read.parts.city_code, post_code=read.parts.code
        )
        if rule.first <= read.parts.serial <= rule.last:
            scope = office.catalogue.scope_of(read)
            highest[scope] = max(highest.get(scope, 0), read.parts.serial)
    return highest


def _row(office: Office, batch: str, paper: Paper) -> NewRow:
    one, vault = paper.applicant, office.vault
    row_key = vault.row_key(one.kind, one.identity_number, one.post_code)
    dossier = dossier_of(
        one,
        authority=office.house.authority,
        trial=office.keys.trial,
        header=paper.header,
        cells=paper.cells,
    )
    return NewRow(
        row_key=row_key,
        facts_digest=vault.facts_digest(one.name, one.employer, one.post),
        kind=one.kind,
        scope="",
        issued_on=paper.issued_on,
        first_issued_on=paper.first_issued_on,
        valid_until=paper.valid_until,
        payload=seal_dossier(vault, dossier, batch, row_key),
        place=one.place,
        look_ups=vault.look_ups(one.identity_number, one.name, one.employer),
        number=paper.number,
    )
