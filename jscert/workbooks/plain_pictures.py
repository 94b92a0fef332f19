"""Pictures laid over the cells of a plain copy: the sender's bytes, as large as a photo in a list is.

Input: pictures and a page of XlsxWriter. Output: floating pictures, each inside its cell, so that its centre
is on the row it came from. Which pictures a roster has is not known here.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xlsxwriter.exceptions import XlsxFileError
from xlsxwriter.image import Image

if TYPE_CHECKING:
    from collections.abc import Iterable

ROW_POINTS = 60
_BOX_PX = (56, 76)  # inside 80 pixels of the row and the narrowest column there is
_MARGIN_PX = 2
_DOTS_PER_INCH = 96
_MOVES_WITH_CELLS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPicture:
    """A picture over a cell (0-based), as its file holds it."""

    row: int
    column: int
    data: bytes = field(repr=False)


def can_be_laid(data: bytes) -> bool:
    """Tell whether spreadsheets can show a picture: PNG, JPEG, BMP, GIF with a size."""
    try:
        image = Image(io.BytesIO(data))
    except (XlsxFileError, struct.error, IndexError, ValueError):
        return False
    return bool(min(image.width, image.height, image.x_dpi, image.y_dpi) > 0)


def lay_pictures(page: Any, pictures: Iterable[PlainPicture]) -> None:
    """Lay pictures of which `can_be_laid` is true over a page, whose rows become tall enough."""
    for order, picture in enumerate(pictures):
        image = Image(io.BytesIO(picture.data))
        width = image.width * _DOTS_PER_INCH / image.x_dpi
        height = image.height * _DOTS_PER_INCH / image.y_dpi
        scale = min(_BOX_PX[0] / width, _BOX_PX[1] / height)
        page.set_row(picture.row, ROW_POINTS)
        options = {
            "image_data": io.BytesIO(picture.data),
            "x_scale": scale,
            "y_scale": scale,
            "x_offset": _MARGIN_PX,
            "y_offset": _MARGIN_PX,
            "object_position": _MOVES_WITH_CELLS,
        }
        page.insert_image(picture.row, picture.column, f"picture{order}", options)
