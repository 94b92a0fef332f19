"""The picture part of a page, drawn by fpdf2: frame, ground, rules, watermark; and seals from SVG.

Each drawing comes out as one constant content stream in page coordinates, to be shown as a form
XObject that is an Artifact: no text, no fonts, no images, so nothing of it lands in extracted text.
Drawn once per process and kept. Words are set by the press, never here.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from fpdf import FPDF
from fpdf.drawing import ClippingPath, GraphicsContext, PaintedPath
from fpdf.drawing_primitives import DeviceRGB, Transform
from fpdf.svg import SVGObject

from jscert.layouts import fonts, outlines, page
from jscert.layouts.page import MM, Rect

if TYPE_CHECKING:
    from collections.abc import Iterator

_GOLD = DeviceRGB(0.72, 0.56, 0.25)
_PALE = DeviceRGB(0.955, 0.925, 0.85)
_RED = DeviceRGB(0.60, 0.11, 0.12)
_GREY = DeviceRGB(0.89, 0.885, 0.875)
_WHITE = DeviceRGB(1, 1, 1)

_BAND_OUTER = 10 * MM  # the guilloche band lies between these distances from the paper's edge
_BAND_INNER = 20 * MM
_TILE = 11 * MM
# A half wave of sine as one Bézier curve: its handles reach this share of the half period.
_SINE_HANDLE = 0.3642

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STATE = re.compile(rb"/(GS\d+) (\d+) 0 R")
_STATE_ENTRY = re.compile(rb"/(\w+) ([^/>]+)")
_STATE_USE = re.compile(rb"/(GS\d+) gs")
_DECIMALS = re.compile(rb"-?\d+\.\d{3,}")
_FOREIGN = re.compile(
    rb"<(?:\w+:)?(text|image|foreignObject|script|linearGradient|radialGradient)\b"
)
_OPERATORS = {b"LW": b"w", b"LC": b"J", b"LJ": b"j", b"ML": b"M"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A content stream and the /ExtGState entries it uses (PDF syntax)."""

    content: bytes
    states: bytes


@cache
def draw_frame(watermark: str) -> Drawing:
    """Draw everything on the page that is neither text nor photo, QR symbol or seal."""
    pdf = _new_page(page.WIDTH, page.HEIGHT)
    with pdf.drawing_context() as context:
        items: list[PaintedPath | GraphicsContext] = [*_ground(), *_band()]
        items += [*_rules(), *_watermark(watermark), *_fittings()]
        for item in items:
            context.add_item(item, clone=False)
    return _content_of(pdf)


def _new_page(width: float, height: float) -> FPDF:
    pdf = FPDF(unit="pt", format=(width, height))
    pdf.set_compression(False)
    pdf.set_auto_page_break(False)
    pdf.add_page()
    return pdf


def _content_of(pdf: FPDF) -> Drawing:
    """Take the page's content stream out of fpdf2's file, shortened.

    fpdf2 spells line widths as graphics states; they become operators again, and only states that
    have no operator (opacity) stay states.
    """
    bodies = {int(n): body for n, body in _OBJECT.findall(bytes(pdf.output()))}
    page_body = next(body for body in bodies.values() if b"/Type /Page\n" in body)
    (content_at,) = re.findall(rb"/Contents (\d+) 0 R", page_body)
    content = bodies[int(content_at)].partition(b"stream\n")[2].rpartition(b"\nendstream")[0]
    operators: dict[bytes, bytes] = {}
    states: dict[bytes, bytes] = {}
    for body in bodies.values():
        for name, number in _STATE.findall(body):
            entries = dict(
                _STATE_ENTRY.findall(bodies[int(number)].replace(b"/Type /ExtGState", b""))
            )
            known = [
                b"%b %b" % (v.strip(), _OPERATORS[k]) for k, v in entries.items() if k in _OPERATORS
            ]
            rest = b"".join(
                b"/%b %b" % (k, v.strip()) for k, v in entries.items() if k not in _OPERATORS
            )
            if rest:
                states[name] = b"<<%b>>" % rest
                known.append(b"/%b gs" % name)
            operators[name] = b" ".join(known)
    content = _STATE_USE.sub(lambda use: operators[use[1]], content)
    content = _DECIMALS.sub(_shorten, content)
    return Drawing(
        content=content,
        states=b"".join(b"/%b %b" % pair for pair in sorted(states.items())),
    )


