"""The national catalogue's codes: identifiers against published examples, states, categories."""

from __future__ import annotations

from datetime import date

import pytest

from jscert.families import national
from jscert.families.catalogue import CatalogueSettings, catalogue
from jscert.families.family import NumberingSettings
from jscert.families.safety import DEFAULT, USUAL_WIDTHS
from jscert.numbering import ReadNumber

CATALOGUE = catalogue()
ISSUER = "1132000000000000Y5"
PUBLISHED = (
    ("11100000000013338W011.11110000000021135M.20230329701.003", "Y"),
    ("11100000MB03271699022.340100.000000016.001", "9"),
    ("11100000000013338W009.11330105002500287C.2025052201.002", "0"),
)


def read(number: str) -> ReadNumber:
    """Read a number under the usual settings."""
    return CATALOGUE.read_number(number)


@pytest.mark.parametrize(("parts", "check"), PUBLISHED)
def test_published_identifiers_come_out(parts: str, check: str) -> None:
    """Identifiers found in public bear the check character that is computed."""
    assert national.identifier(*parts.split(".")) == f"1.2.156.3005.2.{parts}.{check}"


@pytest.mark.parametrize(("parts", "check"), PUBLISHED)
def test_every_wrong_digit_changes_the_check(parts: str, check: str) -> None:
    """No single character can be another one without the check telling (MOD 37,36)."""
    text = parts.replace(".", "")
    for place in range(len(text)):
        others = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") - {text[place]}
        wrong = (text[:place] + other + text[place + 1 :] for other in others)
        assert check not in map(national.check_character, wrong)


def test_a_safety_serial_is_year_and_seven_digits() -> None:
    """City and serial stand behind the year; the letter is left out."""
    assert national.national_serial(read("苏建安B(2026)0512345")) == "20260512345"


def test_a_special_operations_serial_is_year_and_six_digits() -> None:
    """City letter and trade are left out."""
    assert national.national_serial(read("苏A012026000123")) == "2026000123"


def test_site_management_has_no_identifier() -> None:
    """The catalogue has no type for it."""
    assert national.identifier_of(read("322601000001"), ISSUER, 1) == ""


def test_a_longer_serial_has_no_identifier() -> None:
    """Eight digits, as one setting writes them, have no room in the catalogue."""
    assert national.national_serial(read("苏建安A(2026)01000001")) == ""


def test_the_revision_is_the_version() -> None:
    """Three digits; past them there is no identifier."""
    number = read("苏建安A(2026)0100001")
    assert national.identifier_of(number, ISSUER, 12).split(".")[-2] == "012"
    assert national.identifier_of(number, ISSUER, 1000) == ""


@pytest.mark.parametrize(
    ("family", "state", "code"),
    [
        ("safety", "valid", "01"),
        ("safety", "suspended", "02"),
        ("safety", "annulled", "03"),
        ("safety", "cancelled", "04"),
        ("safety", "expired", "05"),
        ("safety", "moved", "06"),
        ("safety", "withdrawn", "07"),
        ("special-operations", "valid", "01"),
        ("special-operations", "suspended", "02"),
        ("special-operations", "withdrawn", "03"),
        ("special-operations", "annulled", "04"),
        ("special-operations", "cancelled", "05"),
        ("special-operations", "moved", "05"),
        ("special-operations", "expired", "06"),
        ("site-management", "annulled", "annulled"),
    ],
)
def test_states_have_their_codes(family: str, state: str, code: str) -> None:
    """The two families number 撤销 and 吊销 the other way round; the third has words only."""
    assert national.state_code(family, state) == code


def test_a_category_is_spelled_as_in_the_number() -> None:
    """C2 stays C2; a number nobody can read has the kind's own letter."""
    kind = CATALOGUE.kind("safety-c")
    assert national.category_code(kind, read("苏建安C2(2026)0100001")) == "C2"
    assert national.category_code(kind, None) == "C"


def test_a_trade_of_the_province_is_described() -> None:
    """Code 99 names its trade in brackets, others need no description."""
    kind = CATALOGUE.kind("special-operations")
    assert national.trade_description(kind, "99", "建筑焊工").endswith("（建筑焊工）")
    assert national.trade_description(kind, "01", "建筑电工") == ""


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("320199199001010010", "111"),
        ("810000199105110030", "111"),
        ("911124198108030024", "999"),
        ("320199900101001", "999"),
    ],
)
def test_papers_have_their_type(number: str, code: str) -> None:
    """Permits of 港澳台 residents carry a 公民身份号码, a foreigner's card and old numbers do not."""
    assert national.paper_type(number) == code


def test_an_own_width_is_read_before_it_is_judged() -> None:
    """What decides is the number's own width, not the one in force today."""
    wide = NumberingSettings(
        widths=(USUAL_WIDTHS, type(USUAL_WIDTHS)(since=date(2027, 1, 1), year=4, code=2, serial=6)),
        scope=("year", "city"),
        serial_range=None,
    )
    settings = CatalogueSettings(
        safety=type(DEFAULT)(numbering=wide, validity=DEFAULT.validity, category_c="C")
    )
    chosen = catalogue(settings)
    assert national.national_serial(chosen.read_number("苏建安A(2026)0100001")) == "20260100001"
    assert national.national_serial(chosen.read_number("苏建安A(2027)01000001")) == ""


@pytest.mark.parametrize(
    ("code", "holds"),
    [(ISSUER, True), ("1132000000000000Y6", False), ("1132000000000000I5", False), ("", False)],
)
def test_credit_codes_have_a_check_character(code: str, *, holds: bool) -> None:
    """GB 32100-2015: 18 characters without I, O, S, V, Z, the last one computed."""
    assert national.is_credit_code(code) is holds
