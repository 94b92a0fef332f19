"""Issuing end to end: real workbooks, photos, registry, keys and files."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from jscert.certificates import read_record
from jscert.errors import Code, Exit, JscertError
from jscert.sealing.documents import open_document
from jscert.sealing.pdf_check import check_pdf
from jscert.sealing.purposes import Purpose
from tests.issuing_builders import (
    DAY,
    NOW,
    SHEET,
    issue_at,
    numbers,
    opened,
    order,
    people,
    trial_home,
    write_roster,
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a fresh trial authority."""
    return trial_home(tmp_path / "home")


def test_every_person_gets_a_number_in_roster_order(home: Path, tmp_path: Path) -> None:
    """Serials run in the roster's order from the first of the scope."""
    roster = write_roster(tmp_path / "in" / "a.xlsx", people(3))
    receipt = issue_at(home, order(roster))
    assert numbers(receipt) == tuple(f"苏建安A(2026)010000{n}" for n in (1, 2, 3))
    assert receipt.exit_status is Exit.DONE


def test_every_pdf_carries_its_own_record(home: Path, tmp_path: Path) -> None:
    """Each file is intact and says name, number and end of its own row."""
    rows = people(3)
    receipt = issue_at(home, order(write_roster(tmp_path / "in" / "a.xlsx", rows)))
    for row, certificate in zip(rows, receipt.certificates, strict=True):
        check = check_pdf((tmp_path / receipt.folder / certificate.file).read_bytes())
        record = read_record(check.attachments["record.json"])
        assert check.intact
        assert (record.name, record.number) == (row.name, certificate.number)
        assert record.valid_until == date(2029, 11, 22)


def test_issuing_again_issues_nothing_twice(home: Path, tmp_path: Path) -> None:
    """The same people on another day, in another order and file, are already held."""
    rows = people(4)
    issue_at(home, order(write_roster(tmp_path / "in" / "a.xlsx", rows)))
    other = write_roster(tmp_path / "in" / "b.xlsx", tuple(reversed(rows)))
    later = NOW + timedelta(days=40)
    receipt = issue_at(home, order(other, dated_on=DAY + timedelta(days=40)), now=later)
    assert receipt.certificates == ()
    assert receipt.batch == ""
    assert [a.number[-1] for a in receipt.already] == ["4", "3", "2", "1"]
    assert receipt.exit_status is Exit.DONE


def test_a_longer_roster_issues_only_the_new(home: Path, tmp_path: Path) -> None:
    """Rows already held are reported; the one that is new gets the next number."""
    issue_at(home, order(write_roster(tmp_path / "in" / "a.xlsx", people(2))))
    receipt = issue_at(home, order(write_roster(tmp_path / "in" / "a.xlsx", people(3))))
    assert numbers(receipt) == ("苏建安A(2026)0100003",)
    assert len(receipt.already) == 2


def test_other_facts_of_a_held_certificate_are_refused(home: Path, tmp_path: Path) -> None:
    """A held certificate with another employer is a change, not an issue."""
    (row,) = people(1)
    issue_at(home, order(write_roster(tmp_path / "in" / "a.xlsx", [row])))
    moved = replace(row, employer="江苏样例另一家建设有限公司")
    receipt = issue_at(home, order(write_roster(tmp_path / "in" / "b.xlsx", [moved])))
    assert [r.code for r in receipt.rejections] == [Code.HELD_WITH_OTHER_FACTS]
    assert receipt.exit_status is Exit.REJECTED


def test_keys_past_their_period_sign_nothing(home: Path, tmp_path: Path) -> None:
    """Two years after the authority was made its keys refuse, before anything is reserved."""
    roster = write_roster(tmp_path / "in" / "a.xlsx", people(1))
    with pytest.raises(JscertError) as caught:
        issue_at(home, order(roster, dated_on=date(2029, 11, 22)), now=NOW.replace(year=2029))
    assert caught.value.code is Code.KEY_PERIOD_OVER
    assert not (home / "numbers.log").exists()


