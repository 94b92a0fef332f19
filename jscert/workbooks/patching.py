"""A sender's .xlsx marked in place: cells coloured and commented, one sheet added, all else byte for byte.

Input: the bytes of a workbook that the roster room has proved, and a marking. Output: the marked workbook.
UnprovenError if any part that has to change is spelled in a way this does not understand; then nothing is
lost but the sender's own look: the caller writes a plain copy instead.
Only these parts change: `[Content_Types].xml`, `workbook.xml` and its relations, `styles.xml`, and per marked
sheet the sheet, its relations, its comments and their drawing.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from itertools import count, islice
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from jscert.messages import workbooks as words
from jscert.workbooks.boxes import EMPTY_DRAWING, Drawing, block_numbers
from jscert.workbooks.cells import joined_areas, take_apart, with_formats
from jscert.workbooks.comments import EMPTY_COMMENTS, Comments
from jscert.workbooks.fault_list import list_sheet
from jscert.workbooks.marking import COMMENTED_CELLS, add_mark, cells_by_sheet
from jscert.workbooks.markup import (
    MAIN,
    RELATIONS,
    UnprovenError,
    attribute,
    elements_of,
    root_of,
)
from jscert.workbooks.package import Package
from jscert.workbooks.styles import Styles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jscert.workbooks.cells import SheetPart
    from jscert.workbooks.marking import Cells, MarkedCell, Marking, Weight

_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SUFFIXES = {
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": ".xlsm",
    "application/vnd.ms-excel.template.macroEnabled.main+xml": ".xltm",
    f"{_BOOK_TYPE}template.main+xml": ".xltx",
}
_BEHIND_COMMENTS = frozenset(
    {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems"}
    | {"tableParts", "extLst"}
)
_EMPTY_SHEET = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode()
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, IndexError)


def mark_workbook(data: bytes, marking: Marking) -> tuple[bytes, str]:
    """Mark a workbook; gives it with the suffix its file must have (`.xlsx`, `.xlsm`, …)."""
    try:
        book = _Book(Package(data))
        book.mark(marking)
        return book.package.write(), book.suffix
    except UnprovenError:
        raise
    except (*_BROKEN, ValueError) as fault:
        raise UnprovenError("not a workbook as expected") from fault


class _Book:
    """One workbook being marked."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.name = self._target("", "officeDocument")
        self.suffix = _SUFFIXES.get(package.content_type(self.name), ".xlsx")
        self.sheets = self._sheet_parts()
        self.styles_name = self._target(self.name, "styles")
        self.styles = Styles(package.read(self.styles_name))
        self.blocks = self._free_blocks()
        self.comments_left = COMMENTED_CELLS

    def mark(self, marking: Marking) -> None:
        """Change everything that has to change."""
        cleared = self.styles.cleared()
        formats = self.styles.formats_of_list()
        wanted = cells_by_sheet(marking.marks)
        if not wanted.keys() <= self.sheets.keys():
            raise UnprovenError("a sheet that is not there")
        for name, part in self.sheets.items():
            if name not in marking.replaced and (name in wanted or cleared or marking.replaced):
                self._mark_sheet(part, wanted.get(name, {}), cleared)
        self.package.put(self.styles_name, self.styles.write())
        self._add_list(marking, formats)

    def _target(self, part: str, kind: str) -> str:
        """Name the one part of a kind that a part points to."""
        found = [r.target for r in self.package.relations(part) if r.kind == kind]
        if len(found) != 1:
            raise UnprovenError("no " + kind)
        return found[0]

    def _sheet_parts(self) -> dict[str, str]:
        """Map the names of worksheets to their parts, in the workbook's order."""
        data = self.package.read(self.name)
        root_of(data)
        parts = {r.id: r.target for r in self.package.relations(self.name) if r.kind == "worksheet"}
        sheets = [e.attributes for e in elements_of(data, 2) if e.path == ("sheets", "sheet")]
        return {
            sheet["name"]: parts[sheet[f"{RELATIONS} id"]]
            for sheet in sheets
            if sheet[f"{RELATIONS} id"] in parts
        }

    def _free_blocks(self) -> Iterator[int]:
        """Give numbers of blocks of shapes that no drawing of the workbook uses."""
        names = self.package.names_like(r".*\.vml")
        used = {n for name in names for n in block_numbers(self.package.read(name))}
        return count(max(used, default=0) + 1)

    def _mark_sheet(self, part: str, cells: Cells, cleared: Mapping[int, int]) -> None:
        sheet = take_apart(self.package.read(part))
        cells = _on_first_cells(sheet, cells)
        rows: dict[int, dict[int, Weight]] = {}
        for (row, column), cell in cells.items():
            rows.setdefault(row, {})[column] = cell.weight
        rows_xml = with_formats(sheet, rows, self.styles.coloured, cleared)
        drawing = self._comment(part, sheet, cells)
        self.package.put(part, *_put_together(sheet, rows_xml, drawing))

    def _comment(self, part: str, sheet: SheetPart, cells: Cells) -> str:
        """Comment cells; gives the id by which the sheet must name its drawing, "" if it does already."""
        package = self.package
        texts = {place: cell.comment() for place, cell in _first(cells, self.comments_left)}
        self.comments_left -= len(texts)
        name = next((r.target for r in package.relations(part) if r.kind == "comments"), "")
        if not texts and not name:
            return ""
        comments = Comments(package.read(name) if name else EMPTY_COMMENTS)
        gone = comments.cleared()
        new = comments.add(texts) if texts else []
        if not name:
            name = package.new_name(posixpath.join(posixpath.dirname(self.name), "comments{}.xml"))
            package.relate(part, "comments", name)
            package.declare(name, _BOOK_TYPE + "comments+xml")
        package.put(name, comments.write())
        return self._draw(part, sheet, gone, {place: texts[place] for place in new})

    def _draw(
        self,
        part: str,
        sheet: SheetPart,
        gone: set[tuple[int, int]],
        texts: Mapping[tuple[int, int], str],
    ) -> str:
        """Make the boxes of new comments, in the sheet's own drawing of boxes if it has one."""
        package = self.package
        named = sheet.named("legacyDrawing")
        known = {r.id: r.target for r in package.relations(part)}
        name = known[named.attributes[f"{RELATIONS} id"]] if named else ""
        drawing = Drawing(package.read(name) if named else EMPTY_DRAWING)
        drawing.remove(gone)
        drawing.add(texts, self.blocks)
        if not named:
            folder = posixpath.join(posixpath.dirname(self.name), "drawings")
            name = package.new_name(posixpath.join(folder, "vmlDrawing{}.vml"))
            package.declare_suffix("vml", _DRAWING_TYPE)
        package.put(name, drawing.write())
        return "" if named else package.relate(part, "vmlDrawing", name)

    def _add_list(self, marking: Marking, formats: Mapping[str, int]) -> None:
        """Add the list as the last sheet, or put it in the place of an earlier one."""
        old = [self.sheets[name] for name in marking.replaced if name in self.sheets]
        for part in old[1:]:
            self.package.put(part, _EMPTY_SHEET)
        if old:
            self.package.put_unread(old[0], list_sheet(marking, formats))
            return
        folder = posixpath.join(posixpath.dirname(self.name), "worksheets")
        part = self.package.new_name(posixpath.join(folder, "sheet{}.xml"))
        self.package.put_unread(part, list_sheet(marking, formats))
        self.package.declare(part, _BOOK_TYPE + "worksheet+xml")
        relation = self.package.relate(self.name, "worksheet", part)
        self.package.put(self.name, _with_sheet(self.package.read(self.name), relation))


