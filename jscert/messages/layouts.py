"""Messages of layouts (codes in `errors`), and the few words a page says beside its form."""

from __future__ import annotations

from jscert.errors import Code
from jscert.messages.message import Message

MESSAGES: dict[Code, Message] = {
    Code.GLYPH_MISSING: Message(
        "“{label}”中的字符 {character} 没有字体可以印出",
        "请核对该字是否录入正确；确为生僻字的，请联系字体维护人员补充字形后再制证",
    ),
    Code.TEXT_OVERFLOW: Message(
        "“{label}”的内容太长，用 8 磅字也排不下",
        "请核对内容；单位名称请用登记的全称，不要附加说明文字",
    ),
    Code.SEAL_IMAGE: Message(
        "印章图片无法使用：{reason}",
        "请在 jscert.toml 的 [authority] seal_image 中指定 PNG 图片，或只含路径的 SVG（文字先转为曲线）",
    ),
    Code.FONTS_MISSING: Message(
        "找不到随程序安装的字体：{folder}",
        "请重新安装 jscert；从源代码运行时，请保留 fonts 文件夹",
    ),
    Code.PRINT_UNPROVEN: Message(
        "证书页面未通过自检（{what}），没有生成文件",
        "这是程序缺陷。请保留名册并报告此代码，不要改动数据绕过检查",
    ),
}

# Alternative texts for readers who cannot see the page, and words of the file's own description.
PHOTO_DESCRIPTION = "持证人照片"
QR_DESCRIPTION = "二维码：{caption}"
SEAL_DESCRIPTION = "{authority}的电子印章"
SEAL_FIELD = "电子印章"
RECORD_DESCRIPTION = "证书数据（JSON）"
TOKEN_DESCRIPTION = "二维码中的签名数据（COSE）"  # noqa: S105 -- a description, not a secret
SEAL_ABSENT = "没有指定图片"
SEAL_NOT_PICTURE = "文件不是 PNG 或 SVG 图片"
SEAL_SVG_CONTENT = "SVG 无法读取或含有路径以外的内容（{found}）"

# Characters cut once per batch: the date of issue, and rows of numbers, dates and sex.
DATE_CHARACTERS = "0123456789年月日"
ROW_CHARACTERS = "0123456789ABCDEFGHJKLMNX()苏建安年月日男女"
