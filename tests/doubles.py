"""Working twins behind production Protocols; the contract suites hold them to the same answers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jscert.certificates import Medium
from jscert.errors import Code, JscertError
from jscert.numbering import number_key
from jscert.registry.interface import (
    STATUS_LIST_SIZE,
    STATUS_PLACES,
    STATUS_SCOPE,
    BatchEntry,
    BatchState,
    CertificateEntry,
    ChainHead,
    Closing,
    Draw,
    Holding,
    ReservedRow,
    RevisionEntry,
    ScopeEntry,
    ScopeRule,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from jscert.certificates import Act
    from jscert.registry.interface import BatchOpening, NewRow

_STATUS = ScopeRule(
    scope=STATUS_SCOPE, first=0, last=STATUS_PLACES - 1, rule=f"lists of {STATUS_LIST_SIZE}"
)


@dataclass
class _Batch:
    entry: BatchEntry
    rows: list[ReservedRow] = field(default_factory=list)


class MemoryRegistry:
    """`interface.Registry` in dictionaries, for tests of what stands on top of a registry."""

    def __init__(self) -> None:
        self._scopes: dict[str, ScopeEntry] = {}
        self._batches: dict[str, _Batch] = {}
        self._numbers: dict[str, str] = {}
        self._void: dict[str, str] = {}
        self._ended: dict[str, Act] = {}
        self._head = ChainHead(
            manifest_sequence=0, manifest_sha256="", event_sequence=0, event_sha256=""
        )

    def find(self, number: str) -> CertificateEntry | None:
        """Look a number up in any spelling."""
        known = self._numbers.get(number_key(number))
        for batch in self._batches.values():
            for row in batch.rows:
                if row.number == known:
                    return self._certificate(batch.entry, row)
        return None

    def scopes(self) -> tuple[ScopeEntry, ...]:
        """List the counters."""
        return tuple(self._scopes[scope] for scope in sorted(self._scopes))

    def head(self) -> ChainHead:
        """Give the head of the chain."""
        return self._head

    def resolve(self, row_keys: Iterable[str]) -> Mapping[str, Holding]:
        """Find the newest holding of each row key."""
        wanted = set(row_keys)
        return {h.row_key: h for h in self._holdings() if h.row_key in wanted}

    def preview(self, rules: Sequence[ScopeRule]) -> Mapping[str, int]:
        """Tell the next serials."""
        return {rule.scope: self._drawn(rule, 1)[1].first for rule in rules}

    def open_batch(
        self, opening: BatchOpening, write_number: Callable[[NewRow, int], str]
    ) -> tuple[ReservedRow, ...]:
        """Reserve everything, or nothing."""
        self._refuse_held(opening)
        rules = {rule.scope: rule for rule in opening.rules}
        drawn = [
            self._drawn(rules[scope], sum(row.scope == scope for row in opening.rows))
            for scope in sorted({row.scope for row in opening.rows})
        ]
        if opening.rows:
            drawn.append(self._drawn(_STATUS, len(opening.rows)))
        left = {draw.scope: iter(range(draw.first, draw.last + 1)) for _, draw in drawn}
        rows = [
            _reserved(
                position,
                row,
                write_number(row, next(left[row.scope])),
                next(left[STATUS_SCOPE]),
            )
            for position, row in enumerate(opening.rows)
        ]
        self._refuse_doubles(opening, rows)
        draws = tuple(sorted((draw for _, draw in drawn), key=lambda draw: draw.scope))
        self._scopes |= {entry.scope: entry for entry, _ in drawn}
        self._numbers |= {number_key(row.number): row.number for row in rows}
        self._batches[opening.batch] = _Batch(_entry(opening, draws), rows)
        return tuple(rows)

    def batch(self, batch: str) -> BatchEntry:
        """Give one batch."""
        return self._known(batch).entry

    def batches(self, *states: BatchState) -> tuple[BatchEntry, ...]:
        """List batches in order of opening."""
        entries = [batch.entry for batch in self._batches.values()]
        return tuple(entry for entry in entries if not states or entry.state in states)

    def rows(self, batch: str) -> Iterator[ReservedRow]:
        """Walk a batch's rows."""
        return iter(tuple(self._known(batch).rows))

    def seal_batch(
        self,
        batch: str,
        files: Mapping[int, tuple[str, int]],
        sealed_at: datetime,
        close: Callable[[ChainHead], Closing],
    ) -> BatchEntry:
        """Record digests and the batch's place in the chain."""
        known = self._demand(batch, BatchState.OPEN)
        if set(files) != set(range(len(known.rows))):
            raise ValueError("the files are not those of the batch's rows")
        before = self._head
        closing = close(before)
        known.rows = [
            replace(row, sha256=files[row.position][0], size=files[row.position][1])
            for row in known.rows
        ]
        known.entry = replace(
            known.entry,
            state=BatchState.SEALED,
            sealed_at=sealed_at,
            before=before,
            closing=closing,
        )
        self._head = ChainHead(
            manifest_sequence=before.manifest_sequence + 1,
            manifest_sha256=closing.manifest_sha256,
            event_sequence=before.event_sequence + 1,
            event_sha256=closing.event_sha256,
        )
        return known.entry

    def publish_batch(self, batch: str, published_at: datetime) -> None:
        """Let look-ups answer."""
        known = self._known(batch)
        if known.entry.state is BatchState.PUBLISHED:
            return
        self._demand(batch, BatchState.SEALED)
        known.entry = replace(known.entry, state=BatchState.PUBLISHED, published_at=published_at)

    def abandon_batch(self, batch: str, ground: str, abandoned_at: datetime) -> None:
        """Void an open batch's numbers."""
        if not ground.strip() or abandoned_at.tzinfo is None:
            raise ValueError("abandoning a batch needs a ground and an aware instant")
        known = self._demand(batch, BatchState.OPEN)
        known.entry = replace(known.entry, state=BatchState.ABANDONED, ground=ground)
        self._void |= {row.number: ground for row in known.rows}

    def move_counter(self, scope: str, given: int) -> None:
        """Move a counter forward."""
        entry = self._scopes.get(scope)
        if entry is None:
            entry = ScopeEntry(scope=scope, first=0, last=given, rule="", given=given)
        self._scopes[scope] = replace(entry, given=max(entry.given, given))

    def close(self) -> None:
        """Nothing to let go of."""

    def end(self, number: str, act: Act) -> None:
        """End a certificate (for tests of what comes after an end)."""
        self._ended[number] = act

    def _known(self, batch: str) -> _Batch:
        if batch not in self._batches:
            raise JscertError(Code.BATCH_UNKNOWN, batch=batch)
        return self._batches[batch]

    def _demand(self, batch: str, state: BatchState) -> _Batch:
        known = self._known(batch)
        if known.entry.state is not state:
            raise JscertError(Code.BATCH_STATE, batch=batch, state=known.entry.state.value)
        return known

    def _holdings(self) -> Iterator[Holding]:
        for batch in self._batches.values():
            for row in batch.rows:
                if row.number not in self._void:
                    yield _holding(batch.entry, row, self._ended.get(row.number))

    def _refuse_held(self, opening: BatchOpening) -> None:
        wanted = {row.row_key for row in opening.rows}
        if len(wanted) != len(opening.rows) or opening.batch in self._batches:
            raise JscertError(Code.REGISTRY_CONFLICT, number="", batch="")
        for holding in self._holdings():
            if holding.row_key in wanted and not _is_over(holding, opening.dated_on):
                raise JscertError(
                    Code.REGISTRY_CONFLICT, number=holding.number, batch=holding.batch
                )

    def _refuse_doubles(self, opening: BatchOpening, rows: Sequence[ReservedRow]) -> None:
        keys = {number_key(row.number) for row in rows}
        if len(keys) != len(opening.rows) or keys & set(self._numbers):
            raise JscertError(Code.REGISTRY_CONFLICT, number="", batch="")

    def _drawn(self, rule: ScopeRule, count: int) -> tuple[ScopeEntry, Draw]:
        """Draw serials from a counter as it stands; nothing is stored yet."""
        entry = self._scopes.get(rule.scope)
        given = rule.first - 1
        if entry is not None:
            given = max(entry.given, given)
            frozen = (entry.rule, entry.first) != (rule.rule, rule.first) or rule.last < given
            if entry.rule and frozen:
                raise JscertError(Code.NUMBERING_FROZEN, scope=rule.scope)
        if given + count > rule.last:
            raise JscertError(Code.SERIAL_OVERFLOW, scope=rule.scope, last=rule.last)
        counter = ScopeEntry(
            scope=rule.scope,
            first=rule.first,
            last=rule.last,
            rule=rule.rule,
            given=given + count,
        )
        return counter, Draw(scope=rule.scope, first=given + 1, last=given + count)

    def _certificate(self, entry: BatchEntry, row: ReservedRow) -> CertificateEntry:
        return CertificateEntry(
            number=row.number,
            row_key=row.row_key,
            kind=row.kind,
            medium=Medium.ELECTRONIC,
            first_issued_on=row.first_issued_on,
            suspended=False,
            ended_by=self._ended.get(row.number),
            void_reason=self._void.get(row.number, ""),
            trial=entry.trial,
            payload=row.payload,
            revisions=(
                RevisionEntry(
                    revision=row.revision,
                    sha256=row.sha256,
                    batch=entry.batch,
                    batch_state=entry.state,
                    issued_on=row.issued_on,
                    valid_until=row.valid_until,
                    status_list=row.status_list,
                    status_index=row.status_index,
                ),
            ),
        )


