"""What an .xlsx holds beside values: merges, what is hidden or struck out, and pictures of every kind."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from PIL import Image

from jscert.errors import Code, JscertError
from jscert.roster.workbook import Area, CellPicture, RosterPictures, Sheet
from jscert.roster.xlsx import read_xlsx
from tests.roster_builders import encoded, picture, write_xlsx
from tests.rosters.picture_parts import (
    EMU,
    POINT,
    Span,
    Spot,
    add_floating,
    add_placed_pictures,
    add_wps_pictures,
    change_part,
)

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

SHEET_PART = "xl/worksheets/sheet1.xml"
DRAWING_PART = "xl/drawings/drawing1.xml"
ROWS = [["姓名", "身份证号", "照片"], ["王", "1"], ["李", "2"], ["赵", "3"], ["钱", "4"]]
ONE, TWO = encoded(picture(tint=10)), encoded(picture(tint=200), "PNG")
LIMIT = 10**7
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def workbook(folder: Path) -> Path:
    """Write four people."""
    return write_xlsx(folder / "roster.xlsx", {"名册": ROWS})


def changed(folder: Path) -> tuple[Path, Workbook, Worksheet]:
    """Open the four people to be changed by openpyxl."""
    path = workbook(folder)
    book = load_workbook(path)
    return path, book, book.worksheets[0]


def sheet_of(path: Path) -> Sheet:
    """Read the first sheet."""
    return read_xlsx(path.read_bytes())[0][0]


def pictures_of(path: Path) -> dict[str, bytes]:
    """Read the pictures by their cells, floating ones with a `~`."""
    sheets, pictures = read_xlsx(path.read_bytes())
    return {
        f"{'ABCDEFGH'[one.column]}{one.row + 1}{'~' * one.floating}": pictures.read(one.ref, LIMIT)
        for one in sheets[0].pictures
    }


def first_picture(path: Path) -> tuple[CellPicture, RosterPictures]:
    """Read the first picture's place, and the pictures."""
    sheets, pictures = read_xlsx(path.read_bytes())
    return sheets[0].pictures[0], pictures


def test_merges_are_areas(tmp_path: Path) -> None:
    """A merged range is told by its rectangle."""
    path, book, page = changed(tmp_path)
    page.merge_cells("B2:C4")
    book.save(path)
    assert sheet_of(path).merges == (Area(top=1, left=1, bottom=3, right=2),)


def test_hidden_rows_are_told(tmp_path: Path) -> None:
    """Rows that the sender does not see are named, those below the last cell are not."""
    path, book, page = changed(tmp_path)
    page.row_dimensions[3].hidden = True
    page.row_dimensions[900].hidden = True
    book.save(path)
    assert sheet_of(path).hidden_rows == {2}


def test_hidden_columns_are_told(tmp_path: Path) -> None:
    """Columns that the sender does not see are named, those beside the last cell are not."""
    path, book, page = changed(tmp_path)
    page.column_dimensions.group("B", "B", hidden=True)
    page.column_dimensions.group("H", "XFD", hidden=True)
    book.save(path)
    assert sheet_of(path).hidden_columns == {1}


def test_rows_struck_out_whole_are_told(tmp_path: Path) -> None:
    """A row counts as struck out if every written cell is in a struck-out font."""
    path, book, page = changed(tmp_path)
    for cell in ("A3", "B3", "A4"):
        page[cell].font = Font(strike=True)
    book.save(path)
    assert sheet_of(path).struck_rows == {2}


def test_a_font_that_says_not_struck_is_not(tmp_path: Path) -> None:
    """`<strike val="0"/>` strikes nothing out."""
    path, book, page = changed(tmp_path)
    for cell in ("A3", "B3"):
        page[cell].font = Font(strike=True)
    book.save(path)
    change_part(path, "xl/styles.xml", '<strike val="1"', '<strike val="0"')
    assert sheet_of(path).struck_rows == frozenset()


def test_prefixed_names_are_the_same(tmp_path: Path) -> None:
    """XML that spells the namespace out as a prefix hides, merges and strikes all the same."""
    path, book, page = changed(tmp_path)
    page.row_dimensions[3].hidden = True
    page.merge_cells("B4:B5")
    page["A2"].font = page["B2"].font = Font(strike=True)
    book.save(path)
    change_part(path, SHEET_PART, 'xmlns="', 'xmlns:x="')
    change_part(path, SHEET_PART, "<", "<x:")
    change_part(path, SHEET_PART, "<x:/", "</x:")
    sheet = sheet_of(path)
    assert sheet.hidden_rows == {2}
    assert sheet.struck_rows == {1}
    assert len(sheet.merges) == 1


