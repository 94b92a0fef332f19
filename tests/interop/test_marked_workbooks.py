"""Marked workbooks as another office program sees them: opened without repair, comments and all."""

from __future__ import annotations

import subprocess
from pathlib import Path

import openpyxl
import pytest

from jscert.messages.workbooks import COMMENT_HEAD
from jscert.workbooks.patching import mark_workbook
from tests.issuing_builders import HEADER, people
from tests.marking_builders import (
    FAULT_RGB,
    SHEET,
    by_openpyxl,
    by_xlsxwriter,
    colours_of,
    comments_of,
    mark,
    marking,
    opened,
)
from tests.roster_builders import write_xlsx
from tests.terminal_builders import run_line
from tests.tools import need


def saved_again(source: Path, folder: Path) -> Path:
    """Let LibreOffice open a workbook and save it as .xlsx once more, by way of its own format."""
    office = need("soffice")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for target, path in (
        ("ods", source),
        ("xlsx:Calc MS Excel 2007 XML", folder / "out" / f"{source.stem}.ods"),
    ):
        words = ["--headless", "--convert-to", target, "--outdir", str(folder / "out"), str(path)]
        subprocess.run([office, profile, *words], check=True, capture_output=True, timeout=120)
    return folder / "out" / f"{source.stem}.xlsx"


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Mark a workbook and let LibreOffice save it."""
    folder = tmp_path_factory.mktemp("office")
    source = folder / "marked.xlsx"
    source.write_bytes(mark_workbook(by_xlsxwriter(), marking(mark("B4"), mark("C5")))[0])
    return saved_again(source, folder).read_bytes()


def test_libreoffice_sees_colours_and_comments(saved: bytes) -> None:
    """The marked cells are red and commented after it saved the file."""
    assert colours_of(saved)["B4"] == FAULT_RGB
    comments = comments_of(saved)
    assert comments["B4"].startswith(COMMENT_HEAD)
    assert comments["C5"].startswith("请核对 & 确认")


def test_libreoffice_sees_the_list_and_its_links(saved: bytes) -> None:
    """The added sheet is there, and its links lead to the cells."""
    page = opened(saved)["检查结果"]
    assert page["C5"].hyperlink.location == f"'{SHEET}'!B4"
    assert page["C5"].value == "B4"


def test_what_libreoffice_saved_is_cleared_by_the_next_check(saved: bytes) -> None:
    """Comments that it divided into runs, and colours, are known again as ours."""
    again, _ = mark_workbook(saved, marking(mark("B5"), replaced=("检查结果",)))
    assert comments_of(again).keys() == {"B5", "C5"}
    assert comments_of(again)["C5"] == "请核对 & 确认"
    assert {cell for cell, rgb in colours_of(again).items() if rgb == FAULT_RGB} == {"B5"}


def test_what_libreoffice_wrote_can_be_marked(tmp_path: Path) -> None:
    """Its own spelling of a workbook is understood."""
    source = tmp_path / "roster.xlsx"
    source.write_bytes(by_openpyxl())
    again = saved_again(source, tmp_path)
    done, _ = mark_workbook(again.read_bytes(), marking(mark("B4"), mark("D6")))
    assert {"B4", "D6"} <= colours_of(done).keys()
    assert openpyxl.load_workbook(again).sheetnames == opened(done).sheetnames[:-1]


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_other_formats_come_back_as_a_workbook(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A roster in LibreOffice's .xls or .ods is checked, copied to .xlsx and marked in the right cell."""
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "roster.xlsx"
    rows = [row.cells() for row in people(1)]
    wrong = (rows[0][0], "32010219900307101X"[:17] + "1", *rows[0][2:])
    write_xlsx(source, {"企业主要负责人": [HEADER, *rows, wrong]})
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = ["--headless", "--convert-to", suffix, "--outdir", str(tmp_path), str(source)]
    subprocess.run([need("soffice"), profile, *words], check=True, capture_output=True, timeout=120)
    source.unlink()
    assert run_line("check", f"roster.{suffix}").status == 3
    data = (tmp_path / "roster-checked.xlsx").read_bytes()
    assert colours_of(data, "企业主要负责人")["B3"] == FAULT_RGB
    cell = opened(data)["企业主要负责人"]["B3"]
    assert (cell.data_type, cell.value) == ("s", wrong[1])
