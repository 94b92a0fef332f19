"""May this act happen to this certificate on this day? A state machine over values; pure.

Input: what the registry knows of a certificate, its kind, the act and its day. Output: a decision. The rules
are those of the notice and its family (苏建教〔2017〕472号; the table of acts in docs/reference/acts.md):

1. The family knows the act.
2. The day is not before the certificate's last event.
3. An act equal to the last event is `Already`.
4. The state allows the act.
5. Renewals and reviews stand inside their window and move the end.

Not here: what facts change, who is on the roster, the registry's own guard against being overtaken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from jscert.certificates import Act
from jscert.errors import Code
from jscert.families.dates import last_day_of_age
from jscert.registry.interface import ActEntry
from jscert.registry.standing import (
    State,
    last_event,
    newest_revision,
    previous_end,
    state_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from jscert.families.family import Kind
    from jscert.registry.interface import CertificateEntry, RevisionEntry

_VALID = frozenset({State.VALID})
_IN_LIFE = frozenset({State.VALID, State.SUSPENDED, State.EXPIRED})
_ALLOWED_FROM: Mapping[Act, frozenset[State]] = {
    Act.CHANGE: _VALID,
    Act.REISSUE: _VALID,
    Act.RENEW: _VALID,
    Act.REVIEW: _VALID,
    Act.RENUMBER: _VALID,
    Act.TRANSFER_OUT: _VALID,
    Act.SUSPEND: _VALID,
    Act.REINSTATE: frozenset({State.SUSPENDED}),
    Act.CANCEL: _IN_LIFE,
    Act.WITHDRAW: _IN_LIFE,
    Act.ANNUL: frozenset(State) - {State.ANNULLED},
}
RENEWALS = frozenset({Act.RENEW, Act.REVIEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One act asked of one certificate on `day`.

    `differs`: the act asks for other facts than the certificate carries. `oldest` is the age limit (0: none)
    that caps renewals, with the holder's `birth_on`. `again` repeats what would be `Already`.
    """

    act: Act
    entry: CertificateEntry
    kind: Kind
    day: date
    ground: str = ""
    differs: bool = False
    again: bool = False
    birth_on: date | None = None
    oldest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """The act may happen; `valid_until` is the end printed afterwards."""

    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Already:
    """The act is the certificate's last event: nothing to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The act may not happen; `code` and `facts` say why."""

    code: Code
    facts: Mapping[str, str]


Decision: TypeAlias = Allowed | Already | Refused


def decide(case: Case) -> Decision:
    """Decide an act; the certificate's newest revision must be published."""
    newest = newest_revision(case.entry)
    if case.act.value not in case.kind.acts:  # 1
        return _refused(Code.ACT_NOT_OF_KIND, case)
    last = last_event(case.entry)
    last_on = last.dated_on if isinstance(last, ActEntry) else last.issued_on
    if case.day < last_on:  # 2
        return _refused(Code.ACT_BEFORE_LAST, case, last_on=last_on.isoformat())
    if not case.again and _is_repeated(case, last, newest):  # 3
        return Already()
    state = state_of(case.entry, case.day)
    if state not in _ALLOWED_FROM[case.act]:  # 4
        return _refused(Code.ACT_STATE, case, state=state.value)
    if case.act is Act.CHANGE and not case.differs:
        return _refused(Code.ACT_CHANGES_NOTHING, case)
    return (
        _renewed(case, newest) if case.act in RENEWALS else Allowed(valid_until=newest.valid_until)
    )


def _is_repeated(case: Case, last: RevisionEntry | ActEntry, newest: RevisionEntry) -> bool:
    """Tell whether an act says nothing but what the last event said.

    A renewal is the same one until the old end is past and the window of the new end open.
    """
    if last.act is not case.act or case.differs or last.ground != case.ground:
        return False
    if case.act not in RENEWALS or newest.valid_until is None:
        return True
    opens = case.kind.renewal_opens(newest.valid_until)
    old_end = previous_end(case.entry)
    return (opens is not None and case.day < opens) or (old_end is not None and case.day <= old_end)


def _renewed(case: Case, newest: RevisionEntry) -> Decision:
    """Move the end by one term, inside the window, at most to the last day of the oldest age."""
    end = newest.valid_until
    opens = case.kind.renewal_opens(end) if end else None
    renewed = case.kind.renewed_end(end, case.day) if end else None
    if end is None or opens is None or renewed is None:
        return _refused(Code.ACT_NOT_OF_KIND, case)
    if case.day < opens:
        return _refused(Code.ACT_TOO_EARLY, case, opens=opens.isoformat(), end=end.isoformat())
    if case.oldest and case.birth_on:
        renewed = min(renewed, last_day_of_age(case.birth_on, case.oldest))
        if renewed <= end:
            return _refused(Code.ACT_OVER_AGE, case, limit=str(case.oldest))
    return Allowed(valid_until=renewed)


def _refused(code: Code, case: Case, **facts: str) -> Refused:
    told = {"number": case.entry.number, "act": case.act.value, "kind": case.kind.name}
    return Refused(code=code, facts={**told, "day": case.day.isoformat(), **facts})
