"""Draw jscert/layouts/trial_seal.svg, the seal of trial authorities: a ring with 样章 and 试用 as outlines.

It is deliberately unlike a real seal: no star, no authority's name along the ring, a broken ring.
Run from the project's folder: python tools/trial_seal.py
"""

from __future__ import annotations

import math
from pathlib import Path

from jscert.layouts import fonts
from jscert.layouts.outlines import text_outlines

TARGET = Path("jscert/layouts/trial_seal.svg")
SIDE = 420
LETTERS = {"move_to": "M", "line_to": "L", "curve_to": "C", "close": "Z"}


def lettering(text: str, size: float, baseline: float) -> str:
    """Give a centred line of text as an SVG path."""
    glyphs = text_outlines(text, fonts.HEADING)
    scale = size / 1000
    left = (SIDE - glyphs[-1].end * scale) / 2
    parts = []
    for glyph in glyphs:
        for name, points in glyph.steps:
            places = [
                f"{left + (glyph.x + v) * scale:.1f}"
                if i % 2 == 0
                else f"{baseline - v * scale:.1f}"
                for i, v in enumerate(points)
            ]
            parts.append(LETTERS[name] + " ".join(places))
    return f'<path d="{"".join(parts)}"/>'


def main() -> None:
    """Write the picture."""
    ring = '<circle cx="210" cy="210" r="{}" fill="none" stroke="#c8202a" stroke-width="{}"{}/>'
    TARGET.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
        + ring.format(202, 9, "")
        + ring.format(186, 12, f' stroke-dasharray="6 {2 * math.pi * 186 / 60 - 6:.3f}"')
        + ring.format(172, 2.5, "")
        + '<g fill="#c8202a">'
        + lettering("样章", 128, 236)
        + lettering("试用", 52, 322)
        + '<path d="M210 66L226 90L210 114L194 90Z"/>'
        + '<path d="M120 262H300V265H120Z"/>'
        + "</g></svg>\n",
        encoding="utf-8",
        newline="\n",
    )


if __name__ == "__main__":
    main()
