"""Dates as rosters write them: date cells, day counts, digits, and words. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from jscert.roster.columns import DATE_MARKS, DATE_TAIL
from jscert.roster.workbook import show_value

if TYPE_CHECKING:
    from jscert.roster.workbook import Value

_PARTED = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2})|-)?"
    r"(?:[T ]?\d{1,2}:\d{1,2}(?::(?:\d{1,2}(?:\.\d+)?)?)?)?\Z"
)
_PACKED = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})?\Z")
_DAY_ZERO = date(1899, 12, 30)
_FIRST_SERIAL, _END_OF_SERIALS = 8_000, 80_000  # 1921 … 2119; smaller numbers are years
_DAYS_TO_1904 = 1462
_WEEKDAY = re.compile(DATE_TAIL)


@dataclass(frozen=True, slots=True)
class RoughDate:
    """A date of a roster; `day` is 0 where only year and month are written."""

    year: int
    month: int
    day: int

    def agrees_with(self, day: date) -> bool:
        """Tell whether a full date is the one meant."""
        return (self.year, self.month) == (day.year, day.month) and self.day in (0, day.day)

    def exact(self) -> date | None:
        """Give the full date; None where the day is not written."""
        return date(self.year, self.month, self.day) if self.day else None


def read_date(value: Value) -> RoughDate | None:
    """Read a cell as a date; None if it is none.

    Date cells, a spreadsheet's day counts, `2026-11-22`, `2026.11.22`, `2026年11月22日`, `20261122`.
    """
    if isinstance(value, date):  # a datetime is one, too
        return RoughDate(value.year, value.month, value.day)
    if isinstance(value, int | float) and _FIRST_SERIAL <= value < _END_OF_SERIALS:
        counted = _DAY_ZERO + timedelta(days=int(value))
        return RoughDate(counted.year, counted.month, counted.day)
    return _read_text(show_value(value))


def from_1904(value: Value) -> date | None:
    """Give the day a plain number means where days are counted from 1904; None if it means none."""
    if type(value) not in (int, float):
        return None
    count = cast("float", value) + _DAYS_TO_1904
    if not _FIRST_SERIAL <= count < _END_OF_SERIALS:
        return None
    return _DAY_ZERO + timedelta(days=int(count))


@lru_cache(maxsize=32_768)
def _read_text(written: str) -> RoughDate | None:
    text = unicodedata.normalize("NFKC", written).translate(DATE_MARKS)
    text = _WEEKDAY.sub("", text).strip()
    found = _PARTED.match(re.sub(r"\s*([-/.])\s*", r"\1", text)) or _PACKED.match(text)
    return _checked(found) if found else None


def _checked(found: re.Match[str]) -> RoughDate | None:
    year, month, day = (int(part) if part else 0 for part in found.group("year", "month", "day"))
    try:
        datetime(year, month, day or 1)  # noqa: DTZ001 (only asks whether the day exists)
    except ValueError:
        return None
    return RoughDate(year, month, day)
