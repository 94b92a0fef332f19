"""A clerk's machine: no registry, no network; a bundle, pictures, lists of numbers, a workbook of answers."""

from __future__ import annotations

import json
import shutil
import socket
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import openpyxl
import pytest
from PIL import Image

from jscert.certificates import Certificate, read_record
from jscert.cli import run
from jscert.layouts.raster import page_png
from jscert.messages.workbooks import REPORT_HEADINGS, REPORT_SHEET
from jscert.sealing.pdf_check import check_pdf
from jscert.sealing.trust import read_trust
from tests.issuing_builders import identity_number, people, write_roster
from tests.scanning_builders import encoded, scanned_pdf
from tests.terminal_builders import NOON, Outcome, make_terminal, run_line, said, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PEOPLE = 4


@pytest.fixture(autouse=True)
def _refused_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verification works offline: whoever opens a socket fails the test."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let a real authority issue some certificates and cancel the last one."""
    place = tmp_path_factory.mktemp("clerk")
    (place / "passphrase").write_text("eight or more", "utf-8")
    environment = {"JSCERT_PASSPHRASE_FILE": str(place / "passphrase")}
    home = place / "home"
    roster = str(write_roster(place / "in" / "a.xlsx", people(PEOPLE)))
    settings = home / "jscert.toml"
    for line in (
        ("init", str(home), "--own-root", "江苏省住房和城乡建设厅"),
        ("--home", str(home), "issue", roster),
        ("--home", str(home), "cancel", "苏建安A(2026)0100004", "--ground", "本人申请"),
        ("--home", str(home), "trust", "export", "-o", str(place / "bundle.zip")),
    ):
        outcome = run_line(*line, environment=environment)
        assert outcome.status == 0, outcome.stderr
        if line[0] == "init":
            picture = files("jscert.layouts") / "trial_seal.svg"
            (home / "seal.svg").write_bytes(picture.read_bytes())
            text = settings.read_text("utf-8")
            text = text.replace('seal_image = ""', 'seal_image = "seal.svg"')
            settings.write_text(text, "utf-8")
    return home


@pytest.fixture(scope="module")
def clerk(home: Path) -> Mapping[str, str]:
    """Give a clerk's environment: the authority's bundle imported, nothing else."""
    place = home.parent
    environment = {"XDG_CONFIG_HOME": str(place / "config"), "APPDATA": str(place / "config")}
    fingerprint = read_trust((home / "trust.json").read_bytes()).fingerprint
    line = ("trust", "import", str(place / "bundle.zip"), "--fingerprint", fingerprint)
    assert run_line(*line, environment=environment).status == 0
    return environment


@pytest.fixture(scope="module")
def holders(home: Path) -> Sequence[Certificate]:
    """Read who holds what, in the order of numbers."""
    pdfs = sorted((home / "batches").rglob("*_r1.pdf"))
    return [read_record(check_pdf(pdf.read_bytes()).attachments["record.json"]) for pdf in pdfs]


@pytest.fixture(scope="module")
def photo(home: Path) -> Image.Image:
    """Photograph the first certificate."""
    pdf = min((home / "batches").rglob("*_r1.pdf"))
    path = home.parent / "page.png"
    path.write_bytes(page_png(pdf.read_bytes(), 150))
    with Image.open(path) as page:
        return page.convert("L")


def results(outcome: Outcome) -> list[dict[str, Any]]:
    """Read the results of `--json`."""
    found: list[dict[str, Any]] = json.loads(outcome.stdout)["results"]
    return found


def standings(outcome: Outcome) -> list[str]:
    """Give the standings of `--json`, in order."""
    return [one["standing"] for one in results(outcome)]


def write_list(path: Path, rows: Sequence[Sequence[object]], *head: str) -> str:
    """Write a list of numbers as a clerk would."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(head or ("证书编号", "姓名", "身份证号后六位"))
    for row in rows:
        page.append(list(row))
    book.save(path)
    return str(path)


def test_files_have_their_status_from_the_bundle(home: Path, clerk: Mapping[str, str]) -> None:
    """Without a registry the bundle's list tells valid from cancelled."""
    pdfs = map(str, sorted((home / "batches").rglob("*_r1.pdf")))
    outcome = run_line("verify", *pdfs, "--json", environment=clerk)
    assert standings(outcome) == ["valid"] * (PEOPLE - 1) + ["cancelled"]
    assert {one["status_as_of"] for one in results(outcome)} == {"2026-11-22T04:00:00Z"}
    assert outcome.status == 1


@pytest.mark.parametrize("name", ["scan.png", "photo.jpg", "scan.pdf"])
def test_pictures(photo: Image.Image, clerk: Mapping[str, str], tmp_path: Path, name: str) -> None:
    """A picture of a real page leads to its certificate, and what to compare is printed."""
    data = {"png": encoded(photo), "jpg": encoded(photo, "JPEG"), "pdf": scanned_pdf(photo)}
    (tmp_path / name).write_bytes(data[name[-3:]])
    outcome = run_line("verify", str(tmp_path / name), environment=clerk)
    assert (outcome.status, outcome.stderr) == (0, "")
    wanted = ("苏建安A(2026)0100001", "钱试样", "JSC-V060", "核对")
    assert [word for word in wanted if word not in outcome.stdout] == []


