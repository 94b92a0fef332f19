"""Sheets of .xls and .et files: types, dates, structure, and records that lie."""

from __future__ import annotations

import struct
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code, JscertError
from jscert.roster import biff
from jscert.roster.files import read_roster
from jscert.roster.limits import WorkbookLimits
from jscert.roster.workbook import Area, FileFormat, Roster, Sheet
from tests.biff_builders import (
    DAY,
    STRUCK,
    bof,
    compound_file,
    label,
    number,
    record,
    text,
    workbook,
    workbook_stream,
)

if TYPE_CHECKING:
    from pathlib import Path


def read(folder: Path, data: bytes, limits: WorkbookLimits | None = None) -> Roster:
    """Read bytes as a roster."""
    path = folder / "roster.xls"
    path.write_bytes(data)
    return read_roster(path, limits)


def sheet_of(folder: Path, cells: bytes, *texts: str, before: bytes = b"") -> Sheet:
    """Read an .xls with one sheet of these records."""
    return read(folder, workbook(cells, texts=texts, before=before)).sheets[0]


def refused(folder: Path, data: bytes, limits: WorkbookLimits | None = None) -> Code:
    """Give the code that refuses bytes."""
    with pytest.raises(JscertError) as caught:
        read(folder, data, limits)
    return caught.value.code


def test_an_xls_is_known_by_its_content(tmp_path: Path) -> None:
    """Whatever its suffix, a compound file with BIFF8 in it is an .xls."""
    path = tmp_path / "roster.xlsx"
    path.write_bytes(workbook(label(0, 0, 0), texts=["姓名"]))
    assert read_roster(path).format is FileFormat.XLS


def test_a_bare_workbook_stream_is_read(tmp_path: Path) -> None:
    """Some programs write the stream without a compound file round it."""
    stream = workbook_stream(label(0, 0, 0), texts=["姓名"])
    assert read(tmp_path, stream).sheets[0].rows == (("姓名",),)


def test_an_identity_number_that_is_a_number_stays_one(tmp_path: Path) -> None:
    """The damage a number cell does to an identity number must be seen later."""
    value = sheet_of(tmp_path, number(0, 0, 320102199003072020.0)).rows[0][0]
    assert isinstance(value, float)


def test_rows_and_columns_before_the_first_cell_are_kept(tmp_path: Path) -> None:
    """Places are counted from A1."""
    assert sheet_of(tmp_path, label(1, 1, 0), "王").rows == (("", ""), ("", "王"))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (number(0, 0, 46088, DAY), date(2026, 3, 7)),
        (number(0, 0, 46088.5, DAY), datetime(2026, 3, 7, 12)),  # noqa: DTZ001 (cells have no zone)
        (number(0, 0, 0.25, DAY), time(6)),
        (number(0, 0, -1, DAY), -1.0),
        (number(0, 0, 1, DAY), date(1900, 1, 1)),
        (number(0, 0, 3_000_000, DAY), 3_000_000.0),
        (record(0x027E, struct.pack("<HHHI", 0, 0, 0, (7 << 2) | 2)), 7.0),
        (record(0x027E, struct.pack("<HHHI", 0, 0, 0, (-750 << 2 & 0xFFFFFFFF) | 3)), -7.5),
        (record(0x0204, struct.pack("<HHH", 0, 0, 0) + text("王小明")), "王小明"),
        (record(0x0205, struct.pack("<HHHBB", 0, 0, 0, 1, 0)), True),
        (record(0x0205, struct.pack("<HHHBB", 0, 0, 0, 0x2A, 1)), "#N/A"),
        (record(0x0006, struct.pack("<HHHd6x", 0, 0, 0, 2.5)), 2.5),
        (record(0x0006, struct.pack("<HHHBxBxxxH6x", 0, 0, 0, 1, 1, 0xFFFF)), True),
        (record(0x0006, struct.pack("<HHHBxBxxxH6x", 0, 0, 0, 2, 0x07, 0xFFFF)), "#DIV/0!"),
        (
            record(0x0006, struct.pack("<HHHB5xH6x", 0, 0, 0, 0, 0xFFFF))
            + record(0x0207, text("甲")),
            "甲",
        ),
    ],
)
def test_each_kind_of_cell_keeps_its_type(tmp_path: Path, cell: bytes, value: object) -> None:
    """Numbers, days, times, texts, truths, errors and the results of formulas are told apart."""
    found = sheet_of(tmp_path, cell).rows[0][0]
    assert (found, type(found)) == (value, type(value))


