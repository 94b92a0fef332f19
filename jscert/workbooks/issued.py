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
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from jscert.messages.workbooks import NOTES_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

NO_TIME = datetime(1980, 1, 1, tzinfo=UTC)
"""Stands in the file's properties when the caller names no time: the zero of ZIP archives."""

_CELL_CHARACTERS = 32_767
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

    Sheets and rows are taken one by one. ValueError for a sheet with more rows than .xlsx can hold.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": created_at.astimezone(UTC).replace(tzinfo=None)})
    header = book.add_format(_HEADER)
    cell = book.add_format(_CELL)
    taken: set[str] = set()
    for sheet in sheets:
        _fill(book.add_worksheet(_legal_name(sheet.name, taken)), sheet, header, cell)
    if notes or not taken:
        _fill_notes(
            book.add_worksheet(_legal_name(NOTES_SHEET, taken)), notes, book.add_format(_NOTE)
        )
    book.close()
    return out.getvalue()


def _fill(page: Any, sheet: IssuedSheet, header: Any, cell: Any) -> None:
    widths = {column: _width(word) for column, word in enumerate(sheet.header)}
    page.set_row(0, 24)
    for column, word in enumerate(sheet.header):
        page.write_string(0, column, word[:_CELL_CHARACTERS], header)
    last = 0
    for last, texts in enumerate(sheet.rows, 1):
        if last >= _SHEET_ROWS:
            raise ValueError(f"more than {_SHEET_ROWS} rows")
        for column, text in enumerate(texts):
            page.write_string(last, column, text[:_CELL_CHARACTERS], cell)
            widths[column] = max(widths.get(column, 0), _width(text))
    for column, width in widths.items():
        page.set_column(column, column, min(max(width + 2, _NARROWEST), _WIDEST))
    page.freeze_panes(1, 0)
    if widths:
        page.autofilter(0, 0, last, len(widths) - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _fill_notes(page: Any, notes: Sequence[str], style: Any) -> None:
    page.set_column(0, 0, 90)
    page.hide_gridlines(2)
    for row, note in enumerate(notes):
        page.write_string(row, 0, note[:_CELL_CHARACTERS], style)


def _width(text: str) -> int:
    """Estimate a text's width in Latin characters: a hanzi is two wide and three or four bytes long."""
    return (len(text.encode("utf-8", "replace")) + len(text)) // 2


def _legal_name(name: str, taken: set[str]) -> str:
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