def _shorten(match: re.Match[bytes]) -> bytes:
    """Round to what shows: a hundredth of a point, but a thousandth in matrices."""
    value = float(match[0])
    return b"%g" % round(value, 3 if abs(value) < 1 else 2)


def _path(colour: DeviceRGB | None, width: float, fill: DeviceRGB | None = None) -> PaintedPath:
    path = PaintedPath()
    path.style.stroke_color = colour
    path.style.stroke_width = width
    path.style.fill_color = fill
    path.style.auto_close = False
    return path


def _rectangle(
    rect: Rect, colour: DeviceRGB | None, width: float, fill: DeviceRGB | None = None
) -> PaintedPath:
    path = _path(colour, width, fill)
    path.rectangle(rect.x, page.HEIGHT - rect.y - rect.height, rect.width, rect.height)
    return path


def _inset(distance: float) -> Rect:
    return Rect(
        x=distance, y=distance, width=page.WIDTH - 2 * distance, height=page.HEIGHT - 2 * distance
    )


def _placed(item: PaintedPath | GraphicsContext, transform: Transform) -> GraphicsContext:
    group = GraphicsContext()
    group.style.auto_close = False
    group.add_item(item, clone=False)
    group.transform = transform
    return group


def _waves(period: float, amplitude: float) -> Iterator[PaintedPath]:
    """One period of the band: fine waves shifted against each other, and their mirror images."""
    for colour, width, shifts, reach in (
        (_GOLD, 0.28, range(8), 1.0),
        (_RED, 0.22, range(0, 8, 2), 0.62),
    ):
        path = _path(colour, width)
        for shift in shifts:
            _wave(path, period, amplitude * reach, shift / 8 * period)
        yield path


def _wave(path: PaintedPath, period: float, amplitude: float, shift: float) -> None:
    half = period / 2
    handle = half * _SINE_HANDLE
    start = shift - period
    for sign, x in ((1, start), (-1, start + half)):
        path.move_to(x, sign * amplitude)
        path.curve_to(
            *(x + handle, sign * amplitude),
            *(x + half - handle, -sign * amplitude),
            *(x + half, -sign * amplitude),
        )


def _band() -> Iterator[GraphicsContext]:
    """Draw the guilloche band: four sides of repeated tiles, with a rosette on each corner.

    Every tile is spelled alike, which deflates to next to nothing.
    """
    near = (_BAND_OUTER + _BAND_INNER) / 2
    right, low = page.WIDTH - near, page.HEIGHT - near
    for y in (near, low):
        yield _placed(_side(right - near), Transform.translation(near, y))
    for x in (near, right):
        upright = Transform.rotation(math.pi / 2)
        yield _placed(_side(low - near), upright.translate(x, near))
    for x in (near, right):
        for y in (near, low):
            yield from _rosette(x, y)


def _side(length: float) -> GraphicsContext:
    """Draw one side along the x axis; what its first and last tile draw too far is clipped."""
    reach = (_BAND_INNER - _BAND_OUTER) / 2
    count = round(length / _TILE)
    period = length / count
    side = GraphicsContext()
    side.clipping_path = ClippingPath()
    side.clipping_path.rectangle(0, -reach, length, 2 * reach)
    for index in range(count + 1):
        tile = GraphicsContext()
        for path in _waves(period, reach - 1.2):
            tile.add_item(path, clone=False)
        side.add_item(_placed(tile, Transform.translation(index * period, 0)), clone=False)
    return side


def _rosette(x: float, y: float) -> Iterator[GraphicsContext]:
    radius = (_BAND_INNER - _BAND_OUTER) / 2 + 1.5
    disc = _path(_RED, 0.7, _WHITE)
    disc.circle(0, 0, radius)
    yield _placed(disc, Transform.translation(x, y))
    for index in range(12):
        petal = _path(_GOLD if index % 2 else _RED, 0.25)
        _petal(petal, radius * 0.94, radius * 0.55)
        yield _placed(petal, Transform.rotation(index * math.pi / 6).translate(x, y))


