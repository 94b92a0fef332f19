"""A file that stands for itself: a certificate, a picture of one, or a PDF made of pictures.

Input: a path. Output: verdicts, also for what cannot be read or is nothing we judge. Not here: folders
(`folder`), finding out that a target is a file (`target`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.errors import Code
from jscert.scanning import is_picture
from jscert.verifying.pdf import verify_pdf
from jscert.verifying.reading import read_file, shown_target
from jscert.verifying.verdict import Finding, Subject, Verdict, finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jscert.scanning import Scanner
    from jscert.verifying.evidence import Evidence


def verify_file(path: Path, target: str, evidence: Evidence, scanner: Scanner) -> Iterator[Verdict]:
    """Judge a file by what its bytes are, whatever it is called; a picture has a verdict per certificate."""
    read = read_file(path, pictures=True)
    if isinstance(read, str):
        yield unread_verdict(target, read, evidence)
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


def unread_verdict(target: str, reason: str, evidence: Evidence) -> Verdict:
    """Say that a target could not be read; `reason` is a word of `messages`' REASONS."""
    shown = shown_target(target)
    return other_verdict(
        target, evidence, finding(Code.TARGET_UNREADABLE, target=shown, reason=reason)
    )


def other_verdict(target: str, evidence: Evidence, found: Finding) -> Verdict:
    """Say what there is to say of a target that is nothing we judge."""
    return Verdict(
        target=shown_target(target),
        subject=Subject.OTHER,
        judged_on=evidence.day,
        findings=(found,),
        trial_allowed=evidence.allow_trial,
    )
