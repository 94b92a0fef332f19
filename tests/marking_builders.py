"""Builders for the tests of marked workbooks: senders' files as several programs spell them, and marks."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from jscert.workbooks.cells import place_of
from jscert.workbooks.marking import Mark, Marking, Weight
from jscert.workbooks.markup import MAIN, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.workbook import Workbook

SHEET = "安管A"
HEADER = ("姓名", "身份证号", "企业名称", "设区市")
FAULT_RGB, REMARK_RGB = "FFFBC8C4", "FFFFF1B8"


def by_openpyxl() -> bytes:
    """Make a workbook with a title over merged cells, a comment of the sender's, a second sheet."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = SHEET
    page.append(["企业主要负责人名册"])
    page.merge_cells("A1:D1")
    page.append(HEADER)
    for order in range(8):
        page.append([f"赵{order}", f"32019919800101{order:04d}", "江苏样例公司"])
    page.merge_cells("C7:C9")
    page["C5"].comment = Comment("请核对 & 确认", "张三")
    page["A3"].font = Font(bold=True)
    page["A3"].fill = PatternFill("solid", "FFDDEEFF")
    book.create_sheet("其他'表")["B2"] = "x"
    return _saved(book)


def by_xlsxwriter() -> bytes:
    """Make the same with another program's spelling; one column has a format of its own."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet(SHEET)
    page.set_column(3, 3, 20, book.add_format({"bold": True}))
    page.write_row(0, 0, ["企业主要负责人名册"])
    page.write_row(1, 0, HEADER)
    for order in range(8):
        cells = [f"赵{order}", f"32019919800101{order:04d}", "江苏样例公司"]
        page.write_row(order + 2, 0, cells)
    page.merge_range("C7:C9", "合并的单位")
    page.write_comment("C5", "请核对 & 确认", {"author": "张三"})
    page.add_table("F2:G4")
    book.add_worksheet("其他'表").write("B2", "x")
    book.close()
    return out.getvalue()


def spelled(rows: str, *, prefix: str = "", behind: str = "", declared: str = "UTF-8") -> bytes:
    """Make a workbook of one sheet whose rows are spelled by hand (`{p}` is the prefix)."""
    p = f"{prefix}:" if prefix else ""
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    office = RELATIONS.rpartition("/")[0] + "/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    book = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relation = '<Relationship Id="rId{}" Type="{}/{}" Target="{}"/>'
    lists = (
        f"<{p}fonts count='1'><{p}font><{p}sz val='11'/></{p}font></{p}fonts>"
        f"<{p}fills count='1'><{p}fill><{p}patternFill/></{p}fill></{p}fills>"
        f"<{p}borders count='1'><{p}border/></{p}borders>"
    )
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{book}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{book}.styles+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{book}.worksheet+xml"/>'
            "</Types>",
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
            f"{relation.format(1, office, 'officeDocument', '/xl/workbook.xml')}</Relationships>",
            "xl/workbook.xml": f'<{p}workbook {name}="{MAIN}" xmlns:r="{RELATIONS}"><{p}sheets>'
            f'<{p}sheet name="{SHEET}" sheetId="7" r:id="rId1"/></{p}sheets></{p}workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
            f"{relation.format(1, office, 'worksheet', 'worksheets/sheet1.xml')}"
            f"{relation.format(2, office, 'styles', 'styles.xml')}</Relationships>",
            "xl/styles.xml": f'<{p}styleSheet {name}="{MAIN}">{lists}<{p}cellStyleXfs count="1">'
            f"<{p}xf/></{p}cellStyleXfs><{p}cellXfs count='1'>"
            f"<{p}xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'/></{p}cellXfs>"
            f"<{p}cellStyles count='1'><{p}cellStyle name='Normal' xfId='0' builtinId='0'/>"
            f"</{p}cellStyles></{p}styleSheet>",
            "xl/worksheets/sheet1.xml": f'{head}<{p}worksheet {name}="{MAIN}">'
            f"{rows.format(p=p)}{behind.format(p=p)}</{p}worksheet>",
        }
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Put parts into a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """Take a zip apart."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(data: bytes, more: Mapping[str, bytes]) -> bytes:
    """Add parts to a zip."""
    return packed({**parts_of(data), **more})


def mark(reference: str, *, sheet: str = SHEET, remark: bool = False, **changes: Any) -> Mark:
    """Make a mark at a cell."""
    row, column = place_of(reference)
    usual: dict[str, Any] = {
        "sheet": sheet,
        "row": row,
        "column": column,
        "weight": Weight.REMARK if remark else Weight.FAULT,
        "code": "JSC-R033",
        "text": "校验码不对",
        "hint": "按身份证核对",
        "shown": "320199********0011",
    }
    return Mark(**{**usual, **changes})


def marking(*marks: Mark, lines: tuple[str, ...] = ("名册 8 人",), **changes: Any) -> Marking:
    """Make a marking."""
    return Marking(lines=lines, marks=marks, **changes)


def opened(data: bytes) -> Workbook:
    """Open a workbook with a foreign reader."""
    return openpyxl.load_workbook(io.BytesIO(data))


def comments_of(data: bytes, sheet: str = SHEET) -> dict[str, str]:
    """Give the comments of a sheet by cell."""
    page = opened(data)[sheet]
    return {c.coordinate: c.comment.text for row in page.iter_rows() for c in row if c.comment}


def colours_of(data: bytes, sheet: str = SHEET) -> dict[str, str]:
    """Give the colours of the filled cells of a sheet."""
    page = opened(data)[sheet]
    return {
        c.coordinate: c.fill.fgColor.rgb
        for row in page.iter_rows()
        for c in row
        if c.fill.fill_type
    }


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
