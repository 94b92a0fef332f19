"""From the cells of a roster to rows of people: header, kind, and which rows are people at all.

Input: a path and the catalogue. Output: `RosterReading`: rows with their place, the sender's header and
values (for the returned workbook), and faults of sheets and columns. What a cell says about a person is
judged in `checks`; history is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.certificates import Place, Rejection
from jscert.errors import Code, JscertError
from jscert.roster import columns
from jscert.roster.files import read_roster
from jscert.roster.names import clean_text, hide_numbers
from jscert.roster.own_sheets import is_own_sheet, strangers
from jscert.roster.workbook import NoPictures, Roster, Value, column_letter, show_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from jscert.families.catalogue import Catalogue, Kind
    from jscert.roster.columns import Header
    from jscert.roster.workbook import CellPicture, RosterPictures, Sheet

_STRAYS = 100
_COLUMN_NEEDS = {"employer": columns.EMPLOYER, "post": columns.POST}


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """A person's row: `kind` is a kind's id ("" if unknown, which is then a fault already told).

    `values` are all cells of the row; `columns` maps fields to their 0-based column. `pictures` are those
    that lie on the row.
    """

    place: Place
    kind: str
    columns: Mapping[str, int]
    values: tuple[Value, ...] = field(repr=False)
    pictures: tuple[CellPicture, ...] = field(default=(), repr=False)

    def has(self, name: str) -> bool:
        """Tell whether the sheet has a column for a field."""
        return name in self.columns

    def value(self, name: str) -> Value:
        """Give a field's cell with its type; None where there is no such column."""
        column = self.columns.get(name)
        return None if column is None else self.values[column]

    def text(self, name: str) -> str:
        """Give a field's cell as text, as the sender wrote it."""
        return show_value(self.value(name))

    def letter(self, name: str) -> str:
        """Give a field's column letter ("" where there is no such column)."""
        column = self.columns.get(name)
        return "" if column is None else column_letter(column)

    def texts(self) -> tuple[str, ...]:
        """Give all cells as text, for the returned workbook."""
        return tuple(show_value(value) for value in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSheet:
    """A sheet with people: the sender's header and rows. `blocked`: a fault concerns all its rows."""

    name: str
    header: tuple[str, ...]
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
    Raises what `read_roster` raises, ROSTER_EMPTY and ROSTER_NO_HEADER; faults of single sheets, columns
    and rows are values of the reading.
    """
    return rows_of(read_roster(path), catalogue, kind=kind, synonyms=synonyms)


def rows_of(
    roster: Roster,
    catalogue: Catalogue,
    *,
    kind: Kind | None = None,
    synonyms: Mapping[str, Sequence[str]] | None = None,
) -> RosterReading:
    """Do `read_rows` with a roster that is already in memory."""
    table = columns.synonym_table(synonyms)
    filled = [sheet for sheet in roster.sheets if any(map(_is_filled, sheet.rows))]
    if not filled:
        raise JscertError(Code.ROSTER_EMPTY, roster=roster.name)
    notes = _Notes(roster=roster.name)
    sheets: list[ReadSheet] = []
    for sheet in filled:
        if is_own_sheet(sheet.name):
            _note_strangers(notes, sheet)
            continue
        header = columns.find_header(sheet.rows, table)
        if sheet.hidden:
            notes.warn(Code.SHEET_HIDDEN, sheet.name)
        elif header is None:
            notes.warn(Code.SHEET_SKIPPED, sheet.name)
        else:
            sheets.append(_SheetReader(catalogue, kind, notes, sheet, header).read())
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


def _note_strangers(notes: _Notes, sheet: Sheet) -> None:
    """Tell of people who were filled into a sheet of examples or advice; usually there are none."""
    count = strangers(sheet.rows)
    if count:
        notes.warn(Code.SHEET_OF_EXAMPLES, sheet.name, count=str(count))


class _Notes:
    """Faults and remarks of one roster, collected while it is read."""

    def __init__(self, *, roster: str) -> None:
        self.roster = roster
        self.faults: list[Rejection] = []
        self.remarks: list[Rejection] = []

    def fault(self, code: Code, sheet: str, row: int, column: str = "", **facts: str) -> None:
        self.faults.append(self._note(code, sheet, row, column, facts))

    def warn(self, code: Code, sheet: str, row: int = 1, column: str = "", **facts: str) -> None:
        self.remarks.append(self._note(code, sheet, row, column, facts))

    def _note(
        self, code: Code, sheet: str, row: int, column: str, facts: Mapping[str, str]
    ) -> Rejection:
        safe = {name: hide_numbers(fact) for name, fact in facts.items()}
        return Rejection(
            place=Place(roster=self.roster, sheet=sheet, row=row),
            column=column,
            code=code,
            shown=safe.get("shown", ""),
            facts={"roster": self.roster, "sheet": sheet, **safe},
        )


class _SheetReader:
    """Reads one sheet below its header."""

    def __init__(
        self,
        catalogue: Catalogue,
        asked: Kind | None,
        notes: _Notes,
        sheet: Sheet,
        header: Header,
    ) -> None:
        self.catalogue = catalogue
        self.asked = asked
        self.notes = notes
        self.sheet = sheet
        self.header = header
        self.blocked = False
        self.by_text: dict[str, Kind | None] = {}
        self.pictures: dict[int, list[CellPicture]] = {}

    def read(self) -> ReadSheet:
        faults_before = len(self.notes.faults)
        self._note_columns()
        kind = self._kind_of_sheet()
        if kind is not None:
            self._note_missing_needs(kind)
        self.blocked = len(self.notes.faults) > faults_before
        people = list(self._people()) if columns.NAME in self.header.columns else []
        self._sort_pictures(frozenset(people))
        rows = tuple(self._row(index, kind) for index in people)
        if not rows and not self.blocked:
            self.notes.warn(Code.SHEET_EMPTY, self.sheet.name, self.header.row + 1)
        return ReadSheet(
            name=self.sheet.name, header=self.header.words, rows=rows, blocked=self.blocked
        )

    def _note_columns(self) -> None:
        name, row = self.sheet.name, self.header.row + 1
        for needed in columns.NEEDED:
            if needed not in self.header.columns:
                self._fault_missing(needed)
        for double, column in self.header.doubles:
            first = column_letter(self.header.columns[double])
            letter = column_letter(column)
            word = self.header.words[column]
            self.notes.fault(Code.COLUMN_DOUBLE, name, row, letter, shown=word, other=first)
        for column in self.header.unknown:
            word = self.header.words[column]
            near = columns.nearest_word(word) or "—"
            letter = column_letter(column)
            self.notes.warn(Code.COLUMN_UNKNOWN, name, row, letter, shown=word, near=near)

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

    def _kind_of_sheet(self) -> Kind | None:
        """Decide the sheet's kind; a sheet whose rows name their own kind needs none."""
        said = self._kinds_said()
        names = "、".join(kind.name for kind in said)
        place = (self.sheet.name, self.header.row + 1)
        if self.asked is not None:
            others = [kind for kind in said if kind.id != self.asked.id]
            if others:
                self.notes.fault(
                    Code.ROSTER_KIND_CONFLICT, *place, said=names, asked=self.asked.name
                )
            return self.asked
        if len(said) > 1:
            self.notes.fault(
                Code.ROSTER_KIND_CONFLICT, *place, said=said[0].name, asked=said[1].name
            )
            return None
        if not said and columns.KIND not in self.header.columns:
            self.notes.fault(Code.ROSTER_KIND_UNKNOWN, *place)
        return said[0] if said else None

    def _kinds_said(self) -> list[Kind]:
        texts = (self.sheet.name, *self.header.titles)
        found = (self.catalogue.recognise_kind(text) for text in texts)
        return list({kind.id: kind for kind in found if kind is not None}.values())

    def _people(self) -> Iterator[int]:
        """Give the 0-based indices of the rows that are people: not empty, no hint, no footer."""
        header = self.header
        mapped = tuple(header.columns.values())
        for index in range(header.row + 1, len(self.sheet.rows)):
            row = self.sheet.rows[index]
            if not any(_is_written(row[column]) for column in mapped):
                continue
            texts = [show_value(value) for value in row]
            name, number = (_text_at(texts, header.columns.get(f)) for f in columns.NEEDED)
            hint = columns.is_hint_row(texts, name, number, index - header.row)
            if not hint and not columns.is_footer_row(texts, number):
                yield index

    def _row(self, index: int, kind: Kind | None) -> RosterRow:
        values = self.sheet.rows[index]
        own = self._own_kind(index, values, kind)
        return RosterRow(
            place=Place(roster=self.notes.roster, sheet=self.sheet.name, row=index + 1),
            kind=own.id if own else "",
            columns=self.header.columns,
            values=values,
            pictures=tuple(self.pictures.get(index, ())),
        )

    def _sort_pictures(self, people: frozenset[int]) -> None:
        """Give every picture to its row; tell of those, the first hundred at most, on nobody's row."""
        for one in self.sheet.pictures:
            self.pictures.setdefault(one.row, []).append(one)
        stray = [one for one in self.sheet.pictures if one.row not in people] if people else []
        for one in stray[:_STRAYS]:
            letter = column_letter(one.column)
            cell = f"{letter}{one.row + 1}"
            code = Code.PICTURE_WITHOUT_PERSON
            self.notes.warn(code, self.sheet.name, one.row + 1, letter, cell=cell)

    def _own_kind(self, index: int, values: tuple[Value, ...], kind: Kind | None) -> Kind | None:
        """Read the row's own kind cell; it must agree with the sheet's kind where both speak."""
        column = self.header.columns.get(columns.KIND)
        text = "" if column is None else clean_text(show_value(values[column]))
        if column is None or not text:
            if kind is None and not self.blocked:
                self.notes.fault(Code.ROW_KIND_UNKNOWN, self.sheet.name, index + 1, shown="")
            return kind
        if text not in self.by_text:
            self.by_text[text] = self.catalogue.recognise_kind(text)
        own = self.by_text[text]
        cell = (self.sheet.name, index + 1, column_letter(column))
        if own is None:
            self.notes.fault(Code.ROW_KIND_UNKNOWN, *cell, shown=text)
        elif kind is not None and own.id != kind.id:
            self.notes.fault(
                Code.ROSTER_KIND_CONFLICT, *cell, shown=text, said=own.name, asked=kind.name
            )
            return None
        return own


def _text_at(texts: Sequence[str], column: int | None) -> str:
    return "" if column is None else texts[column]


def _is_written(value: Value) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _is_filled(row: Sequence[Value]) -> bool:
    return any(_is_written(value) for value in row)
