"""安管人员: the heads (A), project managers (B) and full-time safety staff (C) of building companies.

Numbers 苏建安A(2026)0100001: seven digits after the year by 建质〔2015〕206号; that the first two are the
city is inferred from real numbers. Term three years, renewable. Forms: 苏建教〔2017〕472号 附件2.
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
    Numbers,
    Term,
    ValiditySettings,
    Widths,
    numbers_of,
    usual_formats,
)
from jscert.layouts.form import Form, FormRow
from jscert.numbering import Category, City, Literal, Segment, Serial, Year

ID = "safety"
NAME = "安管人员"
CATEGORIES_OF_C = ("C", "C1", "C2", "C3")
USUAL_WIDTHS = Widths(since=ELECTRONIC_SINCE, year=4, code=2, serial=5)
ACTS = frozenset(
    [
        "issue",
        "change",
        "renew",
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
ROWS = (
    FormRow(label="姓　　名：", spoken="姓名：", field="name"),
    FormRow(label="身份证号：", spoken="身份证号：", field="identity_number"),
    FormRow(label="证书编号：", spoken="证书编号：", field="number"),
    FormRow(label="企业名称：", spoken="企业名称：", field="employer"),
    FormRow(label="有效期至：", spoken="有效期至：", field="valid_until"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetySettings:
    """What an authority may set; `category_c` is the letter written for kind C (one of C C1 C2 C3)."""

    numbering: NumberingSettings
    validity: ValiditySettings
    category_c: str


DEFAULT = SafetySettings(
    numbering=NumberingSettings(widths=(USUAL_WIDTHS,), scope=("year", "city"), serial_range=None),
    validity=ValiditySettings(terms=(Term(since=ELECTRONIC_SINCE, years=3),), end_rule="same-day"),
    category_c="C",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Variant:
    """What tells the three kinds apart."""

    id: str
    letter: str
    people: str
    categories: tuple[str, ...]
    words: tuple[str, ...]


_VARIANTS = (
    _Variant(
        id="safety-a",
        letter="A",
        people="主要负责人",
        categories=("A",),
        words=("主要负责人", "企业负责人", "企业主要负责人"),
    ),
    _Variant(
        id="safety-b",
        letter="B",
        people="项目负责人",
        categories=("B",),
        words=("项目负责人", "企业项目负责人", "项目经理"),
    ),
    _Variant(
        id="safety-c",
        letter="C",
        people="专职安全生产管理人员",
        categories=CATEGORIES_OF_C,
        words=(
            "专职安全生产管理人员",
            "专职安全管理人员",
            "专职安全员",
            "专职安管人员",
            "安全员",
        ),
    ),
)


def _segments(widths: Widths) -> tuple[Segment, ...]:
    return (
        Literal("苏建安"),
        Category(("A", "B", *CATEGORIES_OF_C)),
        Literal("("),
        Year(widths.year),
        Literal(")"),
        City(),
        Serial(widths.serial),
    )


def _letter_words(letter: str) -> tuple[str, ...]:
    heads = ("安管", "安管人员", "建安", "苏建安", "安全", "安全员", "三类人员")
    return (*(f"{head}{letter}" for head in heads), *(f"{letter}{tail}" for tail in "类证本"))


def _kind(variant: _Variant, numbers: Numbers, settings: SafetySettings) -> Kind:
    people = f"建筑施工企业{variant.people}"
    return Kind(
        id=variant.id,
        family=ID,
        category=settings.category_c if variant.letter == "C" else variant.letter,
        categories=variant.categories,
        name=f"{NAME}{variant.letter}类（{variant.people}）",
        form=Form(
            kind=variant.id,
            title_lines=(people, "安全生产知识考核合格证书"),
            rows=ROWS,
            statement=(
                "本电子证书由江苏省住房和城乡建设厅核发。"
                f"本证书表明持证人通过江苏省{people}安全生产知识考核，成绩合格。"
            ),
            qr_caption=QR_CAPTION,
            authority_label=AUTHORITY_LABEL,
            issued_label=ISSUED_LABEL,
            foot=FOOT,
        ),
        needs=frozenset({"employer", "city"}),
        words=(
            *variant.words,
            people,
            *(word for letter in variant.categories for word in _letter_words(letter)),
        ),
        acts=ACTS,
        numbers=numbers,
        validity=settings.validity,
    )


def family(settings: SafetySettings = DEFAULT) -> Family:
    """Build the family with an authority's settings."""
    usual = usual_formats(ID, _segments, USUAL_WIDTHS)
    numbers = numbers_of(ID, settings.numbering, _segments, usual)
    kinds = tuple(_kind(variant, numbers, settings) for variant in _VARIANTS)
    return Family(id=ID, name=NAME, kinds=kinds, numbers=numbers)
