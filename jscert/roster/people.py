"""Which rows below a header are people, and what their cells say once merged areas are filled down.

Input: a sheet and its header. Output: `People`. A row is a person if it has anything in a known column and
is no hint, no footer, no title and no repeated header. A vertical merge gives its value to all its rows,
except for names and identity numbers: those belong to one person, so a merge over two is marked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from jscert.roster import columns
from jscert.roster.dates import from_1904
from jscert.roster.headers import HeaderWords, is_other_header, is_repeated
from jscert.roster.workbook import show_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jscert.roster.headers import Header
    from jscert.roster.workbook import Area, CellPicture, Sheet, Value

_ONE_PERSON = frozenset(
    {columns.NAME, columns.IDENTITY, columns.IDENTITY_OTHER, columns.PHOTO, columns.BIRTH}
)
_MARKED = (columns.NAME, columns.IDENTITY, columns.IDENTITY_OTHER)
_DATES = (columns.BIRTH, columns.PASSED_ON, columns.VERIFIED_ON)
_LINE_CHARACTERS = 6
_STRAYS = 100
_LINES = 1_000
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The people of a sheet: 0-based rows in order, without those that are struck out.

    `struck` are the rows of people left out because they are struck out. `other_header` is the row of a
    further header that moves the columns (None if there is none): people below it cannot be trusted.
    `closing` are rows under the people that are nobody, `lines` those between them of a cell or two and
    without a number: row, column, and the first text of each.
    """

    rows: tuple[int, ...]
    struck: tuple[int, ...]
    other_header: int | None
    closing: tuple[int, ...]
    lines: tuple[tuple[int, int, str], ...] = field(repr=False)
    _filled: Mapping[int, Mapping[int, Value]] = field(repr=False)
    _merged: Mapping[int, frozenset[str]] = field(repr=False)
    _pictures: Mapping[int, tuple[CellPicture, ...]] = field(repr=False)

    def values(self, sheet: Sheet, row: int) -> tuple[Value, ...]:
        """Give a row's cells, filled down."""
        cells = sheet.rows[row]
        filled = self._filled.get(row)
        if not filled:
            return cells
        return tuple(filled.get(column, cell) for column, cell in enumerate(cells))

    def merged(self, row: int) -> frozenset[str]:
        """Name the fields whose cell is merged with another person's."""
        return self._merged.get(row, _NOTHING)

    def pictures(self, row: int) -> tuple[CellPicture, ...]:
        """Give the pictures that lie on a row."""
        return self._pictures.get(row, ())

    def stray_pictures(self) -> tuple[CellPicture, ...]:
        """Give the pictures, the first hundred at most, that lie on nobody's row."""
        told = {*self.rows, *self.struck}
        stray = (one for row, found in self._pictures.items() if row not in told for one in found)
        return tuple(islice(stray, _STRAYS))


def find_people(sheet: Sheet, header: Header, table: Mapping[str, str]) -> People:
    """Find the people below a header."""
    seeker = _Seeker(sheet, header, HeaderWords(table, header.needed))
    found = seeker.found()
    closing = seeker.closing(found) if header.needed == columns.NEEDED else ()
    found = found[: len(found) - len(closing)]
    last = found[-1] if found else -1
    rows = tuple(row for row in found if row not in sheet.struck_rows)
    areas = [area for area in sheet.merges if area.bottom > max(area.top, header.row)]
    return People(
        rows=rows,
        struck=tuple(row for row in found if row in sheet.struck_rows),
        other_header=seeker.other_header,
        closing=closing,
        lines=tuple(line for line in seeker.lines if line[0] <= last),
        _filled=_with_days(sheet, header, rows, _filled_down(sheet, header, areas)),
        _merged=_merged_over(header, found, areas),
        _pictures=_by_row(sheet),
    )


