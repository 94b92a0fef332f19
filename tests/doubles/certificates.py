"""What `MemoryRegistry` holds: batches of rows, and certificates as all that was done to them.

Nothing is stored that follows from the batches: number of today, newest revision, ends, suspension and
medium are found by walking a certificate's deeds each time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.certificates import ENDING_ACTS, STANDING_ACTS, Act, Medium
from jscert.registry.interface import (
    STATUS_LIST_SIZE,
    ActEntry,
    BatchEntry,
    BatchState,
    CertificateEntry,
    Holding,
    ReservedRow,
    RevisionEntry,
    StatusEntry,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

UNFINISHED = (BatchState.OPEN, BatchState.SEALED)


@dataclass
class Batch:
    """A batch with its rows; `order` counts batches from 1 as they were opened."""

    entry: BatchEntry
    order: int
    rows: list[ReservedRow] = field(default_factory=list)


@dataclass(frozen=True)
class Deed:
    """What one row of a batch did, or is to do, to a certificate."""

    batch: Batch
    position: int

    @property
    def row(self) -> ReservedRow:
        """Give the row as it stands now."""
        return self.batch.rows[self.position]

    @property
    def act(self) -> Act:
        """Give the batch's act."""
        return self.batch.entry.act

    @property
    def state(self) -> BatchState:
        """Give the batch's state."""
        return self.batch.entry.state

    def as_revision(self) -> RevisionEntry:
        """Describe a deed that made a revision."""
        entry, row = self.batch.entry, self.row
        return RevisionEntry(
            revision=row.revision,
            sha256=row.sha256,
            batch=entry.batch,
            batch_state=entry.state,
            issued_on=row.issued_on,
            valid_until=row.valid_until,
            status_list=row.status_list,
            status_index=row.status_index,
            act=entry.act,
            number=row.number,
            ground=row.ground or entry.ground,
            clerk=entry.clerk,
            at=entry.opened_at,
            order=self.batch.order,
        )

    def as_act(self) -> ActEntry:
        """Describe a deed that made none."""
        entry = self.batch.entry
        return ActEntry(
            act=entry.act,
            revision=self.row.revision,
            ground=self.row.ground,
            dated_on=entry.dated_on,
            at=entry.opened_at,
            clerk=entry.clerk,
            batch=entry.batch,
            batch_state=entry.state,
            order=self.batch.order,
        )


@dataclass
class Certificate:
    """A certificate under its first number, with its deeds in order of opening."""

    number: str
    deeds: list[Deed] = field(default_factory=list)

    @property
    def revisions(self) -> list[Deed]:
        """List the deeds that made revisions."""
        return [deed for deed in self.deeds if deed.act not in STANDING_ACTS]

    @property
    def newest(self) -> Deed:
        """Give the newest revision not abandoned, or the only one."""
        revisions = self.revisions
        kept = [deed for deed in revisions if deed.state is not BatchState.ABANDONED]
        return (kept or revisions)[-1]

    @property
    def published(self) -> list[Deed]:
        """List the published revisions."""
        return [deed for deed in self.revisions if deed.state is BatchState.PUBLISHED]

    @property
    def numbers(self) -> list[str]:
        """List the numbers it has had, oldest first, today's last."""
        numbers = [self.number]
        for deed in self.published:
            if deed.row.number != numbers[-1]:
                numbers.append(deed.row.number)
        return numbers

    @property
    def is_void(self) -> bool:
        """Tell whether its first batch was abandoned."""
        return self.deeds[0].state is BatchState.ABANDONED

    @property
    def ended_by(self) -> Act | None:
        """Give the last published act that ended it."""
        acts = list(self._published_acts(*ENDING_ACTS))
        return acts[-1] if acts else None

    @property
    def suspended(self) -> bool:
        """Tell whether the last published word is that it is suspended."""
        return [*self._published_acts(Act.SUSPEND, Act.REINSTATE)][-1:] == [Act.SUSPEND]

    @property
    def medium(self) -> Medium:
        """Tell paper that no published revision followed from all others."""
        is_paper = self.deeds[0].act is Act.IMPORT_PAPER
        followed = any(deed.act is not Act.IMPORT_PAPER for deed in self.published)
        return Medium.PAPER if is_paper and not followed else Medium.ELECTRONIC

    @property
    def unfinished(self) -> str | None:
        """Name the unfinished batch it stands in, if any."""
        return next(
            (deed.batch.entry.batch for deed in self.deeds if deed.state in UNFINISHED), None
        )

    def keeps(self, row_key: str, day: date) -> bool:
        """Tell whether another certificate must not have a row key on a day."""
        if self.is_void:
            return False
        if self.newest.state in UNFINISHED:
            borne = [deed.row.row_key for deed in (*self.published[-1:], self.newest)]
            return row_key in borne
        row = self.newest.row
        is_over = self.ended_by is not None or (row.valid_until or day) < day
        return row.row_key == row_key and not is_over

    def entry(self, void_reason: str) -> CertificateEntry:
        """Describe it, asked for by a number that is void for this reason ("" if it is not)."""
        newest = self.newest.row
        return CertificateEntry(
            number=self.numbers[-1],
            row_key=newest.row_key,
            kind=self.deeds[0].row.kind,
            medium=self.medium,
            first_issued_on=self.deeds[0].row.first_issued_on,
            suspended=self.suspended,
            ended_by=self.ended_by,
            void_reason=void_reason,
            trial=self.deeds[0].batch.entry.trial,
            payload=newest.payload,
            revisions=tuple(deed.as_revision() for deed in self.revisions),
            former_numbers=tuple(self.numbers[:-1]),
            acts=tuple(deed.as_act() for deed in self.deeds if deed.act in STANDING_ACTS),
        )

    def holding(self) -> Holding:
        """Describe it as what its row key holds."""
        entry, row = self.newest.batch.entry, self.newest.row
        return Holding(
            row_key=row.row_key,
            facts_digest=row.facts_digest,
            kind=row.kind,
            number=row.number,
            revision=row.revision,
            issued_on=row.issued_on,
            valid_until=row.valid_until,
            ended_by=self.ended_by,
            batch=entry.batch,
            batch_state=entry.state,
            place=row.place,
        )

    def statuses(self) -> Iterator[StatusEntry]:
        """Tell what became of each revision's status place."""
        answering = max((deed.row.revision for deed in self.published), default=0)
        for deed in self.revisions:
            yield StatusEntry(
                place=deed.row.status_list * STATUS_LIST_SIZE + deed.row.status_index,
                published=deed.state is BatchState.PUBLISHED,
                superseded=answering > deed.row.revision,
                suspended=self.suspended,
                ended_by=self.ended_by,
                valid_until=deed.row.valid_until,
            )

    def _published_acts(self, *wanted: Act) -> Iterator[Act]:
        for deed in self.deeds:
            if deed.act in wanted and deed.state is BatchState.PUBLISHED:
                yield deed.act
