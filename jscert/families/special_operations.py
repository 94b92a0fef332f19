"""特种作业人员: electricians, scaffolders, riggers, crane drivers and fitters, hanging platforms.

Numbers 苏A012026000001: 14 characters by 苏建管质[2009]5号; which letter means which city is our default
(the letters of licence plates). Trades by 建质〔2008〕75号. Term two years, reviewed (延期复核).
Form: 苏建教〔2017〕472号 附件2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from jscert.families.family import (
    AUTHORITY_LABEL,
    ELECTRONIC_SINCE,
    FOOT,
    ISSUED_LABEL,
    QR_CAPTION,
    Family,
    Kind,
    NumberingSettings,
    Post,
    Term,
    ValiditySettings,
    Widths,
    numbers_of,
    post_index,
    usual_formats,
)
from jscert.layouts.form import Form, FormRow
from jscert.numbering import City, Code, Literal, Segment, Serial, Year

ID = "special-operations"
NAME = "特种作业人员"
USUAL_WIDTHS = Widths(since=ELECTRONIC_SINCE, year=4, code=2, serial=6)
OTHER_CODE = "99"
LETTERS = tuple(
    zip(
        ["00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13"],
        ["Z", "A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N"],
        strict=True,
    )
)
FORM = Form(
    kind=ID,
    title_lines=("建筑施工特种作业操作资格证书",),
    rows=(
        FormRow(label="岗位名称：", spoken="岗位名称：", field="post"),
        FormRow(label="姓　　名：", spoken="姓名：", field="name"),
        FormRow(label="身份证号：", spoken="身份证号：", field="identity_number"),
        FormRow(label="证书编号：", spoken="证书编号：", field="number"),
        FormRow(label="有效期至：", spoken="有效期至：", field="valid_until"),
    ),
    statement=(
        "本电子证书由江苏省住房和城乡建设厅核发。"
        "本证书表明持证人通过江苏省建筑施工特种作业操作资格考核，成绩合格。"
    ),
    qr_caption=QR_CAPTION,
    authority_label=AUTHORITY_LABEL,
    issued_label=ISSUED_LABEL,
    foot=FOOT,
)
WORDS = (
    "特种作业",
    "特种作业人员",
    "特种作业操作资格",
    "建筑施工特种作业",
    "特殊工种",
    "特种工",
    "特种",
)
ACTS = frozenset(
    [
        "issue",
        "change",
        "review",
        "reissue",
        "suspend",
        "reinstate",
        "cancel",
        "annul",
        "withdraw",
        "renumber",
        "transfer-out",
    ]
)


def _post(code: str, name: str, aliases: str = "") -> Post:
    return Post(code=code, name=name, aliases=tuple(aliases.split()))


TRADES = (
    _post("01", "建筑电工", "电工 建筑施工电工"),
    _post(
        "02",
        "建筑架子工（普通脚手架）",
        "架子工 建筑架子工 普通架子工 普通脚手架 普通脚手架工 普通脚手架架子工 "
        "架子工（普通脚手架） 建筑普通脚手架架子工",
    ),
    _post(
        "03",
        "建筑架子工（附着升降脚手架）",
        "附着升降脚手架工 附着升降脚手架 附着升降脚手架架子工 附着式升降脚手架工 "
        "架子工（附着升降脚手架） 附着升降架子工 爬架工",
    ),
    _post(
        "04",
        "建筑起重司索信号工",
        "起重信号司索工 信号司索工 司索信号工 起重司索信号工 建筑起重信号司索工 信号工 司索工",
    ),
    _post(
        "05",
        "建筑起重机械司机（塔式起重机）",
        "塔式起重机司机 塔吊司机 塔机司机 塔司 起重机械司机（塔式起重机） "
        "建筑塔式起重机司机 建筑塔吊司机",
    ),
    _post(
        "06",
        "建筑起重机械司机（施工升降机）",
        "施工升降机司机 升降机司机 施工电梯司机 人货电梯司机 起重机械司机（施工升降机） "
        "建筑施工升降机司机",
    ),
    _post(
        "07",
        "建筑起重机械司机（物料提升机）",
        "物料提升机司机 提升机司机 起重机械司机（物料提升机） 建筑物料提升机司机",
    ),
    _post(
        "08",
        "建筑起重机械安装拆卸工（塔式起重机）",
        "塔式起重机安装拆卸工 塔吊安装拆卸工 塔机安装拆卸工 塔吊安拆工 塔机安拆工 "
        "塔式起重机安拆工 起重机械安装拆卸工（塔式起重机） 建筑塔式起重机安装拆卸工",
    ),
    _post(
        "09",
        "建筑起重机械安装拆卸工（施工升降机）",
        "施工升降机安装拆卸工 施工升降机安拆工 升降机安装拆卸工 施工电梯安装拆卸工 "
        "起重机械安装拆卸工（施工升降机） 建筑施工升降机安装拆卸工",
    ),
    _post(
        "10",
        "建筑起重机械安装拆卸工（物料提升机）",
        "物料提升机安装拆卸工 物料提升机安拆工 提升机安装拆卸工 "
        "起重机械安装拆卸工（物料提升机） 建筑物料提升机安装拆卸工",
    ),
    _post(
        "11",
        "高处作业吊篮安装拆卸工",
        "吊篮安装拆卸工 吊篮安拆工 吊篮工 高处作业吊篮安拆工 高处作业吊篮 "
        "建筑高处作业吊篮安装拆卸工",
    ),
    _post(
        OTHER_CODE,
        "经省级以上住房和城乡建设主管部门认定的其他工种类别",
        "其他工种类别",
    ),
)
OTHER_ALIASES = {"建筑焊工": ("焊工", "电焊工", "建筑电焊工", "焊接工")}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialOperationsSettings:
    """What an authority may set: letters as (city code, letter); trades recognised under code 99."""

    numbering: NumberingSettings
    validity: ValiditySettings
    letters: tuple[tuple[str, str], ...]
    other_trades: tuple[str, ...]


DEFAULT = SpecialOperationsSettings(
    numbering=NumberingSettings(widths=(USUAL_WIDTHS,), scope=("year",), serial_range=None),
    validity=ValiditySettings(terms=(Term(since=ELECTRONIC_SINCE, years=2),), end_rule="same-day"),
    letters=LETTERS,
    other_trades=("建筑焊工",),
)


def _segments(letters: tuple[tuple[str, str], ...], widths: Widths) -> tuple[Segment, ...]:
    return (
        Literal("苏"),
        City(letters),
        Code(widths.code),
        Year(widths.year),
        Serial(widths.serial),
    )


def family(settings: SpecialOperationsSettings = DEFAULT) -> Family:
    """Build the family with an authority's settings; ValueError if a trade is named twice."""
    segments = partial(_segments, settings.letters)
    usual = (
        *usual_formats(ID, segments, USUAL_WIDTHS),
        *usual_formats(ID, partial(_segments, LETTERS), USUAL_WIDTHS),
    )
    numbers = numbers_of(ID, settings.numbering, segments, usual)
    trades = TRADES + tuple(
        Post(code=OTHER_CODE, name=name, aliases=OTHER_ALIASES.get(name, ()))
        for name in settings.other_trades
    )
    kind = Kind(
        id=ID,
        family=ID,
        category="",
        categories=("",),
        name=NAME,
        form=FORM,
        needs=frozenset({"post", "city"}),
        words=WORDS,
        acts=ACTS,
        numbers=numbers,
        validity=settings.validity,
        posts=trades,
        post_index=post_index(trades),
    )
    return Family(id=ID, name=NAME, kinds=(kind,), numbers=numbers)
