"""What a sheet's XML says besides values (ECMA-376 part 1, 18.3.1): merges, hidden, struck out, pictures.

Input: the XML of a sheet. Output: `SheetStructure`, all numbers 0-based. Values are read elsewhere, and
faster: here the rows are only searched for what is rare, and only what stands around them is parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.roster.limits import TooLargeError
from jscert.roster.workbook import Area
from jscert.roster.xlsx_axis import Axis, ColumnSpan, column_axis, row_axis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jscert.roster.xlsx_package import Package

_MERGES, _ROWS, _STRUCK, _ERRORS = 250_000, 1_048_576, 1_500_000, 200_000
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383
_PREFIX = rb"(?:[\w.-]+:)?"
_DATA = re.compile(rb"<%ssheetData(?:\s[^<>]*)?>" % _PREFIX)
_ROW = re.compile(rb"<%srow(?=[\s>/])[^<>]*>" % _PREFIX)
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,7})["']""")
_ROW_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_ROW_HEIGHT = re.compile(rb"""\sht\s*=\s*["']([0-9]{1,5}(?:\.[0-9]{1,20})?)["']""")
_AT = rb"""(?=[^<>]*\sr=["']([A-Z]{1,3})([0-9]{1,7})["'])"""
_CELL = re.compile(rb"<%sc(?=\s)%s[^<>]*>" % (_PREFIX, _AT))
_ERROR = re.compile(
    rb"\s*(?:<%sf(?:\s[^<>]*)?(?:/>|>[^<]*</%sf>))?\s*<%sv>(#[^<]{1,30})<" % ((_PREFIX,) * 3)
)
_VALUE_METADATA = re.compile(rb"""<%sc(?=\s)%s[^<>]*\svm=["']([0-9]{1,9})["']""" % (_PREFIX, _AT))
# WPS writes =DISPIMG("ID_…",1), and _xlfn. before it where Excel may read the file
_DISPIMG = re.compile(
    rb"""<%sc(?=\s)%s[^<>]*>\s*<%sf(?:\s[^<>]*)?>\s*=?@?(?:_xlfn\.)*DISPIMG\(\s*"""
    rb"""(?:"|&quot;)([^"&<>]{1,200})(?:"|&quot;)""" % (_PREFIX, _AT, _PREFIX)
)
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?\Z")
_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetStructure:
    """What stands in a sheet's XML around its values.

    `struck` are the columns, by row, of cells in a struck-out font. `drawing` is the relationship of the
    drawing with floating pictures ("" if none), and the axes are true only then. `errors` are cells with an
    error's word, `wps_pictures` cells with WPS's name of a picture, `rich_values` cells with a number of
    value metadata.
    """

    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: Mapping[int, set[int]] = field(default_factory=dict)
    drawing: str = ""
    rows: Axis
    columns: Axis
    errors: tuple[tuple[int, int, str], ...] = ()
    wps_pictures: tuple[tuple[int, int, str], ...] = ()
    rich_values: tuple[tuple[int, int, int], ...] = ()


