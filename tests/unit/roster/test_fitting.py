"""Fitting: what short cuts say is what the press's measures say."""

from __future__ import annotations

import pytest

from jscert.layouts.measure import check_fit
from jscert.roster.fitting import FitCheck
from tests.roster_builders import CATALOGUE, ON_DAY


@pytest.mark.parametrize("length", [1, 9, 10, 11, 24, 25, 60, 130, 400])
@pytest.mark.parametrize("kind", CATALOGUE.kinds, ids=lambda kind: str(kind.id))
def test_short_cuts_agree_with_the_measures(kind: object, length: int) -> None:
    """Every form gives the answer for names and employers that measuring gives."""
    chosen = next(known for known in CATALOGUE.kinds if known is kind)
    post = chosen.posts[0] if chosen.posts else None
    name, employer = "王" * min(length, 50), "建，" * length
    specimens = {"name": name, "employer": employer, "post": post.name if post else ""}
    values = tuple(specimens.get(row.field, "2") for row in chosen.form.rows)
    expected = frozenset(check_fit(chosen.form, values, name))
    found = FitCheck(ON_DAY).misfits(chosen, post, "01", name=name, employer=employer)
    assert found == expected


def test_a_text_too_long_is_named() -> None:
    """An employer that fills the page does not fit."""
    kind = CATALOGUE.kind("safety-a")
    found = FitCheck(ON_DAY).misfits(kind, None, "01", name="王", employer="样" * 400)
    assert found == {"employer"}
