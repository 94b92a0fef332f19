"""Messages of the sealing room: keys, passphrases, trust files, signed documents."""

from __future__ import annotations

from jscert.errors import Code
from jscert.messages.message import Message

MESSAGES: dict[Code, Message] = {
    Code.PASSPHRASE_WRONG: Message(
        "口令不正确，无法打开密钥文件 {file}",
        "请核对口令（或 JSCERT_PASSPHRASE_FILE 指向的文件）；口令确实无误时，请从备份恢复该密钥文件",
    ),
    Code.PASSPHRASE_MISSING: Message(
        "没有提供密钥口令",
        "请在终端中输入口令，或用环境变量 JSCERT_PASSPHRASE_FILE 指定口令文件",
    ),
    Code.KEY_UNREADABLE: Message(
        "密钥文件 {file} 无法读取或已损坏",
        "请检查文件是否存在、当前用户是否有权读取，必要时从备份恢复",
    ),
    Code.KEY_UNSUITABLE: Message(
        "该密钥或证书不能用于签章（{reason}）",
        "请使用在有效期内、可用于签名的 RSA 2048 位及以上或 P-256 密钥，并连同其证书一起提供",
    ),
    Code.KEY_PERIOD_OVER: Message(
        "签章密钥“{name}”不在使用期内（{begin} 至 {end}），不能签发",
        "请核对本机日期；密钥使用期已满的，请先更换签章密钥并发布新的信任文件",
    ),
    Code.KEYS_DISAGREE: Message(
        "密钥目录中的 {file} 与信任文件不一致",
        "密钥目录与 trust.json 必须同时创建，不能单独替换；请从备份整体恢复",
    ),
    Code.TRUST_MISSING: Message(
        "没有可用的信任文件，无法判断是谁签发的",
        "请向发证单位索取信任文件和指纹，再运行 jscert trust import 文件 --fingerprint 指纹",
    ),
    Code.TRUST_UNREADABLE: Message(
        "信任文件无法读取或内容不一致（{reason}）",
        "请重新向发证单位索取信任文件，不要编辑其内容",
    ),
    Code.TRUST_FINGERPRINT: Message(
        "信任文件的指纹是 {found}，没有得到确认",
        "请通过电话、公文等另外的途径核对指纹，一致时用 --fingerprint 给出；不一致时不要导入",
    ),
    Code.TRUST_ROLLED_BACK: Message(
        "信任文件的版本 {offered} 不比已导入的版本 {held} 新，已拒绝",
        "请向发证单位索取最新的信任文件",
    ),
    Code.TRUST_SIGNATURE: Message(
        "信任文件的签名不成立，内容可能被改动",
        "请重新向发证单位索取信任文件，不要使用这一份",
    ),
    Code.DOCUMENT_SIGNATURE: Message(
        "文件的签名不成立（{reason}）",
        "请确认文件来自发证单位且未被改动；签名者不在信任文件中时，请先更新信任文件",
    ),
    Code.DOCUMENT_UNREADABLE: Message(
        "不是有效的签名文件（{reason}）",
        "请确认文件完整、未经编辑或转换，再重新获取",
    ),
}
