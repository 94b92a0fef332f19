"""Words of `jscert issue`: its result, and what it asks."""

from __future__ import annotations

KIND_HEADINGS = ("证书", "本次发放", "已有证书")
DRY_HEADINGS = ("名册", "工作表", "行", "证书", "将给编号")
DRY_TITLE = "试算：以下编号没有登记，正式发证时以登记为准"
ISSUED = "已发证书 {count} 本，批次 {batch}{trial}"
TRIAL_MARK = "（样证）"
FOLDER = "证书在 {folder}"
WORKBOOK = "名册回执 {file}"
RESUMED = "先做完了中断的批次：{batches}"
NOTHING_NEW = "没有新发证书：名册中 {already} 人都已持有内容相同的有效证书"
NOTHING = "没有可以发放的证书"
STOPPED = "名册有 {count} 处需要改正，没有登记任何编号，没有发放任何证书"
STOPPED_HINT = "改正后重新运行同一条命令；其余的人要先发，请加 --skip-rejected"
SKIPPED = "有 {count} 行未通过检查，没有发证"
VERIFY_HINT = "核验：jscert --home {home} verify{allow} {folder}"
TRIAL_QUESTION = "还没有发证目录。要在“{home}”建立试用目录吗（证书印有“样证”）？"
TRIAL_MADE = "已建立试用发证目录 {home}（证书印有“样证”，不具备证书效力）"
