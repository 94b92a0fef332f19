"""The workbook of verdicts, read back by a foreign reader."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest

from jscert.messages.workbooks import NOTES_SHEET, REPORT_HEADINGS, REPORT_SHEET
from jscert.workbooks.verdicts import verdicts_workbook

AT = datetime(2026, 11, 22, 4, tzinfo=UTC)


def row(first: str) -> tuple[str, ...]:
    """Make a row with one text of its own."""
    return (first, *["x"] * (len(REPORT_HEADINGS) - 1))


def sheet_of(data: bytes) -> Any:
    """Read the sheet of verdicts."""
    return openpyxl.load_workbook(io.BytesIO(data))[REPORT_SHEET]


def test_headings_and_rows() -> None:
    """One row a verdict under the headings, and the notes on a sheet of their own."""
    data = verdicts_workbook([row("a.pdf"), row("b.pdf")], ["a note"], created_at=AT)
    rows = list(sheet_of(data).iter_rows(values_only=True))
    assert rows == [REPORT_HEADINGS, row("a.pdf"), row("b.pdf")]
    assert openpyxl.load_workbook(io.BytesIO(data))[NOTES_SHEET]["A1"].value == "a note"


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|'/c calc'!A1", "@SUM(A1)", "-1", "320102199003072020", "0012"]
)
def test_every_cell_is_text(text: str) -> None:
    """Whatever a file is called, it is a text: no formula runs and no digit is lost."""
    cell = sheet_of(verdicts_workbook([row(text)], [], created_at=AT))["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_no_verdicts() -> None:
    """An empty answer is an empty table."""
    assert sheet_of(verdicts_workbook([], [], created_at=AT)).max_row == 1


def test_equal_answers_give_equal_bytes() -> None:
    """The file says nothing but what it was given."""
    made = [verdicts_workbook([row("a")], ["n"], created_at=AT) for _ in range(2)]
    assert made[0] == made[1]
