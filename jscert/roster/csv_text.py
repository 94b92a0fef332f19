"""The reader of .csv, .tsv and other tables in plain text (RFC 4180, as table programs write it).

Input: the bytes of a text. Output: one sheet, named after the file. Such a file has no types, so every
cell is text as written; whether a table program has damaged a number is judged in `checks`.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from jscert.roster.limits import TooLargeError
from jscert.roster.text_encoding import find_encoding, modernise
from jscert.roster.workbook import NoPictures, RosterPictures, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jscert.roster.limits import WorkbookLimits

_DELIMITERS = ("\t", ",", ";")
_SAMPLE_BYTES = 64 * 1024
_SAMPLE_LINES = 20
_LONGEST_ROW = 1_000_000
_QUOTED = re.compile(r'"[^"]*"')
_TEXT_FORMULA = re.compile(r'="([^"]*)"\Z')  # how programs keep a long number text in a .csv
_DOS_END = "\x1a"
_LAST_ROW = 1_048_576
_EMPTY: list[str] = []


def read_csv(
    data: bytes, name: str, limits: WorkbookLimits
) -> tuple[tuple[Sheet, ...], RosterPictures]:
    """Read the table; ValueError if it is no text or its quotes are broken, TooLargeError past a limit."""
    encoding = find_encoding(data)
    if encoding is None:
        raise ValueError("not a text")
    lines = _Lines(data, encoding)
    rows: list[list[str]] = []
    width = filled = 0
    try:
        for row in csv.reader(lines, delimiter=_find_delimiter(data, encoding), strict=True):
            rows.append([_unwrap(cell) for cell in row] if lines.begin_row() else row)
            width = max(width, len(row))
            if any(row):
                filled = len(rows)
            else:
                rows[-1] = _EMPTY
            if filled > limits.rows or filled * width > limits.cells or len(rows) > _LAST_ROW:
                raise TooLargeError("too many cells")
    except csv.Error as fault:
        raise ValueError("not a readable table") from fault
    lengths = tuple(map(len, rows[:filled]))
    sheet = Sheet(
        name=name, hidden=False, rows=_rectangle(rows[:filled], width), row_lengths=lengths
    )
    return (sheet,), NoPictures()


class _Lines:
    """The lines of a text with their ends; a row may take several, but not without end."""

    def __init__(self, data: bytes, encoding: str) -> None:
        self._text = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
        self._encoding = encoding
        self._row_characters = 0
        self._formula_seen = False

    def begin_row(self) -> bool:
        """Begin a new row; tell whether the last one may hold a text written as a formula."""
        seen, self._formula_seen = self._formula_seen, False
        self._row_characters = 0
        return seen

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(_LONGEST_ROW)
        self._row_characters += len(line)
        if self._row_characters >= _LONGEST_ROW:
            raise TooLargeError("a row without end")
        if not line or line == _DOS_END:
            raise StopIteration
        if '="' in line:
            self._formula_seen = True
        return modernise(line, self._encoding)


def _find_delimiter(data: bytes, encoding: str) -> str:
    """Take the delimiter that separates most in the first lines, outside quotes."""
    sample = data[:_SAMPLE_BYTES].decode(encoding, "ignore")
    lines = _QUOTED.sub("", sample).splitlines()[:_SAMPLE_LINES]
    return max(_DELIMITERS, key=lambda delimiter: sum(line.count(delimiter) for line in lines))


def _unwrap(cell: str) -> str:
    found = _TEXT_FORMULA.match(cell)
    return found[1] if found else cell


def _rectangle(rows: list[list[str]], width: int) -> tuple[tuple[str, ...], ...]:
    return tuple((*row, *("",) * (width - len(row))) for row in rows)
