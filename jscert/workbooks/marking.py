"""What a marked workbook says: faults and remarks at their cells, and the lines above the list of them.

Input: texts as the caller worded them, already masked. Output: the text of each cell's comment. Pure; how
it is written into a workbook stands in the modules beside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from jscert.messages import workbooks as words

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMENTED_CELLS = 10_000
"""So many cells of a workbook get a comment; beyond, spreadsheets grow slow. All are coloured and listed."""


class Weight(StrEnum):
    """How much a mark weighs: a fault stops its row, a remark wants a look."""

    FAULT = "fault"
    REMARK = "remark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One fault or remark. `row` and `column` are 0-based; `inside`: there is a cell to colour there.

    `shown` is the cell's value, masked; `text` says what is wrong and why, `hint` what to do.
    """

    sheet: str
    row: int
    column: int
    weight: Weight
    code: str
    text: str
    hint: str
    shown: str = ""
    inside: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """Everything to be put into one workbook: lines that stand on top of the list, and the marks.

    `replaced` names the sheets of the workbook that are lists of an earlier check: they give way.
    """

    lines: tuple[str, ...]
    marks: tuple[Mark, ...] = field(repr=False)
    replaced: tuple[str, ...] = ()


@dataclass(slots=True)
class MarkedCell:
    """All that is said of one cell; `weight` is that of its heaviest mark."""

    weight: Weight
    marks: list[Mark] = field(default_factory=list)

    def comment(self) -> str:
        """Word the cell's comment; it begins with the line by which it is known again."""
        return "\n".join((words.COMMENT_HEAD, *(_comment_lines(mark) for mark in self.marks)))


Cells = dict[tuple[int, int], MarkedCell]


def cells_by_sheet(marks: Iterable[Mark]) -> dict[str, Cells]:
    """Gather marks by sheet and cell, in the order they came in."""
    sheets: dict[str, Cells] = {}
    for mark in marks:
        if mark.inside:
            cells = sheets.setdefault(mark.sheet, {})
            add_mark(cells, (mark.row, mark.column), mark)
    return sheets


def add_mark(cells: Cells, place: tuple[int, int], mark: Mark) -> None:
    """Put a mark on a cell."""
    cell = cells.setdefault(place, MarkedCell(mark.weight))
    cell.marks.append(mark)
    if mark.weight is Weight.FAULT:
        cell.weight = Weight.FAULT


def _comment_lines(mark: Mark) -> str:
    return words.COMMENT_LINES.format(
        weight=words.WEIGHTS[mark.weight.value], code=mark.code, text=mark.text, hint=mark.hint
    )
