"""A picture file becomes grey pictures, within bounds told before a pixel is decoded.

Input: bytes of PNG, JPEG, WebP, BMP, TIFF or GIF. Output: pictures in mode L; a TIFF may hold several pages.
Raises what `TOO_LARGE` lists, or what Pillow raises for broken files (`BROKEN`). Not here: QR codes.
"""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PAGES = 8
"""Pages of one file that are looked at."""

BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError)

_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF")
_BASELINE_PIXELS = 170_000_000
_PROGRESSIVE_PIXELS = 34_000_000  # such a JPEG is kept in memory whole, at 6 bytes a pixel
_SAMPLES = 160_000_000
_JPEG_PX = 5_000
_DEEP_MODES = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")


class TooLargePictureError(ValueError):
    """A picture that would need more memory than any scan of a page."""


TOO_LARGE = (TooLargePictureError, Image.DecompressionBombError, MemoryError)


def grey_pictures(data: bytes) -> Iterator[Image.Image]:
    """Give a file's pages as grey pictures, at most `MOST_PAGES`."""
    with _opened(data) as opened:
        for page in range(min(_count(opened), MOST_PAGES)):
            if page:
                opened.seek(page)
            _refuse_large(opened)
            opened.draft("L", _drafted(opened.size))
            yield _grey(opened)


def pages_of(data: bytes) -> int:
    """Count the pages of a picture file."""
    with _opened(data) as opened:
        return _count(opened)


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of broken metadata, and of sizes that are judged here
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            yield opened


def _count(picture: Image.Image) -> int:
    """Count pages; what moves (GIF, WebP) or holds a preview (phones' JPEG) has one."""
    return getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1


def _refuse_large(picture: Image.Image) -> None:
    pixels = picture.width * picture.height
    if picture.format in ("JPEG", "MPO"):  # phones put several JPEGs into one file
        progressive = bool(picture.info.get("progressive"))
        allowed = pixels <= (_PROGRESSIVE_PIXELS if progressive else _BASELINE_PIXELS)
    else:
        allowed = pixels * len(picture.getbands()) <= _SAMPLES
    if not allowed:
        raise TooLargePictureError


def _drafted(size: tuple[int, int]) -> tuple[int, int]:
    """Give the size a JPEG is to be decoded in: whole, or the half, quarter or eighth of a huge one."""
    width, height = size
    part = next((one for one in (1, 2, 4) if max(size) <= one * _JPEG_PX), 8)
    return max(1, width // part), max(1, height // part)


def _grey(picture: Image.Image) -> Image.Image:
    """Make a picture grey; what is transparent is white, as on paper."""
    if picture.mode in _DEEP_MODES:
        deep = picture.convert("F")
        low, high = (float(str(value)) for value in deep.getextrema())
        scale = 255 / ((high - low) or 1)
        return deep.point(lambda value: value * scale - low * scale).convert("L")
    if picture.has_transparency_data:
        layered = picture.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(paper, layered).convert("L")
    return picture.convert("L")
