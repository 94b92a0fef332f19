"""What one row says of a person, checked without knowing any other row, the kind, or history.

Input: a `RosterRow`. Output: `CheckedPerson`, with faults and remarks in `RowNotes`. Whatever is shown has
its numbers hidden here. Kinds, photos and doubles are looked at in `screening`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.certificates import Rejection, mask_identity
from jscert.errors import Code
from jscert.layouts.fonts import undrawable
from jscert.roster import columns
from jscert.roster.dates import read_date
from jscert.roster.identity_numbers import (
    IdentityFacts,
    age_on,
    normalise_identity,
    read_identity,
)
from jscert.roster.names import (
    clean_name,
    clean_text,
    code_point,
    hide_numbers,
    strange_characters,
)
from jscert.roster.workbook import show_value

if TYPE_CHECKING:
    from datetime import date

    from jscert.certificates import Sex
    from jscert.roster.limits import ScreeningRules
    from jscert.roster.reading import RosterRow

_CELL_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#GETTING_DATA")
)
_POWER_FORM = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+\Z")
_CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPerson:
    """What a row says; parts with a fault are empty, so a person counts only if there was none."""

    name: str
    identity: IdentityFacts | None
    employer: str
    credit_code: str
    passed_on: date | None


@dataclass(slots=True)
class RowNotes:
    """Faults and remarks of one row, as they are found."""

    row: RosterRow
    faults: list[Rejection] = field(default_factory=list)
    remarks: list[Rejection] = field(default_factory=list)

    def fault(self, name: str, code: Code, shown: str = "", **facts: str) -> None:
        """Note a fault of a field's cell."""
        self.faults.append(self._note(name, code, shown, facts))

    def remark(self, name: str, code: Code, shown: str = "", **facts: str) -> None:
        """Note something a person should look at, which stops nothing."""
        self.remarks.append(self._note(name, code, shown, facts))

    def _note(self, name: str, code: Code, shown: str, facts: dict[str, str]) -> Rejection:
        safe = hide_numbers(shown)
        word = columns.WORDS[name][0] if name in columns.WORDS else ""
        told = {key: hide_numbers(fact) for key, fact in facts.items()}
        return Rejection(
            place=self.row.place,
            column=self.row.letter(name),
            code=code,
            shown=safe,
            facts={"field": word, **told, "shown": safe},
        )


def check_person(notes: RowNotes, rules: ScreeningRules, on_day: date) -> CheckedPerson:
    """Check everything a row says by itself; `on_day` is the issue date."""
    identity = _check_identity(notes)
    if identity:
        _check_sex(notes, identity.sex)
        _check_birth(notes, identity.birth_on, on_day)
        _check_age(notes, age_on(identity.birth_on, on_day), rules, on_day)
    return CheckedPerson(
        name=_check_name(notes, rules),
        identity=identity,
        employer=check_text(notes, columns.EMPLOYER),
        credit_code=_check_credit_code(notes),
        passed_on=_check_passed_on(notes, on_day),
    )


def _check_identity(notes: RowNotes) -> IdentityFacts | None:
    value = notes.row.value(columns.IDENTITY)
    number = normalise_identity(show_value(value))
    shown = mask_identity(number)
    if not number:
        if notes.row.has(columns.IDENTITY):
            notes.fault(columns.IDENTITY, Code.IDENTITY_MISSING)
        return None
    if not isinstance(value, str) or _POWER_FORM.match(number):
        notes.fault(columns.IDENTITY, Code.IDENTITY_NUMERIC, shown)
        return None
    read = read_identity(number)
    if isinstance(read, Code):
        notes.fault(columns.IDENTITY, read, shown)
        return None
    return read


def _check_sex(notes: RowNotes, sex: Sex) -> None:
    text = clean_text(notes.row.text(columns.SEX))
    if text and columns.SEXES.get(text) is not sex:
        expected = next(word for word, known in columns.SEXES.items() if known is sex)
        notes.fault(columns.SEX, Code.IDENTITY_SEX, text, expected=expected)


