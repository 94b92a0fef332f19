"""What `verify` says after acts: which revision, which standing, by old number and new, file and folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code
from tests.acts_builders import NUMBERS, act_roster, acting_home, at, told

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give an authority that issued six certificates."""
    return acting_home(tmp_path / "home")


def verdicts(home: Path, target: str) -> list[dict[str, Any]]:
    """Verify a target."""
    results: list[dict[str, Any]] = told(home, "verify", target, "--allow-trial")["results"]
    return results


def pdf_of(home: Path, number: str, revision: int = 1) -> str:
    """Find a certificate's file in the archive."""
    (path,) = home.glob(f"batches/*/{number}_r{revision}.pdf")
    return str(path)


def codes_of(verdict: dict[str, Any]) -> set[str]:
    """Give the codes of what was found."""
    return {finding["code"] for finding in verdict["findings"]}


def test_the_old_file_is_superseded_by_the_newest(home: Path, tmp_path: Path) -> None:
    """After two changes the first file is genuine, and says that the third revision counts."""
    for order, employer in enumerate(("甲企业", "乙企业")):
        path = act_roster(
            tmp_path / f"{order}.xlsx", ("证书编号", "企业名称"), (NUMBERS[0], employer)
        )
        told(home, "change", path)
    old, newest = (verdicts(home, pdf_of(home, NUMBERS[0], n))[0] for n in (1, 3))
    detail = next(f["detail"] for f in old["findings"] if f["code"] == Code.CERTIFICATE_SUPERSEDED)
    assert (old["standing"], old["genuine"], old["revision"]) == ("superseded", True, 1)
    assert "第 3 版" in detail
    assert (newest["standing"], newest["revision"]) == ("trial", 3)


@pytest.mark.parametrize(
    ("act", "standing"),
    [
        ("suspend", "suspended"),
        ("cancel", "cancelled"),
        ("annul", "annulled"),
        ("withdraw", "withdrawn"),
        ("transfer-out", "cancelled"),
    ],
)
def test_an_act_shows_in_number_file_and_folder(
    home: Path, tmp_path: Path, act: str, standing: str
) -> None:
    """The number and the file have its standing; the act's own folder, a manifest alone, is in order."""
    roster = act_roster(tmp_path / "a.xlsx", ("证书编号",), (NUMBERS[1],))
    words = [roster] if act == "transfer-out" else ["--from", roster, "--ground", "原因"]
    receipt = told(home, act, *words)
    (number,), (file,) = verdicts(home, NUMBERS[1]), verdicts(home, pdf_of(home, NUMBERS[1]))
    folder = home / "batches" / receipt["batch"]
    (whole,) = verdicts(home, str(folder))
    assert [number["standing"], file["standing"], file["genuine"]] == [standing, standing, True]
    assert [path.name for path in folder.iterdir()] == ["manifest.json"]
    assert (whole["standing"], whole["genuine"]) == ("trial", True)
    assert codes_of(whole) >= {Code.FOLDER_COMPLETE}
    assert at(home, "verify", str(folder), "--allow-trial").status == 0


def test_a_file_added_to_an_acts_folder_is_told(home: Path) -> None:
    """A folder with a manifest of nothing is not a folder for anything."""
    receipt = told(home, "cancel", NUMBERS[0], "--ground", "死亡")
    folder = home / "batches" / receipt["batch"]
    (folder / "x.txt").write_text("x", "utf-8")
    (whole,) = verdicts(home, str(folder))
    assert (whole["standing"], codes_of(whole) >= {Code.FILE_EXTRA}) == ("not_genuine", True)


def test_a_reinstated_certificate_counts_again(home: Path) -> None:
    """Suspended and given back: as before."""
    told(home, "suspend", NUMBERS[0], "--ground", "调查")
    told(home, "reinstate", NUMBERS[0])
    assert verdicts(home, pdf_of(home, NUMBERS[0]))[0]["standing"] == "trial"


def test_both_numbers_of_a_renumbered_certificate_are_known(home: Path, tmp_path: Path) -> None:
    """The former one names today's; the old file is superseded and names it, too."""
    path = act_roster(tmp_path / "a.xlsx", ("证书编号",), (NUMBERS[0],))
    new = told(home, "renumber", path)["certificates"][0]["number"]
    (former,), (today,) = verdicts(home, NUMBERS[0]), verdicts(home, new)
    (old,), (file,) = verdicts(home, pdf_of(home, NUMBERS[0])), verdicts(home, pdf_of(home, new, 2))
    assert [one["number"] for one in (former, today, file)] == [new] * 3
    assert [one["standing"] for one in (former, today, file)] == ["trial"] * 3
    assert codes_of(former) >= {Code.NUMBER_RENUMBERED}
    assert old["standing"] == "superseded"
    assert codes_of(old) >= {Code.NUMBER_RENUMBERED, Code.CERTIFICATE_SUPERSEDED}


def test_an_end_by_the_former_number_ends_both(home: Path, tmp_path: Path) -> None:
    """Cancelled by its old number, the certificate is cancelled by either."""
    path = act_roster(tmp_path / "a.xlsx", ("证书编号",), (NUMBERS[0],))
    new = told(home, "renumber", path)["certificates"][0]["number"]
    told(home, "cancel", NUMBERS[0], "--ground", "死亡")
    standings = {verdicts(home, target)[0]["standing"] for target in (NUMBERS[0], new)}
    assert standings == {"cancelled"}
