"""What a target is: QR text, a certificate number, a folder or a file; then the right judge for it.

A text that reads as a QR code or a number is one, whatever files lie around; `./name` means a file.
Not here: judging, trust, printing.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.verifying.number import verify_number
from jscert.verifying.pdf import verify_pdf
from jscert.verifying.qr import verify_qr
from jscert.verifying.reading import read_file, shown_target
from jscert.verifying.verdict import Finding, Subject, Verdict, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jscert.verifying.evidence import Evidence

_FEWEST_QR_DIGITS = 60
"""A COSE signature alone is 64 bytes, so its digits are many more than a number's or an identity's."""
_LONGEST_QUOTED = 120
_QR_TEXT = re.compile(rf"(?:[^#]*#)?[0-9]{{{_FEWEST_QR_DIGITS},}}")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")


def verify_target(target: str, evidence: Evidence) -> Iterator[Verdict]:
    """Judge one target: one verdict, or for a folder one per PDF and then the folder's own.

    Verdicts are made as they are asked for, so that a large folder needs no memory.
    """
    text = "".join(unicodedata.normalize("NFKC", target).split())
    if _QR_TEXT.fullmatch(text):
        yield verify_qr(text, target, evidence)
    elif _is_number(target, evidence):
        yield verify_number(target, shown_target(target), evidence)
    elif _is_folder(target):
        from jscert.verifying.folder import verify_folder  # noqa: PLC0415 - one file needs none of it

        yield from verify_folder(Path(target), evidence)
    elif _is_file(target):
        yield _verify_file(target, evidence)
    else:
        yield _unknown(target, evidence)


def _verify_file(target: str, evidence: Evidence) -> Verdict:
    read = read_file(Path(target))
    if isinstance(read, str):
        return _unread(target, read, evidence)
    if read.startswith(_PICTURES):
        return _unread(target, "picture", evidence)
    return verify_pdf(read, shown_target(target), evidence)


def _unknown(target: str, evidence: Evidence) -> Verdict:
    if evidence.catalogue.looks_like_number(target):
        wrong = finding(Code.NUMBER_UNREADABLE, number=shown_target(target))
        return _other(target, evidence, wrong)
    if target.lower().endswith(".pdf") or "/" in target or "\\" in target:
        return _unread(target, "missing", evidence)
    shown = shown_target(target)[:_LONGEST_QUOTED]
    return _other(target, evidence, finding(Code.TARGET_UNKNOWN, target=shown))


def _unread(target: str, reason: str, evidence: Evidence) -> Verdict:
    shown = shown_target(target)
    return _other(target, evidence, finding(Code.TARGET_UNREADABLE, target=shown, reason=reason))


def _other(target: str, evidence: Evidence, found: Finding) -> Verdict:
    return Verdict(
        target=shown_target(target),
        subject=Subject.OTHER,
        judged_on=evidence.day,
        findings=(found,),
        trial_allowed=evidence.allow_trial,
    )


def _is_number(target: str, evidence: Evidence) -> bool:
    try:
        evidence.catalogue.read_number(target)
    except JscertError:
        return False
    return True


def _is_folder(target: str) -> bool:
    try:
        return bool(target.strip()) and Path(target).is_dir()
    except OSError:  # longer than any file name may be
        return False


def _is_file(target: str) -> bool:
    try:
        return Path(target).is_file()
    except OSError:
        return False
