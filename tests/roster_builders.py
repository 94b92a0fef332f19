"""Builders of rosters, photos and rows for the tests of the roster room and of screening."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from PIL import Image

from jscert.families.catalogue import catalogue
from jscert.roster.identity_numbers import check_character
from jscert.roster.limits import ScreeningRules
from jscert.roster.photos import PhotoSource
from jscert.roster.reading import rows_of
from jscert.roster.workbook import Roster, Sheet
from jscert.screening import Screening, ScreeningOrder, screen_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from jscert.certificates import PhotoSlip
    from jscert.families.catalogue import Kind
    from jscert.roster.reading import RosterReading

CATALOGUE = catalogue()
ON_DAY = date(2026, 11, 22)
WOMAN = "320102199003072020"
MAN = "32010219900307101X"
HEADER = ("姓名", "身份证号", "企业名称", "设区市")
A_SHEET = "企业主要负责人"


def identity_of(born_on: date = date(1985, 6, 1), order: int = 11) -> str:
    """Make a number with the right check digit; an odd order is a man's."""
    first_17 = f"320199{born_on:%Y%m%d}{order:03d}"
    return first_17 + check_character(first_17)


def person(**changes: object) -> list[object]:
    """Make the cells under `HEADER` of a person without fault."""
    cells = {"姓名": "王小明", "身份证号": MAN, "企业名称": "江苏样例公司", "设区市": "南京"}
    return list({**cells, **changes}.values())


def roster_of(*rows: Sequence[object], sheet: str = A_SHEET, hidden: bool = False) -> Roster:
    """Make a roster of one sheet in memory, all rows as long as the longest."""
    return Roster(name="roster.xlsx", sheets=(sheet_of(*rows, sheet=sheet, hidden=hidden),))


def sheet_of(*rows: Sequence[object], sheet: str = A_SHEET, hidden: bool = False) -> Sheet:
    """Make a sheet in memory."""
    width = max((len(row) for row in rows), default=0)
    filled: Any = tuple((*row, *("",) * (width - len(row))) for row in rows)
    return Sheet(name=sheet, hidden=hidden, rows=filled)


def reading_of(*rows: Sequence[object], sheet: str = A_SHEET, **options: Any) -> RosterReading:
    """Read a roster of one sheet."""
    return rows_of(roster_of(*rows, sheet=sheet), CATALOGUE, **options)


def write_xlsx(path: Path, sheets: Mapping[str, Iterable[Sequence[object]]]) -> Path:
    """Write a workbook to disk."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


def picture(size: tuple[int, int] = (295, 413), mode: str = "RGB", tint: int = 90) -> Image.Image:
    """Draw a small picture that is not of one colour; another tint gives other bytes."""
    gradient = Image.linear_gradient("L").resize(size)
    if mode == "L":
        return gradient
    flat = Image.new("L", size, tint)
    return Image.merge("RGB", (gradient, flat, gradient.rotate(180))).convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """Encode a picture."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


class ListSpool:
    """A spool that keeps photos in a list (the production Protocol)."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []

    def put(self, jpeg: bytes, width_px: int, height_px: int, components: int, /) -> PhotoSlip:
        """Keep a photo and say where it lies."""
        import hashlib

        from jscert.certificates import PhotoSlip

        self.kept.append(jpeg)
        return PhotoSlip(
            offset=len(self.kept) - 1,
            length=len(jpeg),
            sha256=hashlib.sha256(jpeg).hexdigest(),
            width_px=width_px,
            height_px=height_px,
            components=components,
        )


def screen(
    folder: Path,
    *rows: Sequence[object],
    header: Sequence[str] = HEADER,
    sheet: str = A_SHEET,
    photos: Mapping[str, bytes] | None = None,
    spool: ListSpool | None = None,
    kind: Kind | None = None,
    **order: Any,
) -> Screening:
    """Screen rows below a header, each person with a photo of its own unless `photos` says otherwise."""
    reading = reading_of(header, *rows, sheet=sheet, kind=kind)
    where = folder / "photos"
    where.mkdir()
    column = list(header).index("身份证号")
    own = {str(row[column]): encoded(picture(tint=i)) for i, row in enumerate(rows)}
    for number, data in (own if photos is None else photos).items():
        (where / f"{number}.jpg").write_bytes(data)
    rules = ScreeningRules(**order.pop("rules", {"city_code": "00"}))
    with PhotoSource([where]) as source:
        asked = ScreeningOrder(
            catalogue=CATALOGUE, rules=rules, photos=source, **{"on_day": ON_DAY, **order}
        )
        return screen_rows([reading], asked, spool or ListSpool())
