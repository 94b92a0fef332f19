"""Numbers of shapes no format of ours has: registered papers are found by them as they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.acts_builders import acting_home, at, paper_roster, told

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = ("苏建安A2016字第00123号", "A/B\\2016?第1号", "苏[2016]1")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an authority that registered papers of older and foreign shapes."""
    place = tmp_path_factory.mktemp("foreign")
    home = acting_home(place / "home")
    assert told(home, "import-paper", paper_roster(place / "p.xlsx", *NUMBERS))["issued"] == 3
    return home


@pytest.mark.parametrize("number", NUMBERS)
def test_verify_finds_them(home: Path, number: str) -> None:
    """What the catalogue cannot read the registry may know: its answer counts."""
    outcome = at(home, "verify", number, "--json", "--allow-trial")
    (answer,) = json.loads(outcome.stdout)["results"]
    assert (answer["number"], answer["medium"], answer["genuine"]) == (number, "paper", None)
    assert answer["standing"] == "trial"


@pytest.mark.parametrize(
    "typed",
    [
        "苏建安a2016字第00123号",
        "苏建安Ａ２０１６字第００１２３号",
        "苏建安A 2016 字第00123号",
        "苏〔2016〕1",
    ],
)
@pytest.mark.parametrize("command", ["verify", "show"])
def test_in_any_spelling(home: Path, typed: str, command: str) -> None:
    """Width, case, blanks and brackets make no difference here either."""
    outcome = at(home, command, typed, "--json")
    told_of = json.loads(outcome.stdout)
    found = told_of["results"][0] if command == "verify" else told_of
    assert found["number"] in NUMBERS


@pytest.mark.parametrize(("command", "status"), [("verify", 7), ("show", 2)])
def test_one_nobody_registered(home: Path, command: str, status: int) -> None:
    """Such a text that the registry does not have is no number."""
    assert at(home, command, "苏建安A2016字第00999号").status == status
