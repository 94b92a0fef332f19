"""The workbook of a verification: one row of texts per verdict, coloured by nothing but its words.

Input: rows as the caller worded them. Output: bytes. Every cell is text, never a formula, whatever a file
name or a roster put into it. Not here: what a verdict is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.messages.workbooks import REPORT_HEADINGS, REPORT_SHEET
from jscert.workbooks.issued import IssuedSheet, issued_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

ROWS_OF_A_SHEET = 500_000


def verdicts_workbook(
    rows: Sequence[tuple[str, ...]], notes: Sequence[str], *, created_at: datetime
) -> bytes:
    """Make the workbook; more rows than a sheet takes go on in another."""
    starts = range(0, max(len(rows), 1), ROWS_OF_A_SHEET)
    sheets = [
        IssuedSheet(
            name=REPORT_SHEET, header=REPORT_HEADINGS, rows=rows[start : start + ROWS_OF_A_SHEET]
        )
        for start in starts
    ]
    return issued_workbook(sheets, notes, created_at=created_at)
