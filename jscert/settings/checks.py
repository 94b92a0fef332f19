"""What a setting may be: one small function per shape, turning a TOML value into ours.

Each check takes the value as `tomllib` gives it and returns the value kept; a value it does not like
raises `RefusedError` with a spelling of what would be right. That spelling is notation, not prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise
from typing import TypeAlias

from jscert.families import cities
from jscert.families.family import ELECTRONIC_SINCE, text_key
from jscert.families.national import is_credit_code
from jscert.families.special_operations import LETTERS, TRADES
from jscert.numbering import SCOPE_FIELDS

Check: TypeAlias = Callable[[object], object]

QR_PREFIX_CHARACTERS = 30


class RefusedError(ValueError):
    """A value that will not do; `allowed` spells what would, `inside` where in the value it stands."""

    def __init__(self, allowed: str, inside: str = "") -> None:
        super().__init__(allowed)
        self.allowed = allowed
        self.inside = inside


class UnknownKeyError(ValueError):
    """A key inside a value that nobody knows; `known` are the keys that could be meant."""

    def __init__(self, inside: str, known: tuple[str, ...]) -> None:
        super().__init__(inside)
        self.inside = inside
        self.known = known


def integer(low: int, high: int) -> Check:
    """Accept a whole number of a span."""

    def check(value: object) -> int:
        if type(value) is not int or not low <= value <= high:
            raise RefusedError(f"{low}–{high}")
        return value

    return check


def number(low: float, high: float) -> Check:
    """Accept a number of a span."""

    def check(value: object) -> float:
        if (
            not isinstance(value, int | float)
            or isinstance(value, bool)
            or not low <= value <= high
        ):
            raise RefusedError(f"{low}–{high}")
        return float(value)

    return check


def boolean(value: object) -> bool:
    """Accept true or false."""
    if not isinstance(value, bool):
        raise RefusedError("true | false")
    return value


def one_of(*choices: str | int) -> Check:
    """Accept one of a few values."""

    def check(value: object) -> object:
        if isinstance(value, bool) or value not in choices:
            raise RefusedError(" | ".join(_quoted(choice) for choice in choices))
        return value

    return check


def text(low: int, high: int) -> Check:
    """Accept one line of text with no blanks around it."""

    def check(value: object) -> str:
        if (
            not isinstance(value, str)
            or not low <= len(value) <= high
            or value != value.strip()
            or not value.isprintable()
        ):
            raise RefusedError(f'"…" ({low}–{high})')
        return value

    return check


def web_address(value: object) -> str:
    """Accept the address in front of the QR token, short enough for the symbol it is planned for."""
    if (
        not isinstance(value, str)
        or not re.fullmatch(r"[Hh][Tt][Tt][Pp][Ss]?://[!-~]+", value)
        or "#" in value
        or len(value) >= QR_PREFIX_CHARACTERS
    ):
        raise RefusedError(f'"HTTPS://…" (ASCII, 9–{QR_PREFIX_CHARACTERS - 1})')
    return value


def credit_code(value: object) -> str:
    """Accept a unified social credit code with its check character, or "" for none."""
    if value != "" and not (isinstance(value, str) and is_credit_code(value)):
        raise RefusedError('"" | "…" (18, GB 32100-2015)')
    return str(value)


def city(value: object) -> str:
    """Accept a city by name or code, or "" for none; keep the code."""
    if value == "":
        return ""
    code = cities.city_code(value) if isinstance(value, str) else None
    if code is None:
        raise RefusedError(
            '"" | ' + " | ".join(f'"{c}"' for c in (cities.DEPARTMENT, *cities.CITIES))
        )
    return code


def scope(*shown: str) -> Check:
    """Accept a list of those scope fields that the family's numbers show; keep their fixed order."""
    allowed = tuple(name for name in SCOPE_FIELDS if name in shown)

    def check(value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(name in allowed for name in value):
            raise RefusedError("[" + ", ".join(f'"{name}"' for name in allowed) + "]")
        return tuple(name for name in allowed if name in value)

    return check


def serial_range(value: object) -> tuple[int, int] | None:
    """Accept `[first, last]`, or `[]` for the whole width."""
    if value == []:
        return None
    if (
        not isinstance(value, list)
        or len(value) != 2
        or any(type(one) is not int for one in value)
        or not 1 <= value[0] <= value[1]
    ):
        raise RefusedError("[] | [first, last] (1 ≤ first ≤ last)")
    return value[0], value[1]


def words(value: object) -> tuple[str, ...]:
    """Accept a list of different words."""
    check = text(1, 40)
    if not isinstance(value, list):
        raise RefusedError('["…", "…"]')
    kept = tuple(str(check(word)) for word in value)
    if len({text_key(word) for word in kept}) != len(kept):
        raise RefusedError('["…", "…"] (≠)')
    return kept


def other_trades(value: object) -> tuple[str, ...]:
    """Accept names of trades for code 99 that mean none of the known trades."""
    kept = words(value)
    known = {text_key(word) for trade in TRADES for word in (trade.name, *trade.aliases)}
    for name in kept:
        if text_key(name) in known:
            raise RefusedError(f'["…"] (≠ "{name}")')
    return kept


def letters(value: object) -> tuple[tuple[str, str], ...]:
    """Accept a table city code → letter; cities left out keep their usual letter, no letter twice."""
    known = dict(LETTERS)
    if not isinstance(value, dict):
        raise RefusedError('{ "01" = "A" }')
    for code, letter in value.items():
        if code not in known:
            raise UnknownKeyError(code, tuple(known))
        if not isinstance(letter, str) or not re.fullmatch("[A-Z]", letter):
            raise RefusedError('"A"–"Z"', code)
    merged = {**known, **value}
    if len(set(merged.values())) != len(merged):
        raise RefusedError('"A"–"Z" (≠)')
    return tuple(merged.items())


def posts(value: object) -> tuple[tuple[str, str], ...]:
    """Accept the whole table of posts: code → name, codes 01–999, no name twice."""
    if not isinstance(value, dict) or not value:
        raise RefusedError('{ "01" = "…" }')
    check = text(1, 40)
    for code, name in value.items():
        if not re.fullmatch("[0-9]{2,3}", code) or int(code) < 1 or f"{int(code):02d}" != code:
            raise RefusedError('"01"–"999"', code)
        check(name)
    if len({text_key(name) for name in value.values()}) != len(value):
        raise RefusedError('{ "01" = "…" } (≠)')
    return tuple(value.items())


def later(**checks: Check) -> Check:
    """Accept a list of tables, each with a date `since` (rising) and some of the given keys."""

    def check(value: object) -> tuple[dict[str, object], ...]:
        if not isinstance(value, list):
            raise RefusedError("[{ since = 2027-01-01, … }]")
        kept = [_dated(f"[{place}]", entry, checks) for place, entry in enumerate(value, 1)]
        days = [ELECTRONIC_SINCE, *(entry["since"] for entry in kept)]
        if any(not a < b for a, b in pairwise(days)):  # type: ignore[operator]
            raise RefusedError(f"since > {ELECTRONIC_SINCE}, ↑")
        return tuple(kept)

    return check


def _dated(inside: str, entry: object, checks: dict[str, Check]) -> dict[str, object]:
    if not isinstance(entry, dict):
        raise RefusedError("{ since = 2027-01-01, … }", inside)
    for key in entry:
        if key != "since" and key not in checks:
            raise UnknownKeyError(
                f"{inside}.{key}", tuple(f"{inside}.{name}" for name in ("since", *checks))
            )
    since = entry.get("since")
    if not isinstance(since, date) or isinstance(since, datetime):
        raise RefusedError("2027-01-01", f"{inside}.since")
    kept: dict[str, object] = {"since": since}
    for key, value in entry.items():
        if key != "since":
            try:
                kept[key] = checks[key](value)
            except RefusedError as fault:
                raise RefusedError(fault.allowed, f"{inside}.{key}") from fault
    return kept


def _quoted(choice: str | int) -> str:
    return f'"{choice}"' if isinstance(choice, str) else str(choice)
