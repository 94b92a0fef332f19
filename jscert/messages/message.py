"""What a message is: one line that says what is wrong, one that says what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """`text` says what is wrong, `hint` what to do next; both may hold `{fact}` places."""

    text: str
    hint: str
