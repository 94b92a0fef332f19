"""Previewing: one row of a roster becomes a specimen page. Nothing is reserved, nothing is signed.

Input: an order for one roster, the row meant, the authority's forms and rules. Output: `Preview`. The whole
roster is examined as `check` does without history, because a row may be at fault by another row.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jscert.batches import DiscardingSpool
from jscert.errors import Code, JscertError
from jscert.issuing.examining import examine, screen
from jscert.messages import previewing as words
from jscert.presswork.specimen import print_specimen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from jscert.certificates import PhotoSlip, Place, Rejection
    from jscert.families.catalogue import Catalogue
    from jscert.issuing.examining import Examination
    from jscert.issuing.orders import IssueOrder
    from jscert.layouts.form import House
    from jscert.presswork.office import Progress
    from jscert.roster.limits import OrderRules
    from jscert.roster.reading import ReadSheet, RosterReading, RosterRow
    from jscert.screening import Screening

    Found = tuple[RosterReading, ReadSheet, RosterRow]

_SPANS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The row meant: 1-based as spreadsheets count; `sheet` "" where only one has people there."""

    row: int
    sheet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What came of it: a page, or the row's faults (then `pdf` is empty)."""

    place: Place
    kind: str
    pdf: bytes = field(repr=False)
    rejections: tuple[Rejection, ...]
    warnings: tuple[Rejection, ...]


def preview_row(
    order: IssueOrder,
    wanted: Wanted,
    office: tuple[Catalogue, House, datetime],
    rules: OrderRules,
    progress: Progress,
) -> Preview:
    """Make a row's page as its certificate would look; `office` ends with the present instant.

    `PREVIEW_ROW`, `PREVIEW_SHEET`, and what `examine` raises.
    """
    catalogue, house, printed_at = office
    examination = examine(order, catalogue, rules, (None, DiscardingSpool()), progress)
    unread = _unread(examination, wanted)
    if unread:
        return unread
    found = _find(examination, wanted)
    _, sheet, row = found
    faults = _about(examination.rejections, sheet, row)
    preview = Preview(
        place=row.place,
        kind=row.kind,
        pdf=b"",
        rejections=faults,
        warnings=_about(examination.warnings, sheet, row),
    )
    if faults:
        return preview
    screening, photo = _screen_alone(order, catalogue, rules, found)
    if not screening.applicants:
        return replace(preview, rejections=screening.rejections)
    (applicant,) = screening.applicants
    at = (order.dated_on, printed_at)
    return replace(
        preview, pdf=print_specimen(catalogue.kind(row.kind), house, applicant, photo, at)
    )


class _Keeping:
    """A spool for the one photo that is printed at once."""

    def __init__(self) -> None:
        self.jpeg = b""

    def put(self, jpeg: bytes, width_px: int, height_px: int, components: int, /) -> PhotoSlip:
        self.jpeg = jpeg
        return DiscardingSpool().put(jpeg, width_px, height_px, components)


def _screen_alone(
    order: IssueOrder, catalogue: Catalogue, rules: OrderRules, found: Found
) -> tuple[Screening, bytes]:
    """Screen the row once more by itself, this time keeping its photo."""
    reading, sheet, row = found
    alone = replace(reading, sheets=(replace(sheet, rows=(row,)),), rejections=(), warnings=())
    spool = _Keeping()
    return screen(order, catalogue, rules, ([alone], spool)), spool.jpeg


def _about(notes: Sequence[Rejection], sheet: ReadSheet, row: RosterRow) -> tuple[Rejection, ...]:
    """Give the notes about a row, and those about its sheet as a whole."""
    others = {one.place.row for one in sheet.rows} - {row.place.row}
    return tuple(
        note
        for note in notes
        if (note.place.roster, note.place.sheet) == (row.place.roster, row.place.sheet)
        and note.place.row not in others
    )


def _unread(examination: Examination, wanted: Wanted) -> Preview | None:
    """Tell why nobody could be read where the row is looked for: a sheet may lack its very names."""
    sheets = [
        sheet
        for roster in examination.rosters
        for sheet in roster.reading.sheets
        if wanted.sheet in ("", sheet.name.strip())
    ]
    names = {sheet.name for sheet in sheets}
    faults = tuple(f for f in examination.rejections if f.place.sheet in names)
    if not faults or any(sheet.rows for sheet in sheets):
        return None
    place = replace(faults[0].place, row=wanted.row)
    return Preview(place=place, kind="", pdf=b"", rejections=faults, warnings=())


def _find(examination: Examination, wanted: Wanted) -> Found:
    """Find the row meant; whoever means none is told which there are."""
    filled = [
        (roster.reading, sheet)
        for roster in examination.rosters
        for sheet in roster.reading.sheets
        if sheet.rows
    ]
    named = [pair for pair in filled if wanted.sheet in ("", pair[1].name.strip())]
    if not named:
        problem = words.SHEET_UNKNOWN.format(sheet=wanted.sheet)
        raise _sheet_error(problem, [sheet for _, sheet in filled])
    found = [
        (reading, sheet, row)
        for reading, sheet in named
        for row in sheet.rows
        if row.place.row == wanted.row
    ]
    if not found:
        raise _row_error(wanted, [sheet for _, sheet in named])
    if len(found) > 1:
        problem = words.SHEET_OPEN.format(row=wanted.row)
        raise _sheet_error(problem, [sheet for _, sheet, _ in found])
    return found[0]


def _sheet_error(problem: str, sheets: Sequence[ReadSheet]) -> JscertError:
    names = words.AND.join(sheet.name for sheet in sheets)
    return JscertError(Code.PREVIEW_SHEET, problem=problem, sheets=names)


def _row_error(wanted: Wanted, sheets: Sequence[ReadSheet]) -> JscertError:
    place = words.IN_SHEET.format(sheet=wanted.sheet) if wanted.sheet else ""
    rows = words.AND.join(
        words.SHEET_ROWS.format(sheet=sheet.name, rows=words.AND.join(_spans(sheet)))
        for sheet in sheets
    )
    return JscertError(Code.PREVIEW_ROW, place=place, row=wanted.row, rows=rows)


def _spans(sheet: ReadSheet) -> Iterator[str]:
    """Give the row numbers with people, those that follow each other joined: `4–17`, `19`."""
    numbers = [row.place.row for row in sheet.rows]
    first = last = numbers[0]
    given = 0
    for number in (*numbers[1:], 0):
        if number != last + 1:
            if given == _SPANS:
                yield words.MORE
                return
            span = words.ROW_SPAN.format(first=first, last=last)
            yield span if first != last else str(first)
            first, given = number, given + 1
        last = number
