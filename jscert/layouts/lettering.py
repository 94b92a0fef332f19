"""Lines become text operators: characters are sorted into subsets, lines written in their codes.

A `Lettering` is the set of subsets that one stream needs. What is written is read back by `written`,
so that the press can compare it with what was meant. Lines come from `measure`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.layouts import fonts
from jscert.layouts.fonts import Run
from jscert.layouts.subsets import cut
from jscert.layouts.syntax import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jscert.layouts.fonts import Font
    from jscert.layouts.measure import Line
    from jscert.layouts.subsets import Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """Subsets with their resource names (`/{prefix}0`, `/{prefix}1` …)."""

    prefix: str
    cuts: tuple[Cut, ...]

    def find(self, run: Run) -> int | None:
        """Give the place of the subset that can write a run whole."""
        wanted = set(run.text)
        for index, piece in enumerate(self.cuts):
            if piece.font is run.font and piece.codes.keys() >= wanted:
                return index
        return None


def cast(prefix: str, runs: Iterable[Run], known: Lettering | None = None) -> Lettering:
    """Cut the subsets that runs need: one per font, and a further one where a glyph is shared.

    Runs that `known` can write are left out. Some glyphs serve several characters (瑨 and 𤨁); one
    subset can give back only one of them, so that the second one goes into a subset of its own.
    """
    cases: dict[tuple[Font, int], dict[int, str]] = {}
    for run in runs:
        if known is not None and known.find(run) is not None:
            continue
        glyphs = fonts.face(run.font).glyphs
        case = cases.setdefault((run.font, 0), {})
        for character in run.text:
            glyph = glyphs[character]
            if case.setdefault(glyph, character) != character:
                _put_aside(cases, run.font, glyph, character)
    return Lettering(
        prefix=prefix,
        cuts=tuple(cut(font, tuple(case.values())) for (font, _), case in sorted(cases.items())),
    )


def set_lines(letterings: Sequence[Lettering], lines: Sequence[Line]) -> str:
    """Write lines as one text object, in the first lettering that has each run."""
    parts = []
    for line in lines:
        spread = f"{number(line.spread)} Tc " if line.spread else ""
        parts.append(f"{spread}1 0 0 1 {number(line.x)} {number(line.y)} Tm")
        size = number(line.size)
        for run in line.runs:
            for name, codes in _stretches(letterings, run):
                parts.append(f"/{name} {size} Tf <{codes}> Tj")
        if line.spread:
            parts.append("0 Tc")
    return f"BT {' '.join(parts)} ET"


def written(letterings: Sequence[Lettering], operators: str) -> str:
    """Read back the characters that `set_lines` wrote, by way of the ToUnicode maps."""
    pieces = {
        f"/{lettering.prefix}{index}": piece
        for lettering in letterings
        for index, piece in enumerate(lettering.cuts)
    }
    words = operators.split(" ")
    return "".join(
        [
            pieces[words[place - 4]].decode(words[place - 1][1:-1])
            for place, word in enumerate(words)
            if word == "Tj"
        ]
    )


def _put_aside(
    cases: dict[tuple[Font, int], dict[int, str]], font: Font, glyph: int, character: str
) -> None:
    layer = 1
    while cases.setdefault((font, layer), {}).setdefault(glyph, character) != character:
        layer += 1


def _stretches(letterings: Sequence[Lettering], run: Run) -> Iterator[tuple[str, str]]:
    for lettering in letterings:
        index = lettering.find(run)
        if index is not None:
            yield f"{lettering.prefix}{index}", lettering.cuts[index].encode(run.text)
            return
    if len(run.text) == 1:
        raise JscertError(Code.PRINT_UNPROVEN, what=f"code U+{ord(run.text):04X}")
    for character in run.text:
        yield from _stretches(letterings, Run(run.font, character))
