"""What a target is: QR text, a certificate number, a folder or a file; then the right judge for it.

A text that reads as a QR code or a number is one, whatever files lie around; `./name` means a file. So is a
text that no format of ours fits, if the registry knows it as a number: old papers have such.
Not here: judging, trust, printing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jscert.errors import Code
from jscert.scanning import is_certificate_text
from jscert.scanning.texts import plain_text
from jscert.verifying.file import other_verdict, unread_verdict, verify_file
from jscert.verifying.number import LONGEST_TYPED, canonical_number, verify_number
from jscert.verifying.qr import verify_qr
from jscert.verifying.reading import shown_target
from jscert.verifying.verdict import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jscert.scanning import Scanner
    from jscert.verifying.evidence import Evidence
    from jscert.verifying.verdict import Verdict

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


def _unknown(target: str, evidence: Evidence) -> Verdict:
    if evidence.catalogue.looks_like_number(target):
        wrong = finding(Code.NUMBER_UNREADABLE, number=shown_target(target))
        return other_verdict(target, evidence, wrong)
    if target.lower().endswith(".pdf") or "/" in target or "\\" in target:
        return unread_verdict(target, "missing", evidence)
    shown = shown_target(target)[:_LONGEST_QUOTED]
    return other_verdict(target, evidence, finding(Code.TARGET_UNKNOWN, target=shown))


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
