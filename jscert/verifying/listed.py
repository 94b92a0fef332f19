"""Status without a registry: what the place on a signed status list means for a verdict.

A list speaks for one instant, and is believed longer in what it says against a certificate than in what it
says for it:

1. No source, or a word this version does not know: the status is unknown.
2. A place that was not published when the list was made is not covered: the list may be too old.
3. Ended and superseded stand whatever the list's age; nothing takes them back.
4. A list past its expiry says neither valid nor suspended: both may have changed.
5. Superseded is cleared after the printed end, so a list made after it proves nothing about days before it.
6. A list older than `status_max_age_days` still answers, with a warning.

Age and expiry are those of now, or of a later day of judgement: no list knows the days after it.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from jscert.certificates import CHINA, shown_instant
from jscert.errors import Code
from jscert.sealing.status_list import Status
from jscert.verifying.verdict import Finding, Standing, finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from jscert.verifying.bundle_status import StatusSource
    from jscert.verifying.evidence import Evidence

_ENDINGS = {
    Status.CANCELLED: Code.CERTIFICATE_CANCELLED,
    Status.ANNULLED: Code.CERTIFICATE_ANNULLED,
    Status.WITHDRAWN: Code.CERTIFICATE_WITHDRAWN,
}


def judge_listed(
    place: tuple[int, int], revision: int, valid_until: date | None, evidence: Evidence
) -> tuple[Finding, ...]:
    """Ask the status source about a revision's place ([list, index]), by rules 1-6."""
    source = evidence.status
    said = source.status(*place) if source else None
    if source is None or said is None:  # (1)
        return (finding(Code.STATUS_UNKNOWN),)
    if said is Status.UNPUBLISHED:  # (2)
        return (finding(Code.STATUS_NOT_COVERED, as_of=shown_instant(source.as_of)),)
    lapsed = _asked_at(evidence) >= source.expires_at
    return (
        *_basis(source, said, valid_until, evidence, lapsed=lapsed),
        *_told(said, revision, lapsed=lapsed),
    )


def _basis(
    source: StatusSource,
    said: Status,
    valid_until: date | None,
    evidence: Evidence,
    *,
    lapsed: bool,
) -> Iterator[Finding]:
    as_of = shown_instant(source.as_of)
    made_on = source.as_of.astimezone(CHINA).date()
    if lapsed:  # (4)
        expires_at = shown_instant(source.expires_at)
        yield finding(Code.STATUS_LAPSED, as_of=as_of, expires_at=expires_at)
        return
    may_be_cleared = said in (Status.VALID, Status.SUSPENDED)
    if may_be_cleared and valid_until is not None and evidence.day <= valid_until < made_on:  # (5)
        yield finding(Code.STATUS_AFTER_END, as_of=as_of, day=evidence.day)
    else:
        yield finding(Code.STATUS_FROM_LIST, as_of=as_of)
    age_days = (_asked_at(evidence) - source.as_of).days
    if age_days >= evidence.status_max_age_days:  # (6)
        yield finding(Code.STATUS_OLD, as_of=as_of, days=age_days)


def _asked_at(evidence: Evidence) -> datetime:
    """Give the instant that is asked about: now, or the beginning of a day to come."""
    return max(evidence.now, datetime.combine(evidence.day, time.min, CHINA))


def _told(said: Status, revision: int, *, lapsed: bool) -> Iterator[Finding]:
    if said in _ENDINGS:  # (3)
        yield finding(_ENDINGS[said])
    elif said is Status.SUPERSEDED:  # (3)
        yield finding(Code.CERTIFICATE_SUPERSEDED, revision=revision, newest=None)
    elif said is Status.SUSPENDED:  # (4)
        implies = Standing.UNDETERMINED if lapsed else None
        yield finding(Code.CERTIFICATE_SUSPENDED, implies=implies)
