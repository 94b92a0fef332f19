"""The commands of acts as a clerk runs them: receipts, exit codes, spellings, photos, hostile rosters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jscert.certificates import read_record
from jscert.presswork.lock import exclusive
from jscert.sealing.pdf_check import check_pdf, photo_of
from tests import biff_builders, ods_builders
from tests.acts_builders import (
    NUMBERS,
    PEOPLE,
    act_roster,
    acting_home,
    at,
    codes,
    paper_roster,
    photo_folder,
    told,
)
from tests.issuing_builders import identity_number, people, photo_bytes, write_roster
from tests.terminal_builders import run_line

if TYPE_CHECKING:
    from typing import Any

    from jscert.certificates import Certificate

NEW_EMPLOYER = "苏州示范园林有限公司"
HEADER = ("证书编号", "企业名称")
IDS = tuple(one.identity_number for one in PEOPLE)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give an authority that issued six certificates."""
    return acting_home(tmp_path / "home")


def pdf_of(receipt: dict[str, Any], index: int = 0) -> bytes:
    """Read a file that an act made."""
    path = Path(receipt["folder"]) / receipt["certificates"][index]["file"]
    data: bytes = path.read_bytes()
    return data


def record_in(data: bytes) -> Certificate:
    """Read the record of a file."""
    return read_record(check_pdf(data).attachments["record.json"])


def first_pdf(home: Path, number: str = NUMBERS[0]) -> bytes:
    """Read a certificate's first revision from the archive."""
    (path,) = home.glob(f"batches/*/{number}_r1.pdf")
    return path.read_bytes()


def batches(home: Path) -> list[dict[str, Any]]:
    """List an authority's batches."""
    listed: list[dict[str, Any]] = told(home, "batches")["batches"]
    return listed


def test_a_receipt_has_the_documented_fields(home: Path, tmp_path: Path) -> None:
    """One object with act, batch, folder, counts, changes and the certificates made."""
    receipt = told(home, "change", act_roster(tmp_path / "a.xlsx", HEADER, (NUMBERS[0], "新企业")))
    (made,) = receipt.pop("certificates")
    (change,) = receipt.pop("changes")
    batch, folder = receipt.pop("batch"), receipt.pop("folder")
    assert len(made.pop("sha256")) == 64
    assert folder == str(home / "batches" / batch)
    assert receipt == {
        "format": "jscert-receipt/1",
        "act": "change",
        "issued": 1,
        "rejected": 0,
        "resumed": [],
        "trial": True,
        "dry_run": False,
        "rosters": [],
        "already": [],
        "rejections": [],
        "warnings": [],
    }
    assert made == {
        "number": NUMBERS[0],
        "kind": "safety-a",
        "revision": 2,
        "file": f"{NUMBERS[0]}_r2.pdf",
        "roster": "a.xlsx",
        "sheet": "Sheet",
        "row": 2,
    }
    assert change == {
        "number": NUMBERS[0],
        "facts": {"employer": {"before": PEOPLE[0].employer, "after": "新企业"}},
    }


@pytest.mark.parametrize("flag", [(), ("--json",)], ids=["text", "json"])
@pytest.mark.parametrize(
    "line",
    [
        ("change", "roster:身份证号", IDS[1]),
        ("change", "roster:证书编号", IDS[0]),
        ("change", "roster:企业名称", f"企业{IDS[0]}"),
        ("reissue", "roster:身份证号", IDS[2]),
        ("reissue", "roster:企业名称", f"企业 {IDS[3]}"),
        ("cancel", "roster:原因", f"本人 {IDS[0]}"),
        ("cancel", IDS[0], "--ground", "死亡"),
        ("cancel", NUMBERS[0], "--ground", f"死亡，{IDS[0]}"),
        ("import-paper", "paper", IDS[0]),
    ],
    ids=lambda line: "-".join(line[:2]),
)
def test_no_identity_number_is_shown(
    home: Path, tmp_path: Path, line: tuple[str, ...], flag: tuple[str, ...]
) -> None:
    """Wherever a roster or a command line carries one, it comes back masked or not at all."""
    what, *words = line
    if words[0] == "paper":
        words = [paper_roster(tmp_path / "a.xlsx", words[1])]
    elif words[0].startswith("roster:"):
        cells = {"证书编号": NUMBERS[0], "姓名": PEOPLE[0].name, "企业名称": "新企业"}
        cells |= {words[0][7:]: words[1]}
        path = act_roster(tmp_path / "a.xlsx", tuple(cells), tuple(cells.values()))
        words = ["--from", path] if what == "cancel" else [path]
    answer = at(home, what, *words, *flag)
    assert [number for number in IDS if number in answer.stdout + answer.stderr] == []
    assert answer.status != 70


