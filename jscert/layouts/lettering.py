"""Lines become text operators: characters are sorted into subsets, lines written in their codes.

A `Lettering` is the set of subsets that one stream needs. What is written is read back by `written`,
so that the press can compare it with what was meant. Lines come from `measure`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.layouts import fonts
from jscert.layouts.subsets import cut
from jscert.layouts.syntax import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jscert.layouts.fonts import Font, Run
    from jscert.layouts.measure import Line
    from jscert.layouts.subsets import Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """Subsets with their resource names (`/{prefix}0`, `/{prefix}1` …)."""

    prefix: str
    cuts: tuple[Cut, ...]


def cast(prefix: str, runs: Iterable[Run]) -> Lettering:
    """Cut the subsets that runs need: one per font, and a further one where a glyph is shared.

    Some glyphs serve several characters (一 and the radical ⼀); one subset can give back only one of
    them, so that the second one found goes into a subset of its own.
    """
    cases: dict[tuple[Font, int], dict[int, str]] = {}
    for run in runs:
        glyphs = fonts.face(run.font).glyphs
        case = cases.setdefault((run.font, 0), {})
        for character in run.text:
            glyph = glyphs[ord(character)]
            if case.setdefault(glyph, character) != character:
                _put_aside(cases, run.font, glyph, character)
    return Lettering(
        prefix=prefix,
        cuts=tuple(
            cut(font, tuple(case.values())) for (font, _), case in sorted(cases.items()) if case
        ),
    )


def set_lines(lettering: Lettering, lines: Sequence[Line]) -> str:
    """Write lines as one text object."""
    parts = []
    for line in lines:
        spread = f"{number(line.spread)} Tc " if line.spread else ""
        parts.append(f"{spread}1 0 0 1 {number(line.x)} {number(line.y)} Tm")
        size = number(line.size)
        for run in line.runs:
            for index, codes in _stretches(lettering, run):
                parts.append(f"/{lettering.prefix}{index} {size} Tf <{codes}> Tj")
        if line.spread:
            parts.append("0 Tc")
    return f"BT {' '.join(parts)} ET"


def written(lettering: Lettering, operators: str) -> str:
    """Read back the characters that `set_lines` wrote, by way of the ToUnicode maps."""
    found = []
    words = operators.split(" ")
    for place, word in enumerate(words):
        if word == "Tj":
            name, codes = words[place - 4], words[place - 1]
            piece = lettering.cuts[int(name[1 + len(lettering.prefix) :])]
            found.append(piece.decode(codes[1:-1]))
    return "".join(found)


def _put_aside(
    cases: dict[tuple[Font, int], dict[int, str]], font: Font, glyph: int, character: str
) -> None:
    layer = 1
    while cases.setdefault((font, layer), {}).setdefault(glyph, character) != character:
        layer += 1


def _stretches(lettering: Lettering, run: Run) -> Iterator[tuple[int, str]]:
    candidates = [(i, piece) for i, piece in enumerate(lettering.cuts) if piece.font is run.font]
    for index, piece in candidates:
        if piece.codes.keys() >= set(run.text):
            yield index, piece.encode(run.text)
            return
    for character in run.text:
        for index, piece in candidates:
            if character in piece.codes:
                yield index, piece.codes[character]
                break
        else:
            raise JscertError(Code.PRINT_UNPROVEN, what=f"code U+{ord(character):04X}")
