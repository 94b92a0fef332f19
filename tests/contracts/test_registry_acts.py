"""What every registry does with acts on certificates there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from jscert.certificates import Act
from jscert.errors import Code
from jscert.registry.interface import BatchState
from tests.registry_builders import (
    DAY,
    FIRST,
    NOW,
    SCOPE,
    SECOND,
    THIRD,
    act_batch,
    act_row,
    entry_of,
    issue_batch,
    new_row,
    open_batch,
    refusal,
    seal_batch,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from jscert.registry.interface import (
        Registry,
        RegistryReader,
    )


REVISING = [Act.CHANGE, Act.RENEW, Act.REVIEW, Act.REISSUE]
STANDING = [Act.SUSPEND, Act.REINSTATE, Act.CANCEL, Act.ANNUL, Act.WITHDRAW, Act.TRANSFER_OUT]
LATER = date(2029, 3, 1)


@pytest.fixture
def number(registry: Registry) -> str:
    """Give the number of a published certificate of person a."""
    (row,) = issue_batch(registry, new_row("a"))
    return row.number


@pytest.mark.parametrize("act", REVISING)
def test_a_revising_act_makes_the_next_revision(registry: Registry, number: str, act: Act) -> None:
    """The number stays, the revision counts on, and the status place is a new one."""
    (row,) = act_batch(registry, act, act_row(number))
    assert (row.number, row.revision, row.status_index) == (number, 2, 1)


def test_a_revision_says_what_its_row_says(registry: Registry, number: str) -> None:
    """Dates, payload, place and ground are those of the act, not of the revision before."""
    asked = act_row(number, issued_on=LATER, first_issued_on=DAY, valid_until=None)
    (row,) = act_batch(registry, Act.RENEW, asked)
    assert (row.issued_on, row.first_issued_on, row.valid_until) == (LATER, DAY, None)
    assert (row.payload, row.place, row.ground) == (asked.payload, asked.place, asked.ground)


def test_rows_of_a_change_come_back_as_reserved(registry: Registry, number: str) -> None:
    """What tx1 of an act returned is what `rows` gives."""
    reserved = open_batch(registry, act_row(number), batch=SECOND, act=Act.CHANGE)
    assert tuple(registry.rows(SECOND)) == reserved


def test_a_reader_sees_all_revisions(
    registry: Registry, number: str, ask: Callable[[], RegistryReader]
) -> None:
    """A look-up lists every revision with act, ground and PDF, newest last."""
    (row,) = act_batch(registry, Act.CHANGE, act_row(number))
    revisions = entry_of(ask(), number).revisions
    assert [(one.revision, one.act) for one in revisions] == [(1, Act.ISSUE), (2, Act.CHANGE)]
    newest = revisions[-1]
    assert (newest.sha256, newest.ground, newest.at) == (row.sha256, "ground-a", NOW)


def test_a_reader_sees_the_facts_of_the_newest_revision(
    registry: Registry, number: str, ask: Callable[[], RegistryReader]
) -> None:
    """Payload and row key are those of the newest revision not abandoned, published or not."""
    open_batch(registry, act_row(number, "b"), batch=SECOND, act=Act.CHANGE)
    entry = entry_of(ask(), number)
    assert (entry.payload, entry.row_key) == (b"resealed-b", "key-b")


def test_a_batch_s_ground_stands_in_for_a_row_s(registry: Registry, number: str) -> None:
    """A revision without a ground of its own gives its batch's."""
    act_batch(registry, Act.CHANGE, act_row(number, ground=""), ground="补录")
    assert entry_of(registry, number).revisions[-1].ground == "补录"


def test_batches_are_counted_in_order_of_opening(registry: Registry, number: str) -> None:
    """Revisions and acts say where their batches stand among all."""
    act_batch(registry, Act.SUSPEND, act_row(number))
    act_batch(registry, Act.CHANGE, act_row(number), batch=THIRD)
    entry = entry_of(registry, number)
    assert [one.order for one in entry.revisions] == [1, 3]
    assert [one.order for one in entry.acts] == [2]


