"""The blank roster of a kind: its columns, choices and examples, as `workbooks.template` writes them.

Input: a kind. Output: `Template`. It asks for what `columns`, `checks` and `screening` look for.
How a template's own sheets are known again when it comes back is `own_sheets`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.families import cities
from jscert.messages import template as words
from jscert.roster import columns
from jscert.workbooks.template import Guard, Template, TemplateColumn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jscert.families.catalogue import Kind

_REMARK = "remark"
_ORDER = (
    *(columns.NAME, columns.SEX, columns.IDENTITY, columns.EMPLOYER, columns.CREDIT_CODE),
    *(columns.POST, columns.CITY, columns.PASSED_ON, columns.PHOTO),
    *(columns.VERIFICATION, columns.VERIFIED_ON, columns.VERIFICATION_REFERENCE, _REMARK),
)
_ASKED_BY_KIND = (columns.POST, columns.CITY)
_GUARDS = {
    columns.IDENTITY: Guard.IDENTITY,
    columns.CREDIT_CODE: Guard.CODE,
    columns.PASSED_ON: Guard.DATE,
    columns.VERIFIED_ON: Guard.DATE,
    columns.VERIFICATION: Guard.CHOICE,
    columns.SEX: Guard.CHOICE,
    columns.POST: Guard.CHOICE,
    columns.CITY: Guard.CHOICE,
}
_WIDTHS = {
    columns.NAME: 16,
    columns.SEX: 9,
    columns.IDENTITY: 23,
    columns.EMPLOYER: 38,
    columns.CREDIT_CODE: 23,
    columns.POST: 34,
    columns.CITY: 12,
    columns.PASSED_ON: 16,
    columns.PHOTO: 18,
    columns.VERIFICATION: 16,
    columns.VERIFIED_ON: 16,
    columns.VERIFICATION_REFERENCE: 22,
    _REMARK: 18,
}


def template_of(kind: Kind, *, verified: bool = False) -> Template:
    """Describe the blank roster of a kind: every column the kind needs, starred, and what may be told.

    `verified`: the authority asks for the result of a real-name check.
    """
    fields = [name for name in _ORDER if name not in _ASKED_BY_KIND or name in kind.needs]
    needed = {*columns.NEEDED, *kind.needs, *((columns.VERIFICATION,) if verified else ())}
    title = words.TITLE.format(kind=kind.name)
    return Template(
        sheet=kind.name,
        title=title,
        note=words.NOTE,
        columns=tuple(_column(name, kind, required=name in needed) for name in fields),
        examples=tuple(_example(fields, kind, place) for place in range(len(words.EXAMPLES))),
        advice=tuple(line.format(title=title, sheet=kind.name) for line in words.ADVICE),
    )


def _column(name: str, kind: Kind, *, required: bool) -> TemplateColumn:
    said = words.COLUMNS[name]
    framed = words.REQUIRED_HINT if required else words.OPTIONAL_HINT
    return TemplateColumn(
        word=words.REMARK if name == _REMARK else _word(name, kind),
        hint=framed.format(hint=said.hint),
        message=said.message,
        width=_WIDTHS[name],
        required=required,
        guard=_GUARDS.get(name, Guard.NONE),
        choices=_choices(name, kind),
        refusal=said.refusal,
    )


def _word(name: str, kind: Kind) -> str:
    return words.WORDS_BY_KIND.get(kind.id, {}).get(name) or columns.WORDS[name][0]


def _choices(name: str, kind: Kind) -> tuple[str, ...]:
    if name == columns.SEX:
        return words.SEX_CHOICES
    if name == columns.VERIFICATION:
        return words.RESULT_CHOICES
    if name == columns.POST:
        return tuple(post.name for post in kind.posts)
    if name == columns.CITY:
        return *cities.CITIES.values(), words.DEPARTMENT_CHOICE
    return ()


def _example(fields: Iterable[str], kind: Kind, place: int) -> tuple[str, ...]:
    told = words.EXAMPLES[place]
    return tuple(
        _choices(name, kind)[place] if name in _ASKED_BY_KIND else told.get(name, "")
        for name in fields
    )
