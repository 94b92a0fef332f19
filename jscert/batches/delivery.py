"""Delivery: a copy of an archived batch for whoever asked, and proof beforehand that there is room.

The archive stays jscert's; what is delivered may be moved or deleted. PDFs are hard-linked where the
file system allows (they are never written again), everything else is copied, so that a clerk who
edits the returned workbook does not edit the archive.
Not here: archives (`deliver` is the same for an exported folder).
"""

from __future__ import annotations

import os
import secrets
import shutil
from typing import TYPE_CHECKING

from jscert.batches.syncing import sync_group
from jscert.durable import folder_errors, sync_folder, write_file
from jscert.errors import Code, JscertError

if TYPE_CHECKING:
    from pathlib import Path

_LINKED_SUFFIX = ".pdf"
_PROBE_BYTES = 4096
FILE_BYTES = 110_000
"""Room reckoned for a certificate's file before there is one."""


def probe_folder(path: Path) -> None:
    """Prove that files can be made in a folder, or where it would be made; nothing is left behind.

    `FOLDER_UNWRITABLE`, `FOLDER_FULL`. To be asked before anything is reserved.
    """
    place = _existing(path)
    probe = place / f".jscert-{secrets.token_hex(8)}.part"
    with folder_errors(path):
        if not place.is_dir():
            raise NotADirectoryError(20, os.strerror(20))
        try:
            write_file(probe, bytes(_PROBE_BYTES))
        finally:
            probe.unlink(missing_ok=True)


def check_room(path: Path, need_bytes: int) -> None:
    """Refuse (`FOLDER_FULL`) where the file system of a folder has less than `need_bytes` free."""
    with folder_errors(path):
        free = shutil.disk_usage(_existing(path)).free
    if free < need_bytes:
        raise JscertError(Code.FOLDER_FULL, path=str(path), free_bytes=free, need_bytes=need_bytes)


def same_file_system(one: Path, other: Path) -> bool:
    """Tell whether two folders, there or yet to be made, lie where a hard link can join them."""
    return _existing(one).stat().st_dev == _existing(other).stat().st_dev


def deliver(folder: Path, out: Path) -> Path:
    """Put a copy of an archived batch at `out/<batch>`, complete or not at all, and return it.

    A copy delivered before is left as it is; something else of that name is `FOLDER_EXISTS`.
    """
    target = out / folder.name
    if os.path.lexists(target):
        if _names(target) == _names(folder):
            return target
        raise JscertError(Code.FOLDER_EXISTS, path=str(target))
    part = out / f".{folder.name}.part"
    with folder_errors(target):
        out.mkdir(parents=True, exist_ok=True)
        if part.exists():
            shutil.rmtree(part)
        try:
            sync_group(part, _fill(part, folder))
            part.rename(target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        sync_folder(out)
    return target


def _fill(part: Path, folder: Path) -> tuple[Path, ...]:
    part.mkdir()
    made = []
    for source in sorted(folder.rglob("*")):
        target = part / source.relative_to(folder)
        if source.is_dir():
            target.mkdir()
        else:
            _link_or_copy(source, target)
            made.append(target)
    return tuple(made)


def _link_or_copy(source: Path, target: Path) -> None:
    if source.suffix == _LINKED_SUFFIX:
        try:
            os.link(source, target)
        except OSError:
            pass  # another file system, or one without links: then a copy
        else:
            return
    shutil.copyfile(source, target)


def _names(folder: Path) -> frozenset[tuple[str, int]]:
    """List a folder's files by relative name, PDFs with their size (a workbook may be edited)."""
    return frozenset(
        (
            path.relative_to(folder).as_posix(),
            path.stat().st_size if path.suffix == _LINKED_SUFFIX else 0,
        )
        for path in folder.rglob("*")
        if path.is_file()
    )


def _existing(path: Path) -> Path:
    while not os.path.lexists(path) and path.parent != path:
        path = path.parent
    return path
