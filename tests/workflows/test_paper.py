"""Paper certificates: registered with their numbers, turned electronic by acts, compared with a register."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from jscert.certificates import Act, Medium, read_record
from jscert.errors import Code, Exit
from jscert.lifecycle.orders import ActOrder
from jscert.lifecycle.paper import import_paper
from jscert.lifecycle.reconciling import Match, reconcile
from jscert.roster.limits import OrderRules
from jscert.sealing.pdf_check import check_pdf
from jscert.settings import load_settings
from tests import acts_builders
from tests.acts_builders import entry_of
from tests.issuing_builders import (
    DAY,
    issue_at,
    numbers,
    opened,
    order,
    people,
    photo_bytes,
    trial_home,
    write_roster,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jscert.lifecycle.reconciling import Reconciliation
    from jscert.presswork.receipt import Receipt

HEADER = ("姓名", "身份证号", "企业名称", "证书编号", "发证日期", "有效期至", "初次领证日期")
KNOWN, FOREIGN = "苏建安A(2024)0100007", "苏建安A2016字第00123号"
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


act_at = partial(acts_builders.act_at, on=DAY)


def row(who: int, number: str = KNOWN, **changes: object) -> tuple[object, ...]:
    """Make a row of a paper roster."""
    (someone,) = people(1, first=who)
    cells = {
        "姓名": someone.name,
        "身份证号": someone.identity_number,
        "企业名称": someone.employer,
        "证书编号": number,
        "发证日期": "2024-05-20",
        "有效期至": "2027-05-20",
        "初次领证日期": "2012-03-01",
    }
    return tuple({**cells, **changes}.values())


def roster(
    path: Path,
    *rows: Sequence[object],
    header: Sequence[str] = HEADER,
    sheet: str = "企业主要负责人",
) -> Path:
    """Write a paper roster."""
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    page.title = sheet
    for cells in (header, *rows):
        page.append(list(cells))
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return path


def import_at(home: Path, *rosters: Path, **options: Any) -> Receipt:
    """Register paper certificates at a home."""
    settings = load_settings(home / "jscert.toml")
    rules = OrderRules(screening=settings.screening, synonyms=settings.synonyms)
    wanted = ActOrder(act=Act.IMPORT_PAPER, dated_on=DAY, rosters=rosters, **options)
    with opened(home, now=NOW) as office:
        return import_paper(wanted, office, rules, lambda *_: None)


def compare_at(home: Path, *rosters: Path) -> Reconciliation:
    """Compare a paper register with the registry of a home."""
    settings = load_settings(home / "jscert.toml")
    rules = OrderRules(screening=settings.screening, synonyms=settings.synonyms)
    wanted = ActOrder(act=Act.IMPORT_PAPER, dated_on=DAY, rosters=rosters, dry_run=True)
    with opened(home, now=NOW) as office:
        return reconcile(wanted, office, rules, lambda *_: None)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a fresh trial authority."""
    return trial_home(tmp_path / "home")


def test_paper_is_registered_with_its_number_and_dates(home: Path, tmp_path: Path) -> None:
    """Medium, number and printed dates are kept; no photo is asked for and no PDF made."""
    receipt = import_at(home, roster(tmp_path / "p.xlsx", row(1)))
    entry = entry_of(home, KNOWN)
    (revision,) = entry.revisions
    assert (receipt.exit_status, entry.medium) == (Exit.DONE, Medium.PAPER)
    assert (entry.first_issued_on, revision.issued_on) == (date(2012, 3, 1), date(2024, 5, 20))
    assert (revision.valid_until, revision.sha256) == (date(2027, 5, 20), "")


def test_a_number_nobody_can_read_is_kept_as_it_is(home: Path, tmp_path: Path) -> None:
    """Older shapes are registered verbatim and found by what is printed."""
    import_at(home, roster(tmp_path / "p.xlsx", row(1, FOREIGN)))
    assert entry_of(home, FOREIGN).number == FOREIGN


def test_the_same_roster_again_registers_nothing(home: Path, tmp_path: Path) -> None:
    """What is registered by the same person and dates is done already."""
    path = roster(tmp_path / "p.xlsx", row(1), row(2, FOREIGN))
    import_at(home, path)
    again = import_at(home, path)
    assert (len(again.already), again.certificates, again.exit_status) == (2, (), Exit.DONE)


