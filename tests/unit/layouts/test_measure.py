"""Lines, sizes and what does not fit."""

from __future__ import annotations

from itertools import pairwise

import pytest

from jscert.layouts import page
from jscert.layouts.measure import Line, break_lines, check_fit, fit, width
from jscert.layouts.page import Box, value_box
from tests.layouts_builders import FORMS, LONGEST, ORDINARY

EMPLOYER = [row.field for row in FORMS["safety-a"].rows].index("employer")


def box(**overrides: object) -> Box:
    """Build a box ten hanzi wide at its largest size."""
    fields: dict[str, object] = {
        "x": 100.0,
        "baseline": 500.0,
        "width": 100.0,
        "height": 26.0,
        "sizes": (10.0, 8.0),
    }
    return Box(**(fields | overrides))  # type: ignore[arg-type]


def lines_of(text: str, wide: int) -> list[str]:
    """Break a text of hanzi into lines of so many ems."""
    spans = break_lines(text, [1000] * len(text), wide * 1000)
    assert spans is not None
    return [text[start:end] for start, end in spans]


def fitted(text: str, into: Box) -> tuple[Line, ...]:
    """Set a text that fits."""
    lines = fit(text, into)
    assert lines is not None
    return lines


def values(kind: str, words: dict[str, str]) -> tuple[str, ...]:
    """Give the values of a form's rows."""
    return tuple(words[row.field] for row in FORMS[kind].rows)


@pytest.mark.parametrize("mark", list("，。、；：！）》”·"))
def test_no_line_begins_with_a_closing_mark(mark: str) -> None:
    """The character before it goes down with it."""
    assert lines_of(f"一二三四五六七八{mark}九十一二", 8)[1].startswith(f"八{mark}")


@pytest.mark.parametrize("mark", list("（《“"))
def test_no_line_ends_with_an_opening_mark(mark: str) -> None:
    """The mark goes to the next line."""
    assert lines_of(f"一二三四五六七{mark}八九十一二", 8)[1].startswith(mark)


def test_a_name_is_divided_between_its_parts() -> None:
    """Behind the dot, where that leaves a good line."""
    assert lines_of("一二三四五·六七八九十一二", 8) == ["一二三四五·", "六七八九十一二"]


def test_a_number_is_not_divided() -> None:
    """Digits and letters of one word stay together."""
    assert lines_of("一二三四五六2026年一二三四", 8) == ["一二三四五六", "2026年", "一二三四"]


def test_a_very_short_last_line_gets_company() -> None:
    """A single hanzi is not left alone."""
    assert lines_of("一二三四五六七八九", 8) == ["一二三四五", "六七八九"]


def test_a_word_wider_than_the_line_is_divided_somewhere() -> None:
    """There is no better place."""
    assert "".join(lines_of("A" * 20, 8)) == "A" * 20


def test_lines_hold_every_character_in_order() -> None:
    """Breaking loses nothing."""
    text = LONGEST["employer"]
    assert "".join(lines_of(text, 11)) == text


def test_a_box_narrower_than_a_character_holds_nothing() -> None:
    """Breaking says so instead of going on for ever."""
    assert break_lines("一二", [1000, 1000], 900) is None


def test_the_largest_size_that_fits_is_taken() -> None:
    """Twelve hanzi need the smaller size to stay on one line."""
    (line,) = fitted("一二三四五六七八九十一二", box(height=10.4))
    assert line.size == 8.0


def test_the_first_of_several_lines_stands_on_the_baseline() -> None:
    """Further lines hang below it, a leading apart."""
    first, second = fitted("一" * 14, box())
    assert (first.y, second.y) == (500.0, 487.0)


def test_lines_can_be_centred_on_the_baseline() -> None:
    """Two lines stand half a leading above and below."""
    first, second = fitted("一" * 14, box(rise=1.0))
    assert (first.y, second.y) == (506.5, 493.5)


def test_lines_rise_no_further_than_the_box_lets_them() -> None:
    """A row's first line stays beside its label."""
    first, second = fitted("一" * 14, box(rise=0.3))
    assert (first.y, second.y) == pytest.approx((503.9, 490.9))


def test_one_line_is_preferred_while_it_is_large_enough() -> None:
    """A slightly smaller line beats two larger ones."""
    (line,) = fitted("一" * 12, box(least=(8.0,)))
    assert line.size == 8.0


def test_a_centred_line_has_equal_margins() -> None:
    """Six hanzi of ten leave two on each side."""
    (line,) = fitted("一二三四五六", box(centred=True))
    assert line.x == 120.0


def test_a_justified_line_is_spread_to_the_edge() -> None:
    """What kinsoku takes from a line is shared out between its characters."""
    first, _ = fitted("一二三四五六七八九十，十二三四五", box(justified=True))
    assert width(first.runs, first.size) + first.spread * (len(first.text) - 1) == pytest.approx(
        100
    )


def test_the_last_line_of_a_paragraph_is_not_spread() -> None:
    """It ends where it ends."""
    assert fitted("一二三四五六七八九十，十二三四五", box(justified=True))[-1].spread == 0


def test_what_does_not_fit_at_the_smallest_size_is_none() -> None:
    """Nothing shrinks below the sizes of the box."""
    assert fit("一" * 40, box()) is None


@pytest.mark.parametrize("kind", FORMS)
def test_no_value_is_ever_smaller_than_8_points(kind: str) -> None:
    """The smallest size of every row is 8 points."""
    assert all(min(value_box(i).sizes) >= 8 for i, _ in enumerate(FORMS[kind].rows))


@pytest.mark.parametrize("kind", FORMS)
def test_the_longest_values_fit(kind: str) -> None:
    """Names of 50 characters and employers of 60 and more print on every form."""
    assert len(LONGEST["name"]) == 50
    assert len(LONGEST["employer"]) >= 60
    assert check_fit(FORMS[kind], values(kind, LONGEST), LONGEST["name"]) == ()


def test_a_value_that_does_not_fit_is_named_by_its_field() -> None:
    """Screening refuses the row for the right column."""
    words = ORDINARY | {"employer": "江苏建筑工程" * 40}
    assert check_fit(FORMS["safety-a"], values("safety-a", words), words["name"]) == ("employer",)


def test_the_holders_name_is_measured_in_the_name_row() -> None:
    """The name given beside the values counts."""
    shown = values("safety-a", ORDINARY)
    assert check_fit(FORMS["safety-a"], shown, "王" * 200) == ("name",)


@pytest.mark.parametrize("kind", FORMS)
def test_lines_stay_clear_of_the_photo(kind: str) -> None:
    """A line of a row ends before the photo or stands below it."""
    for index, value in enumerate(values(kind, LONGEST)):
        for line in fitted(value, value_box(index)):
            beside = line.y + line.size > page.PHOTO.y
            end = line.x + width(line.runs, line.size)
            assert end < page.PHOTO.x - 6 if beside else end <= page.RIGHT + 0.01


@pytest.mark.parametrize("kind", FORMS)
def test_rows_do_not_overlap(kind: str) -> None:
    """The last line of a row stands above the first line of the next one."""
    blocks = [fitted(v, value_box(i)) for i, v in enumerate(values(kind, LONGEST))]
    for upper, lower in pairwise(blocks):
        assert upper[-1].y - 0.2 * upper[-1].size > lower[0].y + 0.88 * lower[0].size
