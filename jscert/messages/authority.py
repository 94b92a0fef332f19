"""Messages of the command line, the settings and the authority folder (codes `JSC-T…` and `JSC-C…`)."""

from __future__ import annotations

from jscert.errors import Code
from jscert.messages.message import Message

MESSAGES: dict[Code, Message] = {
    Code.USAGE: Message(
        "命令用法不对：{problem}",
        "运行 {command} --help 查看用法",
    ),
    Code.FILE_NOT_FOUND: Message(
        "找不到或读不了文件“{path}”",
        "请检查路径和文件名，并确认有读取权限",
    ),
    Code.TERMINAL_NEEDED: Message(
        "此处需要有人确认，但当前不在终端窗口中",
        "请在终端窗口中运行，或写上选项 {option}",
    ),
    Code.INTERRUPTED: Message(
        "已中断",
        "发证时中断的批次不会丢失：运行 jscert batches resume 接着做完，编号不变",
    ),
    Code.FILE_EXISTS: Message(
        "“{path}”已经存在，不会覆盖",
        "请先移走或删除它，或换一个文件名",
    ),
    Code.OUTPUT_SUFFIX: Message(
        "文件名“{path}”的后缀不对，应是 {allowed}",
        "请改正 -o 后面的文件名",
    ),
    Code.KIND_UNKNOWN: Message(
        "“{shown}”不是证书种类，或指的不止一种",
        "可以写：{known}",
    ),
    Code.DEFECT: Message(
        "程序内部出错（{kind}，{where}）",
        "这是程序的缺陷；请加 --verbose 再运行一次，把输出交给维护人员",
    ),
    Code.HOME_MISSING: Message(
        "找不到发证目录（{home}）",
        "用 --home 或环境变量 JSCERT_HOME 指明发证目录；还没有的，先运行 jscert init 建立",
    ),
    Code.HOME_EXISTS: Message(
        "“{folder}”已经有发证目录的文件，不会覆盖",
        "要另建一个发证目录，请换一个文件夹",
    ),
    Code.HOME_NOT_EMPTY: Message(
        "“{folder}”不是空文件夹，不能在里面建立发证目录",
        "请写一个新的文件夹名，例如 jscert init 发证",
    ),
    Code.HOME_NATURE: Message(
        "“{home}”是正式的发证目录，与 --trial 不符",
        "要发正式证书，请去掉 --trial；只想试一试，请用 --home 另指一个文件夹",
    ),
    Code.TRIAL_NOT_ASKED: Message(
        "还没有发证目录，也没有要求试用",
        "先运行 jscert init 建立发证目录；只想试一试，请加 --trial",
    ),
    Code.SETTINGS_UNREADABLE: Message(
        "读不懂设置文件 {place}",
        "冒号后面是行号：请检查那一行的引号、方括号和等号；文件须存为 UTF-8，Windows 路径用单引号",
    ),
    Code.SETTING_UNKNOWN: Message(
        "设置文件“{file}”中没有“{key}”这个设置项",
        "最接近的是 {nearest}；请改正或删去这一项",
    ),
    Code.SETTING_VALUE: Message(
        "设置项 {key} 的取值不对：{shown}",
        "可以是：{allowed}；请在“{file}”中改正",
    ),
    Code.DATE_BEFORE_ELECTRONIC: Message(
        "发证日期 {date} 早于电子证书启用之日（{since}）",
        "请改用 {since} 或以后的日期；此前发的是纸质证书",
    ),
    Code.DATE_FUTURE: Message(
        "发证日期 {date} 还没有到（今天是 {today}）",
        "请改用今天或以前的日期，并核对本机的日期和时间",
    ),
    Code.DATE_TOO_OLD: Message(
        "发证日期 {date} 距今天（{today}）已超过 {days} 天",
        "请核对日期；确要补登以前的日期，请用 --ground 写明理由",
    ),
    Code.SERIAL_OVERFLOW: Message(
        "流水号已用到上限 {last}，给不出新的编号",
        "没有发出任何证书；请放宽该类证书的 serial_range，或从下一年起用 later 增加 serial 的位数",
    ),
    Code.NUMBER_UNREADABLE: Message(
        "“{number}”不是能认出的证书编号",
        "请照证书上“证书编号”一栏逐字核对，例如 苏建安A(2026)0100001",
    ),
    Code.SERIAL_RANGE: Message(
        "{family} 的流水号区段 {first}–{last} 放不进 {width} 位流水号",
        "请在设置文件里改 numbering.{family} 的 serial_range 或 serial",
    ),
}
