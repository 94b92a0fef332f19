"""A photo of any common format becomes what a certificate carries: a small upright baseline JPEG.

Input: bytes as they came. Output: `NormalisedPhoto`, or a coded refusal. A picture that is already right
keeps its scan data; Pillow draws the others once more. Whose photo it is, is not known here.
"""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from jscert.errors import Code, JscertError
from jscert.roster.jpeg import BareJpeg, strip_jpeg

if TYPE_CHECKING:
    from jscert.roster.limits import PhotoLimits

_FORMATS = ("JPEG", "PNG", "BMP", "WEBP")
_QUALITIES = (90, 84, 78, 70, 60, 48, 36)
_UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    OverflowError,
    IndexError,
    KeyError,
    TypeError,
    MemoryError,
)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalisedPhoto:
    """A photo as the certificate carries it; `coarse`: smaller than it should be, to be warned of.

    `source_width_px`, `source_height_px` are the sender's upright picture.
    """

    jpeg: bytes = field(repr=False)
    width_px: int
    height_px: int
    components: int
    source_width_px: int
    source_height_px: int
    coarse: bool


def normalise(data: bytes, limits: PhotoLimits) -> NormalisedPhoto:
    """Make a photo fit for a certificate.

    Raises PHOTO_TOO_LARGE, PHOTO_UNREADABLE, PHOTO_SHAPE(width, height), PHOTO_SMALL(width, height,
    min_width, min_height).
    """
    if len(data) > limits.file_bytes:
        raise JscertError(Code.PHOTO_TOO_LARGE)
    bare = strip_jpeg(data)
    if bare and len(bare.data) <= limits.kept_bytes and bare.height_px <= limits.kept_height_px:
        _check_size(bare.width_px, bare.height_px, limits)
        return _photo(bare, (bare.width_px, bare.height_px), limits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _draw_again(data, limits)
        except _BOMBS as fault:
            raise JscertError(Code.PHOTO_TOO_LARGE) from fault
        except _UNREADABLE as fault:
            raise JscertError(Code.PHOTO_UNREADABLE) from fault


def _photo(bare: BareJpeg, source: tuple[int, int], limits: PhotoLimits) -> NormalisedPhoto:
    return NormalisedPhoto(
        jpeg=bare.data,
        width_px=bare.width_px,
        height_px=bare.height_px,
        components=bare.components,
        source_width_px=source[0],
        source_height_px=source[1],
        coarse=source[0] < limits.good_width_px or source[1] < limits.good_height_px,
    )


def _check_size(width_px: int, height_px: int, limits: PhotoLimits) -> None:
    if width_px < limits.min_width_px or height_px < limits.min_height_px:
        raise JscertError(
            Code.PHOTO_SMALL,
            width=str(width_px),
            height=str(height_px),
            min_width=str(limits.min_width_px),
            min_height=str(limits.min_height_px),
        )
    if not limits.min_aspect <= width_px / height_px <= limits.max_aspect:
        raise JscertError(Code.PHOTO_SHAPE, width=str(width_px), height=str(height_px))


def _draw_again(data: bytes, limits: PhotoLimits) -> NormalisedPhoto:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        if opened.width * opened.height > limits.pixels:
            raise JscertError(Code.PHOTO_TOO_LARGE)
        turned = opened.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        upright = (opened.height, opened.width) if turned else opened.size
        _check_size(*upright, limits)
        full = _target(upright, limits)
        # The decoder may leave out detail nobody will see: twice the target is enough to scale from
        opened.draft(None, (max(full) * 2, max(full) * 2))
        picture = _flat(ImageOps.exif_transpose(opened))
    for target in (full, *_smaller(full)):
        drawn = picture.resize(target, Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            out = io.BytesIO()
            drawn.save(out, "JPEG", quality=quality, subsampling=2, progressive=False)
            bare = strip_jpeg(out.getvalue())
            if bare and len(bare.data) <= limits.kept_bytes:
                return _photo(bare, upright, limits)
    raise JscertError(Code.PHOTO_TOO_LARGE)


def _smaller(size: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """Give sizes for pictures so restless that no quality brings them under the limit."""
    return tuple((max(1, size[0] * part // 4), max(1, size[1] * part // 4)) for part in (3, 2))


def _target(upright: tuple[int, int], limits: PhotoLimits) -> tuple[int, int]:
    width_px, height_px = upright
    if height_px <= limits.target_height_px:
        return upright
    scale = limits.target_height_px / height_px
    return max(1, round(width_px * scale)), limits.target_height_px


def _flat(picture: Image.Image) -> Image.Image:
    """Bring any colour mode to RGB or grey, transparency over white."""
    if picture.mode in ("L", "RGB"):
        return picture.copy()
    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered).convert("RGB")
    return picture.convert("RGB")
