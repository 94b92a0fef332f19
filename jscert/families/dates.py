"""Ends and windows: the arithmetic of terms, windows and ages over calendar days. Pure.

29 February is the only day that is not every year's: a term that would end on it ends on 28 February, and who
was born on it turns older on 1 March. Not here: which term or window holds for whom (`family`).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, TypeAlias

EndRule: TypeAlias = Literal["same-day", "day-before"]


def end_of_term(start: date, years: int, end_rule: EndRule) -> date:
    """Give the last valid day of a term; 29 February ends on 28 February where there is no other."""
    leap_day = (start.month, start.day) == (2, 29)
    if leap_day and not _is_leap(start.year + years):
        return date(start.year + years, 2, 28)
    end = start.replace(year=start.year + years)
    return end if end_rule == "same-day" else end - timedelta(days=1)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def months_before(day: date, months: int) -> date:
    """Give the same day some months earlier, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_of_age(birth_on: date, age: int) -> date:
    """Give the last day on which a person is that old: the day before the next birthday."""
    turning = birth_on.year + age + 1
    if (birth_on.month, birth_on.day) == (2, 29) and not _is_leap(turning):
        return date(turning, 2, 28)
    return birth_on.replace(year=turning) - timedelta(days=1)
