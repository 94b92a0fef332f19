"""Files that are there or are not: durable writes, and operating-system failures as coded errors.

Serves the rooms that keep files (registry, batches); knows nothing of what is written. A `.part`
name is never read by anyone, a final name is only ever given to complete, synced bytes.
Not here: batch folders, formats, locks.
"""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from jscert.errors import Code, JscertError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_BINARY = getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY


@contextmanager
def folder_errors(path: Path) -> Iterator[None]:
    """Turn `OSError` into `FOLDER_FULL` (no room, no quota) or `FOLDER_UNWRITABLE` about `path`."""
    try:
        yield
    except OSError as fault:
        raise folder_error(path, fault) from fault


def folder_error(path: Path, fault: OSError) -> JscertError:
    """Say which coded error an `OSError` about `path` is; `reason` is the system's short name."""
    if fault.errno in _FULL:
        return JscertError(Code.FOLDER_FULL, path=str(path))
    reason = errno.errorcode.get(fault.errno or 0, type(fault).__name__)
    return JscertError(Code.FOLDER_UNWRITABLE, path=str(path), reason=reason)


def is_file(path: Path) -> bool:
    """Tell whether a file is there; where one may not look, none is (`Path.is_file` would raise)."""
    return os.path.isfile(path)  # noqa: PTH113 - see above


def write_all(handle: int, data: bytes) -> None:
    """Write every byte to an open file (a full disk may take a part of it and say nothing)."""
    written = os.write(handle, data)
    while written < len(data):
        written += os.write(handle, memoryview(data)[written:])


def write_file(path: Path | str, data: bytes, *, mode: int = 0o666, synced: bool = True) -> None:
    """Write a file whole, over any older one; `OSError` passes through."""
    handle = os.open(path, _NEW, mode)
    try:
        write_all(handle, data)
        if synced:
            os.fsync(handle)
    finally:
        os.close(handle)


def write_new_file(path: Path, data: bytes) -> None:
    """Write a file where none is, whole or not at all; `FileExistsError`, other `OSError`."""
    handle = os.open(path, _NEW | os.O_EXCL, 0o666)
    try:
        write_all(handle, data)
    except BaseException:
        os.close(handle)
        path.unlink(missing_ok=True)
        raise
    os.close(handle)


def place_file(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Put a complete file at `path`, durably, replacing an older one in one step."""
    part = path.with_name(path.name + ".part")
    write_file(part, data, mode=mode)
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make a folder's names durable; Windows does so by itself and cannot be asked."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def new_file(path: Path, *, mode: int = 0o666) -> Iterator[BinaryIO]:
    """Write a long file piece by piece: it is at `path` once all is written and synced, and never before.

    `FileExistsError` where a file is already, other `OSError` as they come; nothing is left behind then.
    """
    part = path.with_name(f".{path.name}.part")
    handle = os.open(part, _NEW, mode)
    try:
        with os.fdopen(handle, "wb") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
