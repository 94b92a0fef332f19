"""What a roster file is to the rest of the room, whatever its format: sheets of typed cells, and pictures.

Readers of formats (`xlsx`, …) make these values; everything above sees only them. A cell keeps its
type: a number stays a number (an identity number typed as a number is damaged and must be seen as
such). What a column means is not known here, and nothing is read here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from jscert.errors import Code, JscertError

Value = str | int | float | bool | date | datetime | time | timedelta | None


class FileFormat(StrEnum):
    """What a roster file is, told by its bytes: `.xlsm` counts as XLSX, `.et` as XLS, `.tsv` as CSV."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A rectangle of cells, 0-based and inclusive on all sides."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPicture:
    """A picture that belongs to a cell (0-based). `ref` is what `RosterPictures` knows it by.

    `floating`: it lies over the sheet, and its anchor's centre decided the cell; else it is in the cell.
    """

    row: int
    column: int
    ref: str = field(repr=False)
    floating: bool


class RosterPictures(Protocol):
    """The pictures inside a roster file, read one by one."""

    def read(self, ref: str, limit: int, /) -> bytes:
        """Give a picture's bytes, at most `limit`; PHOTO_UNREADABLE if the file does not hold it."""
        ...


class NoPictures:
    """The pictures of a file that can hold none."""

    def read(self, ref: str, limit: int, /) -> bytes:
        """Refuse: there is no such picture."""
        del ref, limit
        raise JscertError(Code.PHOTO_UNREADABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: `rows[0]` is row 1 of the sheet, `rows[n][0]` column A; all rows are as long.

    A merged area has its value in its first cell only. `struck_rows` are rows whose written cells are all
    struck out. `dates_from_1904`: plain numbers that mean days count from 1904, not from 1900. Row and
    column numbers here are 0-based. `row_lengths` are the cells a text's rows had before they were made as
    long; empty for other formats.
    """

    name: str
    hidden: bool
    rows: tuple[tuple[Value, ...], ...] = field(repr=False)
    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()
    dates_from_1904: bool = False
    row_lengths: tuple[int, ...] = field(default=(), repr=False)
    pictures: tuple[CellPicture, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A roster file: its name without any folder, and its sheets in the file's order."""

    name: str
    sheets: tuple[Sheet, ...]
    format: FileFormat = FileFormat.XLSX
    pictures: RosterPictures = field(default_factory=NoPictures, repr=False)


def column_letter(index: int) -> str:
    """Write a column's letters from its 0-based index (0 → `A`, 26 → `AA`)."""
    letters, rest = "", index + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def show_value(value: Value) -> str:
    """Write a cell's value as a person would read it; whole numbers without a point."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