def test_one_fault_stops_everything(home: Path, tmp_path: Path) -> None:
    """A wrong check digit in one row: nothing is reserved and nothing is written."""
    rows = people(3)
    wrong = rows[1].identity_number[:17] + ("1" if rows[1].identity_number[17] != "1" else "2")
    bad = (rows[0], replace(rows[1], identity_number=wrong), rows[2])
    receipt = issue_at(home, order(write_roster(tmp_path / "in" / "a.xlsx", bad)))
    assert receipt.stopped
    assert [r.code for r in receipt.rejections] == [Code.IDENTITY_CHECK_DIGIT]
    assert not (home / "numbers.log").exists()
    assert not any((home / "spool").iterdir())
    with opened(home) as office:
        assert office.registry.batches() == ()


def test_skip_rejected_issues_the_rest(home: Path, tmp_path: Path) -> None:
    """With --skip-rejected the good rows are numbered without a gap; the exit status is 4."""
    rows = people(3)
    bad = (rows[0], replace(rows[1], name=""), rows[2])
    wanted = order(write_roster(tmp_path / "in" / "a.xlsx", bad), skip_rejected=True)
    receipt = issue_at(home, wanted)
    assert numbers(receipt) == ("苏建安A(2026)0100001", "苏建安A(2026)0100002")
    assert receipt.exit_status is Exit.PARTLY


def test_a_dry_run_shows_the_numbers_and_keeps_nothing(home: Path, tmp_path: Path) -> None:
    """The numbers of a dry run are those the real run gives, and the registry stays empty."""
    roster = write_roster(tmp_path / "in" / "a.xlsx", people(3))
    dry = issue_at(home, order(roster, dry_run=True))
    with opened(home) as office:
        assert office.registry.batches() == ()
    assert numbers(dry) == numbers(issue_at(home, order(roster)))


def test_the_manifest_is_signed_and_names_every_pdf(home: Path, tmp_path: Path) -> None:
    """`manifest.json` opens under the trust file, and its part lists the PDFs with their digests."""
    receipt = issue_at(home, order(write_roster(tmp_path / "in" / "a.xlsx", people(3))))
    folder = home / "batches" / receipt.batch
    with opened(home) as office:
        document = open_document(
            (folder / "manifest.json").read_bytes(), Purpose.MANIFEST, office.keys.trust
        )
    predicate = json.loads(document.payload)["predicate"]
    part = json.loads((folder / predicate["parts"][0]["name"]).read_bytes())
    listed = {s["name"]: s["digest"]["sha256"] for s in part["subject"]}
    assert listed == {c.file: c.sha256 for c in receipt.certificates}


def test_the_returned_workbook_has_the_senders_rows_and_numbers(home: Path, tmp_path: Path) -> None:
    """Every row comes back as sent, identity number as text, with its certificate number."""
    rows = people(3)
    receipt = issue_at(home, order(write_roster(tmp_path / "in" / "a.xlsx", rows)))
    path = home / "batches" / receipt.batch / "roster-issued.xlsx"
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name(SHEET).to_python()
    told = [line for line in sheet if line[1] in {row.identity_number for row in rows}]
    assert [tuple(line[:5]) for line in told] == [
        (*row.cells(), number) for row, number in zip(rows, numbers(receipt), strict=True)
    ]


def test_rosters_of_one_name_are_kept_apart(home: Path, tmp_path: Path) -> None:
    """Two files called alike, in two folders, each come back with their own rows."""
    rosters = [
        write_roster(tmp_path / folder / "a.xlsx", people(1, first))
        for first, folder in ((1, "north"), (2, "south"))
    ]
    receipt = issue_at(home, order(*rosters))
    path = home / "batches" / receipt.batch / "roster-issued.xlsx"
    told = [
        line[0]
        for sheet in CalamineWorkbook.from_path(path).sheet_names
        for line in CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    ]
    assert {row.name for row in people(2)} <= set(told)
    assert [c.place.roster for c in receipt.certificates] == ["a.xlsx", "a.xlsx (2)"]


def test_out_gets_a_whole_copy(home: Path, tmp_path: Path) -> None:
    """The delivered folder has the same files as the archive."""
    wanted = order(write_roster(tmp_path / "in" / "a.xlsx", people(2)), out=tmp_path / "out")
    receipt = issue_at(home, wanted)
    archive = home / "batches" / receipt.batch
    names = {p.relative_to(archive) for p in archive.rglob("*")}
    copy = tmp_path / "out" / receipt.batch
    assert receipt.folder == str(copy)
    assert {p.relative_to(copy) for p in copy.rglob("*")} == names


