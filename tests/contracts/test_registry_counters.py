"""What every registry does with counters: serials, status places, frozen rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code, JscertError
from jscert.registry.interface import STATUS_LIST_SIZE, STATUS_SCOPE, ScopeRule
from tests.registry_builders import (
    RULE,
    SCOPE,
    SECOND,
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


def test_serials_are_given_in_roster_order(registry: Registry) -> None:
    """Rows get serials one after another as they stand in the roster."""
    rows = open_batch(registry, new_row("a"), new_row("b"), new_row("c"))
    assert [row.number for row in rows] == [
        "苏建安A(2026)0100001",
        "苏建安A(2026)0100002",
        "苏建安A(2026)0100003",
    ]


def test_kinds_that_share_a_scope_share_its_serials(registry: Registry) -> None:
    """A and B of one city draw from one counter."""
    rows = open_batch(registry, new_row("a"), new_row("b", kind="safety-b"))
    assert [row.number for row in rows] == ["苏建安A(2026)0100001", "苏建安B(2026)0100002"]


def test_a_counter_goes_on_in_the_next_batch(registry: Registry) -> None:
    """The second batch starts where the first one stopped, published or not."""
    open_batch(registry, new_row("a"), new_row("b"))
    (row,) = open_batch(registry, new_row("c"), batch=SECOND)
    assert row.number == "苏建安A(2026)0100003"


def test_scopes_count_for_themselves(registry: Registry) -> None:
    """Another city starts at the beginning of its own range."""
    other = ScopeRule(scope="safety/2026/05", first=200, last=299, rule=RULE.rule)
    rows = open_batch(registry, new_row("a"), new_row("b", scope=other.scope), rules=(RULE, other))
    assert [row.number for row in rows] == ["苏建安A(2026)0100001", "苏建安A(2026)0500200"]


def test_every_revision_draws_a_status_place_of_its_own(registry: Registry) -> None:
    """Places on status lists run through batches without a gap."""
    rows = (
        *open_batch(registry, new_row("a"), new_row("b")),
        *open_batch(registry, new_row("c"), batch=SECOND),
    )
    assert [(row.status_list, row.status_index) for row in rows] == [(0, 0), (0, 1), (0, 2)]


def test_a_full_status_list_is_followed_by_the_next(registry: Registry) -> None:
    """After entry 2**17 - 1 comes entry 0 of the next list."""
    registry.move_counter(STATUS_SCOPE, STATUS_LIST_SIZE - 2)
    rows = open_batch(registry, new_row("a"), new_row("b"))
    assert [(row.status_list, row.status_index) for row in rows] == [
        (0, STATUS_LIST_SIZE - 1),
        (1, 0),
    ]


def test_an_exhausted_range_reserves_nothing(registry: Registry) -> None:
    """Three rows for two serials are refused whole, and the counter has not moved."""
    small = replace(RULE, last=2)
    rows = [new_row(who) for who in "abc"]
    assert refusal(open_batch, registry, *rows, rules=(small,)) is Code.SERIAL_OVERFLOW
    assert (registry.batches(), registry.scopes()) == ((), ())


def test_a_number_that_cannot_be_written_reserves_nothing(registry: Registry) -> None:
    """An error while a number is spelled leaves counters and batches untouched."""

    def refuse(row: NewRow, serial: int) -> str:
        raise JscertError(Code.SERIAL_OVERFLOW, serial=serial, kind=row.kind)

    with pytest.raises(JscertError):
        registry.open_batch(opening(), refuse)
    assert (registry.batches(), registry.scopes()) == ((), ())


def test_a_frozen_rule_refuses_another_spelling(registry: Registry) -> None:
    """A scope that gave a number keeps its rule."""
    open_batch(registry, new_row("a"))
    wider = replace(RULE, rule="苏建安{category}({year}){city}{serial:6}")
    assert (
        refusal(open_batch, registry, new_row("b"), batch=SECOND, rules=(wider,))
        is Code.NUMBERING_FROZEN
    )


def test_a_range_may_grow_at_its_end(registry: Registry) -> None:
    """A used-up range goes on once its end has been moved."""
    open_batch(registry, new_row("a"), rules=(replace(RULE, last=1),))
    (row,) = open_batch(registry, new_row("b"), batch=SECOND)
    assert row.number == "苏建安A(2026)0100002"


def test_a_range_never_ends_before_what_was_given(registry: Registry) -> None:
    """An end below the last serial given would make given numbers foreign."""
    open_batch(registry, new_row("a"), new_row("b"))
    short = replace(RULE, last=1)
    assert (
        refusal(open_batch, registry, new_row("c"), batch=SECOND, rules=(short,))
        is Code.NUMBERING_FROZEN
    )


def test_preview_tells_the_next_serial(registry: Registry) -> None:
    """Preview gives what the next batch would get, and reserves nothing."""
    open_batch(registry, new_row("a"))
    assert registry.preview((RULE,)) == {SCOPE: 2}
    assert registry.preview((RULE,)) == {SCOPE: 2}


def test_preview_refuses_a_used_up_range(registry: Registry) -> None:
    """Where no serial is left, preview says so as opening would."""
    one = replace(RULE, last=1)
    open_batch(registry, new_row("a"), rules=(one,))
    assert refusal(registry.preview, (one,)) is Code.SERIAL_OVERFLOW


def test_preview_checks_the_frozen_rule(registry: Registry) -> None:
    """A dry run meets the frozen rule too."""
    open_batch(registry, new_row("a"))
    assert refusal(registry.preview, (replace(RULE, rule="x"),)) is Code.NUMBERING_FROZEN


def test_a_batch_says_what_it_drew(registry: Registry) -> None:
    """A batch lists first and last serial per counter, status places included."""
    open_batch(registry, new_row("a"))
    open_batch(registry, new_row("b"), new_row("c"), batch=SECOND)
    assert [(d.scope, d.first, d.last) for d in registry.batch(SECOND).draws] == [
        (SCOPE, 2, 3),
        (STATUS_SCOPE, 1, 2),
    ]


def test_a_counter_moves_forward_only(registry: Registry) -> None:
    """Moving a counter back has no effect."""
    open_batch(registry, new_row("a"))
    registry.move_counter(SCOPE, 41)
    registry.move_counter(SCOPE, 7)
    assert registry.preview((RULE,)) == {SCOPE: 42}


def test_a_moved_counter_is_frozen_by_its_first_reservation(registry: Registry) -> None:
    """A counter known only by its last serial takes rule and range from the next batch."""
    registry.move_counter(SCOPE, 41)
    (row,) = open_batch(registry, new_row("a"))
    assert row.number == "苏建安A(2026)0100042"
    assert [(s.scope, s.first, s.last, s.rule) for s in registry.scopes()][:1] == [
        (
            SCOPE,
            RULE.first,
            RULE.last,
            RULE.rule,
        )
    ]


@pytest.mark.parametrize("overrides", [{"scope": ""}, {"number": "苏建安A(2026)0100001"}])
def test_a_new_certificate_draws_its_number(registry: Registry, overrides: dict[str, str]) -> None:
    """A new row without a counter, or with a number of its own, is a defect of the caller."""
    with pytest.raises(ValueError, match="number"):
        open_batch(registry, new_row("a", **overrides))
