"""Reserving: fresh applicants become a batch in the registry, with their numbers and sealed facts.

`preview` counts the same way and reserves nothing. Not here: how a batch becomes durable
(`presswork.opening`).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from jscert.certificates import Act
from jscert.presswork.dossier import dossier_of, seal_dossier
from jscert.presswork.opening import begin_opening, counter_of, reserve_batch
from jscert.presswork.receipt import IssuedCertificate
from jscert.registry.interface import NewRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jscert.batches import PhotoSpool
    from jscert.certificates import Applicant, Place
    from jscert.issuing.deciding import Keyed
    from jscert.issuing.orders import IssueOrder
    from jscert.presswork.office import Office
    from jscert.registry.interface import ScopeRule

    Sent = Mapping[Place, tuple[tuple[str, ...], tuple[str, ...]]]

_FIRST_REVISION = 1


def reserve(
    order: IssueOrder,
    office: Office,
    rows: Sequence[Keyed],
    spool: PhotoSpool,
    sent: Sent,
) -> tuple[str, ...]:
    """Open a batch for the fresh rows (tx1, then numbers.log); none for no rows."""
    if not rows:
        return ()
    opening = begin_opening(office, Act.ISSUE, order.dated_on, order.ground)
    batch = opening.batch
    rule_of = _rules_of(order, office)
    opening = replace(
        opening,
        spool_sha256=spool.finish(),
        rules=_rules(rows, rule_of),
        rows=tuple(
            _new_row(order, office, batch, row, (sent[row.applicant.place], rule_of(row.applicant)))
            for row in rows
        ),
    )
    reserve_batch(office, opening, _number_writer(order, office, rows))
    return (batch,)


def preview(
    order: IssueOrder, office: Office, rows: Sequence[Keyed]
) -> tuple[IssuedCertificate, ...]:
    """Give the fresh rows numbers as `open_batch` would, without reserving anything."""
    rule_of = _rules_of(order, office)
    following = dict(office.registry.preview(_rules(rows, rule_of)))
    certificates = []
    for row in rows:
        scope = rule_of(row.applicant).scope
        number = _write_number(order, office, row.applicant, following[scope])
        following[scope] += 1
        certificates.append(
            IssuedCertificate(
                number=number,
                kind=row.applicant.kind,
                revision=_FIRST_REVISION,
                file="",
                sha256="",
                place=row.applicant.place,
            )
        )
    return tuple(certificates)


def _rules(
    rows: Sequence[Keyed], rule_of: Callable[[Applicant], ScopeRule]
) -> tuple[ScopeRule, ...]:
    """List the counters a batch draws from, each once, in order of first use."""
    found: dict[str, ScopeRule] = {}
    for row in rows:
        rule = rule_of(row.applicant)
        found.setdefault(rule.scope, rule)
    return tuple(found.values())


def _rules_of(order: IssueOrder, office: Office) -> Callable[[Applicant], ScopeRule]:
    """Give what names an applicant's counter; there are far fewer counters than applicants."""

    @cache
    def rule(kind: str, city_code: str, post_code: str) -> ScopeRule:
        named = office.catalogue.kind(kind)
        return counter_of(named, issued_on=order.dated_on, city_code=city_code, post_code=post_code)

    return lambda applicant: rule(applicant.kind, applicant.city_code, applicant.post_code)


def _new_row(
    order: IssueOrder,
    office: Office,
    batch: str,
    row: Keyed,
    facts: tuple[tuple[tuple[str, ...], tuple[str, ...]], ScopeRule],
) -> NewRow:
    """Seal what is kept of a row; `facts` are the sender's header and cells, and the row's counter."""
    applicant = row.applicant
    (header, cells), rule = facts
    dossier = dossier_of(
        applicant,
        authority=office.house.authority,
        trial=office.keys.trial,
        header=header,
        cells=cells,
    )
    return NewRow(
        row_key=row.row_key,
        facts_digest=row.facts_digest,
        kind=applicant.kind,
        scope=rule.scope,
        issued_on=order.dated_on,
        first_issued_on=order.dated_on,
        valid_until=office.catalogue.kind(applicant.kind).first_end(order.dated_on),
        payload=seal_dossier(office.vault, dossier, batch, row.row_key),
        place=applicant.place,
        look_ups=office.vault.look_ups(
            applicant.identity_number, applicant.name, applicant.employer
        ),
    )


def _number_writer(
    order: IssueOrder, office: Office, rows: Sequence[Keyed]
) -> Callable[[NewRow, int], str]:
    applicants = {row.row_key: row.applicant for row in rows}

    def write(row: NewRow, serial: int) -> str:
        return _write_number(order, office, applicants[row.row_key], serial)

    return write


def _write_number(order: IssueOrder, office: Office, applicant: Applicant, serial: int) -> str:
    return office.catalogue.kind(applicant.kind).write_number(
        issued_on=order.dated_on,
        city_code=applicant.city_code,
        post_code=applicant.post_code,
        serial=serial,
    )