def test_a_ground_with_an_identity_number_is_refused(home: Path, tmp_path: Path) -> None:
    """Grounds are kept in the clear, for ever: nothing is done, by command line or by roster."""
    line = at(home, "suspend", NUMBERS[0], "--ground", f"调查 {IDS[0]}", "--json")
    cells = act_roster(tmp_path / "a.xlsx", ("证书编号", "原因"), (NUMBERS[0], f"调查{IDS[0]}"))
    row = told(home, "suspend", "--from", cells)
    assert (line.status, '"JSC-A015"' in line.stdout) == (3, True)
    assert codes(row) == ["JSC-A015"]
    assert told(home, "show", NUMBERS[0])["state"] == "valid"


def test_a_ground_may_hold_other_numbers(home: Path) -> None:
    """A file number of sixteen digits is nobody's identity number."""
    ground = "苏建罚〔2026〕3205012026000123号"
    assert at(home, "suspend", NUMBERS[0], "--ground", ground).status == 0
    assert told(home, "show", NUMBERS[0])["history"][-1]["ground"] == ground


def test_done_is_0(home: Path) -> None:
    """An act done, and the same once more."""
    line = ("cancel", NUMBERS[0], "--ground", "本人申请")
    assert [at(home, *line).status, at(home, *line).status] == [0, 0]


@pytest.mark.parametrize(
    "line",
    [("cancel",), ("change",), ("change", "没有.xlsx"), ("cancel", "--from", "没有.xlsx")],
    ids=" ".join,
)
def test_wrong_usage_is_2(home: Path, line: tuple[str, ...]) -> None:
    """No number, no roster, or a roster that is not there."""
    assert at(home, *line).status == 2


def test_a_rejection_is_3_and_nothing_is_done(home: Path, tmp_path: Path) -> None:
    """One bad row of two, and no batch is opened."""
    path = act_roster(
        tmp_path / "a.xlsx", HEADER, (NUMBERS[0], NEW_EMPLOYER), ("苏建安A(2026)0109999", "乙")
    )
    assert at(home, "change", path).status == 3
    assert len(batches(home)) == 1


def test_skipping_the_rejected_is_4(home: Path, tmp_path: Path) -> None:
    """The good row of two is done."""
    path = act_roster(
        tmp_path / "a.xlsx", HEADER, (NUMBERS[0], NEW_EMPLOYER), ("苏建安A(2026)0109999", "乙")
    )
    assert at(home, "change", path, "--skip-rejected").status == 4
    assert told(home, "show", NUMBERS[0])["revision"] == 2


def test_no_authority_is_5(tmp_path: Path) -> None:
    """An act needs the folder of an authority."""
    assert at(tmp_path / "nowhere", "cancel", NUMBERS[0], "--ground", "x").status == 5


def test_a_busy_folder_is_6(home: Path) -> None:
    """While another program works in the folder, nothing is done."""
    with exclusive(home / "office.lock"):
        answer = at(home, "cancel", NUMBERS[0], "--ground", "死亡")
    assert (answer.status, len(batches(home))) == (6, 1)


@pytest.mark.parametrize(
    "spelt",
    [
        "苏建安A(2026)0100001",
        "苏建安A（2026）0100001",
        "苏建安A〔2026〕0100001",
        "苏建安A[2026]0100001",
        "苏建安Ａ（２０２６）０１００００１",
        " 苏建安a (2026) 01 00001 ",
    ],
)
def test_a_number_is_read_however_it_is_spelt(home: Path, spelt: str) -> None:
    """Brackets, width, case and blanks play no part, as with verify."""
    receipt = told(home, "suspend", spelt, "--ground", "调查", "--dry-run")
    assert [made["number"] for made in receipt["certificates"]] == [NUMBERS[0]]


