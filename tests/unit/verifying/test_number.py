"""Numbers alone: what a registry says of them, in any spelling, and what nobody can say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jscert.errors import Code, Exit
from jscert.registry.interface import BatchState
from jscert.verifying.number import verify_number
from jscert.verifying.verdict import Standing, Verdict
from tests.verifying_builders import (
    NUMBER,
    Ledger,
    certificate_entry,
    evidence,
    owning_catalogue,
    revision_entry,
)


def judged(text: str = NUMBER, **changes: Any) -> Verdict:
    """Verify a number with evidence of one's own."""
    return verify_number(text, text, evidence(**changes))


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        "苏建安Ａ（２０２６）０１０００１".replace("０１０００１", "０１００００１"),
        "苏建安a (2026) 0100001",
        "苏建安A〔2026〕0100001",
        "苏建安A[2026]0100001",
        "苏建安A20260100001",
    ],
)
def test_any_spelling_finds_the_certificate(text: str) -> None:
    """Full-width characters, any bracket, blanks and case lead to the same certificate."""
    answer = judged(text)
    assert (answer.standing, answer.claim.number) == (Standing.VALID, NUMBER)


def test_a_number_is_no_document() -> None:
    """A number in force says nothing about a paper that shows it: genuine stays open."""
    answer = judged()
    assert answer.genuine is None
    assert answer.finding(Code.NUMBER_ONLY)


def test_without_registry_undetermined() -> None:
    """Without a registry nothing is known of a number."""
    answer = judged(registry=None)
    assert (answer.standing, answer.exit_status) == (Standing.UNDETERMINED, Exit.UNKNOWN)
    assert answer.status_as_of is None


def test_no_number() -> None:
    """A text that is no number is not judged."""
    assert judged("苏建安A(2026)01").standing is Standing.UNDETERMINED


def test_never_given_in_own_range() -> None:
    """An invented number in the registry's own range is not genuine."""
    answer = judged(registry=Ledger(), catalogue=owning_catalogue(1, 9))
    assert (answer.standing, answer.genuine) == (Standing.NOT_GENUINE, False)


def test_not_covered() -> None:
    """An unknown number elsewhere is undetermined."""
    assert judged(registry=Ledger()).standing is Standing.UNDETERMINED


def test_newest_published_revision_answers() -> None:
    """Dates are those of the newest revision that was published."""
    revisions = (
        revision_entry(),
        revision_entry(revision=2, valid_until=date(2032, 11, 22)),
        revision_entry(revision=3, valid_until=date(2035, 11, 22), batch_state=BatchState.SEALED),
    )
    claim = judged(registry=Ledger(certificate_entry(revisions=revisions))).claim
    assert (claim.revision, claim.valid_until) == (2, date(2032, 11, 22))


def test_unpublished_says_nothing() -> None:
    """A number of an unpublished batch gets no answer and no dates."""
    entry = certificate_entry(revisions=(revision_entry(batch_state=BatchState.SEALED),))
    answer = judged(registry=Ledger(entry))
    assert (answer.standing, answer.claim.issued_on) == (Standing.UNDETERMINED, None)


def test_expired() -> None:
    """The day of judgement decides about expiry."""
    assert judged(day=date(2029, 11, 23)).standing is Standing.EXPIRED


@pytest.mark.parametrize(("allowed", "status"), [(False, Exit.NO), (True, Exit.DONE)])
def test_trial_number(*, allowed: bool, status: Exit) -> None:
    """A specimen's number stands as trial; allowing it changes the exit status only."""
    answer = judged(registry=Ledger(certificate_entry(trial=True)), allow_trial=allowed)
    assert (answer.standing, answer.exit_status) == (Standing.TRIAL, status)


def test_renumbered() -> None:
    """A former number leads to the present one and says so."""
    entry = certificate_entry(number="苏建安A(2027)0100009")
    answer = judged(registry=Ledger(entry, former={NUMBER: entry.number}))
    assert answer.claim.number == entry.number
    assert answer.finding(Code.NUMBER_RENUMBERED)
