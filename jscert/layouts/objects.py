"""How a file's objects are numbered, shared by what compiles and what prints; pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Slot(IntEnum):
    """Numbers of the objects that each file writes anew."""

    SIGNATURE = 1
    METADATA = 2
    INFORMATION = 3
    RECORD = 4
    TOKEN = 5
    PHOTO = 6
    QR = 7
    CONTENT = 8
    RESOURCES = 9


FIRST_CONSTANT = len(Slot) + 1
CATALOG = FIRST_CONSTANT


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """What every file of a form has in common.

    `prefix` is the header and the constant objects, `count` of them from FIRST_CONSTANT on;
    `references` are their lines in the cross-reference section. `fonts` and `resources` are the
    constant entries of the page's resources.
    """

    prefix: bytes
    count: int
    references: bytes
    fonts: bytes
    resources: bytes


def subset_tag(digest: bytes, index: int) -> str:
    """Make the six letters before a subset's name: five from a digest, one for its place."""
    number_ = int.from_bytes(digest[:4], "big")
    letters = [chr(65 + number_ // 26**place % 26) for place in range(5)]
    return "".join(letters) + chr(65 + index)
