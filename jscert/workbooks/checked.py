"""The workbook that goes back with its faults marked: in place where that is possible, else a plain copy.

Input: the sender's file or its cells, and the marking. Output: bytes and the suffix the file must bear.
Where it is put, and what the marks say, is decided by the caller.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jscert.workbooks.archive import is_as_written
from jscert.workbooks.markup import UnprovenError
from jscert.workbooks.patching import mark_workbook
from jscert.workbooks.plain import PlainSheet, legal_names, plain_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jscert.workbooks.marking import Marking

__all__ = ["UnprovenError", "is_as_written", "mark_workbook", "marked_copy"]


def marked_copy(sheets: Sequence[PlainSheet], marking: Marking) -> bytes:
    """Write cells as a new .xlsx and mark them."""
    names = legal_names([sheet.name for sheet in sheets])
    kept = [replace(s, name=names[s.name]) for s in sheets if s.name not in marking.replaced]
    marks = tuple(replace(mark, sheet=names.get(mark.sheet, "")) for mark in marking.marks)
    marked, _ = mark_workbook(plain_workbook(kept), replace(marking, marks=marks, replaced=()))
    return marked
