"""What a target is: QR text, a certificate number, a folder or a file; then the right judge for it.

A text that reads as a QR code or a number is one, whatever files lie around; `./name` means a file. So is a
text that no format of ours fits, if the registry knows it as a number: old papers have such.
Not here: judging, trust, printing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jscert.errors import Code
from jscert.scanning import Scanner, is_certificate_text, is_picture
from jscert.scanning.texts import plain_text
from jscert.verifying.number import LONGEST_TYPED, canonical_number, verify_number
from jscert.verifying.pdf import verify_pdf
from jscert.verifying.qr import verify_qr
from jscert.verifying.reading import read_file, shown_target
from jscert.verifying.verdict import Finding, Subject, Verdict, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jscert.verifying.evidence import Evidence

_LONGEST_QUOTED = 120


def verify_target(target: str, evidence: Evidence, scanner: Scanner) -> Iterator[Verdict]:
    """Judge one target: one verdict, a picture one per certificate, a folder one per file and its own.

    Verdicts are made as they are asked for, so that a large folder needs no memory. `scanner` opens pictures.
    """
    text = plain_text(target)
    if is_certificate_text(text):
        yield verify_qr(text, target, evidence)
    elif _is_number(target, evidence):
        yield verify_number(target, shown_target(target), evidence)
    elif _is_folder(target):
        from jscert.verifying.folder import verify_folder  # noqa: PLC0415 - one file needs none of it

        yield from verify_folder(Path(target), evidence, scanner)
    elif _is_file(target):
        yield from verify_file(Path(target), shown_target(target), evidence, scanner)
    else:
        yield _unknown(target, evidence)


def verify_file(path: Path, target: str, evidence: Evidence, scanner: Scanner) -> Iterator[Verdict]:
    """Judge a file that stands for itself: a certificate, a picture of one, or a PDF made of pictures."""
    read = read_file(path, pictures=True)
    if isinstance(read, str):
        yield _unread(target, read, evidence)
        return
    if is_picture(read):
        from jscert.verifying.picture import verify_picture  # noqa: PLC0415 - as below

        yield from verify_picture(read, target, evidence, scanner)
        return
    verdict = verify_pdf(read, target, evidence)
    if verdict.finding(Code.PDF_NOT_OURS) and read.startswith(b"%PDF-"):
        from jscert.verifying.picture import verify_scanned_pdf  # noqa: PLC0415 - pictures are rare

        yield from verify_scanned_pdf(read, verdict, evidence, scanner)
        return
    yield verdict


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
    if target.endswith((".pdf", ".PDF")) or len(target) > LONGEST_TYPED:
        return False
    if canonical_number(target, evidence):
        return True
    if evidence.registry is None:
        return False
    has_digit = any(char.isdigit() for char in target)
    return has_digit and evidence.registry.find(target) is not None


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
