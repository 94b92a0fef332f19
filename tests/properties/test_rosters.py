"""Whatever harmless things an office does to a valid roster, the same people come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jscert.roster.limits import ScreeningRules
from jscert.roster.photos import PhotoSource
from jscert.roster.reading import RosterReading, read_rows, rows_of
from jscert.roster.workbook import Roster
from jscert.screening import ScreeningOrder, screen_rows
from tests.roster_builders import CATALOGUE, ON_DAY, ListSpool, encoded, picture
from tests.rosters.disturbing import POOL, DrawnRoster, rosters
from tests.rosters.writing import write_csv, write_ods, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CODINGS = st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
DELIMITERS = st.sampled_from([",", "\t"])
# The folder of a test is shared by its examples: each writes one file over the last
in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PhotoSource]:
    """Give everybody who may be drawn a photo."""
    folder = tmp_path_factory.mktemp("photos")
    for order, number in enumerate(POOL):
        (folder / f"{number}.jpg").write_bytes(encoded(picture(tint=order)))
    with PhotoSource([folder]) as source:
        yield source


def judge(reading: RosterReading, drawn: DrawnRoster, photos: PhotoSource) -> None:
    """Assert that nothing is rejected, and that everybody is read as drawn."""
    order = ScreeningOrder(
        catalogue=CATALOGUE, rules=ScreeningRules(), photos=photos, on_day=ON_DAY
    )
    screening = screen_rows([reading], order, ListSpool())
    told = [(str(note.place), note.column, note.code) for note in screening.rejections]
    assert told == []
    assert [
        (
            one.kind,
            one.name,
            one.identity_number,
            one.employer,
            one.city_code,
            one.post,
            one.passed_on,
        )
        for one in screening.applicants
    ] == [one.facts() for one in drawn.people]


@given(rosters())
def test_a_disturbed_sheet_gives_the_same_people(photos: PhotoSource, drawn: DrawnRoster) -> None:
    """Titles, merges, hints, footers, spellings, order and hidden rows change nobody."""
    reading = rows_of(Roster(name="a.xlsx", sheets=drawn.sheets), CATALOGUE)
    judge(reading, drawn, photos)


@in_one_folder
@given(rosters())
def test_a_disturbed_workbook_gives_the_same_people(
    photos: PhotoSource, tmp_path: Path, drawn: DrawnRoster
) -> None:
    """The same holds when the sheets have gone through an .xlsx file."""
    path = write_xlsx(tmp_path / "a.xlsx", drawn.sheets)
    judge(read_rows(path, CATALOGUE), drawn, photos)


@in_one_folder
@given(rosters())
def test_a_disturbed_open_document_gives_the_same_people(
    photos: PhotoSource, tmp_path: Path, drawn: DrawnRoster
) -> None:
    """The same holds when the sheets have gone through an .ods file."""
    path = write_ods(tmp_path / "a.ods", drawn.sheets)
    judge(read_rows(path, CATALOGUE), drawn, photos)


@in_one_folder
@given(rosters(typed=False), CODINGS, DELIMITERS)
def test_a_disturbed_text_gives_the_same_people(
    photos: PhotoSource, tmp_path: Path, drawn: DrawnRoster, coding: str, delimiter: str
) -> None:
    """The same holds for a sheet saved as text, in every coding."""
    path = write_csv(tmp_path / "a.csv", drawn.sheets[0], coding, delimiter)
    judge(read_rows(path, CATALOGUE), drawn, photos)
