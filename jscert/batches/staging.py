"""Staging: a batch grows in `.<batch>.part` beside the archive and becomes a folder by one rename.

Sealed PDFs come in as bytes and are written at once, without a sync each; every `FILES_PER_SYNC`
files one sync covers the group (`syncfs` on Linux, else `fsync` from a few threads). `publish` syncs
the rest, renames and syncs the parent. After a crash at any moment the same calls lead to the same
folder. Archived PDFs are read-only where the system knows that, since delivery may hard-link them.
Not here: what the files are, manifests, states.
"""

from __future__ import annotations

import os
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Self

from jscert.batches.syncing import sync_group
from jscert.durable import folder_errors, sync_folder, write_file
from jscert.errors import Code, JscertError

if TYPE_CHECKING:
    from pathlib import Path

FILES_PER_FOLDER = 1_000
FILES_PER_SYNC = 1_000

_READ_ONLY = 0o666 if os.name == "nt" else 0o444


def relative_name(position: int, count: int, file_name: str) -> str:
    """Place the file at `position` (from 0) of a batch of `count`: sub-folders of 1 000 above 1 000."""
    if count <= FILES_PER_FOLDER:
        return file_name
    return f"{position // FILES_PER_FOLDER + 1:04d}/{file_name}"


class Staging:
    """One batch on its way into the archive. Names are relative to the batch folder, with `/`."""

    def __init__(self, archive: Path, batch: str) -> None:
        self.folder = archive / batch
        self.part = archive / f".{batch}.part"
        self._archive = archive
        self._folders: set[str] = set()
        self._unsynced: list[Path] = []
        self._syncing: Future[None] | None = None
        self._thread: ThreadPoolExecutor | None = None
        with folder_errors(archive):
            archive.mkdir(parents=True, exist_ok=True)
        self._again = self.part.is_dir()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_published(self) -> bool:
        """Tell whether the batch already stands in the archive under its final name."""
        return self.folder.is_dir()

    def write(self, name: str, data: bytes) -> None:
        """Stage a file, over one left by an interrupted run; synced later, with its group."""
        path = self._path(name)
        with folder_errors(path):
            if self._again:
                path.unlink(missing_ok=True)
            write_file(path, data, mode=_READ_ONLY, synced=False)
        self._unsynced.append(path)
        if len(self._unsynced) >= FILES_PER_SYNC:
            self._start_sync()

    def path_for(self, name: str) -> Path:
        """Give the path at which another writer (a workbook's) will put a file of this batch."""
        path = self._path(name)
        self._unsynced.append(path)
        return path

    def read(self, name: str) -> bytes | None:
        """Give a staged file's bytes, or None if it is not there (yet)."""
        try:
            return (self.part / name).read_bytes()
        except FileNotFoundError:
            return None

    def sync(self) -> None:
        """Return when everything written so far is durable."""
        self._start_sync()
        self._finish_sync()
        with folder_errors(self.part):
            for name in ("", *self._folders):
                sync_folder(self.part / name)

    def publish(self) -> Path:
        """Turn the staged files into the archived folder; a folder renamed before is left alone."""
        if self.is_published:
            if self.part.exists():
                raise JscertError(Code.FOLDER_EXISTS, path=str(self.folder))
        else:
            self.sync()
            with folder_errors(self.folder):
                self.part.rename(self.folder)
        with folder_errors(self._archive):
            sync_folder(self._archive)
        self.close()
        return self.folder

    def discard(self) -> None:
        """Throw the staged files away (the batch was abandoned)."""
        self.close()
        if self.part.is_dir():
            with folder_errors(self.part):
                shutil.rmtree(self.part)

    def close(self) -> None:
        """Let go of the thread that syncs."""
        if self._thread is not None:
            self._thread.shutdown()
            self._thread = None

    def _path(self, name: str) -> Path:
        folder, _, _ = name.rpartition("/")
        if folder not in self._folders:
            with folder_errors(self.part):
                (self.part / folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return self.part / name

    def _start_sync(self) -> None:
        self._finish_sync()
        if not self._unsynced:
            return
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1)
        group, self._unsynced = self._unsynced, []
        self._syncing = self._thread.submit(sync_group, self.part, group)

    def _finish_sync(self) -> None:
        if self._syncing is not None:
            with folder_errors(self.part):
                self._syncing.result()
            self._syncing = None
