"""The reference page of verdicts says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jscert.errors import Code
from jscert.verifying import verdict as module
from jscert.verifying.verdict import (
    Standing,
    Subject,
    Verdict,
    finding,
    verdict_json,
)
from tests.verifying_builders import DAY

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "verdicts.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| `(JSC-[A-Z]\d{3})` \| (\w+ \| \S+) \|", PAGE, re.MULTILINE))


@pytest.mark.parametrize("code", sorted(module._MEANINGS))
def test_every_finding_stands_in_the_table(code: str) -> None:
    """Each code is listed with the weight and the standing it leads to."""
    item = finding(Code(code))
    leads_to = f"`{item.implies.value}`" if item.implies else "–"
    assert ROWS.get(code) == f"{item.weight.value} | {leads_to}"


def test_nothing_else_stands_in_the_table() -> None:
    """The page lists no finding that cannot occur."""
    assert set(ROWS) == {code.value for code in module._MEANINGS}


def test_standings_stand_in_their_order() -> None:
    """The page gives the standings in the order in which the first that holds wins."""
    section = PAGE.partition("## 结论")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == [one.value for one in Standing]


def test_every_json_key_is_explained() -> None:
    """The page explains every key of a result."""
    one = Verdict(target="x", subject=Subject.OTHER, judged_on=DAY, findings=())
    assert all(f"`{key}`" in PAGE for key in verdict_json(one))
