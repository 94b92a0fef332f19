"""`jscert init`: an authority folder with settings, keys, registry and the trust file to hand out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jscert.commands.common import SETTINGS_NAME, TRUST_NAME, Session, session_of, typed
from jscert.commands.founding import (
    Founding,
    check_vacant,
    found_authority,
    trial_founding,
)
from jscert.commands.help_page import Command
from jscert.commands.passphrases import TRIAL_FILE, new_passphrase, p12_passphrase
from jscert.commands.usage import wrong_usage
from jscert.errors import Code, Exit, JscertError
from jscert.messages import words
from jscert.sealing.keys import Licensed, Nature, OwnRoot
from jscert.sealing.licensed_key import open_licensed
from jscert.sealing.signing_certificate import read_certificate
from jscert.sealing.trust import TrustFile

AUTHORITY_FORMAT = "jscert-authority/1"

app = typer.Typer(add_completion=False)

HELP = """
建立发证目录：设置文件、密钥、登记簿，以及交给核验人员的信任文件。

默认建立试用目录：证书印有“样证”，核验结论为样证。
正式目录用 --own-root 或 --licensed 建立。性质一经建立不能更改。
"""
EPILOG = """
密钥口令：有终端时提示输入；无人值守时写在文件里，用环境变量 JSCERT_PASSPHRASE_FILE 指明该文件。
--licensed 文件自身的口令：提示输入，或用 JSCERT_P12_PASSPHRASE_FILE 指明文件。
例：jscert init 发证
　　jscert init 发证 --own-root 江苏省住房和城乡建设厅
"""


@app.command(cls=Command, help=HELP, epilog=EPILOG)
def init(
    ctx: typer.Context,
    folder: Annotated[
        str, typer.Argument(metavar="目录", help="要建立的文件夹；不写就用 --home 或当前文件夹")
    ] = "",
    own_root: Annotated[
        str, typer.Option(metavar="单位名称", help="建立正式目录，根证书自建；写发证单位全称")
    ] = "",
    licensed: Annotated[
        str,
        typer.Option(
            metavar="文件.p12",
            help="建立正式目录，用持牌电子认证机构签发的证书和密钥\n"
            "（RSA 2048 位以上或 P-256）；发证单位取证书的持有人",
        ),
    ] = "",
) -> Exit:
    """Found an authority and say how to go on."""
    session = session_of(ctx)
    if own_root and licensed:
        raise wrong_usage("two-natures", command="jscert init")
    home = _wanted_folder(session, folder)
    check_vacant(home)
    founding = _plan(session, own_root, licensed)
    trust = found_authority(home, founding)
    _tell(session, home, trust)
    return Exit.DONE


def _wanted_folder(session: Session, folder: str) -> Path:
    named = (session.here / Path(folder).expanduser()).resolve() if folder else None
    asked = session.asked_home.resolve() if session.asked_home else None
    if named and session.home_by_option and named != asked:
        raise wrong_usage("two-folders", command="jscert init")
    return named or asked or session.here


def _plan(session: Session, own_root: str, licensed: str) -> Founding:
    if own_root:
        return _real(own_root, OwnRoot(name=own_root), session)
    if licensed:
        return _plan_licensed(session, Path(licensed).expanduser())
    return trial_founding(session.clock())


def _plan_licensed(session: Session, file: Path) -> Founding:
    """Open the file first, so that a wrong one costs no new passphrase; its holder is the authority."""
    try:
        data = file.read_bytes()
    except OSError as fault:
        raise JscertError(Code.FILE_NOT_FOUND, path=str(file)) from fault
    secret = p12_passphrase(session, file)
    certificate = open_licensed(data, secret, session.clock()).certificate
    name = read_certificate(certificate).name
    return _real(name, Licensed(name=name, p12=data, p12_passphrase=secret), session)


def _real(name: str, nature: Nature, session: Session) -> Founding:
    return Founding(
        authority=name,
        nature=nature,
        passphrase=new_passphrase(session),
        created_at=session.clock(),
    )


def _tell(session: Session, home: Path, trust: TrustFile) -> None:
    shown = {
        "home": str(home),
        "authority": trust.authority,
        "nature": trust.nature.value,
        "trial": trust.trial,
        "trust_file": str(home / TRUST_NAME),
        "fingerprint": trust.fingerprint,
    }
    nature = words.NATURES[trust.nature.value]
    session.terminal.answer(
        {"format": AUTHORITY_FORMAT, **shown},
        words.INIT_DONE.format(**{**shown, "nature": nature}),
    )
    if trust.trial:
        session.terminal.say(words.TRIAL_KEY_NOTE.format(path=home / TRIAL_FILE))
    session.terminal.say(
        words.INIT_NEXT.format(
            settings=home / SETTINGS_NAME, home=typed(home), fingerprint=trust.fingerprint
        )
    )
