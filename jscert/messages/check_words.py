"""Words of `jscert check` and of the workbooks it returns."""

from __future__ import annotations

STEM = "名册"
FAULTLESS = "名册 {rows} 人，全部合格"
FAULTY = "名册 {rows} 人，{faulty} 人有问题（{rate} %）"
FAULTY_ELSEWHERE = "名册 {rows} 人，表头或工作表有 {faults} 处问题"
LESS_THAN = "不到 0.1"
COUNTS = "不合格 {faults} 处（红色），请留意 {remarks} 处（黄色）；业务日期 {day}"
CORRECT_HERE = (
    "请在原来的工作表里改正：鼠标停在有颜色的单元格上可看说明，点“位置”可跳过去。"
    "保存后把本文件作为名册交回即可，本表不会当作名册读取。"
)
COMMENTS_CUT = "问题很多，只有前 {count} 个单元格带批注，其余见下表"
NOT_COMPARED = "没有发证目录，没有与登记簿核对：是否已有证书，发证时才能知道"
COPIED = {
    "xls": "原名册是 .xls（.et）文件，这里是内容和图片相同的副本；原来的格式没有带过来",
    "ods": "原名册是 .ods 文件，这里是内容和图片相同的副本；原来的格式没有带过来",
    "csv": "原名册是文本文件，这里是内容相同的工作簿",
}
COPIED_OTHER = (
    "原工作簿的写法特殊，无法在其中标注，这里是内容和图片相同的副本；原来的公式和格式没有带过来"
)

PICTURES_LOST = "有 {count} 张图片没有带过来：不是 PNG、JPEG、BMP、GIF 图片，已损坏，或太多"

HEADLINE = "{roster}：{standing}"
WORKBOOK = "　　已标出问题：{file}"
ALREADY = "　　其中 {count} 人已持有内容相同的有效证书"
CORRECT_HINT = "在标出问题的工作簿里改正并保存，再检查一次：{program} check {file}"
FIX_HINT = "改正名册后再检查一次：{program} check {file}"
ISSUE_HINT = "可以发证：{program} issue {files}"
NO_HOME = "没有发证目录，没有与登记簿核对（是否已有证书，发证时才能知道）"


def standing(rows: int, faulty: int, faults: int) -> str:
    """Say how a roster stands: people, those with a fault and their share in per cent; all its faults."""
    if not faulty:
        return (FAULTY_ELSEWHERE if faults else FAULTLESS).format(rows=rows, faults=faults)
    rate = 100 * faulty / rows
    shown = f"{rate:.1f}" if rate >= 0.05 else LESS_THAN
    return FAULTY.format(rows=rows, faulty=faulty, rate=shown)