def test_an_act_finds_its_certificate_in_any_spelling(registry: Registry, number: str) -> None:
    """Full-width characters in an act's number do not matter, and are not kept."""
    (row,) = act_batch(registry, Act.CHANGE, act_row("苏建安ａ（2026） 0100001"))
    assert row.number == number


@pytest.mark.parametrize("act", STANDING)
def test_an_act_without_a_pdf_is_listed(
    registry: Registry, number: str, act: Act, ask: Callable[[], RegistryReader]
) -> None:
    """A look-up tells act, ground, day, clerk and the revision it met; revisions stay."""
    act_batch(registry, act, act_row(number), dated_on=LATER, clerk="王工")
    entry = entry_of(ask(), number)
    (done,) = entry.acts
    assert (done.act, done.revision, done.ground, done.dated_on, done.at, done.clerk) == (
        act,
        1,
        "ground-a",
        LATER,
        NOW,
        "王工",
    )
    assert (done.batch, done.batch_state, len(entry.revisions)) == (
        SECOND,
        BatchState.PUBLISHED,
        1,
    )


def test_rows_of_an_act_without_a_pdf_are_the_revisions_they_are_about(
    registry: Registry, number: str
) -> None:
    """Place and ground are the act's, everything else the revision's, and there is no file."""
    asked = act_row(number, "z", row_key="key-z", valid_until=None)
    (row,) = act_batch(registry, Act.CANCEL, asked)
    (about,) = registry.rows(FIRST)
    expected = replace(about, place=asked.place, ground=asked.ground, sha256="", size=0)
    assert row == expected


def test_rows_of_an_act_are_in_roster_order(registry: Registry) -> None:
    """An act's rows keep the order they were given in, whatever the certificates' order."""
    first, second = issue_batch(registry, new_row("a"), new_row("b"))
    act_batch(registry, Act.CANCEL, act_row(second.number, "b"), act_row(first.number))
    rows = tuple(registry.rows(SECOND))
    assert [(row.position, row.number) for row in rows] == [(0, second.number), (1, first.number)]


@pytest.mark.parametrize("act", [Act.CANCEL, Act.ANNUL, Act.WITHDRAW, Act.TRANSFER_OUT])
def test_an_end_counts_once_published(
    registry: Registry, number: str, act: Act, ask: Callable[[], RegistryReader]
) -> None:
    """What is only sealed ends nothing yet; what is published does."""
    open_batch(registry, act_row(number), batch=SECOND, act=act)
    seal_batch(registry, SECOND)
    assert entry_of(ask(), number).ended_by is None
    registry.publish_batch(SECOND, NOW)
    assert entry_of(ask(), number).ended_by is act


def test_a_later_end_takes_the_place_of_an_earlier_one(registry: Registry, number: str) -> None:
    """A cancelled certificate may still be annulled, and then is."""
    act_batch(registry, Act.CANCEL, act_row(number))
    act_batch(registry, Act.ANNUL, act_row(number), batch=THIRD)
    assert entry_of(registry, number).ended_by is Act.ANNUL


def test_a_holding_tells_its_end(registry: Registry, number: str) -> None:
    """Resolving a row key shows by which act its certificate ended."""
    act_batch(registry, Act.WITHDRAW, act_row(number))
    assert registry.resolve(["key-a"])["key-a"].ended_by is Act.WITHDRAW


def test_a_suspension_counts_once_published(registry: Registry, number: str) -> None:
    """An open suspension is listed and suspends nothing."""
    open_batch(registry, act_row(number), batch=SECOND, act=Act.SUSPEND)
    entry = entry_of(registry, number)
    assert (entry.suspended, entry.acts[0].batch_state) == (False, BatchState.OPEN)
    seal_batch(registry, SECOND)
    registry.publish_batch(SECOND, NOW)
    assert entry_of(registry, number).suspended


def test_reinstating_lifts_a_suspension(registry: Registry, number: str) -> None:
    """The last published word counts."""
    act_batch(registry, Act.SUSPEND, act_row(number))
    act_batch(registry, Act.REINSTATE, act_row(number), batch=THIRD)
    assert not entry_of(registry, number).suspended


