"""Rosters with pictures that another office program has saved again are read the same."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from jscert.roster.files import read_roster
from tests.roster_builders import encoded, picture, write_xlsx
from tests.rosters.picture_parts import add_floating
from tests.tools import need

if TYPE_CHECKING:
    from pathlib import Path


def test_floating_pictures_saved_by_libreoffice_stay_on_their_rows(tmp_path: Path) -> None:
    """LibreOffice holds a picture by two corners and renames its part; cell and bytes are the same."""
    office = need("soffice")
    rows = [["姓名", "照片"], ["王", ""], ["李", ""], ["赵", ""]]
    path = write_xlsx(tmp_path / "roster.xlsx", {"名册": rows})
    one, two = encoded(picture(tint=10)), encoded(picture(tint=200), "PNG")
    add_floating(path, {"B2": one, "B4": two})
    subprocess.run(
        [
            office,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"),
            *("--outdir", str(tmp_path / "out"), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    again = read_roster(tmp_path / "out" / "roster.xlsx")
    found = {(one.row, one.column): one.ref for one in again.sheets[0].pictures}
    assert {cell: again.pictures.read(ref, 10**7) for cell, ref in found.items()} == {
        (1, 1): one,
        (3, 1): two,
    }
