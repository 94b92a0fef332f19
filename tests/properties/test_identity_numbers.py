"""Identity numbers: the check character finds every single slip."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from jscert.errors import Code
from jscert.roster.identity_numbers import (
    IdentityFacts,
    check_character,
    normalise_identity,
    read_identity,
)
from jscert.roster.names import hide_numbers


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Give a number that holds."""
    region = draw(st.sampled_from(["320102", "110101", "810000", "911124", "320199"]))
    born_on = draw(st.dates(date(1900, 1, 1), date(2026, 1, 1)))
    first_17 = f"{region}{born_on:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first_17 + check_character(first_17)


@given(numbers())
def test_every_well_made_number_is_read(number: str) -> None:
    """A number with a known region, a true date and the right check character holds."""
    facts = read_identity(number)
    assert isinstance(facts, IdentityFacts)
    assert facts.number == number


@given(numbers(), st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_found(number: str, place: int, digit: str) -> None:
    """MOD 11-2 finds every change of one digit."""
    changed = number[:place] + digit + number[place + 1 :]
    assert (changed == number) or isinstance(read_identity(changed), Code)


@given(numbers(), st.integers(0, 16))
def test_two_swapped_neighbours_are_always_found(number: str, place: int) -> None:
    """MOD 11-2 finds every swap of two different neighbours."""
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert (swapped == number) or isinstance(read_identity(swapped), Code)


@given(numbers(), st.lists(st.tuples(st.integers(0, 18), st.sampled_from(" -\t\u3000\u200b'"))))
def test_harmless_characters_change_nothing(number: str, slips: list[tuple[int, str]]) -> None:
    """Blanks, hyphens and invisible characters anywhere leave the number as it was."""
    typed = number
    for place, character in slips:
        typed = typed[:place] + character + typed[place:]
    assert normalise_identity(typed.lower()) == number


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Reading gives facts or a code for whatever a cell holds."""
    assert isinstance(read_identity(normalise_identity(text)), IdentityFacts | Code)


@given(numbers(), st.text(alphabet="王 ，（）abc"), st.text(alphabet="王 ，（）abc"))
def test_numbers_in_any_text_are_hidden(number: str, before: str, after: str) -> None:
    """What is shown of a text never holds a whole identity number."""
    assert number not in hide_numbers(before + number + after)
