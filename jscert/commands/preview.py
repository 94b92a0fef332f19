"""`jscert preview`: a row's page before it is a certificate, or all photos on a contact sheet."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jscert.commands.common import session_of
from jscert.commands.folders import settings_at_hand
from jscert.commands.help_page import Command
from jscert.commands.mapping import MapOption, rules_of
from jscert.commands.office import seal_image
from jscert.commands.orders import (
    CityOption,
    PhotosOption,
    hint_of,
    read_city,
    read_kind,
    require_files,
)
from jscert.commands.outputs import output_path, refuse_existing, write_output
from jscert.commands.usage import wrong_usage
from jscert.errors import Exit, JscertError
from jscert.issuing import IssueOrder
from jscert.layouts.form import House
from jscert.messages import previewing as words
from jscert.presswork.receipt import fault_json
from jscert.roster.names import hide_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jscert.commands.common import Session
    from jscert.issuing.previewing import Preview, Wanted
    from jscert.roster.limits import OrderRules
    from jscert.settings import Settings

PREVIEW_FORMAT = "jscert-preview/1"
_NAME = "jscert preview"
CONTACT_FORMAT = "jscert-contact-sheet/1"

app = typer.Typer(add_completion=False)

HELP = """
预览：把名册的一行排成证书页面（PDF 或 PNG），或把全部照片排成一份核对表（PDF）。

页面与正式证书相同，但满页印“样张”，不编号、不签章、不登记，二维码里只有“样张”字样。
这一行有不合格的内容时，列出问题，不做样张。不需要密钥口令，没有发证目录也能用。
"""
EPILOG = """
没有用 -o 指明时，文件放在当前文件夹，用名册的名字起名；上次的预览会被替换。
核对表每页 30 人，照片旁有姓名和隐去中段的身份证号；缺照片、不合格、与他人同一张的以红框标出。
例：jscert preview 名册.xlsx --row 5
　　jscert preview 名册.xlsx --row 5 --sheet 项目负责人 -o 样张.png
　　jscert preview 名册.xlsx --photos 照片.zip --contact-sheet
"""


@app.command("preview", cls=Command, help=HELP, epilog=EPILOG)
def preview_command(  # noqa: PLR0913 - one parameter per documented option
    ctx: typer.Context,
    rosters: Annotated[
        list[Path], typer.Argument(metavar="名册…", help="名册文件；--row 只用于一份名册")
    ],
    *,
    row: Annotated[str, typer.Option(metavar="行号", help="排哪一行：表格左侧的行号")] = "",
    sheet: Annotated[str, typer.Option(metavar="工作表", help="哪张表；有几张表时写")] = "",
    contact_sheet: Annotated[
        bool, typer.Option("--contact-sheet", help="全部照片排成一份核对表")
    ] = False,
    kind: Annotated[str, typer.Option(metavar="种类", help="证书种类；名册里写明的可不填")] = "",
    photos: PhotosOption = None,
    city: CityOption = "",
    mapped: MapOption = [],  # noqa: B006 - Typer takes its defaults as they are
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="文件", help="写到哪里：.pdf 或 .png")
    ] = None,
) -> Exit:
    """Make the preview that was asked for and tell where it is."""
    session = session_of(ctx)
    require_files(rosters)
    wanted = _wanted(row, sheet, rosters, contact_sheet=contact_sheet)
    home, settings = settings_at_hand(session)
    order = IssueOrder(
        rosters=tuple(rosters),
        dated_on=session.day,
        kind=read_kind(settings, kind, command=_NAME),
        photos=photos,
        city_code=read_city(settings, city, command=_NAME),
    )
    rules = rules_of(settings, mapped, command=_NAME)
    asked = _Asked(session=session, home=home, settings=settings, order=order, rules=rules, out=out)
    return _make_contacts(asked) if wanted is None else _make_page(asked, wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a command line asks for, read."""

    session: Session
    home: Path | None
    settings: Settings
    order: IssueOrder
    rules: OrderRules
    out: Path | None

    def place(self, own_name: str, *suffixes: str) -> Path:
        """Decide where the file goes, before any work is done."""
        path = output_path(self.session, self.out, own_name, suffixes)
        if self.out is not None:
            refuse_existing(self.session, path)
        return path

    def write(self, path: Path, data: bytes) -> None:
        """Write the file; an earlier preview of our own naming gives way."""
        write_output(self.session, path, data, replacing=self.out is None)


