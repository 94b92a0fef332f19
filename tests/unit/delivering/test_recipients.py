"""Names of recipients: legal on Windows, told apart, with nobody's number inside."""

from __future__ import annotations

import pytest

from jscert.delivering.recipients import legal_names, mask_name


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("江苏样例建设有限公司", "江苏样例建设有限公司"),
        ("甲/乙\\丙:丁?公司", "甲 乙 丙 丁 公司"),
        ('"样例"<建设>|公司', "样例 建设 公司"),
        ("样例公司. ", "样例公司"),
        ("样例*公司", "样例＊公司"),
        ("CON", "_CON"),
        ("nul.公司", "_nul.公司"),
        ("COM1", "_COM1"),
        ("...", "_"),
        ("", "_"),
    ],
)
def test_names_are_legal_on_windows(name: str, legal: str) -> None:
    """What Windows forbids or means otherwise is taken out or set off."""
    assert legal_names([name]) == [legal]


def test_names_that_come_out_alike_are_counted() -> None:
    """Also where only the case, which Windows does not see, tells them apart."""
    assert legal_names(["甲/乙", "甲:乙", "ABC", "abc"]) == ["甲 乙", "甲 乙 (2)", "ABC", "abc (2)"]


def test_long_names_are_cut_between_characters() -> None:
    """At 150 bytes, and never inside a hanzi."""
    (name,) = legal_names(["长" * 80])
    assert name == "长" * 50


@pytest.mark.parametrize(
    ("name", "masked"),
    [("赵试", "赵某"), ("赵试样", "赵某某"), ("买买提·艾力", "买某某"), ("赵", "赵某")],
)
def test_a_name_shows_its_first_character_only(name: str, masked: str) -> None:
    """A long name is as long as a short one."""
    assert mask_name(name) == masked