def _first(cells: Cells, limit: int) -> Iterator[tuple[tuple[int, int], MarkedCell]]:
    return islice(cells.items(), limit)


def _on_first_cells(sheet: SheetPart, cells: Cells) -> Cells:
    """Move what is said of a cell that a merged area hides to the area's first cell, which is seen."""
    hidden: dict[tuple[int, int], tuple[int, int]] = {}
    columns: dict[int, list[int]] = {}
    for row, column in cells:
        columns.setdefault(row, []).append(column)
    for row, (top, left, _, right) in joined_areas(sheet, sorted(columns)):
        hidden |= {(row, c): (top, left) for c in columns[row] if left <= c <= right}
    if not hidden:
        return cells
    seen: Cells = {}
    for place, cell in sorted(cells.items()):
        for mark in cell.marks:
            add_mark(seen, hidden.get(place, place), mark)
    return seen


def _put_together(sheet: SheetPart, rows: bytearray, drawing: str) -> list[bytes | bytearray]:
    prefix = sheet.root.prefix
    gap = sheet.frame_gap[0]
    opened = sheet.data[gap : sheet.start] if sheet.end > sheet.start else b"<%bsheetData>" % prefix
    at = _place_of_drawing(sheet)
    written = b""
    if drawing:
        named = b'xmlns:r="%b" r:id="%b"' % (RELATIONS.encode(), drawing.encode())
        written = b"<%blegacyDrawing %b/>" % (prefix, named)
    closed = b"</%bsheetData>" % prefix
    return [
        sheet.frame[:gap],
        opened,
        rows,
        closed,
        sheet.frame[gap:at],
        written,
        sheet.frame[at:],
    ]


def _place_of_drawing(sheet: SheetPart) -> int:
    """Find where in the frame `legacyDrawing` may stand (the order of CT_Worksheet, 18.3.1.99)."""
    behind = [c for c in sheet.children if len(c.path) == 1 and c.start >= sheet.frame_gap[0]]
    place = sheet.frame.rindex(b"</" + sheet.root.prefix + b"worksheet")
    for child in reversed(behind):
        if child.namespace == MAIN and child.path[0] not in _BEHIND_COMMENTS:
            break
        place = child.start
    return place


def _with_sheet(data: bytes, relation: str) -> bytes:
    """Name a new sheet in the workbook, as its last."""
    root = root_of(data)
    elements = elements_of(data, 2)
    sheets = [e.attributes for e in elements if e.path == ("sheets", "sheet")]
    numbers = [int(sheet["sheetId"]) for sheet in sheets]
    taken = {sheet["name"].casefold() for sheet in sheets}
    name = next(n for n in _names(words.CHECKED_SHEET) if n.casefold() not in taken)
    known = attribute(root.tag, "xmlns:r") == RELATIONS
    space = "" if known else f'xmlns:r="{RELATIONS}" '
    written = (
        f"<{root.prefix.decode()}sheet {space}name={quoteattr(name)} "
        f'sheetId="{max(numbers) + 1}" r:id="{relation}"/>'
    )
    (at,) = (e.inner for e in elements if e.path == ("sheets",))
    return data[:at] + written.encode() + data[at:]


def _names(name: str) -> Iterator[str]:
    yield name
    for number in count(2):
        yield f"{name} ({number})"
