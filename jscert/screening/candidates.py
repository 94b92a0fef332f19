"""A row on its way through screening: its notes, and what it is held against other rows by. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.roster import columns

if TYPE_CHECKING:
    from datetime import date

    from jscert.certificates import Applicant
    from jscert.roster.cells import RowNotes


@dataclass(slots=True, kw_only=True)
class Candidate:
    """One row; `applicant` is set when nothing was found against it by itself.

    `identity_number` is "" where it does not hold, and `birth_on` is then None; `name` is "" after a fault.
    `photo_words` are the hanzi in the names of the photo's files.
    `person_key` is (kind, identity number, post code), None where one of them is unknown.
    """

    notes: RowNotes
    identity_number: str = ""
    name: str = ""
    birth_on: date | None = None
    person_key: tuple[str, str, str] | None = None
    photo_sha256: str = ""
    photo_words: tuple[str, ...] = ()
    applicant: Applicant | None = None

    def cell(self) -> str:
        """Write where the person stands, as spreadsheets do: `roster.xlsx [Sheet1]!C7`."""
        row = self.notes.row
        place = row.place
        return f"{place.roster} [{place.sheet}]!{row.letter(columns.IDENTITY)}{place.row}"
