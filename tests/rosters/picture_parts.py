"""Workbooks with pictures, as Excel and WPS write them: each function adds pictures to a workbook on disk.

Floating pictures are written by openpyxl (add them first: it drops what it does not know). WPS's DISPIMG
cells and Excel's pictures placed in cells are parts built by hand after [MS-XLSX] and after what the
programs write.
Cells are named as in a sheet (`E2`); pictures are bytes, the same bytes make one part.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.drawing.spreadsheet_drawing import (
    AbsoluteAnchor,
    AnchorMarker,
    OneCellAnchor,
    TwoCellAnchor,
)
from openpyxl.drawing.xdr import XDRPoint2D, XDRPositiveSize2D
from openpyxl.utils import coordinate_to_tuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
RICH = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
RICH_RELATIONS = "http://schemas.microsoft.com/office/2017/06/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
EMU, POINT = 9_525, 12_700
ROW_POINTS = 84.0
WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True, kw_only=True)
class Span:
    """A floating picture held at two corners: cells (0-based row, column) and offsets into them in EMU."""

    start: tuple[int, int]
    end: tuple[int, int]
    start_offset: tuple[int, int] = (0, 0)
    end_offset: tuple[int, int] = (0, 0)


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A floating picture held by its place on the sheet: top left corner and size in EMU."""

    x: int
    y: int
    width: int
    height: int


def add_floating(
    path: Path,
    pictures: Mapping[str | Span | Spot, bytes],
    *,
    sheet: str | None = None,
    row_points: float | None = ROW_POINTS,
) -> Path:
    """Lay pictures over cells (each inside one cell of a tall row), over spans, or at spots."""
    workbook = load_workbook(path)
    page = workbook[sheet] if sheet else workbook.worksheets[0]
    for place, data in pictures.items():
        image = SheetImage(io.BytesIO(data))
        if isinstance(place, str):
            row, column = coordinate_to_tuple(place)
            if row_points:
                page.row_dimensions[row].height = row_points
            size = XDRPositiveSize2D(50 * EMU, 70 * EMU)
            corner = AnchorMarker(col=column - 1, colOff=2 * EMU, row=row - 1, rowOff=2 * EMU)
            image.anchor = OneCellAnchor(_from=corner, ext=size)
        else:
            image.anchor = _anchor(place)
        page.add_image(image)
    workbook.save(path)
    return path


def _anchor(place: Span | Spot) -> TwoCellAnchor | AbsoluteAnchor:
    if isinstance(place, Spot):
        return AbsoluteAnchor(
            pos=XDRPoint2D(place.x, place.y), ext=XDRPositiveSize2D(place.width, place.height)
        )
    corners = (
        AnchorMarker(row=cell[0], rowOff=offset[0], col=cell[1], colOff=offset[1])
        for cell, offset in ((place.start, place.start_offset), (place.end, place.end_offset))
    )
    return TwoCellAnchor("twoCell", *corners)


def add_wps_pictures(
    path: Path,
    cells: Mapping[str, bytes | None],
    *,
    sheet_part: str = "xl/worksheets/sheet1.xml",
    prefix: str = "_xlfn.",
    value: str | None = None,
) -> Path:
    """Put pictures into cells as WPS does; None: the cell names a picture that is not in the file.

    `prefix` stands before DISPIMG in the formula ("" in files WPS wrote for itself); `value` is the cached
    one ("#NAME?" after Excel has saved the file).
    """
    parts = _Parts.of(path)
    entries: list[str] = []
    for order, (cell, data) in enumerate(cells.items()):
        name = f"ID_{order:032X}"
        if data is not None:
            target = parts.add_media(data)
            entries.append(
                _cell_image(name, order, parts.relate("xl/cellimages.xml", "image", target))
            )
        cached = f"=DISPIMG(&quot;{name}&quot;,1)" if value is None else value
        kind = "e" if cached.startswith("#") else "str"
        formula = f"{prefix}DISPIMG(&quot;{name}&quot;,1)"
        parts.put_cell(
            sheet_part, cell, f'<c r="{cell}" t="{kind}"><f>{formula}</f><v>{cached}</v></c>'
        )
    parts.add(
        "xl/cellimages.xml",
        f'<etc:cellImages xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:r="{OFFICE}" '
        f'xmlns:a="{DRAWING}/main" xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData">'
        + "".join(entries)
        + "</etc:cellImages>",
        "application/vnd.wps-officedocument.cellimage+xml",
    )
    kind = "http://www.wps.cn/officeDocument/2020/cellImage"
    parts.relate(WORKBOOK, kind, "cellimages.xml")
    parts.save(path)
    return path


