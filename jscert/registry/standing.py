"""What a certificate is on a day: computed from its published events and dates, never stored. Pure.

Input: what the registry knows of a certificate. Not here: what may be done to it (acts), what a checker
answers (verdicts).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from jscert.certificates import Act
from jscert.registry.values import BatchState

if TYPE_CHECKING:
    from datetime import date

    from jscert.registry.values import ActEntry, CertificateEntry, RevisionEntry


class State(StrEnum):
    """What a certificate is on a day, as acts see it: the first that holds, from the top."""

    ANNULLED = "annulled"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    VALID = "valid"


_ENDED = {
    Act.ANNUL: State.ANNULLED,
    Act.WITHDRAW: State.WITHDRAWN,
    Act.CANCEL: State.CANCELLED,
    Act.TRANSFER_OUT: State.CANCELLED,
}


def state_of(entry: CertificateEntry, day: date) -> State:
    """Tell a certificate's state on a day, from its published events and dates."""
    if entry.ended_by is not None:
        return _ENDED[entry.ended_by]
    if entry.suspended:
        return State.SUSPENDED
    end = newest_revision(entry).valid_until
    return State.EXPIRED if end is not None and day > end else State.VALID


def newest_revision(entry: CertificateEntry) -> RevisionEntry:
    """Give the newest published revision; ValueError if none is."""
    published = [one for one in entry.revisions if one.batch_state is BatchState.PUBLISHED]
    return max(published, key=lambda one: one.revision)


def previous_end(entry: CertificateEntry) -> date | None:
    """Give the end that the published revision before the newest one had."""
    published = [one for one in entry.revisions if one.batch_state is BatchState.PUBLISHED]
    before = sorted(published, key=lambda one: one.revision)[:-1]
    return before[-1].valid_until if before else None


def last_event(entry: CertificateEntry) -> RevisionEntry | ActEntry:
    """Give the newest published event: a revision, or an act without one."""
    events: list[RevisionEntry | ActEntry] = [*entry.revisions, *entry.acts]
    published = [one for one in events if one.batch_state is BatchState.PUBLISHED]
    return max(published, key=lambda one: one.order)
