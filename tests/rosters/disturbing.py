"""Rosters drawn at random: people of any kinds, and everything harmless that offices do to a roster.

`rosters()` draws people and the sheets they stand in, disturbed; whatever was done, the people are the
same. What each disturbance is, stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from jscert.roster.workbook import Area, Sheet
from tests.roster_builders import CATALOGUE, identity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jscert.roster.workbook import Value

    Draw = Callable[[st.SearchStrategy[Any]], Any]
    Cells = list[Value]

POOL = (
    *(identity_of(date(1966 + 2 * n, 1 + n, 2 + 2 * n), 107 + 61 * n) for n in range(11)),
    identity_of(date(1985, 6, 1), 7),  # ends in X
)
"""The numbers of all who may be drawn."""

_HANZI = "王李赵钱孙周吴郑冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_EMPLOYERS = ("江苏样例建设有限公司", "南京虚构安装有限公司", "苏州示范园林有限公司")
_CITIES = {"南京": "01", "苏州": "05", "连云港": "07"}
_CITY_SPELLINGS = {"南京": ("南京", "南京市"), "苏州": ("苏州", "05"), "连云港": ("连云港市",)}
_KIND_WORDS = {
    "site-management": ("现场管理人员",),
    "special-operations": ("特种作业人员", "特种作业"),
    "safety-a": ("企业主要负责人", "安管A", "A类"),
    "safety-b": ("项目负责人", "安管B"),
    "safety-c": ("专职安全生产管理人员", "专职安全员"),
}
_WORDS = {
    "name": ("姓名", "人员姓名", "考生姓名", "学员姓名", "持证人", "名字"),
    "number": ("身份证号", "身份证号码", "公民身份号码", "证件号码", "居民身份证号"),
    "sex": ("性别",),
    "employer": ("企业名称", "工作单位", "单位全称", "聘用单位", "所在企业名称"),
    "city": ("设区市", "城市", "地市", "所属市"),
    "post": ("岗位名称", "工种", "岗位类别", "操作类别", "报考岗位"),
    "passed_on": ("考核日期", "考核时间", "考试日期", "合格日期"),
    "kind": ("证书类别", "考核类别", "人员类别"),
    "order": ("序号",),
    "phone": ("联系电话", "手机号"),
    "remark": ("备注",),
}
_NEEDED = ("name", "number", "employer", "city", "post", "passed_on")
_GROUPS = ("人员信息", "单位情况", "其他")
_HINTS = {
    "name": "与身份证一致",
    "number": "身份证只能用18位的",
    "passed_on": "年-月-日",
    "employer": "全称",
}
_TITLES = ("2026年第一批考核合格人员名册", "报送单位：样例协会", "（盖章）", "2026年11月")
_FOOTERS = (
    "合计",
    "审核人：",
    "制表人：样例",
    "以下空白",
    "共 2 人",
    "企业负责人（签字）：",
    "第1页 共1页",
)
_FULL_WIDTH = {ord(character): ord(character) + 0xFEE0 for character in "0123456789"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody without fault, and what he is to be certified for."""

    name: str
    number: str
    kind: str
    employer: str
    city: str
    post: str
    passed_on: date

    def facts(self) -> tuple[object, ...]:
        """Give what must be read of him, however his roster looks."""
        names = (self.kind, self.name, self.number, self.employer)
        return (*names, _CITIES[self.city], self.post, self.passed_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRoster:
    """A disturbed roster and who stands in it, in its order."""

    people: tuple[Person, ...]
    sheets: tuple[Sheet, ...]


@st.composite
def rosters(draw: Draw, *, typed: bool = True) -> DrawnRoster:
    """Draw a roster; `typed` is False for formats of text, without types, merges and sheets."""
    people = draw(_people())
    kinds = list(dict.fromkeys(one.kind for one in people))
    if not typed:
        return DrawnRoster(people=people, sheets=(draw(_sheet(people, "", typed=False)),))
    if len(kinds) > 1 and draw(st.booleans()):
        return DrawnRoster(people=people, sheets=(draw(_sheet(people, "", typed=True)),))
    groups = [tuple(one for one in people if one.kind == kind) for kind in kinds]
    sheets = [draw(_sheet(group, group[0].kind, typed=True)) for group in groups]
    return DrawnRoster(people=tuple(one for group in groups for one in group), sheets=tuple(sheets))


@st.composite
def _people(draw: Draw) -> tuple[Person, ...]:
    """Draw one to twelve people of one kind or several."""
    numbers = draw(st.lists(st.sampled_from(POOL), min_size=1, max_size=len(POOL), unique=True))
    kinds = st.sampled_from(
        draw(st.lists(st.sampled_from(sorted(_KIND_WORDS)), min_size=1, max_size=3))
    )
    names = st.text(st.sampled_from(_HANZI), min_size=2, max_size=4)
    people = []
    for number in numbers:
        kind = CATALOGUE.kind(draw(kinds))
        people.append(
            Person(
                name=draw(names),
                number=number,
                kind=kind.id,
                employer=draw(st.sampled_from(_EMPLOYERS)),
                city=draw(st.sampled_from(sorted(_CITIES))),
                post=draw(st.sampled_from([post.name for post in kind.posts] or [""])),
                passed_on=draw(st.dates(date(2026, 10, 1), date(2026, 11, 22))),
            )
        )
    return tuple(people)


@st.composite
def _sheet(draw: Draw, people: Sequence[Person], kind: str, *, typed: bool) -> Sheet:
    """Draw the sheet of people; their kind stands in its name, or for "" in a column."""
    extra = draw(st.lists(st.sampled_from(["order", "phone", "remark", "sex"]), unique=True))
    needed = [*_NEEDED, *(["kind"] if not kind else [])]
    fields = draw(st.permutations([*needed, *extra]))
    rows: list[Cells] = draw(_titles(len(fields)))
    merges = [_across(row, len(fields)) for row in range(len(rows))] if typed else []
    header, header_merges = draw(
        _header(fields, len(rows), two_levels=typed and draw(st.booleans()))
    )
    rows += header
    if draw(st.booleans()):
        rows.append([_HINTS.get(field, "") for field in fields])
    body = draw(_body(people, fields, typed=typed))
    if typed:
        for field in draw(st.lists(st.sampled_from(["employer", "city"]), unique=True)):
            merges += _merge_runs(body, fields.index(field), len(rows))
    rows += [cells for cells, _ in body]
    rows += draw(st.lists(st.sampled_from(_FOOTERS), max_size=3).map(_below(len(fields))))
    return Sheet(
        name=f"{draw(st.sampled_from(_KIND_WORDS[kind]))}" if kind else "名册",
        hidden=False,
        rows=tuple(map(tuple, rows)),
        merges=(*merges, *header_merges),
        hidden_rows=draw(st.frozensets(st.integers(0, len(rows) - 1))) if typed else frozenset(),
        hidden_columns=draw(st.frozensets(st.integers(0, len(fields) - 1)))
        if typed
        else frozenset(),
    )


def _across(row: int, width: int) -> Area:
    return Area(top=row, left=0, bottom=row, right=width - 1)


def _below(width: int) -> Callable[[list[str]], list[Cells]]:
    """Make rows of single texts, after an empty one."""
    return lambda texts: [[text, *[""] * (width - 1)] for text in ("", *texts)]


def _titles(width: int) -> st.SearchStrategy[list[Cells]]:
    texts = st.lists(st.sampled_from(_TITLES), max_size=3)
    return texts.map(lambda titles: [[title, *[""] * (width - 1)] for title in titles])


@st.composite
def _header(
    draw: Draw, fields: Sequence[str], top: int, *, two_levels: bool
) -> tuple[list[Cells], list[Area]]:
    """Draw a header of one row, or of two: group words above, and words that span both rows."""
    words: Cells = [draw(_header_word(field)) for field in fields]
    if not two_levels:
        return [words], []
    upper, lower = list(words), list(words)
    merges, column = [], 0
    while column < len(fields):
        width = min(draw(st.integers(1, 3)), len(fields) - column)
        last = column + width - 1
        if width == 1:
            lower[column] = ""
            merges.append(Area(top=top, left=column, bottom=top + 1, right=column))
        else:
            upper[column : last + 1] = [draw(st.sampled_from(_GROUPS)), *[""] * (width - 1)]
            merges.append(Area(top=top, left=column, bottom=top, right=last))
        column = last + 1
    return [upper, lower], merges


def _header_word(field: str) -> st.SearchStrategy[str]:
    """Spell a header word as forms do: starred, justified with blanks, broken, annotated."""
    spellings: tuple[Callable[[str], str], ...] = (
        str,
        lambda word: f"*{word}",
        lambda word: f"{word}＊",
        lambda word: f"{word}：",
        lambda word: f"{word}（必填）",
        lambda word: f"{word}\n(必填)",
        "　".join,
        " ".join,
        lambda word: f"{word[:2]}\n{word[2:]}",
        lambda word: f" {word}\u00a0",
    )
    return st.sampled_from([spell(word) for word in _WORDS[field] for spell in spellings])


@st.composite
def _body(
    draw: Draw, people: Sequence[Person], fields: Sequence[str], *, typed: bool
) -> list[tuple[Cells, Person | None]]:
    """Draw the rows of people, with empty rows between some of them."""
    rows: list[tuple[Cells, Person | None]] = []
    for order, one in enumerate(people, 1):
        blanks = draw(st.lists(st.sampled_from(["", " ", "　"]), max_size=2))
        rows += [([blank] * len(fields), None) for blank in blanks]
        rows.append(([draw(_cell(one, field, order, typed=typed)) for field in fields], one))
    return rows


def _merge_runs(body: list[tuple[Cells, Person | None]], column: int, top: int) -> list[Area]:
    """Merge neighbours with the same words in a column, as who types an employer once does."""
    merges, begin = [], 0
    for row in range(1, len(body) + 1):
        first = body[begin]
        if (
            row < len(body)
            and first[1]
            and body[row][1]
            and body[row][0][column] == first[0][column]
        ):
            continue
        for covered in body[begin + 1 : row]:
            covered[0][column] = ""
        if row - begin > 1:
            merges.append(Area(top=top + begin, left=column, bottom=top + row - 1, right=column))
        begin = row
    return merges


def _cell(one: Person, field: str, order: int, *, typed: bool) -> st.SearchStrategy[Value]:
    """Spell what a field says of a person."""
    match field:
        case "number":
            return st.sampled_from(_number_spellings(one.number))
        case "passed_on":
            return st.sampled_from(_date_spellings(one.passed_on, typed=typed))
        case "kind":
            return st.sampled_from(_KIND_WORDS[one.kind])
        case "city":
            return st.sampled_from(_CITY_SPELLINGS[one.city])
    plain: dict[str, Value] = {
        "name": one.name,
        "employer": one.employer,
        "post": one.post,
        "sex": "男" if int(one.number[16]) % 2 else "女",
        "order": order if typed else str(order),
        "phone": "13800000000",
        "remark": "",
    }
    return st.just(plain[field])


def _number_spellings(number: str) -> tuple[str, ...]:
    return (
        number,
        number.lower(),
        number.translate(_FULL_WIDTH),
        f"'{number}",
        f"\t{number}",
        f"{number[:6]} {number[6:14]} {number[14:]}",
        f"{number[:6]}-{number[6:14]}-{number[14:]}",
        f"\u00a0{number}\u3000",
        number.replace("X", "Ⅹ"),
    )


def _date_spellings(day: date, *, typed: bool) -> tuple[Value, ...]:
    texts = (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y/%m/%d}",
    )
    if not typed:
        return texts
    return (*texts, day, datetime.combine(day, time(9, 30)), (day - date(1899, 12, 30)).days)
