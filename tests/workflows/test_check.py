"""`jscert check`, and what goes back to the sender of a roster with faults."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from jscert.errors import Code, Exit
from jscert.families.catalogue import catalogue
from jscert.issuing.checking import check
from jscert.presswork.lock import exclusive
from jscert.roster.limits import OrderRules
from jscert.settings import default_settings
from jscert.workbooks.archive import is_as_written
from tests.issuing_builders import (
    HEADER,
    Someone,
    issue_at,
    opened,
    order,
    people,
    write_roster,
)
from tests.marking_builders import FAULT_RGB, colours_of, comments_of, parts_of, with_parts
from tests.terminal_builders import run_line

if TYPE_CHECKING:
    from tests.terminal_builders import Outcome

LISTED = "检查结果"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def apart(count: int, first: int = 1) -> tuple[Someone, ...]:
    """Invent people whose numbers are not alike."""
    return tuple(people(1, first + 111 * place)[0] for place in range(count))


def damaged(rows: tuple[Someone, ...], place: int = 1) -> tuple[Someone, ...]:
    """Give one person a wrong check digit."""
    number = rows[place].identity_number
    wrong = number[:17] + ("1" if number[17] != "1" else "2")
    return (*rows[:place], replace(rows[place], identity_number=wrong), *rows[place + 1 :])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Found a trial authority."""
    assert run_line("init", str(tmp_path / "home")).status == 0
    return tmp_path / "home"


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Write a roster of three with one fault, in B3; the photos are right."""
    write_roster(tmp_path / "in" / "a.xlsx", apart(3))
    return write_roster(tmp_path / "in" / "a.xlsx", damaged(apart(3)))


def checked(home: Path, *line: str | Path) -> tuple[Outcome, dict[str, Any]]:
    """Run the command with `--json`."""
    outcome = run_line("--home", str(home), "--json", "check", *map(str, line))
    return outcome, json.loads(outcome.stdout)


def correct(path: Path, cell: str, value: str) -> None:
    """Correct a cell as a sender would, in the marked workbook."""
    book = openpyxl.load_workbook(path)
    book.worksheets[0][cell] = value
    book.save(path)


def test_a_roster_without_fault_passes(home: Path, tmp_path: Path) -> None:
    """Nothing to say: exit 0, no workbook."""
    roster = write_roster(tmp_path / "in" / "a.xlsx", apart(2))
    outcome, report = checked(home, roster)
    assert outcome.status == 0
    assert report == {
        "format": "jscert-check/1",
        "rosters": [{"roster": "a.xlsx", "rows": 2, "faulty": 0, "workbook": None}],
        "compared": True,
        "rejections": [],
        "warnings": [],
        "already": [],
    }
    assert [path.name for path in roster.parent.glob("*.xlsx")] == ["a.xlsx"]


def test_faults_are_reported_and_marked(home: Path, faulty: Path) -> None:
    """Exit 3; the fault stands in the report and in a workbook beside the roster."""
    outcome, report = checked(home, faulty)
    workbook = faulty.with_name("a-checked.xlsx")
    assert outcome.status == 3
    assert report["rosters"] == [
        {"roster": "a.xlsx", "rows": 3, "faulty": 1, "workbook": str(workbook)}
    ]
    assert [(r["row"], r["column"], r["code"]) for r in report["rejections"]] == [
        (3, "B", "JSC-R033")
    ]
    data = workbook.read_bytes()
    sheet = openpyxl.load_workbook(workbook).sheetnames[0]
    assert colours_of(data, sheet) == {"B3": FAULT_RGB}
    assert "JSC-R033" in comments_of(data, sheet)["B3"]


def test_the_error_rate_stands_on_top(home: Path, faulty: Path) -> None:
    """Terminal and list begin with people, faulty people and their share."""
    outcome = run_line("--home", str(home), "check", str(faulty))
    rate = "名册 3 人，1 人有问题（33.3 %）"
    assert outcome.stdout.splitlines()[0].endswith(rate)
    page = openpyxl.load_workbook(faulty.with_name("a-checked.xlsx"))[LISTED]
    assert page["A2"].value == rate


def test_nothing_is_reserved_or_kept(home: Path, faulty: Path) -> None:
    """The authority folder is as before: no batch, no number, no photo."""
    before = {path.relative_to(home) for path in home.rglob("*")}
    checked(home, faulty)
    assert {path.relative_to(home) for path in home.rglob("*")} == before
    with opened(home) as office:
        assert office.registry.batches() == ()


def test_the_roster_itself_stays_as_it_is(home: Path, faulty: Path) -> None:
    """Only the workbook beside it is written."""
    before = faulty.read_bytes()
    checked(home, faulty)
    assert faulty.read_bytes() == before


def test_history_is_looked_at(home: Path, tmp_path: Path) -> None:
    """Who holds a certificate with other facts is refused, who holds an equal one is told."""
    rows = apart(2)
    issue_at(home, order(write_roster(tmp_path / "in" / "a.xlsx", rows)))
    moved = (rows[0], replace(rows[1], employer="江苏另一建设有限公司"))
    outcome, report = checked(home, write_roster(tmp_path / "in" / "b.xlsx", moved))
    assert outcome.status == 3
    assert [one["code"] for one in report["rejections"]] == ["JSC-R070"]
    assert [one["row"] for one in report["already"]] == [2]
    page = openpyxl.load_workbook(tmp_path / "in" / "b-checked.xlsx").worksheets[0]
    assert page["B3"].comment is not None


def test_nobody_has_to_wait_for_a_check(home: Path, faulty: Path) -> None:
    """It takes no lock: a batch may be on its way."""
    with exclusive(home / "office.lock"):
        outcome, _ = checked(home, faulty)
    assert outcome.status == 3


def test_senders_need_no_authority(
    tmp_path: Path, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an authority folder everything but history is checked, and that is said."""
    monkeypatch.chdir(tmp_path)
    outcome = run_line("check", str(faulty))
    assert outcome.status == 3
    assert "没有与登记簿核对" in outcome.stderr
    page = openpyxl.load_workbook(faulty.with_name("a-checked.xlsx"))[LISTED]
    assert any("登记簿" in str(row[0].value) for row in page.iter_rows(max_row=6))


