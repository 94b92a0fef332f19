"""Names and other words of a roster: what may be tidied and what must be refused.

民委发〔2016〕33号: the separator of minority names is exactly U+00B7. Names are never put through NFKC,
so that rare and compatible hanzi stay what the identity card says. Pure; fonts are asked elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_BLANKS = re.compile(r"[\s\u3000]+")
_HANZI = (
    r"[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003347f\ue000-\uf8ff"
    r"\U000f0000-\U0010fffd]"
)
_SEPARATOR = re.compile(
    rf"(?<={_HANZI})\s*[\u2022\u30fb\uff65\u2027\u22c5\uff0e.\u00b7]\s*(?={_HANZI})"
)
_BLANK_IN_HANZI = re.compile(rf"(?<={_HANZI})[\s\u3000]+(?={_HANZI})")
_PLAIN = re.compile(r"[\u4e00-\u9fa5]+\Z")
_IN_ANY_NAME = frozenset("\u00b7\u3007 ")
_IN_LATIN_NAMES = frozenset("-'\u2019.,")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_DIGIT_RUN = re.compile(r"(?:[A-Z]{3}[\s\-]?)?(?:\d[\s\-]?){11,}[\dXxｘＸ]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanName:
    """A tidied name; `separator_changed` and `blanks_removed` tell what was done to it."""

    name: str
    separator_changed: bool
    blanks_removed: bool


def clean_name(text: str) -> CleanName:
    """Tidy a name: outer and invisible blanks, the separator, blanks that only justify hanzi."""
    if _PLAIN.match(text):
        return CleanName(name=text, separator_changed=False, blanks_removed=False)
    trimmed = _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()
    separated = _SEPARATOR.sub("\u00b7", trimmed)
    joined = _BLANK_IN_HANZI.sub("", separated)
    return CleanName(
        name=joined,
        separator_changed=separated != trimmed,
        blanks_removed=joined != separated,
    )


def strange_characters(name: str) -> tuple[str, ...]:
    """List the characters that no name has (digits, signs, private use), each once, in order."""
    if _PLAIN.match(name):
        return ()
    allowed = _IN_ANY_NAME | _IN_LATIN_NAMES if _LATIN.search(name) else _IN_ANY_NAME
    return tuple(
        dict.fromkeys(
            character
            for character in name
            if character not in allowed and not _is_letter(character)
        )
    )


def _is_letter(character: str) -> bool:
    category = unicodedata.category(character)
    # An unassigned code point may be a hanzi newer than this Python: the fonts decide on it
    return category[0] in "LM" or (category == "Cn" and "\U00020000" <= character < "\U00040000")


def clean_text(text: str) -> str:
    """Tidy any other cell: invisible characters go, blanks and line breaks become one or none."""
    if _PLAIN.match(text):
        return text
    trimmed = _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()
    return _BLANK_IN_HANZI.sub("", trimmed)


def code_point(character: str) -> str:
    """Name a character by its code point: `U+4E00`."""
    return f"U+{ord(character):04X}"


def hide_numbers(text: str) -> str:
    """Hide every long run of digits but its first six and last four: it may be an identity number."""
    return _DIGIT_RUN.sub(_hide_run, text)


def _hide_run(match: re.Match[str]) -> str:
    run = match.group()
    return run[:6] + "*" * (len(run) - 10) + run[-4:]
