"""Messages of verification: findings (room V), standings and the words of a verdict.

`MESSAGES` explains codes; `STANDINGS` names the one word of a verdict; `WORDS` are the labels and short
answers that `verifying.report` composes. Dates arrive as ISO days, instants as 北京时间 to the minute.
"""

from __future__ import annotations

from jscert.errors import Code
from jscert.messages.message import Message

_UPDATE_TRUST = (
    "请向发证单位索取最新的信任文件，核对指纹后运行 jscert trust import 导入，再核验一次"
)
_ASK_AUTHORITY = "请勿采信，请与发证单位核实"

MESSAGES: dict[Code, Message] = {
    Code.TARGET_UNREADABLE: Message(
        "读不了“{target}”：{reason}",
        "请检查路径是否正确、文件是否存在、是否有读取权限",
    ),
    Code.TARGET_UNKNOWN: Message(
        "认不出“{target}”是什么",
        "可核验：证书 PDF 文件、证书的照片或扫描件、证书文件夹、证书编号、二维码内容（# 号后的数字也可以）",
    ),
    Code.PDF_NOT_OURS: Message(
        "不是带电子签章的证书 PDF 文件",
        "扫描件、截图和转换过的文件没有签章，不能作为凭证；请索取原始 PDF，或扫描页面上的二维码再核验",
    ),
    Code.PDF_STRUCTURE: Message(
        "文件结构与签发时不同（{reason}），签发后被改动过",
        _ASK_AUTHORITY,
    ),
    Code.PDF_BYTES_CHANGED: Message(
        "文件内容与签章不符，签发后被改动过",
        _ASK_AUTHORITY,
    ),
    Code.PDF_SIGNATURE_FORM: Message(
        "电子签章不符合规定的形式（{reason}）",
        _ASK_AUTHORITY,
    ),
    Code.SIGNER_UNLISTED: Message(
        "签章人不在信任文件中，不是受信任的发证单位（签章证书 {sha256}）",
        "如果确信来自受信任的单位，" + _UPDATE_TRUST,
    ),
    Code.SIGNER_PERIOD: Message(
        "签章时间 {signed_at} 不在该签章密钥的使用期内（{not_before} 至 {not_after}）",
        _ASK_AUTHORITY,
    ),
    Code.SIGNER_PURPOSE: Message(
        "签章密钥不得用于签发证书，只登记用于其他用途",
        _ASK_AUTHORITY,
    ),
    Code.SIGNER_ENDED: Message(
        "签章证书已于 {ended_on} 到期，仅凭文件本身已不能证明签章时间",
        "请向发证单位核实，或索取换发的证书",
    ),
    Code.TRUST_STALE: Message(
        "本机的信任文件已于 {expires_at} 到期，不能据此判断签章人是否仍受信任",
        _UPDATE_TRUST,
    ),
    Code.RECORD_DISAGREES: Message(
        "证书内嵌的记录与{field}不一致",
        _ASK_AUTHORITY,
    ),
    Code.TOKEN_DISAGREES: Message(
        "证书的二维码与内嵌记录不一致（{field}）",
        _ASK_AUTHORITY,
    ),
    Code.TOKEN_SIGNATURE: Message(
        "二维码的签名不对，内容不是发证单位签发的",
        _ASK_AUTHORITY,
    ),
    Code.TOKEN_KEY_UNKNOWN: Message(
        "二维码由本机信任文件中没有的密钥签发（密钥标识 {kid}），无法判断真伪",
        _UPDATE_TRUST,
    ),
    Code.TOKEN_FORM: Message(
        "二维码内容不符合证书二维码的格式",
        "请确认扫描的是证书上的二维码且内容完整；内容完整仍不符的请勿采信",
    ),
    Code.REGISTRY_DISAGREES: Message(
        "登记簿中 {number} 的登记与文件不一致（{field}）",
        _ASK_AUTHORITY,
    ),
    Code.NUMBER_NEVER_GIVEN: Message(
        "编号 {number} 属于本登记簿的号段，但从未发放过",
        _ASK_AUTHORITY,
    ),
    Code.NUMBER_NOT_COVERED: Message(
        "本登记簿没有编号 {number}，该编号也可能由其他登记簿发放",
        "请向发证单位核实，或在发证单位的登记簿上核验（--home）",
    ),
    Code.NUMBER_VOID: Message(
        "编号 {number} 曾经预留但已作废，没有据此签发过证书",
        _ASK_AUTHORITY,
    ),
    Code.NUMBER_RENUMBERED: Message(
        "编号 {number} 已换号，现编号为 {now}",
        "今后请使用现编号",
    ),
    Code.NUMBER_ONLY: Message(
        "只查了编号的登记情况，没有核验任何证书文件",
        "编号真实不等于手中的文件真实；请用证书 PDF 或二维码再核验一次",
    ),
    Code.CERTIFICATE_EXPIRED: Message(
        "有效期至 {valid_until}，到 {day} 已经过期",
        "请持证人办理延续或复核",
    ),
    Code.CERTIFICATE_SUPERSEDED: Message(
        "这是第 {revision} 版，已被{newest}取代",
        "请索取最新一版的证书文件",
    ),
    Code.CERTIFICATE_SUSPENDED: Message("证书已被暂扣", "暂扣期间不得凭此证书上岗"),
    Code.CERTIFICATE_CANCELLED: Message("证书已注销", "注销后的证书不再有效"),
    Code.CERTIFICATE_ANNULLED: Message("证书已被撤销", "撤销后的证书自始不应采信"),
    Code.CERTIFICATE_WITHDRAWN: Message("证书已被吊销", "吊销后的证书不再有效"),
    Code.CERTIFICATE_TRIAL: Message(
        "这是样证：由试用发证单位签发，没有法律效力",
        "样证只用于演示和测试；测试时可加 --allow-trial",
    ),
    Code.STATUS_UNKNOWN: Message(
        "没有可用的状态信息，不知道证书是否已被取代、暂扣、注销、撤销或吊销",
        "发证单位请用 --home 指明发证目录；没有登记簿的，请向发证单位索取信任包，用 jscert trust import 导入",
    ),
    Code.STATUS_FROM_REGISTRY: Message("状态取自登记簿，截至北京时间 {as_of}", ""),
    Code.NOT_YET_VALID: Message(
        "签发日期 {issued_on} 晚于核验日期 {day}",
        "请检查本机日期或 --date 是否正确",
    ),
    Code.COMPARE_PERSON: Message(
        "二维码不含照片和完整的身份证号",
        "请把姓名和身份证号后四位与持证人的身份证核对，并核对照片",
    ),
    Code.CERTIFICATE_OF_PAPER: Message(
        "登记的是纸质证书", "请核对纸质证书原件；办理变更、延续或复核时换为电子证书"
    ),
    Code.FILE_MISSING: Message("清单中有、文件夹里没有：{file}", "请向发证单位重新索取整个文件夹"),
    Code.FILE_EXTRA: Message(
        "文件夹里有、清单中没有：{file}", "请勿采信清单以外的文件，或将其移出后再核验"
    ),
    Code.FILE_DIFFERS: Message("与清单登记的内容不同：{file}", "请向发证单位重新索取该文件"),
    Code.FOLDER_WITHOUT_MANIFEST: Message(
        "文件夹里没有清单（manifest.json），无法判断是否缺少或多出文件",
        "请向发证单位索取完整的文件夹；各文件的结论仍然有效",
    ),
    Code.FOLDER_COMPLETE: Message("与签名清单完全一致，共 {count} 份证书", ""),
    Code.NOT_PUBLISHED: Message(
        "登记簿中 {number} 所在批次尚未发布，不能作答",
        "请待发证单位完成该批次（jscert batches resume）后再核验",
    ),
    Code.TRIAL_ALLOWED: Message("已按 --allow-trial 接受样证", ""),
    Code.FILE_NAME_DIFFERS: Message(
        "文件名写的是 {named}，证书实际编号是 {number}",
        "请以证书内的编号为准，并留意文件是否被人改名",
    ),
    Code.PICTURE_READ: Message(
        "只核验了图片里的二维码，没有也不能核验页面本身",
        "请把上面列出的各项与页面逐项核对，有一处不同就不要采信",
    ),
    Code.PICTURE_NO_CODE: Message(
        "图片里没有找到能读出的二维码",
        "请换一张更清晰的：正对页面、光线均匀、二维码完整，扫描用 200 dpi 以上；也可以扫码后把内容交来核验，"
        "或按编号、姓名和身份证号后六位查询",
    ),
    Code.PICTURE_OTHER_CODES: Message(
        "图片里的二维码不是证书二维码",
        "请确认拍到了证书上的二维码；证书上只有这样的二维码时请勿采信，并与发证单位核实",
    ),
    Code.PICTURE_TWO_CODES: Message(
        "图片里有 {count} 个不同的证书二维码，分不清要核验哪一本",
        "请每本证书单独拍一张再核验",
    ),
    Code.PICTURE_PAGES_LEFT: Message(
        "只看了前 {seen} 页，还有 {left} 页没有看",
        "请把文件拆开，每次不超过 8 页",
    ),
    Code.HOLDER_AGREES: Message("编号、姓名和身份证号末尾相符", ""),
    Code.HOLDER_DIFFERS: Message(
        "登记的姓名或身份证号与所给的不同",
        "请先检查姓名和号码有没有抄错；没有抄错的请勿采信，并与发证单位核实",
    ),
    Code.HOLDER_NOT_COMPARED: Message(
        "姓名和身份证号没有比对：没有与登记相符的存档文件",
        "纸质证书请核对原件；电子证书请用证书 PDF 或二维码核验",
    ),
    Code.HOLDER_NOT_FOUND: Message(
        "信任包里没有编号、姓名和身份证号后六位都与所给相符的证书",
        "请检查三项有没有抄错；信任包也可能比证书旧，请导入最新的信任包，或向发证单位查询",
    ),
    Code.HOLDER_NEEDED: Message(
        "没有登记簿，只凭编号查不到",
        "请同时给出姓名和身份证号后六位：--name 姓名 --tail 后六位",
    ),
    Code.HOLDER_INCOMPLETE: Message(
        "{field}没有给出，或写法不对",
        "请给出编号、姓名和身份证号后六位（写 6 位，或完整的 18 位）",
    ),
    Code.FILE_UNLISTED: Message(
        "所在文件夹的清单中没有这个文件", "请向发证单位核实它为何在此文件夹中"
    ),
}

