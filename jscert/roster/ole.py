"""Compound files (MS-CFB): which streams stand in the root, and what one of them holds.

Input: the bytes of a file that begins with the signature. Output: names and bytes of streams. Chains of
sectors are followed no longer than the file is; what a stream means is not known here.
"""

from __future__ import annotations

import struct
import sys
from array import array
from dataclasses import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER_BYTES, _ENTRY_BYTES, _MINI_CUTOFF = 512, 128, 4096
_LAST_SECTOR = 0xFFFFFFFA  # MAXREGSECT: numbers above it mean something else
_NO_ENTRY = 0xFFFFFFFF
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A directory entry (MS-CFB 2.6.1)."""

    name: str
    type: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """A compound file whose tables are read; ValueError if they are broken."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEADER_BYTES or not data.startswith(SIGNATURE):
            raise ValueError("not a compound file")
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError("unusual sectors")
        self._sector_bytes, self._wide = 1 << shift, shift == 12
        self._sectors = len(data) // self._sector_bytes + 1
        directory, mini_table = struct.unpack_from("<I8xI", data, 48)
        self._table = self._sector_numbers(self._table_places())
        self._mini_table = self._sector_numbers(self._chain(mini_table))
        self._entries = [self._entry(raw) for raw in self._entry_bytes(directory)]
        if not self._entries or self._entries[0].type != _ROOT:
            raise ValueError("no root")
        self._streams = {entry.name.upper(): entry for entry in self._root_entries()}

    @property
    def names(self) -> frozenset[str]:
        """The names of what stands in the root, in capitals."""
        return frozenset(self._streams)

    def read(self, name: str) -> bytes:
        """Give a stream of the root whole; ValueError if there is none, or it is cut off."""
        entry = self._streams.get(name.upper())
        if entry is None or entry.type != _STREAM:
            raise ValueError("no such stream")
        if entry.size < _MINI_CUTOFF:
            content = self._read_mini(entry)
        else:
            content = self._join(self._chain(entry.start))
        if len(content) < entry.size:
            raise ValueError("a stream cut off")
        return content[: entry.size]

    def _read_mini(self, entry: _Entry) -> bytes:
        store = self._join(self._chain(self._entries[0].start))
        places = _follow(entry.start, self._mini_table, len(self._mini_table))
        return b"".join(store[place * 64 : place * 64 + 64] for place in places)

    def _table_places(self) -> list[int]:
        """List the sectors of the allocation table: 109 in the header, then chained (MS-CFB 2.5)."""
        places = list(struct.unpack_from("<109I", self._data, 76))
        following = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(self._sectors):
            if following > _LAST_SECTOR:
                break
            numbers = self._sector_numbers([following])
            places += numbers[:-1]
            following = numbers[-1]
        used = [place for place in places if place <= _LAST_SECTOR]
        if len(used) > self._sectors:
            raise ValueError("tables larger than the file")
        return used

    def _sector_numbers(self, places: list[int]) -> array[int]:
        numbers = array("I", self._join(places))
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers

    def _chain(self, start: int) -> list[int]:
        return _follow(start, self._table, self._sectors)

    def _join(self, places: list[int]) -> bytes:
        size = self._sector_bytes
        if any((place + 1) * size >= len(self._data) for place in places):
            raise ValueError("a sector outside the file")
        sectors = (self._data[(place + 1) * size : (place + 2) * size] for place in places)
        content = b"".join(sectors)
        return content.ljust(len(content) + -len(content) % 4, b"\0")

    def _entry_bytes(self, start: int) -> list[bytes]:
        content = self._join(self._chain(start))
        whole = len(content) - len(content) % _ENTRY_BYTES
        return [content[at : at + _ENTRY_BYTES] for at in range(0, whole, _ENTRY_BYTES)]

    def _entry(self, raw: bytes) -> _Entry:
        name_bytes, kind = struct.unpack_from("<HB", raw, 64)
        left, right, child = struct.unpack_from("<III", raw, 68)
        start, size = struct.unpack_from("<IQ", raw, 116)
        return _Entry(
            name=raw[: max(0, min(name_bytes, 64) - 2)].decode("utf-16-le", "replace"),
            type=kind,
            left=left,
            right=right,
            child=child,
            start=start,
            size=size if self._wide else size & 0xFFFFFFFF,
        )

    def _root_entries(self) -> list[_Entry]:
        """Walk the tree of the root's children, not those of the storages in it."""
        found, seen, waiting = [], set[int](), [self._entries[0].child]
        while waiting:
            number = waiting.pop()
            if number == _NO_ENTRY or number in seen:
                continue
            if number >= len(self._entries):
                raise ValueError("an entry outside the directory")
            seen.add(number)
            entry = self._entries[number]
            found.append(entry)
            waiting += (entry.left, entry.right)
        return found


def _follow(start: int, table: array[int], most: int) -> list[int]:
    """Follow a chain of sectors; ValueError for one that leaves the table or runs in a ring."""
    places: list[int] = []
    while start <= _LAST_SECTOR:
        if start >= len(table) or len(places) >= most:
            raise ValueError("a broken chain of sectors")
        places.append(start)
        start = table[start]
    return places