def test_a_registered_serial_is_never_given_again(home: Path, tmp_path: Path) -> None:
    """A paper number of this year moves our counter past it."""
    this_year = row(
        1, "苏建安A(2026)0100041", 发证日期="2026-02-01", 有效期至="2029-02-01", 初次领证日期=""
    )
    import_at(home, roster(tmp_path / "p.xlsx", this_year))
    receipt = issue_at(home, order(write_roster(tmp_path / "in" / "a.xlsx", people(1, first=5))))
    assert numbers(receipt) == ("苏建安A(2026)0100042",)


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"证书编号": ""}, Code.ACT_NUMBER_MISSING, "D"),
        ({"证书编号": "苏建安B(2024)0100007"}, Code.PAPER_KIND, "D"),
        ({"发证日期": ""}, Code.PAPER_DATES, "E"),
        ({"发证日期": "2026-11-23"}, Code.PAPER_DATES, "E"),
        ({"初次领证日期": "2025-01-01"}, Code.PAPER_DATES, "E"),
        ({"有效期至": ""}, Code.PAPER_DATES, "F"),
        ({"有效期至": "2024-05-20"}, Code.PAPER_DATES, "F"),
        ({"有效期至": "2026-11-21"}, Code.PAPER_EXPIRED, "F"),
        ({"身份证号": "320199198001010013"}, Code.IDENTITY_CHECK_DIGIT, "B"),
    ],
)
def test_faults_of_a_paper_row(
    home: Path, tmp_path: Path, changes: dict[str, Any], code: Code, column: str
) -> None:
    """Each fault is told in its cell, and nothing is registered."""
    receipt = import_at(home, roster(tmp_path / "p.xlsx", row(1, **changes)))
    assert [(r.code, r.column) for r in receipt.rejections] == [(code, column)]
    with opened(home) as office:
        assert office.registry.batches() == ()


def test_a_paper_person_is_not_issued_a_second_certificate(home: Path, tmp_path: Path) -> None:
    """The holder of a paper certificate in force holds it: issuing finds it."""
    import_at(home, roster(tmp_path / "p.xlsx", row(1)))
    receipt = issue_at(home, order(write_roster(tmp_path / "in" / "a.xlsx", people(1))))
    assert [a.number for a in receipt.already] == [KNOWN]


@pytest.mark.parametrize("what", [Act.REISSUE, Act.CHANGE])
def test_paper_becomes_electronic_with_its_number(home: Path, tmp_path: Path, what: Act) -> None:
    """The act makes the first PDF, revision 2, of the same number, first date and end."""
    import_at(home, roster(tmp_path / "p.xlsx", row(1)))
    (someone,) = people(1)
    folder = tmp_path / "act"
    path = roster(
        folder / "a.xlsx", (KNOWN, "苏州示范园林有限公司"), header=("证书编号", "企业名称")
    )
    if what is Act.REISSUE:
        path = roster(folder / "a.xlsx", (KNOWN,), header=("证书编号",))
    (folder / "photos").mkdir()
    (folder / "photos" / f"{someone.identity_number}.jpg").write_bytes(photo_bytes(3))
    receipt = act_at(home, what, path)
    check = check_pdf((Path(receipt.folder) / receipt.certificates[0].file).read_bytes())
    record = read_record(check.attachments["record.json"])
    assert check.intact
    assert (record.number, record.revision) == (KNOWN, 2)
    assert (record.first_issued_on, record.valid_until) == (date(2012, 3, 1), date(2027, 5, 20))
    assert entry_of(home, KNOWN).medium is Medium.ELECTRONIC


def test_paper_without_a_photo_stays_paper(home: Path, tmp_path: Path) -> None:
    """An electronic certificate needs a photo; nothing is done without one."""
    import_at(home, roster(tmp_path / "p.xlsx", row(1)))
    receipt = act_at(home, Act.REISSUE, roster(tmp_path / "a.xlsx", (KNOWN,), header=("证书编号",)))
    assert [r.code for r in receipt.rejections] == [Code.PHOTO_MISSING]
    assert entry_of(home, KNOWN).medium is Medium.PAPER


def test_paper_can_be_cancelled(home: Path, tmp_path: Path) -> None:
    """Acts without a PDF need no photo."""
    import_at(home, roster(tmp_path / "p.xlsx", row(1, FOREIGN)))
    act_at(home, Act.CANCEL, numbers=(FOREIGN,), ground="死亡")
    assert entry_of(home, FOREIGN).ended_by is Act.CANCEL


def test_registers_that_agree(home: Path, tmp_path: Path) -> None:
    """Every line is equal on both sides."""
    path = roster(tmp_path / "p.xlsx", row(1), row(2, FOREIGN))
    import_at(home, path)
    assert compare_at(home, path).agrees


def test_registers_that_differ(home: Path, tmp_path: Path) -> None:
    """Other facts, numbers of one side only: each is named with the fields that differ."""
    import_at(home, roster(tmp_path / "p.xlsx", row(1), row(2, FOREIGN)))
    mine = roster(
        tmp_path / "m.xlsx",
        row(1, 企业名称="另一家样例有限公司", 有效期至="2027-05-21"),
        row(3, "苏建安A(2024)0100009"),
    )
    found = compare_at(home, mine)
    assert {(line.number, line.match, line.fields) for line in found.lines} == {
        (KNOWN, Match.DIFFERENT, ("employer", "valid_until")),
        ("苏建安A(2024)0100009", Match.NOT_REGISTERED, ()),
        (FOREIGN, Match.NOT_IN_ROSTER, ()),
    }
