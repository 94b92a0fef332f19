"""`jscert deliver`: the certificates of batches, a folder or ZIP for each employer, city or person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from jscert.commands.common import Session, session_of
from jscert.commands.help_page import Command
from jscert.commands.office import opened_office
from jscert.commands.passphrases import passphrase_for_others
from jscert.commands.usage import wrong_usage
from jscert.delivering import Delivery, DeliveryOrder, deliver_batches
from jscert.errors import Exit
from jscert.messages import exchange as words
from jscert.messages.acts import STATE_WORDS

if TYPE_CHECKING:
    from jscert.delivering.recipients import By

DELIVERY_FORMAT = "jscert-delivery/1"
_NAME = "jscert deliver"
_LINES_SHOWN = 200

app = typer.Typer(add_completion=False)

HELP = """
移交证书：把批次的证书按企业、设区市或个人分开，各放一个文件夹或 ZIP，附清单。

只移交现在有效的最新一版：批次之后变更过的，移交变更后的；已注销、暂扣、过期的不移交，另行列出。
同一批次可以再移交，清单和结果会说明哪些是首次移交；--only-new 只移交以前没有移交过的。
"""
EPILOG = """
例：jscert deliver 20261122-1a2b3c4d --by 企业
　　jscert deliver 20261122-1a2b3c4d --by 设区市 -o 移交 --passphrase-file 口令.txt
"""


@app.command("deliver", cls=Command, help=HELP, epilog=EPILOG)
def deliver_command(
    ctx: typer.Context,
    batches: Annotated[
        list[str], typer.Argument(metavar="批次…", help="批次号，见 jscert batches")
    ],
    *,
    by: Annotated[
        str,
        typer.Option(
            metavar="方式", help="按什么分开：employer（企业）、city（设区市）、person（个人）"
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="文件夹", help="放在哪里；不写就按日期起名"),
    ] = None,
    zipped: Annotated[bool, typer.Option("--zip", help="打成 ZIP，不放文件夹")] = False,
    passphrase_file: Annotated[
        Path | None,
        typer.Option(metavar="文件", help="用文件第一行的口令加密 ZIP（AES-256），写了就打成 ZIP"),
    ] = None,
    only_new: Annotated[bool, typer.Option("--only-new", help="以前移交过的不再移交")] = False,
) -> Exit:
    """Hand certificates over."""
    session = session_of(ctx)
    home = session.authority_home()
    if by not in words.BY_WORDS:
        raise wrong_usage("bad-value", command=_NAME, name="--by")
    folder = out or Path(words.DELIVERY_FOLDER.format(day=f"{session.today:%Y%m%d}"))
    passphrase = b"" if passphrase_file is None else passphrase_for_others(session, passphrase_file)
    order = DeliveryOrder(
        batches=tuple(dict.fromkeys(batches)),
        by=cast("By", words.BY_WORDS[by]),
        out=session.here / folder,
        day=session.day,
        zipped=zipped or bool(passphrase),
        passphrase=passphrase,
        only_new=only_new,
    )
    with opened_office(session, home) as office, session.terminal.progress() as report:
        delivery = deliver_batches(order, office, report)
    _tell(session, order, delivery, folder)
    return Exit.DONE


def _tell(session: Session, order: DeliveryOrder, delivery: Delivery, folder: Path) -> None:
    delivered, left_out = delivery.delivered, delivery.left_out
    told = words.DELIVERED.format(
        count=sum(one.certificates for one in delivered),
        recipients=len(delivered),
        new=sum(one.new for one in delivered),
        folder=folder,
    )
    nothing = words.DELIVERED_NOTHING_NEW.format(count=delivery.known)
    session.terminal.answer(
        _as_json(order, delivery, folder),
        told if delivered else nothing,
    )
    if delivered:
        rows = [
            (one.recipient, str(one.certificates), str(one.new), one.file)
            for one in delivered[:_LINES_SHOWN]
        ]
        session.terminal.table(words.DELIVERY_HEADINGS, rows)
    if left_out:
        lines = [(one.number, _reason(one.reason)) for one in left_out[:_LINES_SHOWN]]
        title = words.LEFT_OUT_TITLE.format(count=len(left_out))
        session.terminal.table(words.LEFT_OUT_HEADINGS, lines, title=title)
    if order.passphrase and delivered:
        session.terminal.hint(words.ZIP_NOTE)


def _reason(reason: str) -> str:
    return STATE_WORDS.get(reason, words.LEFT_OUT_PAPER)


def _as_json(order: DeliveryOrder, delivery: Delivery, folder: Path) -> dict[str, Any]:
    return {
        "format": DELIVERY_FORMAT,
        "by": order.by,
        "batches": list(order.batches),
        "folder": str(folder),
        "encrypted": bool(order.passphrase),
        "recipients": [
            {
                "recipient": one.recipient,
                "file": one.file,
                "certificates": one.certificates,
                "new": one.new,
            }
            for one in delivery.delivered
        ],
        "known": delivery.known,
        "left_out": [{"number": one.number, "reason": one.reason} for one in delivery.left_out],
    }
