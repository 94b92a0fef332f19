"""The cells of a sheet given other formats, in the sheet's own XML (ECMA-376 part 1, 18.3.1.73, 18.3.1.4).

Input: a sheet's part and, by 0-based row and column, what to mark. Output: its rows as bytes. Only the
`s` attribute of marked cells changes; a cell or row that is not written yet is put in its order. Rows and
cells may leave their `r` out (then they follow the one before). Whatever else is met is UnprovenError.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.workbooks.markup import (
    ATTRIBUTES,
    MAIN,
    Element,
    Root,
    UnprovenError,
    attribute,
    elements_of,
    root_of,
    with_attribute,
    without_attribute,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from jscert.workbooks.marking import Weight

    Wanted = Mapping[int, Mapping[int, Weight]]

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_TRUE = {"1", "true"}
_COLUMN_ELEMENTS_MAX = 2_000
_MEETINGS_MAX = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """A sheet taken apart: what stands before its rows, where they are, what stands behind.

    `start` and `end` are where the content of `sheetData` begins and ends; an empty element has none.
    `children` are the sheet's other elements, with offsets in `frame`, which is the part without its rows.
    """

    data: bytes
    root: Root
    start: int
    end: int
    frame: bytes
    frame_gap: tuple[int, int]
    children: tuple[Element, ...]

    def named(self, name: str) -> Element | None:
        """Give the sheet's first element of a name."""
        return next((child for child in self.children if child.path == (name,)), None)


def take_apart(data: bytes) -> SheetPart:
    """Find a sheet's rows without looking into them."""
    root = root_of(data)
    tag = re.compile(b"<" + root.prefix + b"sheetData" + ATTRIBUTES)
    found = tag.search(data, root.end)
    if root.name != "worksheet" or found is None:
        raise UnprovenError("no rows")
    if found[2]:
        start = end = after = found.end()
    else:
        start, end = found.end(), data.rfind(b"</" + root.prefix + b"sheetData")
        after = data.find(b">", end) + 1
        if end < start or after == 0:
            raise UnprovenError("no end of rows")
    frame = data[: found.start()] + data[after:]
    if frame.count(b"<" + root.prefix + b"sheetData"):
        raise UnprovenError("rows twice")
    children = elements_of(frame, 2)
    named = b"xmlns:" + root.prefix[:-1] if root.prefix else b"xmlns"
    if attribute(root.tag, named.decode()) != MAIN:
        raise UnprovenError("another namespace")
    return SheetPart(
        data=data,
        root=root,
        start=start,
        end=end,
        frame=frame,
        frame_gap=(found.start(), after),
        children=tuple(children),
    )


def joined_areas(
    sheet: SheetPart, rows: Sequence[int]
) -> Iterator[tuple[int, tuple[int, int, int, int]]]:
    """Give, for each of the sorted rows, the merged areas (top, left, bottom, right; 0-based) on it."""
    met = 0
    for child in sheet.children:
        if child.path == ("mergeCells", "mergeCell"):
            corners = child.attributes.get("ref", "").split(":")
            (top, left), (bottom, right) = map(place_of, (corners[0], corners[-1]))
            for at in range(bisect_left(rows, top), bisect_right(rows, bottom)):
                met += 1
                if met > _MEETINGS_MAX:
                    raise UnprovenError("more merged areas than a sheet can have")
                yield rows[at], (top, left, bottom, right)


def place_of(reference: str) -> tuple[int, int]:
    """Read `C7` as a 0-based row and column."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise UnprovenError("a cell's name")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def name_of(row: int, column: int) -> str:
    """Write a 0-based row and column as `C7`."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


def with_formats(
    sheet: SheetPart,
    wanted: Wanted,
    recolour: Callable[[int, Weight], int],
    cleared: Mapping[int, int],
) -> bytearray:
    """Give the content of `sheetData` with other formats.

    `wanted`: row → column → weight; `recolour` says which format a marked cell's becomes. `cleared`: formats
    of an earlier check, to be replaced everywhere.
    """
    rows = _Rows(sheet, recolour, cleared)
    return rows.write(wanted)