def test_several_packed_numbers_stand_side_by_side(tmp_path: Path) -> None:
    """A MULRK record fills neighbouring cells."""
    body = struct.pack("<HH", 0, 1) + struct.pack("<HI", 0, 6) * 2 + struct.pack("<H", 2)
    assert sheet_of(tmp_path, record(0x00BD, body)).rows == (("", 1.0, 1.0),)


def test_days_may_be_counted_from_1904(tmp_path: Path) -> None:
    """A workbook made on an old Macintosh says so once."""
    mode = record(0x0022, struct.pack("<H", 1))
    assert sheet_of(tmp_path, number(0, 0, 44626, DAY), before=mode).rows == ((date(2026, 3, 7),),)


def test_a_sheet_tells_that_days_are_counted_from_1904(tmp_path: Path) -> None:
    """Plain numbers in its date columns are days of that count, too."""
    mode = record(0x0022, struct.pack("<H", 1))
    assert sheet_of(tmp_path, number(0, 0, 44626, DAY), before=mode).dates_from_1904


def test_shared_texts_may_break_between_records(tmp_path: Path) -> None:
    """A text goes on in the next record, there with one byte a character."""
    first = struct.pack("<II", 2, 2) + struct.pack("<HB", 4, 1) + "王小".encode("utf-16-le")
    second = b"\x00" + b"ab" + struct.pack("<HB", 1, 0) + b"c"
    shared = record(0x00FC, first) + record(0x003C, second)
    stream = workbook_stream(label(0, 0, 0) + label(0, 1, 1), shared=shared)
    assert read(tmp_path, compound_file(Workbook=stream)).sheets[0].rows == (("王小ab", "c"),)


def test_shared_texts_with_look_and_reading_are_read(tmp_path: Path) -> None:
    """What follows a text, its runs of look and its phonetic reading, is passed over."""
    rich = struct.pack("<HBHI", 1, 0x0C, 2, 5) + b"A" + bytes(8) + bytes(5)
    shared = record(0x00FC, struct.pack("<II", 2, 2) + rich + struct.pack("<HB", 1, 0) + b"B")
    stream = workbook_stream(label(0, 0, 0) + label(0, 1, 1), shared=shared)
    assert read(tmp_path, compound_file(Workbook=stream)).sheets[0].rows == (("A", "B"),)


def test_merged_areas_are_told(tmp_path: Path) -> None:
    """A MERGEDCELLS record names rows, then columns."""
    merged = record(0x00E5, struct.pack("<5H", 1, 0, 2, 3, 4))
    assert sheet_of(tmp_path, merged).merges == (Area(top=0, left=3, bottom=2, right=4),)


def test_hidden_rows_are_told(tmp_path: Path) -> None:
    """A row of no height is hidden."""
    row = record(0x0208, struct.pack("<HHHHHHHH", 1, 0, 1, 255, 0, 0, 0x0120, 15))
    assert sheet_of(tmp_path, row).hidden_rows == {1}


def test_hidden_columns_are_told(tmp_path: Path) -> None:
    """A range of columns is hidden together."""
    columns = record(0x007D, struct.pack("<HHHHHH", 1, 2, 2048, 0, 1, 0))
    assert sheet_of(tmp_path, columns).hidden_columns == {1, 2}


def test_a_row_is_struck_out_only_as_a_whole(tmp_path: Path) -> None:
    """One written cell that is not struck out saves its row."""
    cells = label(0, 0, 0, STRUCK) + label(0, 1, 0, STRUCK)
    cells += label(1, 0, 0, STRUCK) + label(1, 1, 0)
    assert sheet_of(tmp_path, cells, "王").struck_rows == {0}


def test_a_shared_text_out_of_range_is_unreadable(tmp_path: Path) -> None:
    """A cell that points behind the last shared text refuses the file."""
    assert refused(tmp_path, workbook(label(0, 0, 7), texts=["王"])) is Code.ROSTER_UNREADABLE


def test_more_shared_texts_than_there_are_is_unreadable(tmp_path: Path) -> None:
    """A list that promises more than it holds refuses the file."""
    stream = workbook_stream(b"", shared=record(0x00FC, struct.pack("<II", 9, 9)))
    assert refused(tmp_path, compound_file(Workbook=stream)) is Code.ROSTER_UNREADABLE


