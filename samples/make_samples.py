"""Writes the sample rosters and photos: all people, firms and numbers are invented.

    python samples/make_samples.py [FOLDER]

makes `roster.xlsx` (five sheets, one per printed form), `photos/<identity number>.jpg` and
`roster-faulty.xlsx` (faults for the tutorial); the same bytes on every run. `make_roster` writes a
roster of any length for benchmarks. Identity numbers carry the unassigned region 320199 or are the
published test numbers.
"""

from __future__ import annotations

import re
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

sys.path.insert(0, str(Path(__file__).resolve().parent))

from people import (
    EMPLOYERS,
    POSTS,
    SPECIALS,
    TRADES,
    Person,
    identity_number,
    invent_people,
    special,
)
from portraits import draw_portrait, photo_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

PHOTOLESS = "卫照片"
FIXED_TIME = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlan:
    """A sheet of the sample: its name, title rows, header words, hint row, people and their posts."""

    name: str
    titles: tuple[str, ...]
    header: tuple[str, ...]
    people: tuple[Person, ...]
    posts: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    footer: tuple[str, ...] = field(default=())


def sample_sheets() -> tuple[SheetPlan, ...]:
    """Plan the five sheets of the sample roster, 13 people each."""
    ordinary = invent_people(2026)
    people = {
        key: (*specials, *(next(ordinary) for _ in range(13 - len(specials))))
        for key, specials in SPECIALS.items()
    }
    return (
        SheetPlan(
            name="现场管理人员",
            titles=(
                "2026年第一批住房和城乡建设领域现场管理人员考核合格名册",
                "报送单位：样例考核中心",
            ),
            header=("序号", "姓名", "性别", "身份证号", "岗位名称", "工作单位", "考核日期"),
            hints=("", "与身份证一致", "男或女", "只能用18位的", "请填写全称", "选填", "年-月-日"),
            people=people["site"],
            posts=POSTS,
        ),
        SheetPlan(
            name="特种作业人员",
            titles=("建筑施工特种作业人员考核合格名册",),
            header=("序号", "姓名", "身份证号码", "工种", "设区市", "合格日期"),
            people=people["trades"],
            posts=TRADES,
            footer=("合计", "13人", "", "", "", ""),
        ),
        SheetPlan(
            name="A类 企业主要负责人",
            titles=("建筑施工企业主要负责人安全生产知识考核合格名册",),
            header=(
                "序号",
                "姓名*",
                "身份证号*",
                "企业名称*",
                "统一社会信用代码",
                "设区市",
                "考核日期",
            ),
            people=people["a"],
        ),
        SheetPlan(
            name="B类 项目负责人",
            titles=("建筑施工企业项目负责人安全生产知识考核合格名册",),
            header=("姓 名", "公民身份号码", "受聘企业", "所属市", "合格日期"),
            people=people["b"],
            footer=("制表人：样例", "", "审核人：样例", "", ""),
        ),
        SheetPlan(
            name="C类 专职安全员",
            titles=("建筑施工企业专职安全生产管理人员安全生产知识考核合格名册",),
            header=(
                "序号",
                "姓名（必填）",
                "身份证号（必填）",
                "单位全称",
                "城市",
                "考试日期",
                "备注",
            ),
            people=people["c"],
        ),
    )


def _cell_of(word: str, person: Person, post: str, order: int) -> object:
    key = re.sub(r"[\s*]|（必填）", "", word)
    values: dict[str, object] = {"序号": order, "姓名": person.name, "性别": person.sex}
    values |= dict.fromkeys(("身份证号", "身份证号码", "公民身份号码"), person.identity_number)
    values |= dict.fromkeys(("工作单位", "企业名称", "受聘企业", "单位全称"), person.employer)
    values |= dict.fromkeys(("岗位名称", "工种"), post)
    values |= dict.fromkeys(("设区市", "所属市", "城市"), person.city)
    values |= dict.fromkeys(("考核日期", "合格日期", "考试日期"), person.passed_on)
    return values.get(key)


def _fill_sheet(sheet: Worksheet, plan: SheetPlan) -> None:
    width = len(plan.header)
    for row, title in enumerate(plan.titles, start=1):
        sheet.cell(row, 1, title).font = Font(bold=True, size=14 if row == 1 else 11)
        sheet.cell(row, 1).alignment = Alignment(horizontal="center")
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    sheet.append(plan.header)
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
    if plan.hints:
        sheet.append(plan.hints)
    for order, person in enumerate(plan.people, start=1):
        post = plan.posts[(order - 1) % len(plan.posts)] if plan.posts else ""
        sheet.append([_cell_of(word, person, post, order) for word in plan.header])
        for cell in sheet[sheet.max_row]:
            cell.number_format = "yyyy-mm-dd" if isinstance(cell.value, date) else "@"
    if plan.footer:
        sheet.append(plan.footer)
    for column in range(1, width + 1):
        longest = max(len(str(cell.value or "")) for cell in sheet[get_column_letter(column)][2:])
        sheet.column_dimensions[get_column_letter(column)].width = min(10 + longest, 60)


