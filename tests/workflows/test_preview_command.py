"""`jscert preview` as typed: a specimen page of one row, or all photos; nothing reserved, nothing signed."""

from __future__ import annotations

import io
import json
from contextlib import closing
from typing import TYPE_CHECKING

import openpyxl
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from tests.issuing_builders import (
    issue_at,
    order,
    people,
    photo_bytes,
    trial_home,
    write_roster,
)
from tests.terminal_builders import run_line

if TYPE_CHECKING:
    from pathlib import Path

PLACEHOLDER = "（预览，不编号）"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder without an authority."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Write a small roster with its photos."""
    return write_roster(tmp_path / "in" / "名册.xlsx", people(3))


def text_of(path: Path) -> list[str]:
    """Read a PDF's lines."""
    with closing(pypdfium2.PdfDocument(path.read_bytes())) as document:
        page = document[0]
        text: str = page.get_textpage().get_text_range()
        page.close()
    return text.splitlines()


def change(roster: Path, cell: str, value: str | None) -> None:
    """Change a cell of a roster."""
    book = openpyxl.load_workbook(roster)
    book.worksheets[0][cell] = value
    book.save(roster)


def test_a_page_is_made_without_any_authority(roster: Path, tmp_path: Path) -> None:
    """The page of row 3 lies in the working folder; no folder is founded for it."""
    outcome = run_line("preview", str(roster), "--row", "3")
    assert outcome.status == 0
    (made,) = (tmp_path / "here").iterdir()
    assert made.name == "名册-第3行-样张.pdf"
    lines = text_of(made)
    assert any(people(3)[1].name in line for line in lines)
    assert any(PLACEHOLDER in line for line in lines)


def test_the_page_says_what_the_certificate_will_say(roster: Path, tmp_path: Path) -> None:
    """But for the number, every line is that of the certificate issued afterwards."""
    home = trial_home(tmp_path / "home")
    outcome = run_line("--home", str(home), "preview", str(roster), "--row", "2", "-o", "a.pdf")
    assert outcome.status == 0
    receipt = issue_at(home, order(roster))
    (certificate,) = (c for c in receipt.certificates if c.place.row == 2)
    folder = home / "batches" / receipt.batch
    issued = text_of(folder / certificate.file)
    expected = [line.replace(certificate.number, PLACEHOLDER) for line in issued]
    assert text_of(tmp_path / "here" / "a.pdf") == expected


def test_nothing_is_reserved(roster: Path, tmp_path: Path) -> None:
    """The authority folder is the same before and after."""
    home = trial_home(tmp_path / "home")
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert run_line("--home", str(home), "preview", str(roster), "--row", "2").status == 0
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_no_passphrase_is_asked_for(roster: Path, tmp_path: Path) -> None:
    """A real authority's page can be seen by who does not have its keys."""
    home, file = tmp_path / "home", tmp_path / "passphrase.txt"
    file.write_text("eight or more", encoding="utf-8")
    environment = {"JSCERT_PASSPHRASE_FILE": str(file)}
    run_line("init", str(home), "--own-root", "样例单位", environment=environment)
    outcome = run_line("--home", str(home), "preview", str(roster), "--row", "2", "-o", "a.pdf")
    assert outcome.status == 0
    assert any("样例单位" in line for line in text_of(tmp_path / "here" / "a.pdf"))


def test_a_specimen_never_verifies(roster: Path, tmp_path: Path) -> None:
    """The authority that made it does not take it for a certificate."""
    home = trial_home(tmp_path / "home")
    run_line("--home", str(home), "preview", str(roster), "--row", "2", "-o", "a.pdf")
    path = tmp_path / "here" / "a.pdf"
    outcome = run_line("--home", str(home), "--json", "verify", str(path), "--allow-trial")
    (verdict,) = json.loads(outcome.stdout)["results"]
    assert (outcome.status, verdict["standing"]) == (1, "not_genuine")


def test_the_code_says_what_it_is(roster: Path, tmp_path: Path) -> None:
    """The QR code holds plain words and no token; the picture is A4 at 200 dots per inch."""
    assert run_line("preview", str(roster), "--row", "2", "-o", "a.png").status == 0
    with Image.open(tmp_path / "here" / "a.png") as picture:
        assert picture.size == (1654, 2339)
        (code,) = zxingcpp.read_barcodes(picture)
    assert code.text.startswith("样张")
    assert "#" not in code.text


