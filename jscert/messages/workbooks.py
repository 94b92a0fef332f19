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

REPORT_NAME = "核验结果-{day}.xlsx"
REPORT_SHEET = "核验结果"
REPORT_HEADINGS = (
    *("目标", "结论", "证书编号", "姓名", "身份证号", "种类", "岗位或工种", "真伪", "版本"),
    *("签发", "有效期至", "状态", "状态截至", "依据和情况", "提示"),
)
REPORT_NOTES = (
    "共 {count} 个结论，按 {day} 判断期限。",
    "“有效”以“状态截至”一列的时刻为准；“无法判定”不等于假，也不等于真。",
    "图片和二维码只核验了二维码：请把页面与表中各项核对。只查编号的，没有核验任何文件。",
)