def _cell_image(name: str, order: int, relation: str) -> str:
    return (
        f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{order + 2}" name="{name}"/>'
        "<xdr:cNvPicPr/></xdr:nvPicPr>"
        f'<xdr:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
        '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2809875" cy="3933825"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic></etc:cellImage>'
    )


def add_placed_pictures(
    path: Path,
    cells: Mapping[str, bytes | None],
    *,
    sheet_part: str = "xl/worksheets/sheet1.xml",
    alternative_text: bool = False,
) -> Path:
    """Place pictures in cells as Excel 365 does; None: an IMAGE() of an address on the web.

    `alternative_text` adds the key that Excel writes where a picture has one.
    """
    parts = _Parts.of(path)
    rich = "xl/richData/richValueRel.xml"
    relations: list[str] = []
    values: list[str] = []
    for order, (cell, data) in enumerate(cells.items()):
        if data is None:
            values.append('<rv s="1"><v>0</v><v>1</v></rv>')
        else:
            text = "<v>照片</v>" if alternative_text else ""
            values.append(f'<rv s="0"><v>{len(relations)}</v><v>5</v>{text}</rv>')
            relations.append(parts.relate(rich, "image", f"../{parts.add_media(data)}"))
        value = f'<c r="{cell}" t="e" vm="{order + 1}"><v>#VALUE!</v></c>'
        parts.put_cell(sheet_part, cell, value)
    text_key = '<k n="Text" t="s"/>' if alternative_text else ""
    parts.add(
        "xl/richData/rdrichvaluestructure.xml",
        f'<rvStructures xmlns="{RICH}" count="2"><s t="_localImage">'
        f'<k n="_rvRel:LocalImageIdentifier" t="i"/><k n="CalcOrigin" t="i"/>{text_key}</s>'
        '<s t="_webimage"><k n="WebImageIdentifier" t="i"/><k n="CalcOrigin" t="i"/></s></rvStructures>',
        "application/vnd.ms-excel.rdrichvaluestructure+xml",
    )
    parts.add(
        "xl/richData/rdrichvalue.xml",
        f'<rvData xmlns="{RICH}" count="{len(values)}">' + "".join(values) + "</rvData>",
        "application/vnd.ms-excel.rdrichvalue+xml",
    )
    parts.add(
        rich,
        '<richValueRels xmlns="http://schemas.microsoft.com/office/spreadsheetml/2022/richvaluerel" '
        f'xmlns:r="{OFFICE}">'
        + "".join(f'<rel r:id="{relation}"/>' for relation in relations)
        + "</richValueRels>",
        "application/vnd.ms-excel.richvaluerel+xml",
    )
    parts.add("xl/metadata.xml", _metadata(len(values)), _METADATA_TYPE)
    for kind, target in (
        (f"{OFFICE}/sheetMetadata", "metadata.xml"),
        (f"{RICH_RELATIONS}/rdRichValue", "richData/rdrichvalue.xml"),
        (f"{RICH_RELATIONS}/rdRichValueStructure", "richData/rdrichvaluestructure.xml"),
        (
            "http://schemas.microsoft.com/office/2022/10/relationships/richValueRel",
            "richData/richValueRel.xml",
        ),
    ):
        parts.relate(WORKBOOK, kind, target)
    parts.save(path)
    return path


_METADATA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"


