"""A sender's workbook marked in place: what is added, and that nothing else changes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from jscert.messages.workbooks import COMMENT_HEAD
from jscert.workbooks.archive import is_as_written
from jscert.workbooks.markup import UnprovenError
from jscert.workbooks.patching import mark_workbook
from tests.marking_builders import (
    FAULT_RGB,
    REMARK_RGB,
    SHEET,
    by_openpyxl,
    by_xlsxwriter,
    colours_of,
    comments_of,
    mark,
    marking,
    opened,
    parts_of,
    spelled,
    with_parts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from jscert.workbooks.marking import Mark

each_maker = pytest.mark.parametrize("make", [by_openpyxl, by_xlsxwriter])
FOREIGN = {
    "xl/cellimages.xml": b"<etc:cellImages/>",
    "xl/media/image1.png": bytes(range(256)) * 9,
    "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 40,
    "xl/richData/rdrichvalue.xml": b"<rvData/>",
    "xl/printerSettings/printerSettings1.bin": b"\x00" * 700,
}
OTHER_SHEET = "其他'表"
LISTED = "检查结果"


def marked(data: bytes, *marks: Mark) -> bytes:
    """Mark a workbook."""
    return mark_workbook(data, marking(*marks))[0]


def values_of(data: bytes, sheet: str = SHEET) -> list[list[object]]:
    """Read a sheet's cells with the reader that jscert reads rosters with."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [list(row) for row in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]


@each_maker
def test_marked_cells_are_coloured_by_weight(make: Callable[[], bytes]) -> None:
    """Faults are light red, remarks light yellow, and no other cell gets a colour."""
    before = colours_of(make())
    after = colours_of(marked(make(), mark("B4"), mark("D6", remark=True)))
    assert after == before | {"B4": FAULT_RGB, "D6": REMARK_RGB}


@each_maker
def test_a_fault_outweighs_a_remark_on_one_cell(make: Callable[[], bytes]) -> None:
    """A cell with both is red, and its comment says both."""
    done = marked(make(), mark("B4", remark=True, code="JSC-R023"), mark("B4"))
    assert colours_of(done)["B4"] == FAULT_RGB
    assert all(code in comments_of(done)["B4"] for code in ("JSC-R023", "JSC-R033"))


@each_maker
def test_a_comment_says_what_and_what_to_do(make: Callable[[], bytes]) -> None:
    """Text and hint stand under the line by which the comment is known again."""
    lines = comments_of(marked(make(), mark("B4")))["B4"].splitlines()
    assert lines == [COMMENT_HEAD, "不合格 JSC-R033：校验码不对", "办法：按身份证核对"]


@each_maker
def test_the_senders_comment_stays_above_ours(make: Callable[[], bytes]) -> None:
    """A cell with a comment keeps it, and its author."""
    done = marked(make(), mark("C5"))
    text = comments_of(done)["C5"]
    assert text.startswith("请核对 & 确认\n\n" + COMMENT_HEAD)
    comment = opened(done)[SHEET]["C5"].comment
    assert comment is not None
    assert comment.author == "张三"


@each_maker
def test_other_comments_stay(make: Callable[[], bytes]) -> None:
    """A comment of the sender's on a cell without fault is as it was."""
    assert comments_of(marked(make(), mark("B4")))["C5"] == "请核对 & 确认"


@each_maker
def test_the_cells_look_as_before_but_for_the_colour(make: Callable[[], bytes]) -> None:
    """Font, number format and the rest of a marked cell's look are the sender's."""
    before = opened(make())[SHEET]["A3"]
    after = opened(marked(make(), mark("A3")))[SHEET]["A3"]
    assert (after.font.b, after.font.sz) == (before.font.b, before.font.sz)
    assert after.number_format == before.number_format
    assert after.fill.fgColor.rgb == FAULT_RGB


@each_maker
def test_no_value_changes(make: Callable[[], bytes]) -> None:
    """Every cell reads as before."""
    before = values_of(make())
    after = values_of(marked(make(), mark("B4"), mark("A3"), mark("D6")))
    assert [row[:4] for row in after] == [row[:4] for row in before]


@each_maker
def test_empty_cells_and_rows_can_be_marked(make: Callable[[], bytes]) -> None:
    """A cell that is not written in the file is put in its place, below the last row too."""
    done = marked(make(), mark("D5"), mark("H5"), mark("B30"))
    assert {"D5", "H5", "B30"} <= colours_of(done).keys()
    assert [row[:3] for row in values_of(done)[:10]] == [row[:3] for row in values_of(make())[:10]]


def test_a_new_cell_looks_as_its_column() -> None:
    """A cell not written yet has the format of its column and our colour."""
    cell = opened(marked(by_xlsxwriter(), mark("D6")))[SHEET]["D6"]
    assert (cell.font.b, cell.fill.fgColor.rgb) == (True, FAULT_RGB)


