"""Tables in plain text: encodings, delimiters, quotes, and what no table program would write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code, JscertError
from jscert.roster.files import read_roster
from jscert.roster.limits import WorkbookLimits
from jscert.roster.text_encoding import find_encoding
from jscert.roster.workbook import FileFormat, Roster

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "姓名,身份证号,单位\r\n王小明,320199198506010119,江苏样例公司\r\n"
ROWS = (("姓名", "身份证号", "单位"), ("王小明", "320199198506010119", "江苏样例公司"))


def read(folder: Path, data: bytes | str, limits: WorkbookLimits | None = None) -> Roster:
    """Read bytes, or a text in UTF-8, as a roster."""
    path = folder / "特种作业人员.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_roster(path, limits)


def rows_of(folder: Path, data: bytes | str) -> tuple[tuple[object, ...], ...]:
    """Read the rows of a text."""
    return read(folder, data).sheets[0].rows


def refused(folder: Path, data: bytes | str, limits: WorkbookLimits | None = None) -> Code:
    """Give the code that refuses bytes."""
    with pytest.raises(JscertError) as caught:
        read(folder, data, limits)
    return caught.value.code


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode("utf-8"),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("gb18030"),
        TABLE.encode("utf-16"),
        "\ufeff".encode("utf-16-be") + TABLE.encode("utf-16-be"),
        TABLE.encode("utf-16-le"),
        TABLE.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 marked", "gb18030", "utf-16", "utf-16-be", "le unmarked", "be unmarked"],
)
def test_every_encoding_gives_the_same_rows(tmp_path: Path, data: bytes) -> None:
    """The encoding is told by the bytes."""
    assert rows_of(tmp_path, data) == ROWS


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_delimiters_and_line_ends_are_found(tmp_path: Path, delimiter: str, end: str) -> None:
    """Comma, tab and semicolon, with the line ends of any system."""
    assert rows_of(tmp_path, TABLE.replace(",", delimiter).replace("\r\n", end)) == ROWS


def test_the_format_has_no_types(tmp_path: Path) -> None:
    """A roster says that it is a .csv, so that damaged numbers in it are looked for."""
    assert read(tmp_path, TABLE).format is FileFormat.CSV


def test_the_sheet_is_named_after_the_file(tmp_path: Path) -> None:
    """A .csv has no sheet names; table programs show the file's."""
    assert read(tmp_path, TABLE).sheets[0].name == "特种作业人员"


@pytest.mark.parametrize(
    ("spelt", "value"),
    [
        ('"甲,乙"', "甲,乙"),
        ('"甲\n乙"', "甲\n乙"),
        ('"说""好"""', '说"好"'),
        ('="320199198506010119"', "320199198506010119"),
        ('"=""320199198506010119"""', "320199198506010119"),
        ("=1+2", "=1+2"),
        ("3.20102E+17", "3.20102E+17"),
        (" 甲 ", " 甲 "),
        ("00123", "00123"),
    ],
)
def test_cells_are_texts_as_written(tmp_path: Path, spelt: str, value: str) -> None:
    """Nothing but quotes, and the formula that keeps a text a text, is taken away."""
    assert rows_of(tmp_path, f"姓名,号\n{spelt},x\n")[1][0] == value


def test_short_rows_are_filled_up(tmp_path: Path) -> None:
    """All rows are as long as the longest; empty lines keep their place, but not at the end."""
    assert rows_of(tmp_path, "a\n\nb,c\n,\n\n") == (("a", ""), ("", ""), ("b", "c"))


def test_the_end_mark_of_dos_is_no_row(tmp_path: Path) -> None:
    """Old programs end a text with control-Z."""
    assert rows_of(tmp_path, TABLE + "\x1a") == ROWS


def test_commas_in_a_tabbed_text_separate_nothing(tmp_path: Path) -> None:
    """The delimiter that separates most is the delimiter."""
    assert rows_of(tmp_path, "甲\t乙\t丙\n一,二\t三\t四\n")[1] == ("一,二", "三", "四")


@pytest.mark.parametrize(
    ("raw", "character"),
    [
        (b"\xfe\x59", "龴"),
        (b"\x82\x35\x90\x38", "龵"),
        (b"\x95\x32\x82\x36", "𠀀"),
        (b"\xa3\xa0", "\u3000"),
    ],
)
def test_rare_characters_of_gb_18030_have_their_code_points_of_today(
    tmp_path: Path, raw: bytes, character: str
) -> None:
    """No private-use code point comes out where GB 18030-2022 has a public one."""
    data = "姓名,号\n王".encode("gb18030") + raw + b",1\n"
    assert rows_of(tmp_path, data)[1][0] == f"王{character}"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (TABLE.encode()[:-2] + "司".encode()[:2], Code.ROSTER_UNREADABLE),
        (b"\xef\xbb\xbf" + TABLE.encode("gb18030"), Code.ROSTER_UNREADABLE),
        (b"\xff\xfe" + TABLE.encode("utf-16-le")[:-1], Code.ROSTER_UNREADABLE),
        (TABLE.replace("王", "王\x00").encode(), Code.ROSTER_UNRECOGNISED),
        (TABLE.encode("utf-16-le") + b"\x00\xd8" * 2, Code.ROSTER_UNRECOGNISED),
        (TABLE.encode() + b"\x07", Code.ROSTER_UNRECOGNISED),
        (b"\xff\xfe\x00\x00" + TABLE.encode("utf-32-le"), Code.ROSTER_UNRECOGNISED),
        (b"\xff\xfd" * 40, Code.ROSTER_UNRECOGNISED),
        (TABLE + '"never closed', Code.ROSTER_UNREADABLE),
        (TABLE + '"closed" too early,x', Code.ROSTER_UNREADABLE),
        (TABLE + "x" * 200_000, Code.ROSTER_UNREADABLE),
        (TABLE + "," * 1_000_000, Code.ROSTER_TOO_LARGE),
        (TABLE + '"\n",' * 300_000, Code.ROSTER_TOO_LARGE),
        ("a" + "\n" * 1_048_577, Code.ROSTER_TOO_LARGE),
    ],
)
def test_damaged_and_endless_texts_are_refused(
    tmp_path: Path, data: bytes | str, code: Code
) -> None:
    """What is cut off, mixed, binary or without end has a code."""
    assert refused(tmp_path, data) is code


@pytest.mark.parametrize("limits", [WorkbookLimits(rows=1), WorkbookLimits(cells=5)])
def test_each_limit_refuses(tmp_path: Path, limits: WorkbookLimits) -> None:
    """A table past any limit is too large."""
    assert refused(tmp_path, TABLE, limits) is Code.ROSTER_TOO_LARGE


def test_empty_lines_without_end_are_read_as_nothing(tmp_path: Path) -> None:
    """A roster of nothing but line ends has no rows."""
    assert rows_of(tmp_path, "\ufeff" + "\n" * 1000) == ()


def test_wide_text_full_of_the_character_for_one_is_known() -> None:
    """The character 一 has a zero byte of its own in UTF-16, which must not mislead."""
    assert find_encoding("一,一,1\n一,一,2\n".encode("utf-16-le")) == "utf-16-le"
