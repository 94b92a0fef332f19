"""Deriving records: slow on purpose, so in as many threads as there are processors, while the walk goes on.

Pieces of work are brought to disk as they are done: who is stopped goes on there. A few pieces are under
way at a time, so memory does not grow with what there is to do.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from jscert.publishing.entries import (
    phrase_of,
    published_certificates,
    with_payloads,
)
from jscert.sealing.bundle import derive_keys, seal_entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from jscert.presswork import Office
    from jscert.presswork.office import Progress
    from jscert.publishing.entries import Published
    from jscert.publishing.records import RecordStore
    from jscert.sealing.bundle import BundleEntry

_PIECE = 128
_PIECES_UNDER_WAY = 4
_TOLD_EVERY = 100


class Derivation:
    """One pass over all certificates; `derived` counts those that were not kept yet."""

    def __init__(self, office: Office, salt: bytes, store: RecordStore) -> None:
        self._office = office
        self._salt = salt
        self._store = store
        self._pool = ThreadPoolExecutor(max_workers=os.cpu_count() or 1)
        self._waiting: list[Published] = []
        self._under_way: deque[tuple[list[Published], list[Future[bytes]]]] = deque()
        self.derived = 0

    def records(self, progress: Progress, total: int) -> Iterator[bytes]:
        """Give every published certificate's record, in no order; `total` is told to `progress`."""
        seen = 0
        hidden: list[Published] = []
        for seen, one in enumerate(published_certificates(self._office.registry), start=1):
            record = self._store.find(self._store.mark(one.mark()))
            if record is not None:
                yield record
            elif one.payload:
                yield from self._take(one)
            else:
                hidden.append(one)
            if seen % _TOLD_EVERY == 0:
                progress("derive", seen, total)
        for one in with_payloads(self._office.registry, hidden):
            yield from self._take(one)
        yield from self._finish()
        progress("derive", seen, total)

    def close(self) -> None:
        """Let the threads go; what they were at is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _take(self, one: Published) -> Iterator[bytes]:
        self._waiting.append(one)
        if len(self._waiting) == _PIECE:
            self._submit()
        while len(self._under_way) > _PIECES_UNDER_WAY:
            yield from self._collect()

    def _finish(self) -> Iterator[bytes]:
        self._submit()
        while self._under_way:
            yield from self._collect()

    def _submit(self) -> None:
        piece, self._waiting = self._waiting, []
        vault = self._office.vault
        jobs = [(phrase_of(one, vault), one.entry) for one in piece]
        futures = [self._pool.submit(_seal, phrase, entry, self._salt) for phrase, entry in jobs]
        self._under_way.append((piece, futures))

    def _collect(self) -> list[bytes]:
        """Wait for the oldest piece, and keep it."""
        piece, futures = self._under_way.popleft()
        made = [future.result() for future in futures]
        marks = [self._store.mark(one.mark()) for one in piece]
        self._store.keep(zip(marks, made, strict=True))
        self.derived += len(made)
        return made


def _seal(phrase: bytes, entry: BundleEntry, salt: bytes) -> bytes:
    return seal_entry(entry, derive_keys(phrase, salt))
