"""`jscert check`: everything `issue` would look at, nothing reserved, the faults marked in the rosters."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jscert.commands.common import session_of, typed
from jscert.commands.folders import settings_at_hand
from jscert.commands.help_page import Command
from jscert.commands.mapping import MapOption, rules_of
from jscert.commands.office import opened_office
from jscert.commands.orders import (
    CityOption,
    KindOption,
    PhotosOption,
    hint_of,
    paced_for_a_batch,
    read_city,
    read_kind,
    require_files,
    told_standings,
)
from jscert.errors import Exit
from jscert.issuing import IssueOrder
from jscert.issuing.checking import CheckReport, check
from jscert.issuing.examining import History
from jscert.messages import check_words

if TYPE_CHECKING:
    from jscert.commands.common import Session
    from jscert.roster.limits import OrderRules
    from jscert.settings import Settings

_NAME = "jscert check"

app = typer.Typer(add_completion=False)

HELP = """
检查名册：做发证前的全部检查（包括与登记簿核对），不登记、不发证。

有问题时写出“名册-checked.xlsx”：在名册上标出有问题的单元格（红：不合格；黄：请留意），附批注，
并加一张“检查结果”表。直接在里面改正并保存，就可以用它再检查、发证。名册本身不会改动。
"""
EPILOG = """
退出码：0 没有不合格的内容 · 3 有不合格的内容
已有的“-checked”文件，写出后又被保存过的不会覆盖，另起名“-checked-2”。
没有发证目录也能检查，只是不与登记簿核对。
例：jscert check 名册.xlsx
　　jscert check 名册.xls --photos 照片.zip --out 退回
"""


@app.command("check", cls=Command, help=HELP, epilog=EPILOG)
def check_command(  # noqa: PLR0913 - one parameter per documented option
    ctx: typer.Context,
    rosters: Annotated[list[Path], typer.Argument(metavar="名册…", help="名册文件")],
    *,
    kind: KindOption = "",
    photos: PhotosOption = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="文件夹", help="标出问题的工作簿放在哪里；不写就在名册旁边"),
    ] = None,
    city: CityOption = "",
    mapped: MapOption = [],  # noqa: B006 - Typer takes its defaults as they are
    again: Annotated[
        bool, typer.Option("--again", help="原证书已失效的人也可以发（与 issue 相同）")
    ] = False,
    no_workbook: Annotated[
        bool, typer.Option("--no-workbook", help="只列出问题，不写工作簿")
    ] = False,
) -> Exit:
    """Check rosters and tell what was found."""
    session = session_of(ctx)
    require_files(rosters)
    home, settings = settings_at_hand(session)
    order = IssueOrder(
        rosters=tuple(rosters),
        dated_on=session.day,
        kind=read_kind(settings, kind, command=_NAME),
        photos=photos,
        out=out,
        city_code=read_city(settings, city, command=_NAME),
        again=again,
        dry_run=no_workbook,
    )
    rules = rules_of(settings, mapped, command=_NAME)
    report = _check(session, home, settings, order, rules)
    _tell(session, order, report)
    return report.exit_status


def _check(
    session: Session, home: Path | None, settings: Settings, order: IssueOrder, rules: OrderRules
) -> CheckReport:
    with ExitStack() as held:
        history = None
        if home is not None:
            office = held.enter_context(opened_office(session, home))
            history = History(registry=office.registry, vault=office.vault)
        house = (settings.catalogue, history, session.clock())
        with session.terminal.progress() as progress, paced_for_a_batch():
            return check(order, house, rules, progress)


def _tell(session: Session, order: IssueOrder, report: CheckReport) -> None:
    terminal = session.terminal
    terminal.answer(report.as_json(hint_of), _headline(report))
    terminal.faults(report.rejections)
    terminal.warnings(report.warnings)
    if not report.compared:
        terminal.warn(check_words.NO_HOME)
    workbook = next((one.workbook for one in report.rosters if one.faults and one.workbook), "")
    first = next(
        (p for p, one in zip(order.rosters, report.rosters, strict=True) if one.faults), ""
    )
    program = "jscert"
    if session.home_by_option and session.asked_home:
        program += f" --home {typed(session.asked_home)}"
    if workbook:
        hint = check_words.CORRECT_HINT.format(program=program, file=typed(workbook))
    elif first:
        hint = check_words.FIX_HINT.format(program=program, file=typed(first))
    else:
        files = " ".join(map(typed, order.rosters))
        hint = check_words.ISSUE_HINT.format(program=program, files=files)
    terminal.hint(hint)


def _headline(report: CheckReport) -> str:
    lines = told_standings(report.rosters)
    if report.already:
        lines.append(check_words.ALREADY.format(count=len(report.already)))
    return "\n".join(lines)
