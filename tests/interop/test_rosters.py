"""Rosters that another office program has saved again are read the same."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from jscert.roster.reading import read_rows
from tests.roster_builders import CATALOGUE
from tests.tools import need

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "roster.xlsx"


def test_a_roster_saved_by_libreoffice_gives_the_same_people(tmp_path: Path) -> None:
    """LibreOffice's .xlsx has the same rows, cells and places as the one it opened."""
    office = need("soffice")
    source = shutil.copy(SAMPLE, tmp_path / "roster.xlsx")
    subprocess.run(
        [
            office,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(tmp_path / "out"),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    again = read_rows(tmp_path / "out" / "roster.xlsx", CATALOGUE)
    assert again.sheets == read_rows(SAMPLE, CATALOGUE).sheets