def read_structure(package: Package, part: str, struck_styles: frozenset[int]) -> SheetStructure:
    """Read a sheet's structure; `struck_styles` are the cell formats in a struck-out font.

    ValueError if the XML around the rows is bad, TooLargeError past what a roster has of anything.
    """
    rows, frame_xml = _apart(package.read(part))
    frame = _Frame(package, frame_xml)
    hidden_rows, heights = _scan_rows(rows, with_heights=bool(frame.drawing))
    return SheetStructure(
        merges=tuple(frame.merges),
        hidden_rows=hidden_rows,
        hidden_columns=frozenset(_hidden_columns(frame.spans)),
        struck=_struck_cells(rows, struck_styles) if struck_styles else {},
        drawing=frame.drawing,
        rows=row_axis(frame.row_height, heights),
        columns=column_axis(frame.column_width, frame.spans),
        errors=tuple(_error_cells(rows)),
        wps_pictures=tuple(_wps_pictures(rows)),
        rich_values=tuple(_rich_values(rows)),
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """The part of a sheet's XML that holds the rows; not cut out, because it is large."""

    xml: bytes
    start: int
    end: int

    def have(self, word: bytes) -> bool:
        return self.xml.find(word, self.start, self.end) >= 0

    def each(self, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
        return pattern.finditer(self.xml, self.start, self.end)


def _apart(xml: bytes) -> tuple[_Rows, bytes]:
    """Tell the rows of a sheet from the XML around them."""
    opening = _DATA.search(xml)
    if opening is None or opening[0].endswith(b"/>"):
        return _Rows(xml, 0, 0), xml
    word = xml.rfind(b"sheetData")
    end = xml.rfind(b"</", opening.end(), word)
    after = xml.find(b">", word) + 1
    if end < 0 or after <= end:
        raise ValueError("rows without an end")
    return _Rows(xml, opening.end(), end), xml[: opening.start()] + xml[after:]


class _Frame:
    """The XML around the rows, parsed."""

    def __init__(self, package: Package, xml: bytes) -> None:
        self.merges: list[Area] = []
        self.spans: list[ColumnSpan] = []
        self.drawing = ""
        self.row_height: float | None = None
        self.column_width: float | None = None
        package.walk(xml, self._start)
        self.spans.sort(key=lambda span: span.first)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "mergeCell":
            self._add_merge(attributes.get("ref", ""))
        elif tag == "col":
            self._add_column(attributes)
        elif tag == "drawing":
            self.drawing = attributes.get("id", "")
        elif tag == "sheetFormatPr":
            self.row_height = _measure(attributes.get("defaultRowHeight"))
            self.column_width = _measure(attributes.get("defaultColWidth"))

    def _add_merge(self, ref: str) -> None:
        found = _RANGE.match(ref)
        if not found:
            raise ValueError("unreadable merge")
        if len(self.merges) == _MERGES:
            raise TooLargeError("more merges than a roster has")
        left, top = _column(found[1].encode()), int(found[2]) - 1
        right = _column(found[3].encode()) if found[3] else left
        bottom = int(found[4]) - 1 if found[4] else top
        if not (0 <= top <= bottom <= _LAST_ROW and left <= right <= _LAST_COLUMN):
            raise ValueError("merge outside the sheet")
        self.merges.append(Area(top=top, left=left, bottom=bottom, right=right))

    def _add_column(self, attributes: Mapping[str, str]) -> None:
        low, high = attributes.get("min", ""), attributes.get("max", "")
        if not (low.isdecimal() and high.isdecimal() and len(low) < 6 and len(high) < 6):
            raise ValueError("unreadable columns")
        if len(self.spans) > _LAST_COLUMN:
            raise ValueError("more columns than a sheet has")
        span = ColumnSpan(
            first=int(low) - 1,
            last=min(int(high) - 1, _LAST_COLUMN),
            width=_measure(attributes.get("width")),
            hidden=attributes.get("hidden") in _TRUE,
        )
        if 0 <= span.first <= span.last:
            self.spans.append(span)


def _hidden_columns(spans: Sequence[ColumnSpan]) -> Iterator[int]:
    free = 0
    for span in spans:
        if span.hidden:
            yield from range(max(span.first, free), span.last + 1)
        free = max(free, span.last + 1)


def _measure(text: str | None) -> float | None:
    """Read a width or height; None if there is none to be believed (a sheet's largest are 255 and 409)."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value < 10_000 else None


def _scan_rows(rows: _Rows, *, with_heights: bool) -> tuple[frozenset[int], dict[int, float]]:
    """Find hidden rows and, if asked, the heights of rows (in points, 0 where hidden)."""
    hidden: set[int] = set()
    heights: dict[int, float] = {}
    if not with_heights and not rows.have(b"hidden"):
        return frozenset(), heights
    row = -1
    for count, match in enumerate(rows.each(_ROW)):
        if count == _ROWS:
            raise TooLargeError("more rows than a sheet has")
        tag = match[0]
        number = _ROW_NUMBER.search(tag)
        row = int(number[1]) - 1 if number else row + 1
        if _ROW_HIDDEN.search(tag):
            hidden.add(row)
            heights[row] = 0.0
        elif with_heights and (height := _ROW_HEIGHT.search(tag)):
            heights[row] = float(height[1])
    return frozenset(hidden), heights


def _struck_cells(rows: _Rows, styles: frozenset[int]) -> dict[int, set[int]]:
    any_style = b"|".join(b"%d" % style for style in sorted(styles))
    found: dict[int, set[int]] = {}
    for cell in _cells_with(rows, rb""" s=["'](?:%s)["']""" % any_style, _STRUCK):
        found.setdefault(int(cell[2]) - 1, set()).add(_column(cell[1]))
    return found


def _error_cells(rows: _Rows) -> Iterator[tuple[int, int, str]]:
    for cell in _cells_with(rows, rb""" t=["']e["']""", _ERRORS):
        error = _ERROR.match(rows.xml, cell.end())
        if error:
            yield int(cell[2]) - 1, _column(cell[1]), error[1].decode("utf-8", "replace")


def _cells_with(rows: _Rows, attribute: bytes, most: int) -> Iterator[re.Match[bytes]]:
    """Find the tags of cells with an attribute: column and row of each, to the end of its tag.

    The pattern begins with a literal, so that the search skips through the text; the tag around a find is
    looked at afterwards.
    """
    pattern = re.compile(attribute)
    position = rows.start
    while match := pattern.search(rows.xml, position, rows.end):
        start = rows.xml.rfind(b"<", position, match.start())
        position = rows.xml.find(b"<", match.end(), rows.end)
        position = rows.end if position < 0 else position  # every tag is looked at once
        cell = _CELL.match(rows.xml, start, position) if start >= 0 else None
        if cell:
            most -= 1
            if most < 0:
                raise TooLargeError("more such cells than a roster has")
            yield cell


def _wps_pictures(rows: _Rows) -> Iterator[tuple[int, int, str]]:
    if rows.have(b"DISPIMG"):
        for match in rows.each(_DISPIMG):
            yield int(match[2]) - 1, _column(match[1]), match[3].decode("utf-8", "replace")


def _rich_values(rows: _Rows) -> Iterator[tuple[int, int, int]]:
    if rows.have(b" vm="):
        for match in rows.each(_VALUE_METADATA):
            yield int(match[2]) - 1, _column(match[1]), int(match[3])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
