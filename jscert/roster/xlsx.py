"""The reader of .xlsx and .xlsm (ECMA-376): typed cells, what is merged, hidden or struck out, pictures.

Input: the bytes of a workbook that `container` has proved. Output: sheets and their pictures. Calamine
reads the values, but gives error cells as empty; those and all else come from `xlsx_structure`,
`xlsx_drawings` and `xlsx_cell_pictures`. A cell whose content is a picture has no value here.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from jscert.roster.merged_pictures import move_home
from jscert.roster.workbook import CellPicture, RosterPictures, Sheet
from jscert.roster.xlsx_cell_pictures import rich_pictures, wps_pictures
from jscert.roster.xlsx_drawings import floating_pictures
from jscert.roster.xlsx_package import Package
from jscert.roster.xlsx_pictures import XlsxPictures
from jscert.roster.xlsx_structure import read_structure
from jscert.roster.xlsx_styles import struck_styles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jscert.roster.workbook import Value
    from jscert.roster.xlsx_structure import SheetStructure

    Rows = tuple[tuple[Value, ...], ...]

_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError)


def read_xlsx(data: bytes) -> tuple[tuple[Sheet, ...], RosterPictures]:
    """Read the sheets in the file's order, and its pictures.

    ValueError if the file cannot be read, TooLargeError past what a roster has of anything.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Workbook(data, Package(archive)).sheets(), XlsxPictures(data)
    except (CalamineError, *_FAULTS) as fault:
        raise ValueError("not a readable workbook") from fault


class _Workbook:
    """Reads sheet after sheet; the pictures of cells are looked up once, and only if there are any."""

    def __init__(self, data: bytes, package: Package) -> None:
        self._package = package
        self._values = CalamineWorkbook.from_filelike(io.BytesIO(data))
        self._parts = package.sheet_parts()
        self._struck = struck_styles(package)
        self._from_1904 = package.dates_from_1904()
        self._drawings: set[str] = set()
        self._wps: Mapping[str, str] | None = None
        self._rich: Mapping[int, str] | None = None

    def sheets(self) -> tuple[Sheet, ...]:
        """Read all worksheets."""
        return tuple(
            self._sheet(meta.name, hidden=meta.visible is not SheetVisibleEnum.Visible)
            for meta in self._values.sheets_metadata
            if meta.typ is SheetTypeEnum.WorkSheet
        )

    def _sheet(self, name: str, *, hidden: bool) -> Sheet:
        # First the structure, so that the sheet's XML is gone before there are values
        structure = read_structure(self._package, self._parts[name], self._struck)
        pictures = (*self._cell_pictures(structure), *self._floating(name, structure))
        sheet = self._values.get_sheet_by_name(name)
        rows = tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False))
        width = len(rows[0]) if rows else 0
        return Sheet(
            name=name,
            hidden=hidden,
            rows=_with_errors(structure.errors, pictures, rows),
            merges=structure.merges,
            hidden_rows=frozenset(row for row in structure.hidden_rows if row < len(rows)),
            hidden_columns=frozenset(one for one in structure.hidden_columns if one < width),
            struck_rows=_struck_rows(structure.struck, rows),
            dates_from_1904=self._from_1904,
            pictures=pictures,
        )

    def _floating(self, name: str, structure: SheetStructure) -> Iterator[CellPicture]:
        drawing = self._package.relations(self._parts[name]).get(structure.drawing)
        if drawing is None or not drawing.part:
            return
        if drawing.part in self._drawings:
            raise ValueError("two sheets with one drawing")
        self._drawings.add(drawing.part)
        found = floating_pictures(self._package, drawing.part, structure)
        yield from move_home(found, structure.merges)

    def _cell_pictures(self, structure: SheetStructure) -> Iterator[CellPicture]:
        if structure.wps_pictures and self._wps is None:
            self._wps = wps_pictures(self._package)
        for row, column, name in structure.wps_pictures:
            ref = (self._wps or {}).get(name, "")
            yield CellPicture(row=row, column=column, ref=ref, floating=False)
        if structure.rich_values and self._rich is None:
            self._rich = rich_pictures(self._package)
        for row, column, value in structure.rich_values:
            rich = (self._rich or {}).get(value)
            if rich is not None:
                yield CellPicture(row=row, column=column, ref=rich, floating=False)


def _with_errors(
    errors: Sequence[tuple[int, int, str]], pictures: Sequence[CellPicture], rows: Rows
) -> Rows:
    """Write errors into their cells, and nothing into those that hold a picture.

    What stands in a picture's cell is the text of a formula, or an error for programs that cannot show it.
    """
    held = [(one.row, one.column, "") for one in pictures if not one.floating]
    if not errors and not held:
        return rows
    changed = list(rows)
    for row, column, value in (*errors, *held):
        if row < len(changed) and column < len(changed[row]):
            cells = changed[row]
            changed[row] = (*cells[:column], value, *cells[column + 1 :])
    return tuple(changed)


def _struck_rows(struck: Mapping[int, set[int]], rows: Rows) -> frozenset[int]:
    """Tell the rows whose written cells are all struck out."""
    return frozenset(
        row for row, columns in struck.items() if row < len(rows) and _is_struck(rows[row], columns)
    )


def _is_struck(values: Sequence[Value], columns: set[int]) -> bool:
    written = {
        column
        for column, value in enumerate(values)
        if (value.strip() if isinstance(value, str) else value is not None)
    }
    return bool(written) and written <= columns
