"""Builders of .xls files (MS-CFB, MS-XLS) byte by byte, for what no office program writes on request."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FREE, _END, _FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512
GENERAL, DAY, STRUCK = 0, 1, 2  # the cell formats of `workbook_stream`
PLACE = (1, 0, 2, 0, 1, 512, 2, 128)  # left, top, right, bottom: column or row, part of it


def compound_file(**streams: bytes) -> bytes:
    """Write a compound file with streams in its root; `_` in a name stands for a blank."""
    sectors: list[bytes] = []
    chains: list[tuple[int, int]] = []
    for content in streams.values():
        chains.append((len(sectors), len(content)))
        padded = content.ljust(max(4096, -(-len(content) // _SECTOR) * _SECTOR), b"\0")
        sectors += [padded[at : at + _SECTOR] for at in range(0, len(padded), _SECTOR)]
    first_entry = len(sectors)
    directory = _directory(list(streams), chains)
    sectors += [directory[at : at + _SECTOR] for at in range(0, len(directory), _SECTOR)]
    first_table = len(sectors)
    tables = -(-(first_table + 128) // 128)
    numbers = [*range(1, first_table + 1), *[_FAT_SECTOR] * tables]
    for start in (*(start for start, _ in chains if start), first_entry, first_table):
        numbers[start - 1] = _END
    numbers += [_FREE] * (tables * 128 - len(numbers))
    places = [first_table + index for index in range(tables)] + [_FREE] * (109 - tables)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + struct.pack(
        "<HHHHH6xIIIIIIIII109I",
        *(0x3E, 3, 0xFFFE, 9, 6, 0, tables, first_entry, 0, 4096, _END, 0, _END, 0, *places),
    )
    return b"".join((header, *sectors, struct.pack(f"<{len(numbers)}I", *numbers)))


def _directory(names: list[str], chains: list[tuple[int, int]]) -> bytes:
    entries = [_entry("Root Entry", 5, child=1 if names else _FREE)]
    for index, (name, (start, size)) in enumerate(zip(names, chains, strict=True), start=1):
        right = index + 1 if index < len(names) else _FREE
        spelt = name.replace("_", " ")
        entries.append(_entry(spelt, 2, right=right, start=start, size=max(4096, size)))
    entries += [bytes(128)] * (-len(entries) % 4)
    return b"".join(entries)


def _entry(
    name: str, kind: int, *, right: int = _FREE, child: int = _FREE, start: int = 0, size: int = 0
) -> bytes:
    spelt = name.encode("utf-16-le") + b"\0\0"
    head = spelt.ljust(64, b"\0") + struct.pack("<HBBIII", len(spelt), kind, 1, _FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def record(kind: int, body: bytes = b"") -> bytes:
    """Write one record."""
    return struct.pack("<HH", kind, len(body)) + body


def bof(kind: int, version: int = 0x0600) -> bytes:
    """Write the beginning of the globals (5) or of a worksheet (0x10)."""
    return record(0x0809, struct.pack("<HHHHII", version, kind, 0, 0, 0, 0))


def text(spelt: str) -> bytes:
    """Write an XLUnicodeString of two bytes a character."""
    return struct.pack("<HB", len(spelt.encode("utf-16-le")) // 2, 1) + spelt.encode("utf-16-le")


def shared_texts(*texts: str) -> bytes:
    """Write an SST record."""
    return record(0x00FC, struct.pack("<II", len(texts), len(texts)) + b"".join(map(text, texts)))


def label(row: int, column: int, index: int, xf: int = GENERAL) -> bytes:
    """Write a cell with a shared text."""
    return record(0x00FD, struct.pack("<HHHI", row, column, xf, index))


def number(row: int, column: int, value: float, xf: int = GENERAL) -> bytes:
    """Write a cell with a number."""
    return record(0x0203, struct.pack("<HHHd", row, column, xf, value))


def workbook_stream(
    cells: bytes, *, texts: Sequence[str] = (), before: bytes = b"", shared: bytes | None = None
) -> bytes:
    """Write a workbook stream with one sheet; `before` goes into the globals right behind their beginning.

    Cell formats: 0 general, 1 a day, 2 struck out.
    """
    fonts = b"".join(
        record(0x0031, struct.pack("<HHHHHBBBB", 200, struck, 0, 400, 0, 0, 0, 0, 0) + b"\x01\x00A")
        for struck in (0, 0, 0, 0, 8)  # the last one has the number 5
    )
    formats = b"".join(
        record(0x00E0, struct.pack("<HH16x", font, shown))
        for font, shown in ((0, 0), (0, 14), (5, 0))
    )
    middle = before + fonts + formats
    sst = shared_texts(*texts) if shared is None else shared
    name = "名册".encode("utf-16-le")
    globals_bytes = len(bof(5)) + len(middle) + 4 + 8 + len(name) + len(sst) + 4
    sheet = record(0x0085, struct.pack("<IBBBB", globals_bytes, 0, 0, 2, 1) + name)
    return b"".join((bof(5), middle, sheet, sst, record(0x0A), bof(0x10), cells, record(0x0A)))


def workbook(cells: bytes, *, texts: Sequence[str] = (), before: bytes = b"") -> bytes:
    """Write an .xls with one sheet."""
    return compound_file(Workbook=workbook_stream(cells, texts=texts, before=before))


def atom(kind: int, body: bytes, instance: int = 0, version: int = 0) -> bytes:
    """Write one drawing record."""
    return struct.pack("<HHI", instance << 4 | version, kind, len(body)) + body


def store(*pictures: tuple[int, bytes]) -> bytes:
    """Write the records of the globals that hold these pictures; no bytes: a deleted one."""
    entries = b"".join(
        atom(0xF007, bytes(36) + (atom(kind, bytes(17) + data, 0x46A) if data else b""))
        for kind, data in pictures
    )
    group = atom(0xF000, atom(0xF001, entries, version=15), version=15)
    first, rest = group[:8000], [group[at : at + 8000] for at in range(8000, len(group), 8000)]
    return record(0x00EB, first) + b"".join(record(0x003C, body) for body in rest)


def shape(place: tuple[int, ...] = PLACE, **options: int) -> bytes:
    """Write one shape; options by number (`p260` is the picture)."""
    written = {"p260": 1, **options}
    body = b"".join(
        struct.pack("<HI", int(name[1:]), value & 0xFFFFFFFF) for name, value in written.items()
    )
    anchor = struct.pack("<2x8H", *place)
    parts = atom(0xF00B, body, len(written), 3) + atom(0xF010, anchor)
    return atom(0xF004, parts, version=15)


def drawing(*shapes: bytes) -> bytes:
    """Write the record of a sheet's drawing."""
    return record(0x00EC, atom(0xF002, atom(0xF003, b"".join(shapes), version=15), version=15))
