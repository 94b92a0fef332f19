"""The names of ODF (OASIS OpenDocument 1.3) that a roster is read by, and how its values are spelt.

Input: attributes as a parser gives them, names with their namespaces. Output: typed values, lengths in
points. How a table is put together is known in `ods`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jscert.roster.workbook import Value

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, TEXT, OFFICE = f"{_ODF}table:1.0 ", f"{_ODF}text:1.0 ", f"{_ODF}office:1.0 "
DRAW, STYLE = f"{_ODF}drawing:1.0 ", f"{_ODF}style:1.0 "
SVG = f"{_ODF}svg-compatible:1.0 "
HREF = "http://www.w3.org/1999/xlink href"
_CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_TYPE, _VALUE = f"{OFFICE}value-type", f"{OFFICE}value"
_DATE, _TIME = f"{OFFICE}date-value", f"{OFFICE}time-value"
_BOOLEAN, _STRING = f"{OFFICE}boolean-value", f"{OFFICE}string-value"
_LENGTH = re.compile(r"(-?[0-9]{1,9}(?:\.[0-9]{1,9})?)(cm|mm|in|pt|pc|px)\Z")
_POINTS = {"cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}
_DURATION = re.compile(r"PT([0-9]{1,6})H([0-9]{1,2})M([0-9]{1,2})(?:[.,][0-9]*)?S\Z")
_MOST_REPEATED = 1_048_576


def read_value(cell: Mapping[str, str], text: str) -> Value:
    """Give a cell's value with its type (ODF 1.3 part 3, 19.387); `text` is what the cell shows.

    ValueError for a number that is none.
    """
    kind = cell.get(_TYPE)
    if kind in ("float", "percentage", "currency"):
        return float(cell.get(_VALUE, ""))
    if cell.get(_CALC_TYPE) == "error":
        return text if text.startswith("#") else "#VALUE!"
    if kind == "date":
        return _read_date(cell.get(_DATE, ""), text)
    if kind == "time":
        return _read_time(cell.get(_TIME, ""), text)
    if kind == "boolean":
        return cell.get(_BOOLEAN) == "true"
    return text or cell.get(_STRING, "")


def _read_date(spelt: str, text: str) -> date | datetime | str:
    try:
        instant = datetime.fromisoformat(spelt)
    except ValueError:
        return text
    return instant.date() if instant.time() == time() else instant


def _read_time(spelt: str, text: str) -> time | timedelta | str:
    found = _DURATION.match(spelt)
    if not found:
        return text
    hours, minutes, seconds = map(int, found.groups())
    if hours < 24 and minutes < 60 and seconds < 60:
        return time(hours, minutes, seconds)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def read_count(attributes: Mapping[str, str], name: str) -> int:
    """Read how often something is repeated or how far it spans (1 where nothing is said)."""
    spelt = attributes.get(name)
    if spelt is None:
        return 1
    if not (spelt.isascii() and spelt.isdecimal() and len(spelt) < 10 and int(spelt)):
        raise ValueError("a count that is none")
    return min(int(spelt), _MOST_REPEATED)


def read_length(spelt: str | None) -> float:
    """Read a length in points; 0 where there is none."""
    found = _LENGTH.match(spelt or "")
    return float(found[1]) * _POINTS[found[2]] if found else 0.0
