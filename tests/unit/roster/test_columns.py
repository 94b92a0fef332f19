"""Headers: their words, their row, and rows that are no people."""

from __future__ import annotations

import pytest

from jscert.roster import columns
from jscert.roster.columns import (
    WORDS,
    is_footer_row,
    is_hint_row,
    nearest_word,
    synonym_table,
    word_key,
)
from jscert.roster.headers import find_header

TABLE = synonym_table()


@pytest.mark.parametrize("word", [word for words in WORDS.values() for word in words])
def test_no_word_means_two_fields(word: str) -> None:
    """Every known word belongs to the field that lists it."""
    assert word in WORDS[TABLE[word_key(word)]]


@pytest.mark.parametrize(
    "typed", ["姓名*", " 姓 名 ", "姓\n名", "姓名（必填）", "姓名(必填)：", "＊姓名", "\ufeff姓名"]
)
def test_header_words_lose_their_trimmings(typed: str) -> None:
    """Stars, blanks, line breaks, colons and 必填 play no part."""
    assert TABLE[word_key(typed)] == columns.NAME


def test_settings_add_words() -> None:
    """A word of the settings names its field."""
    assert synonym_table({columns.NAME: ["学生"]})[word_key("学生")] == columns.NAME


def test_the_header_lies_below_titles() -> None:
    """The first row with a name and a number is the header; texts above are titles."""
    header = find_header([["某名册", ""], ["", ""], ["姓名", "身份证号"], ["王", "1"]], TABLE)
    assert header is not None
    assert (header.row, header.titles) == (2, ("某名册",))


def test_a_row_with_most_words_stands_for_a_missing_header() -> None:
    """Where no row has both, the most header-like one is taken, so that its lack can be told."""
    header = find_header([["标题", "", ""], ["姓名", "性别", "企业名称"]], TABLE)
    assert header is not None
    assert columns.IDENTITY not in header.columns


def test_people_are_no_header() -> None:
    """Rows without known words give no header."""
    assert find_header([["王小明", "320102199003072020"], ["李", "3201"]], TABLE) is None


def test_double_and_unknown_columns_are_told() -> None:
    """A second column of a field and a column nobody knows are both named."""
    header = find_header([["姓名", "身份证号", "姓名", "血型", "序号"]], TABLE)
    assert header is not None
    assert (header.doubles, header.unknown) == (((columns.NAME, 2),), (3,))


def test_a_misspelt_word_has_a_nearest() -> None:
    """A word with one wrong character is brought near the right one."""
    assert nearest_word("身份征号") == "身份证号"


@pytest.mark.parametrize(
    ("name", "identity", "more"),
    [
        ("与身份证一致", "身份证只能用18位的", ""),
        ("", "身份证只能用18位的", ""),
        ("请填写", "", "年-月-日"),
        ("必填", "18位文本格式", ""),
    ],
)
def test_hint_rows_are_no_people(name: str, identity: str, more: str) -> None:
    """Instructions under the header are skipped."""
    assert is_hint_row([name, identity, more], name, identity, 1)


@pytest.mark.parametrize(
    ("name", "identity", "more", "below"),
    [
        ("王小明", "320102199003072020", "请填写", 1),
        ("王小明", "", "江苏文本格式公司", 1),
        ("王小明", "办理中", "江苏公司", 1),
        ("王小明", "1", "江苏样例全称公司", 1),
        ("", "", "江苏全称公司", 1),
        ("必填", "只能用18位", "", 9),
    ],
)
def test_people_are_no_hint_rows(name: str, identity: str, more: str, below: int) -> None:
    """A person without a number, or a line far down, is not skipped as a hint."""
    assert not is_hint_row([name, identity, more], name, identity, below)


@pytest.mark.parametrize(
    "texts",
    [["合计", "3人"], ["", "制表人：王"], ["审核人：", ""], ["单位（盖章）", ""], ["以下空白"]],
)
def test_footer_rows_are_no_people(texts: list[str]) -> None:
    """Totals and signatures are skipped."""
    assert is_footer_row(texts, "")


@pytest.mark.parametrize(
    ("texts", "identity"),
    [
        (["王小明", "", "项目负责人"], ""),
        (["1", "王小明", "", "备注"], ""),
        (["合计", "320102199003072020"], "320102199003072020"),
    ],
)
def test_people_are_no_footer_rows(texts: list[str], identity: str) -> None:
    """A person whose number is missing stays a person, and a row with a number always is one."""
    assert not is_footer_row(texts, identity)
