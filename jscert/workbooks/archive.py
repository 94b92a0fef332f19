"""A zip written anew from an old one: entries nobody touched keep their packed bytes.

Input: an archive and the parts to be put over or added. Output: the new archive's bytes, the same for the
same input: what is new bears the zero of ZIP's calendar. Sizes stay below 4 GB (`roster.limits`), so there
is no ZIP64. The form is APPNOTE.TXT 4.3 of PKWARE. Not here: what the parts are.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_VERSION = 20
_SIZES_FOLLOW = 0x08
_UTF8 = 0x800
_DEFLATED = 8
_FIRST_DAY = 0x21  # 1980-01-01, the zero of ZIP's calendar
_EXTRA_ID = 0x436A  # "jC": ours, in the central directory only


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One entry, packed: everything that both its headers say."""

    name: bytes
    flags: int
    method: int
    moment: tuple[int, int]
    crc: int
    size: int
    packed: Sequence[bytes | memoryview]
    attributes: tuple[int, int] = (0, 0)

    @property
    def packed_size(self) -> int:
        return sum(map(len, self.packed))


def rewritten(data: bytes, parts: Mapping[str, Iterable[bytes | bytearray]]) -> bytes:
    """Give the archive with parts put over its own or added behind them; a part comes in pieces.

    The result bears a seal (`is_as_written`) that is lost as soon as another program saves the file.
    """
    left = dict(parts)
    entries = []
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        for info in old.infolist():
            pieces = left.pop(info.filename, None)
            entries.append(
                _copied(data, info) if pieces is None else _packed(info.filename, pieces)
            )
    entries += [_packed(name, pieces) for name, pieces in left.items()]
    return _joined(entries)


def is_as_written(data: bytes) -> bool:
    """Tell whether an archive is what `rewritten` gave, with nothing changed since."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    if not infos or not infos[-1].extra.startswith(struct.pack("<HH", _EXTRA_ID, 32)):
        return False
    checks = ((info.orig_filename.encode("utf-8", "replace"), info.CRC) for info in infos)
    return infos[-1].extra[4:36] == _seal(checks)


def _seal(checks: Iterable[tuple[bytes, int]]) -> bytes:
    digest = hashlib.sha256(b"jscert checked workbook 1")
    for name, crc in checks:
        digest.update(struct.pack("<II", len(name), crc) + name)
    return digest.digest()


def _copied(data: bytes, info: zipfile.ZipInfo) -> _Entry:
    """Take an entry over as it is packed; `container` has read it whole, so its header is right."""
    fields = _LOCAL.unpack_from(data, info.header_offset)
    name_at = info.header_offset + _LOCAL.size
    body = name_at + fields[9] + fields[10]
    return _Entry(
        name=data[name_at : name_at + fields[9]],
        flags=info.flag_bits & ~_SIZES_FOLLOW,
        method=info.compress_type,
        moment=(fields[4], fields[5]),
        crc=info.CRC,
        size=info.file_size,
        packed=(memoryview(data)[body : body + info.compress_size],),
        attributes=(info.internal_attr, info.external_attr),
    )


def _packed(name: str, pieces: Iterable[bytes | bytearray]) -> _Entry:
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -15)
    packed, crc, size = [], 0, 0
    for piece in pieces:
        packed.append(packer.compress(piece))
        crc = zlib.crc32(piece, crc)
        size += len(piece)
    packed.append(packer.flush())
    return _Entry(
        name=name.encode(),
        flags=0 if name.isascii() else _UTF8,
        method=_DEFLATED,
        moment=(0, _FIRST_DAY),
        crc=crc,
        size=size,
        packed=packed,
    )


def _joined(entries: Sequence[_Entry]) -> bytes:
    out: list[bytes | memoryview] = []
    central: list[bytes] = []
    at = 0
    seal = struct.pack("<HH", _EXTRA_ID, 32) + _seal((_shown(one), one.crc) for one in entries)
    for one in entries:
        size = one.packed_size
        common = (one.flags, one.method, *one.moment, one.crc, size, one.size, len(one.name))
        extra = seal if one is entries[-1] else b""
        internal, external = one.attributes
        out += [_LOCAL.pack(b"PK\x03\x04", _VERSION, *common, 0), one.name, *one.packed]
        central += [
            _CENTRAL.pack(
                *(b"PK\x01\x02", _VERSION, _VERSION, *common, len(extra), 0, 0),
                *(internal, external, at),
            ),
            one.name,
            extra,
        ]
        at += _LOCAL.size + len(one.name) + size
    directory = b"".join(central)
    count = len(entries)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), at, 0)
    return b"".join((*out, directory, end))


def _shown(entry: _Entry) -> bytes:
    """Spell a name as `zipfile` will read it back."""
    coding = "utf-8" if entry.flags & _UTF8 else "cp437"
    return entry.name.decode(coding, "replace").encode("utf-8", "replace")
