"""Picture files become grey pictures, within bounds."""

from __future__ import annotations

import struct
import zlib

import pytest
from PIL import Image

from jscert.scanning.codes import find_codes
from jscert.scanning.pictures import (
    BROKEN,
    MOST_PAGES,
    TOO_LARGE,
    grey_pictures,
    pages_of,
)
from tests.scanning_builders import TOKEN_LIKE, code_picture, encoded

CODE = code_picture(TOKEN_LIKE)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_formats(form: str) -> None:
    """Every format gives the same code."""
    (picture,) = grey_pictures(encoded(CODE, form))
    assert (picture.mode, find_codes(picture)) == ("L", (TOKEN_LIKE,))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "F"])
def test_modes(mode: str) -> None:
    """Every way of storing a pixel gives the same code."""
    if mode == "I;16":
        source = Image.new("I;16", CODE.size)
        source.putdata([value * 200 for value in CODE.get_flattened_data()])
    else:
        source = CODE.convert(mode)
    (picture,) = grey_pictures(encoded(source, "TIFF" if mode != "LA" else "PNG"))
    assert find_codes(picture) == (TOKEN_LIKE,)


def test_what_is_transparent_is_paper() -> None:
    """A code drawn upon nothing is read as if upon white."""
    drawn = Image.new("RGBA", CODE.size, (0, 0, 0, 0))
    drawn.paste((0, 0, 0, 255), mask=CODE.point(lambda value: 255 - value))
    (picture,) = grey_pictures(encoded(drawn))
    assert find_codes(picture) == (TOKEN_LIKE,)


def test_pages_of_a_tiff_up_to_a_bound() -> None:
    """A fax of many pages is looked at up to a bound, and all pages are counted."""
    page = Image.new("1", (30, 30), 1)
    pages = [page] * (MOST_PAGES + 4)
    data = encoded(page, "TIFF", save_all=True, append_images=pages[1:])
    assert (len(list(grey_pictures(data))), pages_of(data)) == (MOST_PAGES, MOST_PAGES + 4)


def test_a_huge_jpeg_is_decoded_small() -> None:
    """A phone's largest picture needs no more memory than a scan."""
    (picture,) = grey_pictures(encoded(Image.new("RGB", (9000, 7000)), "JPEG"))
    assert max(picture.size) < 5000


def _bomb(width: int, height: int) -> bytes:
    """Write a PNG that promises pixels it does not have."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(100))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(9000, 9000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_bombs_are_refused_by_their_header(size: tuple[int, int]) -> None:
    """What would not fit into memory is not begun."""
    with pytest.raises((*TOO_LARGE, *BROKEN)) as caught:
        list(grey_pictures(_bomb(*size)))
    assert isinstance(caught.value, TOO_LARGE) or max(size) > 10**9


@pytest.mark.parametrize("cut", [5, 40, 200, -30])
def test_broken_files(cut: int) -> None:
    """A file that ends too soon is broken, and raises what `BROKEN` lists."""
    with pytest.raises(BROKEN):
        list(grey_pictures(encoded(CODE)[:cut]))
