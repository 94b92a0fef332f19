"""`interface.Registry` in dictionaries, for tests of what stands on top of a registry."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jscert.certificates import PRINTED_ACTS, STANDING_ACTS, Act
from jscert.errors import Code, JscertError
from jscert.numbering import number_key
from jscert.registry.interface import (
    STATUS_SCOPE,
    BatchEntry,
    BatchState,
    CertificateEntry,
    ChainHead,
    Closing,
    Holding,
    ReservedRow,
    ScopeEntry,
    ScopeRule,
    StatusEntry,
)
from tests.doubles.certificates import Batch, Certificate, Deed
from tests.doubles.counters import Counters, serials_of
from tests.doubles.openings import acted, opened, revised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from jscert.registry.interface import BatchOpening, Draw, NewRow


class MemoryRegistry:
    """A registry that is its list of batches; everything else is worked out from them."""

    def __init__(self) -> None:
        self._counters = Counters()
        self._batches: dict[str, Batch] = {}
        self._certificates: dict[str, Certificate] = {}
        self._numbers: dict[str, tuple[Certificate, Batch]] = {}
        self._head = ChainHead(
            manifest_sequence=0, manifest_sha256="", event_sequence=0, event_sha256=""
        )

    def find(self, number: str) -> CertificateEntry | None:
        """Look a number up in any spelling."""
        known = self._numbers.get(number_key(number))
        if known is None:
            return None
        certificate, drawn_in = known
        is_void = drawn_in.entry.state is BatchState.ABANDONED
        return certificate.entry(drawn_in.entry.ground if is_void else "")

    def find_all(self, numbers: Iterable[str]) -> Mapping[str, CertificateEntry]:
        """Look many numbers up."""
        found = {number: self.find(number) for number in numbers}
        return {number: entry for number, entry in found.items() if entry is not None}

    def look_up(self, digests: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Find certificates by what any of their revisions carries."""
        found = {digest: tuple(self._carrying(digest)) for digest in digests}
        return {digest: numbers for digest, numbers in found.items() if numbers}

    def walk(self, after: str = "") -> Iterator[CertificateEntry]:
        """Walk certificates by first number."""
        for certificate in self._standing():
            if certificate.number > after:
                yield certificate.entry("")

    def ending_between(self, first: date, last: date) -> tuple[str, ...]:
        """List numbers by the newest published end."""
        found = []
        for certificate in self._standing():
            for deed in certificate.published[-1:]:
                until = deed.row.valid_until
                if until and first <= until <= last and certificate.ended_by is None:
                    found.append((until, certificate.number, certificate.numbers[-1]))
        return tuple(number for _, _, number in sorted(found))

    def acted_since(self, event_sequence: int) -> tuple[str, ...]:
        """List the certificates that published batches behind an event file are about."""
        return tuple(
            certificate.numbers[-1]
            for certificate in self._certificates.values()
            if any(
                deed.state is BatchState.PUBLISHED
                and deed.batch.entry.before is not None
                and deed.batch.entry.before.event_sequence >= event_sequence
                for deed in certificate.deeds
            )
        )

    def statuses(self) -> Iterator[StatusEntry]:
        """Walk the status places."""
        entries = [one for held in self._certificates.values() for one in held.statuses()]
        yield from sorted(entries, key=lambda entry: entry.place)

    def scopes(self) -> tuple[ScopeEntry, ...]:
        """List the counters."""
        return self._counters.listed()

    def head(self) -> ChainHead:
        """Give the head of the chain."""
        return self._head

    def resolve(self, row_keys: Iterable[str]) -> Mapping[str, Holding]:
        """Find what each row key holds: not ended before ended, issued late before early."""
        wanted = set(row_keys)
        held = [one for one in self._standing() if one.newest.row.row_key in wanted]
        held.sort(
            key=lambda one: (
                one.ended_by is None,
                one.newest.row.issued_on,
                one.newest.batch.order,
                one.newest.position,
            )
        )
        return {one.newest.row.row_key: one.holding() for one in held}

    def preview(self, rules: Sequence[ScopeRule]) -> Mapping[str, int]:
        """Tell the next serials."""
        return {rule.scope: self._counters.draw(rule, 1)[1].first for rule in rules}

    def open_batch(
        self, opening: BatchOpening, write_number: Callable[[NewRow, int], str]
    ) -> tuple[ReservedRow, ...]:
        """Reserve everything, or nothing."""
        self._refuse_doubled(opening)
        if opening.act in (Act.ISSUE, Act.IMPORT_PAPER):
            _demand_numbering(opening)
            about: list[Certificate | None] = [None] * len(opening.rows)
        else:
            about = [self._acted_upon(row) for row in opening.rows]
            _refuse_twice(about)
        if opening.act in STANDING_ACTS:
            return self._store(opening, (), about, acted(opening.rows, about))
        _demand_numbering(opening)
        if opening.act is not Act.IMPORT_PAPER:
            self._refuse_kept(opening, about)
        drawn = self._counters.draw_for(opening, len(opening.rows))
        serials = serials_of(drawn)
        rows = []
        for position, (row, held) in enumerate(zip(opening.rows, about, strict=True)):
            number = held.numbers[-1] if held else row.number
            if row.scope:
                number = write_number(row, next(serials[row.scope]))
            rows.append(revised(position, row, number, held, next(serials[STATUS_SCOPE])))
        self._refuse_known(rows, about)
        return self._store(opening, self._counters.keep(drawn), about, rows)

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
        printed = known.rows if known.entry.act in PRINTED_ACTS else ()
        if set(files) != {row.position for row in printed}:
            raise ValueError("the files are not those of the batch's rows")
        before = self._head
        closing = close(before)
        for row in printed:
            sha256, size = files[row.position]
            known.rows[row.position] = replace(row, sha256=sha256, size=size)
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
        """Void what an open batch was to give."""
        if not ground.strip() or abandoned_at.tzinfo is None:
            raise ValueError("abandoning a batch needs a ground and an aware instant")
        known = self._demand(batch, BatchState.OPEN)
        if known.entry.act is Act.IMPORT_PAPER:
            raise JscertError(Code.BATCH_STATE, batch=batch)
        known.entry = replace(known.entry, state=BatchState.ABANDONED, ground=ground)

    def move_counter(self, scope: str, given: int) -> None:
        """Move a counter forward."""
        self._counters.move(scope, given)

    def close(self) -> None:
        """Nothing to let go of."""

    def _known(self, batch: str) -> Batch:
        if batch not in self._batches:
            raise JscertError(Code.BATCH_UNKNOWN, batch=batch)
        return self._batches[batch]

    def _demand(self, batch: str, state: BatchState) -> Batch:
        known = self._known(batch)
        if known.entry.state is not state:
            raise JscertError(Code.BATCH_STATE, batch=batch, state=known.entry.state.value)
        return known

    def _standing(self) -> Iterator[Certificate]:
        """Walk certificates that were not voided, by first number."""
        for number in sorted(self._certificates):
            if not self._certificates[number].is_void:
                yield self._certificates[number]

    def _carrying(self, digest: str) -> Iterator[str]:
        for certificate in self._standing():
            if any(digest in deed.row.look_ups for deed in certificate.revisions):
                yield certificate.numbers[-1]

    def _acted_upon(self, row: NewRow) -> Certificate:
        """Find the certificate of an act, free and as it was when the act was decided."""
        certificate, drawn_in = self._numbers.get(number_key(row.number), (None, None))
        if certificate is None or drawn_in is None or certificate.is_void:
            raise _conflict(row.number)
        if drawn_in.entry.state is BatchState.ABANDONED or certificate.unfinished:
            raise _conflict(row.number)
        if certificate.newest.row.revision != row.based_on:
            raise _conflict(row.number)
        return certificate

    def _refuse_doubled(self, opening: BatchOpening) -> None:
        keys = {row.row_key for row in opening.rows}
        doubled = len(keys) != len(opening.rows) and opening.act not in STANDING_ACTS
        if doubled or opening.batch in self._batches:
            raise _conflict(opening.batch)

    def _refuse_kept(self, opening: BatchOpening, about: Sequence[Certificate | None]) -> None:
        """Refuse row keys that certificates other than the one acted upon keep."""
        asked = {row.row_key: held for row, held in zip(opening.rows, about, strict=True)}
        for certificate in self._certificates.values():
            borne = {deed.row.row_key for deed in certificate.revisions}
            for row_key in borne & set(asked):
                is_other = certificate is not asked[row_key]
                if is_other and certificate.keeps(row_key, opening.dated_on):
                    raise _conflict(certificate.number)

    def _refuse_known(
        self, rows: Sequence[ReservedRow], about: Sequence[Certificate | None]
    ) -> None:
        """Refuse numbers that are not new where they ought to be."""
        fresh = [
            number_key(row.number)
            for row, held in zip(rows, about, strict=True)
            if held is None or held.numbers[-1] != row.number
        ]
        if len(set(fresh)) != len(fresh) or set(fresh) & set(self._numbers):
            raise _conflict("")

    def _store(
        self,
        opening: BatchOpening,
        draws: tuple[Draw, ...],
        about: Sequence[Certificate | None],
        rows: Sequence[ReservedRow],
    ) -> tuple[ReservedRow, ...]:
        batch = Batch(opened(opening, draws), len(self._batches) + 1, list(rows))
        self._batches[opening.batch] = batch
        for row, held in zip(rows, about, strict=True):
            certificate = held or Certificate(row.number)
            certificate.deeds.append(Deed(batch, row.position))
            self._certificates.setdefault(certificate.number, certificate)
            self._numbers.setdefault(number_key(row.number), (certificate, batch))
        return tuple(rows)


def _conflict(number: str) -> JscertError:
    return JscertError(Code.REGISTRY_CONFLICT, number=number, batch="")


def _refuse_twice(about: Sequence[Certificate | None]) -> None:
    if len({id(held) for held in about}) != len(about):
        raise _conflict("")


def _demand_numbering(opening: BatchOpening) -> None:
    gives = opening.act in (Act.ISSUE, Act.RENUMBER)
    brings = opening.act is not Act.ISSUE
    if any((row.scope != "") != gives or (row.number != "") != brings for row in opening.rows):
        raise ValueError("numbers are counted by acts that give them, and brought to others")
