"""`jscert export`: certificates in the fields of the national exchange, as JSON Lines or a workbook.

The mark it prints is kept nowhere: whoever exports regularly gives it back with `--since`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jscert.commands.common import session_of
from jscert.commands.folders import settings_of
from jscert.commands.help_page import Command
from jscert.commands.office import opened_office
from jscert.commands.orders import read_kind
from jscert.commands.outputs import output_path, refuse_existing
from jscert.commands.usage import wrong_usage
from jscert.errors import Exit
from jscert.exporting import Export, ExportOrder, export
from jscert.messages import exchange as words
from jscert.messages.acts import STATE_WORDS

if TYPE_CHECKING:
    from jscert.commands.common import Session

EXPORT_FORMAT = "jscert-export/1"
_NAME = "jscert export"
_SUFFIXES = (".jsonl", ".xlsx")

app = typer.Typer(add_completion=False)

HELP = """
按国家归集的字段导出证书数据：每行一本的 JSON（.jsonl），或工作簿（.xlsx）。

给出的标记表示导出到了哪里：下次加 --since 标记，就只导出此后有变化（包括到期）的。
文件里有完整的身份证号，只有本人可读；字段说明见参考文档“导出”。
"""
EPILOG = """
例：jscert export
　　jscert export --since 128 -o 变化.jsonl
　　jscert export --kind 安管A -o 安管A.xlsx
"""


@app.command("export", cls=Command, help=HELP, epilog=EPILOG)
def export_command(
    ctx: typer.Context,
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="文件", help="写到哪里（.jsonl 或 .xlsx）；不写就按日期起名"
        ),
    ] = None,
    since: Annotated[
        str, typer.Option(metavar="标记", help="只要这个标记以后有变化的；标记由上次导出给出")
    ] = "",
    kind: Annotated[
        list[str], typer.Option(metavar="种类", help="只要这种证书，如 safety-a、安管A；可写多次")
    ] = [],  # noqa: B006 - Typer takes its defaults as they are
    allow_trial: Annotated[
        bool, typer.Option("--allow-trial", help="试用目录也导出，每条注明是样证")
    ] = False,
) -> Exit:
    """Export certificates."""
    session = session_of(ctx)
    home = session.authority_home()
    settings = settings_of(home)
    own_name = words.EXPORT_NAME.format(day=f"{session.today:%Y%m%d}")
    path = output_path(session, out, own_name, _SUFFIXES)
    refuse_existing(session, path)
    order = ExportOrder(
        path=session.here / path,
        day=session.day,
        issuer=settings.authority.credit_code,
        since=_read_mark(since),
        kinds=frozenset(read_kind(settings, one, command=_NAME) for one in kind),
        allow_trial=allow_trial,
    )
    with opened_office(session, home) as office, session.terminal.progress() as report:
        told = export(order, office, report)
    _tell(session, order, told, path)
    return Exit.DONE


def _read_mark(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise wrong_usage("bad-value", command=_NAME, name="--since")
    return int(text)


def _tell(session: Session, order: ExportOrder, told: Export, path: Path) -> None:
    states = "，".join(
        words.EXPORT_STATE.format(state=STATE_WORDS[state], count=count)
        for state, count in sorted(told.states.items())
    )
    session.terminal.answer(
        _as_json(order, told, path),
        words.EXPORTED.format(
            file=path,
            count=told.certificates,
            states=states or words.EXPORT_NONE,
            identifiers=_identifiers(order, told),
            mark=told.mark,
        ),
    )
    if told.trial:
        session.terminal.warn(words.EXPORT_TRIAL_NOTE)
    session.terminal.hint(words.EXPORT_NEXT.format(mark=told.mark))


def _identifiers(order: ExportOrder, told: Export) -> str:
    if not order.issuer:
        return words.IDENTIFIERS_UNSET
    without = told.certificates - told.identifiers
    text = words.IDENTIFIERS_PARTLY if without else words.IDENTIFIERS_MADE
    return text.format(count=told.identifiers, without=without)


def _as_json(order: ExportOrder, told: Export, path: Path) -> dict[str, Any]:
    return {
        "format": EXPORT_FORMAT,
        "file": str(path),
        "day": order.day.isoformat(),
        "since": order.since,
        "mark": told.mark,
        "certificates": told.certificates,
        "identifiers": told.identifiers,
        "states": dict(sorted(told.states.items())),
        "trial": told.trial,
    }
