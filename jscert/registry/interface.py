"""The registry as its callers see it: one Protocol and the values that pass through it.

Promise: a number is handed out once, in one durable transaction, and is never handed out again.
The registry holds no personal data in the clear: `payload` is opaque (sealed by `identity`), row keys
and facts digests are keyed. Everything a manifest or an event file says can be rebuilt from what
`rows`, `batch` and `head` return, so a batch that was `sealed` always rolls forward.

Commit points (docs/explanation): tx1 `open_batch` · tx2 `seal_batch` · tx3 `publish_batch`.
Not here: files, keys, printing, Chinese text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from jscert.certificates import Act, Medium, Place

STATUS_SCOPE = "status"
"""The counter of status list places; never the scope of a certificate number."""

STATUS_LIST_SIZE = 2**17
"""Entries of one status list: place n is entry n % 2**17 of list n // 2**17."""

STATUS_PLACES = 2**31
"""Places in all (16 384 lists)."""


class BatchState(StrEnum):
    """A batch's way: open → sealed → published, or open → abandoned."""

    OPEN = "open"
    SEALED = "sealed"
    PUBLISHED = "published"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRule:
    """A counter's scope (`safety/2026/01`), the serials it may give (inclusive), the rule's spelling.

    The first reservation of a scope freezes `rule` and `first`; another rule for it later is
    `NUMBERING_FROZEN`. `last` may be moved, but never below what was given.
    """

    scope: str
    first: int
    last: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """A row to be numbered. `row_key`, `facts_digest`: hex HMACs. `payload`: sealed facts.

    `issued_on … valid_until` and `kind` are what the certificate will say.
    """

    row_key: str
    facts_digest: str
    kind: str
    scope: str
    issued_on: date
    first_issued_on: date
    valid_until: date | None
    payload: bytes
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOpening:
    """What tx1 makes durable. `opened_at` is aware UTC; `spool_sha256` names the photo spool.

    `ground` says why a batch is dated back (it becomes `BatchEntry.ground`).
    """

    batch: str
    act: Act
    opened_at: datetime
    dated_on: date
    settings_digest: str
    trial: bool
    spool_sha256: str
    rules: tuple[ScopeRule, ...]
    rows: Sequence[NewRow]
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedRow:
    """A numbered row of a batch; `position` counts from 0 in roster order.

    `sha256`/`size` are "" and 0 until the batch is sealed.
    """

    position: int
    row_key: str
    facts_digest: str
    kind: str
    number: str
    revision: int
    issued_on: date
    first_issued_on: date
    valid_until: date | None
    status_list: int
    status_index: int
    payload: bytes
    place: Place
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainHead:
    """The last manifest and the last event file (sequence 0 and "" before the first)."""

    manifest_sequence: int
    manifest_sha256: str
    event_sequence: int
    event_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What tx2 records of the files that follow it: digests (hex) of manifest payload and events."""

    manifest_sha256: str
    event_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """The serials (inclusive) a batch drew from a scope; sorted by scope wherever listed.

    The scope `STATUS_SCOPE` counts places on status lists: list * 2**17 + index.
    """

    scope: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEntry:
    """A batch as the registry knows it. `before` is the head it was sealed upon (None while open).

    `draws` is what it took from every counter, and so where it left them.
    """

    batch: str
    act: Act
    state: BatchState
    opened_at: datetime
    dated_on: date
    settings_digest: str
    trial: bool
    spool_sha256: str
    row_count: int
    sealed_at: datetime | None
    published_at: datetime | None
    before: ChainHead | None
    closing: Closing | None
    ground: str
    draws: tuple[Draw, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What the registry holds for a row key: its newest certificate that was not voided."""

    row_key: str
    facts_digest: str
    kind: str
    number: str
    revision: int
    issued_on: date
    valid_until: date | None
    ended_by: Act | None
    batch: str
    batch_state: BatchState
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionEntry:
    """One sealed revision: which PDF it is and what it says."""

    revision: int
    sha256: str
    batch: str
    batch_state: BatchState
    issued_on: date
    valid_until: date | None
    status_list: int
    status_index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateEntry:
    """Everything the registry says about one number; `revisions` in order, newest last.

    `void_reason` is "" unless the number was reserved and never used. `ended_by` is the act that
    ended it. `payload` was sealed with the associated data `("rows", batch, row_key)` of the newest
    revision. Only revisions of published batches answer look-ups; others are listed with their state.
    """

    number: str
    row_key: str
    kind: str
    medium: Medium
    first_issued_on: date
    suspended: bool
    ended_by: Act | None
    void_reason: str
    trial: bool
    payload: bytes
    revisions: tuple[RevisionEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeEntry:
    """A counter: `given` is the last serial handed out (first - 1 if none)."""

    scope: str
    first: int
    last: int
    rule: str
    given: int


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
        """Find the holdings of row keys; keys never seen (or voided) are absent."""

    def preview(self, rules: Sequence[ScopeRule]) -> Mapping[str, int]:
        """Tell, per scope, the next serial that `open_batch` would give; checks the frozen rules."""

    def open_batch(
        self, opening: BatchOpening, write_number: Callable[[NewRow, int], str]
    ) -> tuple[ReservedRow, ...]:
        """Tx1: reserve serials, numbers and status indices for all rows, durably, or nothing.

        `write_number(row, serial)` gives the canonical number. A row key already reserved in an
        open batch or in force is `REGISTRY_CONFLICT` (another process was faster).
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

        `close(head)` is called inside the lock with the head the batch will follow.
        """

    def publish_batch(self, batch: str, published_at: datetime) -> None:
        """Tx3: from now on the batch's revisions answer look-ups."""

    def abandon_batch(self, batch: str, ground: str, abandoned_at: datetime) -> None:
        """Void an open batch's numbers with their reason (they are never given again)."""

    def move_counter(self, scope: str, given: int) -> None:
        """Move a counter forward past serials known to be given; never back."""

    def close(self) -> None:
        """Let go of the connection."""
