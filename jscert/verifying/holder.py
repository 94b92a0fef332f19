"""Verifying a number together with its holder: name and the end of the identity number, as paper shows them.

With a registry the number leads to the certificate, and the holder is compared with the archived PDF that
the registry knows by its digest. Without one, a bundle's index gives the certificate to whoever names number,
name and tail together, and the status list its standing. Neither has seen the page in the reader's hand.
Not here: rosters of such questions (`commands`), what a number alone is worth (`number`).
"""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jscert.batches.archived import archived_path
from jscert.certificates import RECORD_NAME, Medium, file_name, mask_all_but, read_record
from jscert.errors import Code
from jscert.registry.interface import BatchState
from jscert.scanning.texts import plain_text
from jscert.sealing.pdf_check import check_pdf
from jscert.verifying.listed import judge_listed
from jscert.verifying.number import canonical_number, verify_number
from jscert.verifying.reading import read_file
from jscert.verifying.signers import judge_trust
from jscert.verifying.status import (
    judge_dates,
    judge_revision,
    status_instant,
    trial_findings,
)
from jscert.verifying.verdict import Claim, Subject, Verdict, finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from jscert.registry.interface import CertificateEntry, RevisionEntry
    from jscert.sealing.bundle import BundleEntry
    from jscert.verifying.evidence import Evidence
    from jscert.verifying.verdict import Finding

TAIL_LENGTH = 6
_IDENTITY_LENGTHS = (15, 18)
_SHOWN_OF_TAIL = 4
_AT_ONCE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderQuestion:
    """What somebody holds in his hand: `tail` is an identity number or its last six, as typed."""

    target: str
    number: str
    name: str = field(repr=False)
    tail: str = field(repr=False)


def last_six(text: str) -> str:
    """Give the last six characters of an identity number, or "" for what is neither one nor its last six."""
    plain = plain_text(text).upper()
    whole = plain.isascii() and plain.isalnum() and len(plain) in (TAIL_LENGTH, *_IDENTITY_LENGTHS)
    return plain[-TAIL_LENGTH:] if whole else ""


def verify_holders(questions: Sequence[HolderQuestion], evidence: Evidence) -> Iterator[Verdict]:
    """Judge many questions, in their order; the slow derivations of an index run on every core."""
    if evidence.registry is not None or evidence.index is None:
        yield from (verify_holder(question, evidence) for question in questions)
        return
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for start in range(0, len(questions), _AT_ONCE):
            piece = questions[start : start + _AT_ONCE]
            found = pool.map(lambda one: _look_up(one, evidence), piece)
            yield from (
                _judge_indexed(question, entry, evidence)
                for question, entry in zip(piece, found, strict=True)
            )


def verify_holder(question: HolderQuestion, evidence: Evidence) -> Verdict:
    """Judge a number with its holder.

    1. Number, name and tail are all given.
    2. The registry knows the number; its newest published revision is this holder's. An older revision's
       holder (a name since changed) is told so.
    3. Without a registry: the bundle's index knows the three together.
    4. Dates, status and trial are as registry or status list say.

    Still to be done by the caller: compare page and photo with the person.
    """
    if evidence.registry is None and evidence.index is not None:
        return _judge_indexed(question, _look_up(question, evidence), evidence)  # (3)
    verdict = verify_number(question.number, question.target, evidence)  # (2) (4)
    entry = _entry(question, evidence)
    if entry is None or not verdict.claim.issued_on:
        return verdict
    found = (*_compare(question, entry, evidence), *verdict.findings)
    return replace(verdict, findings=found)


def _entry(question: HolderQuestion, evidence: Evidence) -> CertificateEntry | None:
    number = canonical_number(question.number, evidence) or question.number
    return evidence.registry.find(number) if evidence.registry else None


