"""Rosters whose XML is spelt as other producers do, or holds more than cells: patched part by part."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import xlsxwriter

from tests.roster_builders import A_SHEET, HEADER
from tests.rosters.making import repack, roster
from tests.rosters.people import THREE

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
WORKBOOK = "xl/workbook.xml"
TYPES = "[Content_Types].xml"
WORKBOOK_RELS = "xl/_rels/workbook.xml.rels"

_STRICT = (  # ECMA-376 part 1 (strict) names the same things otherwise
    (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    ),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)
_EXTERNAL_RELS = (
    b'<?xml version="1.0"?><Relationships xmlns='
    b'"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
    b'Target="file:///etc/hostname" TargetMode="External"/></Relationships>'
)
_EXTERNAL = (
    b'<?xml version="1.0"?><externalLink xmlns='
    b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook xmlns:r='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/>'
    b"</externalLink>"
)


def plain(path: Path) -> Path:
    """Write a roster as Excel does, texts shared, beside the file that is to be made of it."""
    source = path.with_name(f"{path.name}.source")
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet(A_SHEET)
        for order, row in enumerate((HEADER, *THREE)):
            sheet.write_row(order, 0, row)
    return source


def patched(path: Path, part: str, pattern: bytes, by: bytes) -> None:
    """Write the plain roster with a pattern of one part replaced; it must be there."""

    def change(data: bytes) -> bytes:
        changed, count = re.subn(pattern, by, data, flags=re.DOTALL)
        assert count, pattern
        return changed

    source = plain(path)
    repack(source, path, {part: change})
    source.unlink()


_PATCHES: dict[str, tuple[str, bytes, bytes]] = {
    "cells-without-references.xlsx": (SHEET, rb'(?<=<c) r="[A-Z]+\d+"', b""),
    "rows-without-references.xlsx": (SHEET, rb'(?<=<row) r="\d+"|(?<=<c) r="[A-Z]+\d+"', b""),
    "dimension-missing.xlsx": (SHEET, rb"<dimension [^>]*>", b""),
    "dimension-too-small.xlsx": (SHEET, rb'<dimension ref="[^"]*"', b'<dimension ref="A1"'),
    "text-with-carriage-return.xlsx": (STRINGS, "李小红".encode(), "李小红_x000D_".encode()),
    "text-with-reading.xlsx": (
        STRINGS,
        "<t>李小红</t>".encode(),
        '<t>李小红</t><rPh sb="0" eb="1"><t>LI</t></rPh>'.encode(),
    ),
}
for _name, _patch in _PATCHES.items():
    roster(_name)(partial(lambda patch, path: patched(path, *patch), _patch))


@roster("texts-shared.xlsx")
def _shared(path: Path) -> None:
    plain(path).rename(path)


@roster("prefixed.xlsx")
def _prefixed(path: Path) -> None:
    def prefix(data: bytes) -> bytes:
        data = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", data)
        return data.replace(b"xmlns=", b"xmlns:x=")

    source = plain(path)
    repack(source, path, {SHEET: prefix, STRINGS: prefix})
    source.unlink()


@roster("strict.xlsx")
def _strict(path: Path) -> None:
    def strict(data: bytes) -> bytes:
        for loose, exact in _STRICT:
            data = data.replace(loose, exact)
        return data

    parts = (SHEET, STRINGS, WORKBOOK, WORKBOOK_RELS, "xl/styles.xml", "_rels/.rels")
    source = plain(path)
    repack(source, path, dict.fromkeys(parts, strict))
    source.unlink()


@roster("macros.xlsm")
def _macros(path: Path) -> None:
    def types(data: bytes) -> bytes:
        return data.replace(
            b"officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
        )

    source = plain(path)
    repack(source, path, {TYPES: types}, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 no real macro"})
    source.unlink()


@roster("external-link.xlsx")
def _external(path: Path) -> None:
    """Write a roster that links to another file: nobody may open that."""

    def types(data: bytes) -> bytes:
        more = (
            b'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType='
            b'"application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/>'
        )
        return data.replace(b"</Types>", more + b"</Types>")

    def rels(data: bytes) -> bytes:
        more = (
            b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            b'relationships/externalLink" Target="externalLinks/externalLink1.xml"/>'
        )
        return data.replace(b"</Relationships>", more + b"</Relationships>")

    folder = "xl/externalLinks"
    source = plain(path)
    repack(
        source,
        path,
        {TYPES: types, WORKBOOK_RELS: rels},
        {
            f"{folder}/externalLink1.xml": _EXTERNAL,
            f"{folder}/_rels/externalLink1.xml.rels": _EXTERNAL_RELS,
        },
    )
    source.unlink()
