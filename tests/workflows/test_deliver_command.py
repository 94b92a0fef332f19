"""`jscert deliver`: a folder or ZIP for each employer, city or person; nothing half-written or twice."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import pyzipper
from openpyxl import load_workbook

from jscert.certificates import Act
from tests.exchange_builders import (
    ISSUED,
    NEW_EMPLOYER,
    NEW_NAME,
    PEOPLE,
    act_at,
    exchange_home,
    leave_change_open,
)
from tests.terminal_builders import Outcome, run_line

INDEX = "清单.xlsx"
PASSPHRASE = "correct-horse-battery"  # noqa: S105 - of a test


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give an authority with a history."""
    return exchange_home(tmp_path / "home")[0]


@pytest.fixture
def batch(home: Path) -> str:
    """Give the batch that was issued: the first."""
    told = json.loads(run_line("batches", "--home", str(home), "--json").stdout)
    return str(told["batches"][0]["batch"])


def deliver(home: Path, batch: str, *line: str, out: str = "out") -> Outcome:
    """Run `deliver` into a folder beside the home."""
    folder = str(home.parent / out)
    return run_line("deliver", batch, "-o", folder, "--home", str(home), "--json", *line)


def told(outcome: Outcome) -> dict[str, Any]:
    """Read what a delivery answered."""
    assert outcome.status == 0, outcome
    answer: dict[str, Any] = json.loads(outcome.stdout)
    return answer


def files(folder: Path) -> dict[str, set[str]]:
    """List each recipient's files."""
    return {one.name: {file.name for file in one.iterdir()} for one in folder.iterdir()}


def test_each_employer_gets_his_own(home: Path, batch: str) -> None:
    """At the newest revision, with the employer of today; the cancelled one goes to nobody."""
    answer = told(deliver(home, batch, "--by", "employer"))
    assert files(home.parent / "out") == {
        NEW_EMPLOYER: {INDEX, f"{ISSUED[0]}_r2.pdf"},
        PEOPLE[1].employer: {INDEX, f"{ISSUED[1]}_r2.pdf"},
        PEOPLE[3].employer: {INDEX, f"{ISSUED[3]}_r1.pdf"},
    }
    assert answer["left_out"] == [{"number": ISSUED[2], "reason": "cancelled"}]


def test_files_are_those_of_the_archive(home: Path, batch: str) -> None:
    """Byte for byte, and not the archive's own."""
    deliver(home, batch, "--by", "employer")
    name = f"{ISSUED[3]}_r1.pdf"
    archived = home / "batches" / batch / name
    delivered = home.parent / "out" / PEOPLE[3].employer / name
    assert delivered.read_bytes() == archived.read_bytes()
    assert not delivered.samefile(archived)


def test_a_city_gets_its_own(home: Path, batch: str) -> None:
    """All four are of 南京."""
    deliver(home, batch, "--by", "设区市")
    assert {name: len(some) for name, some in files(home.parent / "out").items()} == {"南京": 4}


def test_a_person_goes_by_masked_name_and_number(home: Path, batch: str) -> None:
    """Never by identity number."""
    deliver(home, batch, "--by", "person")
    assert set(files(home.parent / "out")) == {
        f"{PEOPLE[0].name[0]}某某_{ISSUED[0]}",
        f"{NEW_NAME[0]}某某_{ISSUED[1]}",
        f"{PEOPLE[3].name[0]}某某_{ISSUED[3]}",
    }


def test_the_index_says_what_is_there(home: Path, batch: str) -> None:
    """Number, name, masked identity number, kind, file; no full number anywhere."""
    deliver(home, batch, "--by", "employer")
    book = load_workbook(home.parent / "out" / PEOPLE[3].employer / INDEX)
    header, row = [list(row) for row in book.worksheets[0].values]
    assert header[0] == "证书编号"
    assert row[:4] == [
        ISSUED[3],
        PEOPLE[3].name,
        "320199********" + PEOPLE[3].identity_number[-4:],
        "安管人员A类（主要负责人）",
    ]
    assert f"{ISSUED[3]}_r1.pdf" in row
    assert "首次移交" in row


