"""`jscert trust import`: what a checker's machine relies upon from now on.

The first file of an authority counts only with its fingerprint, which the checker got another way:
by `--fingerprint`, or by comparing it on the terminal. A newer file of the same root needs neither.
"""

from __future__ import annotations

import string
from pathlib import Path
from typing import Annotated

import typer

from jscert.certificates import CHINA
from jscert.commands.common import Session, session_of
from jscert.commands.help_page import Command, Group
from jscert.commands.usage import wrong_usage
from jscert.errors import Code, Exit, JscertError
from jscert.messages import words
from jscert.sealing.trust import TrustFile, read_trust, same_fingerprint
from jscert.sealing.trust_store import TrustStore, user_trust_folder

TRUST_IMPORT_FORMAT = "jscert-trust-import/1"
_FINGERPRINT_DIGITS = 64

app = typer.Typer(cls=Group, add_completion=False, help="导入发证单位的信任文件。")

HELP = """
导入发证单位的信任文件，以后核验都以它为准。

第一次导入必须核对指纹：用 --fingerprint 写明，或在终端上逐位核对。
指纹要从另一条途径得到（当面、电话、公函），不能从信任文件的同一来源抄来。
同一单位的新版信任文件，由原来的根证书签名，可直接导入。
"""
EPILOG = """
例：jscert trust import trust.json --fingerprint 3f7c…（64 位）
"""


@app.callback()
def trust() -> None:
    """Group the commands about trust."""


@app.command("import", cls=Command, help=HELP, epilog=EPILOG)
def import_trust(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="文件", help="信任文件，一般叫 trust.json")],
    fingerprint: Annotated[
        str, typer.Option(metavar="指纹", help="发证单位另行告知的指纹，64 位十六进制数字")
    ] = "",
) -> Exit:
    """Import a trust file into the user's store."""
    session = session_of(ctx)
    try:
        data = Path(file).expanduser().read_bytes()
    except OSError as fault:
        raise JscertError(Code.FILE_NOT_FOUND, path=file) from fault
    folder = user_trust_folder(session.environment)
    store = TrustStore(folder)
    if fingerprint:
        _check_spelling(fingerprint)
    else:
        fingerprint = _known_or_compared(session, store, data, file)
    _tell(session, store.import_file(data, fingerprint), folder)
    return Exit.DONE


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


def _tell(session: Session, trust_file: TrustFile, folder: Path) -> None:
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
        },
        words.TRUST_IMPORTED.format(
            authority=trust_file.authority,
            version=trust_file.version,
            expires_on=expires_on,
            fingerprint=trust_file.fingerprint,
        ),
    )
