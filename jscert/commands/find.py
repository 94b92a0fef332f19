"""`jscert find`: certificates by number, holder, employer, batch or end; a table, JSON, a workbook.

An identity number is typed at a prompt or read from a file, so that no shell keeps it. Needs the keys of
the authority folder: holders' names are sealed in the registry.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jscert.commands.common import Session, session_of
from jscert.commands.folders import settings_of
from jscert.commands.help_page import Command
from jscert.commands.office import opened_office
from jscert.commands.outputs import output_path, refuse_existing, write_output
from jscert.commands.usage import wrong_usage
from jscert.durable import is_file
from jscert.errors import Code, Exit, JscertError
from jscert.families.dates import months_before
from jscert.finding import Finding, FindOrder, FoundCertificate, find
from jscert.messages import exchange as words
from jscert.messages.acts import STATE_WORDS
from jscert.roster.identity_numbers import normalise_identity, read_identity
from jscert.roster.names import clean_name, clean_text
from jscert.workbooks import IssuedSheet, issued_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jscert.families.catalogue import Catalogue

FIND_FORMAT = "jscert-find/1"
_NAME = "jscert find"
_LINES_SHOWN = 200
_SPAN = re.compile(r"([0-9]{1,5})\s*(d|天|日|w|周|m|个月|月)?")
_LARGEST_FILE = 16 * 1024 * 1024

app = typer.Typer(add_completion=False)

HELP = """
查找证书：按编号、姓名、身份证号、企业、批次、到期时间，几个条件要同时符合。

