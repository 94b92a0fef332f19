"""One sheet of an .ods while it is read: rows and columns fall into place, repeated ones under limits.

Input: rows, cells and pictures in the file's order, as `ods` meets them. Output: a `Sheet`. No XML here.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from jscert.roster.limits import TooLargeError
from jscert.roster.merged_pictures import move_home
from jscert.roster.workbook import Area, CellPicture, Sheet

if TYPE_CHECKING:
    from jscert.roster.workbook import Value

_LAST_COLUMN = 16_384
_HEIGHT_PT, _WIDTH_PT = 12.8, 64.0  # of rows and columns that no style describes


class Ruler:
    """The heights of rows, or the widths of columns, one after another; behind the last, the usual one."""

    def __init__(self, usual_pt: float) -> None:
        self._usual_pt = usual_pt
        self._starts: list[int] = []
        self._lengths: list[float] = []
        self.count = 0

    def add(self, length_pt: float, times: int) -> None:
        """Add so many of one length."""
        if not self._lengths or self._lengths[-1] != length_pt:
            self._starts.append(self.count)
            self._lengths.append(length_pt)
        self.count += times

    def find(self, start: int, offset_pt: float) -> int:
        """Find the one that lies so far behind the beginning of `start` (0-based)."""
        run = bisect_right(self._starts, start) - 1
        while 0 <= run < len(self._starts):
            end = self._starts[run + 1] if run + 1 < len(self._starts) else self.count
            length = self._lengths[run]
            if offset_pt < length * (end - start):
                return start + int(max(offset_pt, 0) / length)
            offset_pt -= length * (end - start)
            start, run = end, run + 1
        return start + int(max(offset_pt, 0) / self._usual_pt)


class Table:
    """Collects a sheet; all numbers are 0-based."""

    def __init__(self, name: str, *, hidden: bool, most_rows: int, most_cells: int) -> None:
        self.heights, self.widths = Ruler(_HEIGHT_PT), Ruler(_WIDTH_PT)
        self.rows = 0
        self.column = 0
        self._name, self._hidden = name, hidden
        self._most_rows, self._most_cells = most_rows, most_cells
        self._filled: list[list[Value]] = []
        self._width = 0
        self._current: list[Value] = []
        self._all_struck = True
        self._merges: list[Area] = []
        self._hidden_rows: list[range] = []
        self._hidden_columns: list[range] = []
        self._struck: list[range] = []
        self._pictures: list[tuple[int, int, float, float, str]] = []

    def add_columns(self, times: int, width_pt: float, *, hidden: bool) -> None:
        """Add columns before the first row."""
        if hidden:
            self._hidden_columns.append(range(self.widths.count, self.widths.count + times))
        self.widths.add(0.0 if hidden else width_pt or _WIDTH_PT, times)

    def skip_cells(self, times: int) -> None:
        """Pass over empty cells."""
        self.column += times

    def add_cells(self, value: Value, times: int, *, struck: bool) -> None:
        """Put a value into the next cells of the current row."""
        if self.column + times > _LAST_COLUMN:
            raise ValueError("a cell outside the sheet")
        self._current += [""] * (self.column - len(self._current)) + [value] * times
        self.column += times
        self._all_struck = self._all_struck and struck

    def add_merge(self, rows: int, columns: int) -> None:
        """Note that the next cell spans so many rows and columns."""
        if len(self._merges) > self._most_rows:
            raise TooLargeError("too many merged areas")
        top, left = self.rows, self.column
        self._merges.append(
            Area(top=top, left=left, bottom=top + rows - 1, right=left + columns - 1)
        )

    def add_picture(self, ref: str, right_pt: float, down_pt: float, *, on_cell: bool) -> None:
        """Add a picture by where its middle is, from the current cell's corner or the sheet's."""
        if len(self._pictures) > self._most_rows:
            raise TooLargeError("too many pictures")
        row, column = (self.rows, self.column) if on_cell else (0, 0)
        self._pictures.append((row, column, right_pt, down_pt, ref))

    def end_row(self, times: int, height_pt: float, *, hidden: bool) -> None:
        """End the current row, which stands for so many."""
        place = range(self.rows, self.rows + times)
        self.rows += times
        if self.rows <= self._most_rows:
            self.heights.add(0.0 if hidden else height_pt or _HEIGHT_PT, times)
            if hidden:
                self._hidden_rows.append(place)
        if self._current:
            self._width = max(self._width, len(self._current))
            if self.rows > self._most_rows or self.rows * self._width > self._most_cells:
                raise TooLargeError("too many cells")
            self._filled += [[]] * (place.start - len(self._filled)) + [self._current] * times
            if self._all_struck:
                self._struck.append(place)
        self._current, self._all_struck, self.column = [], True, 0

    def finish(self) -> Sheet:
        """Give the sheet down to its last written row and column."""
        width, height = self._width, len(self._filled)
        return Sheet(
            name=self._name,
            hidden=self._hidden,
            rows=tuple((*row, *("",) * (width - len(row))) for row in self._filled),
            merges=tuple(self._merges),
            hidden_rows=_within(self._hidden_rows, height),
            hidden_columns=_within(self._hidden_columns, width),
            struck_rows=_within(self._struck, height),
            pictures=move_home(self._placed(), self._merges),
        )

    def _placed(self) -> list[CellPicture]:
        return [
            CellPicture(
                row=self.heights.find(row, down),
                column=self.widths.find(column, right),
                ref=ref,
                floating=True,
            )
            for row, column, right, down, ref in self._pictures
        ]


def _within(ranges: list[range], end: int) -> frozenset[int]:
    return frozenset(
        index for places in ranges for index in range(places.start, min(places.stop, end))
    )