def _metadata(count: int) -> str:
    """Write metadata.xml; the type before the rich values is that of dynamic arrays, as in Excel's files."""
    blocks = "".join(
        '<bk><extLst><ext uri="{3e2802c4-a4d2-4d8b-9148-e3be6c30e623}">'
        f'<xlrd:rvb i="{order}"/></ext></extLst></bk>'
        for order in range(count)
    )
    records = "".join(f'<bk><rc t="2" v="{order}"/></bk>' for order in range(count))
    return (
        f'<metadata xmlns="{MAIN}" xmlns:xlrd="{RICH}" '
        'xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray">'
        '<metadataTypes count="2"><metadataType name="XLDAPR" minSupportedVersion="120000" copy="1"/>'
        '<metadataType name="XLRICHVALUE" minSupportedVersion="120000" copy="1"/></metadataTypes>'
        '<futureMetadata name="XLDAPR" count="1"><bk><extLst>'
        '<ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}">'
        '<xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk></futureMetadata>'
        f'<futureMetadata name="XLRICHVALUE" count="{count}">{blocks}</futureMetadata>'
        '<cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata>'
        f'<valueMetadata count="{count}">{records}</valueMetadata></metadata>'
    )


def change_part(path: Path, part: str, old: str, new: str) -> Path:
    """Replace text in a part of a workbook; it must be there."""
    parts = _Parts.of(path)
    text = parts.parts[part].decode()
    assert old in text
    parts.parts[part] = text.replace(old, new).encode()
    parts.save(path)
    return path


@dataclass
class _Parts:
    """The parts of a workbook while it is changed."""

    parts: dict[str, bytes]
    media: dict[bytes, str] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path) -> _Parts:
        with zipfile.ZipFile(path) as archive:
            return cls({name: archive.read(name) for name in archive.namelist()})

    def save(self, path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.parts.items():
                archive.writestr(name, data)

    def add(self, name: str, xml: str, content_type: str) -> None:
        self.parts[name] = (DECLARATION + xml).encode()
        entry = f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        self._insert("[Content_Types].xml", "</Types>", entry)

    def add_media(self, data: bytes) -> str:
        """Add a picture; give its target seen from `xl`."""
        if data not in self.media:
            suffix = "png" if data.startswith(b"\x89PNG") else "jpeg"
            count = sum(name.startswith("xl/media/") for name in self.parts)
            self.media[data] = f"media/cell{count + 1}.{suffix}"
            self.parts[f"xl/{self.media[data]}"] = data
            if f'Extension="{suffix}"' not in self.parts["[Content_Types].xml"].decode():
                entry = f'<Default Extension="{suffix}" ContentType="image/{suffix}"/>'
                self._insert("[Content_Types].xml", "</Types>", entry)
        return self.media[data]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship to a part; give its id."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        if rels not in self.parts:
            empty = f'<Relationships xmlns="{PACKAGE}/relationships"></Relationships>'
            self.parts[rels] = (DECLARATION + empty).encode()
        relation = f"rIdP{self.parts[rels].count(b'<Relationship ') + 1}"
        kind = kind if "/" in kind else f"{OFFICE}/{kind}"
        entry = f'<Relationship Id="{relation}" Type="{kind}" Target="{target}"/>'
        self._insert(rels, "</Relationships>", entry)
        return relation

    def put_cell(self, part: str, ref: str, cell: str) -> None:
        """Write a cell in place of the one that is there, or at the end of its row."""
        xml = self.parts[part].decode()
        row = re.sub("[A-Z]", "", ref)
        there = re.compile(rf'<c r="{ref}"(?:[^>]*/>|[^>]*[^/]>.*?</c>|>.*?</c>)')
        end_of_row = re.compile(rf'(<row r="{row}"(?:[^>]*[^/])?>(?:(?!</row>).)*)</row>')
        changed, count = there.subn(lambda _: cell, xml)
        if not count:
            changed, count = end_of_row.subn(lambda found: f"{found[1]}{cell}</row>", xml)
        assert count == 1, ref
        self.parts[part] = changed.encode()

    def _insert(self, part: str, before: str, text: str) -> None:
        xml = self.parts[part].decode()
        assert xml.count(before) == 1, part
        self.parts[part] = xml.replace(before, text + before).encode()
