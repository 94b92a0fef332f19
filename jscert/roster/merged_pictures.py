"""A floating picture over a merged cell belongs to the first of the cells that were merged.

Input: pictures and merged areas of one sheet, whatever its format. Output: the pictures, moved.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jscert.roster.workbook import Area, CellPicture

_SMALL_MERGE = 64  # cells: a merged photo cell, not a merged title


def move_home(pictures: Sequence[CellPicture], merges: Iterable[Area]) -> tuple[CellPicture, ...]:
    """Move each picture that lies in a merged area as small as a photo's to the area's first cell."""
    cells = {(one.row, one.column) for one in pictures}
    homes = _merged_homes(merges, cells) if cells else {}
    return tuple(
        replace(one, row=homes[place][0], column=homes[place][1]) if place in homes else one
        for one in pictures
        for place in ((one.row, one.column),)
    )


def _merged_homes(
    merges: Iterable[Area], cells: set[tuple[int, int]]
) -> dict[tuple[int, int], tuple[int, int]]:
    homes: dict[tuple[int, int], tuple[int, int]] = {}
    for area in merges:
        tall, wide = area.bottom - area.top + 1, area.right - area.left + 1
        if tall * wide <= _SMALL_MERGE:
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    if (row, column) in cells:
                        homes[row, column] = (area.top, area.left)
    return homes
