"""Writing .xlsx: the workbook that goes back to the sender of a roster.

Input: sheets as text, as the caller worded them. Output: bytes, or a file. The only home of XlsxWriter.
Promises: every cell is a text cell, so that no identity number loses digits and nothing that looks like
a formula runs; the same input gives the same bytes; nothing is written beside the file itself. XlsxWriter's
constant-memory mode would keep rows in named temporary files, where identity numbers must not lie, so
rows stay in memory (about 20 MB for 5 000 rows of 13 columns).
Not here: what the columns say, whose rows they are, atomic placement (that is `batches`).
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from jscert.messages.workbooks import NOTES_SHEET
from jscert.workbooks.text_rows import CELL_CHARACTERS, rows_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

NO_TIME = datetime(1980, 1, 1, tzinfo=UTC)
"""Stands in the file's properties when the caller names no time: the zero of ZIP archives."""

_EMPTY_CELL = re.compile(rb'<row [^>]*><c r="[A-Z]+[0-9]+" s="([0-9]+)"/></row>(?=</sheetData>)')
_SHEET_ROWS = 1_048_576
_NAME_CHARACTERS = 31
_NARROWEST, _WIDEST = 8, 46
_HEADER = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": "#1F4E79",
    "border": 1,
    "border_color": "#BFBFBF",
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
}
_CELL = {"num_format": "@", "valign": "vcenter", "border": 1, "border_color": "#D9D9D9"}
_NOTE = {"text_wrap": True, "valign": "vcenter", "font_size": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedSheet:
    """A sheet: its name (made legal when written), header words, rows of texts."""

    name: str
    header: tuple[str, ...]
    rows: Iterable[tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """The rows of a sheet below its header, and whether their texts are wrapped."""

    rows: Sequence[tuple[str, ...]]
    wrapped: bool


def write_issued_workbook(
    path: Path,
    sheets: Iterable[IssuedSheet],
    notes: Sequence[str] = (),
    *,
    created_at: datetime = NO_TIME,
) -> None:
    """Write a workbook to a file; OSError as the file system gives it."""
    path.write_bytes(issued_workbook(sheets, notes, created_at=created_at))


def issued_workbook(
    sheets: Iterable[IssuedSheet],
    notes: Sequence[str] = (),
    *,
    created_at: datetime = NO_TIME,
) -> bytes:
    """Make a workbook: the sheets in order, then a sheet of notes if there are any.

    ValueError for a sheet with more rows than .xlsx can hold.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": created_at.astimezone(UTC).replace(tzinfo=None)})
    header = book.add_format(_HEADER)
    cells = {wrapped: book.add_format(_CELL | {"text_wrap": wrapped}) for wrapped in (False, True)}
    taken: set[str] = set()
    bodies: dict[str, _Body] = {}
    for place, sheet in enumerate(sheets, 1):
        rows = list(sheet.rows)
        page = book.add_worksheet(legal_name(sheet.name, taken))
        wrapped = _frame(page, sheet.header, rows, header, cells)
        bodies[f"xl/worksheets/sheet{place}.xml"] = _Body(rows=rows, wrapped=wrapped)
    if notes or not taken:
        _fill_notes(
            book.add_worksheet(legal_name(NOTES_SHEET, taken)), notes, book.add_format(_NOTE)
        )
    book.close()
    return _with_bodies(out.getvalue(), bodies)


def _frame(
    page: Any,
    words: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    header: Any,
    cells: Mapping[bool, Any],
) -> bool:
    """Set up a sheet for its rows; of these only an empty last cell is written, to show their style.

    Tells whether some texts are wider than their columns.

    `cells` are the styles for a sheet whose texts fit their columns (False) and for one whose do not (True).
    """
    last = len(rows)
    if last >= _SHEET_ROWS:
        raise ValueError(f"more than {_SHEET_ROWS} rows")
    page.set_row(0, 24)
    for column, word in enumerate(words):
        page.write_string(0, column, word[:CELL_CHARACTERS], header)
    columns = max([len(words), *map(len, rows)])
    widths: list[int] = []
    for column, texts in enumerate(zip_longest(words, *rows, fillvalue="")):
        widths.append(max(map(text_width, texts)) + 2)
        page.set_column(column, column, min(max(widths[-1], _NARROWEST), _WIDEST))
    wrapped = max(widths, default=0) > _WIDEST
    if rows:
        page.write_blank(last, columns - 1, None, cells[wrapped])
    page.freeze_panes(1, 0)
    if columns:
        page.autofilter(0, 0, last, columns - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_header("&C&A")  # the sheet's name
    page.set_footer("&C&P / &N")
    return wrapped


def _with_bodies(book: bytes, bodies: Mapping[str, _Body]) -> bytes:
    """Put the rows of text where each sheet's frame has its one empty cell."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as framed,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole,
    ):
        for part in framed.infolist():
            data = framed.read(part)
            body = bodies.get(part.filename)
            place = _EMPTY_CELL.search(data) if body and body.rows else None
            if body and place:
                letters = [xl_col_to_name(column) for column in range(max(map(len, body.rows)))]
                xml = rows_xml(
                    body.rows,
                    letters,
                    first=2,
                    style=place[1].decode(),
                    lines=_lines if body.wrapped else None,
                )
                data = b"".join((data[: place.start()], *xml, data[place.end() :]))
            whole.writestr(part, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _fill_notes(page: Any, notes: Sequence[str], style: Any) -> None:
    page.set_column(0, 0, 90)
    page.hide_gridlines(2)
    for row, note in enumerate(notes):
        page.write_string(row, 0, note[:CELL_CHARACTERS], style)


def _lines(texts: Sequence[str]) -> int:
    """Estimate how many lines a row takes: programs do not all measure it themselves."""
    return max(-(-text_width(text) // (_WIDEST - 4)) for text in texts) if texts else 1


def text_width(text: str) -> int:
    """Estimate a text's width in Latin characters: a hanzi is two wide and three or four bytes long."""
    return (len(text.encode("utf-8", "replace")) + len(text)) // 2


def legal_name(name: str, taken: set[str]) -> str:
    """Make a sheet name that .xlsx allows and that this workbook does not hold yet."""
    legal = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '") or "Sheet"
    if legal.casefold() == "history":
        legal += "_"
    place, candidate = 1, legal[:_NAME_CHARACTERS]
    while candidate.casefold() in taken:
        place += 1
        tail = f" ({place})"
        candidate = legal[: _NAME_CHARACTERS - len(tail)] + tail
    taken.add(candidate.casefold())
    return candidate
