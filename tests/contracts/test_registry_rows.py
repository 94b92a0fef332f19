"""What every registry does with the rows of new certificates, and who may not have one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from jscert.certificates import Act
from jscert.errors import Code
from jscert.registry.interface import BatchState
from tests.registry_builders import (
    DAY,
    FIRST,
    NOW,
    RULE,
    SCOPE,
    SECOND,
    THIRD,
    act_batch,
    act_row,
    entry_of,
    issue_batch,
    new_row,
    open_batch,
    opening,
    refusal,
)

if TYPE_CHECKING:
    from jscert.registry.interface import (
        NewRow,
        Registry,
    )


def test_a_row_reserved_in_an_open_batch_is_a_conflict(registry: Registry) -> None:
    """Another process was faster: the second opening is refused."""
    open_batch(registry, new_row("a"))
    assert refusal(open_batch, registry, new_row("a"), batch=SECOND) is Code.REGISTRY_CONFLICT


def test_a_certificate_in_force_is_a_conflict(registry: Registry) -> None:
    """A published certificate that has not ended keeps its row."""
    issue_batch(registry, new_row("a"))
    assert refusal(open_batch, registry, new_row("a"), batch=SECOND) is Code.REGISTRY_CONFLICT


def test_the_same_row_twice_in_a_batch_is_a_conflict(registry: Registry) -> None:
    """A batch cannot hold one row twice."""
    assert refusal(open_batch, registry, new_row("a"), new_row("a")) is Code.REGISTRY_CONFLICT


def test_the_last_day_is_still_in_force(registry: Registry) -> None:
    """On its end date a certificate still keeps its row."""
    issue_batch(registry, new_row("a", valid_until=DAY))
    assert refusal(open_batch, registry, new_row("a"), batch=SECOND) is Code.REGISTRY_CONFLICT


def test_after_expiry_a_row_may_hold_a_new_certificate(registry: Registry) -> None:
    """The day after the end date the row is free, and resolves to the newer certificate."""
    issue_batch(registry, new_row("a", valid_until=DAY))
    (row,) = open_batch(registry, new_row("a"), batch=SECOND, dated_on=DAY + timedelta(days=1))
    assert registry.resolve(["key-a"])["key-a"].number == row.number


def test_a_number_is_never_given_twice_in_another_spelling(registry: Registry) -> None:
    """Two scopes that would write numbers of one key are refused."""
    other = replace(RULE, scope="safety/2026/01/b")
    rows = (new_row("a"), new_row("b", scope=other.scope))

    def spell(row: NewRow, serial: int) -> str:
        left, right = "()" if row.scope == SCOPE else "（）"
        return f"苏建安A{left}2026{right}01{serial:05d}"

    assert (
        refusal(registry.open_batch, opening(*rows, rules=(RULE, other)), spell)
        is Code.REGISTRY_CONFLICT
    )


def test_a_number_of_an_earlier_batch_is_never_given_again(registry: Registry) -> None:
    """A scope that would repeat another scope's number is refused."""
    open_batch(registry, new_row("a"))
    other = replace(RULE, scope="safety/2026/x/01")
    row = new_row("b", scope=other.scope)
    assert (
        refusal(open_batch, registry, row, batch=SECOND, rules=(other,)) is Code.REGISTRY_CONFLICT
    )


def test_a_batch_name_is_taken_once(registry: Registry) -> None:
    """Two batches cannot bear one name."""
    open_batch(registry, new_row("a"))
    assert refusal(open_batch, registry, new_row("b")) is Code.REGISTRY_CONFLICT


def test_unknown_row_keys_are_absent(registry: Registry) -> None:
    """Resolving gives what is held and nothing else."""
    issue_batch(registry, new_row("a"))
    assert set(registry.resolve(["key-a", "key-z"])) == {"key-a"}


def test_a_holding_says_where_and_what(registry: Registry) -> None:
    """A holding carries facts, batch, state and place of the row."""
    row = new_row("a")
    (reserved,) = open_batch(registry, row)
    holding = registry.resolve(["key-a"])["key-a"]
    assert (holding.number, holding.facts_digest, holding.batch, holding.batch_state) == (
        reserved.number,
        row.facts_digest,
        FIRST,
        BatchState.OPEN,
    )
    assert (holding.place, holding.valid_until, holding.ended_by) == (
        row.place,
        row.valid_until,
        None,
    )


