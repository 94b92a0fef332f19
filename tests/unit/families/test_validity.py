"""Terms, end dates and issue dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jscert.errors import Code, JscertError
from jscert.families import safety
from jscert.families.catalogue import CatalogueSettings, catalogue
from jscert.families.dates import EndRule, end_of_term, last_day_of_age, months_before
from jscert.families.family import (
    ELECTRONIC_SINCE,
    PAPERLESS_SINCE,
    Kind,
    Term,
    check_issue_date,
)

TODAY = date(2026, 11, 22)


def head(*terms: Term, end_rule: EndRule = "same-day") -> Kind:
    """Build the kind safety-a with terms of one's own."""
    validity = replace(safety.DEFAULT.validity, end_rule=end_rule)
    if terms:
        validity = replace(validity, terms=terms)
    settings = CatalogueSettings(safety=replace(safety.DEFAULT, validity=validity))
    return catalogue(settings).kind("safety-a")


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        ("safety-a", date(2029, 11, 22)),
        ("safety-b", date(2029, 11, 22)),
        ("safety-c", date(2029, 11, 22)),
        ("special-operations", date(2028, 11, 22)),
        ("site-management", None),
    ],
)
def test_usual_terms(kind: str, end: date | None) -> None:
    """Three years for 安管, two for 特种作业, no end for 现场管理."""
    assert catalogue().kind(kind).first_end(TODAY) == end


@pytest.mark.parametrize(
    ("start", "years", "rule", "end"),
    [
        (date(2026, 11, 22), 3, "same-day", date(2029, 11, 22)),
        (date(2026, 11, 22), 3, "day-before", date(2029, 11, 21)),
        (date(2026, 1, 1), 2, "day-before", date(2027, 12, 31)),
        (date(2024, 2, 29), 3, "same-day", date(2027, 2, 28)),
        (date(2024, 2, 29), 3, "day-before", date(2027, 2, 28)),
        (date(2024, 2, 29), 4, "same-day", date(2028, 2, 29)),
        (date(2024, 2, 29), 4, "day-before", date(2028, 2, 28)),
        (date(2025, 3, 1), 3, "day-before", date(2028, 2, 29)),
        (date(2096, 2, 29), 4, "same-day", date(2100, 2, 28)),
    ],
)
def test_end_of_a_term(start: date, years: int, rule: EndRule, end: date) -> None:
    """Same day or the day before; where there is no 29 February both end on the 28th."""
    assert end_of_term(start, years, rule) == end


def test_the_end_rule_is_a_setting() -> None:
    """An authority that counts to the day before prints the day before."""
    assert head(end_rule="day-before").first_end(TODAY) == date(2029, 11, 21)


def test_a_later_term_holds_from_its_day() -> None:
    """The term in force on the issue date counts."""
    kind = head(Term(since=ELECTRONIC_SINCE, years=3), Term(since=date(2027, 1, 1), years=5))
    assert kind.first_end(date(2026, 12, 31)) == date(2029, 12, 31)
    assert kind.first_end(date(2027, 1, 1)) == date(2032, 1, 1)


def test_nothing_ends_that_began_before_electronic_certificates() -> None:
    """There is no term for a date before the notice."""
    with pytest.raises(JscertError) as caught:
        head().first_end(date(2017, 9, 27))
    assert caught.value.code == Code.DATE_BEFORE_ELECTRONIC


def test_no_number_before_electronic_certificates() -> None:
    """There is no number format for a date before the notice."""
    with pytest.raises(JscertError) as caught:
        head().write_number(issued_on=date(2017, 9, 27), city_code="01", serial=1)
    assert caught.value.code == Code.DATE_BEFORE_ELECTRONIC


def test_the_notices_dates() -> None:
    """Electronic since 28 September 2017, without paper since 1 December."""
    assert (date(2017, 9, 28), date(2017, 12, 1)) == (ELECTRONIC_SINCE, PAPERLESS_SINCE)


