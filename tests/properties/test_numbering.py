"""What holds for every number, whatever the settings."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jscert.errors import Code, JscertError
from jscert.families import cities, safety, site_management, special_operations
from jscert.families.catalogue import Catalogue, CatalogueSettings, catalogue
from jscert.families.family import ELECTRONIC_SINCE, NumberingSettings
from jscert.numbering import number_key

USUAL = catalogue()
BRACKETS = st.sampled_from([("(", ")"), ("（", "）"), ("〔", "〕"), ("[", "]"), ("", "")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Somebody to be numbered; `place` picks one of the kind's posts or trades."""

    kind: str
    day: date
    city: str
    place: int

    def scope(self, house: Catalogue) -> str:
        """Name the counter under an authority's settings."""
        return (
            house.kind(self.kind)
            .scope_rule(issued_on=self.day, city_code=self.city, post_code=self.code(house))
            .scope
        )

    def number(self, house: Catalogue, serial: int) -> str:
        """Write the number under an authority's settings."""
        return house.kind(self.kind).write_number(
            issued_on=self.day, city_code=self.city, post_code=self.code(house), serial=serial
        )

    def code(self, house: Catalogue) -> str:
        """Give the code of the post or trade, "" where the kind has none."""
        posts = house.kind(self.kind).posts
        return posts[self.place % len(posts)].code if posts else ""


CASES = st.builds(
    Case,
    kind=st.sampled_from([kind.id for kind in USUAL.kinds]),
    day=st.dates(ELECTRONIC_SINCE, date(2099, 12, 31)),
    city=st.sampled_from((cities.DEPARTMENT, *cities.CITIES)),
    place=st.integers(0, 99),
)


def numbering(usual: NumberingSettings, *shown: str) -> st.SearchStrategy[NumberingSettings]:
    """Draw widths for a family, changed once at a New Year, and what splits its counters."""
    first = usual.widths[0]
    serials = st.sampled_from((5, 6, 7, 8))

    def of(serial: int, code: int, later: tuple[int, int], scope: set[str]) -> NumberingSettings:
        now = replace(first, serial=serial, code=code)
        then = replace(now, serial=later[0], since=date(later[1], 1, 1))
        return NumberingSettings(widths=(now, then), scope=tuple(scope), serial_range=None)

    return st.builds(
        of,
        serials,
        st.sampled_from((2, 3)),
        st.tuples(serials, st.integers(2018, 2098)),
        st.sets(st.sampled_from(shown)),
    )


@st.composite
def houses(draw: st.DrawFn) -> Catalogue:
    """Draw an authority's catalogue: widths, scopes, letters, the letter of C."""
    letters = draw(st.permutations([letter for _, letter in special_operations.LETTERS]))
    codes = [code for code, _ in special_operations.LETTERS]
    chosen = CatalogueSettings(
        safety=replace(
            safety.DEFAULT,
            numbering=draw(numbering(safety.DEFAULT.numbering, "year", "city", "category")),
            category_c=draw(st.sampled_from(safety.CATEGORIES_OF_C)),
        ),
        special_operations=replace(
            special_operations.DEFAULT,
            numbering=draw(numbering(special_operations.DEFAULT.numbering, "year", "city", "code")),
            letters=tuple(zip(codes, letters, strict=True)),
        ),
        site_management=replace(
            site_management.DEFAULT,
            numbering=draw(numbering(site_management.DEFAULT.numbering, "year", "code")),
        ),
    )
    return catalogue(chosen)


@given(houses(), CASES, st.integers(1, 99_999))
def test_writing_then_reading_is_the_identity(house: Catalogue, case: Case, serial: int) -> None:
    """Every number of every kind, under all settings, reads back as what it was written from."""
    number = case.number(house, serial)
    read = house.read_number(number)
    assert read.number == number
    assert house.kind_of(read).id == case.kind
    assert (read.parts.year, read.parts.serial) == (case.day.year, serial)
    assert read.parts.code == case.code(house)
    assert read.parts.city_code in {case.city, ""}
    assert house.scope_of(read) == case.scope(house)


@given(CASES, st.integers(1, 99_999), BRACKETS)
def test_every_spelling_reads_as_the_canonical_one(
    case: Case, serial: int, brackets: tuple[str, str]
) -> None:
    """Brackets, full-width characters, case and blanks lead to one canonical number and one key."""
    number = case.number(USUAL, serial)
    typed = number.replace("(", brackets[0]).replace(")", brackets[1]).lower()
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in typed)
    spaced = " ".join(wide)
    assert {USUAL.read_number(text).number for text in (typed, wide, spaced)} == {number}
    assert number_key(wide) == number_key(typed)


@given(houses(), CASES, st.integers(1, 99_999))
def test_no_number_of_one_family_reads_as_anothers(
    house: Catalogue, case: Case, serial: int
) -> None:
    """The other families' formats, under any settings, read none of a family's numbers."""
    number = case.number(house, serial)
    own = house.kind(case.kind).family
    strangers = Catalogue(families=tuple(one for one in house.families if one.id != own))
    with pytest.raises(JscertError) as caught:
        strangers.read_number(number)
    assert caught.value.code == Code.NUMBER_UNREADABLE


@given(CASES, st.sampled_from((5, 6)), st.integers(1, 99_999))
def test_a_checker_without_settings_reads_other_serial_widths(
    case: Case, width: int, serial: int
) -> None:
    """Numbers of an authority with five or six digits are read by the default catalogue too."""
    house = catalogue(
        CatalogueSettings(
            safety=replace(safety.DEFAULT, numbering=of_width(safety.DEFAULT.numbering, width)),
            special_operations=replace(
                special_operations.DEFAULT,
                numbering=of_width(special_operations.DEFAULT.numbering, width),
            ),
            site_management=replace(
                site_management.DEFAULT,
                numbering=of_width(site_management.DEFAULT.numbering, width),
            ),
        )
    )
    number = case.number(house, serial)
    assert USUAL.read_number(number).parts == house.read_number(number).parts


@given(houses(), CASES, CASES)
def test_equal_serials_of_different_counters_give_different_numbers(
    house: Catalogue, one: Case, other: Case
) -> None:
    """Where two counters run side by side, in one year or two, the numbers they give differ."""
    if one.scope(house) != other.scope(house):
        assert one.number(house, 1) != other.number(house, 1)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes reading fail in another way, and telling numbers apart never fails."""
    USUAL.looks_like_number(text)
    with contextlib.suppress(JscertError):
        assert USUAL.read_number(text).number


def of_width(usual: NumberingSettings, serial: int) -> NumberingSettings:
    """Change the serial's width from the first day on."""
    return replace(usual, widths=(replace(usual.widths[0], serial=serial),))