def test_a_home_that_was_named_must_be_there(tmp_path: Path, faulty: Path) -> None:
    """Naming a folder that is none is no way to leave history out."""
    outcome = run_line("--home", str(tmp_path / "none"), "check", str(faulty))
    assert (outcome.status, "JSC-C001" in outcome.stderr) == (5, True)


def test_the_corrected_workbook_issues(home: Path, faulty: Path) -> None:
    """Corrected where it is marked and sent back, everybody is issued, and nothing is said of our sheet."""
    checked(home, faulty)
    workbook = faulty.with_name("a-checked.xlsx")
    correct(workbook, "B3", apart(3)[1].identity_number)
    outcome = run_line("--home", str(home), "--json", "issue", str(workbook))
    receipt = json.loads(outcome.stdout)
    assert (outcome.status, receipt["issued"], receipt["warnings"]) == (0, 3, [])


def test_a_second_check_replaces_the_first(home: Path, faulty: Path) -> None:
    """Run again, the same command leaves one workbook."""
    checked(home, faulty)
    checked(home, faulty)
    names = sorted(path.name for path in faulty.parent.glob("*.xlsx"))
    assert names == ["a-checked.xlsx", "a.xlsx"]


def test_what_a_sender_saved_is_never_written_over(home: Path, faulty: Path) -> None:
    """A workbook somebody has worked in stays; the new one takes the next name."""
    checked(home, faulty)
    correct(faulty.with_name("a-checked.xlsx"), "A2", "赵改正")
    before = faulty.with_name("a-checked.xlsx").read_bytes()
    _, report = checked(home, faulty)
    assert faulty.with_name("a-checked.xlsx").read_bytes() == before
    assert report["rosters"][0]["workbook"] == str(faulty.with_name("a-checked-2.xlsx"))


