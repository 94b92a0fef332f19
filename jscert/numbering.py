"""Certificate numbers as data: a number is a row of segments, written and read by the same table.

Promise: `read_number(write_number(format, parts), formats).parts == parts` for every format, and a
number that does not fit its width is an error, never a wrap (`SERIAL_OVERFLOW`).

Families describe their formats with the segments below, one dated `NumberFormat` per line; writing
takes the format in force on the issue date, reading tries all of them. Reading is tolerant (full-width
characters, any bracket, blanks, case, brackets left out), writing knows one canonical spelling with
half-width brackets. Counters are the registry's; this room only spells the name of their scope.
Not here: which families exist, Chinese literals, settings, counters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, assert_never

from jscert.certificates import mask_identity
from jscert.errors import Code as ErrorCode
from jscert.errors import JscertError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SCOPE_FIELDS = ("year", "city", "category", "code")
"""What a counter may be split by, in the order a scope's name spells them."""

CENTURY = 2000
"""All years lie in 2000–2099: the certificates were created in 2004."""

_SHOWN_CHARACTERS = 40
_BRACKETS = str.maketrans({"[": "(", "]": ")", "〔": "(", "〕": ")", "【": "(", "】": ")"})
_IDENTITY_LIKE = re.compile(r"[0-9０-９]{14,17}[0-9０-９XxＸｘ]")


@dataclass(frozen=True, slots=True)
class Literal:
    """Characters that always stand there."""

    text: str


@dataclass(frozen=True, slots=True)
class Category:
    """A letter (and digit) that tells kinds of one family apart: one of `choices`."""

    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The year of first issue, four digits or its last two."""

    width: int


@dataclass(frozen=True, slots=True)
class City:
    """The city: two digits, or one letter by a table of (two-digit code, letter) pairs."""

    letters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """The code of a post or trade, padded with zeros to `width`."""

    width: int


@dataclass(frozen=True, slots=True)
class Serial:
    """The serial, padded with zeros to `width`."""

    width: int


Segment: TypeAlias = Literal | Category | Year | City | Code | Serial


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """How one family spells its numbers from the issue date `since` on."""

    family: str
    segments: tuple[Segment, ...] = field(hash=False)  # formats are looked up for every number read
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberParts:
    """What a number says. Parts a format has no segment for are "".

    `year` is complete (2026), `city_code` always two digits, `code` at least two digits.
    """

    family: str
    category: str = ""
    year: int
    city_code: str = ""
    code: str = ""
    serial: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNumber:
    """A number as read: its canonical spelling, what it says, the format that read it."""

    number: str
    parts: NumberParts
    format: NumberFormat


def number_key(text: str) -> str:
    """Give the key numbers are compared by: NFKC, no blanks, round brackets, case folded."""
    folded = unicodedata.normalize("NFKC", text).translate(_BRACKETS).casefold()
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")


def format_on(formats: Sequence[NumberFormat], day: date) -> NumberFormat | None:
    """Pick the format in force on a day: the youngest that is not younger than the day."""
    in_force = [format_ for format_ in formats if format_.since <= day]
    return max(in_force, key=lambda format_: format_.since, default=None)


def write_number(format_: NumberFormat, parts: NumberParts) -> str:
    """Spell a number canonically.

    `SERIAL_OVERFLOW` if the serial does not fit its width; ValueError for parts that no roster can
    cause (a category the format does not know, a year outside 2000–2099, a malformed code).
    """
    if parts.family != format_.family:
        raise ValueError(f"parts of {parts.family} in a format of {format_.family}")
    return "".join(_written(segment, parts) for segment in format_.segments)


def _written(segment: Segment, parts: NumberParts) -> str:
    match segment:
        case Literal(text):
            return text
        case Category(choices):
            return choices[choices.index(parts.category)]
        case Year(width):
            if not CENTURY <= parts.year < CENTURY + 100:
                raise ValueError(f"year {parts.year}")
            return f"{parts.year:04d}"[-width:]
        case City(letters):
            return _written_city(letters, parts.city_code)
        case Code(width):
            return _written_code(width, parts.code)
        case Serial(width):
            return _written_serial(width, parts.serial)
        case _:
            assert_never(segment)


def _written_city(letters: tuple[tuple[str, str], ...], city_code: str) -> str:
    if not re.fullmatch("[0-9]{2}", city_code):
        raise ValueError(f"city code {city_code!r}")
    if not letters:
        return city_code
    for code, letter in letters:
        if code == city_code:
            return letter
    raise ValueError(f"no letter for city code {city_code!r}")


def _written_code(width: int, code: str) -> str:
    if not re.fullmatch("[0-9]{2,}", code) or _read_code(code) != code or len(code) > width:
        raise ValueError(f"post or trade code {code!r}")
    return code.zfill(width)


def _written_serial(width: int, serial: int) -> str:
    if serial < 1 or serial >= 10**width:
        raise JscertError(ErrorCode.SERIAL_OVERFLOW, serial=serial, width=width, last=10**width - 1)
    return f"{serial:0{width}d}"


def read_number(text: str, formats: Iterable[NumberFormat]) -> ReadNumber:
    """Read a number in any known format; `NUMBER_UNREADABLE` if none fits.

    Where two formats fit, one that was in force in the number's year wins, then the earlier listed.
    """
    key = number_key(text)
    readings = [
        ReadNumber(number=write_number(format_, parts), parts=parts, format=format_)
        for format_ in formats
        if (parts := _parts_in(key, format_)) is not None
    ]
    for reading in readings:
        if reading.parts.year >= reading.format.since.year:
            return reading
    if readings:
        return readings[0]
    raise JscertError(ErrorCode.NUMBER_UNREADABLE, number=_shown(text))


def looks_like_number(text: str, formats: Iterable[NumberFormat]) -> bool:
    """Tell whether a text was meant as a number, right or wrong: known beginning, plausible length."""
    key = number_key(text)
    return any(_resembles(key, format_) for format_ in formats)


def _resembles(key: str, format_: NumberFormat) -> bool:
    first = format_.segments[0]
    head = number_key(first.text) if isinstance(first, Literal) else ""
    longest = sum(_longest(segment) for segment in format_.segments)
    return (
        key.startswith(head)
        and longest <= 2 * len(key) <= 2 * longest
        and re.fullmatch("[a-z]?[0-9()]*", key.removeprefix(head)) is not None
    )


def _longest(segment: Segment) -> int:
    match segment:
        case Literal(text):
            return len(text)
        case Category() | City():
            return 2
        case Year(width) | Code(width) | Serial(width):
            return width
        case _:
            assert_never(segment)


def _parts_in(key: str, format_: NumberFormat) -> NumberParts | None:
    with_brackets, without = _patterns(format_)
    found = with_brackets.fullmatch(key) or without.fullmatch(key)
    if found is None or int(found["serial"]) == 0:
        return None
    groups = found.groupdict()
    letters = {letter.casefold(): code for code, letter in _letters(format_)}
    city = groups.get("city", "")
    return NumberParts(
        family=format_.family,
        category=groups.get("category", "").upper(),
        year=CENTURY + int(groups["year"][-2:]),
        city_code=letters.get(city, city),
        code=_read_code(groups["code"]) if "code" in groups else "",
        serial=int(groups["serial"]),
    )


def _letters(format_: NumberFormat) -> tuple[tuple[str, str], ...]:
    for segment in format_.segments:
        if isinstance(segment, City):
            return segment.letters
    return ()


def _read_code(digits: str) -> str:
    return f"{int(digits):02d}"


@lru_cache(maxsize=256)
def _patterns(format_: NumberFormat) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile a format for keys with its brackets and for keys without any."""
    pieces = [_pattern(segment) for segment in format_.segments]
    bare = [re.sub(r"\\[()]", "", piece) for piece in pieces]
    return re.compile("".join(pieces)), re.compile("".join(bare))


