"""The seal's picture as PDF objects: SVG as vectors, PNG as a hard-edged picture of few colours.

Both give one form XObject that page and signature widget share. It is blended with /Darken, which is
idempotent: a viewer that shows page and widget paints it twice and nothing changes. Half-transparent
pixels would not survive that, so that a PNG's mask is 1 bit.
"""

from __future__ import annotations

import io
from importlib import resources
from typing import TYPE_CHECKING

from PIL import Image

from jscert.errors import Code, JscertError
from jscert.layouts import blank, page
from jscert.layouts.syntax import number, packed_stream
from jscert.messages import layouts as words

if TYPE_CHECKING:
    from jscert.layouts.form import House

_PNG = b"\x89PNG\r\n\x1a\n"
_LARGEST_PX = 480
_COLOURS = 4
# What fpdf2's reader raises over pictures that are no SVG, or not the SVG it knows.
_SVG_FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError),
    *(NotImplementedError, SyntaxError, TypeError, ValueError),
)


def trial_seal() -> bytes:
    """Read the seal of trial authorities (SVG)."""
    return resources.files("jscert.layouts").joinpath("trial_seal.svg").read_bytes()


def seal_objects(house: House, first: int) -> tuple[bytes, ...]:
    """Write the seal's objects for the numbers `first` and following; the first is the form XObject.

    A house without a picture gets the trial seal if it prints a watermark; otherwise, and for
    pictures that cannot be used, SEAL_IMAGE.
    """
    data = house.seal_image or (trial_seal() if house.watermark else b"")
    if not data:
        raise JscertError(Code.SEAL_IMAGE, reason=words.SEAL_ABSENT)
    if data.startswith(_PNG):
        return _from_png(data, first)
    if b"<svg" in data:
        return (_from_svg(data),)
    raise JscertError(Code.SEAL_IMAGE, reason=words.SEAL_NOT_PICTURE)


def _form(content: bytes, states: bytes = b"", pictures: bytes = b"") -> bytes:
    box = f"{number(page.SEAL.width)} {number(page.SEAL.height)}".encode()
    return packed_stream(
        b"/Type/XObject/Subtype/Form/BBox[0 0 %b]"
        b"/Resources<</ExtGState<</Dk<</BM/Darken>>%b>>%b>>" % (box, states, pictures),
        b"/Dk gs " + content,
    )


def _from_svg(data: bytes) -> bytes:
    try:
        drawing = blank.draw_svg(data, page.SEAL.width, page.SEAL.height)
    except _SVG_FAULTS as fault:
        reason = words.SEAL_SVG_CONTENT.format(found=str(fault)[:40])
        raise JscertError(Code.SEAL_IMAGE, reason=reason) from fault
    return _form(drawing.content, drawing.states)


def _from_png(data: bytes, first: int) -> tuple[bytes, ...]:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            rgba = picture.convert("RGBA")
    except (Image.DecompressionBombError, OSError, ValueError, SyntaxError) as fault:
        raise JscertError(Code.SEAL_IMAGE, reason=words.SEAL_NOT_PICTURE) from fault
    rgba.thumbnail((_LARGEST_PX, _LARGEST_PX))
    side = max(rgba.size)
    opaque = rgba.getchannel("A").point(lambda alpha: 255 if alpha >= 128 else 0).convert("1")
    ground = Image.new("RGB", rgba.size, "white")
    ground.paste(rgba.convert("RGB"), mask=opaque)
    few = ground.quantize(_COLOURS)
    width, height = rgba.size
    scale_x = number(page.SEAL.width * width / side)
    scale_y = number(page.SEAL.height * height / side)
    left = number(page.SEAL.width * (1 - width / side) / 2)
    low = number(page.SEAL.height * (1 - height / side) / 2)
    content = f"q {scale_x} 0 0 {scale_y} {left} {low} cm /Im Do Q".encode()
    size = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (width, height)
    palette = bytes(few.getpalette() or [])[: 3 * _COLOURS].ljust(3 * _COLOURS, b"\xff")
    return (
        _form(content, pictures=b"/XObject<</Im %d 0 R>>" % (first + 1)),
        packed_stream(
            size
            + b"/BitsPerComponent 2/ColorSpace[/Indexed/DeviceRGB %d<%b>]/Mask %d 0 R"
            % (_COLOURS - 1, palette.hex().encode(), first + 2),
            _packed_pairs(few),
        ),
        packed_stream(
            size + b"/ImageMask true/BitsPerComponent 1/Decode[1 0]",
            opaque.tobytes(),
        ),
    )


def _packed_pairs(picture: Image.Image) -> bytes:
    """Pack palette indices (0–3) four to a byte, each row filled up."""
    width, height = picture.size
    data = picture.tobytes()
    rows = []
    for y in range(height):
        row = data[y * width : (y + 1) * width].ljust((width + 3) // 4 * 4, b"\0")
        rows.append(
            bytes(
                a << 6 | b << 4 | c << 2 | d
                for a, b, c, d in zip(row[::4], row[1::4], row[2::4], row[3::4], strict=True)
            )
        )
    return b"".join(rows)
