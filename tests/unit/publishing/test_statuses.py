"""What every place says, and when it stops saying it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from jscert.certificates import ENDING_ACTS, Act
from jscert.publishing.statuses import pack_statuses, status_of
from jscert.registry.interface import StatusEntry
from jscert.sealing.status_list import LIST_BYTES, LIST_SIZE, Status

END = date(2029, 11, 22)
AFTER = date(2029, 11, 23)


def place(number: int = 0, **changes: Any) -> StatusEntry:
    """Make a place whose revision is published, newest and in force."""
    usual: dict[str, Any] = {
        "place": number,
        "published": True,
        "superseded": False,
        "suspended": False,
        "ended_by": None,
        "valid_until": END,
    }
    return StatusEntry(**{**usual, **changes})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, Status.VALID),
        ({"suspended": True}, Status.SUSPENDED),
        ({"superseded": True}, Status.SUPERSEDED),
        ({"ended_by": Act.CANCEL}, Status.CANCELLED),
        ({"ended_by": Act.TRANSFER_OUT}, Status.CANCELLED),
        ({"ended_by": Act.ANNUL}, Status.ANNULLED),
        ({"ended_by": Act.WITHDRAW}, Status.WITHDRAWN),
        ({"published": False}, Status.UNPUBLISHED),
    ],
)
def test_each_state_has_its_word(change: dict[str, Any], says: Status) -> None:
    """注销, 撤销 and 吊销 stay three; moving out is 注销."""
    assert status_of(place(**change), END) is says


@pytest.mark.parametrize("act", sorted(ENDING_ACTS))
def test_an_ending_stands_on_every_revision(act: Act) -> None:
    """An older revision of an annulled certificate is annulled, not merely replaced."""
    older = place(superseded=True, suspended=True, ended_by=act)
    assert status_of(older, END) is status_of(place(ended_by=act), END)


def test_an_ending_outlives_the_printed_end() -> None:
    """It is never cleared."""
    assert status_of(place(ended_by=Act.ANNUL), AFTER) is Status.ANNULLED


@pytest.mark.parametrize(
    ("until", "day", "says"),
    [
        (END, END, Status.SUPERSEDED),
        (END, AFTER, Status.VALID),
        (None, date(2099, 1, 1), Status.SUPERSEDED),
    ],
)
def test_superseded_is_cleared_after_the_printed_end(
    until: date | None, day: date, says: Status
) -> None:
    """Not on the end date itself, and never without one."""
    assert status_of(place(superseded=True, valid_until=until), day) is says


def test_an_older_revision_is_replaced_before_it_is_suspended() -> None:
    """Its successor is the certificate."""
    assert status_of(place(superseded=True, suspended=True), END) is Status.SUPERSEDED


def test_a_place_never_published_vouches_for_nothing() -> None:
    """Whatever else is known of it: a batch under way, or given up."""
    assert status_of(place(published=False, ended_by=Act.CANCEL), END) is Status.UNPUBLISHED


def test_places_nobody_drew_say_so() -> None:
    """A list never calls a certificate valid that is newer than itself."""
    (packed,), _ = pack_statuses([place(0)], END, lambda _: None)
    assert packed == bytes([0xF0]) + b"\xff" * (LIST_BYTES - 1)


def test_lists_go_on_where_one_is_full() -> None:
    """Place n is entry n % 2**17 of list n // 2**17."""
    lists, _ = pack_statuses([place(LIST_SIZE - 1), place(LIST_SIZE)], END, lambda _: None)
    assert [lists[0][-1], lists[1][0]] == [0x0F, 0xF0]


def test_without_places_there_is_no_list() -> None:
    """Before the first batch."""
    assert pack_statuses([], END, lambda _: None) == ((), Counter())


def test_what_places_say_is_counted() -> None:
    """For whoever exports."""
    _, counts = pack_statuses([place(0), place(1), place(2, suspended=True)], END, lambda _: None)
    assert counts == {Status.VALID: 2, Status.SUSPENDED: 1}
