"""Rosters whose headers are worded or laid out oddly, lack a column, or have one too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.roster_builders import A_SHEET, HEADER
from tests.rosters.making import one_sheet, roster, with_column, write
from tests.rosters.people import LI, THREE, WANG, ZHAO

if TYPE_CHECKING:
    from pathlib import Path


@roster("header-decorated.xlsx")
def _decorated(path: Path) -> None:
    words = ("*姓 名", "身份证号\n（必填）", "企业名称：", "★设区市")
    write(path, {A_SHEET: [words, *THREE]})


@roster("header-full-width.xlsx")
def _full_width(path: Path) -> None:
    write(
        path, {A_SHEET: [("姓　名", "身份证号（必填）＊", "企业名称【选填】", "设 区 市"), *THREE]}
    )


@roster("header-synonyms.xlsx")
def _synonyms(path: Path) -> None:
    write(path, {A_SHEET: [("学员姓名", "公民身份号码", "受聘企业", "所属市"), *THREE]})


@roster("header-two-levels.xlsx")
def _two_levels(path: Path) -> None:
    rows = [
        ("序号", "人员信息", None, "单位信息", None),
        (None, "姓名", "身份证号", "企业名称", "设区市"),
        *((order, *one) for order, one in enumerate(THREE, 1)),
    ]
    book, sheet = one_sheet(rows)
    for area in ("A1:A2", "B1:C1", "D1:E1"):
        sheet.merge_cells(area)
    book.save(path)


@roster("header-two-levels-mixed.xlsx")
def _two_levels_mixed(path: Path) -> None:
    rows = [
        ("姓名", "身份证号", "所在单位情况", None),
        (None, None, "单位全称", "设区市"),
        *THREE,
    ]
    book, sheet = one_sheet(rows)
    for area in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(area)
    book.save(path)


@roster("header-in-row-12.xlsx")
def _far_down(path: Path) -> None:
    write(path, {A_SHEET: [*[()] * 11, HEADER, *THREE]})


@roster("header-missing.xlsx")
def _no_header(path: Path) -> None:
    write(path, {A_SHEET: THREE})


@roster("header-misspelt.xlsx")
def _misspelt(path: Path) -> None:
    write(path, {A_SHEET: with_column("考核日其", "2026-11-01", "2026-11-01", "2026-11-01")})


@roster("header-unknown-column.xlsx")
def _unknown(path: Path) -> None:
    write(path, {A_SHEET: with_column("政治面貌", "群众", "群众", "群众")})


@roster("header-lacks-employer.xlsx")
def _lacks(path: Path) -> None:
    write(path, {A_SHEET: [(*HEADER[:2], "设区市"), *((*one[:2], one[3]) for one in THREE)]})


@roster("header-double-column.xlsx")
def _double(path: Path) -> None:
    write(path, {A_SHEET: with_column("工作单位", "江苏样例", "江苏样例", "江苏样例")})


@roster("header-two-number-columns.xlsx")
def _two_numbers(path: Path) -> None:
    upgraded = with_column("升位成18位身份证号", *(one[1] for one in THREE))
    write(path, {A_SHEET: upgraded})


@roster("header-two-number-columns-old.xlsx")
def _old_numbers(path: Path) -> None:
    rows = [(*HEADER, "升位成18位身份证号")]
    for one in THREE:
        number = str(one[1])
        rows.append((one[0], number[:6] + number[8:17], *one[2:], number))
    write(path, {A_SHEET: rows})


@roster("header-two-number-columns-unlike.xlsx")
def _unlike_numbers(path: Path) -> None:
    write(path, {A_SHEET: with_column("升位成18位身份证号", WANG[1], ZHAO[1], ZHAO[1])})


@roster("header-lacks-name.xlsx")
def _lacks_name(path: Path) -> None:
    write(path, {A_SHEET: [HEADER[1:], *(one[1:] for one in THREE)]})


@roster("header-lacks-number.xlsx")
def _lacks_number(path: Path) -> None:
    write(path, {A_SHEET: [(HEADER[0], *HEADER[2:]), *((one[0], *one[2:]) for one in THREE)]})


@roster("header-with-notes.xlsx")
def _header_notes(path: Path) -> None:
    words = ("姓名（必填）", "身份证号\n(必填)", "＊企业名称【必填】", "设区市 *")
    write(path, {A_SHEET: [words, *THREE]})


@roster("header-moved.xlsx")
def _moved(path: Path) -> None:
    moved = [(one[1], one[0], *one[2:]) for one in (HEADER, ZHAO)]
    write(path, {A_SHEET: [HEADER, WANG, LI, *moved]})


@roster("two-people-side-by-side.xlsx")
def _side_by_side(path: Path) -> None:
    rows = [(*HEADER[:2], *HEADER), (*WANG[:2], *LI)]
    write(path, {A_SHEET: rows})


@roster("header-twice.xlsx")
def _header_twice(path: Path) -> None:
    write(path, {A_SHEET: [HEADER, WANG, LI, HEADER, ZHAO]})


@roster("columns-mapped.xlsx")
def _mapped(path: Path) -> None:
    write(path, {A_SHEET: [("受训者", "身份编码", "东家", "设区市"), *THREE]})


@roster("names-and-employers-changed-over.xlsx")
def _changed_over(path: Path) -> None:
    write(path, {A_SHEET: [("企业名称", "身份证号", "姓名", "设区市"), *THREE]})


@roster("not-passed.xlsx")
def _not_passed(path: Path) -> None:
    write(path, {A_SHEET: with_column("考核结果", "合格", "不合格", "")})


@roster("not-passed-practice.xlsx")
def _not_passed_practice(path: Path) -> None:
    rows = [
        (*HEADER, "理论成绩", "实操成绩"),
        *((*one, 80.0, mark) for one, mark in zip(THREE, (75.0, "良好", "缺考"), strict=True)),
    ]
    write(path, {A_SHEET: rows})


@roster("sheet-of-failed.xlsx")
def _sheet_of_failed(path: Path) -> None:
    write(path, {A_SHEET: [HEADER, WANG], "不合格": [HEADER, LI, ZHAO]})
