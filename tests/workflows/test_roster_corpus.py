"""Every roster of the corpus gives what its table says: these faults in these cells, these people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from jscert.issuing import IssueOrder
from jscert.issuing.checking import check
from jscert.roster.limits import OrderRules
from tests.issuing_builders import NOW
from tests.roster_builders import CATALOGUE, ON_DAY
from tests.rosters import cells, formats, headers, layouts, parts, pictured, strangers
from tests.rosters.corpus import (
    PHOTOS,
    Outcome,
    judge,
    load_expected,
    make_all,
    rules_of,
    synonyms_of,
)
from tests.rosters.formats import RESAVED, resave
from tests.rosters.making import MAKERS
from tests.tools import need

if TYPE_CHECKING:
    from collections.abc import Mapping

# Imported, they register their rosters
MODULES = (cells, formats, headers, layouts, parts, pictured, strangers)
EXPECTED = load_expected()
TOLD = [name for name, entry in EXPECTED.items() if {"faults", "warnings", "like"} & set(entry)]


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


def sent_back(path: Path, entry: Mapping[str, Any], photos: Path, out: Path) -> Path | None:
    """Check a roster and give the marked workbook; None where there was nothing to mark."""
    order = IssueOrder(
        rosters=(path,), dated_on=ON_DAY, kind=entry.get("kind", ""), photos=photos, out=out
    )
    rules = OrderRules(screening=rules_of(entry), synonyms=synonyms_of(entry))
    report = check(order, (CATALOGUE, None, NOW), rules, lambda *_: None)
    return next((out / Path(one.workbook).name for one in report.rosters if one.workbook), None)


@pytest.mark.parametrize("name", TOLD)
def test_a_marked_workbook_tells_the_same_again(
    request: pytest.FixtureRequest, corpus: Path, tmp_path: Path, name: str
) -> None:
    """Sent back uncorrected, it has the same people and the same faults in the same cells."""
    entry = EXPECTED[name]
    folder = request.getfixturevalue("resaved") if name in RESAVED else corpus
    before = judge(folder / name, entry, photos=corpus)
    marked = sent_back(folder / name, entry, corpus / PHOTOS, tmp_path)
    if marked is None:
        assert before.told() == ("", "", (), ())
        return
    after = judge(marked, entry, photos=corpus)
    # A number that a .csv had lost becomes a number cell, so that nobody takes it for whole
    kept = tuple(told.replace("IDENTITY_ROUNDED", "IDENTITY_NUMERIC") for told in before.faults)
    assert (after.faults, after.warnings) == (kept, before.warnings)
    assert after.people() == before.people()
    assert load_workbook(marked).sheetnames