def write_workbook(path: Path, plans: Sequence[SheetPlan]) -> None:
    """Write a workbook; the same plans give the same bytes."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for plan in plans:
        _fill_sheet(workbook.create_sheet(plan.name), plan)
    workbook.save(path)
    freeze_times(path)


def freeze_times(path: Path) -> None:
    """Take the clock out of a saved workbook: zip times and the two dates of its properties."""
    with zipfile.ZipFile(path) as archive:
        parts = [(name, archive.read(name)) for name in sorted(archive.namelist())]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            part = zipfile.ZipInfo(name, FIXED_TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            still = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-01T00:00:00Z", data)
            archive.writestr(part, still if name == "docProps/core.xml" else data)


def write_photos(folder: Path, people: Sequence[Person]) -> None:
    """Draw one photo per person, named by the identity number."""
    folder.mkdir(parents=True, exist_ok=True)
    for person in people:
        seed = int(person.identity_number[:17])
        data = photo_bytes(draw_portrait(seed, woman=person.woman), seed)
        (folder / f"{person.identity_number}.jpg").write_bytes(data)


def faulty_sheet() -> SheetPlan:
    """Plan a roster in which a dozen things are wrong, each by itself, for the tutorial."""
    good = sample_sheets()[2].people
    rows = [
        special("王小明", "320102199003072021"),
        special("李小红", "32010219900230202X"),
        special("张大山", "990102199003072020"),
        special("刘一", "320102900307202"),
        special("陈小二", "3201021990"),
        special("周岁小", identity_number(date(2012, 5, 1), 11)),
        special("吴\ue123", identity_number(date(1980, 5, 1), 12)),
        special("郑三3", identity_number(date(1980, 5, 2), 13)),
        special("", identity_number(date(1980, 5, 3), 14)),
        special("冯单位", identity_number(date(1980, 5, 4), 15), employer=""),
        special("褚地方", identity_number(date(1980, 5, 5), 16), city="样例市"),
        special(PHOTOLESS, identity_number(date(1980, 5, 6), 17)),
        good[0],
        good[0],
    ]
    return SheetPlan(
        name="A类 企业主要负责人",
        titles=("建筑施工企业主要负责人安全生产知识考核合格名册（含错误，供学习）",),
        header=("序号", "姓名", "身份证号", "企业名称", "设区市", "考核日期", "政治面貌"),
        people=tuple(rows),
    )


def make_samples(folder: Path) -> None:
    """Write every sample file into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    plans = sample_sheets()
    write_workbook(folder / "roster.xlsx", plans)
    write_photos(folder / "photos", [person for plan in plans for person in plan.people])
    wrong = [person for person in faulty_sheet().people if len(person.identity_number) == 18]
    write_photos(folder / "photos", [person for person in wrong if person.name != PHOTOLESS])
    write_faulty(folder / "roster-faulty.xlsx")


def write_faulty(path: Path) -> None:
    """Write the faulty roster; one identity number in it is a number cell, as Excel likes it."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet = workbook.create_sheet(faulty_sheet().name)
    _fill_sheet(sheet, faulty_sheet())
    sheet.append([15, "蒋数字", 320199198005070180, EMPLOYERS[0], "南京", date(2025, 12, 5)])
    workbook.save(path)
    freeze_times(path)


_KIND_PLANS = {
    "site-management": ("现场管理人员", ("姓名", "性别", "身份证号", "岗位名称"), POSTS),
    "special-operations": ("特种作业人员", ("姓名", "身份证号", "工种", "设区市"), TRADES),
    "safety-a": ("企业主要负责人", ("姓名", "身份证号", "企业名称", "设区市"), ()),
    "safety-b": ("项目负责人", ("姓名", "身份证号", "企业名称", "设区市"), ()),
    "safety-c": ("专职安全生产管理人员", ("姓名", "身份证号", "企业名称", "设区市"), ()),
}


def make_roster(path: Path, photos_dir: Path, rows: int, kind: str, seed: int) -> None:
    """Write a roster of `rows` people of one kind and their photos, quickly; for benchmarks.

    A few hundred pictures are drawn; everyone gets one of them under grain of their own, so that no two
    photos are alike. `kind` is a kind's id.
    """
    from xlsxwriter import Workbook as FastWorkbook  # noqa: PLC0415

    name, header, posts = _KIND_PLANS[kind]
    words = (*header, "考核日期", "备注")
    photos_dir.mkdir(parents=True, exist_ok=True)
    portraits = [draw_portrait(seed * 1000 + i, woman=bool(i % 2)) for i in range(min(rows, 200))]
    people = invent_people(seed)
    with FastWorkbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet(name)
        days = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, words)
        for row in range(1, rows + 1):
            person = next(people)
            post = posts[row % len(posts)] if posts else ""
            for column, word in enumerate(words):
                value = _cell_of(word, person, post, row)
                if isinstance(value, date):
                    sheet.write_datetime(row, column, value, days)
                elif value is not None:
                    sheet.write_string(row, column, str(value))
            portrait = portraits[(row * 2 + person.woman) % len(portraits)]
            photo = photos_dir / f"{person.identity_number}.jpg"
            photo.write_bytes(photo_bytes(portrait, seed * 1_000_003 + row))


if __name__ == "__main__":
    make_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