def _wanted(row: str, sheet: str, rosters: Sequence[Path], *, contact_sheet: bool) -> Wanted | None:
    """Read which row is meant; None for the contact sheet. `USAGE` unless it is one of the two."""
    if contact_sheet:
        if row or sheet:
            raise _usage("one-of", names="--row、--contact-sheet")
        return None
    if not row:
        raise _usage("missing-argument", name="--row")
    if not (row.isascii() and row.isdecimal() and 0 < int(row) < 10**7):
        raise _usage("bad-value", name="--row")
    if len(rosters) > 1:
        raise _usage("extra-argument", name=str(rosters[1]))
    made: Wanted = import_module("jscert.issuing.previewing").Wanted(
        row=int(row), sheet=sheet.strip()
    )
    return made


def _usage(problem: str, **facts: object) -> JscertError:
    return wrong_usage(problem, command=_NAME, **facts)


def _stem(asked: _Asked) -> str:
    """Name a file of our own after the roster, unless that name holds an identity number."""
    stem = asked.order.rosters[0].stem
    return stem if hide_numbers(stem) == stem else words.ROSTER


def _make_page(asked: _Asked, wanted: Wanted) -> Exit:
    previewing = import_module("jscert.issuing.previewing")  # draws, and loads slowly
    own_name = words.PREVIEW_NAME.format(roster=_stem(asked), row=wanted.row)
    path = asked.place(own_name, ".pdf", ".png")
    terminal = asked.session.terminal
    house = House(
        authority=asked.settings.authority.name,
        seal_image=seal_image(asked.home, asked.settings) if asked.home else b"",
        watermark=words.WATERMARK,
    )
    office = (asked.settings.catalogue, house, asked.session.clock())
    with terminal.progress() as report:
        made: Preview = previewing.preview_row(asked.order, wanted, office, asked.rules, report)
    terminal.warnings(made.warnings)
    terminal.faults(made.rejections)
    if made.rejections:
        stopped = words.PREVIEW_STOPPED.format(row=wanted.row, count=len(made.rejections))
        terminal.answer(_page_json(made, None), stopped)
        return Exit.REJECTED
    data = made.pdf
    if path.suffix.lower() == ".png":
        data = import_module("jscert.presswork.specimen").draw_specimen(data)
    asked.write(path, data)
    kind = asked.settings.catalogue.kind(made.kind).name
    told = words.PREVIEW_MADE.format(file=path, kind=kind, row=wanted.row)
    terminal.answer(_page_json(made, path), told)
    if asked.home is None:
        terminal.say(words.NO_HOME)
    return Exit.DONE


def _page_json(made: Preview, path: Path | None) -> dict[str, Any]:
    place = made.place
    return {
        "format": PREVIEW_FORMAT,
        "file": str(path) if path else None,
        "kind": made.kind or None,
        "roster": hide_numbers(place.roster),
        "sheet": hide_numbers(place.sheet),
        "row": place.row,
        "rejections": [fault_json(note, hint_of) for note in made.rejections],
        "warnings": [fault_json(note, hint_of) for note in made.warnings],
    }


def _make_contacts(asked: _Asked) -> Exit:
    contacts = import_module("jscert.issuing.contacts")  # draws, and loads slowly
    alone = len(asked.order.rosters) == 1
    own_name = words.CONTACT_NAME.format(roster=_stem(asked)) if alone else words.CONTACT_NAME_MANY
    path = asked.place(own_name, ".pdf")
    terminal = asked.session.terminal
    with terminal.progress() as report:
        made = contacts.contact_sheet(
            asked.order, asked.settings.catalogue, asked.rules, asked.session.clock(), report
        )
    asked.write(path, made.pdf)
    terminal.answer(
        {
            "format": CONTACT_FORMAT,
            "file": str(path),
            "people": made.people,
            "faulty": made.faulty,
            "pages": made.pages,
        },
        words.CONTACT_MADE.format(file=path, people=made.people, pages=made.pages),
    )
    if made.faulty:
        terminal.hint(words.CONTACT_FAULTS.format(count=made.faulty))
    return Exit.DONE
