"""The national catalogue's codes: credit codes, identifiers of electronic certificates, states, categories.

证照标识 and codes after 全国一体化政务服务平台电子证照 standards (特种作业: C0304-2022) and the exchange of
全国工程质量安全监管信息平台; unified social credit codes after GB 32100-2015. Pure. Not here: records, files.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from jscert.certificates import Sex
from jscert.numbering import Serial

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jscert.families.family import Kind
    from jscert.numbering import ReadNumber

ROOT = "1.2.156.3005.2"
"""The object identifier under which the government's platform keeps certificates."""

PROVINCE = "320000"
"""江苏 (GB/T 2260)."""

MOVED = "moved"
"""The word for a certificate whose holder moved to another province (转出); others are those of states."""

GENDERS = {Sex.MALE: "1", Sex.FEMALE: "2"}
CITIZEN_NUMBER, OTHER_PAPER = "111", "999"

_TYPES = {"safety": "11100000000013338W011", "special-operations": "11100000000013338W032"}
_STATES: Mapping[str, Mapping[str, str]] = {
    "safety": {
        "valid": "01",
        "suspended": "02",
        "annulled": "03",
        "cancelled": "04",
        "expired": "05",
        MOVED: "06",
        "withdrawn": "07",
    },
    "special-operations": {
        "valid": "01",
        "suspended": "02",
        "withdrawn": "03",
        "annulled": "04",
        "cancelled": "05",
        MOVED: "05",
        "expired": "06",
    },
}
_SERIAL_DIGITS = {"safety": 7, "special-operations": 6}
_VERSION_DIGITS = 3
_OTHER_TRADE = "99"
_OTHER_TRADE_TEXT = "经省级以上住房和城乡建设主管部门认定的其他工种类别（{trade}）"
_FOREIGN = "9"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@lru_cache(maxsize=16_384)
def is_credit_code(code: str) -> bool:
    """Check a unified social credit code: 18 characters, MOD 31 (GB 32100-2015)."""
    if len(code) != 18 or any(character not in _CREDIT_CHARACTERS for character in code):
        return False
    total = sum(
        _CREDIT_CHARACTERS.index(character) * weight
        for character, weight in zip(code, _CREDIT_WEIGHTS, strict=False)
    )
    return code[17] == _CREDIT_CHARACTERS[-total % 31]


def check_character(text: str) -> str:
    """Give the check character of digits and capital letters: ISO/IEC 7064 MOD 37,36."""
    rest = 36
    for character in text:
        rest = (rest + _ALPHABET.index(character)) % 36 or 36
        rest = rest * 2 % 37
    return _ALPHABET[(37 - rest) % 36]


def identifier(type_code: str, issuer: str, serial: str, version: str) -> str:
    """Spell a 证照标识 with its check character."""
    check = check_character(f"{type_code}{issuer}{serial}{version}")
    return f"{ROOT}.{type_code}.{issuer}.{serial}.{version}.{check}"


def national_serial(read: ReadNumber) -> str:
    """Give a number's serial as the catalogue has it: year, then 7 (安管) or 6 (特种作业) digits.

    "" where the number has more or fewer, or its family is not in the catalogue.
    """
    family = read.parts.family
    if family not in _TYPES:
        return ""
    width = next(segment.width for segment in read.format.segments if isinstance(segment, Serial))
    city = read.parts.city_code if family == "safety" else ""
    digits = f"{city}{read.parts.serial:0{width}d}"
    return f"{read.parts.year}{digits}" if len(digits) == _SERIAL_DIGITS[family] else ""


def identifier_of(read: ReadNumber, issuer: str, revision: int) -> str:
    """Give the 证照标识 of one revision; "" where the catalogue has no room for it."""
    serial = national_serial(read)
    if not serial or revision >= 10**_VERSION_DIGITS:
        return ""
    return identifier(_TYPES[read.parts.family], issuer, serial, f"{revision:0{_VERSION_DIGITS}d}")


def state_code(family: str, state: str) -> str:
    """Give the national code of a state; our own word for families that have no public codes."""
    return _STATES[family][state] if family in _STATES else state


def category_code(kind: Kind, read: ReadNumber | None) -> str:
    """Give the category of a safety certificate as its number spells it (A, B, C, C1 …); "" for others."""
    return read.parts.category if read is not None else kind.category


def trade_description(kind: Kind, code: str, trade: str) -> str:
    """Name a trade that the catalogue only knows as 99; "" for all others."""
    if kind.family != "special-operations" or code != _OTHER_TRADE:
        return ""
    return _OTHER_TRADE_TEXT.format(trade=trade)


def paper_type(identity_number: str) -> str:
    """Give the type of an identity number: 公民身份号码 or another paper (GB/T 36903-2018 附录A).

    Residence permits of 港澳台 residents carry a 公民身份号码, a foreigner's card does not.
    """
    is_citizen = len(identity_number) == 18 and not identity_number.startswith(_FOREIGN)
    return CITIZEN_NUMBER if is_citizen else OTHER_PAPER