def test_a_suspended_certificate_stays_here(home: Path, batch: str) -> None:
    """What is not in force is listed with its reason, and not handed over."""
    act_at(home, Act.SUSPEND, numbers=(ISSUED[3],), ground="调查")
    answer = told(deliver(home, batch, "--by", "employer"))
    assert {"number": ISSUED[3], "reason": "suspended"} in answer["left_out"]
    assert PEOPLE[3].employer not in files(home.parent / "out")


def test_expired_ones_are_left_out(home: Path, batch: str) -> None:
    """All of them: then there is nobody to hand anything to."""
    outcome = deliver(home, batch, "--by", "employer", "--date", "2030-01-01")
    assert (outcome.status, json.loads(outcome.stdout)["code"]) == (3, "JSC-D012")
    assert not (home.parent / "out").exists()


def test_a_repeated_delivery_tells_what_is_new(home: Path, batch: str) -> None:
    """Only the certificate revised meanwhile is."""
    assert [one["new"] for one in told(deliver(home, batch, "--by", "employer"))["recipients"]] == [
        1,
        1,
        1,
    ]
    act_at(home, Act.REISSUE, (ISSUED[3],))
    again = told(deliver(home, batch, "--by", "employer", out="again"))
    new = {one["recipient"]: one["new"] for one in again["recipients"]}
    assert new == {NEW_EMPLOYER: 0, PEOPLE[1].employer: 0, PEOPLE[3].employer: 1}


def test_only_what_is_new_can_be_asked_for(home: Path, batch: str) -> None:
    """The rest is counted."""
    deliver(home, batch, "--by", "employer")
    act_at(home, Act.REISSUE, (ISSUED[3],))
    answer = told(deliver(home, batch, "--by", "employer", "--only-new", out="new"))
    assert answer["known"] == 2
    assert files(home.parent / "new") == {PEOPLE[3].employer: {INDEX, f"{ISSUED[3]}_r2.pdf"}}


def test_nothing_new_writes_nothing(home: Path, batch: str) -> None:
    """And is no fault."""
    deliver(home, batch, "--by", "employer")
    answer = told(deliver(home, batch, "--by", "employer", "--only-new", out="new"))
    assert (answer["recipients"], answer["known"]) == ([], 3)
    assert not (home.parent / "new").exists()


def test_the_log_holds_nobody(home: Path, batch: str) -> None:
    """Keyed digests only."""
    deliver(home, batch, "--by", "person")
    text = (home / "deliveries.jsonl").read_text("utf-8")
    words = [word for one in PEOPLE for word in (one.name, one.identity_number, one.employer)]
    assert not any(word in text for word in (*words, *ISSUED, NEW_EMPLOYER))


def test_what_is_in_the_way_stops_all(home: Path, batch: str) -> None:
    """Nobody gets anything before every target is known to be free."""
    mine = home.parent / "out" / PEOPLE[3].employer
    mine.mkdir(parents=True)
    outcome = deliver(home, batch, "--by", "employer")
    assert (outcome.status, json.loads(outcome.stdout)["code"]) == (6, "JSC-D013")
    assert files(home.parent / "out") == {PEOPLE[3].employer: set()}


def test_a_file_that_is_not_the_archived_one_is_not_handed_over(home: Path, batch: str) -> None:
    """Its recipient gets nothing, half a folder least of all."""
    archived = home / "batches" / batch / f"{ISSUED[3]}_r1.pdf"
    archived.chmod(0o600)
    archived.write_bytes(archived.read_bytes() + b"\n")
    outcome = deliver(home, batch, "--by", "city")
    assert (outcome.status, json.loads(outcome.stdout)["code"]) == (7, "JSC-V052")
    assert list((home.parent / "out").iterdir()) == []


