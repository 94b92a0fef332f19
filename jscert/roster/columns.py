"""The words of rosters: what stands above a column, in hint and footer rows, in cells of few values.

This is the one place that knows them (headers, hints, footers, sexes, results of a real-name check, photo
folders); settings and `--map` add further header words. Where a header lies is found in `headers`; values
are not judged here.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from jscert.certificates import Sex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
VERIFICATION = "verification"
VERIFIED_ON = "verified_on"
VERIFICATION_REFERENCE = "verification_reference"
NUMBER = "number"
GROUND = "ground"
ISSUED_ON = "issued_on"
VALID_UNTIL = "valid_until"
FIRST_ISSUED_ON = "first_issued_on"
OUTCOME = "outcome"
UNUSED = "unused"
IDENTITY_TAIL = "identity_tail"
IDENTITY_OTHER = "identity_number_other"
"""The second of two columns of identity numbers; no word means it by itself."""
OUTCOMES = (OUTCOME, *(f"{OUTCOME}_{order}" for order in range(2, 7)))
"""The columns that say how the examination ended, in a sheet's order: theory, practice, both."""

WORDS: dict[str, tuple[str, ...]] = {
    NAME: ("姓名", "人员姓名", "考生姓名", "学员姓名", "持证人", "持证人姓名", "名字"),
    IDENTITY: (
        *("身份证号", "身份证号码", "证件号码", "公民身份号码", "居民身份证号"),
        *("身份证", "证件号", "身份证件号码", "身份证件号", "居民身份证号码"),
        *("升位成18位身份证号", "升位后身份证号", "18位身份证号", "18位身份证号码"),
        *("15位身份证号", "15位身份证号码", "原身份证号", "升位前身份证号"),
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
    VERIFICATION: (
        *("实名核验结果", "核验结果", "实名核验", "实名核验情况", "实名验证结果"),
        *("实名认证结果", "实名认证", "身份核验结果", "人证核验结果"),
    ),
    VERIFIED_ON: (
        *("核验日期", "核验时间", "实名核验日期", "实名核验时间", "实名认证日期"),
        *("实名认证时间", "身份核验日期"),
    ),
    VERIFICATION_REFERENCE: (
        *("核验流水号", "实名核验流水号", "核验编号", "实名认证流水号", "身份核验流水号"),
    ),
    NUMBER: (
        *("证书编号", "证书号", "证书号码", "证号", "合格证编号", "资格证编号", "操作证编号"),
        *("原证书编号", "现证书编号"),
    ),
    GROUND: ("办理原因", "原因", "事由", "注销原因", "变更原因", "暂扣原因"),
    ISSUED_ON: ("发证日期", "发证时间", "签发日期", "领证日期", "证书发证日期"),
    VALID_UNTIL: ("有效期至", "有效期止", "有效期截止", "有效期截止日期", "到期日期", "有效日期"),
    FIRST_ISSUED_ON: ("初次领证日期", "首次发证日期", "初次发证日期", "初领日期"),
    OUTCOME: (
        *("考核结果", "考试结果", "考核结论", "考试结论", "鉴定结果", "评定结果", "成绩评定"),
        *("是否合格", "是否通过", "是否发证", "理论结果", "实操结果", "理论考试结果"),
        *("实操考核结果", "成绩", "考核成绩", "考试成绩", "理论成绩", "实操成绩", "总成绩"),
    ),
    IDENTITY_TAIL: (
        *("身份证号后六位", "身份证号码后六位", "身份证后六位", "证件号码后六位", "证件号后六位"),
        *(
            "身份证号后6位",
            "身份证号码后6位",
            "身份证后6位",
            "证件号码后6位",
            "证件号后6位",
            "后六位",
        ),
    ),
    UNUSED: (
        *("序号", "编号", "备注", "联系电话", "手机", "手机号", "手机号码", "电话", "民族"),
        *("年龄", "学历", "文化程度", "职称", "职务", "专业"),
        *("准考证号", "证件类型", "通讯地址", "邮箱"),
    ),
}
MORE = {IDENTITY: (IDENTITY, IDENTITY_OTHER), OUTCOME: OUTCOMES}
"""Fields that several columns may mean, and what the columns are called then."""

FIRST_OF = {name: field for field, names in MORE.items() for name in names}
"""What the words of such a column mean."""

NEEDED = (NAME, IDENTITY)
"""The fields of a header, and of a person's row: who it is, and by which number."""

BY_NUMBER = (NUMBER, NUMBER)
"""The same for rosters of acts: a row is a certificate, named by its number alone."""

NOT_USED_WORDS = ("不用", "忽略")
"""What `--map` may call a column that is to be left alone."""

DATE_TAIL = r"\s*[(]?(?:星期|周)[-一二三四五六天日]?[)]?\s*\Z"
DATE_MARKS = str.maketrans({"年": "-", "月": "-", "日": "", "时": ":", "分": ":", "秒": ""})
PHOTO_FOLDERS = ("photos", "照片")
SEXES = {
    **dict.fromkeys(("男", "男性", "M", "m", "male"), Sex.MALE),
    **dict.fromkeys(("女", "女性", "F", "f", "female"), Sex.FEMALE),
}
PASSED, FAILED, PENDING = "passed", "failed", "pending"
RESULTS = {
    **dict.fromkeys(
        (
            *("通过", "已通过", "核验通过", "认证通过", "验证通过", "实名核验通过", "合格"),
            *("一致", "核验一致", "信息一致", "人证一致", "匹配", "相符", "成功", "核验成功"),
            *("已核验", "已实名", "已认证", "已验证", "是", "√", "✓", "✔", "pass", "passed", "ok"),
            *("y", "yes", "true"),
        ),
        PASSED,
    ),
    **dict.fromkeys(
        (
            *("不通过", "未通过", "核验不通过", "核验未通过", "认证不通过", "认证未通过"),
            *("不一致", "核验不一致", "信息不一致", "人证不一致", "不匹配", "不相符", "不符"),
            *("失败", "核验失败", "认证失败", "不合格", "库中无此号", "查无此人", "否"),
            *("×", "✗", "✘", "fail", "failed", "n", "no", "false"),
        ),
        FAILED,
    ),
    **dict.fromkeys(
        (
            *("未核验", "待核验", "核验中", "未实名", "未认证", "待认证", "未验证", "无"),
            *("-", "—", "/"),
        ),
        PENDING,
    ),
}
"""What a result of a real-name check means, by `result_key`."""

_NOT_PASSED = re.compile(
    "不合格|未合格|没合格|不及格|未及格|未通过|不通过|没通过|缺考|弃考|未参加|不达标|未达标|不予"
)
NOT_PASSED_WORDS = frozenset(
    (
        *("否", "×", "✗", "✘", "x", "n", "no", "false", "fail", "failed", "差", "未过", "不过"),
        *("作弊", "违纪", "取消", "取消资格", "取消成绩", "补考", "待补考", "需补考", "缺席"),
        *("未考", "待考", "待定", "未出", "未公布", "不发证", "暂不发证"),
    )
)
_LIST_OF_FAILED = re.compile(
    "(?:不合格|未合格|不及格|未通过|不通过|缺考|弃考)的?(?:人员|考生|学员|者)?"
    "(?:名单|名册|花名册|(?:汇总|一览|明细|统计|登记)?表)?\\s*(?:[(（][^()（）]*[)）])?\\s*\\Z"
)
_LIST_OF_PASSED = re.compile("(?<![不未])合格|(?<![不未])通过|补考")
_FIRM = re.compile(r".{2}(?:公司|集团|事务所|项目部)\Z")

_HINT = re.compile(
    "必填|选填|格式|例如|例[:：]|请填|请按|填写|只能|不能|不得|下拉|年-月-日|年月日|如[:：]"
    "|18位|文本|一致|全称"
)
_FOOTER = re.compile(
    "合计|总计|小计|共计|制表|审核|填表|复核|经办|负责人[:：]|盖章|联系人|备注[:：]|说明[:：]"
    "|注[:：]|以下空白|日期[:：]|单位[:：(（]"
)
_DROPPED = re.compile(
    "[\\s*＊★☆※:：\ufeff\u200b-\u200f\u2060]+|[（(【\\[](?:必填|选填|可选|必须)[)）】\\]]"
)
_ADVICE = re.compile(
    rf"[(【\[][^()【】\[\]]*(?:{_HINT.pattern}|\d位|男|yyyy|年.?月|按身份证|证照|请)[^()【】\[\]]*[)】\]]\Z"
)
_UPGRADED = re.compile("升位成|升位后|18位")
_LONG_NUMBER = re.compile(r"(?:\d\D*){10}")
_NOTES = re.compile("备注[:：]|说明[:：]|注[:：]")
_SIGNED = re.compile("[:：]|签字|签名|签章|盖章")
_NO_NAME = re.compile(r"[:：（）()、，。,;；/\d—-]|.{7}")
TITLE_ROWS = 3
_HINT_ROWS = 3
_NEAR_ENOUGH = 0.5


def synonym_table(more: Mapping[str, Sequence[str]] | None = None) -> dict[str, str]:
    """Join the built-in words with those of the settings into one table: key → field."""
    table = {word_key(word): field for field, words in WORDS.items() for word in words}
    for field, words in (more or {}).items():
        table.update({word_key(word): field for word in words})
    return table


def word_key(text: str) -> str:
    """Reduce a header word to what is compared: no blanks, stars, colons or `（必填）`."""
    return unicodedata.normalize("NFKC", _DROPPED.sub("", text)).casefold()


def field_of(text: str, table: Mapping[str, str]) -> str | None:
    """Tell which field a header word means; advice in brackets behind it (`（18位）`) plays no part."""
    key = word_key(text)
    return table.get(key) or table.get(_ADVICE.sub("", key))


def is_upgraded(word: str) -> bool:
    """Tell the column of today's numbers from that of older ones (`升位成18位身份证号`)."""
    return _UPGRADED.search(word_key(word)) is not None


def result_key(text: str) -> str:
    """Reduce a result of a real-name check to what `RESULTS` is asked for."""
    return word_key(text).strip("。.!()")


def is_not_passed(text: str) -> bool:
    """Tell a cell that says the examination was not passed (`不合格`, `缺考`, `否`)."""
    return _NOT_PASSED.search(text) is not None or result_key(text) in NOT_PASSED_WORDS


def names_the_failed(text: str) -> bool:
    """Tell a sheet's name or title that announces those who did not pass (`不合格人员名单`)."""
    return _LIST_OF_FAILED.search(text) is not None and not _LIST_OF_PASSED.search(text)


def is_firm(name: str) -> bool:
    """Tell a firm's name from a person's."""
    return _FIRM.search(name) is not None


def head_word(name: str) -> str:
    """Give the word a field is called by in messages ("" if there is none)."""
    known = WORDS.get(FIRST_OF.get(name, name))
    return known[0] if known else ""


def find_field(text: str) -> str | None:
    """Find a field by its id, by any of its words, or by a word for columns left alone."""
    if text in WORDS:
        return text
    if text in NOT_USED_WORDS:
        return UNUSED
    return field_of(text, synonym_table())


def nearest_word(text: str) -> str:
    """Give the known header word a text resembles most ("" if none does)."""
    known = _words_by_key()
    near = difflib.get_close_matches(word_key(text), known, n=1, cutoff=_NEAR_ENOUGH)
    return known[near[0]] if near else ""


@cache
def _words_by_key() -> dict[str, str]:
    return {word_key(word): word for words in WORDS.values() for word in words}


def is_hint_row(texts: Sequence[str], name: str, identity: str, below_header: int) -> bool:
    """Tell a row of instructions from a person: near the header, no number, words of a form.

    They must stand in two cells at least, or where the number should be, or where a name should.
    """
    if below_header > _HINT_ROWS or has_number(identity):
        return False
    hits = sum(1 for text in texts if _HINT.search(text))
    nameless = not name.strip() or _HINT.search(name) is not None
    if _HINT.search(identity):
        return nameless or hits >= 2
    return hits >= 2 and nameless


def is_footer_row(texts: Sequence[str], identity: str) -> bool:
    """Tell a row of totals or signatures (合计, 制表人) from a person: it begins with such a word."""
    first = next((text.strip() for text in texts if text.strip()), "")
    return not has_number(identity) and _FOOTER.match(first) is not None


def is_signed(text: str) -> bool:
    """Tell a line for signatures (`企业负责人（签字）`), whatever else its words mean."""
    return _SIGNED.search(text) is not None


def is_closing_row(texts: Sequence[str], name: str) -> bool:
    """Tell a line under the people (`第1页 共2页`, `共 2 人`) from a person: little in it, and no name."""
    written = [text for text in texts if text.strip()]
    nameless = not name.strip() or _NO_NAME.search(name.strip()) is not None
    return nameless and (len(written) <= 2 or ":" in written[0] or "：" in written[0])


def opens_notes(texts: Sequence[str]) -> bool:
    """Tell a footer row that begins a list of notes, which may go on below it."""
    return any(_NOTES.match(text.strip()) for text in texts)


def has_number(identity: str) -> bool:
    """Tell whether a cell may be meant as an identity number: ten digits at least."""
    if len(identity) == 18 and identity[:17].isdigit():
        return True
    return _LONG_NUMBER.search(identity) is not None
