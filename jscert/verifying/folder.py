"""Verifying a folder: every file against the signed manifest, and every PDF for itself.

Input: a batch folder, or any folder that holds some, or loose PDFs and pictures. Output: a verdict per file
as it is read, then the folder's own; only names are kept, so a folder may be of any size. What a folder
brings along, settings and trust files included, is never evidence unless a listed signer signed it.
Not here: which signer is listed (`signers`), what a PDF is worth (`pdf`).
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.batches.manifests import read_manifest, read_part
from jscert.certificates import MANIFEST_NAME, WORKBOOK_NAME
from jscert.durable import is_file
from jscert.errors import Code, JscertError
from jscert.sealing.purposes import Purpose
from jscert.verifying.file import unread_verdict, verify_file
from jscert.verifying.pdf import verify_pdf
from jscert.verifying.reading import read_file, shown_target
from jscert.verifying.signers import SignerAnswer, judge_signer, open_signed
from jscert.verifying.status import trial_findings
from jscert.verifying.verdict import Finding, Standing, Subject, Verdict, finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jscert.batches.manifests import Manifest, PartEntry
    from jscert.scanning import Scanner
    from jscert.verifying.evidence import Evidence

_SYSTEM_FILES = frozenset({"thumbs.db", "ehthumbs.db", ".ds_store", "desktop.ini"})
_OFFICE_PREFIXES = ("~$", ".~lock.", "._")
_DEEPEST = 32
_LOOSE = (".pdf", ".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".heif")


@dataclass(slots=True)
class _Tally:
    """What a walk through one batch folder has seen so far."""

    names: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    certificates: int = 0


@dataclass(frozen=True, slots=True)
class _Opened:
    """A manifest (None where it proves nothing) and who signed it."""

    manifest: Manifest | None
    signer: SignerAnswer | None
    findings: tuple[Finding, ...]


def verify_folder(folder: Path, evidence: Evidence, scanner: Scanner) -> Iterator[Verdict]:
    """Judge a folder.

    1. `manifest.json` is signed by a listed manifest signer within its key-use period.
    2. Its parts are those it names, each with the SHA-256 it names.
    3. Each file the parts list is there, with the SHA-256 they list.
    4. Nothing else is there, but the returned workbook and what office and system leave behind.
    5. Each PDF is judged for itself, listed or not.

    A folder without a manifest is searched for batch folders, PDFs and pictures; each is judged for itself.
    Still to be done by the caller: know that the folder is the batch that was asked for.
    """
    if is_file(folder / MANIFEST_NAME):
        yield from _verify_batch(folder, evidence)
        return
    if _entries(folder) is None:
        denied = finding(Code.TARGET_UNREADABLE, target=shown_target(str(folder)), reason="denied")
        yield _folder_verdict(folder, evidence, None, (denied,))
        return
    loose = 0
    batches = 0
    for path in _search(folder):
        if path.is_dir():
            batches += 1
            yield from _verify_batch(path, evidence)
        else:
            loose += 1
            yield from verify_file(path, shown_target(str(path)), evidence, scanner)
    if loose or not batches:
        missing = (finding(Code.FOLDER_WITHOUT_MANIFEST),)
        yield _folder_verdict(folder, evidence, None, missing)


def _verify_batch(folder: Path, evidence: Evidence) -> Iterator[Verdict]:
    opened = _open_manifest(folder, evidence)  # (1)
    tally = _Tally(findings=list(opened.findings))
    manifest = opened.manifest
    if manifest is not None:
        for part in manifest.parts:
            yield from _verify_part(folder, manifest, part, tally, evidence)
    for name in _walk(folder, ""):
        if _key(name) not in tally.names and not _is_ours(name, manifest):
            yield from _verify_unlisted(folder, name, manifest, tally, evidence)
    if manifest is not None and len(tally.findings) == len(opened.findings):
        tally.findings.append(finding(Code.FOLDER_COMPLETE, count=tally.certificates))
    yield _folder_verdict(folder, evidence, opened.signer, tuple(tally.findings))


def _open_manifest(folder: Path, evidence: Evidence) -> _Opened:
    data = read_file(folder / MANIFEST_NAME)
    if isinstance(data, str):
        return _Opened(None, None, (finding(Code.MANIFEST_UNREADABLE, file=MANIFEST_NAME),))
    opened = open_signed(data, evidence)
    if isinstance(opened, Finding):
        return _Opened(None, None, (opened,))
    try:
        manifest = read_manifest(opened.payload)
    except JscertError:
        return _Opened(None, None, (finding(Code.MANIFEST_UNREADABLE, file=MANIFEST_NAME),))
    signer = judge_signer(opened.signer.certificate, Purpose.MANIFEST, manifest.sealed_at, evidence)
    findings = list(signer.findings)
    if signer.trial is not None and manifest.trial != signer.trial:
        findings.append(finding(Code.MANIFEST_SIGNATURE, file=MANIFEST_NAME))
    refused = any(item.implies is Standing.NOT_GENUINE for item in findings)
    usable = None if refused else manifest
    return _Opened(usable, signer, tuple(findings))


def _verify_part(
    folder: Path, manifest: Manifest, part: PartEntry, tally: _Tally, evidence: Evidence
) -> Iterator[Verdict]:
    data = read_file(folder / part.name)
    if isinstance(data, str):
        tally.findings.append(_unread(part.name, data))
        return
    try:
        subjects = read_part(data, manifest, part)  # (2)
    except JscertError:
        tally.findings.append(finding(Code.FILE_DIFFERS, file=part.name))
        return
    for subject in subjects:
        tally.names.add(_key(subject.name))
        tally.certificates += 1
        shown = shown_target(subject.name)
        read = read_file(folder / subject.name)
        if isinstance(read, str):
            tally.findings.append(_unread(shown, read))  # (3)
            continue
        target = shown_target(str(folder / subject.name))
        verdict = verify_pdf(read, target, evidence, listed_sha256=subject.sha256)  # (5)
        if verdict.finding(Code.FILE_DIFFERS):
            tally.findings.append(finding(Code.FILE_DIFFERS, file=shown))  # (3)
        yield verdict


def _verify_unlisted(
    folder: Path, name: str, manifest: Manifest | None, tally: _Tally, evidence: Evidence
) -> Iterator[Verdict]:
    if manifest is not None:
        tally.findings.append(finding(Code.FILE_EXTRA, file=shown_target(name)))  # (4)
    if _is_pdf(name):
        yield _verify_unlisted_pdf(folder / name, evidence, unlisted=manifest is not None)  # (5)


def _verify_unlisted_pdf(path: Path, evidence: Evidence, *, unlisted: bool) -> Verdict:
    target = shown_target(str(path))
    read = read_file(path)
    if isinstance(read, str):
        return unread_verdict(target, read, evidence)
    return verify_pdf(read, target, evidence, unlisted=unlisted)


def _folder_verdict(
    folder: Path, evidence: Evidence, signer: SignerAnswer | None, findings: tuple[Finding, ...]
) -> Verdict:
    trial = signer.trial if signer else None
    specimen = trial_findings(trial=bool(trial), evidence=evidence)
    proven = any(item.code is Code.FOLDER_COMPLETE for item in findings)
    return Verdict(
        target=shown_target(str(folder)),
        subject=Subject.FOLDER,
        intact=True if proven else None,
        signer=signer.shown if signer else None,
        trial=trial,
        judged_on=evidence.day,
        findings=(*findings, *specimen),
        trial_allowed=evidence.allow_trial,
    )


def _unread(name: str, reason: str) -> Finding:
    if reason == "missing":
        return finding(Code.FILE_MISSING, file=name)
    return finding(Code.TARGET_UNREADABLE, target=name, reason=reason)


def _key(name: str) -> str:
    """Compare names as file systems spell them: some keep hanzi decomposed, none changes case."""
    return unicodedata.normalize("NFC", name)


def _is_ours(name: str, manifest: Manifest | None) -> bool:
    """Tell whether a file that is no subject belongs in a batch folder all the same."""
    parts = {part.name for part in manifest.parts} if manifest else set()
    base = name.rpartition("/")[2].casefold()
    return (
        name in {MANIFEST_NAME, WORKBOOK_NAME}
        or name in parts
        or base in _SYSTEM_FILES
        or base.startswith(_OFFICE_PREFIXES)
    )


def _is_pdf(name: str) -> bool:
    return name.casefold().endswith(".pdf")


def _entries(folder: Path) -> list[os.DirEntry[str]] | None:
    """List a folder in order of names; None if it cannot be read."""
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return None


def _walk(folder: Path, prefix: str, depth: int = 0) -> Iterator[str]:
    """Name every file below a folder, with `/`; links to folders count as files and are not entered.

    A sub-folder that cannot be read, or lies too deep, is named itself: nobody knows what is in it.
    """
    entries = _entries(folder) if depth <= _DEEPEST else None
    if entries is None:
        yield prefix
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder / entry.name, f"{prefix}{entry.name}/", depth + 1)
        else:
            yield prefix + entry.name


def _search(folder: Path, depth: int = 0) -> Iterator[Path]:
    """Find batch folders (not entered further), loose PDFs and loose pictures."""
    entries = _entries(folder) if depth <= _DEEPEST else None
    for entry in entries or ():
        path = folder / entry.name
        if not entry.is_dir(follow_symlinks=False):
            loose = entry.name.casefold().endswith(_LOOSE)
            if loose and not entry.name.startswith(_OFFICE_PREFIXES):
                yield path
        elif is_file(path / MANIFEST_NAME):
            yield path
        else:
            yield from _search(path, depth + 1)
