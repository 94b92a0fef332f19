"""Files written behind the caller's back: one thread writes them in order, another syncs in groups.

Writing to a file system waits for memory and disk, not for Python, so that it costs a caller who
goes on computing next to nothing. At most `_AHEAD` files wait in memory. What failed is raised by
the next call about any file, and `sync` returns only when everything given so far is durable.
Not here: names, folders, what becomes of the files.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from jscert.batches.syncing import sync_group
from jscert.durable import folder_error, folder_errors, write_file

FILES_PER_SYNC = 1_000

_AHEAD = 256


class FileWriter:
    """Writes files below one folder (`mode`: permissions; `replacing`: older files may stand there)."""

    def __init__(self, folder: Path, *, mode: int, replacing: bool) -> None:
        self._folder = folder
        self._mode = mode
        self._replacing = replacing
        # Two queues, because a bounded one would have both threads wait for its lock at every file
        self._waiting: SimpleQueue[tuple[str, bytes] | None] = SimpleQueue()
        self._room: SimpleQueue[None] = SimpleQueue()
        for _ in range(_AHEAD):
            self._room.put(None)
        self._writer: Thread | None = None
        self._syncer: ThreadPoolExecutor | None = None
        self._syncing: Future[None] | None = None
        self._unsynced: list[str] = []
        self._failed: tuple[str, Exception] | None = None

    def put(self, path: str, data: bytes) -> None:
        """Have a file written; `FOLDER_FULL` or `FOLDER_UNWRITABLE` about an earlier one."""
        self._raise_failure()
        if self._writer is None:
            self._writer = Thread(target=self._work, name="jscert-writer", daemon=True)
            self._writer.start()
        self._room.get()
        self._waiting.put((path, data))

    def note(self, path: str) -> None:
        """Have a file that somebody else writes synced with the next group."""
        self.flush()
        self._unsynced.append(path)

    def flush(self) -> None:
        """Return when everything given so far is written (not yet durable)."""
        for _ in range(_AHEAD):
            self._room.get()
        for _ in range(_AHEAD):
            self._room.put(None)
        self._raise_failure()

    def sync(self) -> None:
        """Return when everything given so far is durable."""
        self.flush()
        with folder_errors(self._folder):
            self._start_sync()
            self._finish_sync()

    def close(self) -> None:
        """Let go of the threads; what still waits is written first."""
        if self._writer is not None:
            self._waiting.put(None)
            self._writer.join()
            self._writer = None
        if self._syncer is not None:
            self._syncer.shutdown()
            self._syncer = None

    def _work(self) -> None:
        while (job := self._waiting.get()) is not None:
            try:
                if self._failed is None:
                    self._write(*job)
            except Exception as fault:  # noqa: BLE001 - the next call raises it, whatever it is
                self._failed = (job[0], fault)
            finally:
                self._room.put(None)

    def _write(self, path: str, data: bytes) -> None:
        if self._replacing:
            with suppress(FileNotFoundError):
                os.unlink(path)  # noqa: PTH108 - paths by the hundred thousand
        write_file(path, data, mode=self._mode, synced=False)
        self._unsynced.append(path)
        if len(self._unsynced) >= FILES_PER_SYNC:
            self._start_sync()

    def _start_sync(self) -> None:
        self._finish_sync()
        if not self._unsynced:
            return
        if self._syncer is None:
            self._syncer = ThreadPoolExecutor(max_workers=1)
        group, self._unsynced = self._unsynced, []
        self._syncing = self._syncer.submit(sync_group, self._folder, group)

    def _finish_sync(self) -> None:
        if self._syncing is not None:
            syncing, self._syncing = self._syncing, None
            syncing.result()

    def _raise_failure(self) -> None:
        if self._failed is not None:
            path, fault = self._failed
            if isinstance(fault, OSError):
                raise folder_error(Path(path), fault) from fault
            raise fault
