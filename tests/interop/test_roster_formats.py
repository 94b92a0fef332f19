"""Rosters that LibreOffice really saved as .xls and .ods say the same as the .xlsx they were made from."""

from __future__ import annotations

import io
import subprocess
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook
from openpyxl.drawing.image import Image as Drawing
from openpyxl.styles import Font
from python_calamine import CalamineWorkbook

from jscert.roster.files import read_roster
from jscert.roster.workbook import Area, FileFormat, Sheet
from tests.roster_builders import encoded, picture
from tests.tools import need

if TYPE_CHECKING:
    from pathlib import Path

ROWS: list[list[Any]] = [
    ["名册", None, None, None],
    ["姓名", "身份证号", "日期", "备注"],
    ["王小明", 320199198506010000, date(2026, 3, 7), 3.5],
    ["李四𠀀", "320199198506010119", datetime(2026, 3, 7, 12, 30), "=1/0"],  # noqa: DTZ001
    ["赵六", None, "", '="甲"&"乙"'],
    *([f"第{index}人", "x" * 30, "é" * index, index] for index in range(300)),
]


def make(path: Path) -> None:
    """Write the workbook that the others are converted from."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "特种作业人员"
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["D"].hidden = True
    for cell in sheet[5]:
        cell.font = Font(strike=True)
    sheet["A6"].font = Font(strike=True)
    drawing = Drawing(io.BytesIO(encoded(picture())))
    drawing.width, drawing.height = 40, 15
    sheet.add_image(drawing, "C7")
    book.create_sheet("隐藏").sheet_state = "hidden"
    book.save(path)


@pytest.fixture(scope="module", params=["xls", "ods"])
def converted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Convert the workbook."""
    office, folder = need("soffice"), tmp_path_factory.mktemp("formats")
    make(folder / "roster.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    arguments = ["--headless", "--convert-to", request.param, "--outdir", folder / "out"]
    subprocess.run(
        [office, profile, *arguments, folder / "roster.xlsx"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    path: Path = folder / "out" / f"roster.{request.param}"
    return path


@pytest.fixture
def sheet(converted: Path) -> Sheet:
    """Read the first sheet."""
    return read_roster(converted).sheets[0]


def test_the_format_is_told(converted: Path) -> None:
    """By content; the suffix only happens to agree."""
    assert read_roster(converted).format is FileFormat(converted.suffix[1:])


def test_values_have_their_types(sheet: Sheet) -> None:
    """Numbers, texts, days and instants are what they were."""
    assert sheet.rows[2:4] == (
        ("王小明", 320199198506010000.0, date(2026, 3, 7), 3.5),
        ("李四𠀀", "320199198506010119", datetime(2026, 3, 7, 12, 30), "#DIV/0!"),  # noqa: DTZ001
    )


def test_a_formula_has_its_result(sheet: Sheet) -> None:
    """A text that was computed is a text."""
    assert sheet.rows[4] == ("赵六", "", "", "甲乙")


def test_another_reader_sees_the_same_texts(converted: Path, sheet: Sheet) -> None:
    """Hundreds of texts, which an .xls breaks between records, agree with calamine's reading."""
    book = CalamineWorkbook.from_path(converted)
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [row[:2] for row in rows[5:]] == [list(row[:2]) for row in sheet.rows[5:]]


def test_merged_areas_are_the_same(sheet: Sheet) -> None:
    """The title spans its columns."""
    assert sheet.merges == (Area(top=0, left=0, bottom=0, right=3),)


def test_hidden_rows_and_columns_are_the_same(sheet: Sheet) -> None:
    """One of each is hidden."""
    assert (set(sheet.hidden_rows), set(sheet.hidden_columns)) == ({3}, {3})


def test_struck_out_rows_are_the_same(sheet: Sheet) -> None:
    """A row is struck out whole; one with a single struck cell is not."""
    assert sheet.struck_rows == {4}


def test_hidden_sheets_are_the_same(converted: Path) -> None:
    """The second sheet is hidden."""
    assert [sheet.hidden for sheet in read_roster(converted).sheets] == [False, True]


def test_the_picture_lies_on_the_same_cell(sheet: Sheet) -> None:
    """A floating picture belongs to the cell under its middle."""
    assert [(found.row, found.column) for found in sheet.pictures] == [(6, 2)]


def test_the_picture_can_be_read(converted: Path) -> None:
    """Its bytes are those of a JPEG."""
    roster = read_roster(converted)
    data = roster.pictures.read(roster.sheets[0].pictures[0].ref, 1_000_000)
    assert data.startswith(b"\xff\xd8")
