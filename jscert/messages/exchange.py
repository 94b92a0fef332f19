"""Messages of room D: data that leaves the house (find, export, deliver), and these commands' words."""

from __future__ import annotations

from jscert.errors import Code
from jscert.messages.message import Message

MESSAGES: dict[Code, Message] = {
    Code.FIND_IDENTITY: Message(
        "第 {line} 个身份证号不对，没有查找",
        "核对号码：18 位，末位是校验码；文件中每行写一个",
    ),
    Code.FIND_SPAN: Message(
        "“{shown}”不是时间长度",
        "写成天数、周数或月数，例如 90d、12w、3m",
    ),
    Code.EXPORT_TRIAL: Message(
        "这是试用的发证目录，其中的样证不能作为正式数据导出",
        "只是试验导出格式的，加 --allow-trial，数据中会注明是样证",
    ),
    Code.EXPORT_MARK: Message(
        "导出标记 {since} 比登记簿现在的 {head} 还新，没有导出",
        "核对标记和发证目录；登记簿可能是从备份恢复的，或标记来自另一个发证目录",
    ),
    Code.EXPORT_IDENTIFIER_DOUBLE: Message(
        "有 {count} 本证书的证照标识会与别的证书相同，没有导出：{numbers}",
        "证照标识不含类别、工种和市，要先给其中一本换号；以后请合用流水号（[numbering] 的 scope）",
    ),
    Code.EXPORT_TOO_LARGE: Message(
        "共 {count} 本，超过一个工作簿的上限 {limit} 本，没有导出",
        "导出为 .jsonl，或用 --kind、--since 分开导出",
    ),
    Code.DELIVERY_WITHOUT_FILES: Message(
        "批次 {batch} 没有制作证书文件，没有可移交的",
        "移交的是新发、变更、延续、复核、补办换发的批次；批次见 jscert batches",
    ),
    Code.DELIVERY_NOT_PUBLISHED: Message(
        "批次 {batch} 还没有发布，或已作废，不能移交",
        "未完成的批次先用 jscert batches resume 做完",
    ),
    Code.DELIVERY_NOBODY: Message(
        "这些批次的证书现在都不能移交（共 {count} 本已失效、暂扣或没有电子文件）",
        "用 jscert show 编号 查看每本证书的状态",
    ),
    Code.DELIVERY_EXISTS: Message(
        "“{path}”已存在（同名的共 {count} 个），没有移交",
        "用 -o 另指一个文件夹，或先移走原来的",
    ),
    Code.DELIVERY_PASSPHRASE: Message(
        "口令文件“{path}”第一行不能用作 ZIP 口令",
        "第一行写 {shortest} 个以上的字母、数字和符号，不用汉字和全角字符，以便各种解压软件都能输入",
    ),
}

ASK_IDENTITY = "身份证号（输入时不显示）："
NOTHING_FOUND = "没有找到"
FOUND = "找到 {count} 本"
FOUND_TITLE = "找到的证书（{count} 本）"
FOUND_LEFT_OFF = "还有 {count} 本没有列出，加 --json 或 -o 文件.xlsx 可得到全部"
FOUND_UNKNOWN = "登记簿中没有：{numbers}"
FIND_HEADINGS = (
    "证书编号",
    "姓名",
    "身份证号",
    "企业名称",
    "证书",
    "岗位或工种",
    "状态",
    "有效期至",
    "剩余天数",
    "说明",
)
FIND_SHEET = "查找结果"
FIND_NOTES = (
    "由 jscert find 生成，状态和剩余天数截至 {day}。",
    "剩余天数为负的已过有效期；没有有效期的不写。",
    "身份证号只显示前 6 位和后 4 位。",
)
FIND_WRITTEN = "{count} 本已写入：{file}"
FORMER = {
    "number": "按曾用编号找到",
    "name": "按曾用姓名找到",
    "identity": "按曾用身份证号找到",
    "employer": "按原企业找到",
}
PAPER = "纸质"

