"""Forms, houses and jobs for the tests of layouts, with the words of 苏建教〔2017〕472号 附件2."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

from jscert.layouts.form import Form, FormRow, House, PrintJob
from jscert.layouts.press import compile_form

if TYPE_CHECKING:
    from jscert.layouts.press import Blank

AUTHORITY = "江苏省住房和城乡建设厅"

_ROWS = {
    "post": FormRow(label="岗位名称：", spoken="岗位名称：", field="post"),
    "name": FormRow(label="姓　　名：", spoken="姓名：", field="name"),
    "sex": FormRow(label="性　　别：", spoken="性别：", field="sex"),
    "identity_number": FormRow(label="身份证号：", spoken="身份证号：", field="identity_number"),
    "number": FormRow(label="证书编号：", spoken="证书编号：", field="number"),
    "employer": FormRow(label="企业名称：", spoken="企业名称：", field="employer"),
    "valid_until": FormRow(label="有效期至：", spoken="有效期至：", field="valid_until"),
}
_ISSUED_BY = f"本电子证书由{AUTHORITY}核发。"
_SAFETY = ("name", "identity_number", "number", "employer", "valid_until")
_SAFETY_TITLE = "安全生产知识考核合格证书"


def _form(kind: str, title: tuple[str, ...], fields: tuple[str, ...], statement: str) -> Form:
    return Form(
        kind=kind,
        title_lines=title,
        rows=tuple(_ROWS[field] for field in fields),
        statement=_ISSUED_BY + statement,
        qr_caption="实时数据，扫码验证",
        authority_label="发证单位：",
        issued_label="发证时间：",
        foot="“江苏政务服务网-江苏住建厅旗舰店”验证",
    )


def _safety(letter: str, holders: str) -> Form:
    return _form(
        f"safety-{letter}",
        (holders, _SAFETY_TITLE),
        _SAFETY,
        f"本证书表明持证人通过江苏省{holders}安全生产知识考核，成绩合格。",
    )


FORMS = {
    form.kind: form
    for form in (
        _form(
            "site-management",
            ("住房和城乡建设领域专业人员岗位培训", "考核合格证书"),
            ("post", "name", "sex", "identity_number", "number"),
            "本证书表明持证人已通过住房和城乡建设领域专业人员岗位培训考核，成绩合格。",
        ),
        _form(
            "special-operations",
            ("建筑施工特种作业操作资格证书",),
            ("post", "name", "identity_number", "number", "valid_until"),
            "本证书表明持证人通过江苏省建筑施工特种作业操作资格考核，成绩合格。",
        ),
        _safety("a", "建筑施工企业主要负责人"),
        _safety("b", "建筑施工企业项目负责人"),
        _safety("c", "建筑施工企业专职安全生产管理人员"),
    )
}

ORDINARY = {
    "post": "土建施工员",
    "name": "王小明",
    "sex": "男",
    "identity_number": "32010219900307101X",
    "number": "苏建安A(2026)0100001",
    "employer": "江苏省第一建筑安装工程有限公司",
    "valid_until": "2029年11月22日",
}
LONGEST = {
    "post": "建筑起重机械安装拆卸工（塔式起重机）",
    "name": "阿卜杜热合曼·买买提吐尔逊·努尔艾合买提江·阿不都克里木·吐尔逊阿依·麦麦提敏·伊敏尼亚孜"
    "·阿布都尔",
    "sex": "女",
    "identity_number": "830000198809091017",
    "number": "苏建安C(2026)1399999",
    "employer": "江苏省盐城市大丰区新能源装备制造与海洋工程建筑安装施工总承包集团股份有限公司"
    "连云港市徐圩新区石化产业基地项目管理分公司第十二工程处",
    "valid_until": "2029年12月31日",
}


@cache
def photo(width: int = 295, height: int = 413, kilobytes: int = 30) -> bytes:
    """Draw a stylised portrait as a baseline JPEG of about the size asked for."""
    grain = Random(7).randbytes(width * height)  # noqa: S311 - film grain, no secret
    picture = Image.frombytes("L", (width, height), grain).point(lambda v: 110 + v // 8)
    colour = Image.merge("RGB", (picture, picture, Image.new("L", (width, height), 200)))
    draw = ImageDraw.Draw(colour)
    draw.ellipse((width * 0.28, height * 0.16, width * 0.72, height * 0.6), fill=(236, 200, 172))
    draw.pieslice(
        (width * 0.1, height * 0.62, width * 0.9, height * 1.4), 180, 360, fill=(40, 52, 90)
    )
    data = b""
    for quality in range(95, 20, -1):
        file = io.BytesIO()
        colour.save(file, "JPEG", quality=quality)
        data = file.getvalue()
        if len(data) <= kilobytes * 1024:
            break
    return data


def house(**overrides: Any) -> House:
    """Build a trial house."""
    return replace(House(authority=AUTHORITY, seal_image=b"", watermark="样证"), **overrides)


@cache
def blank(kind: str = "safety-a", *, trial: bool = True) -> Blank:
    """Compile a form, once per test run."""
    from jscert.layouts.seal import trial_seal

    seal = house() if trial else house(watermark="", seal_image=trial_seal())
    return compile_form(FORMS[kind], seal)


def job(kind: str = "safety-a", words: dict[str, str] | None = None, **overrides: Any) -> PrintJob:
    """Build a job for a form; `words` replace printed values by field."""
    shown = ORDINARY | (words or {})
    record = f'{{"number":"{shown["number"]}","name":"{shown["name"]}"}}'.encode()
    token = hashlib.sha256(record).digest() * 7
    digits = str(int.from_bytes(token, "big"))[:530]
    made = PrintJob(
        number=shown["number"],
        revision=1,
        name=shown["name"],
        values=tuple(shown[row.field] for row in FORMS[kind].rows),
        issued_text="2026年11月22日",
        photo=photo(),
        record=record,
        token=token,
        qr_text="HTTPS://JSCERT.EXAMPLE/V#" + digits,
        sealed_at=datetime(2026, 11, 22, 2, 30, tzinfo=UTC),
        hole_bytes=1200,
    )
    return replace(made, **overrides)
