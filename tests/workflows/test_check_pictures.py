"""Photos that lie in a roster survive its marking: corrected where it is marked, it issues."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.issuing_builders import HEADER, SHEET, people, photo_bytes
from tests.marking_builders import parts_of
from tests.roster_builders import write_xlsx
from tests.rosters.picture_parts import (
    add_floating,
    add_placed_pictures,
    add_wps_pictures,
    change_part,
)
from tests.terminal_builders import run_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

each_kind = pytest.mark.parametrize("add", [add_floating, add_wps_pictures, add_placed_pictures])
PERSON, ANOTHER = people(1)[0], people(1, 112)[0]
WRONG = ANOTHER.identity_number[:17] + ("1" if ANOTHER.identity_number[17] != "1" else "2")


def faulty_roster(path: Path, add: Callable[..., Any]) -> Path:
    """Write two people with their photos in the roster; the second number is wrong."""
    rows = [PERSON.cells(), (ANOTHER.name, WRONG, ANOTHER.employer, ANOTHER.city)]
    write_xlsx(path, {SHEET: [(*HEADER, "照片"), *rows]})
    add(path, {"E2": photo_bytes(1), "E3": photo_bytes(2)})
    return path


@each_kind
def test_a_corrected_roster_keeps_its_photos(tmp_path: Path, add: Callable[..., Any]) -> None:
    """Checked, corrected in the marked workbook, issued: both people with their own pictures."""
    home = str(tmp_path / "home")
    run_line("init", home)
    roster = faulty_roster(tmp_path / "a.xlsx", add)
    assert run_line("--home", home, "check", str(roster)).status == 3
    marked = tmp_path / "a-checked.xlsx"
    change_part(marked, "xl/worksheets/sheet1.xml", WRONG, ANOTHER.identity_number)
    outcome = run_line("--home", home, "--json", "issue", str(marked))
    assert (outcome.status, json.loads(outcome.stdout).get("issued")) == (0, 2)


@each_kind
def test_parts_of_pictures_are_copied_byte_for_byte(
    tmp_path: Path, add: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pictures, and what joins them to cells, are the sender's own bytes."""
    monkeypatch.chdir(tmp_path)
    roster = faulty_roster(tmp_path / "a.xlsx", add)
    assert run_line("check", str(roster)).status == 3
    before = parts_of(roster.read_bytes())
    after = parts_of((tmp_path / "a-checked.xlsx").read_bytes())
    words = ("media/", "drawings/drawing", "cellimages", "richData", "metadata")
    pictured = [name for name in before if any(word in name for word in words)]
    assert pictured
    assert [name for name in pictured if after[name] != before[name]] == []
