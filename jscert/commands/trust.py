"""`jscert trust`: what an authority hands out, and what a checker's machine relies upon from now on.

The first file of an authority counts only with its fingerprint, which the checker got another way:
by `--fingerprint`, or by comparing it on the terminal. A newer file of the same root needs neither.
A bundle brings the trust file along, with status and the number index.
"""

from __future__ import annotations

import string
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jscert.certificates import CHINA, shown_instant
from jscert.commands.common import Session, session_of, typed
from jscert.commands.help_page import Command, Group
from jscert.commands.outputs import output_path, refuse_existing, write_output
from jscert.commands.usage import wrong_usage
from jscert.durable import is_file
from jscert.errors import Code, Exit, JscertError
from jscert.messages import publishing, words
from jscert.sealing.bundle_archive import LARGEST_BUNDLE, looks_like_zip, opened_archive
from jscert.sealing.bundle_check import TRUST_NAME
from jscert.sealing.bundle_document import BUNDLE_NAME, read_bundle_document
from jscert.sealing.trust import TrustFile, read_trust, same_fingerprint, write_instant
from jscert.sealing.trust_store import TrustStore, user_trust_folder

if TYPE_CHECKING:
    from jscert.publishing import BundleExport
    from jscert.sealing.bundle_document import BundleDocument

TRUST_IMPORT_FORMAT = "jscert-trust-import/1"
TRUST_EXPORT_FORMAT = "jscert-trust-export/1"
LARGEST_TRUST = 16 * 1024 * 1024
_FINGERPRINT_DIGITS = 64

app = typer.Typer(cls=Group, add_completion=False, help="导出、导入信任文件和信任包。")

EXPORT_HELP = """
把信任文件、签名的状态列表和全部证书的编号索引打成一个信任包，交给没有登记簿的核验人员。

索引里每本证书一条，只有同时知道编号、姓名和身份证后六位才能打开。信任包请只交给手里会拿到证书的人。
第一次要为每本证书计算，时间较长；中断后重新运行会接着做。以后只算新增的。
"""
EXPORT_EPILOG = """
例：jscert trust export -o 信任包.zip
"""
HELP = """
导入发证单位的信任文件或信任包，以后核验都以它为准。

第一次导入必须核对指纹：用 --fingerprint 写明，或在终端上逐位核对。
指纹要从另一条途径得到（当面、电话、公函），不能从信任文件的同一来源抄来。
同一单位的新版信任文件和信任包，由原来的根证书担保，可直接导入；旧版会被拒绝。
"""
EPILOG = """
例：jscert trust import trust.json --fingerprint 3f7c…（64 位）
　　jscert trust import 信任包.zip
"""


@app.callback()
def trust() -> None:
    """Group the commands about trust."""


@app.command("import", cls=Command, help=HELP, epilog=EPILOG)
def import_trust(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="文件", help="信任文件（一般叫 trust.json）或信任包（.zip）")
    ],
    fingerprint: Annotated[
        str, typer.Option(metavar="指纹", help="发证单位另行告知的指纹，64 位十六进制数字")
    ] = "",
) -> Exit:
    """Import a trust file or a bundle into the user's store."""
    session = session_of(ctx)
    data = _read(file)
    is_bundle = looks_like_zip(data)
    folder = user_trust_folder(session.environment)
    store = TrustStore(folder)
    if fingerprint:
        _check_spelling(fingerprint)
    else:
        trust_data = _trust_in(data) if is_bundle else data
        fingerprint = _known_or_compared(session, store, trust_data, file)
    if is_bundle:
        taken = import_module("jscert.sealing.bundle_store").import_bundle(store, data, fingerprint)
        _tell(session, taken.trust, folder, taken.document)
    else:
        _tell(session, store.import_file(data, fingerprint), folder, None)
    return Exit.DONE


@app.command("export", cls=Command, help=EXPORT_HELP, epilog=EXPORT_EPILOG)
def export_trust(
    ctx: typer.Context,
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="文件", help="写到哪里（.zip）；不写就按日期起名，放在当前文件夹"
        ),
    ] = None,
) -> Exit:
    """Make the bundle and write it, over an older one of this authority."""
    session = session_of(ctx)
    home = session.authority_home()
    own_name = publishing.BUNDLE_NAME.format(day=f"{session.today:%Y%m%d}")
    path = output_path(session, out, own_name, (".zip",))
    office_module = import_module("jscert.commands.office")
    with (
        office_module.opened_office(session, home) as office,
        session.terminal.progress() as report,
    ):
        replaced = _own_bundle(session.here / path, office.keys.trust)
        if replaced is None:
            refuse_existing(session, path)
        publishing_room = import_module("jscert.publishing")
        made = publishing_room.export_bundle(office, report)
        if replaced is not None:
            publishing_room.refuse_behind(made.document.edition, replaced.edition, str(path))
    write_output(session, path, made.data, replacing=replaced is not None)
    _tell_export(session, made, path)
    return Exit.DONE