def _compare(
    question: HolderQuestion, entry: CertificateEntry, evidence: Evidence
) -> tuple[Finding, ...]:
    missing = _incomplete(question)
    if missing:  # (1)
        return missing
    published = [one for one in entry.revisions if one.batch_state is BatchState.PUBLISHED]
    compared = False
    for revision in sorted(published, key=lambda one: one.revision, reverse=True):
        answer = _is_holder(question, revision, evidence.archive)
        compared = compared or answer is not None
        if answer:
            return judge_revision(revision, entry) or (finding(Code.HOLDER_AGREES),)
    return (finding(Code.HOLDER_DIFFERS if compared else Code.HOLDER_NOT_COMPARED),)


def _is_holder(
    question: HolderQuestion, revision: RevisionEntry, archive: Path | None
) -> bool | None:
    """Compare with the archived PDF; None where there is none with the digest the registry knows."""
    from jscert.sealing.bundle import unlock_phrase  # noqa: PLC0415 - ciphers, which no other check loads

    if archive is None or not revision.sha256:
        return None
    name = file_name(revision.number, revision.revision)
    data = read_file(archived_path(archive, revision.batch, name))
    if isinstance(data, str) or hashlib.sha256(data).hexdigest() != revision.sha256:
        return None
    record = read_record(check_pdf(data).attachments[RECORD_NAME])
    known = unlock_phrase("", record.name, record.identity_number[-TAIL_LENGTH:])
    return unlock_phrase("", question.name, last_six(question.tail)) == known


def _look_up(question: HolderQuestion, evidence: Evidence) -> BundleEntry | None:
    tail = last_six(question.tail)
    if evidence.index is None or _incomplete(question):
        return None
    number = canonical_number(question.number, evidence) or question.number
    return evidence.index.find(number, question.name, tail)


def _judge_indexed(
    question: HolderQuestion, entry: BundleEntry | None, evidence: Evidence
) -> Verdict:
    number = canonical_number(question.number, evidence) or question.number
    if entry is None:
        missing = _incomplete(question) or (finding(Code.HOLDER_NOT_FOUND, number=number),)
        return _verdict(question, evidence, Claim(number=number), missing)
    place = (entry.status_list, entry.status_index)
    found = (
        finding(Code.HOLDER_AGREES),
        *judge_dates(entry.issued_on, entry.valid_until, evidence.day),  # (4)
        *judge_listed(place, entry.revision, entry.valid_until, evidence),
        *judge_trust(evidence),
        *((finding(Code.CERTIFICATE_OF_PAPER),) if entry.medium is Medium.PAPER else ()),
        *trial_findings(trial=evidence.trust.trial, evidence=evidence),
        finding(Code.NUMBER_ONLY),
    )
    claim = Claim(
        number=number,
        kind=entry.kind,
        kind_name=evidence.kind_name(entry.kind),
        name=" ".join(question.name.split()),
        identity_masked=mask_all_but(last_six(question.tail)[-_SHOWN_OF_TAIL:]),
        revision=entry.revision,
        issued_on=entry.issued_on,
        valid_until=entry.valid_until,
        medium=entry.medium,
    )
    return _verdict(question, evidence, claim, found)


def _incomplete(question: HolderQuestion) -> tuple[Finding, ...]:
    """Name what is missing or not spelled as it should be."""
    given = {
        "number": bool(question.number.strip()),
        "name": bool(question.name.strip()),
        "tail": bool(last_six(question.tail)),
    }
    return tuple(
        finding(Code.HOLDER_INCOMPLETE, field=name) for name, there in given.items() if not there
    )


def _verdict(
    question: HolderQuestion, evidence: Evidence, claim: Claim, findings: tuple[Finding, ...]
) -> Verdict:
    return Verdict(
        target=question.target,
        subject=Subject.NUMBER,
        claim=claim,
        trial=evidence.trust.trial if claim.kind else None,
        status_as_of=status_instant(findings, evidence),
        judged_on=evidence.day,
        findings=findings,
        trial_allowed=evidence.allow_trial,
    )
