"""What the dates and the registry say, and when they say nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from jscert.errors import Code
from jscert.registry.interface import BatchState
from jscert.verifying.status import judge_dates, judge_status
from jscert.verifying.verdict import Standing, decide
from tests.verifying_builders import (
    DAY,
    NUMBER,
    Ledger,
    certificate_entry,
    evidence,
    owning_catalogue,
    revision_entry,
    statement,
)

END = date(2029, 11, 22)


@dataclass(frozen=True)
class LaterAct:
    """An act of a later version, as an entry would carry it."""

    value: str


def codes(entry: Any = None, **changes: Any) -> list[Code]:
    """Judge the usual statement against an entry (default: the agreeing one)."""
    reader = Ledger(entry or certificate_entry())
    found = judge_status(statement(**changes), evidence(registry=reader))
    return [item.code for item in found]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (END, []),
        (date(2029, 11, 23), [Code.CERTIFICATE_EXPIRED]),
        (DAY, []),
        (date(2026, 11, 21), [Code.NOT_YET_VALID]),
    ],
)
def test_both_printed_days_count(day: date, expected: list[Code]) -> None:
    """A certificate holds from its issue date to its end date, both included."""
    assert [item.code for item in judge_dates(DAY, END, day)] == expected


def test_no_end_date_never_expires() -> None:
    """Site management certificates have no end."""
    assert judge_dates(DAY, None, date(2099, 1, 1)) == ()


def test_no_registry_is_no_status() -> None:
    """Without a registry the status is not known."""
    found = judge_status(statement(), evidence(registry=None))
    assert [item.code for item in found] == [Code.STATUS_UNKNOWN]


def test_agreeing_entry_gives_status() -> None:
    """An entry that agrees in everything answers, and says as of when."""
    (item,) = judge_status(statement(), evidence())
    assert (item.code, item.facts["as_of"]) == (Code.STATUS_FROM_REGISTRY, "2026-11-22 22:05")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sha256", "cc" * 32),
        ("kind", "safety-b"),
        ("revision", 2),
        ("trial", True),
        ("issued_on", date(2026, 11, 21)),
        ("valid_until", None),
        ("status_list", 1),
        ("status_index", 8),
    ],
)
def test_any_difference_from_the_entry_is_not_genuine(field: str, value: object) -> None:
    """A document that says anything else than its registry entry is not genuine."""
    found = judge_status(statement(**{field: value}), evidence())
    assert {item.code for item in found} == {Code.REGISTRY_DISAGREES}
    assert decide(found) is Standing.NOT_GENUINE


def test_a_token_has_no_file_to_compare() -> None:
    """Without a file digest the other facts are compared all the same."""
    assert codes(sha256="") == [Code.STATUS_FROM_REGISTRY]


@pytest.mark.parametrize("state", [BatchState.OPEN, BatchState.SEALED, BatchState.ABANDONED])
def test_only_published_batches_answer(state: BatchState) -> None:
    """A revision whose batch is not published gets no answer."""
    entry = certificate_entry(revisions=(revision_entry(batch_state=state),))
    assert codes(entry) == [Code.NOT_PUBLISHED]


def test_an_older_revision_is_superseded() -> None:
    """A published newer revision supersedes."""
    newer = revision_entry(revision=2, sha256="cc" * 32)
    assert Code.CERTIFICATE_SUPERSEDED in codes(
        certificate_entry(revisions=(revision_entry(), newer))
    )


def test_an_unpublished_newer_revision_does_not_supersede() -> None:
    """What was not published yet has not happened to those who look up."""
    newer = revision_entry(revision=2, sha256="cc" * 32, batch_state=BatchState.SEALED)
    entry = certificate_entry(revisions=(revision_entry(), newer))
    assert codes(entry) == [Code.STATUS_FROM_REGISTRY]


@pytest.mark.parametrize(
    ("act", "standing"),
    [
        ("cancel", Standing.CANCELLED),
        ("transfer-out", Standing.CANCELLED),
        ("annul", Standing.ANNULLED),
        ("withdraw", Standing.WITHDRAWN),
        ("an act from the future", Standing.UNDETERMINED),
    ],
)
def test_each_ending_has_its_own_standing(act: str, standing: Standing) -> None:
    """注销, 撤销 and 吊销 stay three different answers; an unknown ending is never valid."""
    reader = Ledger(certificate_entry(ended_by=LaterAct(act)))
    found = judge_status(statement(), evidence(registry=reader))
    assert decide(found) is standing


def test_suspended() -> None:
    """A suspended certificate is told so."""
    assert Code.CERTIFICATE_SUSPENDED in codes(certificate_entry(suspended=True))


def test_unknown_number_outside_own_ranges() -> None:
    """A registry without a range of its own cannot say that a number was never given."""
    found = judge_status(statement(), evidence(registry=Ledger()))
    assert [(item.code, item.implies) for item in found] == [
        (Code.NUMBER_NOT_COVERED, Standing.UNDETERMINED)
    ]


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (1, 1, Code.NUMBER_NEVER_GIVEN),
        (2, 9, Code.NUMBER_NOT_COVERED),
    ],
)
def test_unknown_number_inside_own_range(first: int, last: int, code: Code) -> None:
    """Inside its own serial range a registry knows what it never gave."""
    has = evidence(registry=Ledger(), catalogue=owning_catalogue(first, last))
    assert [item.code for item in judge_status(statement(), has)] == [code]


@pytest.mark.parametrize(
    ("first", "standing"), [(1, Standing.NOT_GENUINE), (2, Standing.UNDETERMINED)]
)
def test_void_number(first: int, standing: Standing) -> None:
    """A void number is not genuine only where this registry alone gives numbers."""
    reader = Ledger(certificate_entry(void_reason="abandoned", revisions=()))
    has = evidence(registry=reader, catalogue=owning_catalogue(first, 9))
    found = judge_status(statement(), has)
    assert [(item.code, item.implies) for item in found] == [(Code.NUMBER_VOID, standing)]


def test_former_number_resolves() -> None:
    """A document under a former number finds its certificate and is told the new number."""
    entry = certificate_entry(number="苏建安A(2027)0100009")
    reader = Ledger(entry, former={NUMBER: entry.number})
    found = judge_status(statement(), evidence(registry=reader))
    assert found[0].code is Code.NUMBER_RENUMBERED