class _Rows:
    """Walks through the rows of one sheet once."""

    def __init__(
        self,
        sheet: SheetPart,
        recolour: Callable[[int, Weight], int],
        cleared: Mapping[int, int],
    ) -> None:
        self.recolour = recolour
        self.column_formats = _column_formats(sheet)
        self.prefix = sheet.root.prefix
        self.row_tag = re.compile(b"<" + self.prefix + b"row" + ATTRIBUTES)
        self.cell_tag = re.compile(b"<" + self.prefix + b"c" + ATTRIBUTES)
        self.data, self.at, self.end = sheet.data, sheet.start, sheet.end
        if cleared:
            self.data = _without_formats(sheet, cleared)
            self.at, self.end = 0, len(self.data)
        self.out = bytearray()

    def write(self, wanted: Wanted) -> bytearray:
        rest = sorted(wanted, reverse=True)
        previous, seen, start = -1, 0, self.at
        for tag in self.row_tag.finditer(self.data, self.at, self.end):
            row = _row_of(tag[1], previous)
            while rest and rest[-1] < row:
                self._take(tag.start())
                self.out += self._new_row(rest[-1], wanted[rest.pop()])
            if rest and rest[-1] == row:
                self._take(tag.start())
                self._change_row(tag, row, wanted[rest.pop()])
            previous, seen = row, seen + 1
        if seen != _count_tags(self.data, self.prefix + b"row", start, self.end):
            raise UnprovenError("a row")
        self._take(self.end)
        for row in reversed(rest):
            self.out += self._new_row(row, wanted[row])
        return self.out

    def _take(self, upto: int) -> None:
        self.out += self.data[self.at : upto]
        self.at = upto

    def _new_row(self, row: int, columns: Mapping[int, Weight]) -> bytes:
        cells = b"".join(self._new_cell(row, c, columns[c], None) for c in sorted(columns))
        prefix = self.prefix
        return b'<%brow r="%d">%b</%brow>' % (prefix, row + 1, cells, prefix)

    def _new_cell(self, row: int, column: int, weight: Weight, row_format: int | None) -> bytes:
        if row_format is None:
            fitting = (s for first, last, s in self.column_formats if first <= column <= last)
            row_format = next(fitting, 0)
        style = self.recolour(row_format, weight)
        return b'<%bc r="%b" s="%d"/>' % (self.prefix, name_of(row, column).encode(), style)

    def _change_row(self, tag: re.Match[bytes], row: int, columns: Mapping[int, Weight]) -> None:
        opened = without_attribute(
            tag[0], "spans"
        )  # a hint for readers, wrong once a cell is added
        own = attribute(tag[1], "customFormat") in _TRUE
        row_format = int(attribute(tag[1], "s") or 0) if own else None
        if tag[2]:
            cells = [self._new_cell(row, c, columns[c], row_format) for c in sorted(columns)]
            opened = opened[:-2].rstrip() + b">"
            self.out += b"".join((opened, *cells, b"</%brow>" % self.prefix))
            self.at = tag.end()
            return
        end = self.data.find(b"</%brow" % self.prefix, tag.end(), self.end)
        if end < 0:
            raise UnprovenError("no end of a row")
        self.out += opened
        self.at = tag.end()
        self._change_cells((row, row_format), columns, end)

    def _change_cells(
        self, place: tuple[int, int | None], columns: Mapping[int, Weight], end: int
    ) -> None:
        row, row_format = place
        rest = sorted(columns, reverse=True)
        previous, seen, start, last = -1, 0, self.at, self.at
        for tag in self.cell_tag.finditer(self.data, start, end):
            column = _column_of(tag[1], row, previous)
            while rest and rest[-1] < column:
                self._take(tag.start())
                new = rest.pop()
                self.out += self._new_cell(row, new, columns[new], row_format)
            if rest and rest[-1] == column:
                self._take(tag.start())
                style = int(attribute(tag[1], "s") or 0)
                style = self.recolour(style, columns[rest.pop()])
                self.out += with_attribute(tag[0], "s", str(style))
                self.at = tag.end()
            previous, seen = column, seen + 1
            last = tag.end() if tag[2] else self._end_of_cell(tag.end(), end)
        if seen != _count_tags(self.data, self.prefix + b"c", start, end):
            raise UnprovenError("a cell")
        self._take(last)
        for new in reversed(rest):
            self.out += self._new_cell(row, new, columns[new], row_format)
        self._take(end)

    def _end_of_cell(self, at: int, end: int) -> int:
        closing = b"</%bc>" % self.prefix
        found = self.data.find(closing, at, end)
        if found < 0:
            raise UnprovenError("no end of a cell")
        return found + len(closing)


def _row_of(attributes: bytes, previous: int) -> int:
    written = attribute(attributes, "r")
    row = previous + 1 if written is None else _positive(written) - 1
    if row <= previous:
        raise UnprovenError("rows out of order")
    return row


def _column_of(attributes: bytes, row: int, previous: int) -> int:
    written = attribute(attributes, "r")
    if written is None:
        return previous + 1
    own_row, column = place_of(written)
    if own_row != row or column <= previous:
        raise UnprovenError("cells out of order")
    return column


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise UnprovenError("a number")
    return int(text)


def _count_tags(data: bytes, name: bytes, start: int, end: int) -> int:
    return sum(
        data.count(b"<" + name + after, start, end)
        for after in (b" ", b">", b"/", b"\n", b"\t", b"\r")
    )


def _column_formats(sheet: SheetPart) -> list[tuple[int, int, int]]:
    """Give the formats of columns (first, last, format), which a cell not written yet would have."""
    found = [child.attributes for child in sheet.children if child.path == ("cols", "col")]
    if len(found) > _COLUMN_ELEMENTS_MAX:
        raise UnprovenError("columns of too many kinds")
    return [
        (_positive(one.get("min", "")) - 1, _positive(one.get("max", "")) - 1, int(one["style"]))
        for one in found
        if "style" in one
    ]


def _without_formats(sheet: SheetPart, cleared: Mapping[int, int]) -> bytes:
    """Give the rows with the formats of an earlier check replaced."""
    styles = b"|".join(b"%d" % style for style in sorted(cleared))
    pattern = re.compile(
        b"(<" + sheet.root.prefix + rb"c(?:\s[^>]{0,300}?)?\ss=[\"'])(" + styles + rb")(?=[\"'])"
    )
    rows = sheet.data[sheet.start : sheet.end]
    return pattern.sub(lambda found: b"%b%d" % (found[1], cleared[int(found[2])]), rows)