EXPORT_NAME = "证书数据-{day}.jsonl"
EXPORTED = """\
证书数据已导出：{file}
　　本数：{count}（{states}）
证照标识：{identifiers}
　　标记：{mark}"""
EXPORT_STATE = "{state} {count}"
EXPORT_NONE = "没有"
IDENTIFIERS_MADE = "{count} 本"
IDENTIFIERS_PARTLY = "{count} 本；{without} 本的编号编不出（类别没有国家标识，或位数不同）"
IDENTIFIERS_UNSET = "没有编（设置 [authority] credit_code 后才编）"
EXPORT_NEXT = (
    "下次只要此后有变化的：jscert export --since {mark}；文件里有完整的身份证号，请妥善保管"
)
EXPORT_TRIAL_NOTE = "导出的是样证数据，每条都有注明，不能当作正式数据使用"
EXPORT_NOTES = (
    "由 jscert export 生成，状态截至 {day}，标记 {mark}。",
    "本文件含完整的身份证号，只用于向主管部门归集，请妥善保管。",
)
FIELD_WORDS = {
    "zzeCertID": "证照标识",
    "certNum": "证书编号",
    "provinceNum": "所属省份",
    "issuAuth": "发证机关",
    "issuAuthCode": "发证机关代码",
    "issuedDate": "初次领证日期",
    "issuDate": "发证日期",
    "effectiveDate": "有效期起始日期",
    "expiringDate": "有效期结束日期",
    "name": "姓名",
    "gender": "性别",
    "birthDate": "出生日期",
    "identityCard": "身份证件号码",
    "identityCardType": "身份证件号码类型",
    "companyName": "企业名称",
    "creditCode": "企业统一社会信用代码",
    "categoryCode": "岗位类别代码",
    "operationCategory": "工种类别",
    "categoryDescription": "工种类别描述",
    "certState": "证书状态",
    "associatedZzeCertID": "关联证照标识",
    "kind": "证书种类",
    "postCode": "岗位代码",
    "post": "岗位或工种",
    "formerCertNums": "曾用编号",
    "revision": "版次",
    "medium": "形式",
    "trial": "样证",
}
YES, NO = "是", ""

DELIVERY_FOLDER = "移交-{day}"
DELIVERY_INDEX = "清单.xlsx"
INDEX_SHEET = "清单"
INDEX_HEADINGS = (
    "证书编号",
    "姓名",
    "身份证号",
    "证书",
    "岗位或工种",
    "有效期至",
    "文件",
    "说明",
)
INDEX_NOTES = (
    "移交：{authority}　　接收：{recipient}　　日期：{day}",
    "证书文件（PDF）带有电子签章，请原样保存和转发，不要编辑、合并或重新打印成 PDF。",
    "核验：jscert verify 文件，或扫描证书上的二维码。",
)
NEW = "首次移交"
DELIVERED_BEFORE = "{day} 移交过"
NO_EMPLOYER = "没有写企业"
MASKED_GIVEN_NAME = "某"
DELIVERED = """\
已移交 {count} 本证书给 {recipients} 个接收方（其中首次移交 {new} 本）：{folder}"""
DELIVERED_NOTHING_NEW = "没有新的：这些证书都移交过，{count} 本"
DELIVERY_HEADINGS = ("接收方", "本数", "首次移交", "文件夹或 ZIP")
LEFT_OUT_TITLE = "没有移交的（{count} 本）"
LEFT_OUT_HEADINGS = ("证书编号", "原因")
LEFT_OUT_PAPER = "纸质，没有电子文件"
ZIP_NOTE = "ZIP 已用 AES-256 加密，口令请另行告知；ZIP 内的文件名（证书编号）不加密"
BY_WORDS = {
    "employer": "employer",
    "企业": "employer",
    "单位": "employer",
    "city": "city",
    "市": "city",
    "设区市": "city",
    "person": "person",
    "个人": "person",
    "本人": "person",
}
