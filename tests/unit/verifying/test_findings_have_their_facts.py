"""Wherever a finding is made, it is given every fact that its text and hint mention."""

from __future__ import annotations

import ast
import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import jscert.verifying
from jscert.errors import Code
from jscert.messages import table

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOM = Path(jscert.verifying.__file__).parent


def _made() -> Iterator[tuple[str, Code, frozenset[str]]]:
    """Find the calls `finding(Code.X, fact=…)` in the room's source."""
    for path in sorted(ROOM.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name("finding"),
                    args=[ast.Attribute(value=ast.Name("Code"), attr=name)],
                    keywords=given,
                ):
                    facts = frozenset(str(one.arg) for one in given)
                    yield f"{path.name}:{node.lineno}", Code[name], facts


MADE = list(_made())


def test_the_calls_are_found() -> None:
    """The search below looks at something."""
    assert len(MADE) > 30


@pytest.mark.parametrize(("place", "code", "facts"), MADE, ids=[place for place, _, _ in MADE])
def test_every_fact_is_given(place: str, code: Code, facts: frozenset[str]) -> None:
    """No text is left with a dash where a fact should stand."""
    message = table()[code]
    wanted = {
        name for _, name, _, _ in string.Formatter().parse(message.text + message.hint) if name
    }
    assert wanted <= facts, place