def test_a_zip_holds_the_same(home: Path, batch: str) -> None:
    """Any program opens it."""
    deliver(home, batch, "--by", "employer", "--zip")
    with zipfile.ZipFile(home.parent / "out" / f"{PEOPLE[3].employer}.zip") as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {INDEX, f"{ISSUED[3]}_r1.pdf"}


def encrypted(home: Path, batch: str, passphrase: str = PASSPHRASE) -> Outcome:
    """Deliver ZIPs encrypted by a passphrase in a file."""
    file = home.parent / "口令.txt"
    file.write_text(f"{passphrase}\n", "utf-8")
    return deliver(home, batch, "--by", "employer", "--passphrase-file", str(file))


def test_a_passphrase_encrypts(home: Path, batch: str) -> None:
    """The files come out with it, byte for byte."""
    assert told(encrypted(home, batch))["encrypted"] is True
    name = f"{ISSUED[3]}_r1.pdf"
    with pyzipper.AESZipFile(home.parent / "out" / f"{PEOPLE[3].employer}.zip") as archive:
        archive.setpassword(PASSPHRASE.encode())
        assert archive.read(name) == (home / "batches" / batch / name).read_bytes()


def test_without_the_passphrase_nothing_opens(home: Path, batch: str) -> None:
    """Not even the index."""
    encrypted(home, batch)
    path = home.parent / "out" / f"{PEOPLE[3].employer}.zip"
    with pyzipper.AESZipFile(path) as archive, pytest.raises(RuntimeError):
        archive.read(INDEX)
    assert PEOPLE[3].name.encode() not in path.read_bytes()


@pytest.mark.parametrize("passphrase", ["short", "只有汉字的口令也不行的", "", "elevenchars"])
def test_a_weak_or_foreign_passphrase_is_refused(home: Path, batch: str, passphrase: str) -> None:
    """Twelve ASCII characters at least: the format stretches it too little, programs spell hanzi apart."""
    outcome = encrypted(home, batch, passphrase)
    assert (outcome.status, json.loads(outcome.stdout)["code"]) == (5, "JSC-D014")
    assert not (home.parent / "out").exists()


def test_a_batch_without_files_is_refused(home: Path) -> None:
    """Cancelling made none."""
    batches = json.loads(run_line("batches", "--home", str(home), "--json").stdout)["batches"]
    (cancelling,) = [one["batch"] for one in batches if one["act"] == "cancel"]
    outcome = deliver(home, cancelling, "--by", "employer")
    assert (outcome.status, json.loads(outcome.stdout)["code"]) == (3, "JSC-D010")


def test_a_batch_under_way_is_refused(home: Path) -> None:
    """Only what is published is handed over."""
    leave_change_open(home, ISSUED[3])
    batches = json.loads(run_line("batches", "--home", str(home), "--json").stdout)["batches"]
    (open_batch,) = [one["batch"] for one in batches if one["state"] == "open"]
    outcome = deliver(home, open_batch, "--by", "employer")
    assert (outcome.status, json.loads(outcome.stdout)["code"]) == (6, "JSC-D011")


def test_an_unknown_batch_is_told(home: Path) -> None:
    """As everywhere."""
    assert deliver(home, "20200101-aaaa", "--by", "employer").status == 6


@pytest.mark.parametrize("line", [("--by", "colour"), ()])
def test_how_to_sort_must_be_said(home: Path, batch: str, line: tuple[str, ...]) -> None:
    """By one of three."""
    assert deliver(home, batch, *line).status == 2


def test_the_table_shows_recipients_and_what_stayed(home: Path, batch: str) -> None:
    """For people."""
    folder = str(home.parent / "out")
    line = ("deliver", batch, "--by", "企业", "-o", folder, "--home", str(home))
    said = run_line(*line).stdout
    assert PEOPLE[3].employer in said
    assert "没有移交的（1 本）" in said
    assert "已注销" in said
