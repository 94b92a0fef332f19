"""The values that pass through the registry's seam (`interface`): frozen, without behaviour.

The registry holds no personal data in the clear: `payload` is opaque (sealed by `identity`), row keys,
look-ups and facts digests are keyed. Everything a manifest or an event file says can be rebuilt from
them. Not here: what may be done with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from jscert.certificates import Act

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from jscert.certificates import Medium, Place

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
    """A row of a batch. `row_key`, `facts_digest`: hex HMACs. `payload`: sealed facts.

    `issued_on … valid_until` and `kind` are what the certificate will say. `look_ups` are the 16-byte digests
    (hex) it is found by (person, name, employer). `scope` names the counter a number is drawn from, and is
    "" wherever the act gives none (all but issue and renumber).
    An act names the certificate by its present `number` and the newest revision it was decided upon
    (`based_on`); an imported paper certificate brings its `number`. Acts without a PDF keep revision,
    dates and payload: only number, based_on, kind, row_key, ground and place count there.
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
    look_ups: tuple[str, ...] = ()
    number: str = ""
    based_on: int = 0
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOpening:
    """What tx1 makes durable. `opened_at` is aware UTC; `spool_sha256` names the photo spool.

    `ground` says why a batch is dated back (it becomes `BatchEntry.ground`); `clerk` who ordered it.
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
    clerk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedRow:
    """A numbered row of a batch; `position` counts from 0 in roster order.

    `sha256`/`size` are "" and 0 until the batch is sealed, and for acts without a PDF. `number` is the one
    printed; `former_numbers` are those the certificate had before, oldest first.
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
    look_ups: tuple[str, ...] = ()
    former_numbers: tuple[str, ...] = ()
    ground: str = ""


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
    clerk: str = ""


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
    """One revision: which PDF it is ("" for paper), what it says, and by which act it came.

    `number` is the one it carries (renumbering gives another), `at` and `clerk` when and by whom the act was
    ordered, `order` where its batch stands among all batches.
    """

    revision: int
    sha256: str
    batch: str
    batch_state: BatchState
    issued_on: date
    valid_until: date | None
    status_list: int
    status_index: int
    act: Act = Act.ISSUE
    number: str = ""
    ground: str = ""
    clerk: str = ""
    at: datetime | None = None
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ActEntry:
    """An act that made no PDF: which, on what ground, dated when, ordered when and by whom.

    `revision` is the newest one at that time, `order` the place of its batch among all batches.
    """

    act: Act
    revision: int
    ground: str
    dated_on: date
    at: datetime
    clerk: str
    batch: str
    batch_state: BatchState
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateEntry:
    """Everything the registry says about one number; `revisions` and `acts` in order, newest last.

    `number` is today's, `former_numbers` those before it. `void_reason` is "" unless the number asked for was
    reserved and never used. `ended_by` is the act that ended it, `suspended` and it count published acts
    only. `payload` was sealed with the associated data `("rows", batch, row_key)` of the newest revision
    that was not abandoned. Only what published batches did answers look-ups; the rest is listed with its
    state.
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
    former_numbers: tuple[str, ...] = ()
    acts: tuple[ActEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEntry:
    """What a status list says is made of: one drawn place and what became of its revision.

    `published` tells whether the revision ever answered look-ups, `superseded` whether a newer one does.
    """

    place: int
    published: bool
    superseded: bool
    suspended: bool
    ended_by: Act | None
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeEntry:
    """A counter: `given` is the last serial handed out (first - 1 if none)."""

    scope: str
    first: int
    last: int
    rule: str
    given: int
