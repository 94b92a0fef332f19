"""Words of the blank roster (`jscert template`): sheets, hints, messages of cells, examples, advice.

Fields are called as in `roster.columns`. A hint must be a line that `roster.columns` knows as one.
"""

from __future__ import annotations

from dataclasses import dataclass

EXAMPLE_SHEET = "示例"
ADVICE_SHEET = "填写说明"
CHOICES_SHEET = "名册模板选项"
EXAMPLE_NAMES = "(?:填写|填表)?示例表?[ _-]*(?:[(（]?[0-9]+[)）]?)?"
"""What a copy of the example sheet may be called too (a regular expression)."""

FILE_NAME = "名册模板-{kind}.xlsx"
TITLE = "{kind}名册"
NOTE = "带 * 的列必须填写；每人一行，从灰色提示行的下一行填起；填法见“填写说明”和“示例”两张表"
EXAMPLE_TITLE = "示例：{title}"
EXAMPLE_NOTE = "本表只示范填法，其中人员均为虚构；本表不会读取，请填在前面的名册表里"

MADE = "名册模板 {file}（{kind}）"
NEXT_HINT = "填好后先检查：jscert check {file}"


REQUIRED_HINT = "必填；{hint}"
OPTIONAL_HINT = "可不填；{hint}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnWords:
    """What a column says: under its word, beside a chosen cell, and when a cell cannot be right."""

    hint: str
    message: str
    refusal: str = ""


COLUMNS = {
    "name": ColumnWords(
        hint="按身份证填写",
        message="与身份证一致。少数民族姓名的间隔号写“·”；生僻字请用国家标准字形，不要用造字。",
    ),
    "sex": ColumnWords(
        hint="下拉选择",
        message="可以不填。填了就要与身份证号的第 17 位一致：单数为男，双数为女。",
        refusal="请填“男”或“女”，也可以留空。",
    ),
    "identity_number": ColumnWords(
        hint="18位，文本格式",
        message="18 位号码，末位 X 大写。本列已设为文本格式，请逐个输入，或粘贴为“值”，不要改成数字格式。",
        refusal="不是正确的 18 位身份证号：请核对位数，并按身份证逐位核对（最后一位是校验码）。",
    ),
    "employer": ColumnWords(
        hint="营业执照上的全称",
        message="营业执照上的单位全称，不要简写，不要附加项目名称。",
    ),
    "credit_code": ColumnWords(
        hint="18位，文本格式",
        message="统一社会信用代码，18 位，可以不填。",
        refusal="统一社会信用代码是 18 位，请按营业执照核对，也可以留空。",
    ),
    "post": ColumnWords(
        hint="下拉选择",
        message="从下拉列表中选择。",
        refusal="请从下拉列表中选择。",
    ),
    "city": ColumnWords(
        hint="下拉选择",
        message="证书编号中的设区市，从下拉列表中选择；省厅直接管理的选“省厅”。",
        refusal="请从下拉列表中选择设区市。",
    ),
    "passed_on": ColumnWords(
        hint="格式 2026-01-31",
        message="考核合格的日期，写成 2026-01-31 的样式，可以不填。",
        refusal="请写成 2026-01-31 的样式，且不晚于今天。",
    ),
    "photo": ColumnWords(
        hint="一寸照，插入单元格；或另交文件夹",
        message="可以把照片插入本单元格；也可以不插，把照片以身份证号命名，放进名册旁的“照片”文件夹一并交来。",
    ),
    "verification": ColumnWords(
        hint="通过或不通过",
        message="实名核验的结果。没有核验的留空；要求实名核验的单位，没有通过的不能发证。",
        refusal="请填“通过”或“不通过”，没有核验的留空。",
    ),
    "verified_on": ColumnWords(
        hint="格式 2026-01-31",
        message="实名核验的日期，写成 2026-01-31 的样式。",
        refusal="请写成 2026-01-31 的样式，且不晚于今天。",
    ),
    "verification_reference": ColumnWords(
        hint="核验单上的编号",
        message="实名核验的流水号。本列已设为文本格式，长数字不会走样。",
    ),
    "remark": ColumnWords(
        hint="自用，不读取",
        message="供填表单位自用，不会读取。",
    ),
}
REMARK = "备注"
WORDS_BY_KIND = {"special-operations": {"post": "工种"}}
SEX_CHOICES = ("男", "女")
RESULT_CHOICES = ("通过", "不通过")
DEPARTMENT_CHOICE = "省厅"

# Nobody's numbers: region 320199 is not assigned, the check digits are right.
EXAMPLES = (
    {
        "name": "张示例",
        "sex": "男",
        "identity_number": "320199199003072011",
        "employer": "江苏样例建设有限公司",
        "credit_code": "",
        "verification": "通过",
        "verified_on": "2026-01-15",
        "verification_reference": "20260115000123",
        "passed_on": "2026-01-31",
    },
    {
        "name": "李示例",
        "sex": "女",
        "identity_number": "32019919881122332X",
        "employer": "江苏样例建设有限公司",
        "credit_code": "",
        "verification": "通过",
        "verified_on": "2026-01-15",
        "verification_reference": "20260115000123",
        "passed_on": "2026-01-31",
    },
    {
        "name": "阿依·示例",
        "sex": "女",
        "identity_number": "320199199506151221",
        "employer": "南京虚构安装工程有限公司",
        "credit_code": "",
        "verification": "通过",
        "verified_on": "2026-01-15",
        "verification_reference": "20260115000123",
        "passed_on": "",
    },
)

ADVICE = (
    "{title}：填写说明",
    "1. 每人一行，填在“{sheet}”表灰色提示行的下方。列可以隐藏、移动，列名不要改；不用的列可以留空。",
    "2. 带 * 的列必须填写。开始填写的一行里，还空着的必填单元格显示为浅黄色。",
    (
        "3. 身份证号一列已设为文本格式。从别处复制时请用“选择性粘贴”里的“值”或“文本”；"
        "数字格式的号码后三位会被表格软件改成 000，这样的号码一律不收。"
    ),
    "4. 下拉列表里有的，请从列表选择。日期写成 2026-01-31 的样式。",
    (
        "5. 照片：一寸照，宽高比约 5:7，最好 295×413 像素以上，JPEG 或 PNG。可以插入“照片”一列的单元格里，"
        "也可以以身份证号命名（例如 32019919881122332X.jpg）放进“照片”文件夹或 zip，与本名册放在一起。"
        "每人一张，两人不能用同一张。"
    ),
    "6. 同一人同一种证书（同一岗位、工种）只填一行。",
    "7. 名册含完整身份证号，请妥善保管，勿公开传送。",
    "8. 交来以前可以自己检查：jscert check 名册.xlsx。检查结果写成一份标了颜色和批注的名册，按批注改正即可。",
)
