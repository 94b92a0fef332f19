"""`jscert show`: what the registry and the archive hold about one number, personal data masked.

Needs no keys: the facts come out of the archived PDF's own record, which must be the file the
registry knows. It is not a verdict; that is `verify`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from jscert.batches import archived_path, read_archived
from jscert.certificates import (
    ARCHIVE_FOLDER,
    RECORD_NAME,
    TOKEN_NAME,
    Certificate,
    file_name,
    mask_identity,
    read_record,
)
from jscert.commands.common import session_of
from jscert.commands.folders import reader_of, settings_of
from jscert.commands.help_page import Command
from jscert.errors import Code, Exit, JscertError
from jscert.families.family import ELECTRONIC_SINCE, PAPERLESS_SINCE
from jscert.lifecycle.history import history_of
from jscert.messages import words
from jscert.messages.acts import STATE_WORDS
from jscert.registry.interface import (
    BatchState,
    CertificateEntry,
    RegistryReader,
    RevisionEntry,
)
from jscert.registry.standing import state_of
from jscert.sealing.pdf_check import check_pdf
from jscert.sealing.token import qr_text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from jscert.families.catalogue import Catalogue, Kind

SHOW_FORMAT = "jscert-certificate/1"

app = typer.Typer(add_completion=False)

HELP = """
查看一本证书在登记簿和存档中的内容和全部办理记录，个人信息部分隐去。

这里显示的是登记内容，不是核验结论；核验请用 jscert verify。
"""
EPILOG = """
例：jscert show "苏建安A(2026)0100001" --qr
"""


@app.command(cls=Command, help=HELP, epilog=EPILOG)
def show(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="编号", help="证书编号（含以前的编号）")],
    qr: Annotated[  # noqa: FBT002 - Typer calls by name
        bool, typer.Option("--qr", help="在终端里画出证书的二维码")
    ] = False,
) -> Exit:
    """Show one certificate and what happened to it."""
    session = session_of(ctx)
    home = session.authority_home()
    settings = settings_of(home)
    with reader_of(home, settings) as reader:
        wanted, entry = _found(number, settings.catalogue, reader)
    newest = _published(entry, wanted)
    if entry is None:
        raise JscertError(Code.CERTIFICATE_UNKNOWN, number=wanted)
    shown = _registered(entry, settings.catalogue.kind(entry.kind), newest, session.day)
    text = ""
    if newest.sha256:
        name = file_name(newest.number, newest.revision)
        path = archived_path(home / ARCHIVE_FOLDER, newest.batch, name)
        certificate, token = _open(path, newest.sha256)
        text = qr_text(token, settings.authority.verify_url)
        shown |= _printed(certificate)
        shown |= {"file": path.relative_to(home).as_posix(), "sha256": newest.sha256}
    history = history_of(entry)
    told = {"format": SHOW_FORMAT, **shown, "history": [event.as_json() for event in history]}
    session.terminal.answer(told | ({"qr": text} if qr and text else {}), _as_text(shown))
    if qr and text:
        session.terminal.qr_picture(text)
    rows = [event.as_row() for event in history]
    session.terminal.table(words.HISTORY_HEADINGS, rows, title=words.HISTORY_TITLE)
    session.terminal.say(words.SHOW_NOTE)
    return Exit.DONE


def _found(
    text: str, catalogue: Catalogue, reader: RegistryReader
) -> tuple[str, CertificateEntry | None]:
    """Look a number up; `NUMBER_UNREADABLE` for one of another shape, unless the registry has it as it is."""
    try:
        number = catalogue.read_number(text).number
    except JscertError:
        entry = reader.find(text)
        if entry is None:
            raise
        return entry.number, entry
    return number, reader.find(number)


def _published(entry: CertificateEntry | None, number: str) -> RevisionEntry:
    """Give the newest published revision; a number reserved, void or unknown shows nothing."""
    revisions = entry.revisions if entry and not entry.void_reason else ()
    published = [r for r in revisions if r.batch_state is BatchState.PUBLISHED]
    if not published:
        raise JscertError(Code.CERTIFICATE_UNKNOWN, number=number)
    return published[-1]


def _open(path: Path, sha256: str) -> tuple[Certificate, bytes]:
    attachments = check_pdf(read_archived(path, sha256)).attachments
    return read_record(attachments[RECORD_NAME]), attachments[TOKEN_NAME]


def _registered(
    entry: CertificateEntry, kind: Kind, newest: RevisionEntry, day: date
) -> dict[str, Any]:
    """Say what the registry itself knows: numbers, dates, standing; nothing personal."""
    until = newest.valid_until
    return {
        "number": entry.number,
        "former_numbers": list(entry.former_numbers),
        "kind": entry.kind,
        "kind_name": kind.name,
        "state": state_of(entry, day).value,
        "medium": entry.medium.value,
        "issued_on": newest.issued_on.isoformat(),
        "first_issued_on": entry.first_issued_on.isoformat(),
        "valid_until": until.isoformat() if until else None,
        "revision": newest.revision,
        "trial": entry.trial,
        "beside_paper": _is_beside_paper(entry),
        "batch": newest.batch,
    }


def _is_beside_paper(entry: CertificateEntry) -> bool:
    """Tell a certificate of the months in which electronic ones were issued beside paper (试发)."""
    first = entry.revisions[0]
    return bool(first.sha256) and ELECTRONIC_SINCE <= first.issued_on < PAPERLESS_SINCE


def _printed(certificate: Certificate) -> dict[str, Any]:
    """Say what the newest PDF prints of its holder, masked."""
    return {
        "name": certificate.name,
        "identity_masked": mask_identity(certificate.identity_number),
        "post": certificate.post,
        "employer": certificate.employer,
    }


def _as_text(shown: dict[str, Any]) -> str:
    told = {
        **shown,
        "kind": shown["kind_name"],
        "state": STATE_WORDS[shown["state"]],
        "medium": words.MEDIA[shown["medium"]],
        "former_numbers": "、".join(shown["former_numbers"]),
        "trial": shown["trial"] and words.TRIAL_WORD,
        "beside_paper": shown["beside_paper"] and words.BESIDE_PAPER,
    }
    width = max(len(label) for label in words.CERTIFICATE_LABELS.values())
    return "\n".join(
        f"{label:　>{width}}：{told[key]}"
        for key, label in words.CERTIFICATE_LABELS.items()
        if told.get(key)
    )
