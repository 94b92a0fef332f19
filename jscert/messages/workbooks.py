"""Words of the workbooks we write: what goes back to the sender of a roster."""

from __future__ import annotations

NOTES_SHEET = "说明"
ADDED_HEADINGS = ("证书编号", "证书种类", "发证时间", "有效期至", "文件")
NO_END = "长期"
SHEET_WITHOUT_NAME = "名册"
NOTES = (
    "批次 {batch}，发证时间 {dated_on}，共 {count} 本。",
    "右侧“证书编号”起各列由发证程序填写，其余各列为原名册内容。",
    "本表含完整身份证号，请妥善保管，勿对外公开。",
)
TRIAL_NOTE = "本批为样证，不具备证书效力。"

CHECKED_SHEET = "检查结果"
CHECKED_TITLE = "jscert 检查结果"
LIST_HEADINGS = ("级别", "工作表", "位置", "现有内容", "代码", "问题", "处理办法")
WEIGHTS = {"fault": "不合格", "remark": "请留意"}
WHOLE_SHEET = "整张表"
COMMENT_HEAD = "【jscert 检查】"
COMMENT_LINES = "{weight} {code}：{text}\n办法：{hint}"
