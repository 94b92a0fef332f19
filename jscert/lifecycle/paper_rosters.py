"""Rosters of paper certificates: people as for issuing, with the numbers and dates that were printed.

Numbers nobody can read any more are kept as they are written. Not here: what the registry knows (`paper`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.batches import DiscardingSpool
from jscert.certificates import CHINA, Rejection
from jscert.errors import Code, JscertError
from jscert.layouts.fonts import undrawable
from jscert.numbering import number_key
from jscert.roster import columns
from jscert.roster.cells import tidy
from jscert.roster.dates import read_date
from jscert.roster.files import read_rosters
from jscert.roster.identity_numbers import holds_identity
from jscert.roster.names import hide_numbers
from jscert.roster.photos import PhotoSource
from jscert.roster.reading import rows_of
from jscert.screening import ScreeningOrder, screen_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from jscert.certificates import Applicant, Place
    from jscert.lifecycle.orders import ActOrder
    from jscert.presswork.office import Office, Progress
    from jscert.roster.limits import OrderRules
    from jscert.roster.reading import ReadSheet, RosterRow


_LONGEST_NUMBER = 40
"""Characters of a number of another shape: more than any has, and they fit on every form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper certificate as the roster tells it; `number` in canonical spelling where it can be read."""

    applicant: Applicant
    number: str
    issued_on: date
    first_issued_on: date
    valid_until: date | None
    header: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRosters:
    """What rosters of paper certificates tell, and the faults and remarks found on the way."""

    papers: tuple[Paper, ...]
    rejections: tuple[Rejection, ...]
    warnings: tuple[Rejection, ...]


def read_papers(
    order: ActOrder, office: Office, rules: OrderRules, progress: Progress
) -> PaperRosters:
    """Read and screen rosters of paper certificates: people as for issuing, numbers and dates besides."""
    readings = []
    for done, roster in enumerate(read_rosters(order.rosters), 1):
        readings.append(rows_of(roster, office.catalogue, synonyms=rules.synonyms))
        progress("read", done, len(order.rosters))
    with PhotoSource(()) as none:
        asked = ScreeningOrder(
            catalogue=office.catalogue,
            rules=rules.screening,
            photos=none,
            on_day=order.dated_on,
            photographed=False,
        )
        screening = screen_rows(readings, asked, DiscardingSpool(), progress)
    applicants = {applicant.place: applicant for applicant in screening.applicants}
    reader = _Reader(order, office, applicants)
    papers = [
        paper
        for reading in readings
        for sheet in reading.sheets
        for row in sheet.rows
        if (paper := reader.read(sheet, row)) is not None
    ]
    return PaperRosters(
        papers=tuple(papers),
        rejections=(*screening.rejections, *reader.rejections),
        warnings=screening.warnings,
    )


class _Reader:
    """Reads numbers and dates of rows whose people were screened."""

    def __init__(
        self, order: ActOrder, office: Office, applicants: Mapping[Place, Applicant]
    ) -> None:
        self._order = order
        self._office = office
        self._applicants = applicants
        self._first: dict[str, RosterRow] = {}
        self.rejections: list[Rejection] = []

    def read(self, sheet: ReadSheet, row: RosterRow) -> Paper | None:
        """Give a row's certificate; None where it has a fault, which is then noted."""
        number = self._number(row)
        issued_on = self._day(row, columns.ISSUED_ON)
        valid_until = self._day(row, columns.VALID_UNTIL)
        first = self._day(row, columns.FIRST_ISSUED_ON) or issued_on
        applicant = self._applicants.get(row.place)
        fault = None
        if applicant is not None and number:
            fault = self._dates(row, applicant.kind, (first, issued_on, valid_until))
        if applicant is None or not number or fault or issued_on is None or first is None:
            return None
        return Paper(
            applicant=applicant,
            number=number,
            issued_on=issued_on,
            first_issued_on=first,
            valid_until=valid_until,
            header=sheet.header,
            cells=row.texts(),
        )

    def _number(self, row: RosterRow) -> str:
        text = tidy(row.text(columns.NUMBER))
        if not text:
            self._fault(row, columns.NUMBER, Code.ACT_NUMBER_MISSING, "")
            return ""
        number = text
        try:
            read = self._office.catalogue.read_number(text)
        except JscertError:
            if not _may_be_kept(text):
                self._fault(row, columns.NUMBER, Code.ACT_NUMBER_UNREADABLE, text)
                return ""
        else:
            number = read.number
            kind = self._office.catalogue.kind_of(read)
            if row.kind and kind.id != row.kind:
                name = self._office.catalogue.kind(row.kind).name
                self._fault(row, columns.NUMBER, Code.PAPER_KIND, text, kind=name)
                return ""
        other = self._first.setdefault(number_key(number), row)
        if other is not row:
            place = f"{other.place.sheet}!{other.place.row}"
            self._fault(row, columns.NUMBER, Code.ACT_NUMBER_DOUBLE, number, other=place)
            return ""
        return number

    def _day(self, row: RosterRow, field: str) -> date | None:
        value = row.value(field)
        rough = read_date(value) if value not in (None, "") else None
        return rough.exact() if rough else None

    def _dates(
        self, row: RosterRow, kind_id: str, days: tuple[date | None, date | None, date | None]
    ) -> bool:
        """Note what is wrong with first day, issue day and end; tells whether anything was."""
        first, issued_on, valid_until = days
        today = self._office.clock().astimezone(CHINA).date()
        ends = self._office.catalogue.kind(kind_id).validity is not None
        wrong = issued_on is None or first is None or first > issued_on or issued_on > today
        if wrong or (valid_until is None) == ends:
            column = columns.ISSUED_ON if wrong else columns.VALID_UNTIL
            shown = "、".join(filter(None, map(row.text, (columns.ISSUED_ON, columns.VALID_UNTIL))))
            self._fault(row, column, Code.PAPER_DATES, shown)
            return True
        if valid_until is not None and issued_on is not None and valid_until <= issued_on:
            self._fault(row, columns.VALID_UNTIL, Code.PAPER_DATES, row.text(columns.VALID_UNTIL))
            return True
        if valid_until is not None and valid_until < self._order.dated_on:
            shown = valid_until.isoformat()
            self._fault(row, columns.VALID_UNTIL, Code.PAPER_EXPIRED, shown)
            return True
        return False

    def _fault(self, row: RosterRow, field: str, code: Code, shown: str, **facts: str) -> None:
        number = tidy(row.text(columns.NUMBER))
        if not self._is_ours(number):
            number = hide_numbers(number)
        shown = number if field == columns.NUMBER else hide_numbers(shown)
        told = {"number": number, **facts, "shown": shown}
        self.rejections.append(
            Rejection(place=row.place, column=row.letter(field), code=code, shown=shown, facts=told)
        )

    def _is_ours(self, number: str) -> bool:
        try:
            self._office.catalogue.read_number(number)
        except JscertError:
            return False
        return True


def _may_be_kept(number: str) -> bool:
    """Tell whether a number of an older or foreign shape can be kept as it is written.

    It will be printed, and found by what is typed; somebody's identity number is in the wrong column.
    """
    has_digit = any(character.isdigit() for character in number)
    printed = len(number) <= _LONGEST_NUMBER and not undrawable(number)
    return has_digit and printed and not holds_identity(number)
