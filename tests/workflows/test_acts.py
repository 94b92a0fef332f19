"""Acts on certificates end to end: real workbooks, registry, keys and files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from jscert.certificates import Act, Medium, read_record
from jscert.errors import Code, Exit
from jscert.registry.interface import BatchState
from jscert.sealing.pdf_check import check_pdf, photo_of
from tests import acts_builders
from tests.acts_builders import entry_of
from tests.issuing_builders import (
    DAY,
    issue_at,
    numbers,
    order,
    people,
    photo_bytes,
    trial_home,
    write_roster,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jscert.certificates import Certificate
    from jscert.presswork.receipt import Receipt
    from jscert.registry.interface import Registry

LATER = date(2027, 3, 1)
WINDOW = date(2027, 10, 1)


act_at = partial(acts_builders.act_at, on=LATER)


def noon(day: date) -> datetime:
    """Give an instant of a day."""
    return datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a trial authority that issued three certificates of kind safety-a, valid for one year.

    Keys are used for two years: so there is a window inside them.
    """
    home = trial_home(tmp_path / "home")
    settings = home / "jscert.toml"
    text = settings.read_text("utf-8")
    assert text.count("\nsafety = 3\n") == 1
    settings.write_text(text.replace("\nsafety = 3\n", "\nsafety = 1\n"), "utf-8")
    issue_at(home, order(write_roster(tmp_path / "in" / "issued.xlsx", people(3))))
    return home


ISSUED = tuple(f"苏建安A(2026)010000{n}" for n in (1, 2, 3))


def roster(path: Path, header: Sequence[str], *rows: Sequence[object]) -> Path:
    """Write a roster of an act."""
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    for row in (header, *rows):
        page.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return path


def printed(receipt: Receipt, index: int = 0) -> Certificate:
    """Read the record of a file an act made."""
    data = (Path(receipt.folder) / receipt.certificates[index].file).read_bytes()
    check = check_pdf(data)
    assert check.intact
    return read_record(check.attachments["record.json"])


def test_a_change_makes_the_next_revision(home: Path, tmp_path: Path) -> None:
    """Number, first date and end stay; name of the employer and day of decision are new."""
    path = roster(
        tmp_path / "a.xlsx", ("证书编号", "企业名称"), (ISSUED[0], "苏州示范园林有限公司")
    )
    receipt = act_at(home, Act.CHANGE, path)
    record = printed(receipt)
    assert receipt.exit_status is Exit.DONE
    assert (record.number, record.revision, record.employer) == (
        ISSUED[0],
        2,
        "苏州示范园林有限公司",
    )
    assert (record.first_issued_on, record.issued_on) == (DAY, LATER)
    assert record.valid_until == date(2027, 11, 22)


def test_a_change_keeps_the_photo_on_file(home: Path, tmp_path: Path) -> None:
    """Without a new photo the next revision shows the one before, byte for byte."""
    path = roster(
        tmp_path / "a.xlsx", ("证书编号", "企业名称"), (ISSUED[0], "苏州示范园林有限公司")
    )
    receipt = act_at(home, Act.CHANGE, path)
    entry = entry_of(home, ISSUED[0])
    first = home / "batches" / entry.revisions[0].batch / f"{ISSUED[0]}_r1.pdf"
    second = Path(receipt.folder) / receipt.certificates[0].file
    assert photo_of(first.read_bytes()) == photo_of(second.read_bytes())


def test_a_new_photo_alone_is_a_change(home: Path, tmp_path: Path) -> None:
    """A photo in the folder, named by the identity number, replaces the one on file."""
    (someone,) = people(1)
    path = roster(tmp_path / "b" / "a.xlsx", ("证书编号",), (ISSUED[0],))
    photos = path.parent / "photos"
    photos.mkdir()
    (photos / f"{someone.identity_number}.jpg").write_bytes(photo_bytes(77))
    receipt = act_at(home, Act.CHANGE, path)
    assert [c.revision for c in receipt.certificates] == [2]


def test_the_same_change_again_is_done_already(home: Path, tmp_path: Path) -> None:
    """A roster sent twice changes nothing twice, and says so."""
    path = roster(
        tmp_path / "a.xlsx", ("证书编号", "企业名称"), (ISSUED[0], "苏州示范园林有限公司")
    )
    act_at(home, Act.CHANGE, path)
    again = act_at(home, Act.CHANGE, path, on=date(2027, 3, 5))
    assert ([a.number for a in again.already], again.certificates) == ([ISSUED[0]], ())
    assert len(entry_of(home, ISSUED[0]).revisions) == 2


