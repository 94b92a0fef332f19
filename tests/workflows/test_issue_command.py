"""`jscert issue` as typed: which authority folder it works in, and what it refuses to make."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.issuing_builders import people, trial_home, write_roster
from tests.terminal_builders import run_line

WORDS = "eight or more"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Write a small roster with its photos."""
    return write_roster(tmp_path / "in" / "a.xlsx", people(2))


def test_no_folder_is_made_without_being_asked(tmp_path: Path, roster: Path) -> None:
    """Without a folder and without a terminal the order is refused and nothing appears."""
    home = tmp_path / "home"
    outcome = run_line("--home", str(home), "issue", str(roster))
    assert (outcome.status, home.exists()) == (5, False)
    assert "JSC-C001" in outcome.stderr


def test_trial_makes_a_folder_and_issues(tmp_path: Path, roster: Path) -> None:
    """`--trial` founds a trial authority where none is."""
    home = tmp_path / "home"
    outcome = run_line("--home", str(home), "--json", "issue", str(roster), "--trial")
    assert outcome.status == 0
    receipt = json.loads(outcome.stdout)
    assert (receipt["format"], receipt["trial"], receipt["issued"]) == ("jscert-receipt/1", True, 2)
    assert len(list(Path(receipt["folder"]).glob("*.pdf"))) == 2


def test_trial_never_works_in_a_real_folder(tmp_path: Path, roster: Path) -> None:
    """`--trial` on a real authority is refused before anything is numbered."""
    home, file = tmp_path / "home", tmp_path / "passphrase.txt"
    file.write_text(WORDS, encoding="utf-8")
    environment = {"JSCERT_PASSPHRASE_FILE": str(file)}
    run_line("init", str(home), "--own-root", "样例单位", environment=environment)
    words = ("--home", str(home), "issue", str(roster), "--trial")
    outcome = run_line(*words, environment=environment)
    assert outcome.status == 5
    assert "JSC-C006" in outcome.stderr
    assert not (home / "numbers.log").exists()


def test_settings_cannot_rename_the_authority(tmp_path: Path, roster: Path) -> None:
    """A settings file that names another authority than the signed trust file is refused."""
    home = trial_home(tmp_path / "home")
    settings = home / "jscert.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("江苏省住房和城乡建设厅", "另一个单位", 1), encoding="utf-8")
    text = settings.read_text(encoding="utf-8")
    assert 'name = "另一个单位"' in text
    outcome = run_line("--home", str(home), "issue", str(roster))
    assert outcome.status == 5
    assert "authority.name" in outcome.stderr


def test_a_dry_run_lists_the_numbers(tmp_path: Path, roster: Path) -> None:
    """The numbers that would be given stand in the table, and the registry stays empty."""
    home = tmp_path / "home"
    run_line("init", str(home))
    outcome = run_line("--home", str(home), "issue", str(roster), "--dry-run")
    assert "苏建安A(2026)0100002" in outcome.stdout
    assert not (home / "numbers.log").exists()


def test_a_dry_run_misses_the_seal_too(tmp_path: Path, roster: Path) -> None:
    """A real authority without a seal's picture is refused before anybody relies on the numbers."""
    home, file = tmp_path / "home", tmp_path / "passphrase.txt"
    file.write_text(WORDS, encoding="utf-8")
    environment = {"JSCERT_PASSPHRASE_FILE": str(file)}
    run_line("init", str(home), "--own-root", "样例单位", environment=environment)
    words = ("--home", str(home), "issue", str(roster), "--dry-run")
    outcome = run_line(*words, environment=environment)
    assert (outcome.status, "JSC-L003" in outcome.stderr) == (5, True)


def test_blanks_in_a_name_are_told(tmp_path: Path) -> None:
    """王 小明 is issued as 王小明, and the clerk is told so."""
    home = tmp_path / "home"
    run_line("init", str(home))
    (someone,) = people(1)
    spaced = type(someone)(
        name=f"{someone.name[0]} {someone.name[1:]}",
        identity_number=someone.identity_number,
        employer=someone.employer,
    )
    roster = write_roster(tmp_path / "in" / "a.xlsx", [spaced])
    outcome = run_line("--home", str(home), "--json", "issue", str(roster))
    assert [one["code"] for one in json.loads(outcome.stdout)["warnings"]] == ["JSC-R027"]
    assert outcome.status == 0