def test_a_roster_gives_numbers_to_cancel(home: Path, tmp_path: Path) -> None:
    """`--from` with a header that `--map` explains."""
    path = act_roster(
        tmp_path / "a.xlsx", ("本子号", "缘由"), (NUMBERS[0], "死亡"), (NUMBERS[1], "")
    )
    line = ("--map", "本子号=证书编号", "--map", "缘由=原因", "--ground", "本人申请")
    receipt = told(home, "cancel", "--from", path, *line)
    grounds = [told(home, "show", number)["history"][-1]["ground"] for number in NUMBERS[:2]]
    assert (receipt["issued"], grounds) == (2, ["死亡", "本人申请"])


def test_numbers_and_rosters_may_come_together(home: Path, tmp_path: Path) -> None:
    """What the line names and what the roster names is one order; a number in both is told."""
    path = act_roster(tmp_path / "a.xlsx", ("证书编号",), (NUMBERS[1],))
    assert told(home, "annul", NUMBERS[0], "--from", path, "--ground", "骗取")["issued"] == 2
    twice = told(home, "withdraw", NUMBERS[2], NUMBERS[2], "--ground", "处罚")
    assert codes(twice) == ["JSC-A010"]


def test_asked_for_again_a_reissue_is_done_again(home: Path, tmp_path: Path) -> None:
    """Without `--again` the second one is `already`; with it there is a third revision."""
    path = act_roster(tmp_path / "a.xlsx", ("证书编号",), (NUMBERS[0],))
    made = [told(home, "reissue", path, *more) for more in ((), (), ("--again",))]
    assert [(r["issued"], len(r["already"])) for r in made] == [(1, 0), (0, 1), (1, 0)]
    assert made[2]["certificates"][0]["revision"] == 3


def test_rosters_of_one_name_are_told_apart(home: Path, tmp_path: Path) -> None:
    """Rows of two files called alike stay what they are: each certificate gets its own facts."""
    paths = [
        act_roster(tmp_path / folder / "变更.xlsx", HEADER, (number, employer))
        for folder, number, employer in (("一", NUMBERS[0], "甲企业"), ("二", NUMBERS[3], "乙企业"))
    ]
    receipt = told(home, "change", *paths)
    records = [record_in(pdf_of(receipt, index)) for index in range(2)]
    assert [(r.number, r.employer, r.identity_number) for r in records] == [
        (NUMBERS[0], "甲企业", IDS[0]),
        (NUMBERS[3], "乙企业", IDS[3]),
    ]
    assert [c["roster"] for c in receipt["certificates"]] == ["变更.xlsx", "变更.xlsx (2)"]


def test_paper_rosters_of_one_name_are_told_apart(home: Path, tmp_path: Path) -> None:
    """The same for papers: two people, two numbers."""
    paths = [
        paper_roster(tmp_path / "一" / "纸质.xlsx", "苏建安A(2024)0100007"),
        paper_roster(tmp_path / "二" / "纸质.xlsx", "苏建安A(2024)0100008", first=150),
    ]
    receipt = told(home, "import-paper", *paths)
    assert [c["roster"] for c in receipt["certificates"]] == ["纸质.xlsx", "纸质.xlsx (2)"]


def test_a_photo_on_the_row_is_the_new_photo(home: Path, tmp_path: Path) -> None:
    """A picture over the row replaces the photo on file; the row without one keeps its own."""
    path = act_roster(
        tmp_path / "a.xlsx",
        HEADER,
        (NUMBERS[0], NEW_EMPLOYER),
        (NUMBERS[1], NEW_EMPLOYER),
        photos=[photo_bytes(4_321)],
    )
    receipt = told(home, "change", path)
    changed = [sorted(change["facts"]) for change in receipt["changes"]]
    assert changed == [["employer", "photo"], ["employer"]]
    assert photo_of(pdf_of(receipt, 1)) == photo_of(first_pdf(home, NUMBERS[1]))


def test_a_new_photo_is_told_in_words(home: Path, tmp_path: Path) -> None:
    """The table of changes names old and new photo; their digests stay out of it."""
    row = (NUMBERS[0], NEW_EMPLOYER)
    path = act_roster(tmp_path / "a.xlsx", HEADER, row, photos=[photo_bytes(4_321)])
    ((_, digest),) = [
        change["facts"]["photo"].values()
        for change in told(home, "change", path, "--dry-run")["changes"]
    ]
    outcome = run_line("--home", str(home), "change", str(path), "--dry-run")
    assert ("原照片" in outcome.stdout, "新照片" in outcome.stdout) == (True, True)
    assert digest not in outcome.stdout


