"""What may happen to a certificate when: worked cases of the state machine, one line each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from jscert.certificates import Act, Medium
from jscert.errors import Code
from jscert.families.catalogue import catalogue
from jscert.lifecycle.deciding import Allowed, Already, Case, Refused, decide
from jscert.registry.interface import ActEntry, BatchState, CertificateEntry, RevisionEntry
from jscert.registry.standing import State, state_of

if TYPE_CHECKING:
    from jscert.lifecycle.deciding import Decision

CATALOGUE = catalogue()
ISSUED = date(2026, 11, 22)
NUMBERS = {
    "safety-a": "苏建安A(2026)0100001",
    "special-operations": "苏A012026000001",
    "site-management": "322601000001",
}
ENDS = {"safety-a": date(2029, 11, 22), "special-operations": date(2028, 11, 22)}


def day(text: str) -> date:
    """Read a day."""
    return date.fromisoformat(text)


def revision(order: int, act: Act, on: date, until: date | None, ground: str = "") -> RevisionEntry:
    """Make a published revision."""
    return RevisionEntry(
        revision=order,
        sha256="0" * 64,
        batch=f"batch-{order}",
        batch_state=BatchState.PUBLISHED,
        issued_on=on,
        valid_until=until,
        status_list=0,
        status_index=order,
        act=act,
        ground=ground,
        at=datetime(2026, 11, 22, tzinfo=UTC),
        order=order,
    )


def certificate(kind: str = "safety-a", *events: tuple[Any, ...]) -> CertificateEntry:
    """Make a certificate issued on `ISSUED` and what happened to it since.

    An event is (act, day, [ground or new end]).
    """
    revisions = [revision(1, Act.ISSUE, ISSUED, ENDS.get(kind))]
    acts: list[ActEntry] = []
    suspended, ended_by = False, None
    for order, (act, on, *more) in enumerate(events, 2):
        if act in (Act.CHANGE, Act.RENEW, Act.REVIEW, Act.REISSUE, Act.RENUMBER):
            until = day(more[0]) if more else revisions[-1].valid_until
            revisions.append(revision(order, act, day(on), until))
            continue
        acts.append(
            ActEntry(
                act=act,
                revision=len(revisions),
                ground=more[0] if more else "",
                dated_on=day(on),
                at=datetime(2026, 11, 22, tzinfo=UTC),
                clerk="",
                batch=f"batch-{order}",
                batch_state=BatchState.PUBLISHED,
                order=order,
            )
        )
        suspended = act is Act.SUSPEND or (suspended and act is not Act.REINSTATE)
        ended_by = act if act not in (Act.SUSPEND, Act.REINSTATE) else ended_by
    return CertificateEntry(
        number=NUMBERS[kind],
        row_key="key",
        kind=kind,
        medium=Medium.ELECTRONIC,
        first_issued_on=ISSUED,
        suspended=suspended,
        ended_by=ended_by,
        void_reason="",
        trial=False,
        payload=b"",
        revisions=tuple(revisions),
        acts=tuple(acts),
    )


def decided(act: Act, on: str, entry: CertificateEntry, **options: Any) -> Decision:
    """Decide an act on a day."""
    kind = CATALOGUE.kind(entry.kind)
    return decide(Case(act=act, entry=entry, kind=kind, day=day(on), **options))


A, S, M = "safety-a", "special-operations", "site-management"
END_A, END_S = "2029-11-22", "2028-11-22"
SUSPENDED = (Act.SUSPEND, "2027-03-01", "违章")
CANCELLED = (Act.CANCEL, "2027-03-01", "本人申请")
ANNULLED = (Act.ANNUL, "2027-03-01", "骗取")
WITHDRAWN = (Act.WITHDRAW, "2027-03-01", "事故")
MOVED = (Act.TRANSFER_OUT, "2027-03-01", "转出")
RENEWED = (Act.RENEW, "2029-10-01", "2032-11-22")
REVIEWED = (Act.REVIEW, "2028-10-01", "2030-11-22")
CHANGED = (Act.CHANGE, "2027-03-01")

CASES: list[tuple[str, tuple[Any, ...], Act, str, Any]] = [
    # renewal of safety: window from 3 months before the end to the end itself, counted from the old end
    (A, (), Act.RENEW, "2029-08-21", Code.ACT_TOO_EARLY),
    (A, (), Act.RENEW, "2029-08-22", "2032-11-22"),
    (A, (), Act.RENEW, "2029-10-01", "2032-11-22"),
    (A, (), Act.RENEW, END_A, "2032-11-22"),
    (A, (), Act.RENEW, "2029-11-23", Code.ACT_STATE),
    (A, (SUSPENDED,), Act.RENEW, "2029-10-01", Code.ACT_STATE),
    (A, (CANCELLED,), Act.RENEW, "2029-10-01", Code.ACT_STATE),
    (A, (RENEWED,), Act.RENEW, "2029-10-02", "already"),
    (A, (RENEWED,), Act.RENEW, "2032-08-21", "already"),
    (A, (RENEWED,), Act.RENEW, "2032-08-22", "2035-11-22"),
    (A, (RENEWED, (Act.CHANGE, "2030-01-01")), Act.RENEW, "2030-01-02", Code.ACT_TOO_EARLY),
    (A, (CHANGED,), Act.RENEW, "2029-10-01", "2032-11-22"),
    (A, (), Act.REVIEW, "2029-10-01", Code.ACT_NOT_OF_KIND),
    # review of special operations
    (S, (), Act.REVIEW, "2028-08-21", Code.ACT_TOO_EARLY),
    (S, (), Act.REVIEW, "2028-08-22", "2030-11-22"),
    (S, (), Act.REVIEW, END_S, "2030-11-22"),
    (S, (), Act.REVIEW, "2028-11-23", Code.ACT_STATE),
    (S, (REVIEWED,), Act.REVIEW, "2028-10-02", "already"),
    (S, (REVIEWED,), Act.REVIEW, "2030-09-01", "2032-11-22"),
    (S, (), Act.RENEW, "2028-10-01", Code.ACT_NOT_OF_KIND),
    # site management has no end, no renewal, no suspension
    (M, (), Act.RENEW, "2029-10-01", Code.ACT_NOT_OF_KIND),
    (M, (), Act.REVIEW, "2029-10-01", Code.ACT_NOT_OF_KIND),
    (M, (), Act.SUSPEND, "2027-01-01", Code.ACT_NOT_OF_KIND),
    (M, (), Act.REINSTATE, "2027-01-01", Code.ACT_NOT_OF_KIND),
    (M, (), Act.TRANSFER_OUT, "2027-01-01", Code.ACT_NOT_OF_KIND),
    (M, (), Act.CANCEL, "2047-01-01", "none"),
    (M, (), Act.ANNUL, "2047-01-01", "none"),
    (M, (), Act.WITHDRAW, "2047-01-01", "none"),
    (M, (), Act.REISSUE, "2047-01-01", "none"),
    (M, (), Act.RENUMBER, "2047-01-01", "none"),
    # change and reissue: from valid only, the end day included
    (A, (), Act.REISSUE, "2027-01-01", END_A),
    (A, (), Act.REISSUE, END_A, END_A),
    (A, (), Act.REISSUE, "2029-11-23", Code.ACT_STATE),
    (A, (SUSPENDED,), Act.REISSUE, "2027-04-01", Code.ACT_STATE),
    (A, (CANCELLED,), Act.REISSUE, "2027-04-01", Code.ACT_STATE),
    (A, ((Act.REISSUE, "2027-03-01"),), Act.REISSUE, "2027-03-02", "already"),
    (A, ((Act.REISSUE, "2027-03-01"), CHANGED), Act.REISSUE, "2027-03-02", END_A),
    (A, (), Act.CHANGE, "2027-01-01", Code.ACT_CHANGES_NOTHING),
    (A, (CHANGED,), Act.CHANGE, "2027-03-02", "already"),
    (A, (CHANGED, (Act.REISSUE, "2027-04-01")), Act.CHANGE, "2027-04-02", Code.ACT_CHANGES_NOTHING),
    (A, (SUSPENDED,), Act.CHANGE, "2027-04-01", Code.ACT_STATE),
    (A, (ANNULLED,), Act.CHANGE, "2027-04-01", Code.ACT_STATE),
    # renumbering
    (A, (), Act.RENUMBER, "2027-01-01", END_A),
    (A, ((Act.RENUMBER, "2027-03-01"),), Act.RENUMBER, "2027-03-02", "already"),
    (A, (SUSPENDED,), Act.RENUMBER, "2027-04-01", Code.ACT_STATE),
    (A, (), Act.RENUMBER, "2029-11-23", Code.ACT_STATE),
    # suspension and its end
    (A, (), Act.SUSPEND, "2027-01-01", END_A),
    (S, (), Act.SUSPEND, "2027-01-01", END_S),
    (A, (), Act.SUSPEND, "2029-11-23", Code.ACT_STATE),
    (A, (SUSPENDED,), Act.SUSPEND, "2027-04-01", Code.ACT_STATE),
    (A, ((Act.SUSPEND, "2027-03-01"),), Act.SUSPEND, "2027-04-01", "already"),
    (A, (SUSPENDED,), Act.REINSTATE, "2027-04-01", END_A),
    (A, (SUSPENDED,), Act.REINSTATE, "2031-01-01", END_A),
    (A, (), Act.REINSTATE, "2027-04-01", Code.ACT_STATE),
    (A, (SUSPENDED, (Act.REINSTATE, "2027-05-01")), Act.REINSTATE, "2027-05-02", "already"),
    (A, (SUSPENDED, (Act.REINSTATE, "2027-05-01")), Act.SUSPEND, "2027-06-01", END_A),
    (A, (SUSPENDED, (Act.REINSTATE, "2027-05-01")), Act.RENEW, "2029-10-01", "2032-11-22"),
    (A, (SUSPENDED, CANCELLED), Act.REINSTATE, "2027-04-01", Code.ACT_STATE),
    # cancelling and withdrawing: from valid, suspended, expired
    (A, (), Act.CANCEL, "2027-01-01", END_A),
    (A, (SUSPENDED,), Act.CANCEL, "2027-04-01", END_A),
    (A, (), Act.CANCEL, "2031-01-01", END_A),
    (A, (WITHDRAWN,), Act.CANCEL, "2027-04-01", Code.ACT_STATE),
    (A, (ANNULLED,), Act.CANCEL, "2027-04-01", Code.ACT_STATE),
    (A, (CANCELLED,), Act.CANCEL, "2027-04-01", Code.ACT_STATE),
    (A, ((Act.CANCEL, "2027-03-01"),), Act.CANCEL, "2027-04-01", "already"),
    (A, (), Act.WITHDRAW, "2027-01-01", END_A),
    (A, (SUSPENDED,), Act.WITHDRAW, "2027-04-01", END_A),
    (S, (), Act.WITHDRAW, "2031-01-01", END_S),
    (A, (CANCELLED,), Act.WITHDRAW, "2027-04-01", Code.ACT_STATE),
    (A, (WITHDRAWN,), Act.WITHDRAW, "2027-04-01", Code.ACT_STATE),
    # annulling: from anything but annulled
    (A, (), Act.ANNUL, "2027-01-01", END_A),
    (A, (), Act.ANNUL, "2031-01-01", END_A),
    (A, (SUSPENDED,), Act.ANNUL, "2027-04-01", END_A),
    (A, (CANCELLED,), Act.ANNUL, "2027-04-01", END_A),
    (A, (WITHDRAWN,), Act.ANNUL, "2027-04-01", END_A),
    (A, (MOVED,), Act.ANNUL, "2027-04-01", END_A),
    (A, (ANNULLED,), Act.ANNUL, "2027-04-01", Code.ACT_STATE),
    (A, ((Act.ANNUL, "2027-03-01"),), Act.ANNUL, "2027-04-01", "already"),
    # moving to another province
    (A, (), Act.TRANSFER_OUT, "2027-01-01", END_A),
    (S, (), Act.TRANSFER_OUT, "2027-01-01", END_S),
    (A, (SUSPENDED,), Act.TRANSFER_OUT, "2027-04-01", Code.ACT_STATE),
    (A, (), Act.TRANSFER_OUT, "2029-11-23", Code.ACT_STATE),
    (A, (MOVED,), Act.TRANSFER_OUT, "2027-04-01", Code.ACT_STATE),
    # nothing is dated before what happened last
    (A, (), Act.CANCEL, "2026-11-21", Code.ACT_BEFORE_LAST),
    (A, (CHANGED,), Act.CANCEL, "2027-02-28", Code.ACT_BEFORE_LAST),
    (A, (SUSPENDED,), Act.REINSTATE, "2027-02-28", Code.ACT_BEFORE_LAST),
    (A, (CHANGED,), Act.CHANGE, "2027-02-28", Code.ACT_BEFORE_LAST),
    (A, (), Act.CANCEL, "2026-11-22", END_A),
]


@pytest.mark.parametrize(("kind", "events", "act", "on", "expected"), CASES)
def test_case(kind: str, events: tuple[Any, ...], act: Act, on: str, expected: Any) -> None:
    """An act on a day is allowed with its end, repeated, or refused with its code."""
    got = decided(act, on, certificate(kind, *events))
    if isinstance(expected, Code):
        assert isinstance(got, Refused)
        assert got.code is expected
    elif expected == "already":
        assert isinstance(got, Already)
    else:
        until = None if expected == "none" else day(expected)
        assert got == Allowed(valid_until=until)


def test_the_table_is_as_long_as_it_should_be() -> None:
    """At least 80 worked cases."""
    assert len(CASES) >= 80


def test_a_change_of_facts_is_no_repetition() -> None:
    """A second change to other facts is another change."""
    entry = certificate(A, CHANGED)
    assert decided(Act.CHANGE, "2027-03-02", entry, differs=True) == Allowed(valid_until=day(END_A))


def test_another_ground_is_another_act() -> None:
    """Cancelling again on another ground is not the last event: the state refuses it."""
    got = decided(Act.CANCEL, "2027-04-01", certificate(A, CANCELLED), ground="死亡")
    assert isinstance(got, Refused)


def test_asked_for_again_nothing_is_already_done() -> None:
    """A second loss of the paper is another reissue when asked for as such."""
    entry = certificate(A, (Act.REISSUE, "2027-03-01"))
    again = decided(Act.REISSUE, "2028-03-01", entry, again=True)
    assert again == Allowed(valid_until=day(END_A))


@pytest.mark.parametrize(
    ("born", "oldest", "expected"),
    [
        ("1966-05-20", 0, "2032-11-22"),
        ("1966-05-20", 65, "2032-05-19"),
        ("1966-05-20", 70, "2032-11-22"),
        ("1964-02-29", 67, "2032-02-28"),
        ("1964-11-23", 65, "2030-11-22"),
        ("1963-11-23", 65, Code.ACT_OVER_AGE.value),
    ],
)
def test_age_caps_a_renewal(born: str, oldest: int, expected: str) -> None:
    """The new end lies at most on the last day of the oldest age; one that gives no day is refused."""
    got = decided(Act.RENEW, "2029-10-01", certificate(A), birth_on=day(born), oldest=oldest)
    if isinstance(got, Refused):
        assert got.code.value == expected
    else:
        assert got == Allowed(valid_until=day(expected))


@pytest.mark.parametrize(
    ("events", "on", "state"),
    [
        ((), END_A, State.VALID),
        ((), "2029-11-23", State.EXPIRED),
        ((SUSPENDED,), "2027-04-01", State.SUSPENDED),
        ((SUSPENDED,), "2031-04-01", State.SUSPENDED),
        ((CANCELLED,), "2031-04-01", State.CANCELLED),
        ((MOVED,), "2027-04-01", State.CANCELLED),
        ((WITHDRAWN, (Act.ANNUL, "2027-04-01")), "2027-04-01", State.ANNULLED),
    ],
)
def test_state(events: tuple[Any, ...], on: str, state: State) -> None:
    """An end outweighs a suspension, a suspension the date."""
    assert state_of(certificate(A, *events), day(on)) is state


def test_what_is_not_published_does_not_count() -> None:
    """A revision of an unfinished batch moves no end and is no last event."""
    entry = certificate(A, RENEWED)
    pending = replace(entry.revisions[-1], batch_state=BatchState.OPEN)
    entry = replace(entry, revisions=(entry.revisions[0], pending))
    assert decided(Act.RENEW, "2029-10-02", entry) == Allowed(valid_until=day("2032-11-22"))


def test_a_window_longer_than_the_term_renews_once() -> None:
    """Until the old end is past, the same roster is a repetition, however wide the window is set."""
    kind = CATALOGUE.kind(A)
    assert kind.validity is not None
    wide = replace(kind, validity=replace(kind.validity, window_months=60))
    case = Case(act=Act.RENEW, entry=certificate(A, RENEWED), kind=wide, day=day(END_A))
    assert decide(case) == Already()
    later = replace(case, day=day("2029-11-23"))
    assert decide(later) == Allowed(valid_until=day("2035-11-22"))