def test_a_picture_without_a_code(clerk: Mapping[str, str], tmp_path: Path) -> None:
    """Exit 7, and what to do."""
    path = tmp_path / "a.png"
    path.write_bytes(encoded(Image.new("L", (600, 800), 255)))
    outcome = run_line("verify", str(path), environment=clerk)
    assert outcome.status == 7
    assert "JSC-V061" in outcome.stdout
    assert "更清晰" in outcome.stdout


def test_a_number_with_its_holder(clerk: Mapping[str, str], holders: Sequence[Certificate]) -> None:
    """Number, name and tail give kind, revision, dates and standing."""
    held = holders[0]
    line = ("verify", held.number, "--name", held.name, "--tail", held.identity_number[-6:])
    outcome = run_line(*line, "--json", environment=clerk)
    (answer,) = results(outcome)
    assert (outcome.status, answer["standing"], answer["genuine"]) == (0, "valid", None)
    assert (answer["kind"], answer["revision"]) == ("safety-a", 1)
    assert answer["valid_until"] == str(held.valid_until)


def test_a_number_alone(clerk: Mapping[str, str]) -> None:
    """Without a terminal nobody is asked; what to add is said."""
    outcome = run_line("verify", "苏建安A(2026)0100001", environment=clerk)
    assert outcome.status == 7
    assert "--tail" in outcome.stdout


@pytest.mark.parametrize("given", [(), ("--name", "钱试样")])
def test_what_is_missing_is_asked_for(
    clerk: Mapping[str, str], holders: Sequence[Certificate], given: tuple[str, ...]
) -> None:
    """On a terminal the rest is asked for, so that nothing personal enters a shell's history."""
    held = holders[0]
    answers = f"{'' if given else held.name + chr(10)}{held.identity_number[-6:]}\n"
    terminal = make_terminal(answers=answers, is_terminal=True)
    status = run(("verify", held.number, *given), dict(clerk), terminal, lambda: NOON)
    assert (status, "登记状态：有效" in shown(terminal)) == (0, True)
    assert ("姓名" in said(terminal), "后六位" in said(terminal)) == (not given, True)


def test_nobody_is_asked_about_files(home: Path, clerk: Mapping[str, str]) -> None:
    """A PDF needs no holder typed in."""
    pdf = str(min((home / "batches").rglob("*_r1.pdf")))
    terminal = make_terminal(is_terminal=True)
    assert run(("verify", pdf), dict(clerk), terminal, lambda: NOON) == 0
    assert "姓名：" not in said(terminal)


def test_a_list(clerk: Mapping[str, str], holders: Sequence[Certificate], tmp_path: Path) -> None:
    """Every row is answered: right, cancelled, of another holder, incomplete."""
    rows = [
        (holders[0].number, holders[0].name, holders[0].identity_number[-6:]),
        (holders[3].number, holders[3].name, holders[3].identity_number[-6:]),
        (holders[1].number, holders[0].name, holders[1].identity_number[-6:]),
        (holders[2].number, holders[2].name, ""),
    ]
    path = write_list(tmp_path / "list.xlsx", rows)
    outcome = run_line("verify", "--from", path, "--json", environment=clerk)
    assert standings(outcome) == ["valid", "cancelled", "undetermined", "undetermined"]
    assert "第 3 行" in results(outcome)[1]["target"]


def test_a_list_with_whole_identity_numbers(
    clerk: Mapping[str, str], holders: Sequence[Certificate], tmp_path: Path
) -> None:
    """A column of whole numbers serves as well, and none of them is shown."""
    rows = [(one.name, one.identity_number, one.number) for one in holders[:3]]
    path = write_list(tmp_path / "list.xlsx", rows, "姓名", "身份证号", "证书编号")
    report = tmp_path / "report.xlsx"
    outcome = run_line("verify", "--from", path, "--report", str(report), environment=clerk)
    assert (outcome.status, outcome.stdout.count("登记状态：有效")) == (0, 3)
    texts = outcome.stdout + outcome.stderr + _texts_of(report)
    assert [one for one in range(1, PEOPLE + 1) if identity_number(one) in texts] == []


def test_a_list_without_numbers(clerk: Mapping[str, str], tmp_path: Path) -> None:
    """A list that lacks the column is refused as rosters are."""
    path = write_list(tmp_path / "list.xlsx", [("张三", "123456")], "姓名", "身份证号后六位")
    outcome = run_line("verify", "--from", path, environment=clerk)
    assert (outcome.status, outcome.stdout) == (3, "")
    assert "证书编号" in outcome.stderr


def test_at_home_the_holder_is_compared_with_the_archive(
    home: Path, holders: Sequence[Certificate], tmp_path: Path
) -> None:
    """With the registry another holder's name is a no."""
    rows = [
        (holders[0].number, holders[0].name, holders[0].identity_number[-6:]),
        (holders[1].number, holders[0].name, holders[1].identity_number[-6:]),
    ]
    path = write_list(tmp_path / "list.xlsx", rows)
    outcome = run_line("--home", str(home), "verify", "--from", path, "--json")
    assert standings(outcome) == ["valid", "not_genuine"]


