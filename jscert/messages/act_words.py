"""Words of the commands for acts: what was done, what would be done, headings of their tables."""

from __future__ import annotations

STOPPED = "名册有 {count} 处需要改正，没有办理任何{act}"
STOPPED_NUMBERS = "有 {count} 处不能办理，没有办理任何{act}"
DONE = "已办理{act} {count} 本，批次 {batch}{trial}"
PLANNED = "将办理{act} {count} 本（--dry-run，没有登记）"
NOTHING_NEW = "没有新办理的：{already} 本都已办理过相同的{act}"
NOTHING = "没有可以办理的证书"
SKIPPED = "跳过 {count} 行"
RESUMED = "先完成了上次没做完的批次 {batches}"
TRIAL_MARK = "（样证）"
FOLDER = "新证书在 {folder}"
IMPORTED = "已登记纸质证书 {count} 本，批次 {batch}{trial}"

CHANGES_TITLE = "变更内容"
CHANGE_HEADINGS = ("证书编号", "项目", "原内容", "新内容")
FIELDS = {
    "number": "证书编号",
    "name": "姓名",
    "identity_masked": "身份证号",
    "employer": "企业名称",
    "credit_code": "统一社会信用代码",
    "post": "岗位或工种",
    "photo": "照片",
    "valid_until": "有效期至",
    "act": "办理",
}
OLD_PHOTO, NEW_PHOTO = "原照片", "新照片"
MORE_CHANGES = "另有 {count} 项没有列出；加 --json 可看全部"

RECONCILED_SHEET = "比对结果"
RECONCILED_FILE = "比对结果.xlsx"
RECONCILED_HEADINGS = ("证书编号", "比对", "不同的内容", "名册", "工作表", "行")
MATCHES = {
    "equal": "一致",
    "different": "内容不同",
    "not-registered": "登记簿中没有",
    "not-in-roster": "名册中没有",
    "void": "编号已作废",
}