@pytest.mark.parametrize(
    ("issued_on", "ground"),
    [
        (TODAY, ""),
        (date(2026, 10, 23), ""),
        (date(2026, 10, 22), "补登"),
        (date(2017, 9, 28), "补登"),
    ],
)
def test_issue_dates_that_will_do(issued_on: date, ground: str) -> None:
    """Today, thirty days back, and earlier with a ground."""
    check_issue_date(issued_on, today=TODAY, ground=ground)


@pytest.mark.parametrize(
    ("issued_on", "ground", "code"),
    [
        (date(2017, 9, 27), "补登", Code.DATE_BEFORE_ELECTRONIC),
        (date(2026, 11, 23), "补登", Code.DATE_FUTURE),
        (date(2026, 10, 22), "", Code.DATE_TOO_OLD),
        (date(2026, 10, 22), "  ", Code.DATE_TOO_OLD),
    ],
)
def test_issue_dates_that_will_not(issued_on: date, ground: str, code: Code) -> None:
    """Before the notice, in the future, far back without a ground."""
    with pytest.raises(JscertError) as caught:
        check_issue_date(issued_on, today=TODAY, ground=ground)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("end", "months", "opens"),
    [
        (date(2029, 11, 22), 3, date(2029, 8, 22)),
        (date(2029, 2, 15), 3, date(2028, 11, 15)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2028, 5, 31), 3, date(2028, 2, 29)),
        (date(2027, 2, 28), 3, date(2026, 11, 28)),
        (date(2029, 1, 31), 2, date(2028, 11, 30)),
        (date(2029, 3, 31), 12, date(2028, 3, 31)),
        (date(2029, 3, 31), 0, date(2029, 3, 31)),
    ],
)
def test_months_before(end: date, months: int, opens: date) -> None:
    """The same day some months earlier, or the last day of a shorter month."""
    assert months_before(end, months) == opens


@pytest.mark.parametrize(
    ("born", "age", "last"),
    [
        (date(1966, 5, 20), 60, date(2027, 5, 19)),
        (date(1966, 1, 1), 60, date(2026, 12, 31)),
        (date(1964, 2, 29), 60, date(2025, 2, 28)),
        (date(1964, 2, 29), 63, date(2028, 2, 28)),
        (date(1966, 3, 1), 61, date(2028, 2, 29)),
    ],
)
def test_last_day_of_an_age(born: date, age: int, last: date) -> None:
    """The day before the next birthday; who was born on 29 February turns older on 1 March."""
    assert last_day_of_age(born, age) == last


@pytest.mark.parametrize(
    ("end", "rule", "renewed"),
    [
        (date(2029, 11, 22), "same-day", date(2032, 11, 22)),
        (date(2029, 11, 21), "day-before", date(2032, 11, 21)),
        (date(2027, 2, 28), "same-day", date(2030, 2, 28)),
        (date(2028, 2, 29), "same-day", date(2031, 2, 28)),
        (date(2028, 12, 31), "day-before", date(2031, 12, 31)),
    ],
)
def test_renewal_counts_from_the_old_end(end: date, rule: EndRule, renewed: date) -> None:
    """The new end is the old end and one term, whatever the rule of the first end was."""
    assert head(end_rule=rule).renewed_end(end, end) == renewed


def test_a_renewal_obeys_the_term_of_its_day() -> None:
    """A longer term holds for renewals decided from its first day on."""
    kind = head(Term(since=ELECTRONIC_SINCE, years=3), Term(since=date(2028, 1, 1), years=5))
    end = date(2028, 2, 1)
    assert kind.renewed_end(end, date(2027, 12, 31)) == date(2031, 2, 1)
    assert kind.renewed_end(end, date(2028, 1, 1)) == date(2033, 2, 1)


def test_kinds_without_end_are_not_renewed() -> None:
    """现场管理 has no end: no window opens and no end follows."""
    kind = catalogue().kind("site-management")
    assert kind.renewal_opens(TODAY) is None
    assert kind.renewed_end(TODAY, TODAY) is None