def test_days_from_1904_are_told(tmp_path: Path) -> None:
    """A workbook that counts days from 1904 says so."""
    path = workbook(tmp_path)
    change_part(path, "xl/workbook.xml", "<workbookPr/>", '<workbookPr date1904="1"/>')
    assert sheet_of(path).dates_from_1904


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#NAME?", "#DIV/0!", "#VALUE!"])
def test_errors_keep_their_word(tmp_path: Path, error: str) -> None:
    """A cell with an error says which; it is not taken for an empty one."""
    path = write_xlsx(tmp_path / "a.xlsx", {"名册": [["王", error], ["李", "1"]]})
    assert sheet_of(path).rows[0] == ("王", error)


def test_errors_of_formulas_keep_their_word(tmp_path: Path) -> None:
    """The cached error of a formula is the cell's value."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_formula(1, 2, '=VLOOKUP("a",A1:B1,2,0)', None, "#N/A")
    assert sheet_of(path).rows[1][2] == "#N/A"


def test_floating_pictures_lie_on_their_cells(tmp_path: Path) -> None:
    """Pictures laid over cells belong to them and keep their bytes."""
    path = add_floating(workbook(tmp_path), {"C2": ONE, "C4": TWO})
    assert pictures_of(path) == {"C2~": ONE, "C4~": TWO}


@pytest.mark.parametrize(
    ("span", "row"),
    [
        pytest.param(Span(start=(1, 2), end=(2, 2), end_offset=(9 * POINT, 0)), 1, id="above"),
        pytest.param(Span(start=(1, 2), end=(2, 2), end_offset=(16 * POINT, 0)), 2, id="below"),
        pytest.param(
            Span(start=(0, 2), end=(4, 2), start_offset=(7 * POINT, 0), end_offset=(0, 0)),
            2,
            id="long",
        ),
    ],
)
def test_the_centre_decides_the_row(tmp_path: Path, span: Span, row: int) -> None:
    """A picture over several rows belongs to the one under its centre, whatever it begins in."""
    path, book, page = changed(tmp_path)
    page.row_dimensions[2].height, page.row_dimensions[3].height = 10.0, 20.0
    book.save(path)
    add_floating(path, {span: ONE})
    assert first_picture(path)[0].row == row


def test_an_offset_past_the_row_stays_in_it(tmp_path: Path) -> None:
    """A corner said to lie deeper than its row is tall lies at the row's end."""
    span = Span(start=(1, 2), end=(1, 2), end_offset=(900 * POINT, 0))
    path = add_floating(workbook(tmp_path), {span: ONE})
    assert first_picture(path)[0].row == 1


def test_a_picture_in_a_folded_row_stays_there(tmp_path: Path) -> None:
    """A picture squeezed flat by a hidden row belongs to that row, not to the next one."""
    path, book, page = changed(tmp_path)
    page.row_dimensions[3].hidden = True
    book.save(path)
    add_floating(path, {Span(start=(2, 2), end=(3, 2)): ONE})
    assert first_picture(path)[0].row == 2


def test_a_place_on_the_sheet_has_a_cell(tmp_path: Path) -> None:
    """A picture held by its distance from the corner lies on the row at that height."""
    spot = Spot(x=150 * EMU, y=46 * POINT, width=EMU, height=10 * POINT)
    path = add_floating(workbook(tmp_path), {spot: ONE})
    assert (first_picture(path)[0].row, first_picture(path)[0].column) == (3, 2)


def test_a_picture_over_merged_cells_is_the_first_ones(tmp_path: Path) -> None:
    """A picture whose centre lies on a merged cell belongs to the cell that the merge shows."""
    path, book, page = changed(tmp_path)
    page.merge_cells("C2:C3")
    book.save(path)
    add_floating(path, {"C3": ONE})
    assert first_picture(path)[0].row == 1


def test_a_linked_picture_is_not_in_the_file(tmp_path: Path) -> None:
    """A picture that is only an address is refused as absent, and never fetched."""
    path = add_floating(workbook(tmp_path), {"C2": ONE})
    change_part(path, DRAWING_PART, "r:embed", "r:link")
    one, pictures = first_picture(path)
    with pytest.raises(JscertError) as caught:
        pictures.read(one.ref, LIMIT)
    assert caught.value.code is Code.PHOTO_ABSENT


def test_an_external_target_is_not_in_the_file(tmp_path: Path) -> None:
    """A relationship that leads out of the file leads nowhere."""
    path = add_floating(workbook(tmp_path), {"C2": ONE})
    rels = "xl/drawings/_rels/drawing1.xml.rels"
    change_part(path, rels, 'Id="rId1"', 'TargetMode="External" Id="rId1"')
    assert first_picture(path)[0].ref == ""