def test_a_faulty_row_has_no_page(roster: Path, tmp_path: Path) -> None:
    """Its faults are told as `check` tells them, and nothing is written."""
    change(roster, "C3", None)
    outcome = run_line("--json", "preview", str(roster), "--row", "3")
    told = json.loads(outcome.stdout)
    assert (outcome.status, told["file"]) == (3, None)
    assert [(fault["code"], fault["row"]) for fault in told["rejections"]] == [("JSC-R050", 3)]
    assert list((tmp_path / "here").iterdir()) == []


def test_faults_of_other_rows_do_not_matter(roster: Path) -> None:
    """Another row's empty cell does not keep this row from being seen."""
    change(roster, "C3", None)
    outcome = run_line("--json", "preview", str(roster), "--row", "2")
    told = json.loads(outcome.stdout)
    assert (outcome.status, told["rejections"], told["kind"]) == (0, [], "safety-a")


def test_a_row_is_at_fault_by_another_row(roster: Path) -> None:
    """Who stands in the roster twice is told so."""
    first = people(1)[0]
    for column, value in zip("ABCD", first.cells(), strict=True):
        change(roster, f"{column}4", value)
    outcome = run_line("--json", "preview", str(roster), "--row", "2")
    told = json.loads(outcome.stdout)
    assert outcome.status == 3
    assert "JSC-R040" in {fault["code"] for fault in told["rejections"]}


def test_a_column_can_be_named_on_the_command_line(roster: Path) -> None:
    """--map says what a word above a column means, as for `issue`."""
    change(roster, "A1", "受训者")
    line = ("--json", "preview", str(roster), "--row", "2")
    outcome = run_line(*line)
    told = json.loads(outcome.stdout)["rejections"]
    assert (outcome.status, [fault["code"] for fault in told]) == (3, ["JSC-R010"])
    assert run_line(*line, "--map", "受训者=姓名").status == 0


def test_a_row_without_a_person_is_refused(roster: Path) -> None:
    """Which rows have people is said."""
    outcome = run_line("preview", str(roster), "--row", "9")
    assert (outcome.status, "JSC-L010" in outcome.stderr, "2–4" in outcome.stderr) == (
        2,
        True,
        True,
    )


def test_a_sheet_must_be_named_where_several_have_the_row(roster: Path) -> None:
    """Row 2 of two sheets: neither is taken by guess; the one named is."""
    book = openpyxl.load_workbook(roster)
    copy = book.copy_worksheet(book.worksheets[0])
    copy.title = "项目负责人"
    book.save(roster)
    outcome = run_line("preview", str(roster), "--row", "2")
    assert (outcome.status, "JSC-L011" in outcome.stderr) == (2, True)
    outcome = run_line("--json", "preview", str(roster), "--row", "2", "--sheet", "项目负责人")
    assert (outcome.status, json.loads(outcome.stdout)["kind"]) == (0, "safety-b")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ((), "JSC-T001"),
        (("--row", "0"), "JSC-T001"),
        (("--row", "x"), "JSC-T001"),
        (("--row", "2", "--contact-sheet"), "JSC-T001"),
        (("--row", "2", "--kind", "no such"), "JSC-T001"),
        (("--row", "2", "--city", "no such"), "JSC-T001"),
        (("--row", "2", "-o", "a.jpg"), "JSC-T011"),
        (("--contact-sheet", "-o", "a.png"), "JSC-T011"),
        (("--row", "2", "--sheet", "no such"), "JSC-L011"),
    ],
)
def test_wrong_lines_are_refused(
    line: tuple[str, ...], code: str, roster: Path, tmp_path: Path
) -> None:
    """Nothing is written."""
    outcome = run_line("preview", str(roster), *line)
    assert (outcome.status, code in outcome.stderr) == (2, True)
    assert list((tmp_path / "here").iterdir()) == []


def test_only_an_earlier_preview_of_ours_gives_way(roster: Path, tmp_path: Path) -> None:
    """The usual name is made anew; a file named by hand is never overwritten."""
    assert run_line("preview", str(roster), "--row", "2").status == 0
    assert run_line("preview", str(roster), "--row", "2").status == 0
    (tmp_path / "here" / "mine.pdf").write_bytes(b"mine")
    outcome = run_line("preview", str(roster), "--row", "2", "-o", "mine.pdf")
    assert (outcome.status, "JSC-T010" in outcome.stderr) == (2, True)
    assert (tmp_path / "here" / "mine.pdf").read_bytes() == b"mine"


