"""`jscert export`: the exchange's fields, full or since a mark; complete or not there."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from jscert.certificates import Act
from jscert.issuing import roll_forward
from jscert.messages.exchange import FIELD_WORDS
from tests.exchange_builders import (
    ISSUED,
    ISSUER,
    NEW_EMPLOYER,
    NEW_NAME,
    PEOPLE,
    act_at,
    exchange_home,
    leave_change_open,
    set_issuer,
)
from tests.issuing_builders import issue_at, opened, order, people, trial_home, write_roster
from tests.terminal_builders import Outcome, run_line

if TYPE_CHECKING:
    from pathlib import Path

TYPE = "1.2.156.3005.2.11100000000013338W011"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give an authority with a history."""
    return exchange_home(tmp_path / "home")[0]


def export(home: Path, *line: str, name: str = "all.jsonl") -> Outcome:
    """Run `export` for a trial authority."""
    path = home.parent / name
    return run_line(
        "export", "--allow-trial", "--json", "-o", str(path), "--home", str(home), *line
    )


def records(home: Path, *line: str, name: str = "all.jsonl") -> dict[str, dict[str, Any]]:
    """Export and read the records by number."""
    outcome = export(home, *line, name=name)
    assert outcome.status == 0, outcome
    lines = (home.parent / name).read_text("utf-8").splitlines()
    return {record["certNum"]: record for record in map(json.loads, lines)}


def test_a_record_has_every_field_of_the_exchange(home: Path) -> None:
    """Names, order and values as the reference page has them."""
    record = records(home)[ISSUED[3]]
    assert record == {
        "zzeCertID": None,
        "certNum": ISSUED[3],
        "provinceNum": "320000",
        "issuAuth": "江苏省住房和城乡建设厅",
        "issuAuthCode": None,
        "issuedDate": "2026-11-22",
        "issuDate": "2026-11-22",
        "effectiveDate": "2026-11-22",
        "expiringDate": "2029-11-22",
        "name": PEOPLE[3].name,
        "gender": "2",
        "birthDate": "1980-01-01",
        "identityCard": PEOPLE[3].identity_number,
        "identityCardType": "111",
        "companyName": PEOPLE[3].employer,
        "creditCode": None,
        "categoryCode": "A",
        "operationCategory": None,
        "categoryDescription": None,
        "certState": "01",
        "associatedZzeCertID": None,
        "kind": "safety-a",
        "postCode": None,
        "post": None,
        "formerCertNums": [],
        "revision": 1,
        "medium": "electronic",
        "trial": True,
    }
    assert list(record) == list(FIELD_WORDS)


def test_records_stand_in_order_of_numbers(home: Path) -> None:
    """Every certificate once, ended ones with their state."""
    told = records(home)
    assert list(told) == list(ISSUED)
    assert [record["certState"] for record in told.values()] == ["01", "01", "04", "01"]


def test_the_same_registry_gives_the_same_bytes(home: Path) -> None:
    """Nothing of an export depends on when or where it is made."""
    export(home)
    export(home, name="again.jsonl")
    assert (home.parent / "all.jsonl").read_bytes() == (home.parent / "again.jsonl").read_bytes()


def test_a_changed_certificate_has_its_newest_facts(home: Path) -> None:
    """Those of the present revision."""
    told = records(home)
    assert told[ISSUED[0]]["companyName"] == NEW_EMPLOYER
    assert (told[ISSUED[1]]["name"], told[ISSUED[1]]["revision"]) == (NEW_NAME, 2)


def test_a_revision_under_way_is_not_told(home: Path) -> None:
    """The published one is."""
    leave_change_open(home, ISSUED[3])
    record = records(home)[ISSUED[3]]
    assert (record["companyName"], record["revision"]) == (PEOPLE[3].employer, 1)


def test_identifiers_need_the_issuers_code(home: Path) -> None:
    """With it every revision has its own, and names the one before it."""
    set_issuer(home)
    told = records(home)
    assert told[ISSUED[3]]["zzeCertID"].startswith(f"{TYPE}.{ISSUER}.20260100004.001.")
    assert told[ISSUED[0]]["zzeCertID"].startswith(f"{TYPE}.{ISSUER}.20260100001.002.")
    assert told[ISSUED[0]]["associatedZzeCertID"].startswith(f"{TYPE}.{ISSUER}.20260100001.001.")
    assert told[ISSUED[0]]["issuAuthCode"] == ISSUER


def test_a_wrong_issuers_code_is_refused(home: Path) -> None:
    """Its own check character is looked at when settings are read."""
    set_issuer(home, ISSUER[:-1] + "6")
    outcome = export(home)
    assert (outcome.status, json.loads(outcome.stdout)["code"]) == (5, "JSC-C005")


def test_renumbering_names_the_former_number(home: Path) -> None:
    """The old number is listed, and its identifier is the associated one."""
    set_issuer(home)
    act_at(home, Act.RENUMBER, (ISSUED[3],))
    told = records(home)
    (record,) = (record for record in told.values() if record["formerCertNums"])
    assert record["formerCertNums"] == [ISSUED[3]]
    assert ".20260100004.001." in record["associatedZzeCertID"]


def test_a_holder_who_moved_away_has_a_code_of_his_own(home: Path) -> None:
    """转出 is not 注销 in the exchange of 安管."""
    act_at(home, Act.TRANSFER_OUT, (ISSUED[3],), ground="转往浙江")
    assert records(home)[ISSUED[3]]["certState"] == "06"


def test_states_are_those_of_the_day(home: Path) -> None:
    """After the last day those in force read as expired."""
    told = records(home, "--date", "2029-11-23")
    assert [record["certState"] for record in told.values()] == ["05", "05", "04", "05"]


