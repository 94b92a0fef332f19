"""Messages of this room (codes in `errors`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.messages.message import Message

if TYPE_CHECKING:
    from jscert.errors import Code

MESSAGES: dict[Code, Message] = {}
