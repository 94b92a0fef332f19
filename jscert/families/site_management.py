"""现场管理人员: builders' site staff (施工员 质量员 材料员 …) trained for their post.

Numbers 322601000001: twelve characters as annex 2 draws them; how they are split, and the codes of the
posts, are our default. No end date. Posts by JGJ/T 250; 安全员 is none of them (that is safety-c).
Form: 苏建教〔2017〕472号 附件2.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    Widths,
    numbers_of,
    post_index,
    usual_formats,
)
from jscert.layouts.form import Form, FormRow
from jscert.numbering import Code, Literal, Segment, Serial, Year

ID = "site-management"
NAME = "现场管理人员"
USUAL_WIDTHS = Widths(since=ELECTRONIC_SINCE, year=2, code=2, serial=6)
FORM = Form(
    kind=ID,
    title_lines=("住房和城乡建设领域专业人员岗位培训", "考核合格证书"),
    rows=(
        FormRow(label="岗位名称：", spoken="岗位名称：", field="post"),
        FormRow(label="姓　　名：", spoken="姓名：", field="name"),
        FormRow(label="性　　别：", spoken="性别：", field="sex"),
        FormRow(label="身份证号：", spoken="身份证号：", field="identity_number"),
        FormRow(label="证书编号：", spoken="证书编号：", field="number"),
    ),
    statement=(
        "本电子证书由江苏省住房和城乡建设厅核发。"
        "本证书表明持证人已通过住房和城乡建设领域专业人员岗位培训考核，成绩合格。"
    ),
    qr_caption=QR_CAPTION,
    authority_label=AUTHORITY_LABEL,
    issued_label=ISSUED_LABEL,
    foot=FOOT,
)
WORDS = (
    "现场管理",
    "现场管理人员",
    "施工现场管理人员",
    "岗位培训",
    "专业人员",
    "住房和城乡建设领域专业人员",
    "施工现场专业人员",
    "八大员",
)
ACTS = frozenset(["issue", "change", "reissue", "cancel", "annul", "withdraw", "renumber"])
POSTS = tuple(
    (f"{place:02d}", name)
    for place, name in enumerate(
        [
            "土建施工员",
            "装饰装修施工员",
            "设备安装施工员",
            "市政工程施工员",
            "土建质量员",
            "装饰装修质量员",
            "设备安装质量员",
            "市政工程质量员",
            "材料员",
            "机械员",
            "劳务员",
            "资料员",
            "标准员",
        ],
        start=1,
    )
)
_BRANCHES = {
    "土建": ("土建", "土建工程", "土建专业", "房建", "建筑工程"),
    "装饰装修": ("装饰装修", "装饰", "装修", "装饰装修工程", "装饰装修专业"),
    "设备安装": ("设备安装", "安装", "设备", "设备安装工程", "设备安装专业"),
    "市政工程": ("市政工程", "市政", "市政专业", "市政公用工程"),
}
_ROLES = {"施工员": ("施工员",), "质量员": ("质量员", "质检员")}
_SINGLE = {"材料员": ("材料管理员",), "资料员": ("资料管理员",), "劳务员": ("劳务管理员",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteManagementSettings:
    """What an authority may set; `posts` are (code, full name) in order."""

    numbering: NumberingSettings
    posts: tuple[tuple[str, str], ...]


DEFAULT = SiteManagementSettings(
    numbering=NumberingSettings(widths=(USUAL_WIDTHS,), scope=("year",), serial_range=None),
    posts=POSTS,
)


def _segments(widths: Widths) -> tuple[Segment, ...]:
    return Literal("32"), Year(widths.year), Code(widths.code), Serial(widths.serial)


def _aliases(name: str) -> tuple[str, ...]:
    """List what rosters call a post: `施工员（土建）` and `土建施工员` are the same."""
    for branch, branch_words in _BRANCHES.items():
        for role, role_words in _ROLES.items():
            if name == f"{branch}{role}":
                pairs = [(b, r) for b in branch_words for r in role_words]
                spellings = (*(f"{b}{r}" for b, r in pairs), *(f"{r}{b}" for b, r in pairs))
                return tuple(word for word in spellings if word != name)
    return _SINGLE.get(name, ())


def family(settings: SiteManagementSettings = DEFAULT) -> Family:
    """Build the family with an authority's settings; ValueError if a post is named twice."""
    usual = usual_formats(ID, _segments, USUAL_WIDTHS)
    numbers = numbers_of(ID, settings.numbering, _segments, usual)
    posts = tuple(
        Post(code=code, name=name, aliases=_aliases(name)) for code, name in settings.posts
    )
    kind = Kind(
        id=ID,
        family=ID,
        category="",
        categories=("",),
        name=NAME,
        form=FORM,
        needs=frozenset({"post"}),
        words=WORDS,
        acts=ACTS,
        numbers=numbers,
        validity=None,
        posts=posts,
        post_index=post_index(posts),
    )
    return Family(id=ID, name=NAME, kinds=(kind,), numbers=numbers)
