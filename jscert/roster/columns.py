"""What the words above a column mean: finding a sheet's header row and its fields.

Input: the rows of a sheet. Output: `Header`. This is the one place that knows the Chinese words of
rosters (headers, hint and footer rows, sexes, photo folders); settings add further synonyms. Values
are not judged here.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.certificates import Sex
from jscert.roster.workbook import show_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jscert.roster.workbook import Value

NAME = "name"
IDENTITY = "identity_number"
SEX = "sex"
BIRTH = "birth_on"
EMPLOYER = "employer"
CREDIT_CODE = "credit_code"
POST = "post"
KIND = "kind"
CITY = "city"
PASSED_ON = "passed_on"
PHOTO = "photo"
UNUSED = "unused"

WORDS: dict[str, tuple[str, ...]] = {
    NAME: ("姓名", "人员姓名", "考生姓名", "学员姓名", "持证人", "持证人姓名", "名字"),
    IDENTITY: (
        *("身份证号", "身份证号码", "证件号码", "公民身份号码", "居民身份证号"),
        *("身份证", "证件号", "身份证件号码", "身份证件号", "居民身份证号码"),
    ),
    SEX: ("性别",),
    BIRTH: ("出生日期", "出生年月日", "出生年月", "生日"),
    EMPLOYER: (
        *("企业名称", "工作单位", "单位名称", "单位全称", "所在企业名称", "聘用单位"),
        *("受聘企业", "所在单位", "用人单位", "报名单位", "所在企业"),
    ),
    CREDIT_CODE: ("统一社会信用代码", "信用代码", "企业统一社会信用代码"),
    POST: (
        *("岗位名称", "岗位", "岗位类别", "工种", "工种类别", "操作类别"),
        *("申报特种作业工种", "报考岗位", "工种名称", "报考工种"),
    ),
    KIND: ("证书类别", "类别", "考核类别", "人员类别", "证书种类"),
    CITY: ("设区市", "城市", "地市", "所属市"),
    PASSED_ON: ("考核日期", "考核时间", "考试日期", "合格日期"),
    PHOTO: ("照片", "相片", "一寸照片", "电子照片"),
    UNUSED: (
        *("序号", "编号", "备注", "联系电话", "手机", "手机号", "手机号码", "电话", "民族"),
        *("年龄", "学历", "文化程度", "职称", "职务", "专业", "成绩", "考核成绩", "考核结果"),
        *("理论成绩", "实操成绩", "是否合格", "准考证号", "证件类型", "通讯地址", "邮箱"),
    ),
}
NEEDED = (NAME, IDENTITY)

DATE_MARKS = str.maketrans({"年": "-", "月": "-", "日": "", "时": ":", "分": ":", "秒": ""})
PHOTO_FOLDERS = ("photos", "照片")
SEXES = {
    **dict.fromkeys(("男", "男性", "M", "m", "male"), Sex.MALE),
    **dict.fromkeys(("女", "女性", "F", "f", "female"), Sex.FEMALE),
}
_HINT = re.compile(
    "必填|选填|格式|例如|例[:：]|请填|请按|填写|只能|不能|不得|下拉|年-月-日|年月日|如[:：]"
    "|18位|文本|一致|全称"
)
_FOOTER = re.compile(
    "合计|总计|小计|共计|制表|审核|填表|复核|经办|负责人[:：]|盖章|联系人|备注[:：]|说明[:：]"
    "|注[:：]|以下空白|日期[:：]|单位[:：(（]"
)
_DROPPED = re.compile(
    "[\\s*＊:：\ufeff\u200b-\u200f\u2060]+|[（(【\\[](?:必填|选填|可选|必须)[)）】\\]]"
)
_SEARCHED_ROWS = 40
_HINT_ROWS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header row: 0-based `row`, the sender's words, field → 0-based column.

    `doubles` are (field, column) pairs beyond the first of a field, `unknown` columns nobody knows,
    `titles` the texts above the header.
    """

    row: int
    words: tuple[str, ...]
    columns: Mapping[str, int]
    doubles: tuple[tuple[str, int], ...]
    unknown: tuple[int, ...]
    titles: tuple[str, ...]


def synonym_table(more: Mapping[str, Sequence[str]] | None = None) -> dict[str, str]:
    """Join the built-in words with those of the settings into one table: key → field."""
    table = {word_key(word): field for field, words in WORDS.items() for word in words}
    for field, words in (more or {}).items():
        table.update({word_key(word): field for word in words})
    return table


def word_key(text: str) -> str:
    """Reduce a header word to what is compared: no blanks, stars, colons or `（必填）`."""
    return unicodedata.normalize("NFKC", _DROPPED.sub("", text)).casefold()


def find_header(rows: Sequence[Sequence[Value]], table: Mapping[str, str]) -> Header | None:
    """Find the header row: the first that names a person and an identity number.

    Where there is none, the row with most known words (two at least), so that what it lacks can be
    told; None if no row looks like a header.
    """
    best: tuple[int, int] | None = None
    for index, row in enumerate(rows[:_SEARCHED_ROWS]):
        known = set(_fields(row, table)) - {None, UNUSED}
        if known.issuperset(NEEDED):
            return _header_at(index, rows, table)
        if len(known) >= 2 and (best is None or len(known) > best[0]):
            best = (len(known), index)
    return _header_at(best[1], rows, table) if best else None


def _fields(row: Sequence[Value], table: Mapping[str, str]) -> tuple[str | None, ...]:
    return tuple(table.get(word_key(cell)) if isinstance(cell, str) else None for cell in row)


def _header_at(index: int, rows: Sequence[Sequence[Value]], table: Mapping[str, str]) -> Header:
    columns: dict[str, int] = {}
    doubles: list[tuple[str, int]] = []
    unknown: list[int] = []
    words = tuple(show_value(cell).strip() for cell in rows[index])
    for column, field in enumerate(_fields(rows[index], table)):
        if field is None:
            if words[column]:
                unknown.append(column)
        elif field != UNUSED and field in columns:
            doubles.append((field, column))
        elif field != UNUSED:
            columns[field] = column
    titles = (cell.strip() for row in rows[:index] for cell in row if isinstance(cell, str))
    return Header(
        row=index,
        words=words,
        columns=columns,
        doubles=tuple(doubles),
        unknown=tuple(unknown),
        titles=tuple(title for title in titles if title),
    )


def nearest_word(text: str) -> str:
    """Give the known header word a text resembles most ("" if none does)."""
    known = {word_key(word): word for words in WORDS.values() for word in words}
    near = difflib.get_close_matches(word_key(text), known, n=1, cutoff=0.5)
    return known[near[0]] if near else ""


def is_hint_row(texts: Sequence[str], name: str, identity: str, below_header: int) -> bool:
    """Tell a row of instructions from a person: near the header, no number, words of a form.

    They must stand where the number should be, or, in two cells at least, where no name stands.
    """
    if below_header > _HINT_ROWS or _has_digits(identity):
        return False
    hits = sum(1 for text in texts if _HINT.search(text))
    nameless = not name.strip() or _HINT.search(name) is not None
    return _HINT.search(identity) is not None or (hits >= 2 and nameless)


def is_footer_row(texts: Sequence[str], identity: str) -> bool:
    """Tell a row of totals or signatures (合计, 制表人) from a person: it begins with such a word."""
    first = next((text.strip() for text in texts if text.strip()), "")
    return not _has_digits(identity) and _FOOTER.match(first) is not None


def _has_digits(identity: str) -> bool:
    return sum(character.isdigit() for character in identity) >= 10
