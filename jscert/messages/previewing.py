"""Words of `jscert preview`: what a specimen page and a contact sheet say, and what cannot be shown."""

from __future__ import annotations

from jscert.errors import Code
from jscert.messages.message import Message

MESSAGES: dict[Code, Message] = {
    Code.PREVIEW_ROW: Message(
        "{place}第 {row} 行不是人员",
        "--row 写表格左侧的行号；有人员的行：{rows}",
    ),
    Code.PREVIEW_SHEET: Message(
        "要用 --sheet 指明工作表：{problem}",
        "有人员的工作表：{sheets}",
    ),
}

WATERMARK = "样张"
NUMBER = "（预览，不编号）"
QR_TEXT = "样张：本页是制证前的预览，不是证书，不能核验。"
SHEET_UNKNOWN = "没有“{sheet}”这张表"
SHEET_OPEN = "第 {row} 行在几张表里都有人员"
ROW_SPAN = "{first}–{last}"
SHEET_ROWS = "“{sheet}”的 {rows}"
AND = "、"
MORE = "…"
IN_SHEET = "工作表“{sheet}”"

PREVIEW_NAME = "{roster}-第{row}行-样张.pdf"
PREVIEW_MADE = "样张 {file}（{kind}，第 {row} 行）"
PREVIEW_STOPPED = "第 {row} 行有 {count} 处需要改正，没有做样张"
NO_HOME = "没有发证目录，按默认设置排版；印章是试用印章"

CONTACT_NAME = "{roster}-照片核对.pdf"
CONTACT_NAME_MANY = "照片核对.pdf"
CONTACT_MADE = "照片核对表 {file}：{people} 人，{pages} 页"
CONTACT_FAULTS = "{count} 人的照片需要处理，表中以红框标出"
CONTACT_TITLE = "照片核对表"
CONTACT_PAGE = "第 {page} 页，共 {pages} 页"
CONTACT_COUNT = "{people} 人，{faulty} 人的照片需要处理"
CONTACT_FOOT = "供人工核对照片与姓名，含个人信息，用后请销毁"
CONTACT_ROW = "第 {row} 行"
BETWEEN = " · "
PHOTO_ABSENT = "缺照片"
PHOTO_UNFIT = "照片不合格\n{code}"
PHOTO_SHARED = "与他人同一张"
IDENTITY_UNFIT = "身份证号有误"
ROSTER = "名册"
NAMELESS = "（姓名未填）"
UNDRAWABLE = "〓"
"""Drawn in place of a character that no font has."""
