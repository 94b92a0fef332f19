"""A row of an act's roster, filled up with what the certificate says, so that it can be screened as any row.

A cell left empty means: as it was. Faults of what was filled in have no cell of their own. Pure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jscert.certificates import mask_identity
from jscert.roster import columns
from jscert.roster.cells import tidy
from jscert.roster.identity_numbers import normalise_identity
from jscert.roster.names import clean_name, hide_numbers
from jscert.roster.workbook import show_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jscert.families.family import Kind
    from jscert.presswork.dossier import Dossier
    from jscert.roster.reading import RosterRow


def facts_of(dossier: Dossier) -> Mapping[str, str]:
    """Give what a certificate says of its holder, by the roster's fields."""
    return {
        columns.NAME: dossier.name,
        columns.IDENTITY: dossier.identity_number,
        columns.EMPLOYER: dossier.employer,
        columns.CREDIT_CODE: dossier.credit_code,
        columns.POST: dossier.post,
        columns.CITY: dossier.city_code,
    }


def filled_up(row: RosterRow, dossier: Dossier, kind: Kind) -> RosterRow:
    """Fill a row's empty cells, and the columns it lacks, with a certificate's facts."""
    values = list(row.values)
    at = dict(row.columns)
    for field, fact in facts_of(dossier).items():
        if field not in at:
            at[field] = len(values)
            values.append(fact)
        elif not show_value(values[at[field]]).strip():
            values[at[field]] = fact
    return replace(row, kind=kind.id, columns=at, values=tuple(values))


def has_cell(row: RosterRow, field: str) -> bool:
    """Tell whether the sender's own row has a cell for a field."""
    return row.columns.get(field, len(row.values)) < len(row.values)


def disagreements(row: RosterRow, dossier: Dossier, kind: Kind) -> Mapping[str, str]:
    """Give the written cells that say something else than the certificate: field → what they say, masked.

    The city plays no part: it is in no certificate but in its number; nor a post where the kind has none.
    """
    silent = {columns.CITY} if "post" in kind.needs else {columns.CITY, columns.POST}
    found = {}
    for field, fact in facts_of(dossier).items():
        said = _said(row, field, kind)
        if field not in silent and said and said != fact:
            found[field] = mask_identity(said) if field == columns.IDENTITY else hide_numbers(said)
    return found


def _said(row: RosterRow, field: str, kind: Kind) -> str:
    text = row.text(field)
    if field == columns.IDENTITY:
        return normalise_identity(text)
    if field == columns.NAME:
        return clean_name(text).name
    post = kind.find_post(text) if field == columns.POST else None
    return post.name if post else tidy(text)
