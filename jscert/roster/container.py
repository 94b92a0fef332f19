"""What a file is, told by its bytes, and whether it is safe to open as a workbook.

Input: the bytes of a roster. Output: nothing, or a coded refusal that names what the file really is.
An .xlsx is a zip: its directory is checked and every part unpacked once under limits, because the
reader that follows trusts both. No cell is interpreted here.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.roster.sheet_bounds import count_cells
from jscert.roster.workbook import FileFormat

if TYPE_CHECKING:
    from jscert.roster.limits import WorkbookLimits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_MAGIC = (
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"RIFF", "WEBP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"\x1f\x8b", "GZIP"),
)
_PARTS_OF = (
    ("word/document.xml", "DOCX"),
    ("ppt/presentation.xml", "PPTX"),
    ("OFD.xml", "OFD"),
)


def identify(data: bytes, roster: str, limits: WorkbookLimits) -> FileFormat:
    """Tell what a roster is by its bytes; refuse everything that may not be opened without harm.

    Raises ROSTER_EMPTY, ROSTER_ENCRYPTED, ROSTER_FORMAT_UNSUPPORTED (a table of a format not read),
    ROSTER_NOT_WORKBOOK, ROSTER_TOO_LARGE, ROSTER_UNREADABLE.
    """
    if len(data) > limits.file_bytes:
        raise JscertError(Code.ROSTER_TOO_LARGE, roster=roster)
    if data.startswith(_OLE):
        raise _ole_refusal(data, roster)
    if not data.startswith(_ZIP):
        raise _other_refusal(data, roster)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _prove_archive(archive, roster, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as fault:
        raise JscertError(Code.ROSTER_UNREADABLE, roster=roster) from fault
    except RuntimeError as fault:  # a part of the zip wants a password
        raise JscertError(Code.ROSTER_ENCRYPTED, roster=roster) from fault
    return FileFormat.XLSX


def _ole_refusal(data: bytes, roster: str) -> JscertError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return JscertError(Code.ROSTER_ENCRYPTED, roster=roster)
    if any(word.encode("utf-16-le") in data for word in ("Workbook", "Book")):
        return JscertError(Code.ROSTER_FORMAT_UNSUPPORTED, roster=roster, found="XLS/ET")
    return JscertError(Code.ROSTER_NOT_WORKBOOK, roster=roster, found="OLE")


def _other_refusal(data: bytes, roster: str) -> JscertError:
    if not data.strip(b"\x00 \t\r\n"):
        return JscertError(Code.ROSTER_UNREADABLE, roster=roster)
    for magic, found in _MAGIC:
        if data.startswith(magic):
            return JscertError(Code.ROSTER_NOT_WORKBOOK, roster=roster, found=found)
    head = data[:2048].lower()
    if b"<html" in head or b"<!doctype html" in head or b"<table" in head:
        return JscertError(Code.ROSTER_FORMAT_UNSUPPORTED, roster=roster, found="HTML")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        return JscertError(Code.ROSTER_FORMAT_UNSUPPORTED, roster=roster, found="XML")
    if _is_text(data):
        return JscertError(Code.ROSTER_FORMAT_UNSUPPORTED, roster=roster, found="CSV/TXT")
    return JscertError(Code.ROSTER_NOT_WORKBOOK, roster=roster, found="?")


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\x00" not in data[:4096] and (b"," in data or b"\t" in data or b"\n" in data)


def _prove_archive(archive: zipfile.ZipFile, roster: str, limits: WorkbookLimits) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if "xl/workbook.xml" not in names:
        raise _archive_refusal(archive, names, roster)
    if len(set(names)) != len(names):
        raise JscertError(Code.ROSTER_UNREADABLE, roster=roster)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    bomb = unpacked > limits.ratio_from_bytes and unpacked > limits.ratio * packed
    if len(parts) > limits.entries or unpacked > limits.unpacked_bytes or bomb:
        raise JscertError(Code.ROSTER_TOO_LARGE, roster=roster)
    for part in parts:
        data = archive.read(part)  # whole, so that its length and checksum are as declared
        if part.filename.lower().endswith((".xml", ".rels")):
            if count_cells(data) > limits.cells:
                raise JscertError(Code.ROSTER_TOO_LARGE, roster=roster)
        elif b"sheetData" in data:
            raise JscertError(Code.ROSTER_UNREADABLE, roster=roster)


def _archive_refusal(archive: zipfile.ZipFile, names: list[str], roster: str) -> JscertError:
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        if b"spreadsheet" in archive.read("mimetype"):
            return JscertError(Code.ROSTER_FORMAT_UNSUPPORTED, roster=roster, found="ODS")
        return JscertError(Code.ROSTER_NOT_WORKBOOK, roster=roster, found="ODF")
    if "xl/workbook.bin" in names:
        return JscertError(Code.ROSTER_FORMAT_UNSUPPORTED, roster=roster, found="XLSB")
    for part, found in _PARTS_OF:
        if part in names:
            return JscertError(Code.ROSTER_NOT_WORKBOOK, roster=roster, found=found)
    return JscertError(Code.ROSTER_NOT_WORKBOOK, roster=roster, found="ZIP")
