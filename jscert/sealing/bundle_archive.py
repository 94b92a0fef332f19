"""The zip a bundle travels in: written one way, and read without believing anything it says of itself.

Parts: `trust.json`, `status.json`, `bundle.json`, `0.cwt` …, `numbers/000.bin` … `numbers/fff.bin`. Shards
and lists are stored, documents deflated; times are 1980-01-01, so equal parts give equal bytes. Opening asks:

1. no zip64, no comment, a directory of bounded size, before it is read at all;
2. only names of the shape above, each once, none encrypted, stored or deflated;
3. no part larger than its kind can be, packed or unpacked, and checksums that hold.

What the caller must still do: signatures and digests (`bundle_check`). Not here: what parts mean.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import IO

LARGEST_BUNDLE = 256 * 1024 * 1024
"""A bundle of four million certificates; larger files are refused unread."""

_ENDING = struct.Struct("<4s4H2LH")  # APPNOTE.TXT 4.3.16: end of central directory record
_LOCATOR_BYTES = 20  # APPNOTE.TXT 4.3.15: zip64 locator
_LARGEST_DIRECTORY = 4 * 1024 * 1024
_MOST_PARTS = 21_000
_DOCUMENT_BYTES = 8 * 1024 * 1024
_LIST_BYTES = 256 * 1024
_SHARD_BYTES = 16 * 1024 * 1024
_LIMITS = (
    (re.compile(r"(?:trust|status|bundle)\.json"), _DOCUMENT_BYTES),
    (re.compile(r"[0-9]{1,5}\.cwt"), _LIST_BYTES),
    (re.compile(r"numbers/[0-9a-f]{3}\.bin"), _SHARD_BYTES),
)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    struct.error,
    ValueError,
    OSError,
)


class BundleArchive:
    """The parts of one opened zip."""

    def __init__(self, zipped: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> None:
        self._zipped = zipped
        self._parts = parts

    @property
    def names(self) -> frozenset[str]:
        """Name the parts."""
        return frozenset(self._parts)

    def read(self, name: str) -> bytes:
        """Give a part whole; `BUNDLE_UNREADABLE` if it is not there or not as its directory says."""
        part = self._parts.get(name)
        if part is None:
            raise _unreadable(f"{name} is missing")
        try:
            with self._zipped.open(part) as file:
                data = file.read(part.file_size + 1)
        except _BROKEN as fault:
            raise _unreadable(name) from fault
        if len(data) != part.file_size:
            raise _unreadable(name)
        return data


def looks_like_zip(data: bytes) -> bool:
    """Tell a zip by its first bytes."""
    return data.startswith(b"PK\x03\x04")


def write_archive(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Pack parts in the order given; equal parts give equal bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        for name, data in parts:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            is_text = name.endswith(".json")
            info.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
            zipped.writestr(info, data, compresslevel=9 if is_text else None)
    return file.getvalue()


@contextmanager
def opened_archive(source: bytes | Path) -> Iterator[BundleArchive]:
    """Open a bundle's zip by rules 1-3; `BUNDLE_UNREADABLE` (fact `reason`)."""
    file: IO[bytes]
    try:
        file = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    except OSError as fault:
        raise _unreadable(type(fault).__name__) from fault
    with file:
        try:
            _check_ending(file)  # (1)
            zipped = zipfile.ZipFile(file)
        except _BROKEN as fault:
            raise _unreadable(str(fault) or type(fault).__name__) from fault
        with zipped:
            yield BundleArchive(zipped, _checked_parts(zipped))


def _check_ending(file: IO[bytes]) -> None:
    size = file.seek(0, io.SEEK_END)
    if size > LARGEST_BUNDLE:
        raise ValueError("too large")
    file.seek(max(0, size - _ENDING.size - _LOCATOR_BYTES))
    tail = file.read()
    if len(tail) < _ENDING.size:
        raise ValueError("no zip")
    signature, *_, entries, directory, _, comment = _ENDING.unpack(tail[-_ENDING.size :])
    if signature != b"PK\x05\x06" or comment or tail.startswith(b"PK\x06\x07"):
        raise ValueError("ending of the zip")
    if entries > _MOST_PARTS or directory > _LARGEST_DIRECTORY:
        raise ValueError("too many parts")
    file.seek(0)


def _checked_parts(zipped: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    parts: dict[str, zipfile.ZipInfo] = {}
    for info in zipped.infolist():
        limit = next((most for shape, most in _LIMITS if shape.fullmatch(info.filename)), 0)
        sizes = max(info.file_size, info.compress_size) <= limit  # (3)
        plain = not info.flag_bits & 1 and info.compress_type in (
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
        )
        if not sizes or not plain or info.filename in parts:  # (2)
            raise _unreadable(f"part {len(parts)}")
        parts[info.filename] = info
    return parts


def _unreadable(reason: str) -> JscertError:
    return JscertError(Code.BUNDLE_UNREADABLE, reason=reason)
