"""Messages of rooms B (batches), G (registry) and M (manifests)."""

from __future__ import annotations

from jscert.errors import Code
from jscert.messages.message import Message

MESSAGES: dict[Code, Message] = {
    Code.MANIFEST_UNREADABLE: Message(
        "清单读不懂或不完整：{file}",
        "请向发证单位重新索取整个批次文件夹；不要单独替换清单文件",
    ),
    Code.MANIFEST_SIGNATURE: Message(
        "清单的签名不成立：{file}",
        "清单可能被改动，或不是受信任的发证单位签发；请向发证单位重新索取整个批次文件夹",
    ),
    Code.FOLDER_UNWRITABLE: Message(
        "无法写入文件夹：{path}（{reason}）",
        "请检查该位置是否存在、是否有写入权限，或换一个输出位置后再执行同一命令",
    ),
    Code.FOLDER_FULL: Message(
        "磁盘空间不足：{path}",
        "请清理该磁盘或换一个输出位置，再执行同一命令；已预留的编号会接着使用",
    ),
    Code.FOLDER_EXISTS: Message(
        "目标位置已有同名内容：{path}",
        "请先移走或改名该内容，再执行同一命令；已归档的证书不受影响",
    ),
    Code.BATCH_UNKNOWN: Message(
        "没有这个批次：{batch}",
        "用 jscert batches 查看全部批次，核对批次号后再试",
    ),
    Code.BATCH_STATE: Message(
        "批次 {batch} 目前的状态是 {state}，不能这样处理",
        "用 jscert batches 查看批次状态；未完成的批次可用 jscert batches resume 继续",
    ),
    Code.BATCH_INPUT_LOST: Message(
        "批次的照片暂存缺失或已损坏，无法继续",
        "请从备份恢复 spool 文件夹后执行 jscert batches resume；"
        "无法恢复时用 jscert batches abandon --ground 作废该批次的编号，再重新制证",
    ),
    Code.CHECKED_UNWRITABLE: Message(
        "标出问题的工作簿没有写成：{path}（{reason}）",
        "检查该位置能否写入、文件是否正被 WPS 或 Excel 打开，或用 --out 换一个位置",
    ),
    Code.ROSTER_CHANGED: Message(
        "名册 {roster} 在检查期间被改动，没有写出标出问题的工作簿",
        "关闭正在编辑名册的程序后再执行同一命令",
    ),
    Code.REGISTRY_BUSY: Message(
        "登记簿正被另一个程序使用",
        "请等另一个 jscert 完成后再执行同一命令",
    ),
    Code.REGISTRY_NEWER: Message(
        "登记簿由更新版本的 jscert 写成（版本 {found}，本程序只认识到 {known}）",
        "请先升级 jscert，再执行同一命令",
    ),
    Code.REGISTRY_UNREADABLE: Message(
        "登记簿缺失、损坏或无法打开：{path}",
        "请检查文件是否存在、是否有读取权限；如已损坏，请从备份恢复，不要新建空登记簿",
    ),
    Code.REGISTRY_ROLLED_BACK: Message(
        "登记簿落后于它自己的记录：{witness}",
        "登记簿可能是旧备份或副本，继续使用会重复发号；请恢复最新的登记簿后再执行",
    ),
    Code.REGISTRY_CONFLICT: Message(
        "登记簿中已有冲突的登记：{number}",
        "可能有另一个程序刚刚办理了同一人员；请再执行一次同一命令，以最新登记为准",
    ),
    Code.NUMBERING_FROZEN: Message(
        "编号范围 {scope} 已按另一规则发过号，不能再改",
        "已启用的规则：{frozen}；现在的设置：{wanted}。请改回设置，新规则从下一个年度起启用",
    ),
    Code.CERTIFICATE_UNKNOWN: Message(
        "登记簿中没有这个编号：{number}",
        "请核对证书编号；括号和全角、半角写法不影响查找",
    ),
    Code.SEALED_VALUE: Message(
        "登记簿中的加密资料打不开：{place}",
        "身份密钥可能不属于这个登记簿；请恢复与登记簿同一时期的 keys/identity.key",
    ),
    Code.EVENTS_BROKEN: Message(
        "事件记录不连贯：{file}",
        "事件文件缺失或被改动；请从备份恢复 events 文件夹，不要自行修改其中的文件",
    ),
}
