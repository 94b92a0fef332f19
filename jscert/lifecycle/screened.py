"""Screening the rows of an act: each filled up with its certificate's facts, with the photo on file.

Input: rows whose certificates are known. Output: what `screening` gives, faults in cells the sender wrote.
Not here: what an act may do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jscert.batches import archived_path, read_archived
from jscert.certificates import ARCHIVE_FOLDER, Medium, Rejection, file_name
from jscert.errors import Code
from jscert.lifecycle.merging import filled_up, has_cell
from jscert.registry.standing import newest_revision
from jscert.roster import columns
from jscert.roster.identity_numbers import normalise_identity
from jscert.roster.photos import open_photos
from jscert.roster.reading import ReadSheet, RosterReading
from jscert.roster.workbook import CellPicture
from jscert.screening import Screening, ScreeningOrder, screen_rows
from jscert.sealing.pdf_check import photo_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jscert.families.family import Kind
    from jscert.lifecycle.orders import ActOrder, Request
    from jscert.presswork.dossier import Dossier
    from jscert.presswork.office import Office, Progress
    from jscert.registry.interface import CertificateEntry
    from jscert.roster.limits import OrderRules
    from jscert.roster.photos import PhotoSource
    from jscert.screening import PhotoSpool


_RESEMBLANCES = frozenset({Code.PERSON_RESEMBLES, Code.IDENTITY_RESEMBLES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A request whose certificate is known; `dossier` is opened where an act needs it."""

    request: Request
    entry: CertificateEntry
    kind: Kind
    dossier: Dossier | None = None

    @property
    def is_paper(self) -> bool:
        """Tell whether there is no file of the certificate yet."""
        return self.entry.medium is Medium.PAPER


def screen_known(
    known: Sequence[Known],
    order: ActOrder,
    office: Office,
    given: tuple[OrderRules, PhotoSpool],
    progress: Progress,
) -> Screening:
    """Screen rows as those of new applicants; age limits and real-name checks are for new ones only."""
    rules, spool = given
    usual = replace(rules.screening, maximum_age=0, require_verification=False)
    rows = {one.request.place: one for one in known}
    with open_photos(order.photos, order.rosters, usual.photos) as found:
        asked = ScreeningOrder(
            catalogue=office.catalogue,
            rules=usual,
            photos=found,
            on_day=order.dated_on,
        )
        readings = [_reading(one, found, office) for one in known]
        screening = screen_rows(readings, asked, spool, progress)
    return replace(
        screening,
        rejections=tuple(_own_cell(one, rows[one.place]) for one in screening.rejections),
        warnings=tuple(
            _own_cell(one, rows[one.place])
            for one in screening.warnings
            if one.code not in _RESEMBLANCES or _says_who(rows[one.place])
        ),
    )


class _Archived:
    """The photo on file of one certificate, which lies on its row where no other does."""

    def __init__(self, office: Office, entry: CertificateEntry) -> None:
        self._office = office
        self._entry = entry

    def read(self, ref: str, limit: int) -> bytes:
        """Give the photo; what is archived is small enough."""
        del ref, limit
        return archived_photo(self._office, self._entry)


def archived_photo(office: Office, entry: CertificateEntry) -> bytes:
    """Give the photo that a certificate's newest archived file shows; `FILE_DIFFERS`, `FILE_NOT_FOUND`."""
    newest = newest_revision(entry)
    name = file_name(newest.number, newest.revision)
    path = archived_path(office.home / ARCHIVE_FOLDER, newest.batch, name)
    return photo_of(read_archived(path, newest.sha256))


def _reading(one: Known, photos: PhotoSource, office: Office) -> RosterReading:
    """Make a reading of one row, filled up, so that it is screened as rows are.

    Its photo is the one on the row or in the folder; where there is none, the one on file.
    """
    row = one.request.row
    if row is None or one.dossier is None:
        raise ValueError("only rows are screened")
    filled, pictures = filled_up(row, one.dossier, one.kind), one.request.pictures
    number = normalise_identity(filled.text(columns.IDENTITY))
    if not (filled.pictures or one.is_paper or photos.find(number)):
        column = filled.columns[columns.NUMBER]
        on_file = CellPicture(row=row.place.row - 1, column=column, ref="", floating=False)
        filled = replace(filled, pictures=(on_file,))
        pictures = _Archived(office, one.entry)
    sheet = ReadSheet(
        name=row.place.sheet,
        header=one.request.header,
        header_row=1,
        columns=filled.columns,
        rows=(filled,),
        blocked=False,
    )
    return RosterReading(
        roster=row.place.roster,
        sheets=(sheet,),
        rejections=(),
        warnings=(),
        pictures=pictures,
    )


def _says_who(one: Known) -> bool:
    """Tell whether the sender wrote the identity number; the one on file was compared when it came."""
    row = one.request.row
    return row is not None and bool(row.text(columns.IDENTITY).strip())


def _own_cell(fault: Rejection, one: Known) -> Rejection:
    """Name the number's cell where a fault lies in something that the sender did not write."""
    row = one.request.row
    if row is None or not fault.column:
        return fault
    mine = {row.letter(field) for field in row.columns if has_cell(row, field)}
    return fault if fault.column in mine else replace(fault, column=row.letter(columns.NUMBER))