def test_rows_come_back_as_they_were_reserved(registry: Registry) -> None:
    """What tx1 returned is what `rows` gives, in order."""
    reserved = open_batch(registry, *(new_row(who) for who in "abc"))
    assert tuple(registry.rows(FIRST)) == reserved


def test_a_certificate_without_end_stays_without_end(registry: Registry) -> None:
    """No end date is none, not a distant one."""
    open_batch(registry, new_row("a", valid_until=None))
    assert next(registry.rows(FIRST)).valid_until is None


def test_an_open_batch_has_no_place_in_the_chain(registry: Registry) -> None:
    """Until tx2 a batch follows nothing."""
    open_batch(registry, new_row("a"), ground="补录")
    entry = registry.batch(FIRST)
    assert (entry.state, entry.before, entry.closing, entry.sealed_at, entry.ground) == (
        BatchState.OPEN,
        None,
        None,
        None,
        "补录",
    )
    assert (entry.opened_at, entry.dated_on, entry.row_count, entry.trial) == (NOW, DAY, 1, True)


def test_a_row_key_given_up_in_an_open_batch_is_a_conflict(registry: Registry) -> None:
    """Were the change abandoned, two certificates would be in force under one row key."""
    (row,) = issue_batch(registry, new_row("a"))
    open_batch(registry, act_row(row.number, "b"), batch=SECOND, act=Act.CHANGE)
    assert refusal(open_batch, registry, new_row("a"), batch=THIRD) is Code.REGISTRY_CONFLICT


def test_an_abandoned_revision_does_not_hide_the_row_key_given_up(registry: Registry) -> None:
    """What an open change goes back to is the last published revision, not the last one."""
    (row,) = issue_batch(registry, new_row("a"))
    open_batch(registry, act_row(row.number, "b"), batch=SECOND, act=Act.CHANGE)
    registry.abandon_batch(SECOND, "名册有误", NOW)
    open_batch(registry, act_row(row.number, "c"), batch=THIRD, act=Act.CHANGE)
    issue = new_row("a")
    assert refusal(open_batch, registry, issue, batch="20261122-dddd") is Code.REGISTRY_CONFLICT


def test_a_row_key_given_up_for_good_is_free(registry: Registry) -> None:
    """A published change leaves the row key it had to others."""
    (row,) = issue_batch(registry, new_row("a"))
    act_batch(registry, Act.CHANGE, act_row(row.number, "b"))
    (again,) = issue_batch(registry, new_row("a"), batch=THIRD)
    assert registry.resolve(["key-a"])["key-a"].number == again.number


def test_an_ended_certificate_frees_its_row(registry: Registry) -> None:
    """After an end the row may hold a new certificate, and resolves to it."""
    (row,) = issue_batch(registry, new_row("a"))
    act_batch(registry, Act.CANCEL, act_row(row.number))
    (again,) = open_batch(registry, new_row("a"), batch=THIRD)
    assert registry.resolve(["key-a"])["key-a"].number == again.number


def test_an_ended_certificate_does_not_hide_one_dated_before_it(registry: Registry) -> None:
    """Whatever days were printed, the certificate that did not end is held."""
    (ended,) = issue_batch(registry, new_row("a"))
    act_batch(registry, Act.CANCEL, act_row(ended.number))
    (row,) = issue_batch(registry, new_row("a", issued_on=DAY - timedelta(days=9)), batch=THIRD)
    assert registry.resolve(["key-a"])["key-a"].number == row.number


def test_an_older_certificate_does_not_hide_the_one_in_force(registry: Registry) -> None:
    """Of two certificates under a row key the one issued last is held, in whatever order they came in."""
    (row,) = issue_batch(registry, new_row("a"))
    old = act_row("苏建安A(2019)0100007", based_on=0, issued_on=date(2019, 5, 6))
    act_batch(registry, Act.IMPORT_PAPER, old)
    assert registry.resolve(["key-a"])["key-a"].number == row.number


def test_a_batch_names_its_clerk(registry: Registry) -> None:
    """Who ordered a batch stands in it and in every revision it made."""
    (row,) = open_batch(registry, new_row("a"), clerk="王工")
    assert registry.batch(FIRST).clerk == "王工"
    assert entry_of(registry, row.number).revisions[0].clerk == "王工"
