"""Dates and status: what the day of judgement and the registry say about a document.

Input: what a document says of itself, after its signature was found good. Output: findings.
A registry answers only for revisions of published batches; where it is silent, so is the verdict. Where
there is none, signed status lists are asked (`listed`). Not here: signatures, files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.certificates import Medium, shown_instant
from jscert.errors import Code
from jscert.registry.interface import BatchState
from jscert.verifying.listed import judge_listed
from jscert.verifying.verdict import Finding, Standing, finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from jscert.registry.interface import CertificateEntry, RevisionEntry
    from jscert.verifying.evidence import Evidence

_ENDINGS = {
    "cancel": Code.CERTIFICATE_CANCELLED,
    "transfer-out": Code.CERTIFICATE_CANCELLED,
    "annul": Code.CERTIFICATE_ANNULLED,
    "withdraw": Code.CERTIFICATE_WITHDRAWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a signed document says, as far as a registry can confirm it; `sha256` of the PDF or ""."""

    number: str
    kind: str
    revision: int
    issued_on: date
    valid_until: date | None
    status_list: int
    status_index: int
    trial: bool
    sha256: str


def judge_dates(issued_on: date, valid_until: date | None, day: date) -> tuple[Finding, ...]:
    """Compare the printed dates with the day; the end date itself still counts (DOMAIN §3)."""
    if valid_until is not None and day > valid_until:
        return (finding(Code.CERTIFICATE_EXPIRED, valid_until=valid_until, day=day),)
    if day < issued_on:
        return (finding(Code.NOT_YET_VALID, issued_on=issued_on, day=day),)
    return ()


def judge_status(statement: Statement, evidence: Evidence) -> tuple[Finding, ...]:
    """Ask the registry about a signed document, or where there is none the status lists."""
    if evidence.registry is None:
        place = (statement.status_list, statement.status_index)
        return judge_listed(place, statement.revision, statement.valid_until, evidence)
    entry = evidence.registry.find(statement.number)
    if entry is None or entry.void_reason:
        return (missing_number(statement.number, entry, evidence),)
    mine = next((one for one in entry.revisions if one.revision == statement.revision), None)
    if mine is None:
        return (finding(Code.REGISTRY_DISAGREES, field="revision", number=statement.number),)
    if mine.batch_state is not BatchState.PUBLISHED:
        return (finding(Code.NOT_PUBLISHED, number=statement.number, revision=mine.revision),)
    differences = tuple(
        finding(Code.REGISTRY_DISAGREES, field=field, number=statement.number)
        for field in _differences(statement, entry, mine)
    )
    return differences or (
        *_renumbered(statement.number, entry),
        *judge_revision(mine, entry),
        *judge_entry(entry, evidence),
    )


def judge_entry(entry: CertificateEntry, evidence: Evidence) -> tuple[Finding, ...]:
    """Tell what became of a certificate, as of now; always with the instant it speaks for."""
    found = [finding(Code.STATUS_FROM_REGISTRY, as_of=shown_instant(evidence.now))]
    if entry.medium is Medium.PAPER:
        found.append(finding(Code.CERTIFICATE_OF_PAPER))
    if entry.ended_by is not None:
        ending = _ENDINGS.get(entry.ended_by.value)
        # An act this program does not know has ended it: certainly not in force, but not named either.
        found.append(finding(ending) if ending else finding(Code.STATUS_UNKNOWN))
    if entry.suspended:
        found.append(finding(Code.CERTIFICATE_SUSPENDED))
    return tuple(found)


def judge_revision(mine: RevisionEntry, entry: CertificateEntry) -> tuple[Finding, ...]:
    """Tell of a published revision whether a newer one has taken its place."""
    newest = newest_published(entry)
    if newest is None or newest.revision <= mine.revision:
        return ()
    return (
        finding(
            Code.CERTIFICATE_SUPERSEDED,
            revision=mine.revision,
            newest=newest.revision,
            newest_issued_on=newest.issued_on,
        ),
    )


def status_instant(findings: Iterable[Finding], evidence: Evidence) -> datetime | None:
    """Give the instant the status among these findings speaks for; None where nothing answered."""
    codes = {item.code for item in findings}
    if Code.STATUS_FROM_REGISTRY in codes:
        return evidence.now
    listed = codes & {Code.STATUS_FROM_LIST, Code.STATUS_LAPSED}
    return evidence.status.as_of if listed and evidence.status else None


def trial_findings(*, trial: bool, evidence: Evidence) -> tuple[Finding, ...]:
    """Say that a certificate is a specimen, and whether that was allowed."""
    if not trial:
        return ()
    specimen = finding(Code.CERTIFICATE_TRIAL)
    return (specimen, finding(Code.TRIAL_ALLOWED)) if evidence.allow_trial else (specimen,)


def missing_number(number: str, entry: CertificateEntry | None, evidence: Evidence) -> Finding:
    """Judge a number that the registry never gave, or gave and voided."""
    implies = Standing.NOT_GENUINE if evidence.owns(number) else Standing.UNDETERMINED
    if entry is not None:
        return finding(Code.NUMBER_VOID, implies=implies, number=number)
    if implies is Standing.NOT_GENUINE:
        return finding(Code.NUMBER_NEVER_GIVEN, number=number)
    return finding(Code.NUMBER_NOT_COVERED, number=number)


def newest_published(entry: CertificateEntry) -> RevisionEntry | None:
    """Give the newest revision that answers look-ups."""
    published = [one for one in entry.revisions if one.batch_state is BatchState.PUBLISHED]
    return max(published, key=lambda one: one.revision, default=None)


def _differences(
    statement: Statement, entry: CertificateEntry, mine: RevisionEntry
) -> Iterator[str]:
    """Name what the document and the registry say differently, in the record's words."""
    pairs = {
        "file": (statement.sha256 or mine.sha256, mine.sha256),
        "kind": (statement.kind, entry.kind),
        "trial": (statement.trial, entry.trial),
        "issued_on": (statement.issued_on, mine.issued_on),
        "valid_until": (statement.valid_until, mine.valid_until),
        "status": (
            (statement.status_list, statement.status_index),
            (mine.status_list, mine.status_index),
        ),
    }
    return (name for name, (said, known) in pairs.items() if said != known)


def _renumbered(number: str, entry: CertificateEntry) -> tuple[Finding, ...]:
    if entry.number == number:
        return ()
    return (finding(Code.NUMBER_RENUMBERED, number=number, now=entry.number),)