def _is_over(holding: Holding, day: date) -> bool:
    if holding.batch_state is not BatchState.PUBLISHED:
        return False
    expired = holding.valid_until is not None and holding.valid_until < day
    return expired or holding.ended_by is not None


def _entry(opening: BatchOpening, draws: tuple[Draw, ...]) -> BatchEntry:
    return BatchEntry(
        batch=opening.batch,
        act=opening.act,
        state=BatchState.OPEN,
        opened_at=opening.opened_at,
        dated_on=opening.dated_on,
        settings_digest=opening.settings_digest,
        trial=opening.trial,
        spool_sha256=opening.spool_sha256,
        row_count=len(opening.rows),
        sealed_at=None,
        published_at=None,
        before=None,
        closing=None,
        ground=opening.ground,
        draws=draws,
    )


def _reserved(position: int, row: NewRow, number: str, place: int) -> ReservedRow:
    return ReservedRow(
        position=position,
        row_key=row.row_key,
        facts_digest=row.facts_digest,
        kind=row.kind,
        number=number,
        revision=1,
        issued_on=row.issued_on,
        first_issued_on=row.first_issued_on,
        valid_until=row.valid_until,
        status_list=place // STATUS_LIST_SIZE,
        status_index=place % STATUS_LIST_SIZE,
        payload=row.payload,
        place=row.place,
        sha256="",
        size=0,
    )


def _holding(entry: BatchEntry, row: ReservedRow, ended_by: Act | None) -> Holding:
    return Holding(
        row_key=row.row_key,
        facts_digest=row.facts_digest,
        kind=row.kind,
        number=row.number,
        revision=row.revision,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        ended_by=ended_by,
        batch=entry.batch,
        batch_state=entry.state,
        place=row.place,
    )
