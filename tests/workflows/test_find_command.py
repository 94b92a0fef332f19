"""`jscert find`: by number, holder, employer, batch and end; nothing in the shell's history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from tests.exchange_builders import (
    ISSUED,
    NEW_EMPLOYER,
    NEW_NAME,
    PEOPLE,
    exchange_home,
    leave_change_open,
)
from tests.terminal_builders import run_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give an authority with a history."""
    return exchange_home(tmp_path / "home")[0]


def found(home: Path, *line: str) -> dict[str, Any]:
    """Run `find` and read its object."""
    outcome = run_line("find", *line, "--home", str(home), "--json")
    assert outcome.status == 0, outcome
    told: dict[str, Any] = json.loads(outcome.stdout)
    return told


def numbers(told: dict[str, Any]) -> list[str]:
    """List the numbers found."""
    return [one["number"] for one in told["certificates"]]


def test_a_name_finds_its_certificates(home: Path) -> None:
    """Facts come out with the identity number masked."""
    (one,) = found(home, "--name", PEOPLE[3].name)["certificates"]
    assert (one["number"], one["employer"]) == (ISSUED[3], PEOPLE[3].employer)
    assert one["identity_masked"] == "320199********" + PEOPLE[3].identity_number[-4:]


def test_a_former_name_finds_too_and_says_so(home: Path) -> None:
    """The row bears today's name and tells that another was asked for."""
    (one,) = found(home, "--name", PEOPLE[1].name)["certificates"]
    assert (one["number"], one["name"], one["by_former"]) == (ISSUED[1], NEW_NAME, ["name"])


def test_todays_name_is_no_former_one(home: Path) -> None:
    """Nothing to say where the name is the present one."""
    (one,) = found(home, "--name", NEW_NAME)["certificates"]
    assert one["by_former"] == []


def test_a_former_employer_finds_too(home: Path) -> None:
    """Both the old and the new employer lead to the certificate."""
    (by_old,) = found(home, "--employer", PEOPLE[0].employer)["certificates"]
    (by_new,) = found(home, "--employer", NEW_EMPLOYER)["certificates"]
    assert (by_old["number"], by_old["by_former"]) == (ISSUED[0], ["employer"])
    assert (by_new["number"], by_new["by_former"]) == (ISSUED[0], [])


def test_identity_numbers_come_from_a_file(home: Path, tmp_path: Path) -> None:
    """One a line, written as people write them."""
    spaced = " ".join((PEOPLE[0].identity_number[:6], PEOPLE[0].identity_number[6:]))
    file = tmp_path / "ids.txt"
    file.write_text(f"\ufeff{spaced}\n\n{PEOPLE[3].identity_number}\n", "utf-8")
    assert numbers(found(home, "--id-file", str(file))) == [ISSUED[0], ISSUED[3]]


def test_a_wrong_identity_number_is_told_by_its_place(home: Path, tmp_path: Path) -> None:
    """Which one is wrong is said, the number itself is not."""
    file = tmp_path / "ids.txt"
    file.write_text(f"{PEOPLE[0].identity_number}\n320199199001010019\n", "utf-8")
    outcome = run_line("find", "--id-file", str(file), "--home", str(home))
    assert (outcome.status, "JSC-D001" in outcome.stderr) == (2, True)
    assert "第 2 个" in outcome.stderr
    assert "320199" not in outcome.stderr


def test_without_a_terminal_no_number_is_asked_for(home: Path) -> None:
    """The option that answers in advance is named."""
    outcome = run_line("find", "--id", "--home", str(home))
    assert (outcome.status, "--id-file" in outcome.stderr) == (2, True)


@pytest.mark.parametrize("option", ["--name", "--employer", ""])
def test_an_identity_number_in_the_line_is_refused(home: Path, option: str) -> None:
    """It stands in the shell's history already, but it shall not become a habit."""
    words = [word for word in (option, PEOPLE[0].identity_number) if word]
    outcome = run_line("find", *words, "--home", str(home))
    assert (outcome.status, "--id" in outcome.stderr) == (2, True)
    assert PEOPLE[0].identity_number not in outcome.stderr


def test_a_number_is_found_however_spelled(home: Path) -> None:
    """Full-width brackets and all."""
    assert numbers(found(home, "苏建安Ａ（2026）0100004")) == [ISSUED[3]]


def test_unknown_numbers_are_told(home: Path) -> None:
    """What is there is shown, what nobody knows is named."""
    told = found(home, ISSUED[3], "苏建安A(2026)0199999", "豫A12345")
    assert numbers(told) == [ISSUED[3]]
    assert told["unknown"] == ["苏建安A(2026)0199999", "豫A12345"]


