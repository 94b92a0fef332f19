"""Deterministic CBOR (RFC 8949, 4.2.1) for the few types a token needs.

Integers, byte and text strings, arrays, maps and tags, each in its shortest form, map keys in the
order of their bytes. Reading accepts only what writing gives, so a value has one spelling.
Not here: what the values mean (`token`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

CborValue: TypeAlias = (
    "int | bytes | str | tuple[CborValue, ...] | dict[CborValue, CborValue] | Tagged"
)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A value under a tag."""

    tag: int
    value: CborValue


def encode(value: CborValue) -> bytes:
    """Write a value."""
    match value:
        case int():
            return _head(0x00, value) if value >= 0 else _head(0x20, -1 - value)
        case bytes():
            return _head(0x40, len(value)) + value
        case str():
            text = value.encode()
            return _head(0x60, len(text)) + text
        case tuple():
            return _head(0x80, len(value)) + b"".join(map(encode, value))
        case Tagged():
            return _head(0xC0, value.tag) + encode(value.value)
        case dict():
            pairs = sorted((encode(key), encode(item)) for key, item in value.items())
            return _head(0xA0, len(value)) + b"".join(map(b"".join, pairs))


def decode(data: bytes) -> CborValue:
    """Read a value that fills `data`; ValueError unless `encode` would write it so."""
    value, end = _read(data, 0, 0)
    if end != len(data) or encode(value) != data:
        raise ValueError("not deterministic CBOR")
    return value


_DEEPEST = 8


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes((major | number,))
    for width, mark in ((1, 24), (2, 25), (4, 26), (8, 27)):
        if number < 1 << (8 * width):
            return bytes((major | mark,)) + number.to_bytes(width, "big")
    raise ValueError("number too large for CBOR")


def _read(data: bytes, offset: int, depth: int) -> tuple[CborValue, int]:
    if depth > _DEEPEST:
        raise ValueError("CBOR nested too deeply")
    major, number, offset = _read_head(data, offset)
    match major:
        case 0:
            return number, offset
        case 1:
            return -1 - number, offset
        case 2 | 3:
            text = data[offset : offset + number]
            return text if major == 2 else text.decode(), offset + number
        case 4:
            items, offset = _read_items(data, offset, number, depth)
            return tuple(items), offset
        case 5:
            items, offset = _read_items(data, offset, 2 * number, depth)
            return dict(zip(items[::2], items[1::2], strict=True)), offset
        case _:
            value, offset = _read(data, offset, depth + 1)
            return Tagged(number, value), offset


def _read_items(data: bytes, offset: int, count: int, depth: int) -> tuple[list[CborValue], int]:
    items: list[CborValue] = []
    if count > len(data):
        raise ValueError("CBOR is cut off")
    for _ in range(count):
        value, offset = _read(data, offset, depth + 1)
        items.append(value)
    return items, offset


def _read_head(data: bytes, offset: int) -> tuple[int, int, int]:
    if offset >= len(data):
        raise ValueError("CBOR is cut off")
    major, low = data[offset] >> 5, data[offset] & 0x1F
    if low < 24:
        number, width = low, 0
    elif low < 28:
        width = 1 << (low - 24)
        number = int.from_bytes(data[offset + 1 : offset + 1 + width], "big")
    else:
        raise ValueError("CBOR of indefinite length")
    if major > 6:
        raise ValueError("CBOR type not used here")
    return major, number, offset + 1 + width
