"""A photo of any common format becomes what a certificate carries: a small upright baseline JPEG.

Input: bytes as they came. Output: `NormalisedPhoto`, or a coded refusal. A picture that is already right
keeps its scan data; Pillow draws the others once more. Whose photo it is, is not known here.
"""

from __future__ import annotations

import io
import struct
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image

from jscert.errors import Code, JscertError
from jscert.roster.jpeg import BareJpeg, strip_jpeg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jscert.roster.limits import PhotoLimits

_FORMATS = ("JPEG", "PNG", "BMP", "WEBP")
# Pictures that are refused by name, told by their first bytes
_FOREIGN = (
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"8BPS", "PSD"),
    (b"%PDF", "PDF"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"\xd7\xcd\xc6\x9a", "WMF"),
    (b"<svg", "SVG"),
    (b"PK\x03\x04", "ZIP"),
    (b"Rar!", "RAR"),
)
_ISO_BRANDS = {b"avif": "AVIF", b"avis": "AVIF"}  # ISO/IEC 14496-12: the brand after `ftyp`
_HEIF_BRANDS = (b"hei", b"hev", b"mif", b"msf")
# Where a picture with this Exif orientation must be turned to stand upright
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_QUARTERS = (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
_LYING = (5, 6, 7, 8)
# A JPEG of one colour takes 0.016-0.028 bytes for a pixel, of a face 0.08 and more (measured)
_SUSPICIOUS_PIXELS_PER_BYTE = 20
_SPREAD = 10  # of 255, over fields a sixteenth as wide as the picture: paper and noise, no face
_LARGE_PX, _BOMB_PIXELS_PER_BYTE = 4_000_000, 100
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

    Raises PHOTO_TOO_LARGE, PHOTO_UNREADABLE, PHOTO_FORMAT(found), PHOTO_SHAPE(width, height),
    PHOTO_SMALL(width, height, min_width, min_height), PHOTO_BLANK.
    """
    if len(data) > limits.file_bytes:
        raise JscertError(Code.PHOTO_TOO_LARGE)
    bare = strip_jpeg(data)
    if bare and len(bare.data) <= limits.kept_bytes and bare.height_px <= limits.kept_height_px:
        _check_size(bare.width_px, bare.height_px, limits)
        if len(bare.data) * _SUSPICIOUS_PIXELS_PER_BYTE < bare.width_px * bare.height_px:
            with _decoding():
                _check_seen(bare)
        return _photo(bare, (bare.width_px, bare.height_px), limits)
    _refuse_foreign(data)
    with _decoding():
        return _draw_again(data, limits)


def cut_and_turned(
    data: bytes, edges: tuple[float, float, float, float], quarters: int, limits: PhotoLimits
) -> bytes:
    """Cut parts off a picture (left, top, right, bottom, as shares) and turn it clockwise; give a PNG.

    Who turns a picture in a workbook means the picture as it is stored, so that its Exif is not obeyed then.
    Raises as `normalise` does for what cannot be decoded.
    """
    _refuse_foreign(data)
    with _decoding():
        return _view(data, edges, quarters, limits)


@contextmanager
def _decoding() -> Iterator[None]:
    """Meet bytes that no decoder understands. Raises PHOTO_UNREADABLE, PHOTO_TOO_LARGE."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            yield
        except _BOMBS as fault:
            raise JscertError(Code.PHOTO_TOO_LARGE) from fault
        except _UNREADABLE as fault:
            raise JscertError(Code.PHOTO_UNREADABLE) from fault


def _refuse_foreign(data: bytes) -> None:
    """Refuse by name what is no picture we read. Raises PHOTO_FORMAT(found)."""
    brand = data[8:12] if data[4:8] == b"ftyp" else b""
    found = _ISO_BRANDS.get(brand, "HEIC" if brand.startswith(_HEIF_BRANDS) else "")
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            found = name
    if data[40:44] == b" EMF":  # [MS-EMF] 2.3.4.2: the signature in the header record
        found = "EMF"
    if found:
        raise JscertError(Code.PHOTO_FORMAT, found=found)


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


def _check_seen(bare: BareJpeg) -> None:
    """Look at a JPEG of suspiciously few bytes. Raises PHOTO_BLANK."""
    with Image.open(io.BytesIO(bare.data), formats=("JPEG",)) as opened:
        opened.draft(None, (bare.width_px // 4, bare.height_px // 4))
        _refuse_blank(opened)


def _refuse_blank(picture: Image.Image) -> None:
    """Refuse a picture of one colour, noise aside. Raises PHOTO_BLANK."""
    fields = picture.resize((16, 22), Image.Resampling.BOX)
    bands = [band.getextrema() for band in fields.split()]
    if all(isinstance(high, int) and high - low <= _SPREAD for low, high in bands):
        raise JscertError(Code.PHOTO_BLANK)


def _refuse_bomb(opened: Image.Image, length: int, limits: PhotoLimits) -> None:
    """Refuse a picture of too many pixels before it is decoded. Raises PHOTO_TOO_LARGE.

    Only a baseline JPEG is decoded at a smaller size; all others take memory for every pixel.
    """
    pixels = opened.width * opened.height
    whole = opened.format not in ("JPEG", "MPO") or "progressive" in opened.info
    bomb = pixels > _LARGE_PX and pixels > _BOMB_PIXELS_PER_BYTE * length
    if bomb or pixels > (limits.whole_pixels if whole else limits.pixels):
        raise JscertError(Code.PHOTO_TOO_LARGE)


def _view(
    data: bytes, edges: tuple[float, float, float, float], quarters: int, limits: PhotoLimits
) -> bytes:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        _refuse_bomb(opened, len(data), limits)
        orientation = 1 if quarters else opened.getexif().get(0x0112, 1)
        picture = _upright(_shrunk(opened, limits.kept_height_px * 4), orientation)
    width, height = picture.size
    left, top, right, bottom = edges
    box = (
        *(round(width * left), round(height * top)),
        *(round(width * (1 - right)), round(height * (1 - bottom))),
    )
    picture = picture.crop(box)
    if quarters:
        picture = picture.transpose(_QUARTERS[quarters - 1])
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _draw_again(data: bytes, limits: PhotoLimits) -> NormalisedPhoto:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        _refuse_bomb(opened, len(data), limits)
        orientation = opened.getexif().get(0x0112, 1)
        upright = (opened.height, opened.width) if orientation in _LYING else opened.size
        _check_size(*upright, limits)
        full = _target(upright, limits)
        # Detail nobody will see is left out: twice the target is enough to scale from
        picture = _upright(_shrunk(opened, max(full) * 2), orientation)
    _refuse_blank(picture)
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


def _shrunk(opened: Image.Image, side_px: int) -> Image.Image:
    """Decode to RGB or grey, made smaller by a whole factor if its longer side stays longer than asked."""
    opened.draft(None, (side_px, side_px))
    factor = max(opened.size) // side_px
    if factor > 1 and opened.mode in ("L", "RGB", "RGBA", "CMYK"):
        return _flat(opened.reduce(factor))
    flat = _flat(opened)
    return flat.reduce(factor) if factor > 1 else flat


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    turn = _UPRIGHT.get(orientation)
    return picture if turn is None else picture.transpose(turn)


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