def test_criteria_must_all_hold(home: Path) -> None:
    """A name and another one's employer find nobody."""
    assert found(home, "--name", PEOPLE[3].name, "--employer", NEW_EMPLOYER)["found"] == 0


def test_values_of_one_criterion_are_alternatives(home: Path) -> None:
    """Two names find two people."""
    line = ("--name", PEOPLE[0].name, "--name", PEOPLE[3].name)
    assert numbers(found(home, *line)) == [ISSUED[0], ISSUED[3]]


@pytest.mark.parametrize(
    ("day", "span", "count"),
    [
        ("2029-08-24", "90d", 3),
        ("2029-08-23", "90d", 0),
        ("2029-08-22", "3m", 3),
        ("2029-08-21", "3m", 0),
        ("2029-11-08", "2w", 3),
        ("2029-11-22", "0", 3),
        ("2029-11-23", "90d", 0),
    ],
)
def test_ends_inside_a_window_are_found(home: Path, day: str, span: str, count: int) -> None:
    """All end on 2029-11-22, the first and last day of the window included; ended ones do not count."""
    assert found(home, "--expires-within", span, "--date", day)["found"] == count


def test_expired_ones_are_found_after_their_last_day(home: Path) -> None:
    """Days left are negative then, and the state says so."""
    assert found(home, "--expired", "--date", "2029-11-22")["found"] == 0
    told = found(home, "--expired", "--date", "2029-11-24")
    assert {(one["state"], one["days_left"]) for one in told["certificates"]} == {("expired", -2)}


@pytest.mark.parametrize("span", ["x", "-3d", "3y", "999999d", "99999m"])
def test_a_span_that_is_none_is_refused(home: Path, span: str) -> None:
    """With an example of what is one."""
    outcome = run_line("find", f"--expires-within={span}", "--home", str(home))
    assert (outcome.status, "JSC-D002" in outcome.stderr) == (2, True)


def test_a_batch_finds_its_certificates(tmp_path: Path) -> None:
    """Ended ones too, with their state."""
    home, batch = exchange_home(tmp_path / "other")
    told = found(home, "--batch", batch)
    assert numbers(told) == list(ISSUED)
    assert [one["state"] for one in told["certificates"]] == ["valid"] * 2 + ["cancelled", "valid"]


def test_an_unknown_batch_is_told(home: Path) -> None:
    """As `batches` tells it."""
    assert run_line("find", "--batch", "20200101-aaaa", "--home", str(home)).status == 6


def test_nothing_asked_is_wrong_usage(home: Path) -> None:
    """A registry is not listed by accident."""
    assert run_line("find", "--home", str(home)).status == 2


def test_the_table_masks_the_identity_number(home: Path) -> None:
    """Name and state stand in it, the number does not."""
    outcome = run_line("find", ISSUED[2], "--home", str(home))
    assert PEOPLE[2].name in outcome.stdout
    assert "已注销" in outcome.stdout
    assert PEOPLE[2].identity_number not in outcome.stdout


def test_an_ended_certificate_has_no_days_left(home: Path) -> None:
    """Its printed end no longer means anything."""
    assert [one["days_left"] for one in found(home, ISSUED[2])["certificates"]] == [None]


def test_a_workbook_for_reminders_holds_all(home: Path, tmp_path: Path) -> None:
    """Number, name, employer, masked number, kind, end and days left; nothing else is shown then."""
    path = tmp_path / "到期.xlsx"
    line = ("--expires-within", "90d", "--date", "2029-11-01", "-o", str(path))
    outcome = run_line("find", *line, "--home", str(home))
    assert (outcome.status, "3 本" in outcome.stdout) == (0, True)
    rows: list[Sequence[Any]] = list(load_workbook(path).worksheets[0].values)
    assert rows[0][0] == "证书编号"
    assert rows[1][0] == ISSUED[0]
    assert "21" in rows[1]
    assert PEOPLE[0].identity_number not in [cell for row in rows for cell in row]


def test_a_workbook_is_not_written_over(home: Path, tmp_path: Path) -> None:
    """Before anything is looked up."""
    path = tmp_path / "到期.xlsx"
    path.write_bytes(b"mine")
    assert run_line("find", ISSUED[0], "-o", str(path), "--home", str(home)).status == 2
    assert path.read_bytes() == b"mine"


def test_a_revision_under_way_does_not_hide_the_published_one(home: Path) -> None:
    """What is found is what is published, though the registry's newest row says otherwise."""
    leave_change_open(home, ISSUED[3])
    (one,) = found(home, ISSUED[3])["certificates"]
    assert (one["name"], one["employer"], one["revision"]) == (
        PEOPLE[3].name,
        PEOPLE[3].employer,
        1,
    )