def test_two_photos_of_one_row_must_agree(home: Path, tmp_path: Path) -> None:
    """One over the row and another one in the folder: nobody knows which is meant."""
    row = (NUMBERS[0], NEW_EMPLOYER)
    path = act_roster(tmp_path / "a.xlsx", HEADER, row, photos=[photo_bytes(4_321)])
    photos = photo_folder(tmp_path / "photos", IDS[0])
    assert len(codes(told(home, "change", path, "--photos", photos))) == 1


def test_two_certificates_of_one_person_keep_their_own_photos(home: Path, tmp_path: Path) -> None:
    """Another kind's photo is not taken for this one's when one roster changes both."""
    other = write_roster(tmp_path / "in" / "b.xlsx", PEOPLE[:1], sheet="项目负责人")
    photos = photo_folder(tmp_path / "other", IDS[0])
    (second,) = told(home, "issue", str(other), "--photos", photos)["certificates"]
    alone = tmp_path / "alone"
    path = act_roster(
        alone / "a.xlsx", HEADER, (NUMBERS[0], NEW_EMPLOYER), (second["number"], NEW_EMPLOYER)
    )
    receipt = told(home, "change", path)
    assert [list(change["facts"]) for change in receipt["changes"]] == [["employer"], ["employer"]]
    assert photo_of(pdf_of(receipt, 1)) == photo_of(first_pdf(home, second["number"]))


def test_a_changed_identity_number_keeps_the_photo(home: Path, tmp_path: Path) -> None:
    """The photo on file belongs to the certificate, however the new number is spelt."""
    digits = identity_number(99)
    new = " ".join((digits[:6], digits[6:14], digits[14:]))
    receipt = told(
        home, "change", act_roster(tmp_path / "a.xlsx", ("证书编号", "身份证号"), (NUMBERS[0], new))
    )
    assert receipt["rejections"] == []
    assert photo_of(pdf_of(receipt)) == photo_of(first_pdf(home))


def _as_csv() -> bytes:
    return f"证书编号,企业名称\r\n{NUMBERS[0]},{NEW_EMPLOYER}\r\n".encode("gb18030")


def _as_xls() -> bytes:
    texts = [*HEADER, NUMBERS[0], NEW_EMPLOYER]
    cells = [biff_builders.label(index // 2, index % 2, index) for index in range(4)]
    return biff_builders.workbook(b"".join(cells), texts=texts)


def _as_ods() -> bytes:
    rows = (HEADER, (NUMBERS[0], NEW_EMPLOYER))
    table = "".join(ods_builders.row(*map(ods_builders.cell, row)) for row in rows)
    return ods_builders.ods(ods_builders.table(table))


@pytest.mark.parametrize(
    ("name", "make"), [("a.csv", _as_csv), ("a.xls", _as_xls), ("a.ods", _as_ods)], ids=str
)
def test_a_roster_may_be_of_any_format(home: Path, tmp_path: Path, name: str, make: Any) -> None:
    """What is read for issuing is read for acts."""
    path = tmp_path / name
    path.write_bytes(make())
    receipt = told(home, "change", str(path), "--dry-run")
    assert [c["facts"]["employer"]["after"] for c in receipt["changes"]] == [NEW_EMPLOYER]


def test_a_number_may_be_a_number_cell(home: Path, tmp_path: Path) -> None:
    """Twelve digits are kept whole by spreadsheets, so a site manager's number may be one."""
    path = act_roster(tmp_path / "a.xlsx", ("证书编号",), (322601000001,))
    assert codes(told(home, "reissue", path)) == ["JSC-A009"]
    assert told(home, "reissue", path)["rejections"][0]["shown"] == "322601000001"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("A" * 32_000, ""), "JSC-A008"),
        (("../../../etc/passwd", ""), "JSC-A008"),
        (("苏建安A(2026)0100001\n苏建安A(2026)0100002", ""), "JSC-A008"),
        (("'; DROP TABLE certificates; --", ""), "JSC-A008"),
        (("苏建安A(2026)0100001", "😀有限公司"), "JSC-R024"),
        (("苏建安A(2026)0100001", "长" * 5_000), "JSC-R025"),
        (("苏建安A(2026)0100001", "#N/A"), "JSC-R026"),
    ],
    ids=["long", "path", "two", "sql", "glyph", "wide", "error"],
)
def test_hostile_cells_are_rejections(
    home: Path, tmp_path: Path, cells: tuple[str, str], code: str
) -> None:
    """Each is told in its cell, and nothing is made."""
    receipt = told(home, "change", act_roster(tmp_path / "a.xlsx", HEADER, cells))
    assert codes(receipt) == [code]
    assert len(batches(home)) == 1


