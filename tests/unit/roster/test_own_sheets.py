"""Sheets that jscert put into a workbook are known again, and people among them are told of."""

from __future__ import annotations

import pytest

from jscert.errors import Code
from jscert.messages import template as words
from jscert.roster.own_sheets import is_own_sheet, strangers
from jscert.roster.reading import rows_of
from jscert.roster.workbook import Roster
from tests.roster_builders import A_SHEET, CATALOGUE, HEADER, WOMAN, person, sheet_of

INVENTED = words.EXAMPLES[0]["identity_number"]


@pytest.mark.parametrize(
    "name", ["示例", "示例 (2)", "示例表", "填写示例", "填写说明", "名册模板选项"]
)
def test_own_sheets_are_known_by_name(name: str) -> None:
    """The template's sheets, and copies of its example."""
    assert is_own_sheet(name)


@pytest.mark.parametrize("name", ["示例公司名册", "安管A", "说明", "选项", ""])
def test_other_sheets_are_rosters(name: str) -> None:
    """A word within a longer name makes no example of it."""
    assert not is_own_sheet(name)


def test_invented_people_are_no_strangers() -> None:
    """The example's own numbers count for nobody, another number counts."""
    assert strangers([(INVENTED, None, 3), ("x",)]) == 0
    assert strangers([(INVENTED, WOMAN), ("11010119900307123x",)]) == 2


def test_an_example_is_skipped_without_a_word() -> None:
    """Its people are not read, and nobody is bothered with it."""
    example = sheet_of(HEADER, person(身份证号=INVENTED), sheet="示例")
    roster = Roster(name="r.xlsx", sheets=(sheet_of(HEADER, person(), sheet=A_SHEET), example))
    reading = rows_of(roster, CATALOGUE)
    assert [row.place.sheet for row in reading.rows] == [A_SHEET]
    assert reading.warnings == ()


def test_people_filled_into_the_example_are_told_of() -> None:
    """They are not read either, but the sender hears how many there are."""
    example = sheet_of(HEADER, person(身份证号=WOMAN), sheet="示例")
    roster = Roster(name="r.xlsx", sheets=(sheet_of(HEADER, person(), sheet=A_SHEET), example))
    (warning,) = rows_of(roster, CATALOGUE).warnings
    assert (warning.code, warning.facts["count"]) == (Code.SHEET_OF_EXAMPLES, "1")
