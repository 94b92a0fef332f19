"""The sheet that lists all faults of a workbook, each with a link to its cell, as XML.

Input: the marking and the indices of the formats (`styles`). Output: the part's bytes. Every text is an
inline string: never a number, never a formula. Links are places in the workbook itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from jscert.messages import workbooks as words
from jscert.workbooks.cells import name_of
from jscert.workbooks.issued import text_width
from jscert.workbooks.markup import MAIN
from jscert.workbooks.text_rows import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jscert.workbooks.marking import Mark, Marking

LINKS = 65_000
"""Excel refuses a sheet with more than 65 530 links; beyond, the cell's name stands alone."""

_WIDTHS = (9, 24, 9, 26, 12, 60, 60)
_LINK_COLUMN = 2
_LINE_POINTS, _LINES_MAX = 16, 20
_LETTERS = "ABCDEFG"
_SHEET_ROWS = 1_048_576


def list_sheet(marking: Marking, formats: Mapping[str, int]) -> Iterator[bytes]:
    """Write the sheet in pieces."""
    head = len(marking.lines) + 3
    marks = marking.marks[: _SHEET_ROWS - head]
    yield _beginning(head)
    yield _row(1, [(words.CHECKED_TITLE, formats["title"])], height=30)
    for number, line in enumerate(marking.lines, 2):
        style = formats["strong" if number == 2 else "line"]
        yield _row(number, [(line, style)], height=20)
    yield _row(head, [(word, formats["head"]) for word in words.LIST_HEADINGS], height=24)
    for number, mark in enumerate(marks, head + 1):
        cells = _cells(mark, formats)
        yield _row(number, cells, height=_height(cells))
    yield b"</sheetData>"
    yield from _links(marks[:LINKS], head + 1)
    yield (
        b'<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        b'<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _beginning(head: int) -> bytes:
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}"><sheetPr><tabColor rgb="FFC0504D"/><pageSetUpPr fitToPage="1"/>'
        '</sheetPr><sheetViews><sheetView showGridLines="0" workbookViewId="0">'
        f'<pane ySplit="{head}" topLeftCell="A{head + 1}" activePane="bottomLeft" state="frozen"/>'
        "</sheetView></sheetViews>"
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
    ).encode()


def _cells(mark: Mark, formats: Mapping[str, int]) -> list[tuple[str, int]]:
    cell, link = formats["cell"], formats["link"]
    return [
        (words.WEIGHTS[mark.weight.value], formats[mark.weight.value]),
        (mark.sheet, cell),
        (_cell_name(mark), link),
        (mark.shown, cell),
        (mark.code, cell),
        (mark.text, cell),
        (mark.hint, cell),
    ]


def _height(cells: Sequence[tuple[str, int]]) -> int:
    """Give the height of a row whose texts are wrapped; not every program finds it by itself."""
    lines = max(
        -(-text_width(text) // (width - 1)) for (text, _), width in zip(cells, _WIDTHS, strict=True)
    )
    return _LINE_POINTS * min(lines, _LINES_MAX) if lines > 1 else 0


def _cell_name(mark: Mark) -> str:
    return name_of(mark.row, mark.column) if mark.inside else words.WHOLE_SHEET


def _row(number: int, cells: Sequence[tuple[str, int]], *, height: int = 0) -> bytes:
    written = "".join(
        f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escaped(text)}</t></is></c>"
        for letter, (text, style) in zip(_LETTERS, cells, strict=False)
    )
    tall = f' ht="{height}" customHeight="1"' if height else ""
    return f'<row r="{number}"{tall}>{written}</row>'.encode()


def _links(marks: Sequence[Mark], first: int) -> Iterator[bytes]:
    if not marks:
        return
    yield b"<hyperlinks>"
    for number, mark in enumerate(marks, first):
        sheet = mark.sheet.replace("'", "''")
        target = f"'{sheet}'!{name_of(mark.row, mark.column)}"
        place = f"{_LETTERS[_LINK_COLUMN]}{number}"
        yield f'<hyperlink ref="{place}" location={quoteattr(target)}/>'.encode()
    yield b"</hyperlinks>"