@each_maker
def test_a_cell_hidden_by_a_merge_marks_the_merged_area(make: Callable[[], bytes]) -> None:
    """What is said of a covered cell stands at the area's first cell, where it can be seen."""
    done = marked(make(), mark("C9"))
    assert colours_of(done)["C7"] == FAULT_RGB
    assert "JSC-R033" in comments_of(done)["C7"]
    assert "C9" not in colours_of(done)


@each_maker
def test_the_list_is_the_last_sheet(make: Callable[[], bytes]) -> None:
    """One sheet is added behind the sender's, which keep their order."""
    assert opened(marked(make(), mark("B4"))).sheetnames == [SHEET, OTHER_SHEET, LISTED]


@each_maker
def test_the_first_sheet_still_opens_first(make: Callable[[], bytes]) -> None:
    """The added sheet is not the active one, and no two sheets are selected together."""
    book = opened(marked(make(), mark("B4")))
    assert book.active is not None
    assert book.active.title == SHEET
    assert [page.sheet_view.tabSelected for page in book.worksheets].count(True) <= 1


@each_maker
def test_the_list_says_all_and_leads_to_the_cells(make: Callable[[], bytes]) -> None:
    """Every mark has its line: weight, sheet, cell, value, code, what, what to do, and a link."""
    page = opened(marked(make(), mark("B4"), mark("B2", sheet=OTHER_SHEET, remark=True)))[LISTED]
    rows = list(page.iter_rows(min_row=5))
    assert [cell.value for cell in rows[0]] == [
        *("不合格", SHEET, "B4", "320199********0011", "JSC-R033", "校验码不对", "按身份证核对")
    ]
    links = [row[2].hyperlink.location for row in rows if row[2].hyperlink]
    assert links == [f"'{SHEET}'!B4", "'其他''表'!B2"]


def test_the_top_of_the_list_says_how_it_stands() -> None:
    """Title and lines stand above the headings, which stay in view."""
    done, _ = mark_workbook(by_openpyxl(), marking(mark("B4"), lines=("一", "二")))
    page = opened(done)[LISTED]
    assert [page.cell(row, 1).value for row in (1, 2, 3)] == ["jscert 检查结果", "一", "二"]
    assert page.freeze_panes == "A6"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)"])
