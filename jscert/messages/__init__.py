"""The one reason table: code + facts → Chinese text and hint.

Each room's messages stand in a module of its own here (`roster`, `sealing`, …) as `MESSAGES`, a dict
from `Code` to `Message`; this module joins them and fills in facts. Text for people is made nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.errors import Code
from jscert.messages import (
    acts,
    authority,
    exchange,
    issuing,
    layouts,
    previewing,
    publishing,
    roster,
    sealing,
    verifying,
)
from jscert.messages.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Message", "explain", "table"]

_TABLES = (
    acts.MESSAGES,
    roster.MESSAGES,
    layouts.MESSAGES,
    previewing.MESSAGES,
    sealing.MESSAGES,
    issuing.MESSAGES,
    verifying.MESSAGES,
    publishing.MESSAGES,
    authority.MESSAGES,
    exchange.MESSAGES,
)
_ALL: dict[Code, Message] = {
    code: message for table_ in _TABLES for code, message in table_.items()
}


class _Facts(dict[str, object]):
    """Facts for `format_map`; a fact nobody gave reads as a dash instead of failing."""

    def __missing__(self, key: str) -> str:
        return "—"


def table() -> Mapping[Code, Message]:
    """Give the whole table (for the reference page and its test)."""
    return _ALL


def explain(code: Code, facts: Mapping[str, object]) -> Message:
    """Fill a code's text and hint with facts."""
    message = _ALL[code]
    filled = _Facts({**acts.words_of(facts), **roster.words_of(facts), **facts})
    return Message(text=message.text.format_map(filled), hint=message.hint.format_map(filled))