def test_a_change_to_what_is_printed_already_is_refused(home: Path, tmp_path: Path) -> None:
    """A row that changes nothing is told; a reissue is another thing."""
    path = roster(tmp_path / "a.xlsx", ("证书编号", "姓名"), (ISSUED[0], people(1)[0].name))
    receipt = act_at(home, Act.CHANGE, path)
    assert [r.code for r in receipt.rejections] == [Code.ACT_CHANGES_NOTHING]
    assert receipt.exit_status is Exit.REJECTED


def test_name_and_number_do_not_change_at_once(home: Path, tmp_path: Path) -> None:
    """A row with another name and another identity number speaks of another person."""
    other = people(1, first=9)[0]
    path = roster(
        tmp_path / "a.xlsx",
        ("证书编号", "姓名", "身份证号"),
        (ISSUED[0], "李另人", other.identity_number),
    )
    receipt = act_at(home, Act.CHANGE, path)
    assert {r.code for r in receipt.rejections} == {Code.ACT_FACTS_DISAGREE}
    assert other.identity_number not in str(receipt)


def test_a_changed_identity_number_is_checked_as_a_new_one(home: Path, tmp_path: Path) -> None:
    """A wrong check digit is a fault of the roster's own cell."""
    path = roster(tmp_path / "a.xlsx", ("证书编号", "身份证号"), (ISSUED[0], "320199198001010013"))
    receipt = act_at(home, Act.CHANGE, path)
    assert [(r.code, r.column) for r in receipt.rejections] == [(Code.IDENTITY_CHECK_DIGIT, "B")]


def test_nobody_gets_a_second_certificate_by_a_change(home: Path, tmp_path: Path) -> None:
    """An identity number that holds another certificate of the kind is refused."""
    first, second, _ = people(3)
    path = roster(
        tmp_path / "a.xlsx", ("证书编号", "身份证号"), (ISSUED[0], second.identity_number)
    )
    receipt = act_at(home, Act.CHANGE, path)
    assert [r.code for r in receipt.rejections] == [Code.ACT_HELD_BY_PERSON]
    assert first.identity_number not in str(receipt.rejections)


def test_a_renewal_counts_from_the_old_end(home: Path, tmp_path: Path) -> None:
    """Inside the window the end moves by one term; number and first date stay."""
    path = roster(tmp_path / "a.xlsx", ("证书编号",), (ISSUED[0],), (ISSUED[1],))
    receipt = act_at(home, Act.RENEW, path, on=WINDOW)
    record = printed(receipt, 1)
    assert [c.revision for c in receipt.certificates] == [2, 2]
    assert (record.valid_until, record.issued_on) == (date(2028, 11, 22), WINDOW)
    assert record.number == ISSUED[1]


def test_one_row_too_early_stops_all(home: Path, tmp_path: Path) -> None:
    """A fault of one row, and nothing is renewed; --skip-rejected renews the others."""
    act_at(home, Act.RENEW, roster(tmp_path / "x.xlsx", ("证书编号",), (ISSUED[0],)), on=WINDOW)
    path = roster(tmp_path / "a.xlsx", ("证书编号", "姓名"), (ISSUED[1], ""), (ISSUED[2], "王错人"))
    stopped = act_at(home, Act.RENEW, path, on=WINDOW)
    assert (stopped.exit_status, len(stopped.rejections)) == (Exit.REJECTED, 1)
    assert len(entry_of(home, ISSUED[1]).revisions) == 1
    partly = act_at(home, Act.RENEW, path, on=WINDOW, skip_rejected=True)
    assert (partly.exit_status, [c.number for c in partly.certificates]) == (
        Exit.PARTLY,
        [ISSUED[1]],
    )


def test_a_dry_run_shows_before_and_after(home: Path, tmp_path: Path) -> None:
    """Nothing is reserved; each change is told with what it replaces, masked where it is personal."""
    path = roster(
        tmp_path / "a.xlsx", ("证书编号", "企业名称"), (ISSUED[0], "苏州示范园林有限公司")
    )
    receipt = act_at(home, Act.CHANGE, path, dry_run=True)
    (change,) = receipt.changes
    assert change.facts == {"employer": (people(1)[0].employer, "苏州示范园林有限公司")}
    assert len(entry_of(home, ISSUED[0]).revisions) == 1