def test_more_shared_texts_than_any_roster_has_are_too_large(tmp_path: Path) -> None:
    """The promise is looked at before room is made for it."""
    stream = workbook_stream(b"", shared=record(0x00FC, struct.pack("<II", 0, 0xFFFFFFFF)))
    assert refused(tmp_path, compound_file(Workbook=stream)) is Code.ROSTER_TOO_LARGE


def test_an_encrypted_xls_is_refused_by_name(tmp_path: Path) -> None:
    """A FILEPASS record hides everything behind it."""
    locked = workbook(b"", before=record(0x002F, bytes(54)))
    assert refused(tmp_path, locked) is Code.ROSTER_ENCRYPTED


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (compound_file(Book=bof(5, 0x0500) + record(0x0A)), "Excel 5.0/95 XLS"),
        (bof(0x10, 0x0500) + record(0x0A), "Excel 5.0/95 XLS"),
        (record(0x0409, struct.pack("<HHH", 0, 0x10, 0)) + record(0x0A), "Excel 2-4 XLS"),
        (record(0x0009, struct.pack("<HH", 2, 0x10)) + record(0x0A), "Excel 2-4 XLS"),
    ],
)
def test_older_formats_are_refused_by_name(tmp_path: Path, data: bytes, found: str) -> None:
    """BIFF before version 8 has no Unicode, so names in it cannot be trusted."""
    with pytest.raises(JscertError) as caught:
        read(tmp_path, data)
    assert (caught.value.code, caught.value.facts["found"]) == (
        Code.ROSTER_FORMAT_UNSUPPORTED,
        found,
    )


@pytest.mark.parametrize(
    "limits", [WorkbookLimits(rows=2), WorkbookLimits(cells=4), WorkbookLimits(file_bytes=4000)]
)
def test_each_limit_refuses(tmp_path: Path, limits: WorkbookLimits) -> None:
    """A sheet past any limit is too large."""
    data = workbook(label(2, 1, 0), texts=["王"])
    assert refused(tmp_path, data, limits) is Code.ROSTER_TOO_LARGE


def test_many_sheets_cannot_share_the_same_records(tmp_path: Path) -> None:
    """A list that names one sheet over and over is read only as far as a workbook may be large."""
    stream = workbook_stream(label(0, 0, 0) * 20, texts=["王"])
    at = stream.index(struct.pack("<HH", 0x0085, 12))
    entry = stream[at : at + 16]
    start = struct.unpack_from("<I", entry, 4)[0] + 16 * 9
    again = (entry[:4] + struct.pack("<I", start) + entry[8:]) * 10
    data = compound_file(Workbook=stream[:at] + again + stream[at + 16 :])
    assert refused(tmp_path, data, WorkbookLimits(tags=200)) is Code.ROSTER_TOO_LARGE


def test_more_merged_areas_than_rows_are_too_large(tmp_path: Path) -> None:
    """Merged areas are counted too."""
    data = workbook(record(0x00E5, struct.pack("<H", 9) + bytes(72)))
    assert refused(tmp_path, data, WorkbookLimits(rows=8)) is Code.ROSTER_TOO_LARGE


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 0.9])
def test_truncated_files_are_unreadable(tmp_path: Path, share: float) -> None:
    """A file cut off anywhere is refused."""
    data = workbook(label(0, 0, 0), texts=["王" * 4000])
    assert refused(tmp_path, data[: int(len(data) * share)]) is Code.ROSTER_UNREADABLE


def test_a_ring_of_sectors_is_unreadable(tmp_path: Path) -> None:
    """A chain that leads back to itself is followed once round at most."""
    data = bytearray(workbook(label(0, 0, 0), texts=["王"]))
    data[-512:-508] = struct.pack("<I", 0)
    data[-1024:-1020] = struct.pack("<I", 0)
    assert refused(tmp_path, bytes(data)) is Code.ROSTER_UNREADABLE


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("yyyy/m/d", True),
        ('yyyy"年"m"月"d"日"', True),
        ("[$-804]yyyy\\-mm\\-dd;@", True),
        ("General", False),
        ("0.00_ ", False),
        ('0" days"', False),
        ("@", False),
        ("[Red]0", False),
    ],
)
def test_number_formats_of_days_are_known(code: str, *, is_date: bool) -> None:
    """What stands in quotes, brackets or behind a backslash spells no day."""
    assert biff.is_date_format(200, code) is is_date