def _read(file: str) -> bytes:
    """Read what is to be imported, bounded: nothing of this kind is larger."""
    path = Path(file).expanduser()
    if not is_file(path):
        raise JscertError(Code.FILE_NOT_FOUND, path=file)
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST_TRUST + 1)
            if looks_like_zip(data):
                opened.seek(0)
                data = opened.read(LARGEST_BUNDLE + 1)
    except OSError as fault:
        raise JscertError(Code.FILE_NOT_FOUND, path=file) from fault
    if not looks_like_zip(data) and len(data) > LARGEST_TRUST:
        raise JscertError(Code.TRUST_UNREADABLE, reason="too large")
    return data


def _trust_in(data: bytes) -> bytes:
    with opened_archive(data) as archive:
        return archive.read(TRUST_NAME)


def _own_bundle(path: Path, trust: TrustFile) -> BundleDocument | None:
    """Read a file that is a bundle of this authority, which a newer one may replace."""
    try:
        with opened_archive(path) as archive:
            return read_bundle_document(archive.read(BUNDLE_NAME), trust)
    except JscertError:
        return None


def _tell_export(session: Session, made: BundleExport, path: Path) -> None:
    edition = made.document.edition
    shown = {
        "file": str(path),
        "version": edition.version,
        "certificates": made.document.certificates,
        "derived": made.derived,
        "bytes": len(made.data),
        "fingerprint": made.document.authority,
    }
    session.terminal.answer(
        {"format": TRUST_EXPORT_FORMAT, **shown, **_instants(made.document)},
        publishing.BUNDLE_EXPORTED.format(
            **shown,
            size=len(made.data),
            as_of=shown_instant(edition.issued_at),
            expires_on=shown_instant(edition.expires_at),
        ),
    )
    session.terminal.hint(publishing.BUNDLE_NEXT.format(file=typed(path)))


def _instants(document: BundleDocument) -> dict[str, str]:
    return {
        "issued_at": write_instant(document.edition.issued_at),
        "expires_at": write_instant(document.edition.expires_at),
    }


def _check_spelling(fingerprint: str) -> None:
    digits = same_fingerprint(fingerprint)
    if len(digits) != _FINGERPRINT_DIGITS or not set(digits) <= set(string.hexdigits):
        raise wrong_usage("bad-fingerprint", command="jscert trust import")


def _known_or_compared(session: Session, store: TrustStore, data: bytes, file: str) -> str:
    """Give the file's fingerprint if its root is relied upon already, or if somebody compared it."""
    offered = read_trust(data)
    try:
        held = store.load().fingerprint
    except JscertError as error:
        if error.code is not Code.TRUST_MISSING:
            raise
        held = ""
    if offered.fingerprint != held:
        question = words.TRUST_QUESTION.format(
            path=file, authority=offered.authority, fingerprint=offered.fingerprint
        )
        question = f"{question}\n{words.TRUST_CONFIRM}"
        if not session.terminal.confirm(question, option="--fingerprint"):
            raise JscertError(Code.TRUST_FINGERPRINT, found=offered.fingerprint, wanted="")
    return offered.fingerprint


def _tell(
    session: Session, trust_file: TrustFile, folder: Path, bundle: BundleDocument | None
) -> None:
    expires_on = trust_file.expires_at.astimezone(CHINA).date()
    session.terminal.answer(
        {
            "format": TRUST_IMPORT_FORMAT,
            "authority": trust_file.authority,
            "trial": trust_file.trial,
            "version": trust_file.version,
            "expires_on": expires_on.isoformat(),
            "fingerprint": trust_file.fingerprint,
            "folder": str(folder),
            "bundle": _bundle_shown(bundle) if bundle else None,
        },
        words.TRUST_IMPORTED.format(
            authority=trust_file.authority,
            version=trust_file.version,
            expires_on=expires_on,
            fingerprint=trust_file.fingerprint,
        )
        + (_bundle_told(bundle) if bundle else ""),
    )


def _bundle_shown(bundle: BundleDocument) -> dict[str, Any]:
    version, certificates = bundle.edition.version, bundle.certificates
    return {"version": version, "certificates": certificates, **_instants(bundle)}


def _bundle_told(bundle: BundleDocument) -> str:
    return "\n" + publishing.BUNDLE_IMPORTED.format(
        as_of=shown_instant(bundle.edition.issued_at),
        expires_on=shown_instant(bundle.edition.expires_at),
        certificates=bundle.certificates,
    )