def test_nothing_in_the_list_is_a_formula(text: str) -> None:
    """A value that looks like a formula is text."""
    done = marked(by_openpyxl(), mark("B4", shown=text))
    cell = opened(done)[LISTED]["D5"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert b"<f>" not in parts_of(done)["xl/worksheets/sheet3.xml"]


def test_a_mark_of_a_whole_sheet_colours_nothing() -> None:
    """It has its line in the list only."""
    done = marked(by_openpyxl(), mark("A1", inside=False))
    assert colours_of(done) == colours_of(by_openpyxl())
    assert opened(done)[LISTED]["C5"].value == "整张表"


@each_maker
def test_every_other_part_stays_byte_for_byte(make: Callable[[], bytes]) -> None:
    """Pictures in cells, macros, printer settings and untouched sheets are the sender's own bytes."""
    before = parts_of(with_parts(make(), FOREIGN))
    after = parts_of(marked(with_parts(make(), FOREIGN), mark("B4")))
    changed = {name for name, data in before.items() if after[name] != data}
    assert changed <= {
        *("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"),
        *("xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"),
        *("xl/comments1.xml", "xl/comments/comment1.xml"),
        *("xl/drawings/vmlDrawing1.vml", "xl/drawings/commentsDrawing1.vml"),
    }


def test_same_input_same_bytes() -> None:
    """Nothing in the file depends on when it was written."""
    data = by_openpyxl()
    assert marked(data, mark("B4")) == marked(data, mark("B4"))


def test_the_file_is_known_as_written_until_it_changes() -> None:
    """What somebody saved again is not ours to write over."""
    done = marked(by_openpyxl(), mark("B4"))
    assert is_as_written(done)
    assert not is_as_written(by_openpyxl())
    book = opened(done)
    out = io.BytesIO()
    book.save(out)
    assert not is_as_written(out.getvalue())


def test_a_macro_workbook_keeps_its_suffix() -> None:
    """Its content type decides, for Excel opens it under no other."""
    parts = parts_of(by_openpyxl())
    types = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    data = with_parts(by_openpyxl(), {"[Content_Types].xml": types})
    assert mark_workbook(data, marking(mark("B4")))[1] == ".xlsm"


@each_maker
def test_a_second_check_replaces_the_first(make: Callable[[], bytes]) -> None:
    """Colours, comments and list of the earlier check go, those of the new one stand."""
    first = marked(make(), mark("B4"), mark("C5"), mark("B2", sheet=OTHER_SHEET))
    again, _ = mark_workbook(first, marking(mark("B5"), replaced=(LISTED,)))
    assert colours_of(again) == {**_own_colours(make()), "B5": FAULT_RGB}
    assert comments_of(again).keys() == {"B5", "C5"}
    assert comments_of(again)["C5"] == "请核对 & 确认"
    assert comments_of(again, OTHER_SHEET) == {}
    assert opened(again).sheetnames == [SHEET, OTHER_SHEET, LISTED]
    assert opened(again)[LISTED]["C5"].value == "B5"


def _own_colours(data: bytes) -> dict[str, str]:
    return colours_of(data)


def test_a_sheet_called_like_the_list_is_left_alone() -> None:
    """A sheet of the sender's with that name stays; the list takes another."""
    book = opened(by_openpyxl())
    book.create_sheet(LISTED)["A1"] = "本单位的结果"
    out = io.BytesIO()
    book.save(out)
    done = opened(marked(out.getvalue(), mark("B4")))
    assert done.sheetnames == [SHEET, OTHER_SHEET, LISTED, f"{LISTED} (2)"]
    assert done[LISTED]["A1"].value == "本单位的结果"


ROWS = (
    "<{p}sheetData><{p}row><{p}c t='inlineStr'><{p}is><{p}t>姓名</{p}t></{p}is></{p}c><{p}c/></{p}row>"
    "<{p}row r='3' spans='1:1'><{p}c r='B3' t=\"n\"><{p}v>5</{p}v></{p}c></{p}row>"
    "<{p}row r='5'/></{p}sheetData>"
)


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize("place", ["A1", "B1", "C1", "A2", "A3", "B3", "C3", "B4", "D5", "A9"])
def test_other_spellings_are_understood(prefix: str, place: str) -> None:
    """Prefixes, single quotes, rows and cells without `r`, gaps: the right cell is marked, none moves."""
    data = spelled(ROWS, prefix=prefix)
    done = marked(data, mark(place))
    assert colours_of(done) == {place: FAULT_RGB}
    assert COMMENT_HEAD in comments_of(done)[place]
    page = opened(done)[SHEET]
    assert (page["A1"].value, page["B3"].value) == ("姓名", 5)


def test_an_empty_sheet_can_be_marked() -> None:
    """Rows are put where there were none."""
    assert colours_of(marked(spelled("<{p}sheetData/>"), mark("B2"))) == {"B2": FAULT_RGB}


def test_comments_stand_where_the_order_of_elements_wants_them() -> None:
    """The pointer to the boxes stands before tables and extensions, behind the page's setup."""
    behind = '<{p}pageMargins left="1"/><{p}tableParts count="0"/><{p}extLst/>'
    done = marked(spelled(ROWS, behind=behind), mark("A1"))
    sheet = parts_of(done)["xl/worksheets/sheet1.xml"].decode()
    places = [
        sheet.index(f"<{n}") for n in ("pageMargins", "legacyDrawing", "tableParts", "extLst")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "rows",
    [
        "<sheetData><row r='3'/><row r='2'/></sheetData>",
        "<sheetData><row r='1'><c r='B1'/><c r='A1'/></row></sheetData>",
        "<sheetData><row r='1'><c r='B2'/></row></sheetData>",
        "<sheetData><row r='1'><c r='A1' s='9'/></row></sheetData>",
        "<sheetData><!-- rows --><row r='1'/></sheetData>",
        "<sheetData><row r='1'><c r='A1'><![CDATA[<c r='B1'/>]]></c></row></sheetData>",
        "<sheetData><row r='1'></sheetData>",
        "<sheetData><row r='x'/></sheetData>",
        "<sheetData><?what?><row r='1'/></sheetData>",
        "<x:sheetData/>",
    ],
)
def test_what_is_not_understood_is_not_changed(rows: str) -> None:
    """A spelling that may hide something is left to the plain copy."""
    with pytest.raises(UnprovenError):
        marked(spelled(rows), mark("A1"))


@pytest.mark.parametrize(
    "behind",
    [
        "<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 200_001 + "</mergeCells>",
        "<mergeCells><mergeCell ref='A1:?'/></mergeCells>",
    ],
)
def test_merges_no_sheet_can_have_are_not_understood(behind: str) -> None:
    """A sheet made to take memory, or spelled wrongly, is left to the plain copy."""
    with pytest.raises(UnprovenError):
        marked(spelled(ROWS, behind=behind), mark("A1"))


def test_another_encoding_is_not_changed() -> None:
    """A part that says it is not UTF-8 is not touched."""
    with pytest.raises(UnprovenError):
        marked(spelled(ROWS, declared="GB18030"), mark("A1"))


@pytest.mark.parametrize(
    "absent", ["xl/styles.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"]
)
def test_a_package_without_its_parts_is_not_changed(absent: str) -> None:
    """A workbook that lacks what must be patched is refused as not understood."""
    parts = parts_of(by_openpyxl())
    del parts[absent]
    with pytest.raises(UnprovenError):
        marked(with_parts(b"PK\x05\x06" + bytes(18), parts), mark("B4"))
