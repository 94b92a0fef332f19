"""Write docs/reference/errors.md from the codes, their messages and their exit statuses.

Run it after adding a code: `python tools/write_error_reference.py`. A test compares the page.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from jscert.errors import Code, exit_status
from jscert.messages import table

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "errors.md"
ROOMS = {
    "R": "名册",
    "F": "证书日期",
    "N": "证书编号",
    "L": "版面",
    "S": "密钥、签章与信任",
    "M": "清单",
    "B": "批次与文件夹",
    "G": "登记簿",
    "V": "核验",
    "A": "证书的变更与终止",
    "P": "发布：状态列表与信任包",
    "D": "查找、导出与移交",
    "T": "命令行",
    "C": "设置与发证目录",
}
HEAD = """\
# 错误与提示代码

<!-- 本页由 tools/write_error_reference.py 生成，请勿手改。 -->

每条提示都有固定的代码，格式为 `JSC-` 加一个字母和三位数字；代码一经发布，含义不再改变。
字母表示出自哪一部分，数字只是序号。`〔…〕` 处会填入具体内容；身份证号一律只显示前 6 位和后 4 位。

“退出码”是命令因这条提示而结束时的退出码。名册的逐行提示（R、F、L 各条）合在一起结束命令，退出码为 3；
加 `--skip-rejected` 时其余各行照发，退出码为 4。核验发现（V 各条）的退出码由结论决定，
见[命令](commands.md#退出码)。

| 退出码 | 意思 |
|---|---|
| 2 | 命令用法不对 |
| 3 | 名册有问题，什么也没有做 |
| 5 | 设置、密钥或信任有问题 |
| 6 | 登记簿或文件夹被占用、已满、被回退或有冲突 |
| 7 | 无法判定：依据不足，或读不到 |
| 70 | 程序缺陷 |
| 130 | 被中断 |
"""


def page() -> str:
    """Compose the whole page."""
    codes = sorted(Code, key=lambda code: (list(ROOMS).index(code.value[4]), code.value))
    parts = [HEAD]
    for letter, room in groupby(codes, key=lambda code: code.value[4]):
        parts.append(f"## {letter}：{ROOMS[letter]}\n")
        parts += [_section(code) for code in room]
    return "\n".join(parts)


def _section(code: Code) -> str:
    message = table()[code]
    lines = [f"### {code.value}", "", f"{_shown(message.text)}", ""]
    if message.hint:
        lines += [f"怎么办：{_shown(message.hint)}", ""]
    return "\n".join([*lines, f"退出码 {int(exit_status(code))} · `{code.name.lower()}`", ""])


def _shown(text: str) -> str:
    return re.sub(r"\{(\w+)\}", "〔…〕", text)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