def _check_birth(notes: RowNotes, birth_on: date, on_day: date) -> None:
    shown = mask_identity(normalise_identity(notes.row.text(columns.IDENTITY)))
    if birth_on > on_day:
        notes.fault(columns.IDENTITY, Code.IDENTITY_BIRTH_DATE, shown)
    text = clean_text(notes.row.text(columns.BIRTH))
    if not text:
        return
    written = read_date(notes.row.value(columns.BIRTH))
    if written is None:
        notes.fault(columns.BIRTH, Code.DATE_UNREADABLE, text)
    elif not written.agrees_with(birth_on):
        notes.fault(columns.BIRTH, Code.IDENTITY_BIRTH_DATE, shown)


def _check_age(notes: RowNotes, age: int, rules: ScreeningRules, on_day: date) -> None:
    day = on_day.isoformat()
    if 0 <= age < rules.minimum_age:
        code, limit = Code.IDENTITY_UNDER_AGE, rules.minimum_age
    elif rules.maximum_age and age > rules.maximum_age:
        code, limit = Code.IDENTITY_OVER_AGE, rules.maximum_age
    else:
        return
    shown = mask_identity(normalise_identity(notes.row.text(columns.IDENTITY)))
    notes.fault(columns.IDENTITY, code, shown, age=str(age), limit=str(limit), day=day)


def _check_name(notes: RowNotes, rules: ScreeningRules) -> str:
    text = check_text(notes, columns.NAME, printed=False)
    cleaned = clean_name(notes.row.text(columns.NAME)) if text else None
    if cleaned is None or not cleaned.name:
        if not text and notes.row.has(columns.NAME) and not notes.row.text(columns.NAME).strip():
            notes.fault(columns.NAME, Code.NAME_MISSING)
        return ""
    name = cleaned.name
    strange = tuple(map(code_point, strange_characters(name)))
    characters = dict.fromkeys((*strange, *undrawable(name)))
    if characters:
        notes.fault(columns.NAME, Code.NAME_CHARACTER, name, characters=" ".join(characters))
        return ""
    if len(name) > rules.name_characters:
        limit = str(rules.name_characters)
        notes.fault(columns.NAME, Code.NAME_TOO_LONG, name, length=str(len(name)), limit=limit)
        return ""
    if cleaned.separator_changed:
        notes.remark(columns.NAME, Code.NAME_SEPARATOR, name)
    if cleaned.blanks_removed:
        notes.remark(columns.NAME, Code.NAME_BLANKS, name)
    return name


def check_text(notes: RowNotes, name: str, *, printed: bool = True) -> str:
    """Give a tidied text cell; "" after a fault. `printed`: every character must have a glyph."""
    text = clean_text(notes.row.text(name))
    if text in _CELL_ERRORS:
        notes.fault(name, Code.CELL_ERROR, text)
        return ""
    missing = undrawable(text) if printed else ()
    if missing:
        notes.fault(name, Code.TEXT_CHARACTER, text, characters=" ".join(missing))
        return ""
    return text


def _check_credit_code(notes: RowNotes) -> str:
    code = normalise_identity(check_text(notes, columns.CREDIT_CODE)).upper()
    if code and not is_credit_code(code):
        notes.fault(columns.CREDIT_CODE, Code.CREDIT_CODE_FORM, code)
        return ""
    return code


def is_credit_code(code: str) -> bool:
    """Check a unified social credit code: 18 characters, MOD 31 (GB 32100-2015)."""
    if len(code) != 18 or any(character not in _CREDIT_CHARACTERS for character in code):
        return False
    total = sum(
        _CREDIT_CHARACTERS.index(character) * weight
        for character, weight in zip(code, _CREDIT_WEIGHTS, strict=False)
    )
    return _CREDIT_CHARACTERS[-total % 31] == code[17]


def _check_passed_on(notes: RowNotes, on_day: date) -> date | None:
    text = clean_text(notes.row.text(columns.PASSED_ON))
    if not text:
        return None
    read = read_date(notes.row.value(columns.PASSED_ON))
    day = read.exact() if read else None
    if day is None:
        notes.fault(columns.PASSED_ON, Code.DATE_UNREADABLE, text)
    elif day > on_day:
        notes.fault(columns.PASSED_ON, Code.DATE_IN_FUTURE, day.isoformat(), day=on_day.isoformat())
    return day
