"""DER in the small: enough to walk certificates and CMS structures, and to write them back.

Strict on purpose: definite lengths in their shortest form and single-byte tags only. Whatever reads
with `Element` and is written with `encode` again gives the same bytes, which is what the checks of
`pdf_check` rest upon. Bytes in, values out; malformed input is a `ValueError`.
Not here: what the structures mean (`signing_certificate`, `cms`).
"""

from __future__ import annotations

from dataclasses import dataclass

INTEGER = 0x02
OCTET_STRING = 0x04
OID = 0x06
UTF8_STRING = 0x0C
GENERALIZED_TIME = 0x18
SEQUENCE = 0x30
SET = 0x31


@dataclass(frozen=True, slots=True)
class Element:
    """One TLV inside `data`: from `start` to `end`, its content from `inner` on."""

    data: bytes
    tag: int
    start: int
    inner: int
    end: int

    @property
    def whole(self) -> bytes:
        """The element's bytes, header included."""
        return self.data[self.start : self.end]

    @property
    def content(self) -> bytes:
        """The element's bytes without its header."""
        return self.data[self.inner : self.end]

    def children(self) -> tuple[Element, ...]:
        """Split a constructed element; ValueError unless its parts fill it exactly."""
        found = []
        offset = self.inner
        while offset < self.end:
            child = read(self.data, offset, self.end)
            found.append(child)
            offset = child.end
        return tuple(found)


def read(data: bytes, offset: int = 0, limit: int | None = None) -> Element:
    """Read the element at `offset`, which must end at or before `limit` (default: the data's end)."""
    limit = len(data) if limit is None else limit
    if offset + 2 > limit:
        raise ValueError("DER element is cut off")
    tag, length, inner = data[offset], data[offset + 1], offset + 2
    if tag & 0x1F == 0x1F:
        raise ValueError("DER tag of several bytes")
    if length >= 0x80:
        width = length & 0x7F
        length = int.from_bytes(data[inner : inner + width], "big")
        if not 1 <= width <= 3 or length < 0x80 or length >> (8 * (width - 1)) == 0:
            raise ValueError("DER length is not in its shortest form")
        inner += width
    end = inner + length
    if end > limit:
        raise ValueError("DER element runs past its end")
    return Element(data, tag, offset, inner, end)


def read_whole(data: bytes, tag: int) -> Element:
    """Read an element of the given tag that fills `data` exactly."""
    element = read(data)
    if element.tag != tag or element.end != len(data):
        raise ValueError("DER element of another kind or size")
    return element


def header(tag: int, length: int) -> bytes:
    """Write the header of an element whose content has `length` bytes."""
    if length < 0x80:
        return bytes((tag, length))
    width = (length.bit_length() + 7) // 8
    return bytes((tag, 0x80 | width)) + length.to_bytes(width, "big")


def encode(tag: int, *contents: bytes) -> bytes:
    """Write an element."""
    content = b"".join(contents)
    return header(tag, len(content)) + content


def integer(value: int) -> bytes:
    """Write a non-negative INTEGER."""
    return encode(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def oid(dotted: str) -> bytes:
    """Write an OBJECT IDENTIFIER (arcs of any size, as X.667 identifiers need)."""
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    return encode(OID, *(_base128(arc) for arc in (first * 40 + second, *rest)))


def _base128(arc: int) -> bytes:
    groups = [arc & 0x7F]
    while arc := arc >> 7:
        groups.append(0x80 | arc & 0x7F)
    return bytes(reversed(groups))


def ecdsa_signature(r: int, s: int) -> bytes:
    """Write an ECDSA signature value (RFC 3279, 2.2.3)."""
    return encode(SEQUENCE, integer(r), integer(s))


def read_ecdsa_signature(data: bytes) -> tuple[int, int]:
    """Read an ECDSA signature value; ValueError unless it is the only spelling of its r and s."""
    parts = read_whole(data, SEQUENCE).children()
    if len(parts) != 2:
        raise ValueError("not an ECDSA signature")
    r, s = (int.from_bytes(part.content, "big") for part in parts)
    if ecdsa_signature(r, s) != data:
        raise ValueError("ECDSA signature is not in DER")
    return r, s
