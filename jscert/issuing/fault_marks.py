"""Where a fault's mark belongs in its workbook, and what it says.

Input: a reading and its rejections and warnings. Output: marks. Pure. A fault of a whole row marks the
person's identity number, a fault of a sheet its header; of a sheet that was not read, the list alone speaks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.messages import explain
from jscert.roster import columns
from jscert.workbooks.marking import Mark, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jscert.certificates import Rejection
    from jscert.roster.reading import ReadSheet, RosterReading


def marks_of(
    reading: RosterReading, faults: Sequence[Rejection], remarks: Sequence[Rejection]
) -> tuple[Mark, ...]:
    """Make the marks of one roster: its faults, then what deserves a look, each in the roster's order."""
    sheets = {sheet.name: sheet for sheet in reading.sheets}
    people = {
        (sheet.name, row.place.row): row.columns.get(columns.IDENTITY, 0)
        for sheet in reading.sheets
        for row in sheet.rows
    }
    return (
        *_marks(faults, Weight.FAULT, sheets, people),
        *_marks(remarks, Weight.REMARK, sheets, people),
    )


def _marks(
    notes: Sequence[Rejection],
    weight: Weight,
    sheets: Mapping[str, ReadSheet],
    people: Mapping[tuple[str, int], int],
) -> Iterator[Mark]:
    hints: dict[str, str] = {}  # a few texts, said a hundred thousand times
    for note in notes:
        message = explain(note.code, note.facts)
        sheet = sheets.get(note.place.sheet)
        inside = note.place.row > 0 and (sheet is not None or bool(note.column))
        yield Mark(
            sheet=note.place.sheet,
            row=note.place.row - 1 if inside else 0,
            column=_column(note, sheet, people) if inside else 0,
            weight=weight,
            code=note.code.value,
            text=message.text,
            hint=hints.setdefault(message.hint, message.hint),
            shown=note.shown,
            inside=inside,
        )


def _column(note: Rejection, sheet: ReadSheet | None, people: Mapping[tuple[str, int], int]) -> int:
    if note.column:
        return column_index(note.column)
    person = people.get((note.place.sheet, note.place.row))
    if person is not None:
        return person
    header = sheet.header if sheet else ()
    return next((place for place, word in enumerate(header) if word.strip()), 0)


def column_index(letters: str) -> int:
    """Read a column's letters as a 0-based index (`A` → 0, `AA` → 26)."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