def test_a_holding_shows_the_newest_revision(registry: Registry, number: str) -> None:
    """From tx1 on a row key resolves to the revision in the making, and its former key to nothing."""
    open_batch(registry, act_row(number, "b"), batch=SECOND, act=Act.CHANGE)
    held = registry.resolve(["key-a", "key-b"])
    assert {key: (one.number, one.revision, one.batch_state) for key, one in held.items()} == {
        "key-b": (number, 2, BatchState.OPEN)
    }


@pytest.mark.parametrize("act", [Act.CHANGE, Act.CANCEL])
@pytest.mark.parametrize("based_on", [0, 2])
def test_an_act_on_another_revision_is_a_conflict(
    registry: Registry, number: str, act: Act, based_on: int
) -> None:
    """Somebody else changed the certificate since the act was decided."""
    row = act_row(number, based_on=based_on)
    assert refusal(act_batch, registry, act, row) is Code.REGISTRY_CONFLICT


@pytest.mark.parametrize("act", [Act.CHANGE, Act.CANCEL])
@pytest.mark.parametrize("sealed", [False, True], ids=["open", "sealed"])
@pytest.mark.parametrize("other", [Act.CHANGE, Act.SUSPEND])
def test_an_act_on_a_certificate_in_an_unfinished_batch_is_a_conflict(
    registry: Registry, number: str, act: Act, other: Act, *, sealed: bool
) -> None:
    """One act after the other: the first is published or abandoned before."""
    open_batch(registry, act_row(number), batch=SECOND, act=other)
    if sealed:
        seal_batch(registry, SECOND)
    row = act_row(number, based_on=2 if other is Act.CHANGE else 1)
    assert refusal(act_batch, registry, act, row, batch=THIRD) is Code.REGISTRY_CONFLICT


def test_an_act_on_a_certificate_still_being_issued_is_a_conflict(registry: Registry) -> None:
    """What was never handed out cannot be changed."""
    (row,) = open_batch(registry, new_row("a"))
    act = act_row(row.number)
    assert refusal(act_batch, registry, Act.CHANGE, act) is Code.REGISTRY_CONFLICT


@pytest.mark.parametrize("act", [Act.CHANGE, Act.CANCEL])
@pytest.mark.parametrize("based_on", [0, 1])
def test_an_act_on_a_void_number_is_a_conflict(registry: Registry, act: Act, based_on: int) -> None:
    """A number that was never used has no revision to act upon, not even a noughth one."""
    (row,) = open_batch(registry, new_row("a"))
    registry.abandon_batch(FIRST, "x", NOW)
    asked = act_row(row.number, based_on=based_on)
    assert refusal(act_batch, registry, act, asked) is Code.REGISTRY_CONFLICT


@pytest.mark.parametrize("asked", ["", "苏建安A(2026)0199999"])
def test_an_act_on_an_unknown_number_is_a_conflict(registry: Registry, asked: str) -> None:
    """Nothing can be done to a certificate that is not there."""
    assert refusal(act_batch, registry, Act.CANCEL, act_row(asked)) is Code.REGISTRY_CONFLICT


def test_a_certificate_twice_in_an_act_is_a_conflict(registry: Registry, number: str) -> None:
    """Two rows of an act are two certificates, however their numbers are spelled."""
    rows = (act_row(number), act_row("苏建安Ａ（2026）0100001", "b"))
    assert refusal(act_batch, registry, Act.CHANGE, *rows) is Code.REGISTRY_CONFLICT


def test_an_old_and_a_new_certificate_of_one_person_end_together(registry: Registry) -> None:
    """After an end a person may hold a second certificate of the kind; one act may end both."""
    (old,) = issue_batch(registry, new_row("a"))
    later = date(2029, 11, 23)
    (new,) = issue_batch(registry, new_row("a", issued_on=later), batch=SECOND, dated_on=later)
    rows = (act_row(old.number, "a"), act_row(new.number, "a"))
    assert len(act_batch(registry, Act.ANNUL, *rows, batch=THIRD, dated_on=later)) == 2


