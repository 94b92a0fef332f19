"""`jscert issue`: rosters in, a published batch out."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jscert.certificates import WORKBOOK_NAME
from jscert.commands.common import SETTINGS_NAME, Session, session_of, typed
from jscert.commands.folders import settings_of
from jscert.commands.founding import found_authority, trial_founding
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
from jscert.durable import is_file
from jscert.errors import Code, Exit, JscertError
from jscert.issuing import IssueOrder, Receipt, issue
from jscert.messages import issue_words, words

if TYPE_CHECKING:
    from jscert.settings import Settings

TRIAL_FOLDER = "jscert-trial"
_NAME = "jscert issue"

app = typer.Typer(add_completion=False)

HELP = """
按名册发放新证书：检查全部内容，登记编号，制作并签章 PDF，写回名册。

名册有一处不合格就一本也不发（--skip-rejected 先发其余的）。
同一份名册再发一次不会重复发证；中断后重新运行同一条命令会接着做完。
"""
EPILOG = """
照片以身份证号命名，放在名册旁的 photos 或“照片”文件夹，或用 --photos 指明文件夹或 zip。
例：jscert issue 名册.xlsx
　　jscert issue 名册.xlsx --photos 照片.zip --out 交付 --dry-run
"""


@app.command("issue", cls=Command, help=HELP, epilog=EPILOG)
def issue_command(  # noqa: PLR0913 - one parameter per documented option
    ctx: typer.Context,
    rosters: Annotated[
        list[Path], typer.Argument(metavar="名册…", help="名册文件（.xlsx、.xls、.et、.ods、.csv）")
    ],
    *,
    kind: KindOption = "",
    photos: PhotosOption = None,
    out: Annotated[
        Path | None, typer.Option(metavar="文件夹", help="另存一份到这里；存档总在发证目录")
    ] = None,
    city: CityOption = "",
    mapped: MapOption = [],  # noqa: B006 - Typer takes its defaults as they are
    ground: Annotated[
        str, typer.Option(metavar="原因", help="发证时间早于今天 30 天以上的原因，记入登记簿")
    ] = "",
    skip_rejected: Annotated[
        bool, typer.Option("--skip-rejected", help="跳过不合格的行，其余照发")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="原证书已失效的人，重新发一本")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只检查并列出将给的编号，不登记、不发证")
    ] = False,
    trial: Annotated[
        bool, typer.Option("--trial", help="还没有发证目录时建一个试用的（证书印有“样证”）")
    ] = False,
) -> Exit:
    """Issue rosters and tell what came of it."""
    session = session_of(ctx)
    require_files(rosters)
    home = _home(session, trial=trial)
    settings = settings_of(home)
    rules = rules_of(settings, mapped, command=_NAME)
    order = IssueOrder(
        rosters=tuple(rosters),
        dated_on=session.day,
        kind=read_kind(settings, kind, command=_NAME),
        photos=photos,
        out=out,
        city_code=read_city(settings, city, command=_NAME),
        ground=ground,
        skip_rejected=skip_rejected,
        again=again,
        dry_run=dry_run,
    )
    with ExitStack() as held:
        office = held.enter_context(opened_office(session, home))
        if trial and not office.keys.trial:
            raise JscertError(Code.HOME_NATURE, home=str(home))
        with session.terminal.progress() as report, paced_for_a_batch():
            receipt = issue(order, office, rules, report)
    _tell(session, home, settings, receipt)
    return receipt.exit_status


def _home(session: Session, *, trial: bool) -> Path:
    """Find the authority folder, or make a trial one if that was asked for."""
    try:
        return session.authority_home()
    except JscertError as error:
        if error.code is not Code.HOME_MISSING:
            raise
        home = session.asked_home or session.here / TRIAL_FOLDER
        if trial and is_file(home / SETTINGS_NAME):
            return home
        question = issue_words.TRIAL_QUESTION.format(home=home)
        if not trial and not session.terminal.can_ask:
            raise
        if not trial and not session.terminal.confirm(question, option="--trial"):
            raise JscertError(Code.TRIAL_NOT_ASKED) from None
    found_authority(home, trial_founding(session.clock().replace(microsecond=0)))
    session.terminal.say(issue_words.TRIAL_MADE.format(home=home))
    return home


def _tell(session: Session, home: Path, settings: Settings, receipt: Receipt) -> None:
    terminal = session.terminal
    terminal.warnings(receipt.warnings)
    terminal.faults(receipt.rejections)
    terminal.answer(receipt.as_json(hint_of), _headline(receipt))
    if receipt.dry_run and receipt.certificates:
        _tell_preview(session, settings, receipt)
    elif receipt.certificates:
        _tell_kinds(session, settings, receipt)
    if receipt.stopped:
        terminal.hint(issue_words.STOPPED_HINT)
    elif receipt.folder:
        allow = " --allow-trial" if receipt.trial else ""
        terminal.hint(
            issue_words.VERIFY_HINT.format(
                home=typed(home), allow=allow, folder=typed(receipt.folder)
            )
        )


def _headline(receipt: Receipt) -> str:
    if receipt.stopped:
        stopped = issue_words.STOPPED.format(count=len(receipt.rejections))
        return "\n".join((stopped, *told_standings(receipt.rosters)))
    lines = []
    if receipt.resumed:
        lines.append(issue_words.RESUMED.format(batches="、".join(receipt.resumed)))
    if receipt.batch:
        mark = issue_words.TRIAL_MARK if receipt.trial else ""
        count = len(receipt.certificates)
        lines.append(issue_words.ISSUED.format(count=count, batch=receipt.batch, trial=mark))
        lines.append(issue_words.FOLDER.format(folder=receipt.folder))
        workbook = Path(receipt.folder) / WORKBOOK_NAME
        lines.append(issue_words.WORKBOOK.format(file=workbook))
    elif receipt.already and not receipt.certificates:
        lines.append(issue_words.NOTHING_NEW.format(already=len(receipt.already)))
        if receipt.folder:
            lines.append(issue_words.FOLDER.format(folder=receipt.folder))
    elif not receipt.certificates:
        lines.append(issue_words.NOTHING)
    if receipt.rejections:
        rows = len({rejection.place for rejection in receipt.rejections})
        lines.append(issue_words.SKIPPED.format(count=rows))
        lines += told_standings(receipt.rosters)
    return "\n".join(lines)


def _tell_kinds(session: Session, settings: Settings, receipt: Receipt) -> None:
    catalogue = settings.catalogue
    held = [catalogue.kind_of(catalogue.read_number(a.number)).id for a in receipt.already]
    rows = []
    for kind in catalogue.kinds:
        new = sum(c.kind == kind.id for c in receipt.certificates)
        old = held.count(kind.id)
        if new or old:
            rows.append((kind.name, str(new), str(old)))
    rows.append((words.TOTAL, str(len(receipt.certificates)), str(len(receipt.already))))
    session.terminal.table(issue_words.KIND_HEADINGS, rows)


def _tell_preview(session: Session, settings: Settings, receipt: Receipt) -> None:
    rows = [
        (
            c.place.roster,
            c.place.sheet,
            str(c.place.row),
            settings.catalogue.kind(c.kind).name,
            c.number,
        )
        for c in receipt.certificates
    ]
    session.terminal.table(issue_words.DRY_HEADINGS, rows, title=issue_words.DRY_TITLE)
