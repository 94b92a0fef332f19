"""Rows of text cells as XML."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from jscert.workbooks import IssuedSheet, issued_workbook
from jscert.workbooks.text_rows import rows_xml


@pytest.mark.parametrize(
    "text",
    ["a<b>&c", "两 个  空格 ", "第一行\n第二行", "𬱟", '"引号"', "'32010219900307101X", "=1+1"],
)
def test_a_text_comes_back_by_two_foreign_readers(text: str) -> None:
    """Marks, blanks, line breaks and rare hanzi are read as they were given."""
    data = issued_workbook([IssuedSheet(name="a", header=("甲",), rows=((text,),))])
    assert openpyxl.load_workbook(io.BytesIO(data))["a"]["A2"].value == text
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.get_sheet_by_name("a").to_python()[1] == [text]


@pytest.mark.parametrize("text", ["\x00", "a\x0bb", "_x0041_", "\ufffe"])
def test_what_xml_cannot_hold_is_spelled_as_a_code(text: str) -> None:
    """Control characters, and texts that look like their codes, are spelled the spreadsheets' way."""
    data = issued_workbook([IssuedSheet(name="a", header=("甲",), rows=((text,),))])
    read = openpyxl.load_workbook(io.BytesIO(data))["a"]["A2"].value
    assert unescape(read) == text


def test_a_row_with_fewer_cells_than_columns_is_short() -> None:
    """Rows need not be as long as the header."""
    row = b"".join(rows_xml([("x",)], ("A", "B"), first=7, style="1"))
    assert row == (
        b'<row r="7"><c r="A7" s="1" t="inlineStr"><is><t xml:space="preserve">x</t></is></c></row>'
    )


def test_a_text_beyond_a_cells_room_is_cut() -> None:
    """A cell holds 32 767 characters."""
    row = b"".join(rows_xml([("x" * 40_000,)], ("A",), first=2, style="1"))
    assert row.count(b"x") - row.count(b"xml") == 32_767
