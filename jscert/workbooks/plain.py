"""A sender's cells written as a new .xlsx, for files that cannot be marked in place (.xls, .ods, .csv, …).

Input: sheets of typed cells. Output: the workbook's bytes. A cell keeps its type: text stays text, so that
no identity number loses digits and nothing runs as a formula, and a number stays a number, so that a damaged
identity number is still seen as one when the workbook comes back. Hidden, merged and struck-out stay so.
Pictures lie over their cells. Not here: looks, which these files' senders have at home; marks (`patching`).
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import xlsxwriter

from jscert.workbooks.cells import name_of
from jscert.workbooks.issued import NO_TIME, legal_name, text_width
from jscert.workbooks.plain_pictures import ROW_POINTS, PlainPicture, lay_pictures
from jscert.workbooks.text_rows import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell holds, with its type."""

_NUMBER_FORMATS = {
    "text": "@",
    "number": "General",
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm:ss",
    "time": "[h]:mm:ss",
}
_FIRST_ROW = re.compile(rb'<row r="1"[^>]*>(.*?)</row>(?:<row [^>]*/>)*</sheetData>', re.DOTALL)
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_ZERO = datetime(1899, 12, 30, tzinfo=UTC).replace(tzinfo=None)
_FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets count a day that never was
_ROWS, _COLUMNS = 1_048_576, 16_384
_MEASURED_ROWS = 200
_NARROWEST, _WIDEST = 8, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainSheet:
    """A sheet: rows of typed cells from row 1 on; row and column numbers are 0-based.

    `merges` are areas (top, left, bottom, right), inclusive.
    """

    name: str
    rows: Sequence[Sequence[Cell]] = field(repr=False)
    hidden: bool = False
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()
    pictures: tuple[PlainPicture, ...] = field(default=(), repr=False)


def legal_names(names: Sequence[str]) -> dict[str, str]:
    """Give sheets the names an .xlsx allows, each once."""
    taken: set[str] = set()
    return {name: legal_name(name, taken) for name in names}


def plain_workbook(sheets: Sequence[PlainSheet]) -> bytes:
    """Write the sheets under names that are legal already; ValueError for more cells than .xlsx can hold."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": NO_TIME.replace(tzinfo=None)})
    formats = [
        book.add_format({"num_format": written, "font_strikeout": struck})
        for struck in (False, True)
        for written in _NUMBER_FORMATS.values()
    ]
    visible = next((place for place, sheet in enumerate(sheets) if not sheet.hidden), None)
    for place, sheet in enumerate(sheets):
        page = book.add_worksheet(sheet.name)
        _frame(page, sheet, formats)
        if place == visible:
            page.activate()
            page.set_first_sheet()
        elif sheet.hidden and visible is not None:
            page.hide()
    book.close()
    return _with_rows(out.getvalue(), sheets)


def _frame(page: Any, sheet: PlainSheet, formats: Sequence[Any]) -> None:
    """Set up columns; the first row only shows which format is which, until the real rows are put in."""
    columns = max(map(len, sheet.rows), default=0)
    if len(sheet.rows) > _ROWS or columns > _COLUMNS:
        raise ValueError("more cells than a sheet can hold")
    for column in range(columns):
        cells = [row[column] for row in sheet.rows if column < len(row)]
        textual = all(isinstance(cell, str) or cell is None for cell in cells)
        widths = (text_width(str(cell)) for cell in cells[:_MEASURED_ROWS] if cell is not None)
        width = min(max(max(widths, default=0) + 2, _NARROWEST), _WIDEST)
        hidden = {"hidden": column in sheet.hidden_columns}
        page.set_column(column, column, width, formats[0] if textual else None, hidden)
    for column, style in enumerate(formats):
        page.write_blank(0, column, None, style)
    lay_pictures(page, sheet.pictures)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _with_rows(book: bytes, sheets: Sequence[PlainSheet]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as framed,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole,
    ):
        parts = {f"xl/worksheets/sheet{place}.xml": s for place, s in enumerate(sheets, 1)}
        for part in framed.infolist():
            data = framed.read(part)
            sheet = parts.get(part.filename)
            if sheet is not None:
                data = _filled(data, sheet)
            whole.writestr(part, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _filled(data: bytes, sheet: PlainSheet) -> bytes:
    """Put the rows where the first row of the frame stands."""
    found = _FIRST_ROW.search(data)
    if found is None:
        raise ValueError("a frame without its row")
    indices = re.findall(rb' s="(\d+)"', found[1])
    styles = [index.decode() for index in indices]
    half = len(_NUMBER_FORMATS)
    usual, struck = (
        dict(zip(_NUMBER_FORMATS, styles[start : start + half], strict=True)) for start in (0, half)
    )
    rows = b"".join(_rows_xml(sheet, usual, struck))
    columns = max(map(len, sheet.rows), default=1)
    corner = name_of(max(len(sheet.rows) - 1, 0), max(columns - 1, 0))
    head = _DIMENSION.sub(f'<dimension ref="A1:{corner}"/>'.encode(), data[: found.start()])
    tail = data[found.end() :]
    return b"".join((head, rows, b"</sheetData>", _merges_xml(sheet), tail))


def _rows_xml(
    sheet: PlainSheet, usual: Mapping[str, str], struck: Mapping[str, str]
) -> Iterator[bytes]:
    width = max(map(len, sheet.rows), default=0)
    letters = [name_of(0, column)[:-1] for column in range(width)]
    pictured = {picture.row for picture in sheet.pictures}
    for number, row in enumerate(sheet.rows, 1):
        styles = struck if number - 1 in sheet.struck_rows else usual
        look = f' ht="{ROW_POINTS}" customHeight="1"' if number - 1 in pictured else ""
        look += ' hidden="1"' if number - 1 in sheet.hidden_rows else ""
        cells = [
            _cell_xml(f"{letter}{number}", cell, styles)
            for letter, cell in zip(letters, row, strict=False)
            if cell is not None and cell != ""
        ]
        if cells or look:
            yield f'<row r="{number}"{look}>{"".join(cells)}</row>'.encode()


def _cell_xml(name: str, cell: Cell, styles: Mapping[str, str]) -> str:
    if isinstance(cell, bool):
        return f'<c r="{name}" s="{styles["number"]}" t="b"><v>{cell:d}</v></c>'
    style, number = _as_number(cell)
    if number is not None:
        return f'<c r="{name}" s="{styles[style]}"><v>{number}</v></c>'
    return (
        f'<c r="{name}" s="{styles["text"]}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escaped(str(cell))}</t></is></c>"
    )


def _as_number(cell: Cell) -> tuple[str, str | None]:
    """Give what a cell is and the number it is stored as; None for what is stored as text."""
    if isinstance(cell, str) or cell is None:
        return "text", None
    if isinstance(cell, int | float):
        return "number", repr(cell) if math.isfinite(cell) else None
    if isinstance(cell, time):
        cell = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    if isinstance(cell, timedelta):
        return "time", repr(cell / timedelta(days=1)) if cell >= timedelta() else None
    moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
    if moment.tzinfo or moment.date() < _FIRST_DAY:
        return "text", None
    serial = (moment - _ZERO) / timedelta(days=1)
    return ("day", str(int(serial))) if serial.is_integer() else ("moment", repr(serial))


def _merges_xml(sheet: PlainSheet) -> bytes:
    if not sheet.merges:
        return b""
    areas = "".join(
        f'<mergeCell ref="{name_of(top, left)}:{name_of(bottom, right)}"/>'
        for top, left, bottom, right in sheet.merges
    )
    return f'<mergeCells count="{len(sheet.merges)}">{areas}</mergeCells>'.encode()
