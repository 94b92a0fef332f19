"""What one row says of a person, checked without knowing any other row, the kind, or history.

Input: a `RosterRow`. Output: `CheckedPerson`, with faults and remarks in `RowNotes`. Whatever is shown has
its numbers hidden there. Kinds, photos and doubles are looked at in `screening`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.certificates import Verification, mask_identity
from jscert.errors import Code
from jscert.families.national import is_credit_code
from jscert.layouts.fonts import undrawable
from jscert.roster import columns
from jscert.roster.cells import CELL_ERRORS, RowNotes, check_day, check_text, tidy
from jscert.roster.dates import read_date
from jscert.roster.identity_numbers import (
    IdentityFacts,
    age_on,
    is_same_number,
    normalise_identity,
    read_identity,
)
from jscert.roster.names import clean_name, clean_text, code_point, strange_characters
from jscert.roster.verification import check_verification
from jscert.roster.workbook import FileFormat, show_value

if TYPE_CHECKING:
    from datetime import date

    from jscert.certificates import Sex
    from jscert.roster.limits import ScreeningRules
    from jscert.roster.workbook import Value

_POWER_FORM = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+\Z")
_ROUNDED = re.compile(r"\d{15}000\Z")
_IDENTITIES = frozenset((columns.IDENTITY, columns.IDENTITY_OTHER))
_WHOLE_DIGITS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPerson:
    """What a row says; parts with a fault are empty, so a person counts only if there was none."""

    name: str
    identity: IdentityFacts | None
    employer: str
    credit_code: str
    passed_on: date | None
    verification: Verification | None


def check_person(notes: RowNotes, rules: ScreeningRules, on_day: date) -> CheckedPerson:
    """Check everything a row says by itself; `on_day` is the issue date."""
    identity = _check_identity(notes)
    if identity:
        _check_sex(notes, identity.sex)
        _check_birth(notes, identity, on_day)
        _check_age(notes, identity, rules, on_day)
    if notes.row.has(columns.OUTCOME):
        _check_outcome(notes)
    required = rules.require_verification
    return CheckedPerson(
        name=_check_name(notes, rules),
        identity=identity,
        employer=check_text(notes, columns.EMPLOYER),
        credit_code=_check_credit_code(notes),
        passed_on=check_day(notes, columns.PASSED_ON, on_day),
        verification=check_verification(notes, on_day, required=required),
    )


def _check_identity(notes: RowNotes) -> IdentityFacts | None:
    row = notes.row
    if not row.merged.isdisjoint(_IDENTITIES):
        notes.fault(columns.IDENTITY, Code.CELL_MERGED)
        return None
    value = row.value(columns.IDENTITY)
    number = normalise_identity(show_value(value))
    if not number:
        if row.has(columns.IDENTITY):
            notes.fault(columns.IDENTITY, Code.IDENTITY_MISSING)
        return None
    read = _damage(value, number, row.format) or read_identity(number)
    if isinstance(read, Code):
        broken = number in CELL_ERRORS
        code = Code.CELL_ERROR if broken else read
        notes.fault(columns.IDENTITY, code, number if broken else mask_identity(number))
        return None
    if row.has(columns.IDENTITY_OTHER) and not _agrees_with_other(notes, number):
        return None
    return read


def _damage(value: Value, number: str, file_format: FileFormat) -> Code | None:
    """Tell a number of which a spreadsheet program kept 15 digits: a number cell, or what it wrote as CSV."""
    if file_format is FileFormat.CSV:
        broken = _ROUNDED.match(number) or _POWER_FORM.match(number)
        return Code.IDENTITY_ROUNDED if broken else None
    if not isinstance(value, str) or _POWER_FORM.match(number):
        return Code.IDENTITY_NUMERIC
    return None


def _agrees_with_other(notes: RowNotes, number: str) -> bool:
    """Hold a number against the sheet's second column of numbers, where there is anything in it."""
    value = notes.row.value(columns.IDENTITY_OTHER)
    other = normalise_identity(show_value(value))
    damage = _damage(value, other, notes.row.format) if len(other) > _WHOLE_DIGITS else None
    if damage:
        notes.fault(columns.IDENTITY_OTHER, damage, mask_identity(other))
    elif other and not is_same_number(number, other):
        shown = mask_identity(other)
        notes.fault(
            columns.IDENTITY_OTHER, Code.IDENTITY_COLUMNS, shown, other=mask_identity(number)
        )
    else:
        return True
    return False


