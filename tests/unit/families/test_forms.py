"""The five printed forms, word for word (苏建教〔2017〕472号 附件2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jscert.certificates import Certificate, Sex
from jscert.families.catalogue import catalogue

HOUSE = catalogue()
KINDS = [kind.id for kind in HOUSE.kinds]

TITLES = {
    "site-management": ("住房和城乡建设领域专业人员岗位培训", "考核合格证书"),
    "special-operations": ("建筑施工特种作业操作资格证书",),
    "safety-a": ("建筑施工企业主要负责人", "安全生产知识考核合格证书"),
    "safety-b": ("建筑施工企业项目负责人", "安全生产知识考核合格证书"),
    "safety-c": ("建筑施工企业专职安全生产管理人员", "安全生产知识考核合格证书"),
}
SAFETY_ROWS = ("姓名：", "身份证号：", "证书编号：", "企业名称：", "有效期至：")
ROWS = {
    "site-management": ("岗位名称：", "姓名：", "性别：", "身份证号：", "证书编号："),
    "special-operations": ("岗位名称：", "姓名：", "身份证号：", "证书编号：", "有效期至："),
    "safety-a": SAFETY_ROWS,
    "safety-b": SAFETY_ROWS,
    "safety-c": SAFETY_ROWS,
}
ISSUER = "本电子证书由江苏省住房和城乡建设厅核发。"
STATEMENTS = {
    "site-management": ("本证书表明持证人已通过住房和城乡建设领域专业人员岗位培训考核，成绩合格。"),
    "special-operations": ("本证书表明持证人通过江苏省建筑施工特种作业操作资格考核，成绩合格。"),
    "safety-a": "本证书表明持证人通过江苏省建筑施工企业主要负责人安全生产知识考核，成绩合格。",
    "safety-b": "本证书表明持证人通过江苏省建筑施工企业项目负责人安全生产知识考核，成绩合格。",
    "safety-c": (
        "本证书表明持证人通过江苏省建筑施工企业专职安全生产管理人员安全生产知识考核，成绩合格。"
    ),
}


def certificate(kind: str = "safety-a") -> Certificate:
    """Build a certificate of a kind."""
    return Certificate(
        number="苏建安A(2026)0100001",
        former_numbers=(),
        kind=kind,
        revision=1,
        issued_on=date(2026, 11, 2),
        first_issued_on=date(2026, 11, 2),
        valid_until=date(2029, 1, 5),
        status_list=0,
        status_index=7,
        name="李娜",
        sex=Sex.FEMALE,
        identity_number="320102199003072020",
        employer="江苏某某建设集团有限公司",
        credit_code="",
        post_code="",
        post="",
        photo_sha256="0" * 64,
        authority="江苏省住房和城乡建设厅",
        trial=True,
    )


def test_the_kinds_stand_in_the_order_of_the_annex() -> None:
    """There are five kinds, in the notice's order."""
    assert list(TITLES) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_titles(kind: str) -> None:
    """The title is the annex's, 知识 included."""
    assert HOUSE.kind(kind).form.title_lines == TITLES[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_rows(kind: str) -> None:
    """The rows are the annex's, in its order."""
    assert tuple(row.spoken for row in HOUSE.kind(kind).form.rows) == ROWS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_labels_are_four_wide(kind: str) -> None:
    """Every label is drawn four characters wide and a colon, and says what is spoken."""
    for row in HOUSE.kind(kind).form.rows:
        assert len(row.label) == 5
        assert row.label.replace("\u3000", "") == row.spoken


@pytest.mark.parametrize("kind", KINDS)
def test_statements(kind: str) -> None:
    """The statement is the annex's, with full-width punctuation."""
    assert HOUSE.kind(kind).form.statement == ISSUER + STATEMENTS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_what_every_form_says(kind: str) -> None:
    """Caption, issuer, date and foot are the same on all forms."""
    form = HOUSE.kind(kind).form
    assert (form.kind, form.qr_caption) == (kind, "实时数据，扫码验证")
    assert (form.authority_label, form.issued_label) == ("发证单位：", "发证时间：")
    assert form.foot == "“江苏政务服务网-江苏住建厅旗舰店”验证"


@pytest.mark.parametrize("kind", KINDS)
def test_punctuation_is_full_width(kind: str) -> None:
    """No half-width colon, comma or stop stands on a form."""
    form = HOUSE.kind(kind).form
    text = form.statement + form.qr_caption + "".join(row.label for row in form.rows)
    assert not set(text) & set(":,.;()")


def test_values_of_a_safety_certificate() -> None:
    """Values come in the order of the rows."""
    assert HOUSE.kind("safety-a").printed_values(certificate()) == (
        "李娜",
        "320102199003072020",
        "苏建安A(2026)0100001",
        "江苏某某建设集团有限公司",
        "2029年01月05日",
    )


def test_values_of_a_site_management_certificate() -> None:
    """Post and sex are printed, no end date."""
    held = replace(
        certificate("site-management"),
        number="322601000001",
        post="土建施工员",
        post_code="01",
        valid_until=None,
    )
    assert HOUSE.kind("site-management").printed_values(held) == (
        "土建施工员",
        "李娜",
        "女",
        "320102199003072020",
        "322601000001",
    )


@pytest.mark.parametrize(
    ("code", "post", "printed"),
    [
        ("05", "塔吊司机", "建筑起重机械司机（塔式起重机）"),
        ("02", "建筑架子工（普通脚手架）", "建筑架子工（普通脚手架）"),
        ("99", "建筑焊工", "建筑焊工"),
        ("99", "本省认定的某工种", "本省认定的某工种"),
    ],
)
def test_a_trade_is_printed_by_its_full_name(code: str, post: str, printed: str) -> None:
    """An alias gives way to the full name; a trade of code 99 keeps the name it was recorded by."""
    held = replace(certificate("special-operations"), post=post, post_code=code)
    assert HOUSE.kind("special-operations").printed_values(held)[0] == printed


def test_dates_are_padded() -> None:
    """Month and day have two digits."""
    assert HOUSE.kind("safety-a").issued_text(date(2026, 1, 2)) == "2026年01月02日"
