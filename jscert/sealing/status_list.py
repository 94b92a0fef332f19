"""Places in status lists (IETF Token Status List): how many a list has, and what a place can say.

Every revision draws its place when it is reserved, although the lists themselves are published later.
Constants only; used by `registry` (drawing places) and `verifying`.
"""

from __future__ import annotations

from enum import IntEnum

LIST_SIZE = 2**17
"""Places in one list."""

BITS = 4
"""Bits of one place."""


class Status(IntEnum):
    """What a place says; values 0xC to 0xF are left to applications by the draft."""

    VALID = 0x0
    SUSPENDED = 0x2
    SUPERSEDED = 0x3
    CANCELLED = 0xC
    ANNULLED = 0xD
    WITHDRAWN = 0xE
