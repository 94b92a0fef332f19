"""Dates in every spelling of rosters."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from jscert.roster.dates import read_date


@pytest.mark.parametrize(
    "value",
    [
        date(2026, 3, 7),
        datetime(2026, 3, 7, 9, 30),  # noqa: DTZ001 (cells have no zone)
        46088,
        46088.0,
        "2026-03-07",
        "2026-3-7",
        "2026/3/7",
        "2026.03.07",
        "20260307",
        20260307.0,
        "2026年3月7日",
        "2026 年 3 月 7 日",
        "２０２６－０３－０７",
        "2026-03-07 09:30:00",
        "2026年3月7日 9时30分",
        "2026-03-07 星期六",
        "2026年3月7日（周六）",
    ],
)
def test_spellings_of_one_day(value: object) -> None:
    """Every spelling of a day is the same day."""
    read = read_date(value)  # type: ignore[arg-type]
    assert read is not None
    assert read.exact() == date(2026, 3, 7)


@pytest.mark.parametrize("value", ["1990-03", "1990年3月", "199003", "1990.03"])
def test_a_month_agrees_with_its_days(value: str) -> None:
    """A date without a day agrees with any day of its month and is not exact."""
    read = read_date(value)
    assert read is not None
    assert read.exact() is None
    assert read.agrees_with(date(1990, 3, 7))
    assert not read.agrees_with(date(1990, 4, 7))


@pytest.mark.parametrize(
    "value",
    [
        "",
        "昨天",
        "26-03-07",
        "26年3月7日",
        "7/3/2026",
        1990,
        "2026-13-01",
        "2026-02-30",
        "0000-01-01",
        "3/7/26",
        12,
        float("nan"),
        1e300,
        True,
    ],
)
def test_other_values_are_no_dates(value: object) -> None:
    """What is no day gives None."""
    assert read_date(value) is None  # type: ignore[arg-type]