@pytest.mark.parametrize("what", ["change", "renew", "import-paper", "cancel"])
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "JSC-R001"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "JSC-R001"),
        (b"PK\x03\x04" + bytes(600), "JSC-R001"),
        ("姓名,年龄\n张三,20\n".encode(), "JSC-R005"),
    ],
    ids=["empty", "xls", "zip", "no-header"],
)
def test_hostile_files_are_refused(
    home: Path, tmp_path: Path, what: str, data: bytes, code: str
) -> None:
    """What is no roster of this act is refused as such, before anything is touched."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    line = ["--from", str(path), "--ground", "x"] if what == "cancel" else [str(path)]
    assert told(home, what, *line)["code"] == code
    assert len(batches(home)) == 1


def test_a_dry_run_of_a_renumbering_tells_the_new_number(home: Path, tmp_path: Path) -> None:
    """What it says beforehand is what is given then, and nothing is drawn by asking."""
    path = act_roster(tmp_path / "a.xlsx", ("证书编号",), (NUMBERS[0],), (NUMBERS[1],))
    asked = [told(home, "renumber", path, "--dry-run") for _ in range(2)]
    done = told(home, "renumber", path)
    assert [asked[0]["changes"], asked[1]["changes"]] == [done["changes"]] * 2
    assert done["changes"][1] == {
        "number": NUMBERS[1],
        "facts": {"number": {"before": NUMBERS[1], "after": "苏建安A(2026)0100008"}},
    }
    assert [c["revision"] for c in asked[0]["certificates"]] == [2, 2]


def test_a_former_number_and_todays_are_one_certificate(home: Path, tmp_path: Path) -> None:
    """A roster that names a certificate by both names it twice."""
    told(home, "renumber", act_roster(tmp_path / "a.xlsx", ("证书编号",), (NUMBERS[0],)))
    rows = ((NUMBERS[0], "甲企业"), ("苏建安A(2026)0100007", "乙企业"))
    receipt = told(home, "change", act_roster(tmp_path / "b.xlsx", HEADER, *rows))
    assert codes(receipt) == ["JSC-A010"]


def test_a_thrown_away_copy_is_had_again(home: Path, tmp_path: Path) -> None:
    """The same command makes its copy anew, without a new revision."""
    path = act_roster(tmp_path / "a.xlsx", HEADER, (NUMBERS[0], NEW_EMPLOYER))
    first = told(home, "change", path, "--out", str(tmp_path / "out"))
    (copy,) = (tmp_path / "out").rglob("*.pdf")
    data = copy.read_bytes()
    copy.unlink()
    copy.parent.rename(tmp_path / "elsewhere")
    again = told(home, "change", path, "--out", str(tmp_path / "out"))
    assert (again["folder"], again["issued"]) == (first["folder"], 0)
    assert copy.read_bytes() == data


@pytest.mark.parametrize(
    ("what", "cells"),
    [("change", (NUMBERS[0], NEW_EMPLOYER)), ("reissue", (NUMBERS[0], ""))],
    ids=["change", "reissue"],
)
@pytest.mark.parametrize("damage", ["lost", "altered"])
def test_a_lost_archive_stops_an_act(
    home: Path, tmp_path: Path, what: str, cells: tuple[str, str], damage: str
) -> None:
    """Without the file that holds the photo nothing is made; which certificate it is, is told."""
    (path,) = home.glob(f"batches/*/{NUMBERS[0]}_r1.pdf")
    data = path.read_bytes()
    path.unlink()
    if damage == "altered":
        path.write_bytes(data[:-1])
    receipt = told(home, what, act_roster(tmp_path / "a.xlsx", HEADER, cells))
    expected = "JSC-T002" if damage == "lost" else "JSC-V052"
    assert (codes(receipt), len(batches(home))) == ([expected], 1)


def test_a_position_in_the_roster_is_no_contradiction(home: Path, tmp_path: Path) -> None:
    """Forms of safety people print no post: what a roster says there is nobody's fact."""
    path = act_roster(tmp_path / "a.xlsx", ("证书编号", "岗位"), (NUMBERS[0], "总经理"))
    assert told(home, "reissue", path)["rejections"] == []


