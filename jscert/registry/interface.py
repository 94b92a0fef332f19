"""The registry as its callers see it: one Protocol and the values that pass through it.

Promise: a number is handed out once, in one durable transaction, and is never handed out again.
The registry holds no personal data in the clear: `payload` is opaque (sealed by `identity`), row keys
and facts digests are keyed. Everything a manifest or an event file says can be rebuilt from what
`rows`, `batch` and `head` return, so a batch that was `sealed` always rolls forward.

Commit points (docs/explanation): tx1 `open_batch` · tx2 `seal_batch` · tx3 `publish_batch`.
Not here: files, keys, printing, Chinese text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from jscert.registry.values import (
    STATUS_LIST_SIZE,
    STATUS_PLACES,
    STATUS_SCOPE,
    ActEntry,
    BatchEntry,
    BatchOpening,
    BatchState,
    CertificateEntry,
    ChainHead,
    Closing,
    Draw,
    Holding,
    NewRow,
    ReservedRow,
    RevisionEntry,
    ScopeEntry,
    ScopeRule,
    StatusEntry,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

__all__ = [
    "STATUS_LIST_SIZE",
    "STATUS_PLACES",
    "STATUS_SCOPE",
    "ActEntry",
    "BatchEntry",
    "BatchOpening",
    "BatchState",
    "CertificateEntry",
    "ChainHead",
    "Closing",
    "Draw",
    "Holding",
    "NewRow",
    "Registry",
    "RegistryReader",
    "ReservedRow",
    "RevisionEntry",
    "ScopeEntry",
    "ScopeRule",
    "StatusEntry",
]


class RegistryReader(Protocol):
    """The part a checker may use: no writing, no personal data in the clear."""

    def find(self, number: str) -> CertificateEntry | None:
        """Look a canonical number up, former numbers included."""

    def scopes(self) -> tuple[ScopeEntry, ...]:
        """List the counters."""

    def head(self) -> ChainHead:
        """Give the newest manifest and event file recorded."""


class Registry(RegistryReader, Protocol):
    """All of it. Methods raise `JscertError` with `REGISTRY_*`, `NUMBERING_FROZEN`, `SERIAL_OVERFLOW`."""

    def resolve(self, row_keys: Iterable[str]) -> Mapping[str, Holding]:
        """Find the holdings of row keys; keys never seen (or voided) are absent.

        Of several certificates under a key the one not ended counts, then the one issued last.
        """

    def find_all(self, numbers: Iterable[str]) -> Mapping[str, CertificateEntry]:
        """Look many numbers up, former ones too; number as asked for → entry, unknown ones are absent."""

    def look_up(self, digests: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Find certificates (by number) by the digests their revisions carry; void ones are left out."""

    def walk(self, after: str = "") -> Iterator[CertificateEntry]:
        """Walk all certificates that were not voided, in the order of their first numbers."""

    def ending_between(self, first: date, last: date) -> tuple[str, ...]:
        """List the numbers of certificates not ended whose newest published end lies between two days."""

    def acted_since(self, event_sequence: int) -> tuple[str, ...]:
        """List the numbers of certificates that published event files behind a sequence speak of."""

    def statuses(self) -> Iterator[StatusEntry]:
        """Walk every status place ever drawn, in order."""

    def preview(self, rules: Sequence[ScopeRule]) -> Mapping[str, int]:
        """Tell, per scope, the next serial that `open_batch` would give; checks the frozen rules."""

    def open_batch(
        self, opening: BatchOpening, write_number: Callable[[NewRow, int], str]
    ) -> tuple[ReservedRow, ...]:
        """Tx1: reserve serials, numbers, revisions and status indices for all rows, durably, or nothing.

        `write_number(row, serial)` gives the canonical number. `REGISTRY_CONFLICT` (another process was
        faster): a row key reserved in an unfinished batch, given up in one, or in force for another
        certificate; an act on a certificate whose newest revision is not the one it was decided upon, or
        that stands in an unfinished batch; a paper number already known. Paper is taken in whoever holds its
        row. Revision numbers are never given twice either. A row that names a counter although its act
        gives no number, or the other way round, is a ValueError.
        """

    def batch(self, batch: str) -> BatchEntry:
        """Give one batch; `BATCH_UNKNOWN`."""

    def batches(self, *states: BatchState) -> tuple[BatchEntry, ...]:
        """List batches in order of opening, all or those in the given states."""

    def rows(self, batch: str) -> Iterator[ReservedRow]:
        """Walk a batch's rows in order of position."""

    def seal_batch(
        self,
        batch: str,
        files: Mapping[int, tuple[str, int]],
        sealed_at: datetime,
        close: Callable[[ChainHead], Closing],
    ) -> BatchEntry:
        """Tx2, under one short lock: record position → (sha256, size), sequence and predecessor.

        `files` names every position for acts that make PDFs, and none for others (ValueError).
        `close(head)` is called inside the lock with the head the batch will follow.
        """

    def publish_batch(self, batch: str, published_at: datetime) -> None:
        """Tx3: from now on the batch's revisions and acts answer look-ups."""

    def abandon_batch(self, batch: str, ground: str, abandoned_at: datetime) -> None:
        """Void an open batch's new numbers with their reason (they are never given again).

        Certificates that were to be acted upon stay as they were. Imported paper certificates have nothing to
        wait for: such a batch only goes forward (`BATCH_STATE`).
        """

    def move_counter(self, scope: str, given: int) -> None:
        """Move a counter forward past serials known to be given; never back."""

    def close(self) -> None:
        """Let go of the connection."""
