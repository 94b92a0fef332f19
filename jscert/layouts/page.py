"""Where everything stands on the page: A4 portrait, in points from the lower left corner.

Numbers only. Which text goes into a box comes from a `Form`; how lines are broken is `measure`; how
ink is put down is `lettering` (text) and `blank` (pictures).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.layouts import fonts

if TYPE_CHECKING:
    from jscert.layouts.fonts import Font

MM = 72 / 25.4
WIDTH = 210 * MM
HEIGHT = 297 * MM

LEFT = 31 * MM
RIGHT = 179 * MM
SMALLEST = 8.0  # no letter on a certificate is smaller, in points

INK = "0.11 0.10 0.09 rg"
SOFT = "0.36 0.29 0.22 rg"
TITLE = "0.52 0.07 0.09 rg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """A rectangle: lower left corner, width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Room for a text: `baseline` of one line, and how to fill it.

    Several lines are centred on the baseline, but the first rises by `rise` leadings at most.
    Sizes are tried from the largest. Fewer lines are preferred to larger ones as long as the size
    stays above `least[n - 1]` for n lines. `indent` is in ems, `leading` in sizes.
    """

    x: float
    baseline: float
    width: float
    height: float
    sizes: tuple[float, ...]
    fonts: tuple[Font, ...] = fonts.BODY
    centred: bool = False
    rise: float = 0.0
    justified: bool = False
    indent: int = 0
    leading: float = 1.3
    least: tuple[float, ...] = ()


def from_top(millimetres: float) -> float:
    """Turn a distance from the upper edge into a height above the lower one."""
    return HEIGHT - millimetres * MM


PHOTO = Rect(x=RIGHT - 32 * MM, y=from_top(124.8), width=32 * MM, height=44.8 * MM)
QR = Rect(x=LEFT, y=from_top(245), width=40 * MM, height=40 * MM)
QR_QUIET = 3.2 * MM  # four modules of version 7 and up stay white around the symbol
SEAL = Rect(x=138 * MM, y=from_top(253.5), width=42 * MM, height=42 * MM)
_ISSUER_X = QR.x + QR.width + 5 * MM  # the date ends where the seal begins
RULE_AT = from_top(74)
MIDDLE = from_top(141)  # height of the centre of ground and watermark

ROW_PITCH = 15 * MM
ROW_LABEL_SIZE = 14.0
FIRST_ROW_AT = from_top(91.5)
_ROW_HEIGHT = 38.0
_VALUE_X = LEFT + 5.4 * ROW_LABEL_SIZE
_VALUE_SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, SMALLEST)
_BESIDE_PHOTO = PHOTO.x - 6 * MM


def title_boxes(lines: int) -> tuple[Box, ...]:
    """Place the title: one large line, or a smaller one above a large one."""
    if lines == 1:
        return (_title(from_top(62), (31.0, 29.0, 27.0, 24.0, 20.0)),)
    above = tuple(
        _title(from_top(50.5 - 9 * index), (23.0, 21.0, 19.0, 16.0))
        for index in reversed(range(lines - 1))
    )
    return (*above, _title(from_top(66), (33.0, 31.0, 29.0, 26.0, 22.0)))


def _title(baseline: float, sizes: tuple[float, ...]) -> Box:
    return Box(
        x=LEFT,
        baseline=baseline,
        width=RIGHT - LEFT,
        height=sizes[0] * 1.3,
        sizes=sizes,
        fonts=fonts.HEADING,
        centred=True,
    )


def label_box(index: int) -> Box:
    """Place a row's label; rows count from 0."""
    return Box(
        x=LEFT,
        baseline=FIRST_ROW_AT - index * ROW_PITCH,
        width=5.2 * ROW_LABEL_SIZE,
        height=ROW_LABEL_SIZE * 1.3,
        sizes=(ROW_LABEL_SIZE, 12.0, 10.0, SMALLEST),
    )


def value_box(index: int) -> Box:
    """Place a row's value: beside the photo narrow, below it across the page.

    Of several lines the first stays beside the label, so that every extractor reads the label first.
    """
    baseline = FIRST_ROW_AT - index * ROW_PITCH
    beside = baseline + 22 > PHOTO.y - 4
    return Box(
        x=_VALUE_X,
        baseline=baseline,
        width=(_BESIDE_PHOTO if beside else RIGHT) - _VALUE_X,
        height=_ROW_HEIGHT,
        sizes=_VALUE_SIZES,
        fonts=fonts.VALUES,
        leading=1.2,
        rise=0.3,
        least=(13.0, 10.0),
    )


STATEMENT = Box(
    x=WIDTH / 2 - 210,
    baseline=from_top(180),
    width=420,
    height=92,
    sizes=(14.0, 12.0, 10.0),
    rise=9.0,
    justified=True,
    indent=2,
    leading=1.9,
    least=(14.0,),
)
CAPTION = Box(
    x=QR.x,
    baseline=from_top(251.8),
    width=QR.width,
    height=14,
    sizes=(10.5, 9.0, SMALLEST),
    centred=True,
)
AUTHORITY = Box(
    x=_ISSUER_X,
    baseline=from_top(224),
    width=RIGHT - _ISSUER_X,
    height=30,
    sizes=(14.0, 13.0, 12.0, 11.0, 10.0, 9.0, SMALLEST),
)
ISSUED = Box(
    x=_ISSUER_X,
    baseline=from_top(236),
    width=RIGHT - _ISSUER_X,
    height=18.2,
    sizes=(14.0, 12.0, 10.0, SMALLEST),
)
FOOT = Box(
    x=LEFT,
    baseline=from_top(264.5),
    width=RIGHT - LEFT,
    height=14,
    sizes=(10.5, 9.0, SMALLEST),
    centred=True,
)