def test_a_certificate_stays_small(home: Path, tmp_path: Path) -> None:
    """No file is larger than 105 KB."""
    receipt = issue_at(home, order(write_roster(tmp_path / "in" / "a.xlsx", people(2))))
    for certificate in receipt.certificates:
        assert (tmp_path / receipt.folder / certificate.file).stat().st_size <= 105_000


def test_the_same_roster_gives_a_lost_copy_again(home: Path, tmp_path: Path) -> None:
    """A copy that was thrown away comes back by the same command, and nothing is issued."""
    wanted = order(write_roster(tmp_path / "in" / "a.xlsx", people(2)), out=tmp_path / "out")
    first = issue_at(home, wanted)
    shutil.rmtree(first.folder)
    again = issue_at(home, wanted)
    assert (again.certificates, again.folder) == ((), first.folder)
    assert {path.name for path in Path(again.folder).glob("*.pdf")} == {
        certificate.file for certificate in first.certificates
    }


def test_an_unwritable_copy_reserves_nothing(home: Path, tmp_path: Path) -> None:
    """A file where the copy's folder should be stops the order before any number is given."""
    (tmp_path / "out").write_bytes(b"")
    wanted = order(write_roster(tmp_path / "in" / "a.xlsx", people(1)), out=tmp_path / "out")
    with pytest.raises(JscertError) as caught:
        issue_at(home, wanted)
    assert caught.value.code is Code.FOLDER_UNWRITABLE
    with opened(home) as office:
        assert office.registry.batches() == ()


@pytest.mark.parametrize(
    ("dated_on", "code"),
    [
        (date(2017, 9, 27), Code.DATE_BEFORE_ELECTRONIC),
        (DAY + timedelta(days=1), Code.DATE_FUTURE),
        (DAY - timedelta(days=31), Code.DATE_TOO_OLD),
    ],
)
def test_impossible_issue_dates_are_refused(
    home: Path, tmp_path: Path, dated_on: date, code: Code
) -> None:
    """A date before the notice, in the future or far back without a ground stops the order."""
    roster = write_roster(tmp_path / "in" / "a.xlsx", people(1))
    with pytest.raises(JscertError) as caught:
        issue_at(home, order(roster, dated_on=dated_on))
    assert caught.value.code is code


def test_no_identity_number_outside_pdf_and_workbook(home: Path, tmp_path: Path) -> None:
    """No file of the authority folder but PDFs and the returned workbook holds an ID number."""
    rows = people(2)
    issue_at(home, order(write_roster(tmp_path / "in" / "a.xlsx", rows)))
    for path in home.rglob("*"):
        if path.is_file() and path.suffix not in {".pdf", ".xlsx"}:
            data = path.read_bytes()
            for row in rows:
                assert row.identity_number.encode() not in data, path.name
                assert row.identity_number not in path.name


def test_a_certificate_of_another_kind_under_another_name_stops_the_order(
    home: Path, tmp_path: Path
) -> None:
    """One identity number does not get certificates of two names; the same name gets both kinds."""
    (person,) = people(1)
    issue_at(home, order(write_roster(tmp_path / "a" / "a.xlsx", [person])))
    renamed = replace(person, name="李另名")
    other = write_roster(tmp_path / "b" / "b.xlsx", [renamed], sheet="项目负责人")
    refused = issue_at(home, order(other))
    assert [fault.code for fault in refused.rejections] == [Code.HELD_UNDER_OTHER_NAME]
    same = write_roster(tmp_path / "c" / "c.xlsx", [person], sheet="项目负责人")
    assert len(issue_at(home, order(same)).certificates) == 1


def test_skipping_everybody_is_a_rejection(home: Path, tmp_path: Path) -> None:
    """With --skip-rejected and nobody left, nothing was done: 3, not 4."""
    (person,) = people(1)
    roster = write_roster(tmp_path / "in" / "a.xlsx", [replace(person, city="样例市")])
    receipt = issue_at(home, order(roster, skip_rejected=True))
    assert (receipt.exit_status, receipt.certificates) == (Exit.REJECTED, ())
