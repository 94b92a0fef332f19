"""Texts become lines: sizes chosen, lines broken by Chinese rules, positions reckoned.

The press and screening ask the same functions, so that what screening lets through also prints.
Pure but for the fonts' measures. No ink here.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from jscert.layouts import fonts, page
from jscert.layouts.fonts import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jscert.layouts.fonts import Font
    from jscert.layouts.form import Form
    from jscert.layouts.page import Box

# Marks that may not begin a line, and marks that may not end one (GB/T 15834-2011, 5.1).
_NO_START = frozenset("，。、；：？！）》」』】〕〉”’…—～·・,.;:?!)]}%‰℃")
_NO_END = frozenset("（《「『【〔〈“‘([{")
_NAME_DOT = "·"
_SHORTEST_LAST_LINE = 4
_WIDEST_SPREAD = 1.5  # a justified line is stretched by this many ems at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line to set: where it begins, at what size, in which runs; `spread` is added per character."""

    x: float
    y: float
    size: float
    runs: tuple[Run, ...]
    spread: float = 0.0

    @property
    def text(self) -> str:
        """The line's characters."""
        return "".join([run.text for run in self.runs])


def fit(text: str, box: Box) -> tuple[Line, ...] | None:
    """Set a text into a box; None if it does not fit at any of the box's sizes.

    Few lines come before large ones as far as `box.least` says; otherwise the largest size is taken
    whose lines fit into the height. GLYPH_MISSING if a character cannot be drawn.
    """
    runs = fonts.runs(text, box.fonts)
    advances = _advances(runs)
    whole = sum(advances) + box.indent * 1000
    for most, least in (*enumerate(box.least, 1), (len(text), 0.0)):
        for size in box.sizes:
            if size < least:
                break
            if whole * size > box.width * 1000 * most:
                continue
            spans = break_lines(text, advances, box.width * 1000 / size, box.indent * 1000)
            if spans and len(spans) <= most and len(spans) * size * box.leading <= box.height:
                return _set(runs, advances, spans, box, size)
    return None


def break_lines(
    text: str, advances: Sequence[int], limit: float, indent: int = 0
) -> list[tuple[int, int]] | None:
    """Divide a text into lines no wider than `limit`: (start, end) of each; None if impossible.

    A very short last line gets company from the line before it.
    """
    ends = list(accumulate(advances, initial=0))
    if ends[-1] + indent <= limit:
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        room = limit - (0 if spans else indent)
        end = bisect_right(ends, ends[start] + room) - 1
        if end <= start:
            return None
        if end < len(text):
            end = _last_break(text, start, end)
        spans.append((start, end))
        start = end
    return _with_company(text, ends, spans, limit)


def _with_company(
    text: str, ends: Sequence[int], spans: list[tuple[int, int]], limit: float
) -> list[tuple[int, int]]:
    """Bring down characters to a very short last line, if they fit there."""
    last = len(text) - _SHORTEST_LAST_LINE
    if len(spans) < 2 or spans[-1][0] <= last or spans[-2][0] >= last:
        return spans
    first, _ = spans[-2]
    place = _last_break(text, first, last)
    if ends[-1] - ends[place] > limit:
        return spans
    return [*spans[:-2], (first, place), (place, len(text))]


def check_fit(form: Form, values: Sequence[str], name: str) -> tuple[str, ...]:
    """Name the fields of a form whose values do not fit at 8 points or more; `name` is the holder's.

    Ask `fonts.undrawable` first: a character without a glyph is GLYPH_MISSING here.
    """
    misfits = []
    for index, (row, value) in enumerate(zip(form.rows, values, strict=True)):
        shown = name if row.field == "name" else value
        if fit(shown, page.value_box(index)) is None:
            misfits.append(row.field)
    return tuple(misfits)


def width(runs: Sequence[Run], size: float) -> float:
    """Give the width of a line of runs in points."""
    return sum(_advances(runs)) * size / 1000


def _advances(runs: Sequence[Run]) -> list[int]:
    if len(runs) == 1:
        known = fonts.face(runs[0].font).advances
        return [known[character] for character in runs[0].text]
    return [fonts.face(run.font).advances[c] for run in runs for c in run.text]


def _last_break(text: str, start: int, end: int) -> int:
    """Go back to where a line may end; if nowhere, break where the room ends.

    Between the parts of a name (`·`) is best, if that leaves two thirds of the line.
    """
    part = text.rfind(_NAME_DOT, start + (end - start) * 2 // 3, end)
    if part != -1:
        return part + 1
    for place in range(end, start, -1):
        before, after = text[place - 1], text[place]
        inside_word = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
        if not (inside_word or after in _NO_START or after == " " or before in _NO_END):
            return place
    return end


def _set(
    runs: tuple[Run, ...],
    advances: Sequence[int],
    spans: Sequence[tuple[int, int]],
    box: Box,
    size: float,
) -> tuple[Line, ...]:
    leading = size * box.leading
    top = box.baseline + leading * min((len(spans) - 1) / 2, box.rise)
    lines = []
    for index, (start, end) in enumerate(spans):
        indent = box.indent * size if index == 0 else 0.0
        slack = box.width - indent - sum(advances[start:end]) * size / 1000
        spread = 0.0
        if box.justified and index + 1 < len(spans) and slack <= _WIDEST_SPREAD * size:
            spread = slack / max(end - start - 1, 1)
        lines.append(
            Line(
                x=box.x + indent + (slack / 2 if box.centred else 0.0),
                y=top - leading * index,
                size=size,
                runs=runs if len(spans) == 1 else _part(runs, start, end),
                spread=spread,
            )
        )
    return tuple(lines)


def _part(runs: tuple[Run, ...], start: int, end: int) -> tuple[Run, ...]:
    """Cut the runs of a text down to the characters `start` … `end - 1`."""
    if len(runs) == 1:
        return (Run(runs[0].font, runs[0].text[start:end]),)
    marked: list[tuple[Font, str]] = [(run.font, c) for run in runs for c in run.text]
    return tuple(
        Run(font, "".join([c for _, c in group]))
        for font, group in groupby(marked[start:end], key=lambda pair: pair[0])
    )
