"""`jscert import-paper`: paper certificates in force are registered, or compared with what is registered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jscert.certificates import Act
from jscert.commands.act_answers import tell
from jscert.commands.common import session_of
from jscert.commands.folders import settings_of
from jscert.commands.help_page import Command
from jscert.commands.mapping import MapOption, rules_of
from jscert.commands.office import opened_office
from jscert.commands.orders import hint_of, paced_for_a_batch, require_files
from jscert.commands.outputs import output_path, refuse_existing, write_output
from jscert.errors import Exit
from jscert.lifecycle.orders import ActOrder
from jscert.lifecycle.paper import import_paper
from jscert.lifecycle.reconciling import Match, reconcile
from jscert.messages import act_words as words
from jscert.presswork.receipt import fault_json
from jscert.roster import columns
from jscert.roster.names import hide_numbers
from jscert.workbooks import IssuedSheet, issued_workbook

if TYPE_CHECKING:
    from jscert.certificates import Place
    from jscert.commands.common import Session
    from jscert.lifecycle.reconciling import Line, Reconciliation

RECONCILIATION_FORMAT = "jscert-reconciliation/1"
_NAME = "jscert import-paper"
_LONGEST_TABLE = 60

app = typer.Typer(add_completion=False)

HELP = """
登记有效期内的纸质证书：编号不再发给别人，日期按证书所印。
以后办理变更、延续、复核、补办时改为电子证书，编号不变。

名册写明姓名、身份证号、证书编号、发证日期、有效期至（初次领证日期可不填），不要照片。
加 --compare 只与登记簿比对，不登记。
"""
EPILOG = """
例：jscert import-paper 纸质证书.xlsx --dry-run
　　jscert import-paper 纸质证书.xlsx --compare -o 比对.xlsx
"""


@app.command("import-paper", cls=Command, help=HELP, epilog=EPILOG)
def import_paper_command(
    ctx: typer.Context,
    rosters: Annotated[list[Path], typer.Argument(metavar="名册…", help="纸质证书的名册")],
    *,
    mapped: MapOption = [],  # noqa: B006 - Typer takes its defaults as they are
    skip_rejected: Annotated[
        bool, typer.Option("--skip-rejected", help="跳过不合格的行，其余照登记")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不登记")] = False,
    compare: Annotated[bool, typer.Option("--compare", help="只与登记簿比对，不登记")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", metavar="文件", help="比对结果另存为 .xlsx")
    ] = None,
) -> Exit:
    """Register paper certificates, or compare them with the registry."""
    session = session_of(ctx)
    require_files(rosters)
    home = session.authority_home()
    settings = settings_of(home)
    rules = rules_of(settings, mapped, command=_NAME)
    if output is not None:
        output = output_path(session, output, words.RECONCILED_FILE, (".xlsx",))
        refuse_existing(session, output)
    order = ActOrder(
        act=Act.IMPORT_PAPER,
        dated_on=session.day,
        rosters=tuple(rosters),
        skip_rejected=skip_rejected,
        dry_run=dry_run or compare,
    )
    with (
        opened_office(session, home) as office,
        session.terminal.progress() as report,
        paced_for_a_batch(),
    ):
        if compare:
            found = reconcile(order, office, rules, report)
        else:
            receipt = import_paper(order, office, rules, report)
    if not compare:
        tell(session, receipt, by_roster=True)
        return receipt.exit_status
    _tell(session, found, output)
    return Exit.DONE if found.agrees else Exit.NO


def _tell(session: Session, found: Reconciliation, output: Path | None) -> None:
    terminal = session.terminal
    terminal.warnings(found.warnings)
    terminal.faults(found.rejections)
    counts = {match: sum(line.match is match for line in found.lines) for match in Match}
    if output is not None:
        sheet = IssuedSheet(
            name=words.RECONCILED_SHEET,
            header=words.RECONCILED_HEADINGS,
            rows=[_row(line) for line in found.lines],
        )
        write_output(session, output, issued_workbook((sheet,)))
    terminal.answer(
        {
            "format": RECONCILIATION_FORMAT,
            "counts": {match.value: count for match, count in counts.items()},
            "lines": [_as_json(line) for line in found.lines],
            "rejections": [fault_json(fault, hint_of) for fault in found.rejections],
            "workbook": str(output) if output else None,
        },
        "，".join(
            f"{words.MATCHES[match.value]} {count} 本" for match, count in counts.items() if count
        )
        or words.NOTHING,
    )
    rows = [_row(line) for line in found.lines if line.match is not Match.EQUAL]
    if rows:
        terminal.table(words.RECONCILED_HEADINGS, rows[:_LONGEST_TABLE])


def _row(line: Line) -> tuple[str, ...]:
    place = line.place
    fields = "、".join(columns.WORDS[field][0] for field in line.fields)
    roster, sheet = _named(place)
    where = (roster, sheet, str(place.row) if place else "")
    return (line.number, words.MATCHES[line.match.value], fields, *where)


def _as_json(line: Line) -> dict[str, Any]:
    place = line.place
    roster, sheet = _named(place)
    return {
        "number": line.number,
        "match": line.match.value,
        "fields": list(line.fields),
        "roster": roster or None,
        "sheet": sheet or None,
        "row": place.row if place else None,
    }


def _named(place: Place | None) -> tuple[str, str]:
    """Give a roster's and a sheet's names, numbers in them hidden."""
    return (hide_numbers(place.roster), hide_numbers(place.sheet)) if place else ("", "")
