"""The workbook that goes back to the sender."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from jscert.workbooks import IssuedSheet, issued_workbook, write_issued_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook


def sheet(
    name: str = "安管A",
    header: tuple[str, ...] = ("姓名", "身份证号"),
    rows: tuple[tuple[str, ...], ...] = (("王伟", "32010219900307101X"),),
) -> IssuedSheet:
    """Build a sheet."""
    return IssuedSheet(name=name, header=header, rows=iter(rows))


def opened(data: bytes) -> Workbook:
    """Open a workbook with a foreign reader."""
    return openpyxl.load_workbook(io.BytesIO(data))


def test_cells_come_back_as_written() -> None:
    """Header and rows stand in the sheet in order."""
    page = opened(issued_workbook([sheet()]))["安管A"]
    rows = [tuple(cell.value for cell in row) for row in page.iter_rows()]
    assert rows == [("姓名", "身份证号"), ("王伟", "32010219900307101X")]


def test_an_identity_number_is_a_text_cell() -> None:
    """Eighteen digits keep all their digits."""
    page = opened(issued_workbook([sheet(rows=(("李娜", "320102199003072020"),))]))["安管A"]
    cell = page["B2"]
    assert (cell.data_type, cell.value, cell.number_format) == ("s", "320102199003072020", "@")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://example.com"])
def test_nothing_becomes_a_formula_or_link(text: str) -> None:
    """What looks like a formula or an address is text."""
    data = issued_workbook([sheet(rows=((text, ""),))])
    page = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "<hyperlink" not in page
    assert opened(data)["安管A"]["A2"].value == text


def test_rare_hanzi_survive() -> None:
    """Characters beyond the basic plane come back."""
    page = opened(issued_workbook([sheet(rows=(("李𬱟陈𱁬", ""),))]))["安管A"]
    assert page["A2"].value == "李𬱟陈𱁬"


def test_the_header_stays_in_view() -> None:
    """The pane is frozen under the header."""
    assert opened(issued_workbook([sheet()]))["安管A"].freeze_panes == "A2"


def test_columns_are_as_wide_as_their_texts() -> None:
    """A hanzi counts two; nothing grows past the widest column allowed."""
    page = opened(issued_workbook([sheet(rows=(("王", "江苏" * 40),))]))["安管A"]
    widths = [page.column_dimensions[letter].width for letter in "AB"]
    assert 8 <= widths[0] < 10
    assert 46 <= widths[1] < 48


def test_texts_wider_than_their_column_are_wrapped() -> None:
    """No long text is hidden by the next cell; where all fit, nothing is wrapped."""
    wide = opened(issued_workbook([sheet(rows=(("王", "江苏" * 40),))]))["安管A"]
    narrow = opened(issued_workbook([sheet(rows=(("王", "江苏"),))]))["安管A"]
    assert (wide["B2"].alignment.wrap_text, narrow["B2"].alignment.wrap_text) == (True, None)


def test_a_row_of_wrapped_texts_is_tall_enough() -> None:
    """The height is written, for programs that do not measure it; rows of one line keep the usual one."""
    rows = (("王", "江苏" * 40), ("李", "江苏"), ("张", "江苏" * 9_000))
    page = opened(issued_workbook([sheet(rows=rows)]))["安管A"]
    assert [page.row_dimensions[row].height for row in (2, 3, 4)] == [60, None, 405]


def test_a_printed_page_says_which_it_is() -> None:
    """Paper out of a workbook carries the sheet's name and its page number."""
    page = opened(issued_workbook([sheet()]))["安管A"]
    assert page.oddHeader
    assert page.oddFooter
    assert (page.oddHeader.center.text, page.oddFooter.center.text) == ("&A", "&P / &N")


@pytest.mark.parametrize(
    ("names", "written"),
    [
        (("Sheet1", "sheet1"), ["Sheet1", "sheet1 (2)"]),
        (("a/b[c]:*?",), ["a b c"]),
        (("'王'",), ["王"]),
        (("",), ["Sheet"]),
        (("History",), ["History_"]),
        (("安" * 40, "安" * 40), ["安" * 31, "安" * 27 + " (2)"]),
    ],
)
def test_sheet_names_are_made_legal(names: tuple[str, ...], written: list[str]) -> None:
    """Forbidden characters, doubles, empty and overlong names are mended."""
    data = issued_workbook([sheet(name=name) for name in names])
    assert opened(data).sheetnames == written


def test_notes_stand_behind_the_sheets() -> None:
    """Notes have a sheet of their own at the end, and the first sheet is the one that opens."""
    book = opened(issued_workbook([sheet()], ("第一条", "第二条")))
    assert book.sheetnames == ["安管A", "说明"]
    assert [row[0].value for row in book["说明"].iter_rows()] == ["第一条", "第二条"]
    assert book.active is not None
    assert book.active.title == "安管A"


def test_a_workbook_without_sheets_still_opens() -> None:
    """No sheets give a workbook of notes alone."""
    assert opened(issued_workbook([])).sheetnames == ["说明"]


def test_rows_longer_than_the_header_are_kept() -> None:
    """A row may have more cells than the header has words."""
    page = opened(issued_workbook([sheet(header=("姓名",), rows=(("王", "", "末"),))]))["安管A"]
    assert page["C2"].value == "末"


def test_same_input_same_bytes() -> None:
    """Nothing in the file depends on when it was written."""
    assert issued_workbook([sheet()], ("x",)) == issued_workbook([sheet()], ("x",))


def test_the_time_is_the_callers() -> None:
    """The creation time in the properties is the one handed in."""
    at = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
    data = issued_workbook([sheet()], created_at=at)
    core = zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml").decode()
    assert re.findall(r"W3CDTF\">([^<]+)<", core)[0] == "2026-11-22T01:02:03Z"


def test_only_the_file_itself_is_written(tmp_path: Path) -> None:
    """No temporary file with personal numbers is left or made beside it."""
    write_issued_workbook(tmp_path / "x.xlsx", [sheet()])
    assert [path.name for path in tmp_path.iterdir()] == ["x.xlsx"]


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    """The file system's own error reaches the caller."""
    with pytest.raises(FileNotFoundError):
        write_issued_workbook(tmp_path / "none" / "x.xlsx", [sheet()])
