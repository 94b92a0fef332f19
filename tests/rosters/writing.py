"""Sheets of cells written to files of several formats, so that one roster can travel in each of them."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from openpyxl import Workbook

from jscert.roster.workbook import Sheet, column_letter, show_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from jscert.roster.workbook import Value

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style", "manifest")
)
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def write_xlsx(path: Path, sheets: Sequence[Sheet]) -> Path:
    """Write sheets as .xlsx, merges and what is hidden included."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for row in sheet.rows:
            page.append([None if cell == "" else cell for cell in row])
        for area in sheet.merges:
            page.merge_cells(None, area.top + 1, area.left + 1, area.bottom + 1, area.right + 1)
        for hidden in sheet.hidden_rows:
            page.row_dimensions[hidden + 1].hidden = True
        for hidden in sheet.hidden_columns:
            page.column_dimensions[column_letter(hidden)].hidden = True
    book.save(path)
    return path


def write_csv(path: Path, sheet: Sheet, coding: str, delimiter: str) -> Path:
    """Write one sheet as separated text; merges and types are lost, as they are in every such file."""
    out = io.StringIO()
    rows = ([show_value(cell) for cell in row] for row in sheet.rows)
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path.write_bytes(out.getvalue().encode(coding))
    return path


def write_ods(path: Path, sheets: Sequence[Sheet]) -> Path:
    """Write sheets as .ods (ODF 1.3 part 3, 9.1), merges and what is hidden included."""
    tables = "".join("".join(_table(sheet)) for sheet in sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest {_SPACES}>'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def _table(sheet: Sheet) -> Iterator[str]:
    spans = {(area.top, area.left): area for area in sheet.merges}
    yield f'<table:table table:name="{escape(sheet.name)}">'
    for column in range(len(sheet.rows[0])):
        hidden = ' table:visibility="collapse"' if column in sheet.hidden_columns else ""
        yield f"<table:table-column{hidden}/>"
    for number, row in enumerate(sheet.rows):
        hidden = ' table:visibility="collapse"' if number in sheet.hidden_rows else ""
        yield f"<table:table-row{hidden}>"
        for column, value in enumerate(row):
            area = spans.get((number, column))
            span = (
                f' table:number-columns-spanned="{area.right - area.left + 1}"'
                f' table:number-rows-spanned="{area.bottom - area.top + 1}"'
                if area
                else ""
            )
            yield f"<table:table-cell{span}{_content(value)}</table:table-cell>"
        yield "</table:table-row>"
    yield "</table:table>"


def _content(value: Value) -> str:
    """Give a cell's type and text, from its attributes on."""
    if value is None or value == "":
        return ">"
    if isinstance(value, datetime | date):
        return f' office:value-type="date" office:date-value="{value.isoformat()}">'
    if isinstance(value, int | float):
        return f' office:value-type="float" office:value="{value}">'
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in show_value(value).split("\n"))
    return f' office:value-type="string">{lines}'


def _spaced(line: str) -> str:
    """Spell blanks so that none is taken for layout (ODF 1.3 part 3, 6.1.2 and 6.1.3)."""
    return escape(line).replace("\t", "<text:tab/>").replace(" ", "<text:s/>")