def test_a_desk_without_a_registry_uses_the_bundle(
    home: Path, clerk: Mapping[str, str], tmp_path: Path
) -> None:
    """A folder with settings and trust file alone takes status from the same root's bundle."""
    for name in ("jscert.toml", "trust.json"):
        (tmp_path / name).write_bytes((home / name).read_bytes())
    pdf = str(min((home / "batches").rglob("*_r1.pdf")))
    outcome = run_line("--home", str(tmp_path), "verify", pdf, environment=clerk)
    assert outcome.status == 0


def test_the_report(home: Path, clerk: Mapping[str, str], tmp_path: Path) -> None:
    """One row a target, whatever it is, beside the usual answer."""
    pdfs = [str(path) for path in sorted((home / "batches").rglob("*_r1.pdf"))]
    report = tmp_path / "report.xlsx"
    line = ("verify", *pdfs, "nothing.pdf", "--report", str(report), "--json")
    outcome = run_line(*line, environment=clerk)
    sheet = openpyxl.load_workbook(report)[REPORT_SHEET]
    head, *rows = sheet.iter_rows(values_only=True)
    assert head == REPORT_HEADINGS
    assert [row[0] for row in rows] == [one["target"] for one in results(outcome)]
    assert [row[1] for row in rows] == [*["有效"] * (PEOPLE - 1), "已注销", "无法判定"]


def test_an_existing_file_is_not_written_over(clerk: Mapping[str, str], tmp_path: Path) -> None:
    """Nobody's file is lost, and nothing is judged in vain."""
    report = tmp_path / "report.xlsx"
    report.write_bytes(b"somebody's")
    line = ("verify", "a.pdf", "--report", str(report))
    outcome = run_line(*line, environment=clerk)
    assert (outcome.status, outcome.stdout, report.read_bytes()) == (2, "", b"somebody's")
    assert "JSC-T010" in outcome.stderr


def test_a_report_must_be_a_workbook(clerk: Mapping[str, str], tmp_path: Path) -> None:
    """Another ending is refused before anything is judged."""
    outcome = run_line("verify", "a.pdf", "--report", str(tmp_path / "a.txt"), environment=clerk)
    assert (outcome.status, "JSC-T011" in outcome.stderr) == (2, True)


@pytest.mark.parametrize(
    "line",
    [
        (),
        ("a.pdf", "b.pdf", "--name", "张三"),
        ("--from", "list.xlsx", "--tail", "123456"),
        ("a.pdf", "--report"),
    ],
)
def test_wrong_usage(clerk: Mapping[str, str], line: tuple[str, ...]) -> None:
    """Nothing to judge, or a holder for more than one number, is wrong usage."""
    outcome = run_line("verify", *line, environment=clerk)
    assert (outcome.status, "JSC-T001" in outcome.stderr) == (2, True)


def test_a_spoiled_bundle_is_said(home: Path, clerk: Mapping[str, str], tmp_path: Path) -> None:
    """A bundle that was damaged on this machine is no silent lack of status: exit 5."""
    spoiled = tmp_path / "jscert" / "trust"
    spoiled.mkdir(parents=True)
    (source,) = Path(clerk["XDG_CONFIG_HOME"]).rglob("trust")
    for path in source.iterdir():
        data = path.read_bytes()
        spoiled.joinpath(path.name).write_bytes(data[:-9] if path.suffix == ".zip" else data)
    environment = {"XDG_CONFIG_HOME": str(tmp_path), "APPDATA": str(tmp_path)}
    pdf = str(min((home / "batches").rglob("*_r1.pdf")))
    assert run_line("verify", pdf, environment=environment).status == 5


def _texts_of(report: Path) -> str:
    book = openpyxl.load_workbook(report)
    cells = (cell for page in book for row in page.iter_rows(values_only=True) for cell in row)
    return " ".join(map(str, cells))


def test_a_bundle_is_not_replaced_by_an_older_state(home: Path, tmp_path: Path) -> None:
    """A folder restored from a backup keeps its hands off the bundle handed out since."""
    environment = {"JSCERT_PASSPHRASE_FILE": str(home.parent / "passphrase")}
    backup = tmp_path / "backup"
    shutil.copytree(home, backup)
    newer = tmp_path / "newer"
    shutil.copytree(home, newer)
    bundle = tmp_path / "bundle.zip"
    for line in (
        ("cancel", "苏建安A(2026)0100003", "--ground", "本人申请"),
        ("trust", "export", "-o", str(bundle)),
    ):
        assert run_line(*line, "--home", str(newer), environment=environment).status == 0
    handed_out = bundle.read_bytes()
    again = ("trust", "export", "-o", str(bundle), "--home", str(backup))
    outcome = run_line(*again, environment=environment)
    assert (outcome.status, "JSC-G004" in outcome.stderr) == (6, True)
    assert bundle.read_bytes() == handed_out
