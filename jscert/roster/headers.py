"""Where a sheet's header lies, what it says of each column, and whether it comes again further down.

Input: the rows of a sheet, its merged areas, the table of known words. Output: `Header`. A header may have
up to three levels: group words merged over several columns, fields merged over all levels. The words
themselves stand in `columns`; what lies below a header is looked at in `people`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jscert.roster import columns
from jscert.roster.workbook import show_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jscert.roster.workbook import Area, Value

    Rows = Sequence[Sequence[Value]]

_SEARCHED_ROWS = 40
_LEVELS = 3
_MERGES = 600
_LABEL_ENDS = (":", "\uff1a")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header: 0-based rows `top` to `row`, one word for each column, field → 0-based column.

    `word_rows` are the rows the words stand in. `doubles` are (field, column) pairs beyond the first of a
    field, `unknown` columns nobody knows, `titles` the texts above the header. Of fields that several
    columns may mean, the second is called as in `columns.MORE`. `needed` are the fields every row has.
    """

    top: int
    row: int
    words: tuple[str, ...]
    word_rows: tuple[int, ...]
    columns: Mapping[str, int]
    doubles: tuple[tuple[str, int], ...]
    unknown: tuple[int, ...]
    titles: tuple[str, ...]
    needed: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """What stands above one column: the words that count, where, and the field they mean."""

    text: str
    row: int
    field: str | None


class HeaderWords:
    """The table of known words, asked for cells: most texts of a sheet come more than once."""

    def __init__(self, table: Mapping[str, str], needed: tuple[str, str] = columns.NEEDED) -> None:
        self._table = table
        self.needed = needed
        self._known: dict[str, str | None] = {}

    def field(self, cell: Value) -> str | None:
        """Tell which field a cell means if it is a header word."""
        if not isinstance(cell, str):
            return None
        if cell not in self._known:
            self._known[cell] = columns.field_of(cell, self._table)
        return self._known[cell]

    def fields(self, row: Sequence[Value]) -> tuple[str | None, ...]:
        """Tell it for each cell of a row."""
        return tuple(map(self.field, row))

    def name_people(self, row: Sequence[Value]) -> bool:
        """Tell a row that is a header by itself."""
        return set(self.fields(row)).issuperset(self.needed)


def find_header(
    rows: Rows,
    table: Mapping[str, str],
    merges: Sequence[Area] = (),
    needed: tuple[str, str] = columns.NEEDED,
) -> Header | None:
    """Find the header: the first one to three rows that name what is needed of every row.

    Where there is none, the row with most known words (two at least), so that what it lacks can be told;
    None if no row looks like a header.
    """
    finder = _Finder(rows, HeaderWords(table, needed), merges)
    best: tuple[int, int] | None = None
    for index in range(min(len(rows), _SEARCHED_ROWS)):
        bottom = finder.bottom_of(index)
        known = _meant(finder.words_of(index, bottom))
        if known.issuperset(needed):
            return finder.header(index, bottom)
        if len(known) >= 2 and (best is None or len(known) > best[0]):
            best = (len(known), index)
    return finder.header(best[1], finder.bottom_of(best[1])) if best else None


def is_repeated(row: Sequence[Value], header: Header, rows: Rows, words: HeaderWords) -> bool:
    """Tell a row that says again what the header or one of its levels says."""
    written = [(column, cell) for column, cell in enumerate(row) if _text(cell)]
    if len(written) < 2:
        return False
    for level in range(header.top, header.row + 1):
        if all(_text(rows[level][column]) == _text(cell) for column, cell in written):
            return True
    return words.name_people(row) and not has_moved(row, header, words)


def is_other_header(row: Sequence[Value], header: Header, words: HeaderWords) -> bool:
    """Tell a row that is a header, too, but puts the fields in other columns."""
    return words.name_people(row) and has_moved(row, header, words)


def has_moved(row: Sequence[Value], header: Header, words: HeaderWords) -> bool:
    """Tell whether a row's header words contradict a header."""
    at = {column: field for field, column in header.columns.items()}
    for column, field in enumerate(words.fields(row)):
        said = columns.FIRST_OF.get(at.get(column, ""), at.get(column))
        if field in (None, columns.UNUSED):
            if said and _text(row[column]):
                return True
        elif field != said and (field, column) not in header.doubles:
            return True
    return False


