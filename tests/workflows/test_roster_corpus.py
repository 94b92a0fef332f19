"""Every roster of the corpus gives what its table says: these faults in these cells, these people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.rosters import cells, formats, layouts, parts, pictured, strangers
from tests.rosters.corpus import Outcome, judge, load_expected, make_all
from tests.rosters.formats import RESAVED, resave
from tests.rosters.making import MAKERS
from tests.tools import need

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MODULES = (
    cells,
    formats,
    layouts,
    parts,
    pictured,
    strangers,
)  # imported, they register their rosters
EXPECTED = load_expected()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the whole corpus once."""
    return make_all(tmp_path_factory.mktemp("corpus"), MAKERS)


@pytest.fixture(scope="module")
def resaved(corpus: Path) -> Path:
    """Let LibreOffice save a part of the corpus in its own ways, once."""
    return resave(need("soffice"), corpus)


def outcome_of(folder: Path, name: str) -> Outcome:
    """Judge a roster as its entry asks for."""
    return judge(folder / name, EXPECTED[name])


def told_of(entry: Mapping[str, Any]) -> tuple[object, ...]:
    """Give what an entry says must be told: of the file, or of its cells."""
    notes = (tuple(sorted(entry.get(key, ()))) for key in ("faults", "warnings"))
    return entry.get("refused", ""), entry.get("found", ""), *notes


def judge_as_expected(outcome: Outcome, entry: Mapping[str, Any], corpus: Path) -> None:
    """Assert that an outcome is what an entry of the table says."""
    if other := entry.get("like"):
        alike = outcome_of(corpus, other)
        assert outcome.told() == alike.told()
        assert outcome.people() == alike.people()
        return
    assert outcome.told() == told_of(entry)
    if other := entry.get("people_of"):
        assert outcome.people() == outcome_of(corpus, other).people()
    else:
        assert len(outcome.applicants) == entry.get("applicants", 0)


@pytest.mark.parametrize("name", MAKERS)
def test_a_roster_gives_what_the_table_says(corpus: Path, name: str) -> None:
    """Its faults and warnings stand in these cells under these codes, and so many people are fit."""
    judge_as_expected(outcome_of(corpus, name), EXPECTED[name], corpus)


@pytest.mark.parametrize("name", RESAVED)
def test_a_roster_saved_by_libreoffice_gives_what_the_table_says(
    corpus: Path, resaved: Path, name: str
) -> None:
    """The same of what LibreOffice has made of a roster."""
    outcome = judge(resaved / name, EXPECTED[name], photos=corpus)
    judge_as_expected(outcome, EXPECTED[name], corpus)


def test_the_table_names_every_roster() -> None:
    """No roster is without an expected outcome, and no outcome without its roster."""
    assert set(EXPECTED) == {*MAKERS, *RESAVED}