def test_suspension_and_its_end(home: Path) -> None:
    """No PDF is made; the registry says suspended, then not, with grounds and clerk."""
    act_at(home, Act.SUSPEND, numbers=(ISSUED[0],), ground="安全事故调查")
    assert entry_of(home, ISSUED[0]).suspended
    act_at(home, Act.REINSTATE, numbers=(ISSUED[0],), on=date(2027, 4, 1))
    entry = entry_of(home, ISSUED[0])
    assert not entry.suspended
    assert [(a.act, a.ground) for a in entry.acts] == [
        (Act.SUSPEND, "安全事故调查"),
        (Act.REINSTATE, ""),
    ]


@pytest.mark.parametrize(
    "what", [Act.CANCEL, Act.ANNUL, Act.WITHDRAW, Act.TRANSFER_OUT], ids=lambda what: what.value
)
def test_an_end_is_recorded_as_what_it_is(home: Path, what: Act) -> None:
    """Cancelling, annulling, withdrawing and moving away are four different ends."""
    receipt = act_at(home, what, numbers=(ISSUED[0], ISSUED[2]), ground="本人申请")
    assert entry_of(home, ISSUED[0]).ended_by is what
    assert entry_of(home, ISSUED[1]).ended_by is None
    assert (home / "batches" / receipt.batch / "manifest.json").is_file()
    assert list((home / "batches" / receipt.batch).glob("*.pdf")) == []


def test_an_end_needs_its_ground(home: Path) -> None:
    """Nothing is cancelled without a reason."""
    receipt = act_at(home, Act.CANCEL, numbers=(ISSUED[0],))
    assert [r.code for r in receipt.rejections] == [Code.ACT_GROUND_MISSING]


def test_a_roster_may_give_each_row_its_ground(home: Path, tmp_path: Path) -> None:
    """The column 原因 stands for its row, --ground for the others."""
    path = roster(
        tmp_path / "a.xlsx", ("证书编号", "注销原因"), (ISSUED[0], "死亡"), (ISSUED[1], "")
    )
    act_at(home, Act.CANCEL, path, ground="本人申请")
    grounds = [entry_of(home, number).acts[0].ground for number in ISSUED[:2]]
    assert grounds == ["死亡", "本人申请"]


def test_an_ended_certificate_is_not_changed(home: Path, tmp_path: Path) -> None:
    """What was cancelled stays cancelled."""
    act_at(home, Act.CANCEL, numbers=(ISSUED[0],), ground="死亡")
    path = roster(
        tmp_path / "a.xlsx", ("证书编号", "企业名称"), (ISSUED[0], "苏州示范园林有限公司")
    )
    receipt = act_at(home, Act.CHANGE, path)
    assert [r.code for r in receipt.rejections] == [Code.ACT_STATE]


def test_renumbering_keeps_the_old_number(home: Path, tmp_path: Path) -> None:
    """The new number is printed with the old one in the record, and both lead to the certificate."""
    path = roster(tmp_path / "a.xlsx", ("证书编号",), (ISSUED[0],))
    receipt = act_at(home, Act.RENUMBER, path)
    (number,) = numbers(receipt)
    record = printed(receipt)
    assert number == "苏建安A(2027)0100001"
    assert (record.number, record.former_numbers, record.revision) == (number, (ISSUED[0],), 2)
    assert entry_of(home, ISSUED[0]).number == number
    assert entry_of(home, number).former_numbers == (ISSUED[0],)


def test_acts_after_a_renumbering_go_by_either_number(home: Path, tmp_path: Path) -> None:
    """A change by the old number makes the next revision under the new one."""
    (number,) = numbers(
        act_at(home, Act.RENUMBER, roster(tmp_path / "a.xlsx", ("证书编号",), (ISSUED[0],)))
    )
    path = roster(
        tmp_path / "b.xlsx", ("证书编号", "企业名称"), (ISSUED[0], "苏州示范园林有限公司")
    )
    record = printed(act_at(home, Act.CHANGE, path, on=date(2027, 4, 1)))
    assert (record.number, record.former_numbers, record.revision) == (number, (ISSUED[0],), 3)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("苏建安A(2026)0100009",), Code.ACT_NUMBER_UNKNOWN),
        (("不是编号",), Code.ACT_NUMBER_UNREADABLE),
    ],
)
def test_numbers_nobody_has_are_refused(
    home: Path, tmp_path: Path, cells: tuple[str, ...], code: Code
) -> None:
    """A number never given, and a text that is none."""
    receipt = act_at(home, Act.RENEW, roster(tmp_path / "a.xlsx", ("证书编号",), cells), on=WINDOW)
    assert [r.code for r in receipt.rejections] == [code]


