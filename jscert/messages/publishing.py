"""Messages of publishing: signed status, bundles, and what a status list says in a verdict (room P).

`MESSAGES` explains codes; the rest are words of the commands that export and import.
"""

from __future__ import annotations

from jscert.errors import Code
from jscert.messages.message import Message

_NEWER_BUNDLE = "请向发证单位索取最新的信任包，运行 jscert trust import 导入后再核验"

MESSAGES: dict[Code, Message] = {
    Code.STATUS_BATCH_WAITS: Message(
        "批次 {batch} 已签章登记但还没有发布，状态还不能导出",
        "如果有别的命令正在发证，请等它做完；如果它中断了，请先运行 jscert batches resume",
    ),
    Code.STATUS_LIST_UNREADABLE: Message(
        "状态列表无法读取（{reason}）",
        "请确认文件完整、未经编辑，再向发证单位重新索取",
    ),
    Code.EDITION_ROLLED_BACK: Message(
        "这份信任包的版本 {offered} 不比已导入的版本 {held} 新，已拒绝",
        "请向发证单位索取最新的信任包；已导入的那一份仍然有效，没有改动",
    ),
    Code.BUNDLE_UNREADABLE: Message(
        "信任包无法读取或内容不一致（{reason}）",
        "请向发证单位重新索取，不要解开重新压缩，也不要编辑其内容",
    ),
    Code.STATUS_FROM_LIST: Message("状态取自签名的状态列表，截至北京时间 {as_of}", ""),
    Code.STATUS_OLD: Message(
        "状态列表是 {days} 天前的（截至北京时间 {as_of}），此后的变化还不知道",
        _NEWER_BUNDLE,
    ),
    Code.STATUS_LAPSED: Message(
        "状态列表已于 {expires_at} 失效（截至北京时间 {as_of}），不能据此认定证书有效",
        _NEWER_BUNDLE,
    ),
    Code.STATUS_NOT_COVERED: Message(
        "状态列表（截至北京时间 {as_of}）里还没有这一版证书的状态",
        _NEWER_BUNDLE,
    ),
    Code.STATUS_AFTER_END: Message(
        "状态列表（截至北京时间 {as_of}）是证书到期以后生成的，说明不了 {day} 当时是不是最新一版",
        "请用到期以前的信任包核验，或向发证单位查询",
    ),
}

PLACES = {
    "valid": "正常",
    "suspended": "暂扣",
    "superseded": "已被取代",
    "cancelled": "注销",
    "annulled": "撤销",
    "withdrawn": "吊销",
    "unpublished": "未发布",
}
PLACES_PART = "{status} {count}"
NO_PLACES = "还没有证书"
STATUS_EXPORTED = """\
状态已导出：{folder}
　　内容：{count} 个状态列表（{places}）
　　版本：{version}，截至 {as_of}，{expires_on} 失效"""
BUNDLE_NAME = "信任包-{day}.zip"
BUNDLE_EXPORTED = """\
信任包已写好：{file}
　　内容：{certificates} 本证书（本次新算 {derived} 本），{size} 字节
　　版本：{version}，截至 {as_of}，{expires_on} 失效
　　指纹：{fingerprint}"""
BUNDLE_NEXT = (
    "核验人员收到后运行 jscert trust import {file}；第一次导入要核对指纹，请另行当面或电话告知"
)
BUNDLE_IMPORTED = """\
　状态：截至 {as_of}，{expires_on} 失效
　索引：{certificates} 本证书，可按编号、姓名和身份证后六位查询"""
