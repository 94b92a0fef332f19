"""The pictures of an .xlsx, read one by one from its zip, as the sheet shows them: cut and turned.

Input: references made by `picture_ref`. Output: bytes of pictures. Which cell a picture belongs to is told
in `xlsx_drawings` and `xlsx_cell_pictures`; whether it is a photo is judged in `pictures`.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.roster.limits import PhotoLimits
from jscert.roster.pictures import cut_and_turned

if TYPE_CHECKING:
    from collections.abc import Sequence

_WHOLE = 100_000  # ST_Percentage: thousandths of a percent (ECMA-376 part 1, 20.1.10.40)
_QUARTER = 5_400_000  # ST_Angle: 60 000 to the degree, clockwise (20.1.10.3)
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError)


def picture_ref(part: str, cut: Sequence[int] = (0, 0, 0, 0), turn: int = 0) -> str:
    """Name a picture: its part ("" if it is not in the file), what is cut off, how it is turned.

    `cut` is left, top, right, bottom as in `srcRect`; edges moved outwards count as not cut. A turn counts
    by whole quarters.
    """
    edges = [max(0, edge) for edge in cut]
    quarters = round(turn / _QUARTER) % 4
    sane = edges[0] + edges[2] < _WHOLE and edges[1] + edges[3] < _WHOLE
    if not part or not (any(edges) or quarters) or not sane:
        return part
    return "|".join((part, *map(str, edges), str(quarters)))


class XlsxPictures:
    """Reads pictures by reference; the zip's bytes are held, the pictures are not."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))

    def read(self, ref: str, limit: int, /) -> bytes:
        """Give a picture's bytes, at most `limit`.

        PHOTO_ABSENT if it is not in the file (linked, or lost when another program saved it),
        PHOTO_UNREADABLE if it cannot be unpacked, or not be decoded where it must be cut or turned.
        """
        if not ref:
            raise JscertError(Code.PHOTO_ABSENT)
        part, *view = ref.split("|")
        try:
            with self._archive.open(part) as file:
                data = file.read(limit)
        except (*_ZIP_FAULTS, KeyError) as fault:
            raise JscertError(Code.PHOTO_UNREADABLE) from fault
        if not view or len(data) >= limit:
            return data
        left, top, right, bottom, quarters = map(int, view)
        edges = (left / _WHOLE, top / _WHOLE, right / _WHOLE, bottom / _WHOLE)
        return cut_and_turned(data, edges, quarters, PhotoLimits())
