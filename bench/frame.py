"""The frame of jscert's own pages for the peers: as PDF operators, as a one-page PDF, as SVG.

The SVG is translated operator by operator (only those the frame uses), since typst embeds no PDF
where it writes PDF/A.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf

from jscert.layouts.blank import draw_frame

PAGE_POINTS = (595.28, 841.89)
_OPERANDS = {"w": 1, "cm": 6, "RG": 3, "rg": 3, "m": 2, "l": 2, "c": 6, "re": 4, "J": 1, "d": 2}


def frame_operators() -> bytes:
    """Give frame and watermark as PDF operators that need no resources."""
    drawing = draw_frame("样证")
    assert not drawing.states
    return drawing.content


def frame_pdf() -> bytes:
    """Write a one-page PDF that holds the frame and nothing else."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=PAGE_POINTS)
    page.Contents = pdf.make_stream(frame_operators())
    buffer = io.BytesIO()
    pdf.save(buffer, compress_streams=True)
    return buffer.getvalue()


def frame_svg() -> str:
    """Translate the frame to SVG."""
    width, height = PAGE_POINTS
    drawing = _Drawing()
    operands: list[str] = []
    for word in frame_operators().decode("ascii").split():
        if word[0].isdigit() or word[0] in "-.[":
            operands.append(word)
            continue
        assert len(operands) == _OPERANDS.get(word, 0), word
        drawing.take(word, operands)
        operands = []
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<g transform="matrix(1 0 0 -1 0 {height})">{"".join(drawing.out)}</g></svg>'
    )


class _Drawing:
    """The graphics state on its way through the operators."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.path = ""
        self.clips = 0
        self.style = {"w": "1", "RG": "none", "rg": "none"}
        self.groups = 0
        self.saved: list[tuple[dict[str, str], int]] = []
        self.verbs: dict[str, Callable[[list[str]], None]] = {
            "q": lambda _: self._save(),
            "Q": lambda _: self._restore(),
            "cm": lambda n: self._group(f'transform="matrix({" ".join(n)})"'),
            "m": lambda n: self._trace("M", n),
            "l": lambda n: self._trace("L", n),
            "c": lambda n: self._trace("C", n),
            "h": lambda _: self._trace("Z", []),
            "re": lambda n: self._trace("M", [*n[:2], f"h{n[2]} v{n[3]} h-{n[2]}", "Z"]),
            "w": lambda n: self.style.update(w=n[0]),
            "RG": lambda n: self.style.update(RG=_colour(n)),
            "rg": lambda n: self.style.update(rg=_colour(n)),
            "W": lambda _: self._clip(),
            "S": lambda _: self._paint(self.style["RG"], "none"),
            "f": lambda _: self._paint("none", self.style["rg"]),
            "B": lambda _: self._paint(self.style["RG"], self.style["rg"]),
            "n": lambda _: self._paint("none", "none"),
            "J": lambda _: None,
            "d": lambda _: None,
        }

    def take(self, operator: str, operands: list[str]) -> None:
        self.verbs[operator](operands)

    def _save(self) -> None:
        self.saved.append((dict(self.style), self.groups))

    def _restore(self) -> None:
        self.style, groups = self.saved.pop()
        self.out += ["</g>"] * (self.groups - groups)
        self.groups = groups

    def _group(self, attribute: str) -> None:
        self.out.append(f"<g {attribute}>")
        self.groups += 1

    def _trace(self, letter: str, numbers: list[str]) -> None:
        self.path += letter + " ".join(numbers)

    def _clip(self) -> None:
        self.clips += 1
        self.out.append(f'<clipPath id="c{self.clips}"><path d="{self.path}"/></clipPath>')
        self._group(f'clip-path="url(#c{self.clips})"')

    def _paint(self, stroke: str, fill: str) -> None:
        if (stroke, fill) != ("none", "none"):
            ink = f'stroke="{stroke}" stroke-width="{self.style["w"]}" fill="{fill}"'
            self.out.append(f'<path d="{self.path}" {ink}/>')
        self.path = ""


def _colour(parts: list[str]) -> str:
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in parts)
