"""The photo of a row: found, made fit for a certificate, kept in the spool.

A photo lies on the row itself (in a cell or over it), or in the folder or zip under the person's identity
number. Where both have one, they must be the same.
Input: the row's notes and whose photo it is. Output: `SeenPhoto`, or faults in the notes. What a picture is
worth is judged in `roster.pictures`; two people with one picture are told in `rows`, which sees all rows.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from jscert.certificates import Rejection, mask_identity
from jscert.errors import Code, JscertError
from jscert.roster import columns
from jscert.roster.names import hide_numbers
from jscert.roster.pictures import normalise
from jscert.roster.workbook import column_letter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jscert.certificates import PhotoSlip
    from jscert.roster.cells import RowNotes
    from jscert.roster.identity_numbers import IdentityFacts
    from jscert.roster.limits import PhotoLimits
    from jscert.roster.pictures import NormalisedPhoto
    from jscert.roster.reading import RosterRow
    from jscert.roster.workbook import CellPicture, RosterPictures

_REMEMBERED = 32
_CELLS_NAMED = 6


class PhotoSpool(Protocol):
    """Where photos wait until their certificates are printed."""

    def put(self, jpeg: bytes, width_px: int, height_px: int, components: int, /) -> PhotoSlip:
        """Keep a photo and say where it lies."""
        ...


@dataclass(slots=True, kw_only=True)
class SeenPhoto:
    """A person's photo: its digest (hex), and where it was kept, if it was."""

    sha256: str
    slip: PhotoSlip | None = field(default=None)


class FoundPhotos(Protocol):
    """Where a person's photo is looked for, by identity number."""

    def read_one(self, identity_number: str, /) -> bytes | None:
        """Read a person's photo; None if there is none. Raises PHOTO_AMBIGUOUS, PHOTO_UNREADABLE."""
        ...

    def words_beside(self, identity_number: str, /) -> tuple[str, ...]:
        """Give the hanzi beside the number in the names of a person's files."""
        ...


class PhotoCheck:
    """Finds and keeps the photos of one screening."""

    def __init__(self, photos: FoundPhotos, limits: PhotoLimits, spool: PhotoSpool) -> None:
        self._photos = photos
        self._limits = limits
        self._spool = spool
        self._by_number: dict[str, SeenPhoto] = {}
        self._kept_once: set[str] = set()
        self._by_digest: dict[tuple[str, str], SeenPhoto] = {}
        self._remembered: dict[tuple[int, str], NormalisedPhoto | JscertError] = {}

    def check(
        self,
        notes: RowNotes,
        identity: IdentityFacts,
        pictures: RosterPictures,
        *,
        keep: bool,
    ) -> SeenPhoto | None:
        """Find, normalise and, if the row may become a certificate, keep a person's photo.

        `pictures` reads those that lie on the row.
        """
        number = identity.number
        try:
            if notes.row.pictures:
                return self._on_row(notes, number, pictures, keep=keep)
            seen = self._by_number.get(number)
            if seen is None or (keep and not seen.slip):
                seen = self._by_number[number] = self._in_folder(notes, number, keep=keep)
        except JscertError as fault:
            note_photo(notes, fault.code, number, fault.facts)
            return None
        return seen

    def words_beside(self, identity_number: str) -> tuple[str, ...]:
        """Give the hanzi beside the number in the names of a person's files."""
        return self._photos.words_beside(identity_number)

    def _on_row(
        self, notes: RowNotes, number: str, pictures: RosterPictures, *, keep: bool
    ) -> SeenPhoto:
        found = notes.row.pictures
        cells = [_cell(notes.row, picture) for picture in found]
        if len(found) > 1:
            named = "、".join(cells[:_CELLS_NAMED])
            raise JscertError(Code.PHOTO_TWO_ON_ROW, count=len(found), cells=named)
        photo = self._normalised(pictures, found[0])
        other = self._photos.read_one(number)
        if other is not None and normalise(other, self._limits).jpeg != photo.jpeg:
            raise JscertError(Code.PHOTO_CONFLICT, cell=cells[0])
        return self._kept(notes, number, photo, keep=keep)

    def _in_folder(self, notes: RowNotes, number: str, *, keep: bool) -> SeenPhoto:
        data = self._photos.read_one(number)
        if data is None:
            raise JscertError(Code.PHOTO_MISSING)
        return self._kept(notes, number, normalise(data, self._limits), keep=keep)

    def _normalised(self, pictures: RosterPictures, picture: CellPicture) -> NormalisedPhoto:
        """Read and normalise a picture, once if it lies on row after row."""
        key = (id(pictures), picture.ref)
        if key not in self._remembered:
            if len(self._remembered) == _REMEMBERED:
                self._remembered.clear()
            try:
                data = pictures.read(picture.ref, self._limits.file_bytes + 1)
                self._remembered[key] = normalise(data, self._limits)
            except JscertError as fault:
                self._remembered[key] = fault
        photo = self._remembered[key]
        if isinstance(photo, JscertError):
            raise JscertError(photo.code, **photo.facts)
        return photo

    def _kept(
        self, notes: RowNotes, number: str, photo: NormalisedPhoto, *, keep: bool
    ) -> SeenPhoto:
        """Give a photo's digest; keep it, if asked, once per person; remark on a coarse one as often."""
        first = number not in self._kept_once
        sha256 = "" if first and keep else hashlib.sha256(photo.jpeg).hexdigest()
        seen = self._by_digest.get((number, sha256))
        if seen and (seen.slip or not keep):
            return seen
        if photo.coarse and not seen:
            size = {"width": photo.source_width_px, "height": photo.source_height_px}
            notes.remarks.append(_note(notes.row, Code.PHOTO_COARSE, number, size))
        slip = None
        if keep:
            # A person's first photo is new in any case, and the spool takes its digest anyway
            slip = self._spool.put(photo.jpeg, photo.width_px, photo.height_px, photo.components)
            sha256 = slip.sha256
        self._kept_once.add(number)
        seen = self._by_digest[number, sha256] = SeenPhoto(sha256=sha256, slip=slip)
        return seen


def note_photo(notes: RowNotes, code: Code, number: str, facts: Mapping[str, object]) -> None:
    """Note a fault of a person's photo where the row speaks of photos."""
    notes.faults.append(_note(notes.row, code, number, facts))


def _note(row: RosterRow, code: Code, number: str, facts: Mapping[str, object]) -> Rejection:
    shown = mask_identity(number)
    told = {name: hide_numbers(str(fact)) for name, fact in facts.items()}
    field_name = columns.PHOTO if row.has(columns.PHOTO) else columns.IDENTITY
    return Rejection(
        place=row.place,
        column=_photo_letter(row),
        code=code,
        shown=shown,
        facts={"field": columns.WORDS[field_name][0], **told, "shown": shown},
    )


def _photo_letter(row: RosterRow) -> str:
    """Name the column a photo's fault stands in: its own, else the picture's, else the identity number's."""
    if row.has(columns.PHOTO):
        return row.letter(columns.PHOTO)
    return column_letter(row.pictures[0].column) if row.pictures else row.letter(columns.IDENTITY)


def _cell(row: RosterRow, picture: CellPicture) -> str:
    return f"{column_letter(picture.column)}{row.place.row}"