def test_a_mark_tells_only_what_happened_since(home: Path) -> None:
    """The mark that an export gives leads to what was acted upon after it."""
    mark = json.loads(export(home).stdout)["mark"]
    act_at(home, Act.SUSPEND, numbers=(ISSUED[3],), ground="调查")
    told = records(home, "--since", str(mark), name="since.jsonl")
    assert {number: record["certState"] for number, record in told.items()} == {ISSUED[3]: "02"}


def test_nothing_new_gives_an_empty_file(home: Path) -> None:
    """And the same mark."""
    mark = json.loads(export(home).stdout)["mark"]
    outcome = export(home, "--since", str(mark), name="since.jsonl")
    assert json.loads(outcome.stdout)["mark"] == mark
    assert (home.parent / "since.jsonl").read_bytes() == b""


def test_what_expired_since_is_told_too(home: Path) -> None:
    """No event tells of an end that came by itself."""
    mark = json.loads(export(home).stdout)["mark"]
    told = records(home, "--since", str(mark), "--date", "2029-12-01", name="since.jsonl")
    assert list(told) == [ISSUED[0], ISSUED[1], ISSUED[3]]


@pytest.mark.parametrize("call", ["seal_batch", "publish_batch"])
def test_a_batch_that_waits_is_told_by_the_next_export(home: Path, call: str) -> None:
    """Open or sealed, it is not lost behind the mark."""
    leave_change_open(home, ISSUED[3], before=call)
    mark = json.loads(export(home).stdout)["mark"]
    with opened(home) as office:
        assert len(tuple(roll_forward(office, lambda *_: None))) == 1
    told = records(home, "--since", str(mark), name="since.jsonl")
    assert {number: record["companyName"] for number, record in told.items()} == {
        ISSUED[3]: NEW_EMPLOYER
    }


def test_a_mark_of_the_future_is_refused(home: Path) -> None:
    """The registry is an older one, or another authority's."""
    outcome = export(home, "--since", "99")
    assert (outcome.status, json.loads(outcome.stdout)["code"]) == (6, "JSC-D004")
    assert not (home.parent / "all.jsonl").exists()


@pytest.mark.parametrize("mark", ["x", "-1", "1.5", "九"])
def test_a_mark_is_a_number(home: Path, mark: str) -> None:
    """Anything else is wrong usage."""
    assert export(home, f"--since={mark}").status == 2


def test_a_kind_can_be_chosen(home: Path) -> None:
    """By any of its names."""
    assert len(records(home, "--kind", "安管A")) == 4
    assert records(home, "--kind", "safety-b", name="b.jsonl") == {}


def test_trial_data_needs_a_word_and_say_so(home: Path) -> None:
    """Refused without `--allow-trial`, marked with it."""
    path = home.parent / "trial.jsonl"
    outcome = run_line("export", "-o", str(path), "--home", str(home))
    assert (outcome.status, "JSC-D003" in outcome.stderr) == (3, True)
    assert not path.exists()
    assert all(record["trial"] for record in records(home).values())


def test_a_file_is_not_written_over(home: Path) -> None:
    """What lies there stays."""
    (home.parent / "all.jsonl").write_bytes(b"mine")
    assert export(home).status == 2
    assert (home.parent / "all.jsonl").read_bytes() == b"mine"


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such mode")
def test_the_file_is_its_owners_only(home: Path) -> None:
    """It holds identity numbers in full."""
    export(home)
    assert (home.parent / "all.jsonl").stat().st_mode & 0o777 == 0o600


def test_the_answer_holds_no_person(home: Path) -> None:
    """Counts, states, the mark; nobody's name or number."""
    said = export(home).stdout
    assert not any(one.name in said or one.identity_number in said for one in PEOPLE)


def test_a_workbook_has_the_same_fields(home: Path) -> None:
    """One sheet per family, every cell text, and a note that these are trial data."""
    export(home, name="all.xlsx")
    book = load_workbook(home.parent / "all.xlsx")
    sheet = book["安管人员"]
    header, *rows = [list(row) for row in sheet.values]
    assert [str(word).rpartition(" ")[2] for word in header] == list(FIELD_WORDS)
    number, card = header.index("证书编号 certNum"), header.index("身份证件号码 identityCard")
    assert [(row[number], row[card]) for row in rows] == [
        (issued, one.identity_number) for issued, one in zip(ISSUED, PEOPLE, strict=True)
    ]
    assert any("样证" in str(row[0].value) for row in book.worksheets[-1].rows)


def test_two_certificates_of_one_identifier_stop_the_export(tmp_path: Path) -> None:
    """Counters split by category give A and B the same serial, which the catalogue cannot tell apart."""
    home = trial_home(tmp_path / "home")
    settings = home / "jscert.toml"
    text = settings.read_text("utf-8")
    split = text.replace('scope = ["year", "city"]', 'scope = ["year", "city", "category"]', 1)
    assert split != text
    settings.write_text(split, "utf-8")
    issue_at(home, order(write_roster(tmp_path / "in" / "a.xlsx", people(1))))
    other = write_roster(tmp_path / "in" / "b.xlsx", people(1), sheet="项目负责人")
    issue_at(home, order(other))
    assert len(records(home)) == 2
    set_issuer(home)
    outcome = export(home, "--kind", "safety-a", name="double.jsonl")
    told = json.loads(outcome.stdout)
    assert (outcome.status, told["code"]) == (3, "JSC-D005")
    assert told["facts"]["numbers"] == "苏建安A(2026)0100001、苏建安B(2026)0100001"
    assert not (home.parent / "double.jsonl").exists()
