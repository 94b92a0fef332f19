"""Who signed, and whether that counts: the trust file asked about seals, tokens and documents.

Input: what `sealing` found in a target. Output: findings and the signer to show. Chain model: the key must
have been in use when it signed; once its certificate has ended, a claimed signing time proves nothing.
Not here: signature mathematics (`sealing`), what was signed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from jscert.certificates import CHINA, MANIFEST_NAME, shown_instant
from jscert.errors import Code, JscertError
from jscert.sealing.documents import OpenedDocument, open_document
from jscert.sealing.purposes import Purpose
from jscert.sealing.token import TokenCheck, check_token, read_token
from jscert.verifying.verdict import Finding, SignerShown, Standing, finding

if TYPE_CHECKING:
    from jscert.sealing.token import Token
    from jscert.sealing.trust import ListedSigner
    from jscert.verifying.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerAnswer:
    """What the trust file says of a signer; `shown` and `trial` are None for one it does not list."""

    shown: SignerShown | None
    trial: bool | None
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool | None:
        """Tell whether the signature counts; None where nobody can tell."""
        implied = {item.implies for item in self.findings}
        if Standing.NOT_GENUINE in implied:
            return False
        return None if Standing.UNDETERMINED in implied else True


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenAnswer:
    """A token as read (None if it cannot be read) and what is thought of its signer."""

    token: Token | None
    signer: SignerAnswer


def judge_signer(
    certificate: bytes, purpose: Purpose, signed_at: datetime, evidence: Evidence
) -> SignerAnswer:
    """Look up the signer of a seal or document made at `signed_at`.

    1. The trust file lists its certificate.
    2. It lists it for this purpose.
    3. Its key was in use at `signed_at`.
    4. Its certificate has not ended, now or on the day of judgement.
    5. The trust file itself has not lapsed.
    """
    listed = evidence.trust.find(certificate)
    if listed is None:  # (1)
        return SignerAnswer(shown=None, trial=None, findings=(_unlisted(certificate),))
    findings: list[Finding] = []
    if purpose not in listed.purposes:  # (2)
        findings.append(finding(Code.SIGNER_PURPOSE))
    if not listed.in_use(signed_at):  # (3)
        findings.append(_out_of_period(listed, signed_at))
    return _answer(listed, findings, evidence)


def judge_token(
    cose: bytes, evidence: Evidence, *, signed_at: datetime | None = None
) -> TokenAnswer:
    """Check a token and its signer; `signed_at` is when the page around it was sealed, if there is one.

    A key that the trust file does not know is a doubt; one it knows for another purpose is a no.
    """
    check = check_token(cose, evidence.trust)
    if check.signer is None:
        unread = SignerAnswer(
            shown=None, trial=None, findings=_strange_token(cose, check, evidence)
        )
        return TokenAnswer(token=check.token, signer=unread)
    findings = [_token_fault(fault.code, check, check.signer) for fault in check.findings]
    if signed_at is not None and not findings and not check.signer.in_use(signed_at):
        findings.append(_out_of_period(check.signer, signed_at))
    return TokenAnswer(token=check.token, signer=_answer(check.signer, findings, evidence))


def judge_trust(evidence: Evidence) -> tuple[Finding, ...]:
    """Say that the trust file, which vouches for all else, has lapsed."""
    if not evidence.trust.expired(evidence.now):
        return ()
    return (finding(Code.TRUST_STALE, expires_at=shown_instant(evidence.trust.expires_at)),)


def open_signed(data: bytes, evidence: Evidence) -> OpenedDocument | Finding:
    """Open a manifest; its signer's period is judged once its time is known (`judge_signer`)."""
    try:
        return open_document(data, Purpose.MANIFEST, evidence.trust)
    except JscertError as fault:
        unreadable = fault.code is Code.DOCUMENT_UNREADABLE
        code = Code.MANIFEST_UNREADABLE if unreadable else Code.MANIFEST_SIGNATURE
        return finding(code, file=MANIFEST_NAME)


def _answer(listed: ListedSigner, findings: list[Finding], evidence: Evidence) -> SignerAnswer:
    ended_at = listed.facts.valid_until
    judged_at = datetime.combine(evidence.day, time.min, CHINA)
    if max(evidence.now, judged_at) > ended_at:  # (4)
        findings.append(finding(Code.SIGNER_ENDED, ended_on=ended_at.astimezone(CHINA).date()))
    return SignerAnswer(
        shown=SignerShown(name=listed.authority, sha256=listed.sha256),
        trial=listed.trial,
        findings=(*findings, *judge_trust(evidence)),  # (5)
    )


def _unlisted(certificate: bytes) -> Finding:
    shown = hashlib.sha256(certificate).hexdigest()[:16]
    return finding(Code.SIGNER_UNLISTED, sha256=f"{shown}…")


def _out_of_period(listed: ListedSigner, signed_at: datetime) -> Finding:
    return finding(
        Code.SIGNER_PERIOD,
        signed_at=shown_instant(signed_at),
        not_before=shown_instant(listed.not_before),
        not_after=shown_instant(listed.not_after),
    )


def _strange_token(cose: bytes, check: TokenCheck, evidence: Evidence) -> tuple[Finding, ...]:
    if check.token is None:
        return (finding(Code.TOKEN_FORM),)
    kid = read_token(cose).kid.hex()
    if any(signer.sha256.startswith(kid) for signer in evidence.trust.signers):
        return (finding(Code.SIGNER_PURPOSE),)
    return (finding(Code.TOKEN_KEY_UNKNOWN, kid=kid),)


def _token_fault(code: Code, check: TokenCheck, listed: ListedSigner) -> Finding:
    if code is Code.SIGNER_PERIOD and check.token:
        issued_at = datetime.combine(check.token.issued_on, time.min, CHINA)
        return _out_of_period(listed, issued_at.astimezone(UTC))
    return finding(code)
