"""`import-paper` as a clerk runs it: numbers of any shape are kept, but none that does harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from jscert.certificates import Medium
from tests.acts_builders import (
    NUMBERS,
    PEOPLE,
    act_roster,
    acting_home,
    at,
    codes,
    paper_roster,
    photo_folder,
    told,
)
from tests.issuing_builders import people

HOLDER = people(1, first=101)[0].identity_number


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give an authority that issued six certificates."""
    return acting_home(tmp_path / "home")


@pytest.mark.parametrize(
    "number",
    ["苏😀安2016第1号", "苏" * 40 + "1", "没有数字", PEOPLE[0].identity_number],
    ids=["glyph", "long", "digitless", "identity"],
)
def test_what_cannot_be_a_number_is_refused(home: Path, tmp_path: Path, number: str) -> None:
    """Not printable, too long for the form, without a digit, or in truth an identity number."""
    receipt = told(home, "import-paper", paper_roster(tmp_path / "p.xlsx", number))
    assert codes(receipt) == ["JSC-A008"]


@pytest.mark.parametrize(
    "number",
    [
        "../../../出逃1",
        "A/B\\2016?第1号",
        "苏[2016]*1",
        "CON:1",
        "苏建安A2016字第00123号",
        "苏" * 39 + "1",
    ],
    ids=["path", "slashes", "brackets", "device", "usual", "longest"],
)
def test_a_number_of_any_shape_stays_inside_the_archive(
    home: Path, tmp_path: Path, number: str
) -> None:
    """It is kept as written, becomes electronic, is shown again; its file lies in the batch folder."""
    receipt = told(home, "import-paper", paper_roster(tmp_path / "p.xlsx", number))
    photos = photo_folder(tmp_path / "photos", HOLDER)
    roster = act_roster(tmp_path / "a.xlsx", ("证书编号",), (number,))
    made = told(home, "reissue", roster, "--photos", photos)
    again = told(
        home,
        "change",
        act_roster(tmp_path / "b.xlsx", ("证书编号", "企业名称"), (number, "新企业")),
    )
    shown = told(home, "show", number)
    folder = Path(made["folder"])
    assert receipt["issued"] == 1
    assert [path.parent for path in tmp_path.rglob("*_r2.pdf")] == [folder]
    assert {path.name for path in folder.iterdir()} == {
        made["certificates"][0]["file"],
        "manifest",
        "manifest.json",
        "roster-issued.xlsx",
    }
    assert (shown["number"], shown["medium"]) == (number, Medium.ELECTRONIC.value)
    assert (again["issued"], shown["revision"]) == (1, 3)
    assert at(home, "verify", str(folder), "--allow-trial", "--json").status == 1


def test_the_same_papers_again_are_done_already(home: Path, tmp_path: Path) -> None:
    """A roster sent twice registers nothing twice."""
    path = paper_roster(tmp_path / "p.xlsx", "苏建安A(2024)0100007", "苏建安A(2024)0100008")
    first, again = told(home, "import-paper", path), told(home, "import-paper", path)
    assert (first["issued"], again["issued"], len(again["already"])) == (2, 0, 2)


def test_a_papers_serial_is_never_given(home: Path, tmp_path: Path) -> None:
    """A paper with the number that our counter would give next moves the counter past it."""
    told(home, "import-paper", paper_roster(tmp_path / "p.xlsx", "苏建安A(2026)0100009"))
    path = act_roster(tmp_path / "a.xlsx", ("证书编号",), (NUMBERS[0],))
    receipt = told(home, "renumber", path)
    assert receipt["certificates"][0]["number"] == "苏建安A(2026)0100010"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (NUMBERS[0], "JSC-A020"),
        ("苏建安A（2026）0100001", "JSC-A020"),
        ("苏建安B(2024)0100001", "JSC-A022"),
    ],
    ids=["ours", "spelt", "kind"],
)
def test_a_number_of_somebody_elses_is_refused(
    home: Path, tmp_path: Path, number: str, code: str
) -> None:
    """One of our own in any spelling, or one of another kind than the sheet's."""
    assert codes(told(home, "import-paper", paper_roster(tmp_path / "p.xlsx", number))) == [code]
