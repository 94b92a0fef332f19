"""Characters as outlines: for lettering that is a picture and must never be read as text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import uharfbuzz as hb

from jscert.layouts import fonts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jscert.layouts.fonts import Font

Step = tuple[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A character's outline in 1/1000 em, y upwards; it stands at `x` and ends at `end`.

    Steps are `move_to`, `line_to`, `curve_to` (cubic), `close`, each with its coordinates.
    """

    x: float
    end: float
    steps: tuple[Step, ...]


def text_outlines(text: str, families: Sequence[Font]) -> tuple[Outline, ...]:
    """Give the outlines of a text's characters side by side; GLYPH_MISSING as for printed text."""
    outlines = []
    x = 0.0
    for run in fonts.runs(text, families):
        face = hb.Face(hb.Blob.from_file_path(str(fonts.face(run.font).path)))
        font = hb.Font(face)
        for character in run.text:
            pen = _Pen(scale=1000 / face.upem)
            font.draw_glyph(font.get_nominal_glyph(ord(character)), _functions(), pen)
            end = x + fonts.face(run.font).advances[character]
            outlines.append(Outline(x=x, end=end, steps=tuple(pen.steps)))
            x = end
    return tuple(outlines)


@dataclass(slots=True)
class _Pen:
    scale: float
    steps: list[Step] = field(default_factory=list)
    at: tuple[float, float] = (0.0, 0.0)

    def add(self, name: str, *points: float) -> None:
        scaled = tuple(value * self.scale for value in points)
        if points:
            self.at = (points[-2], points[-1])
        self.steps.append((name, scaled))


def _functions() -> hb.DrawFuncs:
    functions = hb.DrawFuncs()
    functions.set_move_to_func(lambda x, y, pen: pen.add("move_to", x, y))
    functions.set_line_to_func(lambda x, y, pen: pen.add("line_to", x, y))
    functions.set_cubic_to_func(lambda *call: call[-1].add("curve_to", *call[:-1]))
    functions.set_quadratic_to_func(_raise_curve)
    functions.set_close_path_func(lambda pen: pen.add("close"))
    return functions


def _raise_curve(cx: float, cy: float, x: float, y: float, pen: _Pen) -> None:
    """Write a quadratic curve (TrueType) as a cubic one."""
    x0, y0 = pen.at
    third = 2 / 3
    pen.add(
        "curve_to",
        *(x0 + third * (cx - x0), y0 + third * (cy - y0)),
        *(x + third * (cx - x), y + third * (cy - y)),
        *(x, y),
    )
