"""Which certificate a sheet and its rows are about: told by --kind, a sheet's name, its titles, a column.

Input: what is known of the sheet. Output: kinds; contradictions and silence are faults in the notes. What the
words mean is decided in the catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.errors import Code
from jscert.roster import columns
from jscert.roster.names import clean_text
from jscert.roster.workbook import FileFormat, column_letter, show_value

if TYPE_CHECKING:
    from jscert.families.catalogue import Catalogue, Kind
    from jscert.roster.headers import Header
    from jscert.roster.reading_notes import ReadingNotes
    from jscert.roster.workbook import Value


_LONGEST_TITLE = 60


class SheetKinds:
    """Tells the kind of one sheet and of its rows."""

    def __init__(
        self, catalogue: Catalogue, notes: ReadingNotes, sheet: str, header: Header
    ) -> None:
        self._catalogue = catalogue
        self._notes = notes
        self._sheet = sheet
        self._header = header
        self._by_text: dict[str, Kind | None] = {}

    def of_sheet(self, asked: Kind | None, file_format: FileFormat) -> Kind | None:
        """Decide the sheet's kind; a sheet whose rows name their own kind needs none."""
        said = self._said(file_format)
        place = (self._sheet, self._header.row + 1)
        if asked is not None:
            if any(kind.id != asked.id for kind in said):
                names = "、".join(kind.name for kind in said)
                self._notes.fault(Code.ROSTER_KIND_CONFLICT, *place, said=names, asked=asked.name)
            return asked
        if len(said) > 1:
            first, second = said[0].name, said[1].name
            self._notes.fault(Code.ROSTER_KIND_CONFLICT, *place, said=first, asked=second)
            return None
        if not said and columns.KIND not in self._header.columns:
            self._notes.fault(Code.ROSTER_KIND_UNKNOWN, *place)
        return said[0] if said else None

    def _said(self, file_format: FileFormat) -> list[Kind]:
        # A text's sheet is called like the file: `a.csv` does not say that its people are of class A
        named = file_format is not FileFormat.CSV or len(self._sheet) > 1
        texts = (self._sheet if named else "", *self._header.titles)
        found = (self._catalogue.recognise_kind(text) for text in texts)
        return list({kind.id: kind for kind in found if kind is not None}.values())

    def titles_kind(self, line: tuple[int, int, str], kind: Kind | None) -> bool:
        """Tell whether a line between the people names a kind; it must be the sheet's (`kind`).

        `line` is 0-based row and column, and the text. Lines for signatures name none.
        """
        row, column, text = line
        if len(text) > _LONGEST_TITLE or columns.is_signed(text):
            return False
        own = self._recognised(text)
        if own is None:
            return False
        if kind is not None and own.id != kind.id:
            cell = (self._sheet, row + 1, column_letter(column))
            said, asked = own.name, kind.name
            code = Code.ROSTER_KIND_CONFLICT
            self._notes.fault(code, *cell, shown=text, said=said, asked=asked)
        return True

    def _recognised(self, text: str) -> Kind | None:
        if text not in self._by_text:
            self._by_text[text] = self._catalogue.recognise_kind(text)
        return self._by_text[text]

    def of_row(
        self, row: int, values: tuple[Value, ...], kind: Kind | None, *, blocked: bool
    ) -> Kind | None:
        """Read a row's own kind cell (`row` is 1-based); it must agree with `kind`, the sheet's."""
        column = self._header.columns.get(columns.KIND)
        if column is None and kind is not None:
            return kind
        letter = "" if column is None else column_letter(column)
        text = "" if column is None else clean_text(show_value(values[column]))
        if not text:
            if kind is None and not blocked:
                self._notes.fault(Code.ROW_KIND_UNKNOWN, self._sheet, row, letter, shown="")
            return kind
        own = self._recognised(text)
        cell = (self._sheet, row, letter)
        if own is None:
            self._notes.fault(Code.ROW_KIND_UNKNOWN, *cell, shown=text)
        elif kind is not None and own.id != kind.id:
            said, asked = own.name, kind.name
            code = Code.ROSTER_KIND_CONFLICT
            self._notes.fault(code, *cell, shown=text, said=said, asked=asked)
            return None
        return own
