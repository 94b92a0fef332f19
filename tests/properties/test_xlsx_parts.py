"""Workbooks with pictures: whatever stands in their parts, sheets and pictures, or a coded refusal."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from jscert.errors import JscertError
from jscert.roster.files import read_roster
from tests.roster_builders import encoded, picture, write_xlsx
from tests.rosters.picture_parts import add_floating, add_placed_pictures, add_wps_pictures


def _workbook() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        rows = [["姓名", "照片"], *([name, ""] for name in "王李赵")]
        path = write_xlsx(Path(folder) / "roster.xlsx", {"名册": rows})
        add_floating(path, {"B2": encoded(picture(tint=1))})
        add_wps_pictures(path, {"B3": encoded(picture(tint=2))})
        add_placed_pictures(path, {"B4": encoded(picture(tint=3))})
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


PARTS = _workbook()
CHANGED = [name for name in PARTS if name.endswith((".xml", ".rels")) and "docProps" not in name]
PIECES = st.one_of(
    st.binary(max_size=3),
    st.sampled_from(
        [b"0", b"-1", b"99999999999", b'"', b"<", b"/>", b"&quot;", b"rId1", b"..", b""]
    ),
)
SLIPS = st.lists(
    st.tuples(st.sampled_from(CHANGED), st.floats(0, 0.999), st.integers(0, 12), PIECES),
    min_size=1,
    max_size=4,
)


@given(SLIPS)
@settings(max_examples=300, deadline=None)
def test_damaged_parts_are_read_or_refused(slips: list[tuple[str, float, int, bytes]]) -> None:
    """Changed, added or lost bytes in any part give sheets or a code, and pictures or a code."""
    parts = dict(PARTS)
    for name, share, length, piece in slips:
        place = int(share * len(parts[name]))
        parts[name] = parts[name][:place] + piece + parts[name][place + length :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        try:
            roster = read_roster(path)
        except JscertError:
            return
    for one in (one for sheet in roster.sheets for one in sheet.pictures):
        try:
            roster.pictures.read(one.ref, 10**6)
        except JscertError:
            continue