STANDINGS: dict[str, str] = {
    "not_genuine": "不是真实证书",
    "annulled": "已撤销",
    "withdrawn": "已吊销",
    "cancelled": "已注销",
    "superseded": "已被新版取代",
    "expired": "已过期",
    "suspended": "已暂扣",
    "undetermined": "无法判定",
    "trial": "样证",
    "valid": "有效",
}

WORDS: dict[str, str] = {
    "folder_valid": "文件夹完整",
    "folder_trial": "文件夹完整（样证）",
    "folder_not_genuine": "文件夹与清单不符",
    "folder_undetermined": "无法判定",
    "label_genuine": "真伪",
    "label_revision": "版本",
    "label_dates": "期限",
    "label_status": "状态",
    "label_manifest": "清单",
    "label_holder": "持证",
    "label_finding": "情况",
    "label_hint": "提示",
    "label_paper": "页面",
    "paper_number": "证书编号 {number}",
    "paper_name": "姓名 {name}",
    "paper_tail": "身份证号末四位 {tail}",
    "paper_kind": "证书种类 {kind_name}",
    "paper_post": "岗位或工种 {post}",
    "paper_issued": "发证时间 {issued_on}",
    "paper_until": "有效期至 {valid_until}",
    "page": "{target}（第 {page} 页）",
    "row": "{roster} [{sheet}] 第 {row} 行 {number}",
    "count": "共核验 {count} 份证书：{parts}",
    "count_part": "{standing} {count}",
    "comma": "，",
    "semicolon": "；",
    "intact_signed": "真实，签发后未被改动 · {signer}签发",
    "intact_token": "二维码真实 · {signer}签发；页面本身没有核验",
    "holder_differs": "编号在册，持证人与登记的不同",
    "registered": "登记状态：{standing}",
    "number_known": "编号真实（登记在册），未核验文件",
    "altered": "不真实或已被改动",
    "unsigned": "没有发证单位的电子签章",
    "unsigned_token": "没有发证单位的签名",
    "untrusted": "不是受信任的发证单位签发",
    "genuine_unknown": "无法判断",
    "revision_current": "第 {revision} 版，是最新一版",
    "newer": "第 {newest} 版（{newest_issued_on} 签发）",
    "newer_unknown": "更新的一版",
    "revision_replaced": "第 {revision} 版，已有更新的一版",
    "revision_old": "第 {revision} 版，已有第 {newest} 版",
    "revision_unknown": "第 {revision} 版，是否最新未知",
    "revision_none": "未知",
    "dates_open": "{issued_on} 签发，长期有效",
    "dates_in": "{issued_on} 签发，有效期至 {valid_until}，在有效期内",
    "dates_over": "有效期至 {valid_until}，已过期（按 {day} 判断）",
    "dates_early": "{issued_on} 才签发，晚于核验日期 {day}",
    "dates_none": "未知",
    "status_valid": "正常",
    "status_suspended": "暂扣",
    "status_cancelled": "已注销",
    "status_annulled": "已撤销",
    "status_withdrawn": "已吊销",
    "status_unknown": "未知（没有状态信息）",
    "as_of": "{status}（截至 {as_of}）",
}