def _petal(path: PaintedPath, length: float, breadth: float) -> None:
    path.move_to(0, 0)
    path.curve_to(length * 0.45, -breadth, length, -breadth, length, 0)
    path.curve_to(length, breadth, length * 0.45, breadth, 0, 0)


def _ground() -> Iterator[GraphicsContext]:
    """Draw the pale rosette behind the text."""
    x, y = page.WIDTH / 2, page.HEIGHT - page.MIDDLE
    for count, length, breadth in ((36, 185.0, 110.0), (36, 135.0, 55.0), (36, 80.0, 62.0)):
        for index in range(count):
            petal = _path(_PALE, 0.45)
            _petal(petal, length, breadth)
            turn = Transform.rotation(index * 2 * math.pi / count)
            yield _placed(petal, turn.translate(x, y))


def _rules() -> Iterator[PaintedPath]:
    yield _rectangle(_inset(8.6 * MM), _RED, 1.1)
    yield _rectangle(_inset(_BAND_OUTER), _GOLD, 0.4)
    yield _rectangle(_inset(_BAND_INNER), _GOLD, 0.4)
    yield _rectangle(_inset(21 * MM), _RED, 0.8)
    yield _rectangle(_inset(22 * MM), _GOLD, 0.3)


def _fittings() -> Iterator[PaintedPath]:
    """White ground and thin frame for the photo, white ground for the QR symbol, the title's rule."""
    photo = page.PHOTO
    yield _rectangle(
        Rect(x=photo.x - 2, y=photo.y - 2, width=photo.width + 4, height=photo.height + 4),
        _GOLD,
        0.6,
        _WHITE,
    )
    qr, quiet = page.QR, page.QR_QUIET
    yield _rectangle(
        Rect(
            x=qr.x - quiet, y=qr.y - quiet, width=qr.width + 2 * quiet, height=qr.height + 2 * quiet
        ),
        None,
        0,
        _WHITE,
    )
    y = page.HEIGHT - page.RULE_AT
    middle = page.WIDTH / 2
    for x, end in ((page.LEFT, middle - 9), (middle + 9, page.RIGHT)):
        line = _path(_GOLD, 0.7)
        line.move_to(x, y)
        line.line_to(end, y)
        yield line
    lozenge = _path(_RED, 0.5)
    for reach in (5.0, 2.6):
        lozenge.move_to(middle - reach, y)
        for dx, dy in ((0, -reach), (reach, 0), (0, reach), (-reach, 0)):
            lozenge.line_to(middle + dx, y + dy)
    yield lozenge


def _watermark(text: str) -> Iterator[GraphicsContext]:
    """Draw the word across the page, as outlines, in a grey that leaves the text legible."""
    if not text:
        return
    size = min(175.0, 480.0 / len(text))
    glyphs = outlines.text_outlines(text, fonts.HEADING)
    path = _path(None, 0, _GREY)
    for glyph in glyphs:
        for name, points in glyph.steps:
            scaled = [v * size / 1000 for v in points]
            scaled[0::2] = [v + glyph.x * size / 1000 for v in scaled[0::2]]
            scaled[1::2] = [-v for v in scaled[1::2]]
            getattr(path, name)(*scaled)
    width = glyphs[-1].end * size / 1000
    turn = Transform.translation(-width / 2, size * 0.38).rotate(-math.radians(38))
    yield _placed(path, turn.translate(page.WIDTH / 2, page.HEIGHT - page.MIDDLE))


@cache
def draw_svg(svg: bytes, width: float, height: float) -> Drawing:
    """Draw an SVG picture into a box whose lower left corner is the origin.

    ValueError if it cannot be read or holds more than paths (text, pictures, gradients).
    """
    found = _FOREIGN.search(svg)
    if found:
        raise ValueError(found[1].decode("ascii", "replace"))
    picture = SVGObject(svg.decode("utf-8-sig"))
    if not picture.viewbox:
        raise ValueError("viewBox")
    pdf = _new_page(width, height)
    _, _, group = picture.transform_to_rect_viewport(1, width, height, ignore_svg_top_attrs=True)
    pdf.draw_path(group)
    return _content_of(pdf)