def _check_sex(notes: RowNotes, sex: Sex) -> None:
    text = tidy(notes.row.text(columns.SEX))
    if text and columns.SEXES.get(text) is not sex:
        expected = next(word for word, known in columns.SEXES.items() if known is sex)
        notes.fault(columns.SEX, Code.IDENTITY_SEX, text, expected=expected)


def _check_birth(notes: RowNotes, identity: IdentityFacts, on_day: date) -> None:
    if identity.birth_on > on_day:
        shown = mask_identity(identity.number)
        notes.fault(columns.IDENTITY, Code.IDENTITY_BIRTH_DATE, shown)
    value = notes.row.value(columns.BIRTH)
    if value is None or value == "":
        return
    written = read_date(value)
    if written is None:
        text = clean_text(show_value(value))
        if text:
            notes.fault(columns.BIRTH, Code.DATE_UNREADABLE, text)
    elif not written.agrees_with(identity.birth_on):
        notes.fault(columns.BIRTH, Code.IDENTITY_BIRTH_DATE, mask_identity(identity.number))


def _check_age(
    notes: RowNotes, identity: IdentityFacts, rules: ScreeningRules, on_day: date
) -> None:
    age = age_on(identity.birth_on, on_day)
    if 0 <= age < rules.minimum_age:
        code, limit = Code.IDENTITY_UNDER_AGE, rules.minimum_age
    elif rules.maximum_age and age > rules.maximum_age:
        code, limit = Code.IDENTITY_OVER_AGE, rules.maximum_age
    else:
        return
    shown, day = mask_identity(identity.number), on_day.isoformat()
    notes.fault(columns.IDENTITY, code, shown, age=str(age), limit=str(limit), day=day)


def _check_outcome(notes: RowNotes) -> None:
    """Fault a person whom a column says to have failed; marks and other words are the sender's affair."""
    for name in columns.OUTCOMES:
        if not notes.row.has(name):
            return
        text = tidy(notes.row.text(name))
        if columns.is_not_passed(text):
            notes.fault(name, Code.NOT_PASSED, text)


def _check_name(notes: RowNotes, rules: ScreeningRules) -> str:
    row = notes.row
    if columns.NAME in row.merged:
        notes.fault(columns.NAME, Code.CELL_MERGED)
        return ""
    written = row.text(columns.NAME)
    text = check_text(notes, columns.NAME, printed=False)
    cleaned = clean_name(written) if text else None
    if cleaned is None or not cleaned.name:
        if not text and row.has(columns.NAME) and not written.strip():
            notes.fault(columns.NAME, Code.NAME_MISSING)
        return ""
    name = cleaned.name
    strange = tuple(map(code_point, strange_characters(name)))
    characters = dict.fromkeys((*strange, *undrawable(name)))
    if characters:
        notes.fault(columns.NAME, Code.NAME_CHARACTER, name, characters=" ".join(characters))
        return ""
    if not _is_possible_name(notes, name, rules.name_characters):
        return ""
    if cleaned.separator_changed:
        notes.remark(columns.NAME, Code.NAME_SEPARATOR, name)
    if cleaned.blanks_removed:
        notes.remark(columns.NAME, Code.NAME_BLANKS, name)
    return name


def _is_possible_name(notes: RowNotes, name: str, limit: int) -> bool:
    if columns.is_firm(name):
        notes.fault(columns.NAME, Code.NAME_OF_FIRM, name)
        return False
    if len(name) > limit:
        length = str(len(name))
        notes.fault(columns.NAME, Code.NAME_TOO_LONG, name, length=length, limit=str(limit))
        return False
    return True


def _check_credit_code(notes: RowNotes) -> str:
    text = check_text(notes, columns.CREDIT_CODE)
    if not text:
        return ""
    code = normalise_identity(text).upper()
    if not is_credit_code(code):
        notes.fault(columns.CREDIT_CODE, Code.CREDIT_CODE_FORM, code)
        return ""
    return code