def test_a_change_into_a_row_in_force_is_a_conflict(registry: Registry, number: str) -> None:
    """A corrected identity number must not make a second certificate of another person's kind."""
    issue_batch(registry, new_row("b"), batch=SECOND)
    row = act_row(number, "b")
    assert refusal(act_batch, registry, Act.CHANGE, row, batch=THIRD) is Code.REGISTRY_CONFLICT


def test_a_change_into_a_row_given_up_in_an_open_batch_is_a_conflict(registry: Registry) -> None:
    """Were the other change abandoned, two certificates would be in force under one row key."""
    first, second = issue_batch(registry, new_row("a"), new_row("b"))
    open_batch(registry, act_row(first.number, "c"), batch=SECOND, act=Act.CHANGE)
    row = act_row(second.number, "a")
    assert refusal(act_batch, registry, Act.CHANGE, row, batch=THIRD) is Code.REGISTRY_CONFLICT


def test_a_change_into_a_row_that_ended_goes_on(registry: Registry, number: str) -> None:
    """The row key of an ended certificate is free."""
    (other,) = issue_batch(registry, new_row("b"), batch=SECOND)
    act_batch(registry, Act.CANCEL, act_row(other.number, "b"), batch=THIRD)
    act_batch(registry, Act.CHANGE, act_row(number, "b"), batch="20261122-dddd")
    assert registry.resolve(["key-b"])["key-b"].number == number


def test_of_an_act_refused_nothing_is_kept(registry: Registry, number: str) -> None:
    """One row that conflicts leaves the others' certificates and every counter as they were."""
    before = (registry.scopes(), registry.find(number))
    rows = (act_row(number), act_row("苏建安A(2026)0199999", "b"))
    refusal(act_batch, registry, Act.CHANGE, *rows)
    assert (registry.scopes(), registry.find(number)) == before


@pytest.mark.parametrize("act", [Act.CHANGE, Act.IMPORT_PAPER])
def test_an_act_that_gives_no_number_names_no_counter(
    registry: Registry, number: str, act: Act
) -> None:
    """A counter in a row that keeps its number is a defect of the caller."""
    with pytest.raises(ValueError, match="number"):
        act_batch(registry, act, act_row(number, scope=SCOPE))


def test_an_abandoned_change_leaves_the_certificate_as_it_was(
    registry: Registry, number: str
) -> None:
    """Facts and holding are again those of the revision before, and the other is listed."""
    open_batch(registry, act_row(number, "b"), batch=SECOND, act=Act.CHANGE)
    registry.abandon_batch(SECOND, "名册有误", NOW)
    entry = entry_of(registry, number)
    assert (entry.payload, entry.row_key, entry.void_reason) == (b"sealed-a", "key-a", "")
    assert (entry.revisions[-1].batch_state, entry.revisions[-1].ground) == (
        BatchState.ABANDONED,
        "ground-b",
    )
    assert registry.resolve(["key-a", "key-b"]).keys() == {"key-a"}


def test_a_revision_number_is_never_given_twice(registry: Registry, number: str) -> None:
    """After an abandoned revision 2 comes revision 3, decided upon revision 1."""
    open_batch(registry, act_row(number), batch=SECOND, act=Act.CHANGE)
    registry.abandon_batch(SECOND, "名册有误", NOW)
    (row,) = act_batch(registry, Act.CHANGE, act_row(number), batch=THIRD)
    assert (row.revision, row.status_index) == (3, 2)


def test_an_abandoned_end_ends_nothing(registry: Registry, number: str) -> None:
    """The act is listed as abandoned, and the certificate is free for the next."""
    open_batch(registry, act_row(number), batch=SECOND, act=Act.CANCEL)
    registry.abandon_batch(SECOND, "名册有误", NOW)
    act_batch(registry, Act.SUSPEND, act_row(number), batch=THIRD)
    entry = entry_of(registry, number)
    assert (entry.ended_by, entry.suspended) == (None, True)
    assert [one.batch_state for one in entry.acts] == [BatchState.ABANDONED, BatchState.PUBLISHED]