class _Finder:
    """Looks at one sheet."""

    def __init__(self, rows: Rows, words: HeaderWords, merges: Iterable[Area]) -> None:
        self._rows = rows
        self._words = words
        near = (m for m in merges if m.top < _SEARCHED_ROWS + _LEVELS)
        self._merges = tuple(sorted(near, key=lambda m: (m.top, m.left)))[:_MERGES]

    def bottom_of(self, top: int) -> int:
        """Give the last row of the header that would begin in a row; the row itself if it has one level."""
        bottom = top
        while bottom - top + 1 < _LEVELS and self._goes_on(top, bottom):
            bottom += 1
        return bottom

    def _goes_on(self, top: int, bottom: int) -> bool:
        if bottom + 1 >= len(self._rows):
            return False
        above = self.words_of(top, bottom)
        if self._words.name_people(self._rows[bottom + 1]):
            return self._adds_fields(above, bottom + 1)
        needed = [i for i, word in enumerate(above) if word and word.field in self._words.needed]
        if not needed:
            return False
        if any(self._reaches_below(bottom, column) for column in needed):
            return True
        return self._is_second_level(above, bottom + 1, needed)

    def _adds_fields(self, above: Sequence[_Word | None], index: int) -> bool:
        """Tell whether the row above a header is its upper level: it names fields the header does not.

        A label in front of a value (it ends with a colon) is none, unless it is merged down.
        """
        row = self._rows[index]
        added = {
            word.field
            for column, word in enumerate(above)
            if word
            and word.field
            and not _text(row[column])
            and (self._reaches_below(index - 1, column) or not word.text.endswith(_LABEL_ENDS))
        }
        return bool(added) and _meant(above).isdisjoint(self._words.fields(row))

    def _reaches_below(self, row: int, column: int) -> bool:
        return any(m.top <= row < m.bottom and m.left <= column <= m.right for m in self._merges)

    def _is_second_level(
        self, above: Sequence[_Word | None], index: int, needed: list[int]
    ) -> bool:
        """Tell a level by its words alone: every cell is one, and none stands where a person would."""
        row = self._rows[index]
        together = self.words_of(index - 1, index)
        written = [column for column, cell in enumerate(row) if _text(cell)]
        return bool(written) and all(
            isinstance(row[column], str)
            and column not in needed
            and (word := together[column]) is not None
            and word.field is not None
            and (word.row == index or above[column] is None)
            for column in written
        )

    def words_of(self, top: int, bottom: int) -> tuple[_Word | None, ...]:
        """Give what stands above each column when the header is these rows."""
        if top == bottom:
            return tuple(
                _Word(text=_text(cell), row=top, field=self._words.field(cell))
                if _text(cell)
                else None
                for cell in self._rows[top]
            )
        groups = [self._spread(level, bottom) for level in range(top, bottom)]
        return tuple(
            self._word(column, top, bottom, [group[column] for group in groups])
            for column in range(len(self._rows[top]))
        )

    def _spread(self, level: int, bottom: int) -> list[str]:
        """Give a level's words, each group's over all its columns."""
        row = self._rows[level]
        spread = [_text(cell) for cell in row]
        if self._merges:
            for m in self._merges:
                if m.top <= level <= m.bottom and m.right > m.left and m.top < len(self._rows):
                    word = _text(self._rows[m.top][m.left]) if m.left < len(row) else ""
                    spread[m.left : m.right + 1] = [word] * len(spread[m.left : m.right + 1])
            return spread
        for column in range(1, len(spread)):
            if not spread[column] and _text(self._rows[bottom][column]):
                spread[column] = spread[column - 1]
        return spread

    def _word(self, column: int, top: int, bottom: int, groups: list[str]) -> _Word | None:
        own = [
            (row, _text(self._rows[row][column]))
            for row in range(bottom, top - 1, -1)
            if _text(self._rows[row][column])
        ]
        if not own:
            return None
        row, lowest = own[0]
        above = "".join(dict.fromkeys(groups[: row - top]))
        for at, text in ((row, lowest), (row, above + lowest), *own[1:]):
            group = at < row and self._is_group(at, column)
            field = None if group else self._words.field(text)
            if field is not None:
                return _Word(text=text, row=at, field=field)
        return _Word(text=lowest, row=row, field=None)

    def _is_group(self, row: int, column: int) -> bool:
        return any(
            m.top <= row <= m.bottom and m.left <= column <= m.right and m.right > m.left
            for m in self._merges
        )

    def header(self, top: int, bottom: int) -> Header:
        words = self.words_of(top, bottom)
        titles = (_text(cell) for row in self._rows[:top] for cell in row if isinstance(cell, str))
        header = Header(
            top=top,
            row=bottom,
            words=tuple(word.text if word else "" for word in words),
            word_rows=tuple(word.row if word else bottom for word in words),
            columns={},
            doubles=(),
            unknown=tuple(i for i, word in enumerate(words) if word and word.field is None),
            titles=tuple(title for title in titles if title),
            needed=self._words.needed,
        )
        return _with_columns(header, words)


def _with_columns(header: Header, words: Sequence[_Word | None]) -> Header:
    found: dict[str, int] = {}
    doubles: list[tuple[str, int]] = []
    for column, word in enumerate(words):
        field = word.field if word else None
        if field in (None, columns.UNUSED):
            continue
        names = columns.MORE.get(str(field), ())
        field = next((name for name in names if name not in found), field)
        if field in found:
            doubles.append((str(field), column))
        else:
            found[str(field)] = column
    first, other = found.get(columns.IDENTITY), found.get(columns.IDENTITY_OTHER)
    if first is not None and other is not None and columns.is_upgraded(header.words[other]):
        found |= {columns.IDENTITY: other, columns.IDENTITY_OTHER: first}
    return replace(header, columns=found, doubles=tuple(doubles))


def _meant(words: Iterable[_Word | None]) -> set[str]:
    return {word.field for word in words if word and word.field} - {columns.UNUSED}


def _text(cell: Value) -> str:
    return show_value(cell).strip()
