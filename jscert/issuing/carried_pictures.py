"""The pictures of a roster that goes back as a copy: its photos must not be lost on the way.

Input: a roster that cannot be marked in place. Output: pictures for the copy, sheet by sheet, and the number
of those that could not come along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.errors import JscertError
from jscert.roster.limits import PhotoLimits
from jscert.workbooks.plain_pictures import PlainPicture, can_be_laid

if TYPE_CHECKING:
    from jscert.roster.workbook import CellPicture, Roster

_BYTES_IN_ALL = 64 * 1024 * 1024  # as much as a roster file may have


def carried_pictures(roster: Roster) -> tuple[dict[str, tuple[PlainPicture, ...]], int]:
    """Read what pictures can be laid into a copy: sheet → pictures; and count the others."""
    left, lost = _BYTES_IN_ALL, 0
    carried: dict[str, tuple[PlainPicture, ...]] = {}
    for sheet in roster.sheets:
        pictures = []
        for picture in sheet.pictures:
            data = _read(roster, picture)
            if data and len(data) <= left and can_be_laid(data):
                left -= len(data)
                pictures.append(PlainPicture(row=picture.row, column=picture.column, data=data))
            else:
                lost += 1
        carried[sheet.name] = tuple(pictures)
    return carried, lost


def _read(roster: Roster, picture: CellPicture) -> bytes:
    try:
        return roster.pictures.read(picture.ref, PhotoLimits().file_bytes)
    except JscertError:
        return b""
