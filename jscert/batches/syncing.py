"""One sync for many files: `syncfs` on Linux, `fsync` from a few threads elsewhere.

Hundreds of small files synced one by one wait hundreds of times for the disk; a group waits once.
"""

from __future__ import annotations

import ctypes
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_THREADS = 4


def sync_group(folder: Path, paths: Sequence[Path | str]) -> None:
    """Return when these files, all on the file system of `folder`, are durable; raises `OSError`."""
    if SYNCFS is None:
        sync_each(paths)
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if SYNCFS(handle) != 0:
            fault = ctypes.get_errno()
            raise OSError(fault, os.strerror(fault))
    finally:
        os.close(handle)


def sync_each(paths: Sequence[Path | str]) -> None:
    """Sync file by file, a few at a time."""
    with ThreadPoolExecutor(max_workers=_THREADS) as threads:
        for _ in threads.map(_sync_file, paths):
            pass


def _sync_file(path: Path | str) -> None:
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _find_syncfs() -> Callable[[int], int] | None:
    """Find `syncfs(2)`: one call makes every written byte of a file system durable (Linux only)."""
    if not sys.platform.startswith("linux"):
        return None
    function = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if function is None:
        return None
    function.argtypes = [ctypes.c_int]
    function.restype = ctypes.c_int
    found: Callable[[int], int] = function
    return found


SYNCFS = _find_syncfs()
