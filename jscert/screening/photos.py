"""The photo of a row: found, made fit for a certificate, kept in the spool, once per person.

Input: the row's notes and whose photo it is. Output: `SeenPhoto`, or faults in the notes. What a picture is
worth is judged in `roster.pictures`; two people with one picture are told in `rows`, which sees all rows.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from jscert.certificates import mask_identity
from jscert.errors import Code, JscertError
from jscert.roster import columns
from jscert.roster.pictures import normalise

if TYPE_CHECKING:
    from jscert.certificates import PhotoSlip
    from jscert.roster.checks import RowNotes
    from jscert.roster.identity_numbers import IdentityFacts
    from jscert.roster.limits import PhotoLimits
    from jscert.roster.photos import PhotoSource
    from jscert.roster.reading import RosterRow


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


class PhotoCheck:
    """Finds and keeps the photos of one screening."""

    def __init__(self, photos: PhotoSource, limits: PhotoLimits, spool: PhotoSpool) -> None:
        self._photos = photos
        self._limits = limits
        self._spool = spool
        self._seen: dict[str, SeenPhoto] = {}

    def check(self, notes: RowNotes, identity: IdentityFacts, *, keep: bool) -> SeenPhoto | None:
        """Find, normalise and, if the row may become a certificate, keep a person's photo, once each."""
        number = identity.number
        seen = self._seen.get(number)
        if seen and (seen.slip or not keep):
            return seen
        try:
            data = self._photos.read_one(number)
            photo = normalise(data, self._limits) if data is not None else None
        except JscertError as fault:
            facts = {name: str(fact) for name, fact in fault.facts.items()}
            note_photo(notes, fault.code, number, facts)
            return None
        if photo is None:
            note_photo(notes, Code.PHOTO_MISSING, number, {})
            return None
        if photo.coarse:
            size = {"width": str(photo.source_width_px), "height": str(photo.source_height_px)}
            column = _photo_column(notes.row)
            notes.remark(column, Code.PHOTO_COARSE, mask_identity(number), **size)
        slip = None
        if keep:
            slip = self._spool.put(photo.jpeg, photo.width_px, photo.height_px, photo.components)
        sha256 = slip.sha256 if slip else hashlib.sha256(photo.jpeg).hexdigest()
        seen = self._seen[number] = SeenPhoto(sha256=sha256, slip=slip)
        return seen


def note_photo(notes: RowNotes, code: Code, number: str, facts: dict[str, str]) -> None:
    """Note a fault of a person's photo where the sheet speaks of photos."""
    notes.fault(_photo_column(notes.row), code, mask_identity(number), **facts)


def _photo_column(row: RosterRow) -> str:
    """Name the column a photo's fault stands in: its own, else the identity number's."""
    return columns.PHOTO if row.has(columns.PHOTO) else columns.IDENTITY
