"""Words of the terminal that belong to no error code: headings, labels, steps, prompts.

`terminal` and `commands` compose their lines from these, so that no Chinese stands in their code.
Texts with `{places}` are filled with `str.format`. Not here: messages of codes (the modules beside).
"""

from __future__ import annotations

ERROR_LINE = "错误 {code}：{text}"
HINT_LINE = "提示：{hint}"
WARNING_LINE = "注意：{text}"

USAGE_PROBLEMS = {
    "missing-command": "没有写要执行的命令",
    "no-such-command": "没有“{name}”这个命令{maybe}",
    "no-such-option": "没有“{name}”这个选项{maybe}",
    "missing-argument": "缺少 {name}",
    "option-value": "选项 {name} 后面的内容不对（缺少取值，或不该有取值）",
    "bad-value": "{name} 的取值不对",
    "bad-map": "--map 的取值“{value}”应写成 列名=字段，如 受训者=姓名",
    "no-such-field": "名册里没有“{name}”这个字段{maybe}",
    "bad-date": "{name} 的取值“{value}”不是日期，应写成 2026-01-31 的形式",
    "extra-argument": "多出了不认识的内容 {name}",
    "two-folders": "命令里的文件夹与 --home 指的不是同一个",
    "two-natures": "--licensed 和 --own-root 只能用一个",
    "bad-fingerprint": "指纹应是 64 位十六进制数字",
    "identity-on-line": (
        "身份证号不要写在命令里（会留在历史记录中），请用 --id 输入，或用 --id-file 指明文件"
    ),
    "nothing-asked": "没有写要找什么：编号、--batch、--name、--id、--employer、--expires-within、--expired",
    "clerk-identity": "环境变量 {variable} 里是身份证号；经办人请写姓名或工号",
    "holder-for-one": "--name 和 --tail 只能用于一个编号；多个请写成名单，用 --from",
    "one-of": "{names} 只能用一个",
    "other": "写法不对",
}
MAYBE = "，是不是 {names}"

STEPS = {
    "read": "读取名册",
    "screen": "逐行检查",
    "print": "制作证书",
    "verify": "核验",
    "derive": "生成查询条目",
    "status": "汇总状态",
    "find": "查找",
    "export": "整理数据",
    "deliver": "整理证书",
}
RATE = "{rate} 份/秒"
TIME_LEFT = "剩余 {left}"

YES_NO = "{question} [y/N] "
ASK_KEY = "密钥口令："
ASK_KEY_NEW = "设定密钥口令（至少 8 个字符）："
KEY_TOO_SHORT = "口令太短，至少 8 个字符"
KEY_DIFFERS = "两次输入的不一样，请重新输入"
ASK_KEY_AGAIN = "再输入一遍："
ASK_P12 = "“{name}”的口令："

FAULT_HEADINGS = ("名册", "工作表", "单元格", "填写内容", "代码", "问题")
FAULTS_TITLE = "未通过检查的内容（{count} 处）"
WARNINGS_TITLE = "请留意（{count} 处）"
FAULTS_LEFT_OFF = "还有 {count} 处没有列出，加 --json 可得到全部"
FAULT_HINT = "提示 {code}：{hint}"

TOTAL = "合计"

INIT_DONE = """\
发证目录已建好：{home}
　　性质：{nature}
发证单位：{authority}
信任文件：{trust_file}
　　指纹：{fingerprint}"""
INIT_NEXT = """\
下一步：
  1. 打开 {settings} 核对设置（城市、印章图片、编号规则等）
  2. 把信任文件交给核验人员，指纹另行当面或电话告知；对方运行：
     jscert trust import trust.json --fingerprint {fingerprint}
  3. 发证：jscert --home {home} issue 名册.xlsx"""
ASK_NAME = "持证人姓名："
ASK_TAIL = "身份证号后六位："
REPORT_WRITTEN = "核验结果已写入 {file}"
NATURES = {
    "trial": "试用（证书印有“样证”，核验结论为样证）",
    "own-root": "正式，自建根证书",
    "licensed": "正式，采用持牌电子认证机构签发的证书",
}
TRIAL_KEY_NOTE = "试用目录的口令已自动生成，存于 {path}，仅本人可读"

TRUST_IMPORTED = """\
已信任：{authority}（信任文件第 {version} 版，{expires_on} 前有效）
　指纹：{fingerprint}"""
TRUST_QUESTION = """\
文件：{path}
单位：{authority}
指纹：{fingerprint}
请与发证单位另行告知的指纹逐位核对。"""
TRUST_CONFIRM = "两者一致，导入吗？"

BATCH_HEADINGS = ("批次", "状态", "业务", "日期", "人数", "开始时间", "说明")
NO_BATCHES = "还没有批次"
BATCH_STATES = {
    "open": "未完成",
    "sealed": "待发布",
    "published": "已发布",
    "abandoned": "已作废",
}
BATCHES_FINISHED = "已完成的批次：{batches}"
NOTHING_TO_RESUME = "没有未完成的批次"
BATCH_ABANDONED = "批次 {batch} 已作废，{count} 个编号不再使用"
BATCHES_HINT = "有未完成的批次：运行 jscert batches resume 接着做完"

HISTORY_TITLE = "办理记录"
HISTORY_HEADINGS = ("日期", "事项", "版次", "有效期至", "原因", "经办人", "办理时间", "文件摘要")
MEDIA = {"electronic": "电子", "paper": "纸质"}
CERTIFICATE_LABELS = {
    "number": "证书编号",
    "former_numbers": "曾用编号",
    "kind": "证书",
    "state": "登记状态",
    "medium": "形式",
    "name": "姓名",
    "identity_masked": "身份证号",
    "post": "岗位或工种",
    "employer": "企业名称",
    "issued_on": "发证时间",
    "first_issued_on": "初次领证",
    "valid_until": "有效期至",
    "revision": "版次",
    "batch": "批次",
    "file": "文件",
    "sha256": "文件摘要",
    "trial": "性质",
    "beside_paper": "试发",
}
BESIDE_PAPER = "2017-12-01 之前发放，与同名纸质证书并行"
TRIAL_WORD = "样证"
SHOW_NOTE = "以上为登记内容，不是核验结论；核验请用 jscert verify"

HELP_USAGE = "用法：{usage}"
HELP_ARGUMENTS = "参数"
HELP_OPTIONS = "选项"
HELP_COMMANDS = "命令"
HELP_GLOBALS = "通用选项（写在命令前后都可以）"
HELP_REQUIRED = "（必填）"
HELP_HELP = "显示本说明"
HELP_MORE = "各命令的详细用法：jscert 命令 --help"
GLOBAL_OPTIONS = (
    ("--home 目录", "发证目录，也可用环境变量 JSCERT_HOME 指明"),
    ("--date 日期", "业务日期，如 2026-01-31；核验时为判断有效期的日期；不写就是今天"),
    ("--json", "结果（包括出错信息）以一个 JSON 对象给出"),
    ("--quiet", "只给出结果和错误"),
    ("--verbose", "给出详细过程，出错时附上技术信息"),
)
