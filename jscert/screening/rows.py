"""All rows of all rosters screened one by one, then held against each other.

The room's promise stands in its package; here is the order of checks, and what is remembered from row to row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.certificates import NO_PHOTO, Applicant, Place, Rejection
from jscert.errors import Code
from jscert.roster import columns
from jscert.roster.cells import RowNotes, tidy
from jscert.roster.checks import CheckedPerson, check_person
from jscert.roster.fitting import FitCheck
from jscert.screening.candidates import Candidate
from jscert.screening.photos import PhotoCheck
from jscert.screening.resemblance import note_resemblance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from jscert.certificates import PhotoSlip
    from jscert.families.catalogue import Catalogue, Kind
    from jscert.families.family import Post
    from jscert.roster.identity_numbers import IdentityFacts
    from jscert.roster.limits import ScreeningRules
    from jscert.roster.reading import ReadSheet, RosterReading, RosterRow
    from jscert.roster.workbook import RosterPictures
    from jscert.screening.photos import FoundPhotos, PhotoSpool

    Progress = Callable[[str, int, int], None]

STEP = "screen"
_DEPARTMENT = "00"
_TOLD_EVERY = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningOrder:
    """What rows are screened against. `city_code` is the city asked for rows without one ("" if none).

    `photographed`: every row needs a photo (paper certificates that are only registered need none).
    """

    catalogue: Catalogue
    rules: ScreeningRules
    photos: FoundPhotos
    on_day: date
    city_code: str = ""
    photographed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """What came of it, each in the rosters' order; rejections and warnings include the readings'."""

    applicants: tuple[Applicant, ...]
    rejections: tuple[Rejection, ...]
    warnings: tuple[Rejection, ...]


def screen_rows(
    readings: Sequence[RosterReading],
    order: ScreeningOrder,
    spool: PhotoSpool,
    progress: Progress | None = None,
) -> Screening:
    """Check all rows of all rosters. Raises only what concerns no row (the spool's folder, settings)."""
    screener = _Screener(order, spool)
    total = sum(len(sheet.rows) for reading in readings for sheet in reading.sheets)
    lacking: list[Rejection] = []
    for reading in readings:
        for sheet in reading.sheets:
            lacks = _lacking_verification(reading, sheet, order.rules)
            lacking += lacks
            blocked = sheet.blocked or bool(lacks)
            for row in sheet.rows:
                screener.screen(row, reading.pictures, blocked=blocked)
                done = len(screener.candidates)
                if progress and (done % _TOLD_EVERY == 0 or done == total):
                    progress(STEP, done, total)
    note_resemblance(screener.candidates)
    found = screener.candidates
    return Screening(
        applicants=tuple(one.applicant for one in found if one.applicant and not one.notes.faults),
        rejections=(
            *(fault for reading in readings for fault in reading.rejections),
            *lacking,
            *(fault for one in found for fault in one.notes.faults),
        ),
        warnings=(
            *(remark for reading in readings for remark in reading.warnings),
            *(remark for one in found for remark in one.notes.remarks),
        ),
    )


def _lacking_verification(
    reading: RosterReading, sheet: ReadSheet, rules: ScreeningRules
) -> list[Rejection]:
    """Tell once, at its header, of a sheet without the real-name check that the settings ask for."""
    if not rules.require_verification or columns.VERIFICATION in sheet.columns or not sheet.rows:
        return []
    facts = {"sheet": sheet.name, "wanted": columns.head_word(columns.VERIFICATION)}
    place = Place(roster=reading.roster, sheet=sheet.name, row=sheet.header_row)
    return [Rejection(place=place, column="", code=Code.COLUMN_MISSING, shown="", facts=facts)]


@dataclass(slots=True, kw_only=True)
class _KindFacts:
    """What a row says of its certificate: post and city; None where a fault was noted."""

    kind: Kind
    post: Post | None
    city_code: str


class _Screener:
    """Holds what is remembered from row to row of one screening."""

    def __init__(self, order: ScreeningOrder, spool: PhotoSpool) -> None:
        self.order = order
        self.spool = spool
        self.candidates: list[Candidate] = []
        self._kinds = {kind.id: kind for kind in order.catalogue.kinds}
        self._kinds_meant: dict[str, Kind | None] = {}
        self._posts: dict[tuple[str, str], Post | None] = {}
        self._cities: dict[str, str | None] = {}
        self._fit = FitCheck(order.on_day)
        self._photos = PhotoCheck(order.photos, order.rules.photos, spool)

    def screen(self, row: RosterRow, pictures: RosterPictures, *, blocked: bool) -> None:
        """Screen one row and remember it."""
        notes = RowNotes(row)
        one = Candidate(notes=notes)
        self.candidates.append(one)
        person = check_person(notes, self.order.rules, self.order.on_day)
        kind = self._kinds.get(row.kind)
        facts = self._check_kind(notes, kind, person, blocked=blocked) if kind else None
        identity = person.identity
        if identity is None:
            return
        one.identity_number, one.birth_on = identity.number, identity.birth_on
        one.name = person.name
        post_code = facts.post.code if facts and facts.post else ""
        if facts and (facts.post or "post" not in facts.kind.needs):
            one.person_key = (row.kind, identity.number, post_code)
        wanted = facts is not None and not blocked and not notes.faults
        slip: PhotoSlip | None = NO_PHOTO
        if self.order.photographed:
            photo = self._photos.check(notes, identity, pictures, keep=wanted)
            one.photo_sha256 = photo.sha256 if photo else ""
            one.photo_words = self._photos.words_beside(identity.number)
            slip = photo.slip if photo else None
        if facts and slip and wanted and not notes.faults:
            one.applicant = _applicant(person, identity, facts, slip, row)

    def _check_kind(
        self, notes: RowNotes, kind: Kind, person: CheckedPerson, *, blocked: bool
    ) -> _KindFacts:
        """Check what only this kind asks; a column that a blocked sheet lacks was told once already."""
        row = notes.row
        told = blocked and not row.has(columns.EMPLOYER)
        unnamed = not tidy(row.text(columns.EMPLOYER))
        if "employer" in kind.needs and unnamed and not told:
            notes.fault(columns.EMPLOYER, Code.EMPLOYER_MISSING)
        post = None
        if "post" in kind.needs:
            post = self._check_post(notes, kind, blocked=blocked)
        elif row.text(columns.POST):
            self._check_post_of_no_other(notes, kind)
        facts = _KindFacts(kind=kind, post=post, city_code=self._check_city(notes, kind))
        if person.name and person.identity and (post or "post" not in kind.needs):
            self._check_fit(notes, person, facts)
        return facts

    def _check_post(self, notes: RowNotes, kind: Kind, *, blocked: bool) -> Post | None:
        row = notes.row
        text = tidy(row.text(columns.POST))
        if not text:
            if row.has(columns.POST) or not blocked:
                notes.fault(columns.POST, Code.POST_MISSING)
            return None
        key = (kind.id, text)
        if key not in self._posts:
            self._posts[key] = kind.find_post(text)
        post = self._posts[key]
        if post is None:
            near = kind.nearest_post(text)
            notes.fault(columns.POST, Code.POST_UNKNOWN, text, kind=kind.name, near=near)
        return post

    def _check_post_of_no_other(self, notes: RowNotes, kind: Kind) -> None:
        """Fault a post, where the kind has none, that names another kind: one of the two is a mistake."""
        text = tidy(notes.row.text(columns.POST))
        if text not in self._kinds_meant:
            self._kinds_meant[text] = self.order.catalogue.recognise_kind(text)
        meant = self._kinds_meant[text]
        if meant is not None and meant.id != kind.id:
            said, asked = meant.name, kind.name
            notes.fault(columns.POST, Code.ROSTER_KIND_CONFLICT, text, said=said, asked=asked)

    def _check_city(self, notes: RowNotes, kind: Kind) -> str:
        """Give the row's own city, else the one asked for, else, if no row could name one, the house's."""
        row = notes.row
        text = tidy(row.text(columns.CITY))
        needed = "city" in kind.needs
        if text:
            if text not in self._cities:
                self._cities[text] = self.order.catalogue.city_code(text)
            code = self._cities[text]
            if code is None and needed:
                notes.fault(columns.CITY, Code.CITY_UNKNOWN, text)
            return code or _DEPARTMENT
        usual = "" if row.has(columns.CITY) else self.order.rules.city_code
        code = self.order.city_code or usual
        if not code and needed:
            notes.fault(columns.CITY, Code.CITY_MISSING)
        return code or _DEPARTMENT

    def _check_fit(self, notes: RowNotes, person: CheckedPerson, facts: _KindFacts) -> None:
        rules = self.order.rules
        misfits = self._fit.misfits(
            facts.kind, facts.post, facts.city_code, name=person.name, employer=person.employer
        )
        if len(person.employer) > rules.employer_characters:
            misfits |= {"employer"}
        if "name" in misfits:
            limit = str(rules.name_characters)
            length = str(len(person.name))
            notes.fault(columns.NAME, Code.NAME_TOO_LONG, person.name, length=length, limit=limit)
        for name, text in (
            (columns.EMPLOYER, person.employer),
            (columns.POST, facts.post.name if facts.post else ""),
        ):
            if name in misfits:
                notes.fault(name, Code.TEXT_TOO_LONG, text, length=str(len(text)))


def _applicant(
    person: CheckedPerson,
    identity: IdentityFacts,
    facts: _KindFacts,
    photo: PhotoSlip,
    row: RosterRow,
) -> Applicant:
    return Applicant(
        kind=facts.kind.id,
        name=person.name,
        identity_number=identity.number,
        sex=identity.sex,
        birth_on=identity.birth_on,
        employer=person.employer,
        credit_code=person.credit_code,
        post_code=facts.post.code if facts.post else "",
        post=facts.post.name if facts.post else "",
        city_code=facts.city_code,
        passed_on=person.passed_on,
        photo=photo,
        place=row.place,
        verification=person.verification,
    )