以前的编号、姓名、身份证号和企业也能找到，“说明”一列会写明。姓名和企业要写全称。
身份证号用 --id 在提示后输入，或写在文件里用 --id-file 指明，不写在命令里。
"""
EPILOG = """
例：jscert find --name 赵试样
　　jscert find --expires-within 90d -o 到期提醒.xlsx
　　jscert find --employer 江苏样例建设有限公司 --expired
"""


@app.command("find", cls=Command, help=HELP, epilog=EPILOG)
def find_command(  # noqa: PLR0913 - one parameter per documented option
    ctx: typer.Context,
    numbers: Annotated[
        list[str] | None, typer.Argument(metavar="编号…", help="证书编号（含以前的编号）")
    ] = None,
    *,
    name: Annotated[list[str], typer.Option(metavar="姓名", help="持证人姓名，可写多次")] = [],  # noqa: B006
    identity: Annotated[  # Typer calls by name
        bool, typer.Option("--id", help="身份证号，在提示后输入")
    ] = False,
    identity_file: Annotated[
        Path | None,
        typer.Option("--id-file", metavar="文件", help="写有身份证号的文本文件，每行一个"),
    ] = None,
    employer: Annotated[list[str], typer.Option(metavar="企业", help="企业全称，可写多次")] = [],  # noqa: B006
    expires_within: Annotated[
        str,
        typer.Option(metavar="时间", help="今后多久之内到期：90d（天）、12w（周）、3m（月）"),
    ] = "",
    expired: Annotated[bool, typer.Option("--expired", help="已过有效期、没有注销的")] = False,
    batch: Annotated[list[str], typer.Option(metavar="批次", help="批次号，可写多次")] = [],  # noqa: B006
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="文件", help="把找到的全部写成工作簿（.xlsx）"),
    ] = None,
) -> Exit:
    """Find certificates."""
    session = session_of(ctx)
    home = session.authority_home()
    if expired and expires_within:
        raise wrong_usage("one-of", command=_NAME, names="--expires-within、--expired")
    typed = (numbers or (), name, employer)
    if not (any(typed) or identity or identity_file or batch or expired or expires_within):
        raise wrong_usage("nothing-asked", command=_NAME)
    _refuse_identities([text for texts in typed for text in texts])
    path = (
        None if out is None else output_path(session, out, words.FIND_SHEET + ".xlsx", (".xlsx",))
    )
    if path is not None:
        refuse_existing(session, path)
    order = FindOrder(
        day=session.day,
        numbers=_read_numbers(settings_of(home).catalogue, numbers or ()),
        names=tuple(clean_name(text).name for text in name),
        identities=_identities(session, identity_file, asked=identity),
        employers=tuple(map(clean_text, employer)),
        batches=tuple(batch),
        ending=_ending(session.day, expires_within, expired=expired),
    )
    with opened_office(session, home) as office, session.terminal.progress() as report:
        finding = find(order, office, report)
    if path is not None:
        write_output(session, path, _workbook(finding, session.day))
    _tell(session, finding, path)
    return Exit.DONE


def _refuse_identities(typed: Iterable[str]) -> None:
    """Refuse an identity number among the arguments: by now it stands in a history, not in a log of ours."""
    if any(not isinstance(read_identity(normalise_identity(text)), Code) for text in typed):
        raise wrong_usage("identity-on-line", command=_NAME)


def _read_numbers(catalogue: Catalogue, texts: Iterable[str]) -> tuple[str, ...]:
    """Read numbers canonically; those of paper certificates may have shapes nobody knows, and stay so."""
    read = []
    for text in texts:
        try:
            read.append(catalogue.read_number(text).number)
        except JscertError:
            read.append(text.strip())
    return tuple(dict.fromkeys(read))


def _identities(session: Session, file: Path | None, *, asked: bool) -> tuple[str, ...]:
    lines = [] if file is None else _lines(session, file)
    if asked:
        missing = JscertError(Code.TERMINAL_NEEDED, option="--id-file")
        lines.append(session.terminal.ask_secret(words.ASK_IDENTITY, missing=missing).decode())
    elif file is not None and not lines:
        raise JscertError(Code.FIND_IDENTITY, line=1)
    return tuple(_identity(text, place) for place, text in enumerate(lines, start=1))


def _identity(text: str, place: int) -> str:
    number = normalise_identity(text).upper()
    read = read_identity(number)
    if isinstance(read, Code) and read is not Code.IDENTITY_LEGACY:
        raise JscertError(Code.FIND_IDENTITY, line=place)
    return number


def _lines(session: Session, file: Path) -> list[str]:
    path = session.here / file
    if not is_file(path):
        raise JscertError(Code.FILE_NOT_FOUND, path=str(file))
    with path.open("rb") as opened:
        data = opened.read(_LARGEST_FILE)
    text = data.decode("utf-8-sig", "replace")
    return [line for line in text.splitlines() if line.strip()]


def _ending(day: date, within: str, *, expired: bool) -> tuple[date, date] | None:
    if expired:
        return date.min, day - timedelta(days=1)
    if not within:
        return None
    read = _SPAN.fullmatch(within.strip().lower())
    if read is None:
        raise JscertError(Code.FIND_SPAN, shown=within[:40])
    count, unit = int(read[1]), read[2] or "d"
    try:
        if unit in {"m", "月", "个月"}:
            return day, months_before(day, -count)
        return day, day + timedelta(days=count * (7 if unit in {"w", "周"} else 1))
    except (OverflowError, ValueError) as fault:
        raise JscertError(Code.FIND_SPAN, shown=within[:40]) from fault


def _tell(session: Session, finding: Finding, path: Path | None) -> None:
    found = finding.certificates
    told = words.FOUND.format(count=len(found)) if found else words.NOTHING_FOUND
    if path is not None:
        told = words.FIND_WRITTEN.format(count=len(found), file=path)
    session.terminal.answer(
        {
            "format": FIND_FORMAT,
            "day": session.day.isoformat(),
            "found": len(found),
            "unknown": list(finding.unknown),
            "file": str(path) if path is not None else None,
            "certificates": [one.as_json() for one in found],
        },
        "" if found and path is None else told,
    )
    if found and path is None:
        title = words.FOUND_TITLE.format(count=len(found))
        headings, rows = _filled(words.FIND_HEADINGS, _rows(found[:_LINES_SHOWN]))
        session.terminal.table(headings, rows, title=title)
        if len(found) > _LINES_SHOWN:
            session.terminal.hint(words.FOUND_LEFT_OFF.format(count=len(found) - _LINES_SHOWN))
    if finding.unknown:
        session.terminal.warn(words.FOUND_UNKNOWN.format(numbers="、".join(finding.unknown)))


def _rows(found: Sequence[FoundCertificate]) -> list[tuple[str, ...]]:
    return [_row(one) for one in found]


def _row(one: FoundCertificate) -> tuple[str, ...]:
    remarks = [words.FORMER[what] for what in one.by_former]
    if one.medium == "paper":
        remarks.append(words.PAPER)
    return (
        one.number,
        one.name,
        one.identity_masked,
        one.employer,
        one.kind_name,
        one.post,
        STATE_WORDS[one.state],
        one.valid_until.isoformat() if one.valid_until else "",
        "" if one.days_left is None else str(one.days_left),
        "、".join(remarks),
    )


def _filled(
    headings: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> tuple[list[str], list[list[str]]]:
    """Leave out the columns in which no row says anything: a terminal is narrow."""
    said = [place for place in range(len(headings)) if any(row[place] for row in rows)]
    return [headings[place] for place in said], [[row[place] for place in said] for row in rows]


def _workbook(finding: Finding, day: date) -> bytes:
    sheet = IssuedSheet(
        name=words.FIND_SHEET, header=words.FIND_HEADINGS, rows=_rows(finding.certificates)
    )
    notes = [note.format(day=day.isoformat()) for note in words.FIND_NOTES]
    return issued_workbook([sheet], notes)