def test_a_marked_workbook_checked_again_gets_the_next_number(home: Path, faulty: Path) -> None:
    """Half corrected: the old mark goes, the new workbook has only what is left."""
    rows = damaged(damaged(apart(3)), 0)
    write_roster(faulty, rows)
    checked(home, faulty)
    workbook = faulty.with_name("a-checked.xlsx")
    correct(workbook, "B3", apart(3)[1].identity_number)
    _, report = checked(home, workbook)
    second = faulty.with_name("a-checked-2.xlsx")
    assert report["rosters"][0]["workbook"] == str(second)
    data = second.read_bytes()
    sheet = openpyxl.load_workbook(second).sheetnames[0]
    assert colours_of(data, sheet) == {"B2": FAULT_RGB}
    assert comments_of(data, sheet).keys() == {"B2"}


def test_rosters_do_not_take_each_others_names(home: Path, tmp_path: Path) -> None:
    """Two rosters of one name each get a workbook in the folder asked for."""
    rosters = [
        write_roster(tmp_path / folder / "a.xlsx", damaged(apart(2, first)))
        for first, folder in ((1, "north"), (5, "south"))
    ]
    _, report = checked(home, *rosters, "--out", tmp_path / "back")
    names = [Path(one["workbook"]).name for one in report["rosters"]]
    assert names == ["a-checked.xlsx", "a-checked-2.xlsx"]
    assert all(is_as_written((tmp_path / "back" / name).read_bytes()) for name in names)


def test_a_folder_that_cannot_be_written_stops_nothing(
    home: Path, faulty: Path, tmp_path: Path
) -> None:
    """The faults are told as usual, and that the workbook was not written."""
    (tmp_path / "back").write_bytes(b"")
    outcome, report = checked(home, faulty, "--out", tmp_path / "back")
    assert outcome.status == 3
    assert [one["code"] for one in report["warnings"]] == ["JSC-B010"]
    assert report["rosters"][0]["workbook"] is None


def test_no_workbook_was_asked_for(home: Path, faulty: Path) -> None:
    """`--no-workbook` writes nothing at all."""
    outcome, report = checked(home, faulty, "--no-workbook")
    assert (outcome.status, report["rosters"][0]["workbook"]) == (3, None)
    assert [path.name for path in faulty.parent.glob("*.xlsx")] == ["a.xlsx"]


def test_a_name_with_an_identity_number_is_not_repeated(home: Path, tmp_path: Path) -> None:
    """No identity number enters the name of a file of ours."""
    rows = damaged(apart(2))
    roster = write_roster(tmp_path / "in" / f"{rows[0].identity_number}.xlsx", rows)
    _, report = checked(home, roster)
    assert Path(report["rosters"][0]["workbook"]).name == "名册-checked.xlsx"


def test_no_identity_number_leaves_the_senders_own_cells(home: Path, faulty: Path) -> None:
    """Terminal, list and comments show numbers masked."""
    outcome = run_line("--home", str(home), "check", str(faulty))
    numbers = [row.identity_number for row in damaged(apart(3))]
    assert not any(number in outcome.stdout + outcome.stderr for number in numbers)
    parts = parts_of(faulty.with_name("a-checked.xlsx").read_bytes())
    ours = [data for name, data in parts.items() if "comments" in name or "sheet2" in name]
    assert len(ours) == 2
    assert not any(number.encode() in data for number in numbers for data in ours)


def test_a_roster_changed_meanwhile_is_not_marked(faulty: Path) -> None:
    """Marks would stand in the wrong cells, so none are written and it is said."""
    settings = default_settings()
    rules = OrderRules(screening=settings.screening, synonyms=settings.synonyms)

    def touch(step: str, *_: int) -> None:
        if step == "screen":
            write_roster(faulty, apart(5))

    report = check(order(faulty), (catalogue(), None, NOON), rules, touch)
    assert [warning.code for warning in report.warnings] == [Code.ROSTER_CHANGED]
    assert report.exit_status is Exit.REJECTED


def test_a_text_file_comes_back_as_a_workbook(home: Path, tmp_path: Path) -> None:
    """A .csv with a fault is returned as .xlsx with its cells as text, and corrected it issues."""
    rows = damaged(apart(2))
    roster = write_roster(tmp_path / "in" / "企业主要负责人.xlsx", apart(2)).with_suffix(".csv")
    lines = [HEADER, *(row.cells() for row in rows)]
    roster.write_text("\n".join(map(",".join, lines)), encoding="utf-8")
    _, report = checked(home, roster, "--kind", "safety-a")
    workbook = Path(report["rosters"][0]["workbook"])
    cell = openpyxl.load_workbook(workbook).worksheets[0]["B2"]
    assert (workbook.suffix, cell.data_type, cell.value) == (".xlsx", "s", rows[0].identity_number)
    correct(workbook, "B3", apart(2)[1].identity_number)
    outcome = run_line(
        *("--home", str(home), "--json", "issue", str(workbook), "--kind", "safety-a")
    )
    assert json.loads(outcome.stdout)["issued"] == 2


