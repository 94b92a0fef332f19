"""Rows of text cells as a sheet's XML, by the hundred thousand.

Input: texts as the caller worded them. Output: the bytes that stand between a sheet's header row and the
end of its data (ECMA-376 part 1, 18.3.1). Every cell is an inline string: never a number, never a formula.
XlsxWriter does the rest of a workbook (styles, widths, properties); a call per cell would take longest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

CELL_CHARACTERS = 32_767
_LINE_POINTS, _TALLEST_POINTS = 15, 405

_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def rows_xml(
    rows: Iterable[Sequence[str]],
    letters: Sequence[str],
    *,
    first: int,
    style: str,
    lines: Callable[[Sequence[str]], int] | None = None,
) -> Iterator[bytes]:
    """Write rows from the 1-based row `first` on; `letters` are the columns', `style` a cell format's index.

    `lines` tells how many lines a row takes, where that may be more than one.

    Texts past an .xlsx cell's 32 767 characters are cut there.
    """
    tail = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    for number, texts in enumerate(rows, first):
        shown = texts if _are_plain(texts) else [escaped(text) for text in texts]
        cells = [
            f'<c r="{letter}{number}{tail}{text}</t></is></c>'
            for letter, text in zip(letters, shown, strict=False)
        ]
        height = _height(lines(texts)) if lines else ""
        yield f'<row r="{number}"{height}>{"".join(cells)}</row>'.encode()


def _height(lines: int) -> str:
    """Spell a row's height in points; rows of one line keep the sheet's."""
    points = min(lines * _LINE_POINTS, _TALLEST_POINTS)
    return f' ht="{points}" customHeight="1"' if lines > 1 else ""


def escaped(text: str) -> str:
    """Spell a text for XML; what XML cannot hold is written as `_xHHHH_`, as spreadsheets do."""
    return _SPECIAL.sub(_spelling, text[:CELL_CHARACTERS])


def _are_plain(texts: Sequence[str]) -> bool:
    joined = "\n".join(texts)
    return len(joined) <= CELL_CHARACTERS and _SPECIAL.search(joined) is None


def _spelling(match: re.Match[str]) -> str:
    found = match[0]
    if len(found) > 1:  # looks like a code already: its own first character is spelled as one
        return f"_x005F{found}"
    if "\ud800" <= found <= "\udfff":
        return "\ufffd"
    return _NAMED.get(found) or f"_x{ord(found):04X}_"
