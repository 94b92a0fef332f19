"""A sender's cells written as a new workbook, and marked."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest

from jscert.roster.xlsx import read_xlsx
from jscert.workbooks.checked import marked_copy
from jscert.workbooks.plain import PlainSheet, plain_workbook
from jscert.workbooks.plain_pictures import PlainPicture, can_be_laid
from tests.marking_builders import (
    FAULT_RGB,
    SHEET,
    colours_of,
    comments_of,
    mark,
    marking,
    opened,
    parts_of,
)
from tests.roster_builders import encoded, picture

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

NUMBER = "320199198001010011"
ROWS = (("姓名", "身份证号"), ("赵一", NUMBER), ("", 3.2e17), ("钱二", ""))


def written(*rows: tuple[Any, ...], **changes: Any) -> Worksheet:
    """Write a sheet and open it with a foreign reader."""
    sheet = PlainSheet(**{"name": SHEET, "rows": rows, **changes})
    page: Worksheet = opened(plain_workbook([sheet]))[SHEET]
    return page


def test_an_identity_number_stays_text() -> None:
    """Eighteen digits keep all their digits, as a text cell."""
    cell = written(*ROWS)["B2"]
    assert (cell.data_type, cell.value, cell.number_format) == ("s", NUMBER, "@")


def test_a_number_stays_a_number() -> None:
    """A damaged identity number is still seen as one when it comes back."""
    cell = written(*ROWS)["B3"]
    assert (cell.data_type, cell.value) == ("n", 320000000000000000)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (date(2026, 11, 22), datetime(2026, 11, 22)),  # noqa: DTZ001 - cells have no zone
        (datetime(2026, 11, 22, 8, 30), datetime(2026, 11, 22, 8, 30)),  # noqa: DTZ001
        (time(8, 30), time(8, 30)),
        (True, True),
        (7, 7),
        (2.5, 2.5),
        (date(1899, 1, 1), "1899-01-01"),
        (float("inf"), "inf"),
    ],
)
def test_types_are_kept(value: object, read: object) -> None:
    """Dates, times, truth values and numbers come back as such; what cannot be stored is text."""
    found = written((value,))["A1"].value
    assert str(found).lstrip("0") == str(read).lstrip("0")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "http://example.com"])
def test_nothing_becomes_a_formula_or_link(text: str) -> None:
    """What looks like a formula or an address is text."""
    sheet = PlainSheet(name=SHEET, rows=((text,),))
    page = parts_of(plain_workbook([sheet]))["xl/worksheets/sheet1.xml"]
    assert b"<f>" not in page
    assert b"<hyperlink" not in page
    assert opened(plain_workbook([sheet]))[SHEET]["A1"].value == text


def test_what_is_hidden_merged_or_struck_out_stays_so() -> None:
    """A row that somebody struck out must not look valid in the copy."""
    page = written(
        *ROWS,
        hidden_rows=frozenset({1}),
        hidden_columns=frozenset({1}),
        struck_rows=frozenset({3}),
        merges=((0, 0, 0, 1),),
    )
    assert page.row_dimensions[2].hidden
    assert page.column_dimensions["B"].hidden
    assert page["A4"].font.strike
    assert not page["A2"].font.strike
    assert [str(area) for area in page.merged_cells.ranges] == ["A1:B1"]


def test_a_hidden_sheet_stays_hidden() -> None:
    """The first sheet to be seen is the one that opens."""
    hidden = PlainSheet(name="旧", rows=(("x",),), hidden=True)
    book = opened(plain_workbook([hidden, PlainSheet(name=SHEET, rows=ROWS)]))
    assert [page.sheet_state for page in book.worksheets] == ["hidden", "visible"]
    assert book.active is not None
    assert book.active.title == SHEET


def test_too_many_columns_are_refused() -> None:
    """What no sheet can hold is no workbook."""
    with pytest.raises(ValueError, match="more cells"):
        plain_workbook([PlainSheet(name=SHEET, rows=((None,) * 16_385,))])


def test_a_copy_is_marked_like_any_workbook() -> None:
    """Colour, comment and list are there, under the sheet's own name."""
    done = marked_copy([PlainSheet(name=SHEET, rows=ROWS)], marking(mark("B3"), mark("B4")))
    assert colours_of(done) == {"B3": FAULT_RGB, "B4": FAULT_RGB}
    assert comments_of(done).keys() == {"B3", "B4"}
    assert opened(done)["检查结果"]["C5"].hyperlink.location == f"'{SHEET}'!B3"


@pytest.mark.parametrize("name", ["", "安管/A[1]", "长" * 40])
def test_sheet_names_no_workbook_allows_are_mended(name: str) -> None:
    """The marks follow the sheet to its new name."""
    done = marked_copy([PlainSheet(name=name, rows=ROWS)], marking(mark("B3", sheet=name)))
    first, last = opened(done).sheetnames
    assert colours_of(done, first) == {"B3": FAULT_RGB}
    assert opened(done)[last]["B5"].value == first


def test_a_list_of_an_earlier_check_is_not_copied() -> None:
    """Only the new list is there."""
    sheets = [PlainSheet(name=SHEET, rows=ROWS), PlainSheet(name="检查结果", rows=(("旧",),))]
    done = marked_copy(sheets, marking(mark("B3"), replaced=("检查结果",)))
    assert opened(done).sheetnames == [SHEET, "检查结果"]
    assert opened(done)["检查结果"]["A1"].value == "jscert 检查结果"


def test_same_input_same_bytes() -> None:
    """Nothing in the file depends on when it was written."""
    sheets = [PlainSheet(name=SHEET, rows=ROWS)]
    assert plain_workbook(sheets) == plain_workbook(sheets)


@pytest.mark.parametrize("place", [(0, 1), (1, 2), (3, 0), (9, 5)])
def test_a_picture_lies_on_the_row_it_came_from(place: tuple[int, int]) -> None:
    """Read back, it is over its cell, and its bytes are the sender's."""
    row, column = place
    photo = encoded(picture(size=(413, 551)), dpi=(300, 300))
    laid = PlainPicture(row=row, column=column, data=photo)
    sheet = PlainSheet(name=SHEET, rows=ROWS, pictures=(laid,))
    (read,), pictures = read_xlsx(plain_workbook([sheet]))
    (found,) = read.pictures
    assert (found.row, found.column, found.floating) == (row, column, True)
    assert pictures.read(found.ref, len(photo)) == photo


@pytest.mark.parametrize("data", [b"", encoded(picture())[:60], encoded(picture(), "WEBP"), b"BM"])
def test_what_no_spreadsheet_shows_cannot_be_laid(data: bytes) -> None:
    """Broken pictures and foreign formats are told apart before the workbook is begun."""
    assert not can_be_laid(data)
