"""Messages of room A (acts on certificates there are), and the words for acts and states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.certificates import Act
from jscert.errors import Code
from jscert.messages.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

ACT_WORDS = {
    Act.ISSUE: "新发",
    Act.IMPORT_PAPER: "纸质登记",
    Act.CHANGE: "变更",
    Act.RENEW: "延续",
    Act.REVIEW: "复核",
    Act.REISSUE: "补办换发",
    Act.RENUMBER: "换号",
    Act.SUSPEND: "暂扣",
    Act.REINSTATE: "发还",
    Act.CANCEL: "注销",
    Act.ANNUL: "撤销",
    Act.WITHDRAW: "吊销",
    Act.TRANSFER_OUT: "转出",
}
STATE_WORDS = {
    "annulled": "已撤销",
    "withdrawn": "已吊销",
    "cancelled": "已注销",
    "suspended": "暂扣中",
    "expired": "已过有效期",
    "valid": "有效",
}


def words_of(facts: Mapping[str, object]) -> dict[str, str]:
    """Give the words for an act and a state that facts name by their codes."""
    act, state = facts.get("act"), facts.get("state")
    words = {}
    if isinstance(act, str) and act in set(Act):
        words["act_word"] = ACT_WORDS[Act(act)]
    if isinstance(state, str) and state in STATE_WORDS:
        words["state_word"] = STATE_WORDS[state]
    return words


MESSAGES: dict[Code, Message] = {
    Code.ACT_NOT_OF_KIND: Message(
        "{kind}不办理{act_word}",
        "核对证书编号和要办理的事项；各类证书可办理的事项见参考文档“办理事项”",
    ),
    Code.ACT_STATE: Message(
        "证书 {number} {state_word}，不能办理{act_word}",
        "用 jscert show 查看这本证书的历史，确认应办理的事项",
    ),
    Code.ACT_CHANGES_NOTHING: Message(
        "证书 {number} 的各项内容与名册相同，没有需要变更的",
        "核对名册；只是补发一份的，请用 jscert reissue",
    ),
    Code.ACT_TOO_EARLY: Message(
        "证书 {number} 有效期至 {end}，{opens} 起才能办理{act_word}",
        "到时再办理；提前的月数在 jscert.toml 的 [validity] window_months 中设置",
    ),
    Code.ACT_BEFORE_LAST: Message(
        "证书 {number} 最近一次办理在 {last_on}，晚于这次的日期 {day}",
        "核对 --date；办理日期不能早于上一次",
    ),
    Code.ACT_OVER_AGE: Message(
        "证书 {number} 的持证人到原有效期满时已到年龄上限 {limit} 周岁，不能办理{act_word}",
        "核对身份证号；上限在 jscert.toml 的 [age] 中设置",
    ),
    Code.ACT_NUMBER_MISSING: Message(
        "没有填写证书编号", "办理事项的名册按证书编号办理，请逐行填写"
    ),
    Code.ACT_NUMBER_UNREADABLE: Message(
        "“{shown}”不是证书编号",
        "按证书填写编号，例如 苏建安A(2026)0100001",
    ),
    Code.ACT_NUMBER_UNKNOWN: Message(
        "登记簿中没有证书 {number}，或这个编号已作废",
        "核对编号；以前的纸质证书请先用 jscert import-paper 登记",
    ),
    Code.ACT_NUMBER_DOUBLE: Message(
        "证书 {number} 在这批名册中出现多次，另一处是 {other}",
        "同一本证书只保留一行",
    ),
    Code.ACT_GROUND_MISSING: Message(
        "办理{act_word}要写明原因",
        "用 --ground 写明原因，或在名册中填写“原因”一列",
    ),
    Code.ACT_FACTS_DISAGREE: Message(
        "“{field}”填的是“{shown}”，与证书 {number} 登记的不同",
        "核对是不是写错了人或编号；内容确实有变的，请先办理变更",
    ),
    Code.ACT_HELD_BY_PERSON: Message(
        "变更后的身份证号 {shown} 已持有同种证书 {other}",
        "核对身份证号；同一人同一种证书只能有一本",
    ),
    Code.ACT_FACT_FIXED: Message(
        "“{field}”不能用{act_word}改动",
        "岗位、工种只能改为同一代码的规范名称；换岗位、工种须重新考核发证",
    ),
    Code.ACT_GROUND_PERSONAL: Message(
        "原因中写了身份证号：{shown}",
        "原因以明文记入办理记录，不能有个人信息；请去掉身份证号，用证书编号指明是谁",
    ),
    Code.ACT_GROUND_LONG: Message(
        "原因有 {length} 个字，最多 {limit} 个字",
        "写明依据即可，例如文号；详细情况另行存档",
    ),
    Code.PAPER_KNOWN: Message(
        "编号 {number} 已在登记簿中",
        "核对名册；已登记的证书不必再登记",
    ),
    Code.PAPER_DATES: Message(
        "发证日期、有效期等日期缺少、读不懂或先后不对：{shown}",
        "按纸质证书填写发证日期和有效期至，例如 2016-05-20",
    ),
    Code.PAPER_EXPIRED: Message(
        "纸质证书 {number} 的有效期 {shown} 已过",
        "只登记在有效期内的证书；核对有效期至一列",
    ),
    Code.PAPER_KIND: Message(
        "编号 {number} 与证书种类“{kind}”不符",
        "核对编号和证书种类",
    ),
}
