"""Identity numbers of the People's Republic: their form, their check digit, what they say.

GB 11643-1999 with ISO 7064 MOD 11-2; 81/82/83 are residence permits of Hong Kong, Macao and Taiwan
residents, a leading 9 the permanent residence card of 2023. Input: text of a cell. Output: facts or
the code of the fault. A number is normalised in writing only, never repaired. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from operator import mul

from jscert.certificates import Sex
from jscert.errors import Code

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_ZEROES = sum(_WEIGHTS) * ord("0")
_FORM = re.compile(r"[0-9]{17}[0-9X]\Z")
_LEGACY = re.compile(r"(?:[0-9]{15}|[A-Z]{3}[0-9]{12})\Z")
_PROVINCES = frozenset(
    f"{code}"
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (81, 83))
    for code in range(first, last + 1)
) | {"71", "91"}
_IN_TEXT = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9X]|[0-9]{15})(?![0-9])")
_EARLIEST_YEAR = "1900"
_BLANK = re.compile(
    "[\\s'\u2018\u2019`\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\ufeff"
    "\\-\u2010-\u2015\u2212\uff0d]+"
)
_SPELT = {
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    **dict.fromkeys(map(ord, "xｘＸⅩⅹ×Хх"), "X"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityFacts:
    """A number that holds, in its canonical spelling, and what it says of its holder."""

    number: str = field(repr=False)
    birth_on: date = field(repr=False)
    sex: Sex


def normalise_identity(text: str) -> str:
    """Undo what typing and copying do to a number: blanks, hyphens, full-width digits, x for X."""
    if _FORM.match(text):
        return text
    return _BLANK.sub("", text).translate(_SPELT)


def check_character(first_17: str) -> str:
    """Give the 18th character of a number (ISO 7064 MOD 11-2)."""
    total = sum(map(mul, first_17.encode("ascii"), _WEIGHTS)) - _ZEROES
    return _CHECK_CHARACTERS[total % 11]


def is_newer(number: str, other: str) -> bool:
    """Tell whether a text is the number to go by rather than the other: today's form, or the only one."""
    number, other = normalise_identity(number), normalise_identity(other)
    if not other:
        return bool(number)
    return _FORM.match(number) is not None and _LEGACY.match(other.upper()) is not None


def is_same_number(one: str, other: str) -> bool:
    """Tell whether two normalised numbers are the same, or one is the other before it got 18 characters."""
    if one == other:
        return True
    old, new = sorted((one, other), key=len)
    return len(old) == 15 and len(new) == 18 and new[:6] + new[8:17] == old


def read_identity(number: str) -> IdentityFacts | Code:
    """Read a normalised number: its facts, or the first rule it breaks.

    Codes: IDENTITY_LEGACY (15 digits, or the permit of 3 letters and 12 digits), IDENTITY_FORM,
    IDENTITY_PROVINCE, IDENTITY_BIRTH_DATE, IDENTITY_CHECK_DIGIT.
    """
    if not _FORM.match(number):
        return Code.IDENTITY_LEGACY if _LEGACY.match(number.upper()) else Code.IDENTITY_FORM
    if not _is_region(number):
        return Code.IDENTITY_PROVINCE
    birth_on = _birth_date(number[6:14])
    if birth_on is None:
        return Code.IDENTITY_BIRTH_DATE
    if check_character(number[:17]) != number[17]:
        return Code.IDENTITY_CHECK_DIGIT
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return IdentityFacts(number=number, birth_on=birth_on, sex=sex)


def holds_identity(text: str) -> bool:
    """Tell whether somebody's number stands in a text that is to hold none, mistyped at its end or not."""
    spellings = (text.translate(_SPELT), normalise_identity(text))
    return any(_is_anybodys(found) for one in spellings for found in _IN_TEXT.findall(one))


def _is_anybodys(digits: str) -> bool:
    born = digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}"
    return _is_region(digits) and _birth_date(born) is not None


def _is_region(number: str) -> bool:
    """Tell a known region: a province, or 9 and then a province (a foreigner's card)."""
    return number[:2] in _PROVINCES or (number[0] == "9" and number[1:3] in _PROVINCES)


def _birth_date(digits: str) -> date | None:
    if digits[:4] < _EARLIEST_YEAR:
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def age_on(birth_on: date, day: date) -> int:
    """Count full years; who was born on 29 February turns older on 1 March of a common year."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))
