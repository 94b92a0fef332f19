"""Verifying a certificate number: what the registry says of it, and that no document was seen.

Input: a number in any spelling; one that no format of ours fits, as old papers have, is asked for as it is.
Without a registry nothing is known. `intact` stays None: a number is no document, and a genuine number may
stand on a forged page. Not here: finding out whether a text is a number (`verifying.target`), its holder
(`holder`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.numbering import number_key
from jscert.verifying.status import (
    judge_dates,
    judge_entry,
    missing_number,
    newest_published,
    trial_findings,
)
from jscert.verifying.verdict import Claim, Subject, Verdict, finding

if TYPE_CHECKING:
    from jscert.registry.interface import CertificateEntry
    from jscert.verifying.evidence import Evidence
    from jscert.verifying.verdict import Finding


LONGEST_TYPED = 60
"""No number is longer, however it is spelled."""


def verify_number(text: str, target: str, evidence: Evidence) -> Verdict:
    """Judge a number.

    1. The text reads as a certificate number, or the registry has it as it is.
    2. A registry is at hand and knows it, former numbers included.
    3. It was used, and its newest revision is published.
    4. Dates, status and trial are as the registry says.

    Still to be done by the caller: compare holder and photo; the registry shows neither.
    """
    readable = canonical_number(text, evidence)
    number = readable or " ".join(text.split())
    if evidence.registry is None:  # 2
        need = Code.STATUS_UNKNOWN if evidence.index is None else Code.HOLDER_NEEDED
        unseen = (finding(Code.NUMBER_ONLY), finding(need))
        return _verdict(target, evidence, Claim(number=number), unseen)
    entry = evidence.registry.find(number)
    if entry is None and not readable:  # 1
        strange = finding(Code.TARGET_UNKNOWN, target=target)
        return _verdict(target, evidence, Claim(), (strange,))
    if entry is None or entry.void_reason:
        missing = missing_number(number, entry, evidence)
        return _verdict(target, evidence, Claim(number=number), (missing,))
    return _judge(number, target, entry, evidence)


def canonical_number(text: str, evidence: Evidence) -> str:
    """Spell a number canonically; "" if no format of ours fits."""
    if len(text) > LONGEST_TYPED:
        return ""
    try:
        return evidence.catalogue.read_number(text).number
    except JscertError:
        return ""


def _judge(number: str, target: str, entry: CertificateEntry, evidence: Evidence) -> Verdict:
    newest = newest_published(entry)
    if newest is None:  # 3
        hidden = finding(Code.NOT_PUBLISHED, number=number)
        return _verdict(target, evidence, Claim(number=number), (hidden,))
    claim = Claim(
        number=entry.number,
        kind=entry.kind,
        kind_name=evidence.kind_name(entry.kind),
        revision=newest.revision,
        issued_on=newest.issued_on,
        valid_until=newest.valid_until,
        medium=entry.medium,
    )
    found = (
        *judge_dates(newest.issued_on, newest.valid_until, evidence.day),  # 4
        *judge_entry(entry, evidence),
        *trial_findings(trial=entry.trial, evidence=evidence),
        finding(Code.NUMBER_ONLY),
    )
    if number_key(entry.number) != number_key(number):
        found = (finding(Code.NUMBER_RENUMBERED, number=number, now=entry.number), *found)
    return _verdict(target, evidence, claim, found, entry)


def _verdict(
    target: str,
    evidence: Evidence,
    claim: Claim,
    findings: tuple[Finding, ...],
    entry: CertificateEntry | None = None,
) -> Verdict:
    return Verdict(
        target=target,
        subject=Subject.NUMBER,
        claim=claim,
        trial=entry.trial if entry else None,
        status_as_of=evidence.now if entry else None,
        judged_on=evidence.day,
        findings=findings,
        trial_allowed=evidence.allow_trial,
    )