FIELDS: dict[str, str] = {
    "form": "规定格式",
    "authority": "签章单位",
    "trial": "样证标记",
    "number": "证书编号",
    "kind": "证书种类",
    "post_code": "岗位或工种",
    "revision": "版本",
    "status": "状态位",
    "name": "姓名",
    "identity_tail": "身份证号后四位",
    "issued_on": "发证日期",
    "valid_until": "有效期",
    "file": "文件内容",
    "manifest": "文件夹清单",
    "tail": "身份证号后六位",
}

REASONS: dict[str, str] = {
    "missing": "没有这个文件或文件夹",
    "denied": "没有读取权限",
    "too-large": "文件过大，不可能是证书",
    "unreadable": "读取出错",
    "phone-picture": "不支持这种手机照片格式（HEIC 或 AVIF），请另存为 JPEG 再核验",
    "picture-unreadable": "图片损坏，打不开",
    "picture-too-large": "图片过大，请缩小到 5000 万像素以内",
    "picture-crashed": "文件打不开，或打开时出错",
    "picture-slow": "图片或页面过于复杂，没能在限定时间内读完",
    "header": "文件开头",
    "ending": "文件末尾",
    "cross-reference section": "对象索引",
    "cross-reference entries": "对象索引",
    "trailer": "文件尾部字典",
    "trailer entries": "文件尾部字典",
    "objects do not fill the file": "对象之间夹有其他内容",
    "object boundary": "对象边界",
    "object or cross-reference stream": "含有不允许的对象",
    "stream length": "数据流长度",
    "one signature expected": "签章不是唯一的一个",
    "one form field expected": "表单域不是唯一的一个",
    "signature field expected": "签章域",
    "certification expected": "缺少“禁止修改”的认证",
    "signature dictionary": "签章字典",
    "byte range": "签章覆盖范围",
    "sealing time": "签章时间",
    "attachments": "内嵌附件",
    "hexadecimal digits": "签章数据的写法",
    "padding": "签章数据后的填充",
    "CMS structure": "签章数据的结构",
    "no CMS structure": "签章数据的结构",
    "signature": "签名值",
}
OTHER_REASON = "内部结构"
