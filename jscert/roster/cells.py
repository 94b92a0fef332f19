"""One cell of a person's row: its tidied text or its day, and the notes that tell what is wrong with it.

Input: a `RosterRow`. Output: values; faults and remarks in `RowNotes`, with every long number hidden. Texts
that many rows share are tidied once. What a row says as a whole is checked in `checks`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from jscert.certificates import Rejection
from jscert.errors import Code
from jscert.layouts.fonts import undrawable
from jscert.roster import columns
from jscert.roster.dates import read_date
from jscert.roster.names import clean_text, hide_numbers

if TYPE_CHECKING:
    from datetime import date

    from jscert.roster.reading import RosterRow

CELL_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#GETTING_DATA")
)


@dataclass(slots=True)
class RowNotes:
    """Faults and remarks of one row, as they are found."""

    row: RosterRow
    faults: list[Rejection] = field(default_factory=list)
    remarks: list[Rejection] = field(default_factory=list)

    def fault(self, name: str, code: Code, shown: str = "", **facts: str) -> None:
        """Note a fault of a field's cell."""
        self.faults.append(self._note(name, code, shown, facts))

    def remark(self, name: str, code: Code, shown: str = "", **facts: str) -> None:
        """Note something a person should look at, which stops nothing."""
        self.remarks.append(self._note(name, code, shown, facts))

    def _note(self, name: str, code: Code, shown: str, facts: dict[str, str]) -> Rejection:
        safe = hide_numbers(shown)
        told = {key: hide_numbers(fact) for key, fact in facts.items()}
        return Rejection(
            place=self.row.place,
            column=self.row.letter(name),
            code=code,
            shown=safe,
            facts={"field": columns.head_word(name), **told, "shown": safe},
        )


@lru_cache(maxsize=16_384)
def tidy(text: str) -> str:
    """Do `clean_text`, once for each of the texts that rows share (employers, posts, cities)."""
    return clean_text(text)


@lru_cache(maxsize=16_384)
def _tidied(text: str) -> tuple[str, tuple[str, ...]]:
    cleaned = clean_text(text)
    return cleaned, undrawable(cleaned)


def check_text(notes: RowNotes, name: str, *, printed: bool = True) -> str:
    """Give a tidied text cell; "" after a fault. `printed`: every character must have a glyph."""
    written = notes.row.text(name)
    text, missing = _tidied(written) if printed else (clean_text(written), ())
    if text in CELL_ERRORS:
        notes.fault(name, Code.CELL_ERROR, text)
        return ""
    if missing:
        notes.fault(name, Code.TEXT_CHARACTER, text, characters=" ".join(missing))
        return ""
    return text


def check_day(notes: RowNotes, name: str, on_day: date) -> date | None:
    """Give a cell's day; None if the cell is empty or after a fault. It may not lie after `on_day`."""
    value = notes.row.value(name)
    if value is None or value == "":
        return None
    read = read_date(value)
    day = read.exact() if read else None
    if day is None:
        text = clean_text(notes.row.text(name))
        if text:
            notes.fault(name, Code.DATE_UNREADABLE, text)
    elif day > on_day:
        notes.fault(name, Code.DATE_IN_FUTURE, day.isoformat(), day=on_day.isoformat())
    return day