def test_the_terminal_shows_before_and_after(home: Path, tmp_path: Path) -> None:
    """A dry run says that nothing was registered, and what would change."""
    path = act_roster(tmp_path / "a.xlsx", HEADER, (NUMBERS[0], NEW_EMPLOYER))
    answer = at(home, "change", path, "--dry-run")
    assert "没有登记" in answer.stdout
    assert PEOPLE[0].employer in answer.stdout
    assert NEW_EMPLOYER in answer.stdout


def test_a_long_table_says_how_much_it_leaves_out(home: Path, tmp_path: Path) -> None:
    """Sixty lines are shown; that there are more is told."""
    rows = write_roster(tmp_path / "in" / "b.xlsx", people(70, first=500))
    numbers = [c["number"] for c in told(home, "issue", str(rows))["certificates"]]
    cells = [(number, NEW_EMPLOYER) for number in numbers]
    answer = at(home, "change", act_roster(tmp_path / "a.xlsx", HEADER, *cells), "--dry-run")
    assert "另有 10 项" in answer.stderr


def test_people_on_file_are_not_compared_again(home: Path, tmp_path: Path) -> None:
    """Numbers that resemble each other are remarked where the sender wrote them, and only there."""
    facts = [(number, one.name, NEW_EMPLOYER) for number, one in zip(NUMBERS, PEOPLE, strict=True)]
    path = act_roster(tmp_path / "a.xlsx", ("证书编号", "姓名", "企业名称"), *facts)
    rows = [(*row, one) for row, one in zip(facts, IDS, strict=True)]
    told_so = act_roster(tmp_path / "b.xlsx", ("证书编号", "姓名", "企业名称", "身份证号"), *rows)
    remarks = [told(home, "change", one, "--dry-run")["warnings"] for one in (path, told_so)]
    assert [bool(found) for found in remarks] == [False, True]


@pytest.mark.parametrize("what", ["change", "reissue"])
def test_a_kind_is_never_another_ones(home: Path, tmp_path: Path, what: str) -> None:
    """A row that calls a head of a company a project manager is about another certificate."""
    header = ("证书编号", "证书类别", "企业名称")
    employer = NEW_EMPLOYER if what == "change" else ""
    rows = ((NUMBERS[0], "安管A", employer), (NUMBERS[1], "安管B", employer))
    receipt = told(home, what, act_roster(tmp_path / "a.xlsx", header, *rows))
    faults = [(fault["code"], fault["row"], fault["column"]) for fault in receipt["rejections"]]
    assert faults == [("JSC-A012", 3, "B")]


def test_a_ground_has_its_limit(home: Path, tmp_path: Path) -> None:
    """Two hundred characters, by command line or by roster."""
    grounds = ("长" * 200, "长" * 201)
    answers = [at(home, "suspend", NUMBERS[0], "--ground", ground).status for ground in grounds]
    path = act_roster(tmp_path / "a.xlsx", ("证书编号", "原因"), (NUMBERS[1], grounds[1]))
    receipt = told(home, "suspend", "--from", path)
    assert (answers, codes(receipt)) == ([0, 3], ["JSC-A016"])
    assert len(receipt["rejections"][0]["shown"]) == 31


def test_a_ground_is_kept_without_what_nobody_sees(home: Path) -> None:
    """Control characters and line breaks of a command line reach neither registry nor terminal."""
    assert at(home, "suspend", NUMBERS[0], "--ground", " 调查\x1b[31m\n ").status == 0
    ground = told(home, "show", NUMBERS[0])["history"][-1]["ground"]
    assert ground.isprintable()
    assert "\x1b" not in at(home, "show", NUMBERS[0]).stdout
