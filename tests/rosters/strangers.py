"""Files that are no roster, or no roster one should open: other formats, locked, broken and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING

from msoffcrypto.format.ooxml import OOXMLFile

from tests.roster_builders import HEADER, encoded, picture
from tests.rosters.making import MAKERS, repack, roster
from tests.rosters.parts import SHEET, STRINGS, WORKBOOK, patched, plain
from tests.rosters.people import LI

if TYPE_CHECKING:
    from pathlib import Path

_HTML = f"<html><body><table><tr><td>姓名</td><td>身份证号</td></tr><tr><td>{LI[0]}</td><td>{LI[1]}</td>"
_XML_2003 = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
)
_MHTML = (
    "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
    'Content-Type: multipart/related; boundary="----=_NextPart"\r\n\r\n------=_NextPart\r\n'
    f"Content-Type: text/html\r\n\r\n{_HTML}"
)
_BOMB_BYTES = 80 * 1024 * 1024
_MANY = 25_000
_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
_LAUGHS = f'<!DOCTYPE sst [<!ENTITY e0 "{LI[1]}">{_ENTITIES}]>'.encode()


def _write(data: bytes, path: Path) -> None:
    path.write_bytes(data)


def _zip_of(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


_ODS_MANIFEST = (
    b'<?xml version="1.0"?><manifest:manifest xmlns:manifest='
    b'"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    b'manifest:full-path="content.xml" manifest:media-type="text/xml"><manifest:encryption-data '
    b'manifest:checksum="AAAA"/></manifest:file-entry></manifest:manifest>'
)
_FILES: dict[str, bytes] = {
    "page.xls": _HTML.encode(),
    "page-gb18030.xls": b"\r\n <!-- made by an office system -->" + _HTML.encode("gb18030"),
    "spreadsheet-2003.xls": _XML_2003.encode(),
    "web-archive.xls": _MHTML.encode(),
    "document.xlsx": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
    "scan.xlsx": encoded(picture(), "PNG"),
    "photo.xls": encoded(picture()),
    "letter.xlsx": _zip_of(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
    "binary.xlsx": _zip_of(
        **{"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83\x01\x00"}
    ),
    "folder.xlsx": _zip_of(**{"photos/a.jpg": encoded(picture())}),
    "locked.ods": _zip_of(
        **{
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": bytes(range(256)),
            "META-INF/manifest.xml": _ODS_MANIFEST,
        }
    ),
    "nothing.xlsx": b"",
    "zeros.xlsx": bytes(4096),
    "compound-file.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024),
}
for _name, _data in _FILES.items():
    roster(_name)(partial(_write, _data))


@roster("locked.xlsx")
def _locked(path: Path) -> None:
    source = plain(path)
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(source.read_bytes())).encrypt("a password", out)
    path.write_bytes(out.getvalue())
    source.unlink()


@roster("truncated.xlsx")
def _truncated(path: Path) -> None:
    MAKERS["plain.xlsx"](path)
    path.write_bytes(path.read_bytes()[:-200])


@roster("checksum-wrong.xlsx")
def _checksum(path: Path) -> None:
    MAKERS["plain.xlsx"](path)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo(SHEET)
    entry = data.index(SHEET.encode(), data.index(b"PK\x01\x02")) - 46
    struct.pack_into("<I", data, entry + 16, part.CRC ^ 1)
    path.write_bytes(data)


@roster("sheet-lost.xlsx")
def _sheet_lost(path: Path) -> None:
    source = plain(path)
    repack(source, path, {SHEET: None})
    source.unlink()


@roster("text-index-out-of-range.xlsx")
def _index(path: Path) -> None:
    patched(path, SHEET, rb't="s"><v>1</v>', b't="s"><v>4000000000</v>')


@roster("nul-bytes.xlsx")
def _nul(path: Path) -> None:
    patched(path, SHEET, rb"<sheetData>", b"<sheetData>\x00\x00")


@roster("sheet-not-closed.xlsx")
def _not_closed(path: Path) -> None:
    patched(path, SHEET, rb"</sheetData>.*", b"")


@roster("entities-in-texts.xlsx")
def _laughs(path: Path) -> None:
    patched(path, STRINGS, b"<sst(.*?)" + LI[0].encode(), _LAUGHS + rb"<sst\1&e9;")


@roster("entities-in-sheet.xlsx")
def _sheet_entities(path: Path) -> None:
    entity = b'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]><worksheet'
    patched(path, SHEET, rb"<worksheet", entity)


@roster("entities-in-workbook.xlsx")
def _workbook_entities(path: Path) -> None:
    patched(path, WORKBOOK, rb"<workbook", _LAUGHS.replace(b"sst", b"workbook") + b"<workbook")


@roster("bomb-of-zeros.xlsx")
def _bomb(path: Path) -> None:
    source = plain(path)
    repack(source, path, {}, {"xl/media/image1.png": bytes(_BOMB_BYTES)})
    source.unlink()


@roster("bomb-that-lies.xlsx")
def _lying_bomb(path: Path) -> None:
    """Write a roster whose directory says a part is small, and it is not."""
    _bomb(path)
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"xl/media/image1.png") - 46
    struct.pack_into("<I", data, entry + 24, 1000)
    struct.pack_into("<I", data, entry + 16, zlib.crc32(bytes(1000)))
    path.write_bytes(data)


@roster("bomb-of-parts.xlsx")
def _parts(path: Path) -> None:
    source = plain(path)
    repack(source, path, {}, {f"xl/media/{order}": b"" for order in range(_MANY)})
    source.unlink()


@roster("path-out-of-archive.xlsx")
def _traversal(path: Path) -> None:
    source = plain(path)
    repack(source, path, {}, {"../../outside.xml": b"<a/>"})
    source.unlink()


@roster("part-twice.xlsx")
def _part_twice(path: Path) -> None:
    MAKERS["plain.xlsx"](path)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"docProps/core.xml", b"docProps/app.xml\x00"))


@roster("million-formatted-rows.xlsx")
def _million_rows(path: Path) -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d" s="0"/><c r="B%d" s="0"/></row>' % (row, row, row)
        for row in range(5, 1_048_577)
    )
    patched(path, SHEET, rb"</sheetData>", rows + b"</sheetData>")


@roster("cell-in-last-column.xlsx")
def _last_column(path: Path) -> None:
    last = (
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    )
    patched(path, SHEET, rb"</sheetData>", last)


@roster("all-columns.xlsx")
def _all_columns(path: Path) -> None:
    """Write 16 384 columns in each of a few hundred rows."""
    wide = b"".join(
        b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (row, row) for row in range(5, 1000)
    )
    patched(path, SHEET, rb"</sheetData>", wide + b"</sheetData>")


@roster("bomb-of-rows.ods")
def _repeated_rows(path: Path) -> None:
    cell = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>"
    )
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="A">{cell}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    path.write_bytes(_zip_of(mimetype=mimetype, **{"content.xml": content.encode()}))


@roster("nul-bytes.csv")
def _nul_text(path: Path) -> None:
    path.write_bytes(",".join(HEADER).encode() + b"\r\n\x00\x00,\x00\x00,\x00,\r\n")


@roster("lines-without-end.csv")
def _long_line(path: Path) -> None:
    path.write_bytes(b"a," * 3_000_000)
