"""The parts of a zip, listed and unpacked under proof: what it promises of a part is what comes out.

Input: the bytes of a zip (an .xlsx, an .ods). Output: its parts, and their contents piece by piece. A part
that unpacks to more or less than its directory says, or whose checksum is wrong, is a ValueError: readers
that come later trust lengths. Nothing is written to disk, and what a part means is not known here.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.roster.limits import TooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = 1024 * 1024
_FEED = 64 * 1024
_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = struct.Struct(
    "<4s22xHH"
)  # APPNOTE.TXT 4.3.7: signature … lengths of name and extra


class PasswordError(ValueError):
    """A file that opens only with a password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of a zip: where its packed bytes lie, and what they must unpack to."""

    name: str
    start: int
    packed: int
    size: int
    checksum: int
    deflated: bool


def list_parts(data: bytes, entries: int) -> dict[str, Part]:
    """List the parts of a zip by name, at most `entries`.

    TooLargeError past that; PasswordError if one is encrypted; ValueError if the zip is broken, names a
    part twice or outside itself, lets two parts overlap, or packs in a way no office program uses.
    """
    if data.count(_DIRECTORY_ENTRY) > 2 * entries:  # before the list is made
        raise TooLargeError("too many parts")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = archive.infolist()
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        OverflowError,
        struct.error,
    ) as fault:
        raise ValueError("not a readable zip") from fault
    if len(found) > entries:
        raise TooLargeError("too many parts")
    if any(info.flag_bits & 1 for info in found):
        raise PasswordError("encrypted parts")
    parts = {info.filename: _part(data, info) for info in found}
    if len(parts) != len(found):
        raise ValueError("a part named twice")
    _refuse_overlaps(parts)
    return parts


def unpack(data: bytes, part: Part) -> Iterator[bytes]:
    """Give a part's contents in pieces of at most a few MiB; ValueError once they are not as promised."""
    size, checksum = 0, 0
    for piece in _inflate(data, part) if part.deflated else _slices(data, part, _PIECE):
        size += len(piece)
        if size > part.size:
            break
        checksum = zlib.crc32(piece, checksum)
        yield bytes(piece)
    if size != part.size or checksum != part.checksum:
        raise ValueError("a part is not what the zip says")


def read_part(data: bytes, part: Part) -> bytes:
    """Give a part's contents whole."""
    return b"".join(unpack(data, part))


def _part(data: bytes, info: zipfile.ZipInfo) -> Part:
    names = info.filename.replace("\\", "/").split("/")
    if ".." in names or not names[0] or ":" in names[0]:
        raise ValueError("a part outside the zip")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("packed in an unusual way")
    if not 0 <= info.header_offset <= len(data) - _LOCAL_HEADER.size:
        raise ValueError("a part outside the file")
    signature, name_bytes, extra_bytes = _LOCAL_HEADER.unpack_from(data, info.header_offset)
    start = info.header_offset + _LOCAL_HEADER.size + name_bytes + extra_bytes
    if signature != b"PK\x03\x04" or start + info.compress_size > len(data):
        raise ValueError("a part outside the file")
    return Part(
        name=info.filename,
        start=start,
        packed=info.compress_size,
        size=info.file_size,
        checksum=info.CRC,
        deflated=info.compress_type == zipfile.ZIP_DEFLATED,
    )


def _refuse_overlaps(parts: dict[str, Part]) -> None:
    """Refuse the bomb whose parts share one set of packed bytes."""
    end = 0
    for part in sorted(parts.values(), key=lambda part: part.start):
        if part.start < end:
            raise ValueError("parts that overlap")
        end = part.start + part.packed


def _slices(data: bytes, part: Part, step: int) -> Iterator[memoryview]:
    packed = memoryview(data)[part.start : part.start + part.packed]
    for start in range(0, len(packed), step):
        yield packed[start : start + step]


def _inflate(data: bytes, part: Part) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for feed in _slices(data, part, _FEED):
            rest: bytes | memoryview = feed
            while rest and not inflater.eof:
                yield inflater.decompress(rest, _PIECE)
                rest = inflater.unconsumed_tail
            if inflater.unused_data:
                raise ValueError("bytes behind the end of a part")
        while piece := inflater.decompress(b"", _PIECE):
            yield piece
    except zlib.error as fault:
        raise ValueError("a damaged part") from fault
    if not inflater.eof:
        raise ValueError("a part cut off")
