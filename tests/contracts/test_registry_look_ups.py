"""What every registry and the checker's reader answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from jscert.certificates import Act
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
    issue_batch,
    new_row,
    open_batch,
    seal_batch,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from jscert.registry.interface import (
        Registry,
        RegistryReader,
    )


@pytest.mark.parametrize(
    "spelling", ["苏建安A(2026)0100001", "苏建安A（2026）0100001", "苏建安ａ ( 2026 ) ０１00001"]
)
def test_a_number_is_found_in_any_spelling(
    registry: Registry, ask: Callable[[], RegistryReader], spelling: str
) -> None:
    """Full-width characters, blanks and case do not matter."""
    issue_batch(registry, new_row("a"))
    found = ask().find(spelling)
    assert found is not None
    assert found.number == "苏建安A(2026)0100001"


def test_a_published_certificate_says_everything(
    registry: Registry, ask: Callable[[], RegistryReader]
) -> None:
    """A look-up gives revision, digest, dates, status place and the sealed facts."""
    (row,) = issue_batch(registry, new_row("a"))
    found = ask().find(row.number)
    assert found is not None
    assert (found.kind, found.row_key, found.payload, found.trial, found.void_reason) == (
        "safety-a",
        "key-a",
        b"sealed-a",
        True,
        "",
    )
    (revision,) = found.revisions
    assert (revision.revision, revision.sha256, revision.batch_state) == (
        1,
        row.sha256,
        BatchState.PUBLISHED,
    )
    assert (revision.issued_on, revision.valid_until) == (DAY, date(2029, 11, 22))


def test_a_reserved_number_is_listed_with_its_state(
    registry: Registry, ask: Callable[[], RegistryReader]
) -> None:
    """Before tx3 a look-up tells that the batch is not published."""
    (row,) = open_batch(registry, new_row("a"))
    found = ask().find(row.number)
    assert found is not None
    assert [(r.batch_state, r.sha256) for r in found.revisions] == [(BatchState.OPEN, "")]


def test_an_unknown_number_is_none(registry: Registry, ask: Callable[[], RegistryReader]) -> None:
    """A number never given is not found."""
    open_batch(registry, new_row("a"))
    assert ask().find("苏建安A(2026)0100002") is None


def test_checkers_see_counters_and_head(
    registry: Registry, ask: Callable[[], RegistryReader]
) -> None:
    """The reader gives the same counters and head as the registry."""
    issue_batch(registry, new_row("a"))
    reader = ask()
    assert (reader.scopes(), reader.head()) == (registry.scopes(), registry.head())


PERSON, EMPLOYER, NOBODY = "aa" * 16, "bb" * 16, "cc" * 16


def test_many_numbers_are_found_at_once(registry: Registry) -> None:
    """Each is answered under the spelling asked for, and unknown ones are absent."""
    first, _ = issue_batch(registry, new_row("a"), new_row("b"))
    asked = (first.number, "苏建安A（2026）0100001", "苏建安A(2026)0100002", "无此编号")
    found = registry.find_all(asked)
    assert found == {number: registry.find(number) for number in asked[:3]}


def test_certificates_are_found_by_what_they_carry(registry: Registry) -> None:
    """A digest that several carry finds all of them, in order of their first numbers."""
    first, second = issue_batch(
        registry,
        new_row("a", look_ups=(PERSON, EMPLOYER)),
        new_row("b", look_ups=(EMPLOYER,)),
    )
    found = registry.look_up([EMPLOYER, PERSON, NOBODY])
    assert found == {EMPLOYER: (first.number, second.number), PERSON: (first.number,)}


def test_rows_carry_their_look_ups(registry: Registry) -> None:
    """Look-ups of a row come back in order, so that event files can be written again."""
    open_batch(registry, new_row("a", look_ups=(PERSON, EMPLOYER)))
    assert next(registry.rows(FIRST)).look_ups == (PERSON, EMPLOYER)


def test_certificates_are_found_by_what_they_carried_before(registry: Registry) -> None:
    """A former employer still finds the certificate, as does the new one."""
    (row,) = issue_batch(registry, new_row("a", look_ups=(PERSON, EMPLOYER)))
    act_batch(registry, Act.CHANGE, act_row(row.number, look_ups=(PERSON, NOBODY)))
    found = registry.look_up([PERSON, EMPLOYER, NOBODY])
    assert found == dict.fromkeys((PERSON, EMPLOYER, NOBODY), (row.number,))


def test_void_certificates_are_not_found_by_what_they_carry(registry: Registry) -> None:
    """What was never handed out is nobody's."""
    open_batch(registry, new_row("a", look_ups=(PERSON,)))
    registry.abandon_batch(FIRST, "x", NOW)
    assert registry.look_up([PERSON]) == {}


def test_look_ups_give_the_number_of_today(registry: Registry) -> None:
    """After a renumbering a digest leads to the new number."""
    (row,) = issue_batch(registry, new_row("a", look_ups=(PERSON,)))
    (new,) = act_batch(registry, Act.RENUMBER, act_row(row.number, scope=SCOPE))
    assert registry.look_up([PERSON]) == {PERSON: (new.number,)}


def test_look_ups_give_no_number_before_its_time(registry: Registry) -> None:
    """While a renumbering is open a digest leads to the number the holder has."""
    (row,) = issue_batch(registry, new_row("a", look_ups=(PERSON,)))
    open_batch(registry, act_row(row.number, scope=SCOPE), batch=SECOND, act=Act.RENUMBER)
    assert registry.look_up([PERSON]) == {PERSON: (row.number,)}


