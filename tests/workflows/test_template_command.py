"""`jscert template` as typed: where the file goes, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.issuing_builders import trial_home
from tests.terminal_builders import run_line

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder without an authority."""
    monkeypatch.chdir(tmp_path)


def test_the_file_is_named_after_its_kind(tmp_path: Path) -> None:
    """Without -o it lies in the working folder, under a name that says what it is."""
    outcome = run_line("template", "安管A")
    assert outcome.status == 0
    assert [path.name for path in tmp_path.iterdir()] == ["名册模板-安管人员A类.xlsx"]
    assert "名册模板-安管人员A类.xlsx" in outcome.stdout


def test_json_names_kind_and_file(tmp_path: Path) -> None:
    """Another program learns what was made."""
    outcome = run_line("--json", "template", "特种作业", "-o", "sub.xlsx")
    assert json.loads(outcome.stdout) == {
        "format": "jscert-template/1",
        "kind": "special-operations",
        "kind_name": "特种作业人员",
        "file": "sub.xlsx",
    }
    assert (tmp_path / "sub.xlsx").is_file()


def test_a_folder_gets_the_usual_name(tmp_path: Path) -> None:
    """-o may name a folder."""
    (tmp_path / "sub").mkdir()
    assert run_line("template", "现场管理", "-o", "sub").status == 0
    assert (tmp_path / "sub" / "名册模板-现场管理人员.xlsx").is_file()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A file that is there stays as it is."""
    (tmp_path / "mine.xlsx").write_bytes(b"mine")
    outcome = run_line("template", "安管A", "-o", "mine.xlsx")
    assert (outcome.status, "JSC-T010" in outcome.stderr) == (2, True)
    assert (tmp_path / "mine.xlsx").read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("安全",), "JSC-T012"),
        (("no such kind",), "JSC-T012"),
        (("安管A", "-o", "a.pdf"), "JSC-T011"),
        ((), "JSC-T001"),
    ],
)
def test_wrong_lines_are_refused(line: tuple[str, ...], code: str, tmp_path: Path) -> None:
    """An unclear kind, another suffix, no kind at all: nothing is written."""
    outcome = run_line("template", *line)
    assert (outcome.status, code in outcome.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A file in a missing folder cannot be written; no folder is made."""
    outcome = run_line("template", "安管A", "-o", "missing/a.xlsx")
    assert (outcome.status, "JSC-B001" in outcome.stderr) == (6, True)
    assert list(tmp_path.iterdir()) == []


def test_trades_of_the_settings_can_be_chosen(tmp_path: Path) -> None:
    """A trade that the authority recognises stands in the list."""
    home = trial_home(tmp_path / "home")
    settings = home / "jscert.toml"
    text = settings.read_text(encoding="utf-8")
    assert "建筑焊工" in text
    settings.write_text(text.replace('"建筑焊工"', '"深井打桩工"'), encoding="utf-8")
    assert run_line("--home", str(home), "template", "特种", "-o", "a.xlsx").status == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    hidden = next(page for page in book.worksheets if page.sheet_state == "veryHidden")
    assert "深井打桩工" in {cell.value for column in hidden.columns for cell in column}
