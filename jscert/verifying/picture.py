"""Verifying a picture of a certificate: a scan, a phone photo, or a PDF made of one.

A picture proves nothing about the page it shows: only the QR code on it is judged, exactly as its text is
(`qr`), and what the page must then say is for the reader to compare. Input: the file's bytes and a scanner.
Not here: opening pictures (`scanning`), tokens.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.messages.verifying import WORDS
from jscert.scanning import is_certificate_text
from jscert.scanning.texts import is_phone_format
from jscert.sealing.token import read_token, token_from_qr_text
from jscert.verifying.qr import verify_qr
from jscert.verifying.verdict import Subject, Verdict, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jscert.scanning import Scan, Scanner
    from jscert.verifying.evidence import Evidence
    from jscert.verifying.verdict import Finding


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's codes: those meant as a certificate's, each token once, and how many others there are."""

    number: int
    codes: tuple[str, ...]
    others: int


def verify_picture(
    data: bytes, target: str, evidence: Evidence, scanner: Scanner
) -> Iterator[Verdict]:
    """Judge a picture file.

    1. It opens, and is no larger than a scan may be.
    2. Of the QR codes on a page only those meant as a certificate's count.
    3. One of these is judged as its text is; two different ones leave open which is the page's.
    4. Pages with different certificates get a verdict each.

    Still to be done by the caller: compare what the page says with what the code says, word by word, and
    name, last four and photo with the person.
    """
    if is_phone_format(data):
        yield _unread(target, "phone-picture", evidence)
        return
    scan = scanner.scan(data)
    if scan.problem:  # (1)
        yield _unread(target, f"picture-{scan.problem}", evidence)
    else:
        yield from judge_scan(scan, target, evidence)


def verify_scanned_pdf(
    data: bytes, refusal: Verdict, evidence: Evidence, scanner: Scanner
) -> Iterator[Verdict]:
    """Judge a PDF that carries no seal of ours by its pages, if these are scans; else `refusal` stands."""
    scan = scanner.scan(data)
    if scan.problem in {"no-scan", "unreadable"}:
        yield refusal
    elif scan.problem:
        yield _unread(refusal.target, f"picture-{scan.problem}", evidence)
    else:
        yield from judge_scan(scan, refusal.target, evidence)


def judge_scan(scan: Scan, target: str, evidence: Evidence) -> Iterator[Verdict]:
    """Judge what was found on the pages of a picture, by steps 2-4."""
    pages = [_page(number, texts) for number, texts in enumerate(scan.pages, 1)]
    coded = [page for page in pages if page.codes]
    left = _pages_left(scan)
    if not coded:  # (2)
        strange = any(page.others for page in pages)
        code = Code.PICTURE_OTHER_CODES if strange else Code.PICTURE_NO_CODE
        yield _verdict(target, evidence, (finding(code), *left))
        return
    if len({code for page in coded for code in page.codes}) == 1:
        coded = coded[:1]
    for page in coded:  # (4)
        name = target if len(coded) == 1 else WORDS["page"].format(target=target, page=page.number)
        yield _judge_page(page, name, evidence, left)


def _judge_page(page: _Page, target: str, evidence: Evidence, left: tuple[Finding, ...]) -> Verdict:
    if len(page.codes) > 1:  # (3)
        two = finding(Code.PICTURE_TWO_CODES, count=len(page.codes))
        return _verdict(target, evidence, (two, *left))
    verdict = verify_qr(page.codes[0], target, evidence)
    found = (*verdict.findings, finding(Code.PICTURE_READ), *left)
    return replace(verdict, subject=Subject.PICTURE, findings=found)


def _page(number: int, texts: tuple[str, ...]) -> _Page:
    meant = {text.rpartition("#")[2]: text for text in texts if is_certificate_text(text)}
    readable = [text for text in meant.values() if _is_token(text)]
    codes = readable or list(meant.values())
    return _Page(number, tuple(codes), len(texts) - len(codes))


def _is_token(text: str) -> bool:
    try:
        read_token(token_from_qr_text(text))
    except JscertError:
        return False
    return True


def _pages_left(scan: Scan) -> tuple[Finding, ...]:
    if not scan.pages_left:
        return ()
    return (finding(Code.PICTURE_PAGES_LEFT, seen=len(scan.pages), left=scan.pages_left),)


def _unread(target: str, reason: str, evidence: Evidence) -> Verdict:
    found = finding(Code.TARGET_UNREADABLE, target=target, reason=reason)
    return _verdict(target, evidence, (found,))


def _verdict(target: str, evidence: Evidence, findings: tuple[Finding, ...]) -> Verdict:
    return Verdict(
        target=target,
        subject=Subject.PICTURE,
        judged_on=evidence.day,
        findings=findings,
        trial_allowed=evidence.allow_trial,
    )
