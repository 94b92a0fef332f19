"""Where the rows or columns of a sheet lie, in EMU (914 400 to the inch): a picture's centre has a cell.

Input: widths in characters and heights in points, as ECMA-376 part 1 (18.3.1.13, 18.3.1.73, 18.3.1.81)
has them. Output: `Axis`. Widths are those of a font whose digits are 7 pixels wide; the row of a picture
does not hang on that.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_POINT, _PIXEL = 12_700, 9_525
_ROW_POINTS, _COLUMN_CHARACTERS = 15.0, 9.14
_DIGIT_PIXELS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSpan:
    """Columns of one width: first and last (0-based, inclusive), the width in characters if it is told."""

    first: int
    last: int
    width: float | None
    hidden: bool


class Axis:
    """Rows or columns one after another: most of the usual size, some of their own."""

    def __init__(self, usual: int, own: Mapping[int, int], last: int) -> None:
        self._usual = usual
        self._own = own
        self._last = last
        self._indices = sorted(own)
        differences = (own[index] - usual for index in self._indices)
        self._shifts = (0, *accumulate(differences))

    def size(self, index: int) -> int:
        """Give how tall or wide one is."""
        return self._own.get(index, self._usual)

    def start(self, index: int) -> int:
        """Give where one begins."""
        return index * self._usual + self._shifts[bisect_left(self._indices, index)]

    def point(self, index: int, offset: int) -> int:
        """Give the place at an offset into one; an offset past its end means its end."""
        index = self.clamped(index)
        return self.start(index) + max(0, min(offset, self.size(index)))

    def clamped(self, index: int) -> int:
        """Give the nearest index there is."""
        return max(0, min(index, self._last))

    def index_at(self, place: int, low: int = 0, high: int | None = None) -> int:
        """Give the last one between two (inclusive) that begins at or before a place."""
        low = self.clamped(low)
        high = max(low, self.clamped(self._last if high is None else high))
        while low < high:
            middle = (low + high + 1) // 2
            if self.start(middle) <= place:
                low = middle
            else:
                high = middle - 1
        return low


def row_axis(usual: float | None, heights: Mapping[int, float]) -> Axis:
    """Make the axis of rows from heights in points."""
    sizes = {row: round(points * _POINT) for row, points in heights.items()}
    return Axis(round((_ROW_POINTS if usual is None else usual) * _POINT), sizes, 1_048_575)


def column_axis(usual: float | None, spans: Sequence[ColumnSpan]) -> Axis:
    """Make the axis of columns from spans in the order of their first columns."""
    usual = _COLUMN_CHARACTERS if usual is None else usual
    sizes: dict[int, int] = {}
    free = 0
    for span in spans:
        size = 0 if span.hidden else _width(usual if span.width is None else span.width)
        for column in range(max(span.first, free), span.last + 1):
            sizes[column] = size
        free = max(free, span.last + 1)
    return Axis(_width(usual), sizes, 16_383)


def _width(characters: float) -> int:
    return int(characters * _DIGIT_PIXELS + 0.5) * _PIXEL
