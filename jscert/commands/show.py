"""`jscert show`: what the registry and the archive hold about one number, personal data masked.

Needs no keys: the facts come out of the archived PDF's own record, which must be the file the
registry knows. It is not a verdict; that is `verify`.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jscert.certificates import (
    RECORD_NAME,
    TOKEN_NAME,
    Certificate,
    file_name,
    mask_identity,
    read_record,
)
from jscert.commands.common import ARCHIVE_NAME, session_of
from jscert.commands.folders import reader_of, settings_of
from jscert.commands.help_page import Command
from jscert.errors import Code, Exit, JscertError
from jscert.messages import words
from jscert.numbering import read_number
from jscert.registry.interface import BatchState, CertificateEntry, RevisionEntry
from jscert.sealing.pdf_check import check_pdf
from jscert.sealing.token import qr_text

if TYPE_CHECKING:
    from pathlib import Path

SHOW_FORMAT = "jscert-certificate/1"

app = typer.Typer(add_completion=False)

HELP = """
查看一本证书在登记簿和存档中的内容，个人信息部分隐去。

这里显示的是登记内容，不是核验结论；核验请用 jscert verify。
"""
EPILOG = """
例：jscert show "苏建安A(2026)0100001" --qr
"""


@app.command(cls=Command, help=HELP, epilog=EPILOG)
def show(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="编号", help="证书编号，全角半角都可以")],
    qr: Annotated[  # noqa: FBT002 - Typer calls by name
        bool, typer.Option("--qr", help="在终端里画出证书的二维码")
    ] = False,
) -> Exit:
    """Show one certificate."""
    session = session_of(ctx)
    home = session.authority_home()
    settings = settings_of(home)
    wanted = read_number(number, settings.catalogue.formats).number
    with reader_of(home, settings) as reader:
        entry = reader.find(wanted)
    revision = _published(entry, wanted)
    path = _archived(home, revision, entry.number if entry else wanted)
    certificate, token = _open(path, revision)
    text = qr_text(token, settings.authority.verify_url)
    shown = _shown(certificate, settings.catalogue.kind(certificate.kind).name)
    shown |= {"batch": revision.batch, "file": path.relative_to(home).as_posix()}
    shown |= {"sha256": revision.sha256}
    told = {"format": SHOW_FORMAT, **shown} | ({"qr": text} if qr else {})
    session.terminal.answer(told, _as_text(shown))
    if qr:
        session.terminal.qr_picture(text)
    session.terminal.say(words.SHOW_NOTE)
    return Exit.DONE


def _published(entry: CertificateEntry | None, number: str) -> RevisionEntry:
    """Give the newest published revision; a number reserved, void or unknown shows nothing."""
    revisions = entry.revisions if entry else ()
    published = [r for r in revisions if r.batch_state is BatchState.PUBLISHED]
    if not published:
        raise JscertError(Code.CERTIFICATE_UNKNOWN, number=number)
    return published[-1]


def _archived(home: Path, revision: RevisionEntry, number: str) -> Path:
    folder = home / ARCHIVE_NAME / revision.batch
    name = file_name(number, revision.revision)
    return next(iter(folder.glob(f"*/{name}")), folder / name)


def _open(path: Path, revision: RevisionEntry) -> tuple[Certificate, bytes]:
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise JscertError(Code.FILE_NOT_FOUND, path=str(path)) from fault
    if hashlib.sha256(data).hexdigest() != revision.sha256:
        raise JscertError(Code.FILE_DIFFERS, file=path.name)
    attachments = check_pdf(data).attachments
    return read_record(attachments[RECORD_NAME]), attachments[TOKEN_NAME]


def _shown(certificate: Certificate, kind: str) -> dict[str, Any]:
    until = certificate.valid_until
    return {
        "number": certificate.number,
        "kind": certificate.kind,
        "kind_name": kind,
        "name": certificate.name,
        "identity_masked": mask_identity(certificate.identity_number),
        "post": certificate.post,
        "employer": certificate.employer,
        "issued_on": certificate.issued_on.isoformat(),
        "first_issued_on": certificate.first_issued_on.isoformat(),
        "valid_until": until.isoformat() if until else None,
        "revision": certificate.revision,
        "trial": certificate.trial,
    }


def _as_text(shown: dict[str, Any]) -> str:
    told = {**shown, "kind": shown["kind_name"], "trial": shown["trial"] and words.TRIAL_WORD}
    width = max(len(label) for label in words.CERTIFICATE_LABELS.values())
    return "\n".join(
        f"{label:　>{width}}：{told[key]}"
        for key, label in words.CERTIFICATE_LABELS.items()
        if told[key]
    )
