"""How the corpus's rosters are written: a register of makers, and one way each of making a workbook.

A maker writes one file to the path it is given. What each file is expected to give stands in
`expected.toml`, never here.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from openpyxl import Workbook

from tests.roster_builders import A_SHEET, HEADER
from tests.rosters.people import LI, THREE, WANG, ZHAO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    Maker = Callable[[Path], object]
    Change = Callable[[bytes], bytes]

MAKERS: dict[str, Maker] = {}


def roster(name: str) -> Callable[[Maker], Maker]:
    """Register the maker of a file."""

    def register(maker: Maker) -> Maker:
        assert name not in MAKERS
        MAKERS[name] = maker
        return maker

    return register


def with_second(**changes: object) -> list[tuple[object, ...]]:
    """Give three people under the usual header, the second (row 3) with cells changed."""
    cells = dict(zip(HEADER, LI, strict=True))
    return [HEADER, WANG, tuple({**cells, **changes}.values()), ZHAO]


def with_column(word: str, *values: object) -> list[tuple[object, ...]]:
    """Give three people with one more column."""
    filled = zip(THREE, values, strict=True)
    return [(*HEADER, word), *((*cells, value) for cells, value in filled)]


def write(path: Path, sheets: dict[str, Iterable[Sequence[object]]]) -> None:
    """Write sheets with openpyxl; texts stay texts, whatever they begin with."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        fill(workbook.create_sheet(name), rows)
    workbook.save(path)


def fill(sheet: Worksheet, rows: Iterable[Sequence[object]]) -> Worksheet:
    """Append rows; texts stay texts."""
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row] if row else ():
            if isinstance(cell.value, str) and not cell.value.startswith("#"):
                cell.data_type = "s"
    return sheet


def one_sheet(
    rows: Iterable[Sequence[object]] = (HEADER, *THREE), sheet: str = A_SHEET
) -> tuple[Workbook, Worksheet]:
    """Begin a workbook of one sheet, to be changed and saved by the caller."""
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    page.title = sheet
    return workbook, fill(page, rows)


def repack(
    source: Path,
    path: Path,
    changes: dict[str, Change | None],
    more: dict[str, bytes] | None = None,
) -> None:
    """Write a zip again with parts changed or (None) left out, and more parts added."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert parts.keys() >= changes.keys()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            change = changes.get(name, bytes)
            if change is not None:
                archive.writestr(name, change(data))
        for name, data in (more or {}).items():
            archive.writestr(name, data)
