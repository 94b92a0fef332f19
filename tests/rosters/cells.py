"""Rosters with something odd or wrong in a cell, written with openpyxl."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from itertools import starmap
from typing import TYPE_CHECKING

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.roster_builders import A_SHEET, HEADER
from tests.rosters.making import one_sheet, roster, with_column, with_second, write
from tests.rosters.people import (
    LI,
    MINOR,
    NAMESAKE,
    NEIGHBOUR,
    PASSING_000,
    PERMITS,
    THREE,
    WANG,
    X_NUMBERS,
    ZHAO,
    person,
)

if TYPE_CHECKING:
    from pathlib import Path

_BLANKS = f"'\t{LI[1][:6]}\u00a0{LI[1][6:14]}\u3000{LI[1][14:]}\u200b"
_WIDE = "".join(chr(ord(character) + 0xFEE0) for character in LI[1])


def _told(name: str, number: str) -> tuple[object, ...]:
    return "照" + name, number, *WANG[2:]


_X_NUMBERS = [number[:17] + x for number, x in zip(X_NUMBERS, "xｘⅩХ×", strict=True)]
_MOMENT = datetime(1992, 2, 29, 8, 30)  # noqa: DTZ001 (cells have no zone)
_SIMPLE: dict[str, list[tuple[object, ...]]] = {
    "plain.xlsx": [HEADER, *THREE],
    "checked-by-nobody.xlsx": [HEADER, *THREE],
    # the identity number
    "number-as-number.xlsx": with_second(身份证号=int(LI[1][:17] + "0")),
    "number-as-number-right-check.xlsx": with_second(身份证号=int(PASSING_000)),
    "number-as-date.xlsx": with_second(身份证号=date(1978, 11, 23)),
    "number-in-power-form.xlsx": with_second(身份证号="3.20199E+17"),
    "number-with-blanks.xlsx": with_second(身份证号=_BLANKS),
    "number-full-width.xlsx": with_second(身份证号=_WIDE),
    "number-hyphens.xlsx": with_second(身份证号=f"{LI[1][:6]}-{LI[1][6:14]}-{LI[1][14:]}"),
    "number-check-digit.xlsx": with_second(身份证号=LI[1][:16] + "8" + LI[1][17:]),
    "number-17-characters.xlsx": with_second(身份证号=LI[1][:17]),
    "number-15-digits.xlsx": with_second(身份证号="320199781123241"),
    "number-no-province.xlsx": with_second(身份证号="990102199003072020"),
    "number-no-such-day.xlsx": with_second(身份证号="320199197802301235"),
    "number-ending-in-000.xlsx": with_second(身份证号=PASSING_000),
    "number-old-foreign.xlsx": with_second(身份证号="USA320178112324"),
    "number-to-follow.xlsx": [HEADER, (LI[0], "待填写", *LI[2:]), WANG, ZHAO],
    "number-of-letters.xlsx": with_second(身份证号="见附件"),
    "number-of-two.xlsx": with_second(身份证号=f"{LI[1]} {ZHAO[1]}"),
    "numbers-ending-in-x.xlsx": [
        HEADER,
        *starmap(_told, zip("甲乙丙丁戊", _X_NUMBERS, strict=True)),
    ],
    "numbers-of-permits.xlsx": [HEADER, *starmap(_told, zip("甲乙丙", PERMITS, strict=True))],
    "number-missing.xlsx": with_second(身份证号=None),
    "number-twice.xlsx": [HEADER, *THREE, WANG],
    "under-age.xlsx": with_second(身份证号=MINOR),
    # the name
    "name-missing.xlsx": with_second(姓名="　"),
    "name-with-digit.xlsx": with_second(姓名="李小红1"),
    "name-private-use.xlsx": with_second(姓名="李\ue123"),
    "name-emoji.xlsx": with_second(姓名="李小红😀"),
    "name-rare-hanzi.xlsx": with_second(姓名="李𬱟𱁬"),
    "name-separator.xlsx": with_second(姓名="阿依古丽•买买提"),
    "name-blanks.xlsx": with_second(姓名="李 红"),
    "name-50-characters.xlsx": with_second(姓名="阿卜杜热依木·买买提吐尔逊·阿不都克里木江" * 2),
    "names-of-two.xlsx": with_second(姓名="李小红、钱一一"),
    "name-too-long.xlsx": with_second(姓名="李" * 51),
    "employer-formula-like.xlsx": with_second(企业名称="=1+1"),
    # what kinds need
    "employer-missing.xlsx": with_second(企业名称=""),
    "employer-too-long.xlsx": with_second(企业名称="样" * 120),
    "employer-emoji.xlsx": with_second(企业名称="样例😀公司"),
    "number-error-cell.xlsx": with_second(身份证号="#REF!"),
    "employer-number.xlsx": with_second(企业名称=12345),
    "employer-error-cell.xlsx": with_second(企业名称="#N/A"),
    "city-missing.xlsx": with_second(设区市=""),
    "city-unknown.xlsx": with_second(设区市="样例市"),
    "city-spelt-otherwise.xlsx": with_second(设区市="江苏省连云港市"),
    "credit-code-wrong.xlsx": with_column("统一社会信用代码", "", "91320000000000000X", ""),
    "sex-wrong.xlsx": with_column("性别", "男", "男", "男"),
    "birth-wrong.xlsx": with_column("出生日期", "1985-06-01", "1978-11-22", "1992.2.29"),
    # dates
    "dates-of-all-sorts.xlsx": with_column("出生日期", 31199, "1978年11月23日", date(1992, 2, 29)),
    "dates-packed.xlsx": with_column("出生日期", 19850601, "19781123", _MOMENT),
    "date-unreadable.xlsx": with_column("考核日期", "2026-11-01", "去年冬天", "2026-11-01"),
    "date-two-digit-year.xlsx": with_column("考核日期", "26-11-01", "2026-11-01", "2026-11-01"),
    "date-in-future.xlsx": with_column("考核日期", "2026-11-01", "2026-11-23", "2026-11-22"),
    "date-no-such-day.xlsx": with_column("考核日期", "2026-11-01", "2026-02-30", "2026-11-01"),
    # people who resemble each other
    "same-name-same-birth.xlsx": [HEADER, *THREE, (WANG[0], NAMESAKE, *WANG[2:])],
    "numbers-one-digit-apart.xlsx": [HEADER, *THREE, ("钱一一", NEIGHBOUR, *WANG[2:])],
    "same-number-other-name.xlsx": [HEADER, *THREE, ("王晓明", *WANG[1:])],
    # photos of the folder
    "photo-missing.xlsx": [HEADER, WANG, person("photoless", "吴照片")],
    "photo-broken.xlsx": [HEADER, WANG, person("broken", "吴照片")],
    "photo-small.xlsx": [HEADER, WANG, person("small", "吴照片")],
    "photo-wide.xlsx": [HEADER, WANG, person("wide", "吴照片")],
    "photo-coarse.xlsx": [HEADER, WANG, person("coarse", "吴照片")],
    "photo-bomb.xlsx": [HEADER, WANG, person("bomb", "吴照片")],
    "photo-huge.xlsx": [HEADER, WANG, person("huge", "吴照片")],
    "photo-of-one-colour.xlsx": [HEADER, WANG, person("flat", "吴照片")],
    "photo-two-files.xlsx": [HEADER, WANG, person("two photos", "吴照片")],
    "photo-of-two-people.xlsx": [
        HEADER,
        WANG,
        person("twin", "吴大双"),
        person("other twin", "郑小双"),
    ],
    "photos-of-all-sorts.xlsx": [
        HEADER,
        *(
            person(word, f"照{'甲乙丙丁戊己庚'[order]}")
            for order, word in enumerate(("png", "webp", "grey", "cmyk", "turned", "progressive"))
        ),
    ],
}


def _write(rows: list[tuple[object, ...]], path: Path) -> None:
    write(path, {A_SHEET: rows})


for _name, _rows in _SIMPLE.items():
    roster(_name)(partial(_write, _rows))


@roster("posts.xlsx")
def _posts(path: Path) -> None:
    rows = [
        ("王小明", WANG[1], "土建施工员"),
        ("李小红", LI[1], "土建施公员"),
        ("赵大山", ZHAO[1], ""),
    ]
    write(path, {"现场管理人员": [("姓名", "身份证号", "岗位名称"), *rows]})


@roster("trades-by-other-names.xlsx")
def _trades(path: Path) -> None:
    trades = ("塔吊司机", "普通脚手架工", "建筑焊工")
    rows = [(*one[:2], trade, one[3]) for one, trade in zip(THREE, trades, strict=True)]
    write(path, {"特种作业人员": [("姓名", "身份证号", "工种", "设区市"), *rows]})


@roster("formula-without-value.xlsx")
def _formula(path: Path) -> None:
    book, sheet = one_sheet()
    sheet["B3"] = f'="{LI[1]}"'
    book.save(path)


@roster("dates-of-1904.xlsx")
def _epoch(path: Path) -> None:
    book, _ = one_sheet()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet["E1"] = "出生日期"
    for row, day in enumerate((date(1985, 6, 1), date(1978, 11, 23), date(1992, 2, 29)), 2):
        sheet.cell(row, 5, day)
    book.save(path)


@roster("checked-by-name.xlsx")
@roster("checked-by-name-required.xlsx")
def _verified(path: Path) -> None:
    header = (*HEADER, "实名核验结果", "核验日期", "核验流水号")
    told = (
        ("通过", "2026-11-20", "HY20261120001"),
        ("一致", date(2026, 11, 20), "HY20261120002"),
        ("", "", ""),
    )
    rows = [(*one, *said) for one, said in zip(THREE, told, strict=True)]
    write(path, {A_SHEET: [header, *rows]})


@roster("checked-by-name-failed.xlsx")
def _failed(path: Path) -> None:
    header = (*HEADER, "实名核验结果", "核验日期", "核验流水号")
    told = (("通过", "2026-11-20", "1"), ("不通过", "2026-11-20", "2"), ("也许", "2026-11-31", "3"))
    rows = [(*one, *said) for one, said in zip(THREE, told, strict=True)]
    write(path, {A_SHEET: [header, *rows]})


@roster("name-in-rich-text.xlsx")
def _rich(path: Path) -> None:
    book, sheet = one_sheet()
    sheet["A3"] = CellRichText(
        TextBlock(InlineFont(b=True), "李"), "小", TextBlock(InlineFont(), "红")
    )
    book.save(path)


@roster("kinds-of-all-families.xlsx")
def _families(path: Path) -> None:
    header = (*HEADER, "证书类别", "岗位名称")
    told = (("特种作业人员", "建筑电工"), ("现场管理人员", "材料员"), ("项目负责人", ""))
    rows = [(*one, *said) for one, said in zip(THREE, told, strict=True)]
    write(path, {"名册": [header, *rows]})


@roster("post-of-another-kind.xlsx")
def _post_of_other(path: Path) -> None:
    write(path, {A_SHEET: with_column("岗位", "企业主要负责人", "项目负责人", "总经理")})


@roster("trade-unknown.xlsx")
def _trade_unknown(path: Path) -> None:
    header = ("姓名", "身份证号", "工种", "设区市")
    rows = [(*WANG[:2], "建筑电工", "南京"), (*LI[:2], "厨师", "南京")]
    write(path, {"特种作业人员": [header, *rows]})
