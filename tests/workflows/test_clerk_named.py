"""Who is at work, as events name him: in the clear and for ever, so never by his identity number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acts_builders import NUMBERS, acting_home, told
from tests.terminal_builders import run_line

if TYPE_CHECKING:
    from pathlib import Path

LINE = ("suspend", NUMBERS[0], "--ground", "调查")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give an authority that issued six certificates."""
    return acting_home(tmp_path / "home")


def test_an_identity_number_is_no_name(home: Path) -> None:
    """It is refused as wrong usage, not repeated, and nothing is done."""
    environment = {"JSCERT_CLERK": "320102 19900307 2020"}
    outcome = run_line(*LINE, "--home", str(home), environment=environment)
    assert outcome.status == 2
    assert "19900307" not in outcome.stderr
    assert [one["act"] for one in told(home, "batches")["batches"]] == ["issue"]


def test_a_name_is_kept_without_what_nobody_sees(home: Path) -> None:
    """Blanks around it and characters without a shape are left out."""
    environment = {"JSCERT_CLERK": " 王\u200b经办 \n"}
    assert run_line(*LINE, "--home", str(home), environment=environment).status == 0
    assert told(home, "show", NUMBERS[0])["history"][-1]["clerk"] == "王经办"
