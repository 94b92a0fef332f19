"""Which rows are people, and what merged cells say of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from jscert.errors import Code
from jscert.roster.reading import rows_of
from jscert.roster.workbook import Area, CellPicture, FileFormat, Roster
from tests.roster_builders import CATALOGUE, HEADER, MAN, WOMAN, identity_of, person, sheet_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jscert.roster.reading import RosterReading

THIRD = identity_of(order=21)


def read(*rows: Sequence[object], **structure: Any) -> RosterReading:
    """Read a sheet with a structure of its own."""
    sheet = replace(sheet_of(*rows), **structure)
    return rows_of(Roster(name="r.xlsx", sheets=(sheet,)), CATALOGUE)


def column_area(column: int, top: int, bottom: int) -> Area:
    """Make an area of one column, rows as in Excel."""
    return Area(top=top - 1, left=column, bottom=bottom - 1, right=column)


def places(reading: RosterReading) -> list[int]:
    """List the rows of people."""
    return [row.place.row for row in reading.rows]


def test_an_employer_merged_over_people_is_everybodys() -> None:
    """A vertical merge gives its value to every row it covers."""
    rows = [person(), person(身份证号=WOMAN, 企业名称=""), person(身份证号=THIRD)]
    reading = read(HEADER, *rows, merges=(column_area(2, 2, 3),))
    assert [row.text("employer") for row in reading.rows] == ["江苏样例公司"] * 3


def test_a_merge_makes_nobody_of_blank_rows() -> None:
    """Rows that hold nothing but their share of a merge are no people."""
    second = person(身份证号=WOMAN, 企业名称="")
    reading = read(HEADER, person(), second, [""] * 4, merges=(column_area(2, 2, 4),))
    assert places(reading) == [2, 3]


@pytest.mark.parametrize(("column", "field"), [(0, "name"), (1, "identity_number")])
def test_a_name_or_number_merged_over_people_is_marked(column: int, field: str) -> None:
    """Whose it is cannot be told, so it is not filled down but marked in every row."""
    second = person(身份证号=WOMAN)
    second[column] = ""
    reading = read(HEADER, person(), second, merges=(column_area(column, 2, 3),))
    assert [row.merged for row in reading.rows] == [{field}, {field}]
    assert reading.rows[1].text(field) == ""


def test_a_name_merged_over_a_blank_row_is_its_persons() -> None:
    """A person whose row is two lines tall is one person."""
    reading = read(HEADER, person(), ["", "", "", ""], merges=(column_area(0, 2, 3),))
    assert [row.merged for row in reading.rows] == [frozenset()]


def test_a_header_repeated_further_down_is_no_person() -> None:
    """The same header again, with a title of its own, is passed over."""
    title = ["第二页：企业主要负责人名册", "", "", ""]
    reading = read(HEADER, person(), title, HEADER, person(身份证号=WOMAN))
    assert places(reading) == [2, 5]
    assert not reading.rejections


def test_a_repeated_header_of_two_levels_is_no_person() -> None:
    """Both of its levels are known again."""
    levels = [("姓名", "身份证号", "单位情况", ""), ("", "", "企业名称", "设区市")]
    reading = read(*levels, person(), *levels, person(身份证号=WOMAN))
    assert places(reading) == [3, 6]


def test_a_header_that_moves_the_columns_blocks_the_sheet() -> None:
    """People below a header with other columns would be read from the wrong cells."""
    moved = ["企业名称", "姓名", "身份证号", "设区市"]
    reading = read(HEADER, person(), moved, ["公司", "李", WOMAN, "南京"])
    assert [(f.code, f.place.row) for f in reading.rejections] == [(Code.HEADER_MOVED, 3)]
    assert reading.sheets[0].blocked


def test_a_line_across_the_sheet_is_no_person() -> None:
    """A title of a group, merged over name and number, is passed over."""
    across = Area(top=1, left=0, bottom=1, right=3)
    reading = read(HEADER, ["一、南京片区", "", "", ""], person(), merges=(across,))
    assert places(reading) == [3]


def test_notes_under_the_people_are_no_people() -> None:
    """Lines that follow 说明： are its continuation."""
    notes = [["说明：", "", "", ""], ["1. 本表一式两份，由企业留存一份", "", "", ""]]
    assert places(read(HEADER, person(), *notes)) == [2]


def test_hidden_rows_are_read_and_told_once() -> None:
    """People who are hidden or filtered away are read; the remark lists their rows."""
    rows = [person(), person(身份证号=WOMAN), person(身份证号=THIRD)]
    reading = read(HEADER, *rows, hidden_rows=frozenset({1, 2, 7}))
    assert places(reading) == [2, 3, 4]
    told = [(w.code, w.place.row, w.facts["rows"], w.facts["count"]) for w in reading.warnings]
    assert told == [(Code.ROWS_HIDDEN, 2, "2–3", "2")]


def test_a_hidden_column_in_use_is_told() -> None:
    """Its cells are used, and the remark names it; a hidden column nobody uses is nothing."""
    reading = read((*HEADER, "备注"), [*person(), ""], hidden_columns=frozenset({2, 4}))
    assert [(w.code, w.facts["columns"]) for w in reading.warnings] == [(Code.COLUMNS_HIDDEN, "C")]
    assert reading.rows[0].text("employer") == "江苏样例公司"


def test_a_struck_row_is_left_out_and_told() -> None:
    """Who is struck out is not issued; the remark stands at the row."""
    reading = read(HEADER, person(), person(身份证号=WOMAN), struck_rows=frozenset({2}))
    assert places(reading) == [2]
    assert [(w.code, w.place.row) for w in reading.warnings] == [(Code.ROW_STRUCK, 3)]


def test_pictures_come_with_their_rows() -> None:
    """A row gives the pictures that lie on it."""
    picture = CellPicture(row=2, column=4, ref="x", floating=True)
    reading = read(HEADER, person(), person(身份证号=WOMAN), pictures=(picture,))
    assert [row.pictures for row in reading.rows] == [(), (picture,)]


@pytest.mark.parametrize(
    ("first", "second", "column"),
    [
        (MAN[:6] + MAN[8:17], MAN, "C"),
        ("", MAN, "C"),
        (MAN, MAN, "B"),
        (MAN, "", "B"),
        (MAN, MAN[:6] + MAN[8:17], "B"),
    ],
)
def test_of_two_numbers_todays_counts(first: str, second: str, column: str) -> None:
    """Row by row, the number of 18 characters counts before that of 15, any before none."""
    header = ("姓名", "身份证号", "身份证号码", "企业名称")
    row = read(header, ["王", first, second, "公司"]).rows[0]
    assert (row.letter("identity_number"), row.text("identity_number")) == (column, MAN)


def test_days_counted_from_1904_are_days() -> None:
    """A plain number in a date column means another day where days count from 1904."""
    header = (*HEADER, "考核日期")
    row = read(header, [*person(), 44_627.0], dates_from_1904=True).rows[0]
    assert row.value("passed_on") == date(2026, 3, 8)


def test_a_row_knows_the_format_of_its_file() -> None:
    """What a spreadsheet program does to numbers depends on the format."""
    roster = Roster(name="r.csv", sheets=(sheet_of(HEADER, person()),), format=FileFormat.CSV)
    assert rows_of(roster, CATALOGUE).rows[0].format is FileFormat.CSV


def test_overlapping_merges_are_read_soon() -> None:
    """Areas that overlap, which no program writes, cost no more than the sheet has cells."""
    merges = tuple(Area(top=1, left=2, bottom=9_999, right=2) for _ in range(5_000))
    rows = [person(身份证号=identity_of(order=i % 999 + 1)) for i in range(2_000)]
    assert len(read(HEADER, *rows, merges=merges).rows) == 2_000


@pytest.mark.parametrize(
    "line",
    [
        ("企业负责人（签字）：",),
        ("第1页 共1页",),
        ("以上人员均已考核合格",),
        ("", "2人"),
        ("填报单位：样例公司", "", "填报人：李四", "2026-11-22"),
    ],
)
def test_a_line_under_the_people_is_nobody(line: Sequence[str]) -> None:
    """What offices write under a table is left out, and which rows these were is told."""
    reading = read(HEADER, person(), [], line)
    assert places(reading) == [2]
    assert [(w.code, w.place.row) for w in reading.warnings] == [(Code.LINES_UNREAD, 4)]


@pytest.mark.parametrize(
    "row",
    [
        ("李四",),
        ("李四", "见附件"),
        ("李四（组长）", "", "公司", "南京"),
        ("", "见附件", "公司", "南京"),
    ],
)
def test_a_person_without_number_under_the_others_is_one(row: Sequence[str]) -> None:
    """Whoever has a name, or an employer and a city, is told what he lacks."""
    assert places(read(HEADER, person(), row)) == [2, 3]


@pytest.mark.parametrize("merged", [True, False])
def test_a_line_that_names_another_kind_stops_the_sheet(merged: bool) -> None:  # noqa: FBT001
    """The people below a title of another kind must not get the certificate of the first."""
    area = (Area(top=2, left=0, bottom=2, right=3),) if merged else ()
    below: Sequence[Sequence[object]] = (["二、项目负责人"], person(身份证号=WOMAN))
    reading = read(["企业主要负责人名册"], HEADER, person(), *below, merges=area)
    assert [(f.code, f.column, f.place.row) for f in reading.rejections] == [
        (Code.ROSTER_KIND_CONFLICT, "A", 4)
    ]
    assert reading.sheets[0].blocked


def test_a_line_that_names_the_sheets_own_kind_is_a_title() -> None:
    """Sections of one kind are harmless, and their titles are nobody."""
    reading = read(["企业主要负责人"], HEADER, ["一、企业主要负责人"], person())
    assert (places(reading), reading.rejections) == ([4], ())


def test_a_line_for_a_signature_names_no_kind() -> None:
    """企业负责人（签字） under a page says who signs, not what the people below are to hold."""
    signed: Sequence[Sequence[object]] = (person(), ["企业负责人（签字）："], HEADER, person())
    reading = read(["项目负责人"], HEADER, *signed, name="Sheet1")
    assert Code.ROSTER_KIND_CONFLICT not in [fault.code for fault in reading.rejections]


def test_a_merge_over_name_and_number_that_holds_a_number_is_a_person() -> None:
    """Somebody typed both into one merged cell: that is told, not passed over as a title."""
    area = Area(top=1, left=0, bottom=1, right=1)
    reading = read(HEADER, [f"王小明 {MAN}", "", "公司", "南京"], merges=(area,))
    assert places(reading) == [2]
