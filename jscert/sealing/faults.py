"""What a check of this room reports: a code and the exact spot, never a sentence.

Checks collect faults instead of raising, so that a verdict can name all of them. `reason` is a short
English word for logs and tests; text for people is made of `code` in `messages`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jscert.errors import Code


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it must be; `reason` names the rule that was broken."""

    code: Code
    reason: str
