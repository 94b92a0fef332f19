"""Verifying a certificate PDF: seal, signer, record, token, manifest, dates, status, in this order.

Input: the file's bytes and what its folder's manifest says of it. What an altered or unlisted file says
of itself is not repeated: its verdict names no number and no person.
Not here: reading files, the strict rule of one signature over one revision (`sealing.pdf_check`).
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from jscert.certificates import RECORD_NAME, TOKEN_NAME, Medium, mask_identity, read_record
from jscert.errors import Code, JscertError
from jscert.sealing.pdf_check import check_pdf
from jscert.sealing.purposes import Purpose
from jscert.verifying.signers import SignerAnswer, judge_signer, judge_token
from jscert.verifying.status import (
    Statement,
    judge_dates,
    judge_status,
    status_instant,
    trial_findings,
)
from jscert.verifying.verdict import Claim, Finding, Subject, Verdict, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jscert.certificates import Certificate
    from jscert.sealing.pdf_check import SealCheck
    from jscert.sealing.token import Token
    from jscert.verifying.evidence import Evidence

_NAMED = re.compile(
    r"(?P<number>.+?)(?:_r(?P<revision>[0-9]+))?(?: ?\([0-9]\))?\.pdf", re.IGNORECASE
)


def verify_pdf(
    data: bytes,
    target: str,
    evidence: Evidence,
    *,
    listed_sha256: str = "",
    unlisted: bool = False,
) -> Verdict:
    """Judge a certificate PDF.

    1. The file is whole, unaltered and carries one signature over all of it (`check_pdf`).
    2. The trust file lists the signer for PDFs; it signed within its key-use period, and its
       certificate has not ended on the day of judgement.
    3. The embedded record is canonical and names the signer's authority and nature.
    4. The number is of the record's kind, and the file is named after it if after a number at all.
    5. The embedded token is signed by a listed token signer of the same authority and agrees with
       the record in everything it says.
    6. The folder's manifest, where there is one, lists exactly these bytes under this name.
    7. The day of judgement lies within the dates.
    8. The registry, where there is one, has this revision with these bytes, published; it is the
       newest, and neither suspended nor ended. Else the status list says so of its place.
    9. A specimen is called one.

    `listed_sha256` is what the manifest says of this name; `unlisted`: it says nothing.
    Still to be done by the caller: compare the photo on the page with the person.
    """
    seal = check_pdf(data)  # (1)
    sha256 = seal.sha256 or hashlib.sha256(data).hexdigest()
    listing = _manifest_findings(target, sha256, listed_sha256, unlisted=unlisted)  # (6)
    if not seal.intact or seal.sealed_at is None:
        faults = (finding(fault.code, reason=fault.reason) for fault in seal.findings)
        return _refusal(target, evidence, (*faults, *listing))
    signer = judge_signer(seal.certificate, Purpose.PDF, seal.sealed_at, evidence)  # (2)
    if signer.holds is False:
        return _refusal(target, evidence, (*signer.findings, *listing))
    try:
        record = read_record(seal.attachments[RECORD_NAME])  # (3)
    except ValueError:
        wrong = finding(Code.RECORD_DISAGREES, field="form")
        return _refusal(target, evidence, (wrong, *listing), signer)
    findings = (
        *listing,
        *signer.findings,
        *_record_findings(record, signer, evidence),
        *_name_findings(record, target, evidence),
        *_token_findings(record, seal, signer, evidence),
        *judge_dates(record.issued_on, record.valid_until, evidence.day),  # (7)
        *judge_status(_statement(record, sha256), evidence),  # (8)
        *trial_findings(trial=bool(signer.trial), evidence=evidence),  # (9)
    )
    return _verdict(target, evidence, record, signer, findings)


def _verdict(
    target: str,
    evidence: Evidence,
    record: Certificate,
    signer: SignerAnswer,
    findings: tuple[Finding, ...],
) -> Verdict:
    return Verdict(
        target=target,
        subject=Subject.PDF,
        claim=Claim(
            number=record.number,
            kind=record.kind,
            kind_name=evidence.kind_name(record.kind),
            name=record.name,
            post=record.post,
            identity_masked=mask_identity(record.identity_number),
            revision=record.revision,
            issued_on=record.issued_on,
            valid_until=record.valid_until,
            medium=Medium.ELECTRONIC,
        ),
        intact=signer.holds,
        signer=signer.shown,
        trial=signer.trial,
        status_as_of=status_instant(findings, evidence),
        judged_on=evidence.day,
        findings=findings,
        trial_allowed=evidence.allow_trial,
    )


def _refusal(
    target: str,
    evidence: Evidence,
    findings: tuple[Finding, ...],
    signer: SignerAnswer | None = None,
) -> Verdict:
    """Say no without repeating what the file says of itself."""
    return Verdict(
        target=target,
        subject=Subject.PDF,
        intact=False,
        signer=signer.shown if signer else None,
        trial=signer.trial if signer else None,
        judged_on=evidence.day,
        findings=findings,
        trial_allowed=evidence.allow_trial,
    )


def _record_findings(
    record: Certificate, signer: SignerAnswer, evidence: Evidence
) -> Iterator[Finding]:
    if signer.shown is None or record.authority != signer.shown.name:  # (3)
        yield finding(Code.RECORD_DISAGREES, field="authority")
    if record.trial != signer.trial:
        yield finding(Code.RECORD_DISAGREES, field="trial")
    try:
        read = evidence.catalogue.read_number(record.number)  # (4)
        kind = evidence.catalogue.kind_of(read).id
    except (JscertError, KeyError):
        # A later version's numbering: the signature still vouches for it.
        return
    if read.number != record.number or kind != record.kind:
        yield finding(Code.RECORD_DISAGREES, field="number")


def _name_findings(record: Certificate, target: str, evidence: Evidence) -> Iterator[Finding]:
    named = _NAMED.fullmatch(PureWindowsPath(target).name)  # (4)
    if named is None:
        return
    try:
        number = evidence.catalogue.read_number(named["number"]).number
    except JscertError:
        return
    revision = int(named["revision"] or record.revision)
    if number not in {record.number, *record.former_numbers} or revision != record.revision:
        shown = PureWindowsPath(target).name
        yield finding(
            Code.FILE_NAME_DIFFERS, named=shown, number=record.number, revision=record.revision
        )


def _token_findings(
    record: Certificate, seal: SealCheck, signer: SignerAnswer, evidence: Evidence
) -> Iterator[Finding]:
    answer = judge_token(seal.attachments[TOKEN_NAME], evidence, signed_at=seal.sealed_at)  # (5)
    yield from answer.signer.findings
    if answer.token is None:
        return
    if answer.signer.shown and answer.signer.shown.name != getattr(signer.shown, "name", None):
        yield finding(Code.TOKEN_DISAGREES, field="authority")
    for field in _token_differences(record, answer.token):
        yield finding(Code.TOKEN_DISAGREES, field=field)


def _token_differences(record: Certificate, token: Token) -> Iterator[str]:
    pairs = {
        "number": (record.number, token.number),
        "kind": (record.kind, token.kind),
        "post_code": (record.post_code, token.post_code),
        "revision": (record.revision, token.revision),
        "status": (
            (record.status_list, record.status_index),
            (token.status_list, token.status_index),
        ),
        "name": (record.name, token.name),
        "identity_tail": (record.identity_number[-4:], token.identity_tail),
        "issued_on": (record.issued_on, token.issued_on),
        "valid_until": (record.valid_until, token.valid_until),
    }
    return (name for name, (record_says, token_says) in pairs.items() if record_says != token_says)


def _manifest_findings(
    target: str, sha256: str, listed_sha256: str, *, unlisted: bool
) -> tuple[Finding, ...]:
    if listed_sha256 and sha256 != listed_sha256:
        return (finding(Code.FILE_DIFFERS, file=PureWindowsPath(target).name),)
    return (finding(Code.FILE_UNLISTED),) if unlisted else ()


def _statement(record: Certificate, sha256: str) -> Statement:
    return Statement(
        number=record.number,
        kind=record.kind,
        revision=record.revision,
        issued_on=record.issued_on,
        valid_until=record.valid_until,
        status_list=record.status_list,
        status_index=record.status_index,
        trial=record.trial,
        sha256=sha256,
    )