def test_paths_out_of_the_archive_lead_nowhere(tmp_path: Path) -> None:
    """A target above the root names no part."""
    path = add_floating(workbook(tmp_path), {"C2": ONE})
    rels = "xl/drawings/_rels/drawing1.xml.rels"
    change_part(path, rels, "/xl/media/", "../../../../etc/")
    assert first_picture(path)[0].ref == ""


def test_a_hidden_picture_is_none(tmp_path: Path) -> None:
    """What nobody sees on the sheet is no photo."""
    path = add_floating(workbook(tmp_path), {"C2": ONE})
    change_part(path, DRAWING_PART, "cNvPr ", 'cNvPr hidden="1" ')
    assert sheet_of(path).pictures == ()


def test_a_cut_picture_is_read_as_shown(tmp_path: Path) -> None:
    """What was cropped away on the sheet does not come into the certificate."""
    path = add_floating(workbook(tmp_path), {"C2": ONE})
    change_part(path, DRAWING_PART, "<a:stretch", f'<a:srcRect {A} l="25000" b="50000"/><a:stretch')
    with Image.open(io.BytesIO(pictures_of(path)["C2~"])) as image:
        assert image.size == (295 - 74, 206)


def test_a_turned_picture_is_read_as_shown(tmp_path: Path) -> None:
    """A picture turned by a quarter on the sheet is turned before it is judged."""
    lying = picture().rotate(90, expand=True)
    path = add_floating(workbook(tmp_path), {"C2": encoded(lying, "PNG")})
    change_part(path, DRAWING_PART, "<spPr>", f'<spPr><a:xfrm {A} rot="5400000"/>')
    with Image.open(io.BytesIO(pictures_of(path)["C2~"])) as image:
        assert (image.size, image.tobytes()) == ((295, 413), picture().tobytes())


@pytest.mark.parametrize("prefix", ["", "_xlfn.", "_xlfn._xlfn.", "@_xlfn."])
def test_wps_pictures_are_in_their_cells(tmp_path: Path, prefix: str) -> None:
    """DISPIMG cells hold the pictures they name, however the formula is spelt."""
    path = add_wps_pictures(workbook(tmp_path), {"C2": ONE, "C3": TWO}, prefix=prefix)
    assert pictures_of(path) == {"C2": ONE, "C3": TWO}


def test_wps_pictures_survive_excel(tmp_path: Path) -> None:
    """Where Excel has cached #NAME? for a DISPIMG formula, the picture is still there."""
    path = add_wps_pictures(workbook(tmp_path), {"C2": ONE}, value="#NAME?")
    assert pictures_of(path) == {"C2": ONE}


def test_a_cell_with_a_picture_has_no_value(tmp_path: Path) -> None:
    """The formula's text is not taken for what the sender wrote."""
    path = add_wps_pictures(workbook(tmp_path), {"C2": ONE})
    assert sheet_of(path).rows[1] == ("王", "1", "")


def test_a_lost_wps_picture_is_absent(tmp_path: Path) -> None:
    """A DISPIMG that names a picture the file does not hold is refused as absent."""
    one, pictures = first_picture(add_wps_pictures(workbook(tmp_path), {"C2": None}))
    with pytest.raises(JscertError) as caught:
        pictures.read(one.ref, LIMIT)
    assert caught.value.code is Code.PHOTO_ABSENT


def test_text_that_looks_like_dispimg_is_text(tmp_path: Path) -> None:
    """The words of the formula typed as text are a text, no picture."""
    rows = [*ROWS[:2], ["李", "2", "DISPIMG(1)"]]
    sheet = sheet_of(write_xlsx(tmp_path / "a.xlsx", {"名册": rows}))
    assert (sheet.pictures, sheet.rows[2][2]) == ((), "DISPIMG(1)")


@pytest.mark.parametrize("alternative_text", [False, True])
def test_placed_pictures_are_in_their_cells(tmp_path: Path, alternative_text: bool) -> None:  # noqa: FBT001
    """Excel's pictures in cells are found through their rich values."""
    cells = {"C3": TWO, "C2": ONE, "C5": ONE}
    path = add_placed_pictures(workbook(tmp_path), cells, alternative_text=alternative_text)
    assert pictures_of(path) == cells


def test_xlsxwriters_placed_pictures_are_read(tmp_path: Path) -> None:
    """A picture that another program placed in a cell is found, one laid over a cell beside it."""
    path = tmp_path / "roster.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.set_row(2, 400)
        page.embed_image(1, 2, "a.jpg", {"image_data": io.BytesIO(ONE)})
        page.insert_image(2, 2, "b.png", {"image_data": io.BytesIO(TWO), "x_scale": 0.1})
    assert pictures_of(path) == {"C2": ONE, "C3~": TWO}