def test_a_rounded_number_is_not_made_whole_by_the_copy(home: Path, tmp_path: Path) -> None:
    """What was refused in a text file is refused in its workbook too, until it is corrected."""
    number = "320199198001010000"  # its last digits were cut off by a spreadsheet program
    row = replace(apart(1)[0], identity_number=number)
    roster = tmp_path / "企业主要负责人.csv"
    roster.write_text("\n".join(map(",".join, [HEADER, row.cells()])), encoding="utf-8")
    _, first = checked(home, roster, "--kind", "safety-a")
    assert [one["code"] for one in first["rejections"]] == ["JSC-R093"]
    _, second = checked(home, first["rosters"][0]["workbook"], "--kind", "safety-a")
    assert [one["code"] for one in second["rejections"]] == ["JSC-R031"]


def test_a_workbook_that_is_not_understood_is_copied(home: Path, faulty: Path) -> None:
    """A spelling the marks cannot be put into gives a plain copy, which says so."""
    data = faulty.read_bytes()
    sheet = parts_of(data)["xl/worksheets/sheet1.xml"]
    odd = sheet.replace(b"<sheetData>", b"<!-- rows --><sheetData>")
    faulty.write_bytes(with_parts(data, {"xl/worksheets/sheet1.xml": odd}))
    _, report = checked(home, faulty)
    book = openpyxl.load_workbook(report["rosters"][0]["workbook"])
    assert book.worksheets[0]["B3"].fill.fgColor.rgb == FAULT_RGB
    said = [str(row[0].value) for row in book[LISTED].iter_rows(max_row=6)]
    assert any("副本" in line for line in said)


def test_issue_returns_the_same_workbook_when_it_stops(home: Path, faulty: Path) -> None:
    """A rejected order tells where the faults are marked, and the receipt names the workbook."""
    outcome = run_line("--home", str(home), "--json", "issue", str(faulty))
    receipt = json.loads(outcome.stdout)
    workbook = faulty.with_name("a-checked.xlsx")
    assert (outcome.status, receipt["rosters"][0]["workbook"]) == (3, str(workbook))
    by_issue = workbook.read_bytes()
    checked(home, faulty)
    assert workbook.read_bytes() == by_issue


def test_issue_returns_the_workbook_when_rows_were_skipped(home: Path, faulty: Path) -> None:
    """With --skip-rejected the rest is issued and the faults go back (exit 4)."""
    outcome = run_line("--home", str(home), "--json", "issue", str(faulty), "--skip-rejected")
    receipt = json.loads(outcome.stdout)
    assert (outcome.status, receipt["issued"]) == (4, 2)
    assert Path(receipt["rosters"][0]["workbook"]).exists()


def test_a_dry_run_writes_no_workbook(home: Path, faulty: Path) -> None:
    """A dry run leaves nothing behind."""
    run_line("--home", str(home), "issue", str(faulty), "--dry-run")
    assert [path.name for path in faulty.parent.glob("*.xlsx")] == ["a.xlsx"]


def test_a_number_in_the_names_of_file_and_sheet_is_hidden(tmp_path: Path) -> None:
    """Somebody names a roster after a person: neither text nor JSON repeats the number."""
    (someone,) = people(1)
    number = someone.identity_number
    path = write_roster(
        tmp_path / "in" / f"{number}.xlsx", [replace(someone, city="")], sheet=f"主要负责人{number}"
    )
    for line in (("check",), ("--json", "check"), ("--json", "preview", "--row", "2")):
        outcome = run_line(*line, str(path), *(() if "preview" in line else ("--no-workbook",)))
        assert outcome.status == Exit.REJECTED
        assert number not in outcome.stdout + outcome.stderr
