"""Names and other texts: what is tidied, what is refused, what is hidden."""

from __future__ import annotations

import pytest

from jscert.roster.names import clean_name, clean_text, hide_numbers, strange_characters


@pytest.mark.parametrize("dot", "•・･‧⋅．.")
def test_every_dot_between_hanzi_becomes_the_separator(dot: str) -> None:
    """Whatever dot was typed between hanzi, the name has U+00B7, and it is told."""
    cleaned = clean_name(f"买买提{dot}吐尔逊")
    assert (cleaned.name, cleaned.separator_changed) == ("买买提·吐尔逊", True)


def test_the_true_separator_is_left_alone() -> None:
    """A name with U+00B7 is not remarked upon."""
    assert not clean_name("买买提·吐尔逊").separator_changed


def test_dots_of_latin_names_stay() -> None:
    """A full stop in a Latin name is no separator."""
    assert clean_name("John F. Smith").name == "John F. Smith"


@pytest.mark.parametrize("typed", ["王　伟", " 王 伟 ", "王\u00a0伟", "王\u200b伟", "\ufeff王\n伟"])
def test_blanks_in_hanzi_names_go(typed: str) -> None:
    """Blanks that only justify a name of two hanzi are not part of it."""
    assert clean_name(typed).name == "王伟"


def test_removed_blanks_are_told() -> None:
    """A name that lost inner blanks is remarked upon, one that lost outer blanks is not."""
    assert clean_name("王 伟").blanks_removed
    assert not clean_name(" 王伟 ").blanks_removed


@pytest.mark.parametrize("name", ["王䶮", "李𬱟", "陈𱁬", "羅", "㐂", "鿍小明", "〇", "\U0002ebf0"])
def test_rare_hanzi_survive_untouched(name: str) -> None:
    """Rare and compatible hanzi are neither folded nor taken for strange."""
    assert (clean_name(name).name, strange_characters(name)) == (name, ())


@pytest.mark.parametrize(
    ("name", "strange"),
    [
        ("王3", "3"),
        ("吴\ue123", "\ue123"),
        ("李（女）", "（）"),
        ("张三,李四", ","),
        ("赵😀", "😀"),
        ("钱_", "_"),
    ],
)
def test_what_no_name_has_is_strange(name: str, strange: str) -> None:
    """Digits, signs, emoji and private-use characters are refused, each named once."""
    assert strange_characters(name) == tuple(strange)


def test_latin_names_may_have_marks() -> None:
    """Apostrophes, hyphens and full stops belong to Latin names."""
    assert strange_characters("Anne-Marie O'Neil Jr.") == ()


def test_line_breaks_in_texts_are_joined() -> None:
    """A wrapped employer's name becomes one line."""
    assert clean_text("江苏样例建设\n 集团有限公司") == "江苏样例建设集团有限公司"


@pytest.mark.parametrize(
    "typed",
    [
        "320102199003072020",
        "320102 19900307 2020",
        "３２０１０２１９９００３０７２０２０",
        "张32010219900307101X",
    ],
)
def test_numbers_in_shown_texts_are_hidden(typed: str) -> None:
    """A number that strayed into another cell is shown without its middle."""
    assert "19900307" not in hide_numbers(typed)
    assert "*" in hide_numbers(typed)


def test_short_digits_are_shown() -> None:
    """A date or a post's number is no identity number."""
    assert hide_numbers("2026-11-22 第12期") == "2026-11-22 第12期"
