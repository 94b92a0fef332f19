"""The floating pictures of an .xls (MS-ODRAW inside MS-XLS): what they are, and on which cell each lies.

Input: the bodies of drawing records, joined; sizes of rows and columns. Output: `CellPicture`s and their
bytes. Shapes in groups are passed over. Cells are read in `xls`.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.roster.limits import PhotoLimits, TooLargeError
from jscert.roster.pictures import cut_and_turned
from jscert.roster.workbook import CellPicture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HEADER = struct.Struct("<HHI")  # version and instance, type, length (MS-ODRAW 2.2.1)
_CONTAINERS = frozenset((0xF000, 0xF001, 0xF002, 0xF003, 0xF004))
_SHAPE, _STORE_ENTRY, _OPTIONS, _ANCHOR = 0xF004, 0xF007, 0xF00B, 0xF010
_ENTRY_BYTES, _TAG_BYTES, _UID_BYTES = 36, 1, 16
_JPEG_OR_PNG, _DIB = frozenset((0xF01D, 0xF02A, 0xF01E)), 0xF01F
_ROTATION, _PICTURE, _CROPS = (
    0x0004,
    0x0104,
    (0x0102, 0x0100, 0x0103, 0x0101),
)  # left top right bottom
_FIXED = 65_536
_MOST_SPANNED = 256  # rows or columns under one picture whose sizes are looked at
_COLUMN_PARTS, _ROW_PARTS = 1024, 256  # of a cell's width and height (MS-XLS 2.5.193)


@dataclass(slots=True)
class Sizes:
    """Sizes of rows or columns in any one unit: the usual one, and those that differ."""

    usual: int
    own: dict[int, int] = field(default_factory=dict)

    def middle(self, first: int, begin: float, last: int, end: float) -> int:
        """Find the one that holds the middle between two places, each told as a share of its cell."""
        if not 0 <= last - first < _MOST_SPANNED:
            return max(first, (first + last) // 2)
        sizes = [self.own.get(index, self.usual) for index in range(first, last + 1)]
        start = min(begin, 1.0) * sizes[0]
        stop = sum(sizes[:-1]) + min(end, 1.0) * sizes[-1]
        rest = (start + stop) / 2
        for index, size in enumerate(sizes, start=first):
            if rest < size:
                return index
            rest -= size
        return last


class XlsPictures:
    """The pictures of an .xls, by their number in its store and how the sheet shows them."""

    def __init__(self, group: bytes) -> None:
        self._group = group
        self._places = list(_store(group))

    def read(self, ref: str, limit: int, /) -> bytes:
        """Give a picture's bytes, at most `limit`, cut and turned as the sheet shows it.

        PHOTO_ABSENT if the file does not hold it, PHOTO_UNREADABLE if it is a drawing or damaged.
        """
        number, quarters, *edges = map(int, ref.split("|"))
        if not 0 < number <= len(self._places):
            raise JscertError(Code.PHOTO_ABSENT)
        kind, start, length = self._places[number - 1]
        data = self._group[start : start + length]
        if kind == _DIB:
            data = _bitmap(data)
        elif kind not in _JPEG_OR_PNG:
            raise JscertError(Code.PHOTO_UNREADABLE)
        if not (quarters or any(edges)) or len(data) > limit:
            return data[:limit]
        left, top, right, bottom = (edge / _FIXED for edge in edges)
        return cut_and_turned(data, (left, top, right, bottom), quarters, PhotoLimits())


def find_pictures(
    drawing: bytes, columns: Sizes, rows: Sizes, most: int
) -> tuple[CellPicture, ...]:
    """Find the pictures of a sheet; TooLargeError if there are more than `most`."""
    found: list[CellPicture] = []
    options: dict[int, int] = {}
    for kind, instance, start, length in _atoms(drawing):
        if kind == _SHAPE:
            options = {}
        elif kind == _OPTIONS:
            options = dict(_read_options(drawing, start, min(instance, length // 6)))
        elif kind == _ANCHOR and length >= 18 and options.get(_PICTURE):
            place = struct.unpack_from("<2x8H", drawing, start)
            found.append(_on_cell(place, options, columns, rows))
            if len(found) > most:
                raise TooLargeError("too many pictures")
    return tuple(found)


def _on_cell(
    place: tuple[int, ...], options: Mapping[int, int], columns: Sizes, rows: Sizes
) -> CellPicture:
    left, left_part, top, top_part, right, right_part, bottom, bottom_part = place
    quarters = round(_signed(options.get(_ROTATION, 0)) / _FIXED / 90) % 4
    edges = [max(0, _signed(options.get(crop, 0))) for crop in _CROPS]
    if edges[0] + edges[2] >= _FIXED or edges[1] + edges[3] >= _FIXED:
        edges = [0, 0, 0, 0]
    return CellPicture(
        row=rows.middle(top, top_part / _ROW_PARTS, bottom, bottom_part / _ROW_PARTS),
        column=columns.middle(left, left_part / _COLUMN_PARTS, right, right_part / _COLUMN_PARTS),
        ref="|".join(map(str, (options[_PICTURE], quarters, *edges))),
        floating=True,
    )


def _atoms(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Walk all records, going into containers: type, instance, where the body begins, its length."""
    at = 0
    while at + _HEADER.size <= len(data):
        flags, kind, length = _HEADER.unpack_from(data, at)
        at += _HEADER.size
        yield kind, flags >> 4, at, min(length, len(data) - at)
        if kind not in _CONTAINERS:
            at += length


def _store(group: bytes) -> Iterator[tuple[int, int, int]]:
    """List the pictures of the store: type, where its bytes begin, how many (MS-ODRAW 2.2.20)."""
    for kind, _, start, length in _atoms(group):
        if kind == _STORE_ENTRY:
            yield _stored(group, start, length)


def _stored(group: bytes, start: int, length: int) -> tuple[int, int, int]:
    if length < _ENTRY_BYTES + _HEADER.size:
        return 0, 0, 0  # a place whose picture was deleted
    inner = start + _ENTRY_BYTES + group[start + 33]
    if inner + _HEADER.size > start + length:
        return 0, 0, 0
    flags, kind, size = _HEADER.unpack_from(group, inner)
    skipped = _UID_BYTES * (2 if flags >> 4 & 1 else 1) + _TAG_BYTES
    begin = inner + _HEADER.size + skipped
    return kind, begin, max(0, min(size - skipped, start + length - begin))


def _read_options(drawing: bytes, start: int, count: int) -> Iterator[tuple[int, int]]:
    for index in range(count):
        name, value = struct.unpack_from("<HI", drawing, start + 6 * index)
        yield name & 0x3FFF, value


def _signed(value: int) -> int:
    return (value ^ 0x80000000) - 0x80000000


def _bitmap(dib: bytes) -> bytes:
    """Put the file header before a device-independent bitmap."""
    if len(dib) < 40:
        raise JscertError(Code.PHOTO_UNREADABLE)
    header, bits, used = struct.unpack_from("<I10xH16xI", dib)
    pixels = header + 4 * (used or (1 << bits if bits <= 8 else 0))
    if pixels > len(dib):
        raise JscertError(Code.PHOTO_UNREADABLE)
    return struct.pack("<2sIHHI", b"BM", 14 + len(dib), 0, 0, 14 + pixels) + dib
