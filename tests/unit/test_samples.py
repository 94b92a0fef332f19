"""The samples: what they show, that they pass, that the script makes them."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from jscert.errors import Code
from jscert.roster.limits import ScreeningRules
from jscert.roster.photos import open_photos
from jscert.roster.reading import read_rows
from jscert.screening import Screening, ScreeningOrder, screen_rows
from tests.roster_builders import CATALOGUE, ON_DAY, ListSpool

if TYPE_CHECKING:
    from types import ModuleType

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
KINDS = [kind.id for kind in CATALOGUE.kinds]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Load the script that makes the samples."""
    spec = importlib.util.spec_from_file_location("make_samples", SAMPLES / "make_samples.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look their module up by name
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def screened(path: Path, photos: Path | None = None) -> Screening:
    """Screen a roster with the default rules."""
    with open_photos(photos, [path]) as source:
        order = ScreeningOrder(
            catalogue=CATALOGUE, rules=ScreeningRules(), photos=source, on_day=ON_DAY
        )
        return screen_rows([read_rows(path, CATALOGUE)], order, ListSpool())


@pytest.fixture(scope="module")
def sample() -> Screening:
    """Screen the sample roster once."""
    return screened(SAMPLES / "roster.xlsx")


def test_the_sample_has_no_fault(sample: Screening) -> None:
    """Everyone in the sample becomes an applicant, without a remark."""
    assert (sample.rejections, sample.warnings) == ((), ())


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_has_a_dozen_people(sample: Screening, kind: str) -> None:
    """Each printed form is shown with at least twelve people."""
    assert sum(applicant.kind == kind for applicant in sample.applicants) >= 12


@pytest.mark.parametrize(
    "text",
    ["欧阳若兰", "王䶮", "李𬱟", "陈𱁬", "阿卜杜热依木·买买提吐尔逊·阿不都克里木江"],
)
def test_special_names_are_among_them(sample: Screening, text: str) -> None:
    """Four hanzi, rare hanzi and a long name with separators are shown."""
    assert text in {applicant.name for applicant in sample.applicants}


def test_special_people_are_among_them(sample: Screening) -> None:
    """An X at the end, residents' permits and long names of people and firms are shown."""
    numbers = [applicant.identity_number for applicant in sample.applicants]
    assert any(number.endswith("X") for number in numbers)
    assert {"81", "82", "83"} <= {number[:2] for number in numbers}
    assert max(len(applicant.name) for applicant in sample.applicants) >= 20
    assert max(len(applicant.employer) for applicant in sample.applicants) >= 40


def test_the_faulty_sample_shows_many_faults() -> None:
    """The roster for the tutorial has a dozen different faults, and nobody passes but in doubt."""
    screening = screened(SAMPLES / "roster-faulty.xlsx")
    codes = {fault.code for fault in screening.rejections}
    assert len(codes) >= 12
    assert {Code.IDENTITY_NUMERIC, Code.IDENTITY_DOUBLE, Code.PHOTO_MISSING} <= codes


def test_every_row_of_the_faulty_sample_has_one_fault() -> None:
    """Each faulty row shows one thing."""
    rows = [fault.place.row for fault in screened(SAMPLES / "roster-faulty.xlsx").rejections]
    assert sorted(rows) == sorted(set(rows))


def test_the_script_writes_the_same_bytes_twice(script: Any, tmp_path: Path) -> None:
    """The clock plays no part in the workbooks."""
    plans = script.sample_sheets()
    for name in ("one.xlsx", "two.xlsx"):
        script.write_workbook(tmp_path / name, plans)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_the_same_seed_draws_the_same_photo(script: Any, tmp_path: Path) -> None:
    """A portrait depends on its seed alone."""
    people = script.sample_sheets()[0].people[:2]
    for folder in ("one", "two"):
        script.write_photos(tmp_path / folder, people)
    first, second = (sorted((tmp_path / name).iterdir()) for name in ("one", "two"))
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


@pytest.mark.parametrize("kind", KINDS)
def test_rosters_for_benchmarks_have_no_fault(script: Any, tmp_path: Path, kind: str) -> None:
    """A generated roster of any kind passes whole, every photo its own."""
    script.make_roster(tmp_path / "big.xlsx", tmp_path / "photos", 20, kind, 3)
    screening = screened(tmp_path / "big.xlsx", tmp_path / "photos")
    assert (len(screening.applicants), screening.rejections) == (20, ())


def test_invented_numbers_never_repeat(script: Any) -> None:
    """Twenty thousand invented people have as many numbers, all of the unassigned region."""
    people = script.invent_people(5)
    numbers = {next(people).identity_number for _ in range(20_000)}
    assert len(numbers) == 20_000
    assert all(number.startswith("320199") for number in numbers)


def test_invented_people_are_of_age(script: Any) -> None:
    """No invented person is under 18 on the day certificates are tried."""
    people = script.invent_people(5)
    born = [next(people).identity_number[6:14] for _ in range(14_000)]
    assert max(born) <= date(ON_DAY.year - 18, 1, 1).strftime("%Y%m%d")