def test_a_picture_on_the_web_is_absent(tmp_path: Path) -> None:
    """A cell that shows an address's picture holds none."""
    assert first_picture(add_placed_pictures(workbook(tmp_path), {"C2": None}))[0].ref == ""


def test_all_kinds_of_pictures_in_one_workbook(tmp_path: Path) -> None:
    """Floating pictures, WPS's and Excel's can stand in one file."""
    path = add_floating(workbook(tmp_path), {"C2": ONE})
    add_wps_pictures(path, {"C3": TWO})
    add_placed_pictures(path, {"C4": ONE})
    assert pictures_of(path) == {"C2~": ONE, "C3": TWO, "C4": ONE}


def test_other_rich_values_are_no_pictures(tmp_path: Path) -> None:
    """A cell whose rich value is of another structure keeps its value and has no picture."""
    path = add_placed_pictures(workbook(tmp_path), {"C2": ONE})
    part = "xl/richData/rdrichvaluestructure.xml"
    change_part(path, part, "_rvRel:LocalImageIdentifier", "Price")
    sheet = sheet_of(path)
    assert (sheet.pictures, sheet.rows[1][2]) == ((), "#VALUE!")


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/richData/rdrichvalue.xml", "<v>0</v>", "<v>99</v>"),
        ("xl/richData/rdrichvalue.xml", "<v>0</v>", "<v>-1</v>"),
        ("xl/metadata.xml", 'rvb i="0"', 'rvb i="99"'),
        ("xl/metadata.xml", '<rc t="2" v="0"', '<rc t="2" v="99"'),
        ("xl/metadata.xml", '<rc t="2" v="0"', '<rc t="99" v="0"'),
        (SHEET_PART, 'vm="1"', 'vm="99"'),
    ],
)
def test_numbers_out_of_range_lead_to_no_picture(
    tmp_path: Path, part: str, old: str, new: str
) -> None:
    """A chain of rich values that is broken anywhere ends without a picture."""
    path = change_part(add_placed_pictures(workbook(tmp_path), {"C2": ONE}), part, old, new)
    assert [one for one in sheet_of(path).pictures if one.ref] == []


def test_reading_a_picture_stops_at_the_limit(tmp_path: Path) -> None:
    """Of a huge picture no more than the limit is unpacked."""
    one, pictures = first_picture(add_wps_pictures(workbook(tmp_path), {"C2": ONE}))
    assert pictures.read(one.ref, 100) == ONE[:100]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (DRAWING_PART, "</wsDr>", ""),
        (DRAWING_PART, "<wsDr", "<!DOCTYPE a><wsDr"),
        (SHEET_PART, "</sheetData>", ""),
        (SHEET_PART, "<sheetData>", '<mergeCells><mergeCell ref="B2:A1"/></mergeCells><sheetData>'),
        (SHEET_PART, "<sheetData>", '<cols><col min="x" max="2"/></cols><sheetData>'),
    ],
)
def test_bad_xml_is_a_fault(tmp_path: Path, part: str, old: str, new: str) -> None:
    """A part that no program writes so makes the file unreadable, with no other error."""
    path = change_part(add_floating(workbook(tmp_path), {"C2": ONE}), part, old, new)
    with pytest.raises(ValueError, match=r"\w"):
        read_xlsx(path.read_bytes())


def test_a_drawing_on_two_sheets_is_a_fault(tmp_path: Path) -> None:
    """Two sheets that share one drawing are no workbook of any program, and would be read twice."""
    path = write_xlsx(tmp_path / "a.xlsx", {"甲": ROWS, "乙": ROWS})
    add_floating(path, {"C2": ONE}, sheet="甲")
    add_floating(path, {"C2": TWO}, sheet="乙")
    change_part(path, "xl/worksheets/_rels/sheet2.xml.rels", "drawing2.xml", "drawing1.xml")
    with pytest.raises(ValueError, match="one drawing"):
        read_xlsx(path.read_bytes())


def test_elements_without_end_are_a_fault(tmp_path: Path) -> None:
    """Elements nested a thousand deep end the reading, not the program."""
    path = add_floating(workbook(tmp_path), {"C2": ONE})
    change_part(path, DRAWING_PART, "</wsDr>", "<a>" * 1000 + "</a>" * 1000 + "</wsDr>")
    with pytest.raises(ValueError, match="without end"):
        read_xlsx(path.read_bytes())


def test_far_places_stay_on_the_sheet(tmp_path: Path) -> None:
    """A picture said to lie past the last row lies on the last row."""
    span = Span(start=(10**9, 2), end=(10**12, 2))
    path = add_floating(workbook(tmp_path), {span: ONE})
    assert first_picture(path)[0].row == 1_048_575
