"""What a JPEG file says about its picture: size and components. Decoding is done by the reader."""

from __future__ import annotations

from dataclasses import dataclass

_BASELINE = 0xC0
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A picture's size in pixels and its number of colour components (1 or 3)."""

    width: int
    height: int
    components: int


def shape(data: bytes) -> Shape | None:
    """Read the frame header of a baseline JPEG, 8 bits, grey or three colours; None for all else."""
    if not (data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9")):
        return None
    at = 2
    while at + 10 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _FRAMES:
            return _frame(data[at + 1 : at + 10])
        at += 2 if marker in _WITHOUT_LENGTH else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _frame(header: bytes) -> Shape | None:
    marker, precision, components = header[0], header[3], header[8]
    height, width = int.from_bytes(header[4:6], "big"), int.from_bytes(header[6:8], "big")
    if marker != _BASELINE or precision != 8 or components not in {1, 3} or not (width and height):
        return None
    return Shape(width=width, height=height, components=components)