def _pattern(segment: Segment) -> str:
    match segment:
        case Literal(text):
            return re.escape(number_key(text))
        case Category(choices):
            longest_first = sorted(choices, key=len, reverse=True)
            return f"(?P<category>{'|'.join(choice.casefold() for choice in longest_first)})"
        case Year(width):
            return f"(?P<year>{'20' if width == 4 else ''}[0-9]{{2}})"
        case City(letters):
            choices_ = "".join(letter.casefold() for _, letter in letters)
            return f"(?P<city>[{choices_}])" if letters else "(?P<city>[0-9]{2})"
        case Code(width):
            return f"(?P<code>[0-9]{{{width}}})"
        case Serial(width):
            return f"(?P<serial>[0-9]{{{width}}})"
        case _:
            assert_never(segment)


def fields_of(format_: NumberFormat) -> frozenset[str]:
    """Tell which scope fields a format's numbers show; only these may split its counters."""
    names = {Category: "category", Year: "year", City: "city", Code: "code"}
    return frozenset(names[type(s)] for s in format_.segments if type(s) in names)


def scope_of(parts: NumberParts, fields: Iterable[str]) -> str:
    """Name the counter that gave a number: family, then the scope's fields in their fixed order."""
    wanted = frozenset(fields)
    values = {
        "year": f"{parts.year:04d}",
        "city": parts.city_code,
        "category": parts.category,
        "code": parts.code,
    }
    return "/".join((parts.family, *(values[name] for name in SCOPE_FIELDS if name in wanted)))


def rule_of(format_: NumberFormat, fields: Iterable[str]) -> str:
    """Spell a numbering rule, so that a counter can be frozen to it and differences be shown."""
    wanted = frozenset(fields)
    spelling = "".join(_spelled(segment) for segment in format_.segments)
    return f"{spelling} per {','.join(name for name in SCOPE_FIELDS if name in wanted)}"


def _spelled(segment: Segment) -> str:
    match segment:
        case Literal(text):
            return text
        case Category():
            return "{category}"
        case Year(width):
            return f"{{year:{width}}}"
        case City(letters):
            table = ",".join(f"{code}{letter}" for code, letter in sorted(letters))
            return f"{{city:{table or 2}}}"
        case Code(width):
            return f"{{code:{width}}}"
        case Serial(width):
            return f"{{serial:{width}}}"
        case _:
            assert_never(segment)


def serial_span(format_: NumberFormat, wanted: tuple[int, int] | None) -> tuple[int, int]:
    """Give the first and last serial a format may use, inside an authority's own range if it has one.

    `SERIAL_RANGE` if that range is empty or wider than the serial's digits.
    """
    width = next(segment.width for segment in format_.segments if isinstance(segment, Serial))
    first, last = wanted or (1, 10**width - 1)
    if not 1 <= first <= last < 10**width:
        raise JscertError(
            ErrorCode.SERIAL_RANGE, family=format_.family, first=first, last=last, width=width
        )
    return first, last


def _shown(text: str) -> str:
    masked = _IDENTITY_LIKE.sub(lambda found: mask_identity(found[0]), " ".join(text.split()))
    return masked if len(masked) <= _SHOWN_CHARACTERS else masked[:_SHOWN_CHARACTERS] + "…"
