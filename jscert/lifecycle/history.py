"""What happened to a certificate, event by event, in the order of the registry. Pure.

Input: what the registry knows of a certificate. Output: lines for people and for `--json`. Events of batches
that are not published are listed with their state: they do not count yet, or never will.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jscert.certificates import shown_instant
from jscert.messages import words
from jscert.messages.acts import ACT_WORDS

if TYPE_CHECKING:
    from datetime import date, datetime

    from jscert.certificates import Act
    from jscert.registry.interface import ActEntry, BatchState, CertificateEntry, RevisionEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act: what, when and by whom it was ordered, on what ground, and what came of it.

    `dated_on` is the act's day, `at` the instant of the order; `number`, `valid_until` and `sha256` belong to
    the revision it made (None and "" for acts that made none, `sha256` "" for paper too).
    """

    act: Act
    revision: int
    dated_on: date
    at: datetime | None
    clerk: str
    ground: str
    batch: str
    batch_state: BatchState
    number: str = ""
    valid_until: date | None = None
    sha256: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the event as it stands in `--json`."""
        return {
            "act": self.act.value,
            "revision": self.revision,
            "dated_on": self.dated_on.isoformat(),
            "at": self.at.isoformat() if self.at else None,
            "clerk": self.clerk,
            "ground": self.ground,
            "batch": self.batch,
            "batch_state": self.batch_state.value,
            "number": self.number or None,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "sha256": self.sha256 or None,
        }

    def as_row(self) -> tuple[str, ...]:
        """Give the event as a line of a table."""
        ordered = shown_instant(self.at) if self.at else ""
        state = (
            ""
            if self.batch_state.value == "published"
            else words.BATCH_STATES[self.batch_state.value]
        )
        return (
            self.dated_on.isoformat(),
            ACT_WORDS[self.act] + (f"（{state}）" if state else ""),
            str(self.revision),
            self.valid_until.isoformat() if self.valid_until else "",
            self.ground,
            self.clerk,
            ordered,
            self.sha256[:16],
        )


def history_of(entry: CertificateEntry) -> tuple[Event, ...]:
    """List a certificate's events, oldest first."""
    told = [(one.order, 0, _of_revision(one)) for one in entry.revisions]
    told += [(one.order, 1, _of_act(one)) for one in entry.acts]
    return tuple(event for _, _, event in sorted(told, key=lambda one: one[:2]))


def _of_revision(one: RevisionEntry) -> Event:
    return Event(
        act=one.act,
        revision=one.revision,
        dated_on=one.issued_on,
        at=one.at,
        clerk=one.clerk,
        ground=one.ground,
        batch=one.batch,
        batch_state=one.batch_state,
        number=one.number,
        valid_until=one.valid_until,
        sha256=one.sha256,
    )


def _of_act(one: ActEntry) -> Event:
    return Event(
        act=one.act,
        revision=one.revision,
        dated_on=one.dated_on,
        at=one.at,
        clerk=one.clerk,
        ground=one.ground,
        batch=one.batch,
        batch_state=one.batch_state,
    )
