"""Contacts: every person of some rosters with his photo, for a human look. Nothing is judged or reserved.

Input: an order, the catalogue and rules. Output: a contact sheet. Photos are found and normalised as
screening does it, so that a person sees the picture that would be printed; what screening would refuse is
drawn as an empty red frame.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jscert.batches import DiscardingSpool
from jscert.certificates import mask_identity
from jscert.errors import Code, JscertError
from jscert.layouts.contact_sheet import Contact, draw_contact_sheet, shrink_photo
from jscert.messages import previewing as words
from jscert.roster import columns
from jscert.roster.cells import RowNotes
from jscert.roster.checks import check_person
from jscert.roster.identity_numbers import normalise_identity
from jscert.roster.names import clean_name, hide_numbers
from jscert.roster.photos import open_photos
from jscert.roster.reading import read_rows
from jscert.screening.photos import PhotoCheck

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from jscert.certificates import PhotoSlip
    from jscert.families.catalogue import Catalogue
    from jscert.issuing.orders import IssueOrder
    from jscert.presswork.office import Progress
    from jscert.roster.limits import OrderRules
    from jscert.roster.reading import RosterReading, RosterRow

_ABSENT = frozenset({Code.PHOTO_MISSING})


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactReport:
    """What came of it: the sheet, how many people are on it, how many photos want a hand."""

    pdf: bytes = field(repr=False)
    people: int
    faulty: int
    pages: int


def contact_sheet(
    order: IssueOrder,
    catalogue: Catalogue,
    rules: OrderRules,
    made_at: datetime,
    progress: Progress,
) -> ContactReport:
    """Draw the contact sheet of rosters; raises what reading rosters and opening photos raise."""
    kind = catalogue.kind(order.kind) if order.kind else None
    readings = [
        read_rows(path, catalogue, kind=kind, synonyms=rules.synonyms) for path in order.rosters
    ]
    contacts = _look(order, readings, rules, progress)
    if not contacts:
        raise _nobody(readings)
    faulty = sum(1 for contact in contacts if contact.remark)
    sheet = draw_contact_sheet(
        contacts,
        rosters=hide_numbers(words.AND.join(reading.roster for reading in readings)),
        note=words.CONTACT_COUNT.format(people=len(contacts), faulty=faulty),
        made_at=made_at,
    )
    return ContactReport(pdf=sheet.pdf, people=len(contacts), faulty=faulty, pages=sheet.pages)


def _nobody(readings: Sequence[RosterReading]) -> JscertError:
    """Say why nobody could be read: what the first sheet lacks, else that there is nobody."""
    for fault in (fault for reading in readings for fault in reading.rejections):
        return JscertError(fault.code, **fault.facts)
    return JscertError(Code.ROSTER_EMPTY, roster=readings[0].roster)


class _Album:
    """A spool that keeps photos small, in memory."""

    def __init__(self) -> None:
        self.photos: list[bytes] = []

    def put(self, jpeg: bytes, width_px: int, height_px: int, components: int, /) -> PhotoSlip:
        self.photos.append(shrink_photo(jpeg))
        slip = DiscardingSpool().put(jpeg, width_px, height_px, components)
        return replace(slip, offset=len(self.photos) - 1)


def _look(
    order: IssueOrder, readings: Sequence[RosterReading], rules: OrderRules, progress: Progress
) -> list[Contact]:
    """Find everybody's photo; pictures that two people share are told of when all are known."""
    rows = [(reading, row) for reading in readings for row in reading.rows]
    album = _Album()
    contacts: list[Contact] = []
    holders: dict[str, set[str]] = defaultdict(set)
    digests: list[str] = []
    with open_photos(order.photos, order.rosters, rules.screening.photos) as photos:
        check = PhotoCheck(photos, rules.screening.photos, album)
        for done, (reading, row) in enumerate(rows, 1):
            contact, digest, number = _contact(order, reading, row, rules, (check, album))
            holders[digest].add(number)
            contacts.append(contact)
            digests.append(digest)
            progress("screen", done, len(rows))
    return [
        replace(contact, remark=contact.remark or words.PHOTO_SHARED)
        if digest and len(holders[digest]) > 1
        else contact
        for contact, digest in zip(contacts, digests, strict=True)
    ]


def _contact(
    order: IssueOrder,
    reading: RosterReading,
    row: RosterRow,
    rules: OrderRules,
    given: tuple[PhotoCheck, _Album],
) -> tuple[Contact, str, str]:
    """Give a row's contact, its photo's digest and its number ("" where there is none)."""
    check, album = given
    contact = Contact(
        name=hide_numbers(clean_name(row.text(columns.NAME)).name),
        shown_number=mask_identity(normalise_identity(row.text(columns.IDENTITY))),
        place=hide_numbers(words.BETWEEN.join(_places(order, row))),
    )
    identity = check_person(RowNotes(row), rules.screening, order.dated_on).identity
    if identity is None:
        return replace(contact, remark=words.IDENTITY_UNFIT), "", ""
    notes = RowNotes(row)
    photo = check.check(notes, identity, reading.pictures, keep=True)
    if photo is None or photo.slip is None:
        return replace(contact, remark=_remark(notes)), "", ""
    small = album.photos[photo.slip.offset]
    return replace(contact, photo=small), photo.sha256, identity.number


def _places(order: IssueOrder, row: RosterRow) -> Iterator[str]:
    yield words.CONTACT_ROW.format(row=row.place.row)
    yield row.place.sheet
    if len(order.rosters) > 1:
        yield row.place.roster


def _remark(notes: RowNotes) -> str:
    codes = [fault.code for fault in notes.faults]
    if not codes or codes[0] in _ABSENT:
        return words.PHOTO_ABSENT
    return words.PHOTO_UNFIT.format(code=codes[0].value)
