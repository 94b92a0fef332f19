"""Verifying a QR code's text: the signed token in it, the dates, the status.

The address before `#` is no evidence: a look-alike site can print any address, but not a listed
signer's token. A token binds neither page nor photo, so every verdict says what to compare.
Not here: reading pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.certificates import Medium, mask_all_but
from jscert.errors import Code, JscertError
from jscert.sealing.token import token_from_qr_text
from jscert.verifying.signers import judge_token
from jscert.verifying.status import (
    Statement,
    judge_dates,
    judge_status,
    status_instant,
    trial_findings,
)
from jscert.verifying.verdict import Claim, Finding, Subject, Verdict, finding

if TYPE_CHECKING:
    from jscert.sealing.token import Token
    from jscert.verifying.evidence import Evidence
    from jscert.verifying.signers import SignerAnswer


def verify_qr(text: str, target: str, evidence: Evidence) -> Verdict:
    """Judge the text of a certificate's QR code (or only its digits).

    1. The digits are a token in its one spelling.
    2. The trust file knows its key, for tokens; an unknown key proves nothing either way.
    3. The signature holds, and the key was still in use on the issue date.
    4. The day of judgement lies within the dates.
    5. The registry, where there is one, says the same of this revision, and its status; else the status
       list says what became of its place.
    6. A specimen is called one.

    Still to be done by the caller: compare name, last four and photo with the person.
    """
    try:
        cose = token_from_qr_text(text)  # (1)
    except JscertError:
        return _refusal(target, evidence, (finding(Code.TOKEN_FORM),))
    answer = judge_token(cose, evidence)  # (1) (2) (3)
    token = answer.token
    if token is None or answer.signer.shown is None or answer.signer.holds is False:
        return _refusal(target, evidence, answer.signer.findings)
    findings = (
        *answer.signer.findings,
        *judge_dates(token.issued_on, token.valid_until, evidence.day),  # (4)
        *judge_status(_statement(token, answer.signer), evidence),  # (5)
        *trial_findings(trial=bool(answer.signer.trial), evidence=evidence),  # (6)
        finding(Code.COMPARE_PERSON),
    )
    return _verdict(target, evidence, token, answer.signer, findings)


def _verdict(
    target: str,
    evidence: Evidence,
    token: Token,
    signer: SignerAnswer,
    findings: tuple[Finding, ...],
) -> Verdict:
    return Verdict(
        target=target,
        subject=Subject.QR,
        claim=Claim(
            number=token.number,
            kind=token.kind,
            kind_name=evidence.kind_name(token.kind),
            name=token.name,
            post=_post_name(token, evidence),
            identity_masked=mask_all_but(token.identity_tail),
            revision=token.revision,
            issued_on=token.issued_on,
            valid_until=token.valid_until,
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


def _refusal(target: str, evidence: Evidence, findings: tuple[Finding, ...]) -> Verdict:
    """Answer without repeating what an unproven token says of itself."""
    doubt = all(item.code is Code.TOKEN_KEY_UNKNOWN for item in findings)
    return Verdict(
        target=target,
        subject=Subject.QR,
        intact=None if doubt else False,
        judged_on=evidence.day,
        findings=(*findings, finding(Code.COMPARE_PERSON)),
        trial_allowed=evidence.allow_trial,
    )


def _post_name(token: Token, evidence: Evidence) -> str:
    """Name the post or trade by its code; the code itself where this version does not know it."""
    if not token.post_code:
        return ""
    try:
        posts = evidence.catalogue.kind(token.kind).posts
    except KeyError:
        return token.post_code
    return next((post.name for post in posts if post.code == token.post_code), token.post_code)


def _statement(token: Token, signer: SignerAnswer) -> Statement:
    return Statement(
        number=token.number,
        kind=token.kind,
        revision=token.revision,
        issued_on=token.issued_on,
        valid_until=token.valid_until,
        status_list=token.status_list,
        status_index=token.status_index,
        trial=bool(signer.trial),
        sha256="",
    )
