"""From the cells of a roster to rows of people: header, kind, and which rows are people at all.

Input: a path and the catalogue. Output: `RosterReading`: rows with their place, the sender's header and
values (for the returned workbook), and faults of sheets and columns. What a cell says about a person is
judged in `checks`; history is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.certificates import Place
from jscert.errors import Code, JscertError
from jscert.roster import columns
from jscert.roster.files import read_roster
from jscert.roster.headers import find_header
from jscert.roster.identity_numbers import is_newer
from jscert.roster.kinds import SheetKinds
from jscert.roster.own_sheets import is_fault_list, is_own_sheet, strangers
from jscert.roster.people import find_people, is_written
from jscert.roster.reading_notes import ReadingNotes, list_rows
from jscert.roster.workbook import (
    FileFormat,
    NoPictures,
    Roster,
    Value,
    column_letter,
    show_value,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jscert.certificates import Rejection
    from jscert.families.catalogue import Catalogue, Kind
    from jscert.roster.headers import Header
    from jscert.roster.people import People
    from jscert.roster.workbook import CellPicture, RosterPictures, Sheet

_NEAREST_SOUGHT = 30
_COLUMN_NEEDS = {"employer": columns.EMPLOYER, "post": columns.POST}


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """A person's row: `kind` is a kind's id ("" if unknown, which is then a fault already told).

    `values` are all cells of the row, merged ones filled down; `columns` maps fields to their 0-based
    column; `merged` names the fields whose cell is another person's, too. `pictures` are those that lie on
    the row, `format` is the file's.
    """

    place: Place
    kind: str
    columns: Mapping[str, int]
    values: tuple[Value, ...] = field(repr=False)
    pictures: tuple[CellPicture, ...] = field(default=(), repr=False)
    merged: frozenset[str] = frozenset()
    format: FileFormat = FileFormat.XLSX

    def has(self, name: str) -> bool:
        """Tell whether the sheet has a column for a field."""
        return name in self.columns

    def value(self, name: str) -> Value:
        """Give a field's cell with its type; None where there is no such column."""
        column = self.columns.get(name)
        return None if column is None else self.values[column]

    def text(self, name: str) -> str:
        """Give a field's cell as text, as the sender wrote it."""
        column = self.columns.get(name)
        value = "" if column is None else self.values[column]
        return value if type(value) is str else show_value(value)

    def letter(self, name: str) -> str:
        """Give a field's column letter ("" where there is no such column)."""
        column = self.columns.get(name)
        return "" if column is None else column_letter(column)

    def texts(self) -> tuple[str, ...]:
        """Give all cells as text, for the returned workbook."""
        return tuple(show_value(value) for value in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSheet:
    """A sheet with people: the sender's header and rows. `blocked`: a fault concerns all its rows.

    `header_row` is the header's (last) row, 1-based; `columns` maps its fields to their 0-based column.
    """

    name: str
    header: tuple[str, ...]
    header_row: int
    columns: Mapping[str, int]
    rows: tuple[RosterRow, ...]
    blocked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterReading:
    """A roster read: its sheets with people, and the faults and remarks found on the way."""

    roster: str
    sheets: tuple[ReadSheet, ...]
    rejections: tuple[Rejection, ...]
    warnings: tuple[Rejection, ...]
    pictures: RosterPictures = field(default_factory=NoPictures, repr=False)

    @property
    def rows(self) -> tuple[RosterRow, ...]:
        """All people of all sheets, in the roster's order."""
        return tuple(row for sheet in self.sheets for row in sheet.rows)


def read_rows(
    path: Path,
    catalogue: Catalogue,
    *,
    kind: Kind | None = None,
    synonyms: Mapping[str, Sequence[str]] | None = None,
) -> RosterReading:
    """Read a roster's people.

    The kind of a row is that of its 证书类别 cell, else `kind`, else what the sheet's name or title says;
    where two of these speak they must agree. `synonyms` adds header words to fields.
    Raises what `read_roster` raises, ROSTER_EMPTY, ROSTER_NO_HEADER and ROWS_OVERLONG; faults of
    single sheets, columns and rows are values of the reading.
    """
    return rows_of(read_roster(path), catalogue, kind=kind, synonyms=synonyms)


def rows_of(
    roster: Roster,
    catalogue: Catalogue,
    *,
    kind: Kind | None = None,
    synonyms: Mapping[str, Sequence[str]] | None = None,
    needed: tuple[str, str] = columns.NEEDED,
) -> RosterReading:
    """Do `read_rows` with a roster that is already in memory.

    With `columns.BY_NUMBER` the rows are certificates named by their numbers, whose kinds play no part.
    """
    table = columns.synonym_table(synonyms)
    filled = [
        sheet
        for sheet in roster.sheets
        if any(map(_is_filled, sheet.rows)) and not is_fault_list(sheet.rows)
    ]
    if not filled:
        raise JscertError(Code.ROSTER_EMPTY, roster=roster.name)
    notes = ReadingNotes(roster=roster.name)
    known = _Known(catalogue=catalogue, asked=kind, table=table, format=roster.format)
    sheets: list[ReadSheet] = []
    for sheet in filled:
        if is_own_sheet(sheet.name):
            _note_strangers(notes, sheet)
            continue
        header = find_header(sheet.rows, table, sheet.merges, needed)
        if sheet.hidden:
            notes.warn(Code.SHEET_HIDDEN, sheet.name)
        elif header is None:
            notes.warn(Code.SHEET_SKIPPED, sheet.name)
        else:
            sheets.append(_SheetReader(known, notes, sheet, header).read())
    if not sheets:
        raise JscertError(Code.ROSTER_NO_HEADER, roster=roster.name)
    if not notes.faults and not any(sheet.rows for sheet in sheets):
        raise JscertError(Code.ROSTER_EMPTY, roster=roster.name)
    return RosterReading(
        roster=roster.name,
        sheets=tuple(sheets),
        rejections=tuple(notes.faults),
        warnings=tuple(notes.remarks),
        pictures=roster.pictures,
    )


def _note_strangers(notes: ReadingNotes, sheet: Sheet) -> None:
    """Tell of people who were filled into a sheet of examples or advice; usually there are none."""
    count = strangers(sheet.rows)
    if count:
        notes.warn(Code.SHEET_OF_EXAMPLES, sheet.name, count=str(count))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is the same for all sheets of a roster."""

    catalogue: Catalogue
    asked: Kind | None
    table: Mapping[str, str]
    format: FileFormat


class _SheetReader:
    """Reads one sheet below its header."""

    def __init__(self, known: _Known, notes: ReadingNotes, sheet: Sheet, header: Header) -> None:
        self.known = known
        self.notes = notes
        self.sheet = sheet
        self.header = header
        self.blocked = False
        self.kinds = SheetKinds(known.catalogue, notes, sheet.name, header)
        self.has_kinds = header.needed == columns.NEEDED
        self.swapped = _swapped(header.columns)

    def read(self) -> ReadSheet:
        faults_before = len(self.notes.faults)
        self._note_columns()
        kind = self.kinds.of_sheet(self.known.asked, self.known.format) if self.has_kinds else None
        if kind is not None:
            self._note_missing_needs(kind)
        people = find_people(self.sheet, self.header, self.known.table)
        self._refuse_overlong(people)
        self._note_people(people)
        titles = self._titles_of_kinds(people, kind)
        self.blocked = len(self.notes.faults) > faults_before
        named = people.rows if self.header.needed[0] in self.header.columns else ()
        rows = tuple(self._row(index, people, kind) for index in named if index not in titles)
        if not rows and not self.blocked:
            self.notes.warn(Code.SHEET_EMPTY, self.sheet.name, self.header.row + 1)
        return ReadSheet(
            name=self.sheet.name,
            header=self.header.words,
            header_row=self.header.row + 1,
            columns=self.header.columns,
            rows=rows,
            blocked=self.blocked,
        )

    def _titles_of_kinds(self, people: People, kind: Kind | None) -> frozenset[int]:
        """Find lines between the people that name a kind: those below may be of another than the sheet's."""
        lines = people.lines if self.has_kinds else ()
        return frozenset(line[0] for line in lines if self.kinds.titles_kind(line, kind))

    def _note_columns(self) -> None:
        name, rows = self.sheet.name, self.header.word_rows
        told = next(filter(columns.names_the_failed, (name, *self.header.titles)), None)
        if told is not None and self.has_kinds:
            self.notes.fault(Code.SHEET_OF_FAILED, name, self.header.row + 1, shown=told)
        for needed in dict.fromkeys(self.header.needed):
            if needed not in self.header.columns:
                self._fault_missing(needed)
        for double, column in self.header.doubles:
            first = column_letter(self.header.columns[double])
            letter = column_letter(column)
            word = self.header.words[column]
            row = rows[column] + 1
            self.notes.fault(Code.COLUMN_DOUBLE, name, row, letter, shown=word, other=first)
        for count, column in enumerate(self.header.unknown):
            word = self.header.words[column]
            near = columns.nearest_word(word) if count < _NEAREST_SOUGHT else ""
            row, letter = rows[column] + 1, column_letter(column)
            self.notes.warn(Code.COLUMN_UNKNOWN, name, row, letter, shown=word, near=near)
        hidden = sorted(self.sheet.hidden_columns.intersection(self.header.columns.values()))
        if hidden:
            letters = ", ".join(map(column_letter, hidden))
            place = (name, rows[hidden[0]] + 1, column_letter(hidden[0]))
            self.notes.warn(Code.COLUMNS_HIDDEN, *place, columns=letters)

    def _note_people(self, people: People) -> None:
        """Tell of rows the sender may not have in mind: hidden, struck out, below another header."""
        name = self.sheet.name
        if people.other_header is not None:
            self.notes.fault(Code.HEADER_MOVED, name, people.other_header + 1)
        hidden = [row + 1 for row in people.rows if row in self.sheet.hidden_rows]
        if hidden:
            rows = list_rows(hidden)
            self.notes.warn(Code.ROWS_HIDDEN, name, hidden[0], count=str(len(hidden)), rows=rows)
        column = self.header.columns.get(columns.NAME)
        letter = "" if column is None else column_letter(column)
        for row in people.struck:
            self.notes.warn(Code.ROW_STRUCK, name, row + 1, letter)
        if people.closing:
            closing = [row + 1 for row in people.closing]
            self.notes.warn(Code.LINES_UNREAD, name, closing[0], rows=list_rows(closing))
        for picture in people.stray_pictures() if letter else ():
            letters = column_letter(picture.column)
            cell = f"{letters}{picture.row + 1}"
            self.notes.warn(Code.PICTURE_WITHOUT_PERSON, name, picture.row + 1, letters, cell=cell)

    def _note_missing_needs(self, kind: Kind) -> None:
        for need, wanted in _COLUMN_NEEDS.items():
            if need in kind.needs and wanted not in self.header.columns:
                self._fault_missing(wanted)

    def _fault_missing(self, wanted: str) -> None:
        self.notes.fault(
            Code.COLUMN_MISSING,
            self.sheet.name,
            self.header.row + 1,
            wanted=columns.WORDS[wanted][0],
        )

    def _row(self, index: int, people: People, kind: Kind | None) -> RosterRow:
        values = people.values(self.sheet, index)
        own = None
        if self.has_kinds:
            own = self.kinds.of_row(index + 1, values, kind, blocked=self.blocked)
        return RosterRow(
            place=Place(roster=self.notes.roster, sheet=self.sheet.name, row=index + 1),
            kind=own.id if own else "",
            columns=self._columns(values) if self.swapped else self.header.columns,
            values=values,
            pictures=people.pictures(index),
            merged=people.merged(index),
            format=self.known.format,
        )

    def _refuse_overlong(self, people: People) -> None:
        """Refuse a text with a person's row of more cells than the header: its columns have shifted."""
        lengths = self.sheet.row_lengths
        header = max(lengths[self.header.top : self.header.row + 1], default=0)
        rows = [row + 1 for row in people.rows if lengths and lengths[row] > header]
        if rows:
            roster = self.notes.roster
            raise JscertError(Code.ROWS_OVERLONG, roster=roster, rows=list_rows(rows))

    def _columns(self, values: tuple[Value, ...]) -> Mapping[str, int]:
        """Of two columns of identity numbers, let the one with today's number count."""
        usual = self.header.columns
        first, other = (usual[name] for name in (columns.IDENTITY, columns.IDENTITY_OTHER))
        newer = is_newer(show_value(values[other]), show_value(values[first]))
        return self.swapped if newer else usual


def _swapped(usual: Mapping[str, int]) -> Mapping[str, int]:
    """Give the columns with the two of identity numbers changed over; empty if there is only one."""
    if columns.IDENTITY_OTHER not in usual:
        return {}
    first, other = usual[columns.IDENTITY], usual[columns.IDENTITY_OTHER]
    return {**usual, columns.IDENTITY: other, columns.IDENTITY_OTHER: first}


def _is_filled(row: Sequence[Value]) -> bool:
    return any(map(is_written, row))