class _Seeker:
    """Walks down one sheet."""

    def __init__(self, sheet: Sheet, header: Header, words: HeaderWords) -> None:
        self._rows = sheet.rows
        self._header = header
        self._words = words
        self._mapped = tuple(sorted(header.columns.values()))
        self._bands = frozenset(_bands(sheet, header))
        self._last_header = header.row
        self._in_notes = False
        self.other_header: int | None = None
        self.lines: list[tuple[int, int, str]] = []
        self._last_numbered = -1

    def found(self) -> list[int]:
        found: list[int] = []
        name, number = (self._header.columns.get(needed) for needed in self._header.needed)
        for index in range(self._header.row + 1, len(self._rows)):
            row = self._rows[index]
            identity = "" if number is None else show_value(row[number])
            if columns.has_number(identity) and name is not None and index not in self._bands:
                found.append(index)
                self._in_notes = False
                self._last_numbered = index
                continue
            self._note_line(index, name)
            if not any(is_written(row[column]) for column in self._mapped):
                continue
            if self._is_header(index):
                self._drop_titles(found, index)
                self._last_header = index
            elif index not in self._bands and not self._is_advice(index, name, identity):
                found.append(index)
        return found

    def closing(self, found: list[int]) -> tuple[int, ...]:
        """Give the last of the rows found that are no people but lines under them."""
        if self._last_numbered < 0:
            return ()
        column = self._header.columns.get(self._header.needed[0])
        count = 0
        while count < len(found) and self._is_closing(found[-1 - count], column):
            count += 1
        return tuple(found[len(found) - count :])

    def _is_closing(self, index: int, column: int | None) -> bool:
        texts = [show_value(value) for value in self._rows[index]]
        name = "" if column is None else texts[column]
        return index > self._last_numbered and columns.is_closing_row(texts, name)

    def _note_line(self, index: int, name: int | None) -> None:
        """Remember a row without a number, of few cells or none of a person: it may be a title."""
        row = self._rows[index]
        written = [column for column, value in enumerate(row) if is_written(value)]
        named = name in written and written[0] != name
        small = len(written) <= 2 or not self._knows(written)
        if written and small and not named and len(self.lines) < _LINES:
            self.lines.append((index, written[0], show_value(row[written[0]]).strip()))

    def _knows(self, written: list[int]) -> bool:
        return any(column in written for column in self._mapped)

    def _is_header(self, index: int) -> bool:
        row = self._rows[index]
        if is_repeated(row, self._header, self._rows, self._words):
            return True
        if not is_other_header(row, self._header, self._words):
            return False
        if self.other_header is None:
            self.other_header = index
        return True

    def _drop_titles(self, found: list[int], index: int) -> None:
        """Take back the lines right above a repeated header: they are its titles, if of one cell each."""
        while found and found[-1] >= index - columns.TITLE_ROWS and self._is_line(found[-1]):
            if any(self._is_more(row) for row in range(found[-1] + 1, index)):
                return
            found.pop()

    def _is_more(self, index: int) -> bool:
        return sum(map(is_written, self._rows[index])) > 1

    def _is_line(self, index: int) -> bool:
        """Tell a row of one cell with more in it than a name has."""
        written = [show_value(value) for value in self._rows[index] if is_written(value)]
        return len(written) == 1 and len(written[0].strip()) >= _LINE_CHARACTERS

    def _is_advice(self, index: int, name: int | None, identity: str) -> bool:
        texts = [show_value(value) for value in self._rows[index]]
        told_name = "" if name is None else texts[name]
        if self._in_notes and self._is_line(index):
            return True
        below = index - self._last_header
        self._in_notes = columns.is_footer_row(texts, identity) and columns.opens_notes(texts)
        return columns.is_footer_row(texts, identity) or columns.is_hint_row(
            texts, told_name, identity, below
        )


def _bands(sheet: Sheet, header: Header) -> Iterator[int]:
    """Give the rows that one cell crosses from the name to the number: titles of groups, no people."""
    crossed = [header.columns[needed] for needed in header.needed if needed in header.columns]
    if len(crossed) < 2:
        return
    for area in sheet.merges:
        if area.top == area.bottom and area.left <= min(crossed) and area.right >= max(crossed):
            told = area.top < len(sheet.rows) and show_value(sheet.rows[area.top][area.left])
            if not told or not columns.has_number(told):
                yield area.top


def _filled_down(sheet: Sheet, header: Header, areas: list[Area]) -> dict[int, dict[int, Value]]:
    """Give the cells that vertical merges fill: row → column → value."""
    filled: dict[int, dict[int, Value]] = {}
    of_one = {header.columns[name] for name in _ONE_PERSON & header.columns.keys()}
    shared = set(header.columns.values()) - of_one
    for area in _apart(areas):
        if area.left not in shared or area.top <= header.row:
            continue
        value = sheet.rows[area.top][area.left] if area.top < len(sheet.rows) else None
        for row in range(area.top + 1, min(area.bottom + 1, len(sheet.rows))):
            filled.setdefault(row, {})[area.left] = value
    return filled


def _apart(areas: list[Area]) -> Iterator[Area]:
    """Give areas in order, without those that overlap one before in their first column."""
    ends: dict[int, int] = {}
    for area in sorted(areas, key=lambda one: (one.left, one.top)):
        if area.top > ends.get(area.left, -1):
            ends[area.left] = area.bottom
            yield area


def _with_days(
    sheet: Sheet, header: Header, rows: tuple[int, ...], filled: dict[int, dict[int, Value]]
) -> dict[int, dict[int, Value]]:
    """Turn day counts of a workbook that counts from 1904 into days; other cells are let alone."""
    if not sheet.dates_from_1904:
        return filled
    at = [header.columns[name] for name in _DATES if name in header.columns]
    for row in rows:
        for column in at:
            day = from_1904(filled.get(row, {}).get(column, sheet.rows[row][column]))
            if day is not None:
                filled.setdefault(row, {})[column] = day
    return filled


def _merged_over(header: Header, found: list[int], areas: list[Area]) -> dict[int, frozenset[str]]:
    """Find names and numbers merged over several people: row → fields."""
    merged: dict[int, frozenset[str]] = {}
    for name in _MARKED:
        column = header.columns.get(name)
        over = [area for area in areas if column is not None and area.left <= column <= area.right]
        end = -1
        for area in sorted(over, key=lambda one: one.top):
            if area.top <= end:
                continue
            end = area.bottom
            people = found[bisect_left(found, area.top) : bisect_right(found, area.bottom)]
            for row in people if len(people) > 1 else ():
                merged[row] = merged.get(row, _NOTHING) | {name}
    return merged


def _by_row(sheet: Sheet) -> dict[int, tuple[CellPicture, ...]]:
    found: dict[int, list[CellPicture]] = {}
    for picture in sheet.pictures:
        found.setdefault(picture.row, []).append(picture)
    return {row: tuple(pictures) for row, pictures in sorted(found.items())}


def is_written(value: Value) -> bool:
    """Tell a cell with something in it from an empty one."""
    return bool(value.strip()) if isinstance(value, str) else value is not None
