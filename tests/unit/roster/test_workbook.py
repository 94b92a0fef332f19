"""Roster files: what is read, with which types, and what is refused as what."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code, JscertError
from jscert.roster.files import read_roster, read_rosters
from jscert.roster.limits import WorkbookLimits
from jscert.roster.workbook import Value, column_letter, show_value
from tests.biff_builders import compound_file
from tests.roster_builders import encoded, picture, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Write a small workbook."""
    rows: list[list[object]] = [
        ["姓名", "身份证号", "日期"],
        ["王小明", 320102199003072020, date(2026, 3, 7)],
    ]
    return write_xlsx(tmp_path / "roster.xlsx", {"名册": rows})


def refusal(path: Path, data: bytes, limits: WorkbookLimits | None = None) -> JscertError:
    """Read bytes that must be refused."""
    path.write_bytes(data)
    with pytest.raises(JscertError) as caught:
        read_roster(path, limits)
    return caught.value


def repacked(path: Path, **changes: object) -> bytes:
    """Write a workbook again with parts changed: `name` (dots for slashes) → function of the bytes."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    out = path.with_suffix(".new")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            change = changes.get(name.rpartition("/")[2].partition(".")[0])
            archive.writestr(name, change(data) if callable(change) else data)
    return out.read_bytes()


def test_cells_keep_their_types(workbook: Path) -> None:
    """A number stays a number, a text a text, a date a date."""
    row = read_roster(workbook).sheets[0].rows[1]
    assert [type(value) for value in row] == [str, float, date]


def test_rows_are_counted_from_the_top(tmp_path: Path) -> None:
    """Empty rows and columns at the start are kept, so that places are true."""
    path = write_xlsx(tmp_path / "a.xlsx", {"x": [[], [], ["", "", "王"]]})
    assert read_roster(path).sheets[0].rows[2][2] == "王"


@pytest.mark.parametrize(
    ("data", "code", "found"),
    [
        (b"", Code.ROSTER_UNREADABLE, None),
        (b"\x00" * 100, Code.ROSTER_UNREADABLE, None),
        (b"%PDF-1.7\n", Code.ROSTER_NOT_WORKBOOK, "PDF"),
        (encoded(picture()), Code.ROSTER_NOT_WORKBOOK, "JPEG"),
        (encoded(picture(), "PNG"), Code.ROSTER_NOT_WORKBOOK, "PNG"),
        (b"<html><table></table></html>", Code.ROSTER_FORMAT_UNSUPPORTED, "HTML"),
        ("\ufeff\n<TABLE>姓名".encode(), Code.ROSTER_FORMAT_UNSUPPORTED, "HTML"),
        ("<html>姓名".encode("gbk"), Code.ROSTER_FORMAT_UNSUPPORTED, "HTML"),
        ("<html>姓名".encode("utf-16"), Code.ROSTER_FORMAT_UNSUPPORTED, "HTML"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html/>", Code.ROSTER_FORMAT_UNSUPPORTED, "HTML"),
        (b'<?xml version="1.0"?><Workbook/>', Code.ROSTER_FORMAT_UNSUPPORTED, "XML"),
        (b"MIME-Version: 1.0\r\nContent-Type: x\r\n", Code.ROSTER_FORMAT_UNSUPPORTED, "MHTML"),
        (b"{\\rtf1\\ansi}", Code.ROSTER_NOT_WORKBOOK, "RTF"),
        (compound_file(EncryptedPackage=b""), Code.ROSTER_ENCRYPTED, None),
        (compound_file(WordDocument=b""), Code.ROSTER_NOT_WORKBOOK, "DOC"),
        (compound_file(PowerPoint_Document=b""), Code.ROSTER_NOT_WORKBOOK, "PPT"),
        (compound_file(Contents=b""), Code.ROSTER_NOT_WORKBOOK, "OLE"),
        (compound_file(Workbook=b""), Code.ROSTER_UNREADABLE, None),
        (compound_file()[:600], Code.ROSTER_UNREADABLE, None),
        (b"PK\x03\x04 and no more", Code.ROSTER_UNREADABLE, None),
        (b"PK\x05\x06" + bytes(18), Code.ROSTER_NOT_WORKBOOK, "ZIP"),
        (b"\x01\x02\x00\x03" * 50, Code.ROSTER_UNRECOGNISED, None),
    ],
)
def test_other_files_are_refused_as_what_they_are(
    tmp_path: Path, data: bytes, code: Code, found: str | None
) -> None:
    """The bytes, not the suffix, tell what a file is."""
    fault = refusal(tmp_path / "roster.xlsx", data)
    assert (fault.code, fault.facts.get("found")) == (code, found)


@pytest.mark.parametrize(
    ("part", "content", "code", "found"),
    [
        ("word/document.xml", "", Code.ROSTER_NOT_WORKBOOK, "DOCX"),
        ("1.jpg", "", Code.ROSTER_NOT_WORKBOOK, "ZIP"),
        ("xl/workbook.bin", "", Code.ROSTER_FORMAT_UNSUPPORTED, "XLSB"),
        ("mimetype", "application/vnd.oasis.opendocument.text", Code.ROSTER_NOT_WORKBOOK, "ODF"),
        ("OFD.xml", "", Code.ROSTER_NOT_WORKBOOK, "OFD"),
        ("encrypted-package", "", Code.ROSTER_ENCRYPTED, None),
    ],
)
def test_other_archives_are_refused_as_what_they_are(
    tmp_path: Path, part: str, content: str, code: Code, found: str | None
) -> None:
    """A zip is told by its parts."""
    path = tmp_path / "roster.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, content)
    fault = refusal(path, path.read_bytes())
    assert (fault.code, fault.facts.get("found")) == (code, found)


def test_a_zip_under_a_password_is_refused_by_name(tmp_path: Path) -> None:
    """Whatever is in it: first the password must go."""
    path = tmp_path / "roster.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("roster.xlsx", "x")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(path, bytes(data)).code is Code.ROSTER_ENCRYPTED


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    """A path without a file is refused with its name alone."""
    with pytest.raises(JscertError) as caught:
        read_roster(tmp_path / "none.xlsx")
    assert caught.value.facts == {"roster": "none.xlsx"}


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_truncated_workbooks_are_unreadable(workbook: Path, share: float) -> None:
    """A workbook cut off anywhere is refused."""
    data = workbook.read_bytes()
    fault = refusal(workbook, data[: int(len(data) * share)])
    assert fault.code is Code.ROSTER_UNREADABLE


def test_a_changed_byte_is_noticed(workbook: Path) -> None:
    """A part whose checksum fails is refused."""
    data = bytearray(workbook.read_bytes())
    start = data.index(b"xl/worksheets/sheet1.xml") + len(b"xl/worksheets/sheet1.xml") + 20
    data[start] ^= 0xFF
    assert refusal(workbook, bytes(data)).code is Code.ROSTER_UNREADABLE


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (WorkbookLimits(file_bytes=1000), "file"),
        (WorkbookLimits(unpacked_bytes=1000), "unpacked"),
        (WorkbookLimits(entries=2), "entries"),
        (WorkbookLimits(ratio=1, ratio_from_bytes=0), "ratio"),
        (WorkbookLimits(xml_bytes=1000), "xml"),
        (WorkbookLimits(rows=1), "rows"),
        (WorkbookLimits(cells=2), "cells"),
    ],
)
def test_each_limit_refuses(workbook: Path, limits: WorkbookLimits, reason: str) -> None:
    """A workbook past any limit is refused before it is read."""
    assert refusal(workbook, workbook.read_bytes(), limits).code is Code.ROSTER_TOO_LARGE, reason


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'r="C2"', b'r="XFD1048576"', Code.ROSTER_TOO_LARGE),
        (b'r="C2"', b'r="ZZZZZZ99999999999"', Code.ROSTER_UNREADABLE),
        (b'r="C2"', b'r="XFE2"', Code.ROSTER_UNREADABLE),
        (b'r="C2"', b"r='ZZZZZZ9'", Code.ROSTER_UNREADABLE),
        (b'r="C2"', b'x=">" r="ZZZZZZ9"', Code.ROSTER_UNREADABLE),
        (b"<sheetData>", b"<!DOCTYPE a><sheetData>", Code.ROSTER_UNREADABLE),
        (b"</sheetData>", b"</sheetData", Code.ROSTER_UNREADABLE),
        (b"<sheetData>", b"\x00<sheetData>", Code.ROSTER_UNREADABLE),
    ],
)
def test_hostile_sheets_are_refused(workbook: Path, old: bytes, new: bytes, code: Code) -> None:
    """Far cells, impossible addresses, document types and broken XML never reach the reader."""
    data = repacked(workbook, sheet1=lambda xml: xml.replace(old, new))
    assert refusal(workbook, data).code is code


def test_quotes_of_either_kind_are_read(workbook: Path) -> None:
    """XML may spell its attributes with apostrophes."""
    rows = read_roster(workbook).sheets[0].rows
    workbook.write_bytes(repacked(workbook, sheet1=lambda xml: xml.replace(b'"', b"'")))
    assert read_roster(workbook).sheets[0].rows == rows


def test_empty_formatted_cells_take_no_room(workbook: Path) -> None:
    """Rows that were only formatted, down to the last one there is, are no rows."""
    rows = read_roster(workbook).sheets[0].rows
    empty = b"".join(
        b'<row r="%d"><c r="A%d" s="0"/><c r="B%d" s="0"/></row>' % (row, row, row)
        for row in (3, 1000, 1_048_576)
    )
    data = repacked(
        workbook, sheet1=lambda xml: xml.replace(b"</sheetData>", empty + b"</sheetData>")
    )
    workbook.write_bytes(data)
    assert [row for row in read_roster(workbook).sheets[0].rows if any(row)] == list(rows)


def test_a_shared_text_out_of_range_is_unreadable(workbook: Path) -> None:
    """A cell that points behind the last shared text would otherwise be read as empty."""
    cell = b'<row r="9"><c r="A9" t="s"><v>999999999</v></c></row>'
    data = repacked(
        workbook, sheet1=lambda xml: xml.replace(b"</sheetData>", cell + b"</sheetData>")
    )
    assert refusal(workbook, data).code is Code.ROSTER_UNREADABLE


def test_links_to_other_files_are_never_followed(workbook: Path) -> None:
    """A part that names another file is not looked at, and stops nothing."""
    with zipfile.ZipFile(workbook, "a") as archive:
        archive.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            '<Relationships><Relationship Id="r" Target="file:///none.xlsx"/></Relationships>',
        )
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    assert read_roster(workbook).sheets[0].rows[1][0] == "王小明"


def test_a_list_cannot_promise_more_than_it_has(workbook: Path) -> None:
    """A style sheet that announces more entries than bytes is refused."""
    data = repacked(
        workbook,
        styles=lambda xml: re.sub(rb'<cellXfs count="\d+"', b'<cellXfs count="999999999"', xml),
    )
    assert refusal(workbook, data).code is Code.ROSTER_UNREADABLE


def test_cells_without_addresses_are_read(workbook: Path) -> None:
    """A writer may leave out addresses; the cells then follow one another."""
    data = repacked(workbook, sheet1=lambda xml: re.sub(rb'<c r="[A-Z]+\d+"', b"<c", xml))
    workbook.write_bytes(data)
    assert read_roster(workbook).sheets[0].rows[1][0] == "王小明"


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (16383, "XFD")])
def test_columns_have_letters(index: int, letters: str) -> None:
    """Columns are named as spreadsheets name them."""
    assert column_letter(index) == letters


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("王", "王"),
        (None, ""),
        (3.0, "3"),
        (3.5, "3.5"),
        (True, "TRUE"),
        (date(2026, 3, 7), "2026-03-07"),
        (datetime(2026, 3, 7), "2026-03-07"),  # noqa: DTZ001 (cells have no zone)
        (float("inf"), "inf"),
    ],
)
def test_values_are_shown_as_a_person_reads_them(value: Value, shown: str) -> None:
    """Whole numbers have no point, days no hours."""
    assert show_value(value) == shown


def test_files_named_alike_are_told_apart(tmp_path: Path) -> None:
    """The second of a name is numbered, and passes over a name that a file has by itself."""
    paths = [tmp_path / folder / "a.xlsx" for folder in "xyz"]
    paths.insert(1, tmp_path / "a.xlsx (2)")
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        write_xlsx(path.with_suffix(".xlsx"), {"名册": [["姓名"]]}).rename(path)
    names = [roster.name for roster in read_rosters(paths)]
    assert names == ["a.xlsx", "a.xlsx (2)", "a.xlsx (3)", "a.xlsx (4)"]