def test_one_certificate_twice_in_a_roster_is_refused(home: Path, tmp_path: Path) -> None:
    """Two rows for one number contradict each other sooner or later."""
    twice = roster(tmp_path / "a.xlsx", ("证书编号",), (ISSUED[0],), ("苏建安a（2026）0100001",))
    receipt = act_at(home, Act.RENEW, twice, on=WINDOW)
    assert [r.code for r in receipt.rejections] == [Code.ACT_NUMBER_DOUBLE]


class _StoppedError(Exception):
    """Stands for a machine that stops."""


class _Stopping:
    """A registry that stops at one of its methods."""

    def __init__(self, registry: Registry, at: str) -> None:
        self._registry = registry
        self._at = at

    def __getattr__(self, name: str) -> Any:
        if name == self._at:
            raise _StoppedError
        return getattr(self._registry, name)


@pytest.mark.parametrize("at", ["seal_batch", "publish_batch"])
@pytest.mark.parametrize("what", [Act.CHANGE, Act.CANCEL, Act.RENUMBER])
def test_a_stopped_act_is_finished_by_the_same_command(
    home: Path, tmp_path: Path, what: Act, at: str
) -> None:
    """Stopped at a commit point, the act is done once: the same revision, the same number."""
    path = roster(
        tmp_path / "a.xlsx", ("证书编号", "企业名称"), (ISSUED[0], "苏州示范园林有限公司")
    )
    if what is not Act.CHANGE:
        path = roster(tmp_path / "a.xlsx", ("证书编号",), (ISSUED[0],))
    with pytest.raises(_StoppedError):
        act_at(home, what, path, ground="本人申请", wrap=lambda r: _Stopping(r, at))
    receipt = act_at(home, what, path, ground="本人申请", on=date(2027, 3, 2))
    entry = entry_of(home, ISSUED[0])
    assert [a.number for a in receipt.already] == [entry.number]
    assert {e.batch_state for e in entry.revisions} == {BatchState.PUBLISHED}
    assert len(entry.revisions) + len(entry.acts) == 2


def test_medium_stays_electronic(home: Path) -> None:
    """A certificate issued by us is none of paper."""
    assert entry_of(home, ISSUED[0]).medium is Medium.ELECTRONIC


def test_an_act_leaves_the_issued_people_held(home: Path, tmp_path: Path) -> None:
    """After a change of employer, issuing the old roster again is a contradiction, not a new number."""
    path = roster(
        tmp_path / "a.xlsx", ("证书编号", "企业名称"), (ISSUED[0], "苏州示范园林有限公司")
    )
    act_at(home, Act.CHANGE, path)
    again = issue_at(
        home, replace(order(tmp_path / "in" / "issued.xlsx"), dated_on=LATER), now=noon(LATER)
    )
    assert [r.code for r in again.rejections] == [Code.HELD_WITH_OTHER_FACTS]


def test_who_was_renamed_after_an_end_is_issued_when_asked_for(home: Path, tmp_path: Path) -> None:
    """Nothing in force bears the old name: --again says that the new one was looked into."""
    renamed = replace(people(1)[0], name="李改名")
    path = write_roster(tmp_path / "b" / "b.xlsx", [renamed], sheet="项目负责人")
    asked = order(path, dated_on=LATER, again=True)
    barred = issue_at(home, asked, now=noon(LATER))
    assert [r.code for r in barred.rejections] == [Code.HELD_UNDER_OTHER_NAME]
    act_at(home, Act.CANCEL, numbers=(ISSUED[0],), ground="死亡")
    barred = issue_at(home, replace(asked, again=False), now=noon(LATER))
    assert [r.code for r in barred.rejections] == [Code.HELD_UNDER_OTHER_NAME]
    assert len(issue_at(home, asked, now=noon(LATER)).certificates) == 1
