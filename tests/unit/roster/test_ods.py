"""Sheets of .ods files: types, repeated cells, structure, pictures, and what is refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code, JscertError
from jscert.roster.files import read_roster
from jscert.roster.limits import WorkbookLimits
from jscert.roster.workbook import Area, Roster, Sheet
from tests.ods_builders import MIMETYPE, cell, content, ods, packed, row, table
from tests.roster_builders import encoded, picture

if TYPE_CHECKING:
    from pathlib import Path

EMPTY = "<table:table-cell/>"
STRUCK = (
    '<style:style style:name="struck" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="child" style:family="table-cell" style:parent-style-name="struck"/>'
    '<style:style style:name="plain" style:family="table-cell" style:parent-style-name="struck">'
    '<style:text-properties style:text-line-through-style="none"/></style:style>'
)


def read(folder: Path, data: bytes, limits: WorkbookLimits | None = None) -> Roster:
    """Read bytes as a roster."""
    path = folder / "roster.ods"
    path.write_bytes(data)
    return read_roster(path, limits)


def sheet_of(folder: Path, rows: str, styles: str = "") -> Sheet:
    """Read one sheet."""
    return read(folder, ods(table(rows), styles)).sheets[0]


def refused(folder: Path, data: bytes, limits: WorkbookLimits | None = None) -> Code:
    """Give the code that refuses bytes."""
    with pytest.raises(JscertError) as caught:
        read(folder, data, limits)
    return caught.value.code


@pytest.mark.parametrize(
    ("spelt", "value"),
    [
        (cell("320199198506010119"), "320199198506010119"),
        (cell("3.2E+17", "float", 'office:value="320199198506010112"'), 320199198506010112.0),
        (cell("50%", "percentage", 'office:value="0.5"'), 0.5),
        (cell("¥7", "currency", 'office:value="7"'), 7.0),
        (cell("3月7日", "date", 'office:date-value="2026-03-07"'), date(2026, 3, 7)),
        (
            cell("x", "date", 'office:date-value="2026-03-07T12:30:00"'),
            datetime(2026, 3, 7, 12, 30),  # noqa: DTZ001 (cells have no zone)
        ),
        (cell("从前", "date", 'office:date-value="-0044-03-15"'), "从前"),
        (cell("8:30", "time", 'office:time-value="PT08H30M00S"'), time(8, 30)),
        (cell("30:00", "time", 'office:time-value="PT30H00M00S"'), timedelta(hours=30)),
        (cell("TRUE", "boolean", 'office:boolean-value="true"'), True),
        (cell("#DIV/0!", "string", 'calcext:value-type="error"'), "#DIV/0!"),
        (cell("Err:508", "string", 'calcext:value-type="error"'), "#VALUE!"),
        (cell('王<text:s text:c="2"/>小<text:tab/><text:span>明</text:span>'), "王  小\t明"),
        (cell("甲</text:p><text:p>乙<text:line-break/>丙"), "甲\n乙\n丙"),
    ],
)
def test_each_kind_of_cell_keeps_its_type(tmp_path: Path, spelt: str, value: object) -> None:
    """The type is the one the file states, not what the text looks like."""
    found = sheet_of(tmp_path, row(spelt)).rows[0][0]
    assert (found, type(found)) == (value, type(value))


def test_comments_and_shapes_are_no_text_of_the_cell(tmp_path: Path) -> None:
    """A note or a text box in a cell says nothing about the person."""
    aside = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p>'
        "</office:annotation><draw:frame><draw:text-box><text:p>box</text:p></draw:text-box>"
        "</draw:frame><text:p>王小明</text:p></table:table-cell>"
    )
    assert sheet_of(tmp_path, row(aside)).rows == (("王小明",),)


def test_repeated_cells_and_rows_are_written_out(tmp_path: Path) -> None:
    """One element may stand for many cells, and many rows."""
    rows = row(cell("甲", attributes='table:number-columns-repeated="2"'), EMPTY, cell("乙"))
    again = row(cell("丙"), attributes='table:number-rows-repeated="2"')
    found = sheet_of(tmp_path, row(EMPTY) + rows + again).rows
    assert [list(filter(None, values)) for values in found] == [
        [],
        ["甲", "甲", "乙"],
        ["丙"],
        ["丙"],
    ]


def test_the_empty_rest_of_a_sheet_takes_no_room(tmp_path: Path) -> None:
    """A million empty rows and columns behind the last written cell are not there."""
    rest = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = row(cell("甲"), rest) + row(rest, attributes='table:number-rows-repeated="1048575"')
    assert sheet_of(tmp_path, rows).rows == (("甲",),)


@pytest.mark.parametrize(
    "rows",
    [
        row(cell("甲"), attributes='table:number-rows-repeated="1000000"'),
        row(EMPTY, attributes='table:number-rows-repeated="1000000"') + row(cell("甲")),
        row(cell("甲", attributes='table:number-columns-repeated="16000"'))
        + row(EMPTY, attributes='table:number-rows-repeated="200"')
        + row(cell("甲")),
        row(cell('<text:s text:c="99999999"/>')),
    ],
)
def test_what_unfolds_to_too_much_is_too_large(tmp_path: Path, rows: str) -> None:
    """A few bytes that stand for millions of cells or blanks are refused before they unfold."""
    assert refused(tmp_path, ods(table(rows))) is Code.ROSTER_TOO_LARGE


def test_too_many_tags_are_too_large(tmp_path: Path) -> None:
    """A parser looks at only so many tags."""
    data = ods(table(row(cell("甲")) * 10))
    assert refused(tmp_path, data, WorkbookLimits(tags=20)) is Code.ROSTER_TOO_LARGE


@pytest.mark.parametrize(
    "rows",
    [
        row(cell("甲", attributes='table:number-columns-repeated="16385"')),
        row(cell("甲", attributes='table:number-columns-repeated="-1"')),
        row(cell("甲", attributes='table:number-columns-repeated="1e9"')),
        row(cell("x", "float", 'office:value="x"')),
        row("<text:p>"),
    ],
)
def test_what_makes_no_sense_is_unreadable(tmp_path: Path, rows: str) -> None:
    """Impossible counts, numbers that are none, and broken XML refuse the file."""
    assert refused(tmp_path, ods(table(rows))) is Code.ROSTER_UNREADABLE


def test_a_document_type_is_unreadable(tmp_path: Path) -> None:
    """Entities are declared in a document type, so none is accepted."""
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]>'
    xml = content(table(row(cell("甲")))).replace("?>", f"?>{bomb}", 1)
    data = packed(mimetype=MIMETYPE, content_xml=xml)
    assert refused(tmp_path, data) is Code.ROSTER_UNREADABLE


def test_an_encrypted_ods_is_refused_by_name(tmp_path: Path) -> None:
    """The manifest of a file under a password says how its parts are encrypted."""
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    data = packed(
        mimetype=MIMETYPE, content_xml=b"\x01\x02", **{"META-INF__manifest_xml": manifest}
    )
    assert refused(tmp_path, data) is Code.ROSTER_ENCRYPTED


def test_an_ods_without_content_is_unreadable(tmp_path: Path) -> None:
    """A container with nothing in it refuses the file."""
    assert refused(tmp_path, packed(mimetype=MIMETYPE)) is Code.ROSTER_UNREADABLE


def test_merged_areas_are_told(tmp_path: Path) -> None:
    """The first cell says how far it spans; what is covered has no value."""
    spans = 'table:number-rows-spanned="2" table:number-columns-spanned="3"'
    covered = "<table:covered-table-cell><text:p>x</text:p></table:covered-table-cell>"
    sheet = sheet_of(tmp_path, row(cell("甲", attributes=spans), covered, EMPTY) + row(cell("乙")))
    assert (sheet.merges, sheet.rows) == (
        (Area(top=0, left=0, bottom=1, right=2),),
        (("甲",), ("乙",)),
    )


@pytest.mark.parametrize("visibility", ["collapse", "filter"])
def test_hidden_rows_are_told(tmp_path: Path, visibility: str) -> None:
    """A row hidden by hand or by a filter is hidden."""
    hidden = row(cell("乙"), attributes=f'table:visibility="{visibility}"')
    assert sheet_of(tmp_path, row(cell("甲")) + hidden).hidden_rows == {1}


def test_hidden_columns_are_told(tmp_path: Path) -> None:
    """Columns are hidden together where one element stands for several."""
    columns = (
        "<table:table-column/>"
        '<table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>'
    )
    written = row(*map(cell, "甲乙丙"))
    assert sheet_of(tmp_path, columns + written).hidden_columns == {1, 2}


def test_hidden_sheets_are_told(tmp_path: Path) -> None:
    """A sheet's style says whether it is shown."""
    style = (
        '<style:style style:name="off" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    data = ods(table(row(cell("甲")), "一") + table(row(cell("乙")), "二", "off"), style)
    assert [sheet.hidden for sheet in read(tmp_path, data).sheets] == [False, True]


def test_copies_of_other_files_are_no_sheets(tmp_path: Path) -> None:
    """What a link to another file has left behind is not read."""
    data = ods(table(row(cell("甲"))) + table(row(cell("乙")), "'file:///x.ods'#$Sheet1"))
    assert [sheet.name for sheet in read(tmp_path, data).sheets] == ["名册"]


@pytest.mark.parametrize(
    ("style", "struck"), [("struck", {0}), ("child", {0}), ("plain", set()), ("none", set())]
)
def test_struck_out_rows_are_told_by_their_style(
    tmp_path: Path, style: str, struck: set[int]
) -> None:
    """A cell's style strikes out by itself or by its parent."""
    written = row(cell("甲", attributes=f'table:style-name="{style}"'))
    assert sheet_of(tmp_path, written, STRUCK).struck_rows == struck


def test_a_row_is_struck_out_only_as_a_whole(tmp_path: Path) -> None:
    """One written cell that is not struck out saves its row."""
    written = row(cell("甲", attributes='table:style-name="struck"'), cell("乙"))
    assert sheet_of(tmp_path, written, STRUCK).struck_rows == frozenset()


@pytest.mark.parametrize(
    "rows",
    [
        row(cell("甲"), attributes='table:default-cell-style-name="struck"'),
        '<table:table-column table:default-cell-style-name="struck"/>' + row(cell("甲")),
    ],
)
def test_rows_and_columns_have_styles_for_their_cells(tmp_path: Path, rows: str) -> None:
    """A cell without a style of its own takes its row's, then its column's."""
    assert sheet_of(tmp_path, rows, STRUCK).struck_rows == {0}


def frame(x: str, y: str, href: str = "Pictures/1.jpg") -> str:
    """Write a cell with a picture of 20 × 30 pt."""
    return (
        f'<table:table-cell><draw:frame svg:x="{x}" svg:y="{y}" svg:width="20pt" svg:height="30pt">'
        f'<draw:image xlink:href="{href}"/></draw:frame></table:table-cell>'
    )


HEIGHTS = (
    '<style:style style:name="low" style:family="table-row">'
    '<style:table-row-properties style:row-height="20pt"/></style:style>'
    '<style:style style:name="wide" style:family="table-column">'
    '<style:table-column-properties style:column-width="1in"/></style:style>'
)
WIDE = '<table:table-column table:style-name="wide" table:number-columns-repeated="5"/>'


def test_rows_that_no_style_describes_have_the_usual_height(tmp_path: Path) -> None:
    """A picture may lie behind the last row there is."""
    data = ods(table(row(cell("甲"), frame("70pt", "20pt"))), Pictures__1_jpg=b"")
    found = read(tmp_path, data).sheets[0].pictures[0]
    assert (found.row, found.column) == (2, 2)


@pytest.mark.parametrize(
    ("x", "y", "place"), [("0pt", "0pt", (0, 0)), ("0pt", "10pt", (1, 0)), ("2in", "0pt", (0, 2))]
)
def test_a_picture_lies_where_its_middle_is(
    tmp_path: Path, x: str, y: str, place: tuple[int, int]
) -> None:
    """Not the cell that anchors a picture but the one under its middle has it."""
    rows = (
        WIDE
        + row(frame(x, y), attributes='table:style-name="low"')
        + row(cell("甲"), attributes='table:style-name="low" table:number-rows-repeated="3"')
    )
    data = ods(table(rows), HEIGHTS, Pictures__1_jpg=encoded(picture()))
    found = read(tmp_path, data).sheets[0].pictures[0]
    assert (found.row, found.column) == place


def test_a_picture_over_a_merged_cell_lies_in_its_first(tmp_path: Path) -> None:
    """A photo cell is often merged over several rows."""
    merged = cell("甲", attributes='table:number-rows-spanned="2" table:number-columns-spanned="2"')
    low = frame("0pt", "-10pt")
    data = ods(table(row(merged) + row(EMPTY, low)), Pictures__1_jpg=b"")
    found = read(tmp_path, data).sheets[0].pictures[0]
    assert (found.row, found.column) == (0, 0)


def test_a_picture_is_read_from_the_file(tmp_path: Path) -> None:
    """A reference leads to the bytes that were put in."""
    jpeg = encoded(picture())
    roster = read(tmp_path, ods(table(row(frame("0pt", "0pt"))), Pictures__1_jpg=jpeg))
    assert roster.pictures.read(roster.sheets[0].pictures[0].ref, 1_000_000) == jpeg


@pytest.mark.parametrize(
    ("limit", "href", "code"),
    [
        (100, "Pictures/1.jpg", Code.PHOTO_TOO_LARGE),
        (1_000_000, "Pictures/2.jpg", Code.PHOTO_ABSENT),
    ],
)
def test_pictures_that_cannot_be_read_are_refused(
    tmp_path: Path, limit: int, href: str, code: Code
) -> None:
    """A picture past the limit, or one that is not there, has its code."""
    rows = table(row(frame("0pt", "0pt", href)))
    roster = read(tmp_path, ods(rows, Pictures__1_jpg=encoded(picture())))
    with pytest.raises(JscertError) as caught:
        roster.pictures.read(href, limit)
    assert caught.value.code is code


def read_picture(folder: Path, cell_xml: str, styles: str = "") -> bytes:
    """Read the only picture of an .ods that holds one file."""
    roster = read(folder, ods(table(row(cell_xml)), styles, Pictures__1_jpg=encoded(picture())))
    return roster.pictures.read(roster.sheets[0].pictures[0].ref, 1_000_000)


@pytest.mark.parametrize("href", ["http://example.com/1.jpg", "../1.jpg", "/etc/1.jpg"])
def test_pictures_outside_the_file_are_not_looked_for(tmp_path: Path, href: str) -> None:
    """A linked picture is absent."""
    with pytest.raises(JscertError) as caught:
        read_picture(tmp_path, frame("0pt", "0pt", href))
    assert caught.value.code is Code.PHOTO_ABSENT


def test_a_cut_picture_is_not_taken_whole(tmp_path: Path) -> None:
    """What the sheet hides of a picture may be another person."""
    style = (
        '<style:style style:name="cut" style:family="graphic"><style:graphic-properties '
        'fo:clip="rect(0cm, 1.5cm, 0cm, 0cm)"/></style:style>'
    )
    cut = frame("0pt", "0pt").replace("<draw:frame ", '<draw:frame draw:style-name="cut" ')
    with pytest.raises(JscertError) as caught:
        read_picture(tmp_path, cut, style)
    assert caught.value.code is Code.PHOTO_UNREADABLE


def test_a_picture_with_all_its_edges_is_not_cut(tmp_path: Path) -> None:
    """A style may say that nothing is cut off."""
    style = (
        '<style:style style:name="cut" style:family="graphic"><style:graphic-properties '
        'fo:clip="rect(0cm, 0cm, 0cm, 0cm)"/></style:style>'
    )
    cut = frame("0pt", "0pt").replace("<draw:frame ", '<draw:frame draw:style-name="cut" ')
    assert read_picture(tmp_path, cut, style) == encoded(picture())