def test_a_number_in_the_roster_s_name_goes_no_further(roster: Path, tmp_path: Path) -> None:
    """A preview is not named after an identity number."""
    named = roster.rename(roster.with_name("32010219900307101X.xlsx"))
    assert run_line("preview", str(named), "--row", "2").status == 0
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["名册-第2行-样张.pdf"]


def test_a_contact_sheet_shows_everybody(roster: Path, tmp_path: Path) -> None:
    """Names and masked numbers of all rows stand in one PDF, no number whole."""
    outcome = run_line("--json", "preview", str(roster), "--contact-sheet")
    assert json.loads(outcome.stdout) == {
        "format": "jscert-contact-sheet/1",
        "file": "名册-照片核对.pdf",
        "people": 3,
        "faulty": 0,
        "pages": 1,
    }
    text = "\n".join(text_of(tmp_path / "here" / "名册-照片核对.pdf"))
    for someone in people(3):
        number = someone.identity_number
        assert someone.name in text
        assert f"{number[:6]}********{number[-4:]}" in text
        assert number not in text


def test_photos_that_want_a_hand_are_told(roster: Path, tmp_path: Path) -> None:
    """A missing photo, one that is no picture, one of two people: counted and named on the sheet."""
    write_roster(roster, people(5))
    photos = roster.parent / "photos"
    numbers = [someone.identity_number for someone in people(5)]
    (photos / f"{numbers[0]}.jpg").unlink()
    (photos / f"{numbers[1]}.jpg").write_bytes(b"no picture at all")
    for number in numbers[2:4]:
        (photos / f"{number}.jpg").write_bytes(photo_bytes(99))
    outcome = run_line("--json", "preview", str(roster), "--contact-sheet", "-o", "a.pdf")
    assert json.loads(outcome.stdout)["faulty"] == 4
    text = "\n".join(text_of(tmp_path / "here" / "a.pdf"))
    assert text.count("缺照片") == 1
    assert text.count("照片不合格") == 1
    assert text.count("与他人同一张") == 2


def test_a_roster_without_names_has_no_contact_sheet(roster: Path, tmp_path: Path) -> None:
    """What its header lacks is told, and nothing is written."""
    change(roster, "A1", "受训者")
    outcome = run_line("preview", str(roster), "--contact-sheet")
    assert (outcome.status, "JSC-R010" in outcome.stderr) == (3, True)
    assert list((tmp_path / "here").iterdir()) == []


def test_several_rosters_share_a_contact_sheet(roster: Path, tmp_path: Path) -> None:
    """Each person's roster is named where there are several."""
    other = write_roster(tmp_path / "in" / "另册.xlsx", people(2, first=50))
    line = ("--json", "preview", str(roster), str(other), "--contact-sheet")
    told = json.loads(run_line(*line).stdout)
    assert (told["people"], told["file"]) == (5, "照片核对.pdf")
    text = "\n".join(text_of(tmp_path / "here" / "照片核对.pdf"))
    assert text.count("名册.xlsx") == 4
    assert text.count("另册.xlsx") == 3


def test_a_photo_in_the_sheet_is_shown(roster: Path, tmp_path: Path) -> None:
    """A picture lying on a person's row is his photo, as for a certificate."""
    book = openpyxl.load_workbook(roster)
    page = book.worksheets[0]
    from openpyxl.drawing.image import Image as SheetImage

    picture = SheetImage(io.BytesIO(photo_bytes(7)))
    picture.width, picture.height = 10, 14
    page.add_image(picture, "E2")
    book.save(roster)
    (roster.parent / "photos" / f"{people(1)[0].identity_number}.jpg").unlink()
    outcome = run_line("--json", "preview", str(roster), "--contact-sheet", "-o", "a.pdf")
    assert json.loads(outcome.stdout)["faulty"] == 0
    assert run_line("preview", str(roster), "--row", "2", "-o", "b.pdf").status == 0
    assert (tmp_path / "here" / "b.pdf").is_file()
