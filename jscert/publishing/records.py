"""Records derived once and kept: `<home>/publishing/records.bin`, owner-only, only ever appended to.

Deriving a record costs milliseconds, and a certificate's record stays the same until it is revised. The
file (`jscert-records/1`): a header of 32 bytes (the format's name and a proof of the key), then lines of 80:
mark 16, record 52, seal 12. A mark is a keyed digest of everything the record depends on, the seal one of
mark and record: a line that somebody else wrote, or a crash tore, is not believed and derived again. Salt
and identity key are in the key, so a file of other ones is begun anew. No personal data.
"""

from __future__ import annotations

import hmac
import os
from typing import TYPE_CHECKING

from jscert.durable import folder_errors, write_all, write_file
from jscert.sealing.bundle import RECORD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RECORDS_NAME = "records.bin"
_FORMAT = b"jscert-records/1"
_MARK_BYTES, _SEAL_BYTES, _PROOF_BYTES = 16, 12, 16
_HEADER_BYTES = len(_FORMAT) + _PROOF_BYTES
_LINE_BYTES = _MARK_BYTES + RECORD_BYTES + _SEAL_BYTES
_APPEND = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)


class RecordStore:
    """The kept records of one authority; made by `open_records`."""

    def __init__(self, path: Path, key: bytes, data: bytes) -> None:
        self._path = path
        self._key = key
        self._data = data
        starts = range(_HEADER_BYTES, len(data), _LINE_BYTES)
        self._places = {data[start : start + _MARK_BYTES]: start for start in starts}

    def mark(self, facts: bytes) -> bytes:
        """Digest what a record depends on."""
        return self._digest(b"mark", facts)[:_MARK_BYTES]

    def find(self, mark: bytes) -> bytes | None:
        """Give a kept record, unless it was tampered with."""
        start = self._places.get(mark)
        if start is None:
            return None
        middle = start + _MARK_BYTES + RECORD_BYTES
        record = self._data[start + _MARK_BYTES : middle]
        seal = self._data[middle : middle + _SEAL_BYTES]
        return record if hmac.compare_digest(seal, self._seal(mark, record)) else None

    def keep(self, records: Iterable[tuple[bytes, bytes]]) -> None:
        """Append records by their marks, and bring them to disk."""
        lines = b"".join(mark + record + self._seal(mark, record) for mark, record in records)
        with folder_errors(self._path):
            handle = os.open(self._path, _APPEND)
            try:
                write_all(handle, lines)
                os.fsync(handle)
            finally:
                os.close(handle)

    def _seal(self, mark: bytes, record: bytes) -> bytes:
        return self._digest(b"seal", mark + record)[:_SEAL_BYTES]

    def _digest(self, purpose: bytes, data: bytes) -> bytes:
        return hmac.digest(self._key, purpose + data, "sha256")


def open_records(folder: Path, key: bytes) -> RecordStore:
    """Open the records of a publishing folder; a torn end is cut off, a file of another key replaced."""
    path = folder / RECORDS_NAME
    header = _FORMAT + hmac.digest(key, b"header", "sha256")[:_PROOF_BYTES]
    with folder_errors(path):
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            data = b""
        whole = data
        if not data.startswith(header):
            whole = header
        elif torn := (len(data) - _HEADER_BYTES) % _LINE_BYTES:
            whole = data[:-torn]
        if len(whole) != len(data) or not data.startswith(header):
            _replace(path, whole)
    return RecordStore(path, key, whole)


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    write_file(part, data, mode=0o600)
    part.replace(path)
