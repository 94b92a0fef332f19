"""The reader of .xlsx and .xlsm (ECMA-376): sheets of typed cells.

Input: the bytes of a workbook that `container` has proved. Output: sheets and their pictures.
"""

from __future__ import annotations

import io

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from jscert.roster.workbook import NoPictures, RosterPictures, Sheet


def read_xlsx(data: bytes) -> tuple[tuple[Sheet, ...], RosterPictures]:
    """Read the sheets in the file's order and its pictures; ValueError if the file cannot be read."""
    try:
        return _read_sheets(data), NoPictures()
    except CalamineError as fault:
        raise ValueError("not a readable workbook") from fault


def _read_sheets(data: bytes) -> tuple[Sheet, ...]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return tuple(
        Sheet(
            name=meta.name,
            hidden=meta.visible is not SheetVisibleEnum.Visible,
            rows=tuple(
                tuple(row)
                for row in workbook.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
            ),
        )
        for meta in workbook.sheets_metadata
        if meta.typ is SheetTypeEnum.WorkSheet
    )
