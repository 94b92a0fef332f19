"""Headers of one to three levels, wherever they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jscert.roster import columns
from jscert.roster.columns import synonym_table
from jscert.roster.headers import find_header
from jscert.roster.workbook import Area

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jscert.roster.headers import Header

TABLE = synonym_table()
PERSON = ("1", "王小明", "32010219900307101X", "公司", "南京")


def area(reference: str) -> Area:
    """Make an area from `A1:B2` (columns A to Z)."""
    first, last = reference.split(":")
    return Area(
        top=int(first[1:]) - 1,
        left=ord(first[0]) - 65,
        bottom=int(last[1:]) - 1,
        right=ord(last[0]) - 65,
    )


def header_of(*rows: Sequence[object], merges: Sequence[str] = ()) -> Header:
    """Find the header of a sheet."""
    header = find_header(rows, TABLE, tuple(map(area, merges)))  # type: ignore[arg-type]
    assert header is not None
    return header


GROUPED = (
    ("序号", "人员信息", "", "单位信息", ""),
    ("", "姓名", "身份证号", "企业名称", "设区市"),
    PERSON,
)
SPANNING = (
    ("序号", "姓名", "身份证号", "所在单位情况", ""),
    ("", "", "", "单位全称", "设区市"),
    PERSON,
)
SPLIT = (
    ("序号", "姓名", "证件", "", "单位"),
    ("", "", "类型", "号码", "名称"),
    ("1", "王小明", "身份证", "32010219900307101X", "公司"),
)


@pytest.mark.parametrize(
    ("rows", "merges", "fields"),
    [
        (GROUPED, ("A1:A2", "B1:C1", "D1:E1"), {"name": 1, "identity_number": 2, "employer": 3}),
        (GROUPED, (), {"name": 1, "identity_number": 2, "employer": 3}),
        (SPANNING, ("A1:A2", "B1:B2", "C1:C2", "D1:E1"), {"employer": 3, "city": 4}),
        (SPANNING, (), {"name": 1, "employer": 3, "city": 4}),
        (SPLIT, ("A1:A2", "B1:B2", "C1:D1"), {"name": 1, "identity_number": 3, "employer": 4}),
    ],
)
def test_a_header_of_two_levels_is_read_as_one(
    rows: tuple[tuple[str, ...], ...], merges: tuple[str, ...], fields: dict[str, int]
) -> None:
    """Each column has the word of its lowest level, or of group and level together."""
    header = header_of(*rows, merges=merges)
    assert header.row == 1
    assert {name: header.columns[name] for name in fields} == fields
    assert not header.unknown


def test_a_group_word_is_no_title() -> None:
    """What stands in the upper level belongs to the header, not to the titles."""
    header = header_of(("某名册",), *GROUPED, merges=("A2:A3", "B2:C2", "D2:E2"))
    assert (header.top, header.row, header.titles) == (1, 2, ("某名册",))


def test_three_levels_are_one_header() -> None:
    """Names merged over three rows carry the header down to the third."""
    rows = (
        ("姓名", "身份证号", "单位", ""),
        ("", "", "基本信息", ""),
        ("", "", "企业名称", "设区市"),
    )
    merges = ("A1:A3", "B1:B3", "C1:D1", "C2:D2")
    header = header_of(*rows, merges=merges)
    assert (header.row, header.columns["employer"], header.columns["city"]) == (2, 2, 3)


def test_an_unknown_word_of_a_level_is_told_where_it_stands() -> None:
    """The row of a column's word is that of its own cell."""
    rows = (("姓名", "身份证号", "其他", ""), ("", "", "企业名称", "血型"))
    header = header_of(*rows, merges=("A1:A2", "B1:B2", "C1:D1"))
    assert [(header.words[i], header.word_rows[i]) for i in header.unknown] == [("血型", 1)]


@pytest.mark.parametrize(
    "above",
    [
        ("建筑施工企业主要负责人名册", "", ""),
        ("单位名称：", "江苏样例公司", ""),
        ("", "", "考核日期：2026-11-22"),
    ],
)
def test_lines_above_a_header_are_no_level_of_it(above: tuple[str, ...]) -> None:
    """Titles and labels in front of values stay above the header."""
    header = header_of(above, ("", "姓名", "身份证号"), ("", "王小明", "3201"))
    assert (header.top, header.row) == (1, 1)
    assert set(header.columns) == {columns.NAME, columns.IDENTITY}


@pytest.mark.parametrize(
    "below",
    [
        ("王小明", "", "公司"),
        ("", "", "江苏样例公司"),
        ("必填", "18位", "全称"),
        ("", "", ""),
    ],
)
def test_rows_below_a_header_are_no_level_of_it(below: tuple[str, ...]) -> None:
    """People without a number, hints and gaps stay below the header."""
    assert header_of(("姓名", "身份证号", "企业名称"), below).row == 0


@pytest.mark.parametrize(
    ("word", "field"),
    [
        ("身份证号（18位）", columns.IDENTITY),
        ("企业名称(请填写全称)", columns.EMPLOYER),
        ("考核日期（年-月-日）", columns.PASSED_ON),
        ("性别（男/女）", columns.SEX),
        ("★设区市", columns.CITY),
        ("ｓｅｘ", None),
        ("姓名（联系人）", None),
    ],
)
def test_advice_in_brackets_plays_no_part(word: str, field: str | None) -> None:
    """How a column is to be filled in may stand behind its word; anything else is another word."""
    assert columns.field_of(word, TABLE) == field


@pytest.mark.parametrize(
    ("words", "first", "other"),
    [
        (("姓名", "身份证号", "升位成18位身份证号"), 2, 1),
        (("姓名", "身份证号", "身份证号码"), 1, 2),
        (("姓名", "18位身份证号", "原身份证号"), 1, 2),
    ],
)
def test_of_two_columns_of_numbers_the_newer_comes_first(
    words: tuple[str, ...], first: int, other: int
) -> None:
    """Two columns of identity numbers are no double: one counts, the other is held against it."""
    header = header_of(words)
    assert (header.columns[columns.IDENTITY], header.columns[columns.IDENTITY_OTHER]) == (
        first,
        other,
    )
    assert not header.doubles


def test_a_sheet_full_of_merges_is_read_soon() -> None:
    """However many areas lie in the first rows, only so many are looked at."""
    merges = [Area(top=0, left=i % 200, bottom=1, right=199) for i in range(50_000)]
    header = find_header([["姓名", "身份证号", *["x"] * 198]] * 2, TABLE, merges)
    assert header is not None