def test_a_walk_meets_every_certificate_not_void(registry: Registry) -> None:
    """Certificates come once each in the order of their first numbers, as a look-up gives them."""
    rows = issue_batch(registry, new_row("a"), new_row("b", kind="safety-b"), new_row("c"))
    act_batch(registry, Act.RENUMBER, act_row(rows[0].number, scope=SCOPE))
    open_batch(registry, new_row("d"), batch=THIRD)
    registry.abandon_batch(THIRD, "x", NOW)
    met = list(registry.walk())
    assert [one.number for one in met] == [
        "苏建安A(2026)0100004",
        "苏建安A(2026)0100003",
        "苏建安B(2026)0100002",
    ]
    assert met == [registry.find(one.number) for one in met]


def test_a_walk_may_begin_behind_a_number(registry: Registry) -> None:
    """Only first numbers behind the one given are met."""
    rows = issue_batch(registry, new_row("a"), new_row("b"), new_row("c"))
    met = [one.number for one in registry.walk(rows[0].number)]
    assert met == [rows[1].number, rows[2].number]


@pytest.mark.parametrize(
    ("first", "last", "found"), [(-1, 0, 1), (0, 1, 1), (1, 9, 0), (-9, -1, 0)]
)
def test_ends_are_found_on_both_edges(
    registry: Registry, first: int, last: int, found: int
) -> None:
    """Both days of a window belong to it."""
    issue_batch(registry, new_row("a", valid_until=DAY))
    days = (DAY + timedelta(days=first), DAY + timedelta(days=last))
    assert len(registry.ending_between(*days)) == found


def test_ends_come_in_order_of_days(registry: Registry) -> None:
    """Who ends first is listed first; who has no end is not listed."""
    rows = issue_batch(
        registry,
        new_row("a", valid_until=date(2028, 5, 6)),
        new_row("b", valid_until=date(2027, 5, 6)),
        new_row("c", valid_until=None),
    )
    ending = registry.ending_between(DAY, date(2099, 1, 1))
    assert ending == (rows[1].number, rows[0].number)


def test_the_newest_published_end_counts(registry: Registry) -> None:
    """A renewal moves the end from tx3 on."""
    (row,) = issue_batch(registry, new_row("a", valid_until=DAY))
    renewed = act_row(row.number, valid_until=date(2029, 11, 22))
    open_batch(registry, renewed, batch=SECOND, act=Act.RENEW)
    seal_batch(registry, SECOND)
    assert registry.ending_between(DAY, DAY) == (row.number,)
    registry.publish_batch(SECOND, NOW)
    assert registry.ending_between(DAY, DAY) == ()


@pytest.mark.parametrize("what", ["open", "cancelled"])
def test_only_published_certificates_not_ended_come_to_an_end(
    registry: Registry, what: str
) -> None:
    """Nobody is reminded of a certificate that is not his, or no more."""
    row = new_row("a", valid_until=DAY)
    if what == "open":
        open_batch(registry, row)
    else:
        (issued,) = issue_batch(registry, row)
        act_batch(registry, Act.CANCEL, act_row(issued.number))
    assert registry.ending_between(DAY, DAY) == ()


def test_who_was_acted_upon_since_an_event_file_is_listed(registry: Registry) -> None:
    """Files behind the sequence count, issues, changes and ends alike, each certificate once."""
    first, second = issue_batch(registry, new_row("a"), new_row("b"))
    act_batch(registry, Act.CHANGE, act_row(second.number, "b"))
    act_batch(registry, Act.CANCEL, act_row(second.number, "b", based_on=2), batch=THIRD)
    assert sorted(registry.acted_since(0)) == [first.number, second.number]
    assert registry.acted_since(1) == (second.number,)
    assert registry.acted_since(2) == (second.number,)
    assert registry.acted_since(3) == ()


def test_unpublished_acts_are_not_listed_yet(registry: Registry) -> None:
    """A sealed batch has its event file, but answers nothing before tx3."""
    open_batch(registry, new_row("a"))
    seal_batch(registry)
    assert registry.acted_since(0) == ()


def test_every_status_place_is_met_in_order(registry: Registry) -> None:
    """Published, open and abandoned revisions each have their place."""
    (row,) = issue_batch(registry, new_row("a"))
    open_batch(registry, new_row("b"), batch=SECOND)
    registry.abandon_batch(SECOND, "x", NOW)
    open_batch(registry, act_row(row.number), batch=THIRD, act=Act.CHANGE)
    met = [(one.place, one.published) for one in registry.statuses()]
    assert met == [(0, True), (1, False), (2, False)]


def test_a_published_revision_supersedes_those_before(registry: Registry) -> None:
    """An older place is superseded from tx3 of the newer on."""
    (row,) = issue_batch(registry, new_row("a"))
    open_batch(registry, act_row(row.number), batch=SECOND, act=Act.CHANGE)
    seal_batch(registry, SECOND)
    assert [one.superseded for one in registry.statuses()] == [False, False]
    registry.publish_batch(SECOND, NOW)
    assert [one.superseded for one in registry.statuses()] == [True, False]


def test_every_place_of_a_certificate_tells_what_became_of_it(registry: Registry) -> None:
    """Suspension and end stand at all its places, each with its own last day."""
    (row,) = issue_batch(registry, new_row("a", valid_until=DAY))
    act_batch(registry, Act.CHANGE, act_row(row.number, valid_until=None))
    act_batch(registry, Act.SUSPEND, act_row(row.number, based_on=2), batch=THIRD)
    act_batch(registry, Act.ANNUL, act_row(row.number, based_on=2), batch="20261122-dddd")
    told = [(one.suspended, one.ended_by, one.valid_until) for one in registry.statuses()]
    assert told == [(True, Act.ANNUL, DAY), (True, Act.ANNUL, None)]
