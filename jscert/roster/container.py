"""What a file is, told by its bytes, and whether it is safe to open as a workbook.

Input: the bytes of a roster. Output: its format, or a coded refusal that names what the file really is.
A zip (.xlsx, .ods) is unpacked once under limits, because the reader that follows trusts what it is told
of lengths and addresses. No cell is interpreted here.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.roster.archive import Part, PasswordError, list_parts, read_part, unpack
from jscert.roster.biff import VERSION_8, is_encrypted, version_of
from jscert.roster.limits import TooLargeError
from jscert.roster.ole import SIGNATURE, CompoundFile
from jscert.roster.sheet_bounds import SharedTexts, measure_sheet
from jscert.roster.text_encoding import find_encoding
from jscert.roster.workbook import FileFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jscert.roster.limits import WorkbookLimits

_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
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
    (b"{\\rtf", "RTF"),
)
_MARKUP = (  # beginnings of texts that are no plain table, in small letters
    ("<?xml", "XML"),
    ("<!doctype html", "HTML"),
    ("<html", "HTML"),
    ("<head", "HTML"),
    ("<meta", "HTML"),
    ("<style", "HTML"),
    ("<body", "HTML"),
    ("<table", "HTML"),
    ("<!--", "HTML"),
    ("mime-version:", "MHTML"),
)
_HEAD = 4096
_MIMETYPE_BYTES = 200
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_OLE_STREAMS = (
    ("WORDDOCUMENT", "DOC"),
    ("POWERPOINT DOCUMENT", "PPT"),
)
_PARTS_OF = (
    ("word/document.xml", "DOCX"),
    ("ppt/presentation.xml", "PPTX"),
    ("OFD.xml", "OFD"),
    ("Index/Document.iwa", "NUMBERS"),
)


def identify(data: bytes, roster: str, limits: WorkbookLimits) -> FileFormat:
    """Tell what a roster is by its bytes; refuse everything that may not be opened without harm.

    Raises ROSTER_ENCRYPTED, ROSTER_FORMAT_UNSUPPORTED (a table of a format not read), ROSTER_NOT_WORKBOOK,
    ROSTER_TOO_LARGE, ROSTER_UNREADABLE.
    """
    if len(data) > limits.file_bytes:
        raise JscertError(Code.ROSTER_TOO_LARGE, roster=roster)
    try:
        if data.startswith(SIGNATURE):
            return _identify_ole(CompoundFile(data), roster)
        if data.startswith(_ZIPS):
            return _identify_zip(data, roster, limits)
        return _identify_other(data, roster)
    except TooLargeError as fault:
        raise JscertError(Code.ROSTER_TOO_LARGE, roster=roster) from fault
    except PasswordError as fault:
        raise JscertError(Code.ROSTER_ENCRYPTED, roster=roster) from fault
    except ValueError as fault:
        raise JscertError(Code.ROSTER_UNREADABLE, roster=roster) from fault


def _identify_ole(file: CompoundFile, roster: str) -> FileFormat:
    if "ENCRYPTEDPACKAGE" in file.names:
        raise PasswordError("an encrypted package")
    for stream in ("WORKBOOK", "BOOK"):
        if stream in file.names:
            return _identify_biff(file.read(stream), roster)
    for stream, found in _OLE_STREAMS:
        if stream in file.names:
            raise JscertError(Code.ROSTER_NOT_WORKBOOK, roster=roster, found=found)
    raise JscertError(Code.ROSTER_NOT_WORKBOOK, roster=roster, found="OLE")


def _identify_biff(stream: bytes, roster: str) -> FileFormat:
    version = version_of(stream)
    if not version:
        raise ValueError("a workbook without beginning")
    if is_encrypted(stream):
        raise PasswordError("encrypted records")
    if version != VERSION_8:
        found = "Excel 5.0/95 XLS" if version == 0x0500 else "Excel 2-4 XLS"
        raise JscertError(Code.ROSTER_FORMAT_UNSUPPORTED, roster=roster, found=found)
    return FileFormat.XLS


def _identify_other(data: bytes, roster: str) -> FileFormat:
    if not data.strip(b"\x00 \t\r\n"):
        raise ValueError("an empty file")
    for magic, found in _MAGIC:
        if data.startswith(magic):
            raise JscertError(Code.ROSTER_NOT_WORKBOOK, roster=roster, found=found)
    if version_of(data):
        return _identify_biff(data, roster)  # a workbook stream without its compound file
    encoding = find_encoding(data)
    if encoding is None:
        raise JscertError(Code.ROSTER_UNRECOGNISED, roster=roster)
    head = data[:_HEAD].decode(encoding, "ignore").lstrip("\ufeff \t\r\n").lower()
    for beginning, name in _MARKUP:
        if head.startswith(beginning):
            found = "HTML" if name == "XML" and "<html" in head else name
            raise JscertError(Code.ROSTER_FORMAT_UNSUPPORTED, roster=roster, found=found)
    return FileFormat.CSV


def _identify_zip(data: bytes, roster: str, limits: WorkbookLimits) -> FileFormat:
    parts = list_parts(data, limits.entries)
    file_format = _format_of(data, parts, roster)
    unpacked = sum(part.size for part in parts.values())
    xml = sum(part.size for part in parts.values() if _is_xml(part))
    packed = sum(part.packed for part in parts.values())
    bomb = unpacked > limits.ratio_from_bytes and unpacked > limits.ratio * packed
    if unpacked > limits.unpacked_bytes or xml > limits.xml_bytes or bomb:
        raise TooLargeError("too much to unpack")
    if file_format is FileFormat.XLSX:
        _prove_sheets(data, parts, limits)
    else:
        _prove_lengths(data, parts)
    return file_format


def _format_of(data: bytes, parts: Mapping[str, Part], roster: str) -> FileFormat:
    if "xl/workbook.xml" in parts:
        return FileFormat.XLSX
    if "encrypted-package" in parts:
        raise PasswordError("an encrypted package")
    mimetype = parts.get("mimetype")
    if mimetype is not None and mimetype.size < _MIMETYPE_BYTES:
        if not read_part(data, mimetype).startswith(_SPREADSHEET):
            raise JscertError(Code.ROSTER_NOT_WORKBOOK, roster=roster, found="ODF")
        return FileFormat.ODS
    if "xl/workbook.bin" in parts:
        raise JscertError(Code.ROSTER_FORMAT_UNSUPPORTED, roster=roster, found="XLSB")
    for part, found in _PARTS_OF:
        if part in parts:
            raise JscertError(Code.ROSTER_NOT_WORKBOOK, roster=roster, found=found)
    raise JscertError(Code.ROSTER_NOT_WORKBOOK, roster=roster, found="ZIP")


def _is_xml(part: Part) -> bool:
    return part.name.lower().endswith((".xml", ".rels"))


def _prove_sheets(data: bytes, parts: Mapping[str, Part], limits: WorkbookLimits) -> None:
    """Unpack an .xlsx whole, so that lengths and checksums are as declared, and measure what is XML."""
    rows = cells = 0
    texts = SharedTexts()
    for part in parts.values():
        if not _is_xml(part):
            _refuse_hidden_sheet(data, part)
            continue
        found = measure_sheet(partial(unpack, data, part), part.size, limits.tags, texts)
        rows += found.rows
        cells += found.rows * found.columns
        if rows > limits.rows or cells > limits.cells:
            raise TooLargeError("too many cells")
    if texts.needed > texts.held:
        raise ValueError("a cell with a shared text that is not there")


def _refuse_hidden_sheet(data: bytes, part: Part) -> None:
    """Refuse a sheet under a name that is not XML's, which readers would follow all the same."""
    before = b""
    for piece in unpack(data, part):
        if b"sheetData" in before + piece:
            raise ValueError("a sheet in disguise")
        before = piece[-16:]


def _prove_lengths(data: bytes, parts: Mapping[str, Part]) -> None:
    for part in parts.values():
        manifest = part.name == "META-INF/manifest.xml"
        for piece in unpack(data, part):
            if manifest and b"encryption-data" in piece:  # ODF 1.3 part 2, 4.4
                raise PasswordError("encrypted parts")
