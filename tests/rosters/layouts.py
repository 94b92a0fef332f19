"""Rosters laid out oddly: titles, footers, merges, hidden and struck rows, several sheets and kinds."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from tests.roster_builders import A_SHEET, HEADER
from tests.rosters.making import fill, one_sheet, roster, with_column, write
from tests.rosters.people import LI, THREE, WANG, ZHAO

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

_HINTS = ("与身份证一致", "身份证只能用18位的", "全称", "如：南京")


def _struck(sheet: Worksheet, row: int, *columns: int) -> None:
    for column in columns:
        cell = sheet.cell(row, column)
        cell.font = copy(cell.font) + Font(strike=True)


@roster("titles-hints-footer.xlsx")
def _titles(path: Path) -> None:
    rows = [
        ("2026年第一批建筑施工企业主要负责人考核合格名册",),
        ("报送单位（盖章）：样例协会", None, None, "2026年11月"),
        HEADER,
        _HINTS,
        *THREE,
        (),
        ("合计", "3人"),
        ("制表人：样例", None, "审核人：样例"),
    ]
    book, sheet = one_sheet(rows, "Sheet1")
    sheet.merge_cells("A1:D1")
    book.save(path)


@roster("hint-rows.xlsx")
def _hint_rows(path: Path) -> None:
    more = ("必填", "文本格式", "按营业执照填写", "下拉选择")
    write(path, {A_SHEET: [HEADER, _HINTS, more, *THREE]})


@roster("footers.xlsx")
def _footers(path: Path) -> None:
    rows: list[tuple[object, ...]] = [
        HEADER,
        *THREE,
        ("以下空白",),
        ("审核人：", "", "盖章"),
        ("备注：本表一式两份",),
    ]
    rows += [(None, "填表日期：2026年11月22日"), ("单位（盖章）",)]
    book, sheet = one_sheet(rows)
    sheet.merge_cells("A7:D7")
    book.save(path)


@roster("footers-of-many-words.xlsx")
def _signatures(path: Path) -> None:
    lines = [("以上人员均已考核合格，情况属实。",), ("企业负责人（签字）：",), ("第1页 共1页",)]
    write(path, {A_SHEET: [HEADER, *THREE, (), *lines]})


@roster("title-of-another-kind.xlsx")
def _other_title(path: Path) -> None:
    titled = [
        ("企业主要负责人名册",),
        HEADER,
        WANG,
        ("项目负责人名册", None, None, "2026年"),
        HEADER,
        LI,
    ]
    write(path, {"名册": titled})


@roster("section-of-another-kind.xlsx")
def _other_section(path: Path) -> None:
    book, sheet = one_sheet([HEADER, WANG, ("二、项目负责人",), LI, ZHAO])
    sheet.merge_cells("A3:D3")
    book.save(path)


@roster("section-of-the-same-kind.xlsx")
def _same_section(path: Path) -> None:
    write(path, {A_SHEET: [HEADER, ("一、企业主要负责人",), *THREE]})


@roster("employers-merged.xlsx")
def _merged(path: Path) -> None:
    rows = [HEADER, WANG, (*LI[:2], None, None), ZHAO]
    book, sheet = one_sheet(rows)
    sheet.merge_cells("C2:C3")
    sheet.merge_cells("D2:D3")
    book.save(path)


@roster("numbers-merged.xlsx")
def _merged_numbers(path: Path) -> None:
    book, sheet = one_sheet([HEADER, WANG, ("李小红", None, *LI[2:]), ZHAO])
    sheet.merge_cells("B2:B3")
    book.save(path)


@roster("names-merged.xlsx")
def _merged_names(path: Path) -> None:
    book, sheet = one_sheet([HEADER, WANG, (None, *LI[1:]), ZHAO])
    sheet.merge_cells("A2:A3")
    book.save(path)


@roster("employer-merged-over-blank-rows.xlsx")
def _merged_beyond(path: Path) -> None:
    rows = [HEADER, WANG, (*LI[:2], None, LI[3]), (), ZHAO]
    book, sheet = one_sheet(rows)
    sheet.merge_cells("C2:C4")
    book.save(path)


@roster("name-merged-with-number.xlsx")
def _merged_across(path: Path) -> None:
    book, sheet = one_sheet([HEADER, WANG, (f"{LI[0]} {LI[1]}", None, *LI[2:]), ZHAO])
    sheet.merge_cells("A3:B3")
    book.save(path)


@roster("blank-rows-between.xlsx")
def _gaps(path: Path) -> None:
    write(path, {A_SHEET: [HEADER, WANG, (), (), LI, ("", " ", "\u3000"), ZHAO]})


@roster("begins-in-column-c.xlsx")
def _shifted(path: Path) -> None:
    write(path, {A_SHEET: [(), *((None, None, *row) for row in (HEADER, *THREE))]})


@roster("hidden-row.xlsx")
def _hidden_row(path: Path) -> None:
    book, sheet = one_sheet()
    sheet.row_dimensions[3].hidden = True
    book.save(path)


@roster("hidden-column.xlsx")
def _hidden_column(path: Path) -> None:
    book, sheet = one_sheet()
    sheet.column_dimensions["C"].hidden = True
    book.save(path)


@roster("filtered.xlsx")
def _filtered(path: Path) -> None:
    book, sheet = one_sheet()
    sheet.auto_filter.ref = "A1:D4"
    sheet.auto_filter.add_filter_column(3, ["苏州"])
    for row in (2, 3):
        sheet.row_dimensions[row].hidden = True
    book.save(path)


@roster("struck-row.xlsx")
def _struck_row(path: Path) -> None:
    book, sheet = one_sheet()
    _struck(sheet, 3, 1, 2, 3, 4)
    book.save(path)


@roster("struck-cell.xlsx")
def _struck_cell(path: Path) -> None:
    book, sheet = one_sheet()
    _struck(sheet, 3, 3)
    book.save(path)


@roster("hidden-sheet.xlsx")
def _hidden_sheet(path: Path) -> None:
    book, _ = one_sheet([HEADER, WANG])
    other = fill(book.create_sheet("项目负责人"), [HEADER, LI])
    other.sheet_state = "veryHidden"
    book.save(path)


@roster("empty-sheets.xlsx")
def _empty_sheets(path: Path) -> None:
    write(path, {A_SHEET: [HEADER, *THREE], "Sheet2": [], "Sheet3": []})


@roster("sheet-of-notes.xlsx")
def _notes(path: Path) -> None:
    write(path, {A_SHEET: [HEADER, *THREE], "填表说明": [("一、请如实填写",), ("二、盖章",)]})


@roster("sheet-of-examples.xlsx")
def _examples(path: Path) -> None:
    invented = ("张示例", "320199199003072011", "江苏样例建设有限公司", "南京")  # of the template
    write(path, {A_SHEET: [HEADER, *THREE], "示例": [HEADER, invented]})


@roster("sheet-of-examples-filled.xlsx")
def _examples_filled(path: Path) -> None:
    write(path, {A_SHEET: [HEADER, WANG, LI], "示例": [HEADER, ZHAO]})


@roster("sheet-without-people.xlsx")
def _nobody(path: Path) -> None:
    write(path, {A_SHEET: [HEADER, *THREE], "项目负责人": [HEADER]})


@roster("nobody-at-all.xlsx")
def _nobody_at_all(path: Path) -> None:
    write(path, {A_SHEET: [HEADER]})


@roster("empty.xlsx")
def _empty(path: Path) -> None:
    write(path, {"Sheet1": []})


@roster("kind-per-sheet.xlsx")
def _kinds(path: Path) -> None:
    write(
        path,
        {
            A_SHEET: [HEADER, WANG],
            "B类 项目负责人": [HEADER, LI],
            "安管C": [HEADER, ZHAO],
        },
    )


@roster("kind-by-column.xlsx")
def _kind_column(path: Path) -> None:
    rows = with_column("证书类别", "企业主要负责人", "安管B", "专职安全生产管理人员")
    write(path, {"Sheet1": rows})


@roster("kind-unknown-in-row.xlsx")
def _kind_wrong(path: Path) -> None:
    write(path, {"Sheet1": with_column("证书类别", "企业主要负责人", "驾驶证", "")})


@roster("kind-merged.xlsx")
def _kind_merged(path: Path) -> None:
    book, sheet = one_sheet(with_column("证书类别", "企业主要负责人", None, None), "Sheet1")
    sheet.merge_cells("E2:E4")
    book.save(path)


@roster("kind-contradicted.xlsx")
def _kind_conflict(path: Path) -> None:
    write(path, {A_SHEET: with_column("证书类别", "企业主要负责人", "项目负责人", "")})


@roster("kind-untold.xlsx")
def _kind_untold(path: Path) -> None:
    write(path, {"Sheet1": [HEADER, *THREE]})


@roster("kind-asked.xlsx")
def _kind_asked(path: Path) -> None:
    write(path, {"Sheet1": [HEADER, *THREE]})


@roster("twice-in-two-sheets.xlsx")
def _twice(path: Path) -> None:
    write(path, {"A类 企业主要负责人": [HEADER, WANG, LI], "A类 主要负责人 补": [HEADER, WANG]})


@roster("decorated.xlsx")
def _furniture(path: Path) -> None:
    book, sheet = one_sheet()
    sheet.freeze_panes = "A2"
    choice = DataValidation(type="list", formula1='"南京,苏州"')
    sheet.add_data_validation(choice)
    choice.add("D2:D100")
    sheet["A2"].comment = Comment("核对过", "样例")
    book.create_chartsheet("图表")
    book.save(path)


@roster("formatted-empty-rows.xlsx")
def _formatted(path: Path) -> None:
    book, sheet = one_sheet()
    for row in range(5, 2000):
        sheet.cell(row, 2).number_format = "@"
    book.save(path)
