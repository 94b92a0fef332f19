"""Finding QR codes in a picture, with a bounded effort: the only home of zxing-cpp.

A good scan gives its codes at the first look; the further looks are for photos that are small, blurred, dark
or noisy. They end at the first code that looks like a certificate's, and start none after `SECONDS`.
Not here: opening pictures, what a text means.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from jscert.scanning.texts import is_certificate_text, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 1.5
"""After this no further look at one picture is begun; the longest takes a fraction of it."""

_WORKING_PX = 3_500
_ENLARGED_PX = 4_000
_WHOLE_PX = 8_000
_TILES = 3
_TURN_DEGREES = 30
_SHARPER = ImageFilter.UnsharpMask(radius=2, percent=250, threshold=2)
_MUCH_SHARPER = ImageFilter.UnsharpMask(radius=4, percent=350, threshold=0)
_QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_LOCAL = zxingcpp.Binarizer.LocalAverage
_GLOBAL = zxingcpp.Binarizer.GlobalHistogram


def find_codes(picture: Image.Image, seconds: float = SECONDS) -> tuple[str, ...]:
    """Give the texts of all QR codes found in a grey picture, each once, in the order they were found."""
    ends_at = time.monotonic() + seconds
    found: dict[str, None] = {}
    for look, binarizer in _looks(picture):
        found.update(dict.fromkeys(_read(look, binarizer)))
        if any(map(is_certificate_text, found)) or time.monotonic() > ends_at:
            break
    return tuple(found)


def _read(picture: Image.Image, binarizer: zxingcpp.Binarizer) -> list[str]:
    barcodes = zxingcpp.read_barcodes(picture, formats=_QR_CODES, binarizer=binarizer)
    return [plain_text(code.text) for code in barcodes if code.valid]


def _looks(picture: Image.Image) -> Iterator[tuple[Image.Image, zxingcpp.Binarizer]]:
    """Give the picture as it is, then made more legible in the ways that help most often first."""
    working = _at_most(picture, _WORKING_PX)
    yield working, _LOCAL
    clearer = ImageOps.autocontrast(working, cutoff=1).filter(_SHARPER)
    yield clearer, _LOCAL
    larger = _enlarged(working)
    yield larger, _LOCAL
    yield ImageOps.autocontrast(larger, cutoff=1).filter(_MUCH_SHARPER), _LOCAL
    yield working.filter(ImageFilter.MedianFilter(3)), _LOCAL
    yield clearer, _GLOBAL
    if max(working.size) < max(picture.size) <= _WHOLE_PX:
        yield picture, _LOCAL
    for tile in _tiles(picture):
        enlarged = _enlarged(tile)
        yield enlarged, _LOCAL
        yield ImageOps.autocontrast(enlarged, cutoff=1).filter(_MUCH_SHARPER), _LOCAL
    yield working.reduce(2), _LOCAL
    yield _turned(clearer), _LOCAL


def _at_most(picture: Image.Image, longest_px: int) -> Image.Image:
    if max(picture.size) <= longest_px:
        return picture
    smaller = picture.copy()
    smaller.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS)
    return smaller


def _enlarged(picture: Image.Image) -> Image.Image:
    """Enlarge two to four times, as far as the result stays handy."""
    times = min(4, _ENLARGED_PX // max(picture.size))
    if times < 2:
        return picture
    width, height = picture.size
    return picture.resize((width * times, height * times), Image.Resampling.BICUBIC)


def _tiles(picture: Image.Image) -> Iterator[Image.Image]:
    """Cut a picture into overlapping parts, the lower ones first: there our forms have their code."""
    width, height = picture.size
    wide, high = width / _TILES, height / _TILES
    for row in reversed(range(_TILES)):
        for column in range(_TILES):
            left, top = max(0, (column - 0.4) * wide), max(0, (row - 0.4) * high)
            right, bottom = (column + 1.4) * wide, (row + 1.4) * high
            box = (int(left), int(top), int(min(width, right)), int(min(height, bottom)))
            if box[2] > box[0] and box[3] > box[1]:
                yield picture.crop(box)


def _turned(picture: Image.Image) -> Image.Image:
    resample = Image.Resampling.BICUBIC
    return picture.rotate(_TURN_DEGREES, resample=resample, expand=True, fillcolor=255)
