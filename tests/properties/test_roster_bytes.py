"""Whatever bytes are handed in as a roster, they are read or refused with a code: nothing else happens."""

from __future__ import annotations

import io
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from jscert.errors import JscertError
from jscert.roster.files import read_roster
from jscert.roster.workbook import Roster
from tests.biff_builders import (
    drawing,
    label,
    number,
    shape,
    shared_texts,
    store,
    workbook_stream,
)
from tests.biff_builders import workbook as xls
from tests.ods_builders import cell, ods, row, table
from tests.roster_builders import HEADER, encoded, person, picture, write_xlsx

PICTURE = encoded(picture((30, 42)))
CELLS = label(0, 0, 0) + label(0, 1, 1) + label(1, 0, 2) + number(1, 1, 46088, 1)
FRAME = (
    '<table:table-cell><draw:frame svg:x="1pt" svg:width="9pt"><draw:image '
    'xlink:href="Pictures/1.jpg"/></draw:frame></table:table-cell>'
)


def _xlsx() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        return write_xlsx(path, {"A": [HEADER, person()], "B": [["", 1.5, True]]}).read_bytes()


SAMPLES = {
    "xlsx": _xlsx(),
    "xls": xls(
        CELLS + drawing(shape()), texts=["姓名", "日期", "王小明"], before=store((0xF01D, PICTURE))
    ),
    "biff": workbook_stream(CELLS, shared=shared_texts("姓名", "日期", "王小明")),
    "ods": ods(table(row(cell("姓名"), FRAME) + row(cell("王"))), Pictures__1_jpg=PICTURE),
    "csv": "姓名,身份证号\n王小明,320199198506010119\n".encode("gb18030"),
    "tsv": '姓名\t"身份证号\n"\r\n王小明\t\r\n'.encode("utf-16"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What is done to a file: where (as a share of its length), what, and with how many bytes."""

    deed: str
    at: float
    amount: int

    def to(self, data: bytes) -> bytes:
        """Do it."""
        at = int(self.at * len(data))
        match self.deed:
            case "cut":
                return data[:at]
            case "flip":
                return (
                    data[:at]
                    + bytes(byte ^ self.amount for byte in data[at : at + 1])
                    + data[at + 1 :]
                )
            case "double":
                return data[:at] + data[at // 2 : at // 2 + self.amount] + data[at:]
            case "leave out":
                return data[:at] + data[at + self.amount :]
            case wrong:
                return data[:at] + wrong.encode("latin-1") + data[at + len(wrong) :]


DAMAGES = st.builds(
    Damage,
    deed=st.sampled_from(
        ("cut", "flip", "double", "leave out", "\xff\xff\xff\xff", "\0\0\0\0", "99999999999", "-1")
    ),
    at=st.floats(0, 1, exclude_max=True),
    amount=st.integers(1, 255),
)


def damaged_part(data: bytes, part: int, damage: Damage) -> bytes:
    """Damage one part of a zip, and write it so that the zip itself is whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        for name in names:
            content = old.read(name)
            new.writestr(name, damage.to(content) if name == names[part % len(names)] else content)
    return out.getvalue()


def read(data: bytes) -> Roster | None:
    """Read bytes and the pictures in them; None if they are refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster"
        path.write_bytes(data)
        try:
            roster = read_roster(path)
        except JscertError:
            return None
    for found in (found for sheet in roster.sheets for found in sheet.pictures):
        with suppress(JscertError):
            roster.pictures.read(found.ref, 1_000_000)
    return roster


def test_the_samples_are_rosters() -> None:
    """Without damage, each sample is read."""
    assert all(read(data) for data in SAMPLES.values())


def widths(roster: Roster | None) -> list[set[int]]:
    """Give the lengths that rows have, sheet by sheet."""
    sheets = roster.sheets if roster else ()
    return [{len(values) for values in sheet.rows} for sheet in sheets]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.lists(DAMAGES, min_size=1, max_size=3))
def test_a_damaged_file_is_read_or_refused(sample: str, damages: list[Damage]) -> None:
    """Cut off or with bytes changed: a roster whose rows are all as long, or a code."""
    data = SAMPLES[sample]
    for damage in damages:
        data = damage.to(data)
    assert all(len(found) <= 1 for found in widths(read(data)))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(("xlsx", "ods")), st.integers(0, 20), DAMAGES)
def test_a_damaged_part_is_read_or_refused(sample: str, part: int, damage: Damage) -> None:
    """Whatever stands in a zip that is whole itself: a roster, or a code."""
    data = damaged_part(SAMPLES[sample], part, damage)
    assert all(len(found) <= 1 for found in widths(read(data)))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No bytes at all end in anything but a roster or a code."""
    roster = read(data)
    assert roster is None or roster.sheets
