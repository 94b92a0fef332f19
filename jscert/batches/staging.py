"""Staging: a batch grows in `.<batch>.part` beside the archive and becomes a folder by one rename.

Sealed PDFs come in as bytes and are written in the background, without a sync each (`writing`); one
sync covers a group of files (`syncing`). `publish` syncs the rest, renames and syncs the parent.
After a crash at any moment the same calls lead to the same folder. Archived PDFs are read-only where
the system knows that, since delivery may hard-link them.
Not here: what the files are, manifests, states.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Self

from jscert.batches.writing import FileWriter
from jscert.durable import folder_errors, sync_folder
from jscert.errors import Code, JscertError

FILES_PER_FOLDER = 1_000

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
        self._root = str(self.part)
        self._folders: set[str] = set()
        with folder_errors(archive):
            archive.mkdir(parents=True, exist_ok=True)
        self._writer = FileWriter(self.part, mode=_READ_ONLY, replacing=self.part.is_dir())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_published(self) -> bool:
        """Tell whether the batch already stands in the archive under its final name."""
        return self.folder.is_dir()

    def write(self, name: str, data: bytes) -> None:
        """Have a file staged, over one left by an interrupted run; `FOLDER_*` about an earlier one."""
        self._writer.put(self._path(name), data)

    def path_for(self, name: str) -> Path:
        """Give the path at which another writer (a workbook's) will put a file of this batch."""
        path = self._path(name)
        self._writer.note(path)
        return Path(path)

    def read(self, name: str) -> bytes | None:
        """Give a staged file's bytes, or None if it is not there (yet)."""
        self._writer.flush()
        try:
            return (self.part / name).read_bytes()
        except FileNotFoundError:
            return None

    def sync(self) -> None:
        """Return when everything written so far is durable."""
        self._writer.sync()
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
        """Let go of the threads that write and sync."""
        self._writer.close()

    def _path(self, name: str) -> str:
        folder, _, _ = name.rpartition("/")
        if folder not in self._folders:
            with folder_errors(self.part):
                (self.part / folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return f"{self._root}{os.sep}{name}"
