"""`jscert template`: a blank roster for those who send them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jscert.commands.common import session_of, typed
from jscert.commands.folders import settings_at_hand
from jscert.commands.help_page import Command
from jscert.commands.outputs import output_path, refuse_existing, write_output
from jscert.errors import Code, Exit, JscertError
from jscert.messages import template as words
from jscert.roster.template import template_of
from jscert.workbooks.template import template_workbook

if TYPE_CHECKING:
    from jscert.families.catalogue import Catalogue, Kind

TEMPLATE_FORMAT = "jscert-template/1"

app = typer.Typer(add_completion=False)

HELP = """
生成一种证书的空白名册（Excel）：列已排好，身份证号为文本格式，岗位、工种、城市可下拉选择。

附“示例”和“填写说明”两张表，发证时不会读取。
"""
EPILOG = """
种类：safety-a safety-b safety-c special-operations site-management，
　　　也可以写 安管A 项目负责人 特种作业 现场管理 等常见叫法。
已有同名文件时不会覆盖。岗位和工种取自发证目录的设置，没有发证目录时为默认设置。
例：jscert template 安管A
　　jscert template 特种作业 -o 报名表.xlsx
"""


@app.command("template", cls=Command, help=HELP, epilog=EPILOG)
def template_command(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="种类", help="证书种类，如 safety-a、安管A")],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="文件", help="写到哪里；不写就用种类起名，放在当前文件夹"
        ),
    ] = None,
) -> Exit:
    """Write a blank roster and tell where it is."""
    session = session_of(ctx)
    _, settings = settings_at_hand(session)
    found = _kind(settings.catalogue, kind)
    own_name = words.FILE_NAME.format(kind=found.name.partition("（")[0])
    path = output_path(session, out, own_name, (".xlsx",))
    refuse_existing(session, path)
    blank = template_of(found, verified=settings.screening.require_verification)
    write_output(session, path, template_workbook(blank))
    session.terminal.answer(
        {
            "format": TEMPLATE_FORMAT,
            "kind": found.id,
            "kind_name": found.name,
            "file": str(path),
        },
        words.MADE.format(file=path, kind=found.name),
    )
    session.terminal.hint(words.NEXT_HINT.format(file=typed(path)))
    return Exit.DONE


def _kind(catalogue: Catalogue, text: str) -> Kind:
    found = catalogue.recognise_kind(text)
    if found is None:
        known = "、".join(f"{kind.id}（{kind.name}）" for kind in catalogue.kinds)
        raise JscertError(Code.KIND_UNKNOWN, shown=text, known=known)
    return found
