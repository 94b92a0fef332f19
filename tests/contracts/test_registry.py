"""What every registry does, whatever it is kept in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code, JscertError
from jscert.registry.interface import STATUS_LIST_SIZE, STATUS_SCOPE, BatchState, ScopeRule
from jscert.registry.reader import open_reader
from jscert.registry.sql import create_registry, open_registry
from tests.doubles import MemoryRegistry
from tests.registry_builders import (
    DAY,
    NOW,
    RULE,
    SCOPE,
    close,
    files_of,
    issue_batch,
    new_row,
    open_batch,
    opening,
    seal_batch,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from jscert.registry.interface import (
        ChainHead,
        Closing,
        NewRow,
        Registry,
        RegistryReader,
        ReservedRow,
    )

FIRST, SECOND = "20261122-aaaa", "20261122-bbbb"


@pytest.fixture(params=["memory", "sqlite"])
def registry(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Registry]:
    """Give an empty registry of every make."""
    made: Registry = MemoryRegistry()
    if request.param == "sqlite":
        create_registry(tmp_path / "registry.sqlite")
        made = open_registry(tmp_path / "registry.sqlite")
    yield made
    made.close()


@pytest.fixture
def ask(registry: Registry, tmp_path: Path) -> Iterator[Callable[[], RegistryReader]]:
    """Give the registry as a checker opens it: read-only where there is a file."""
    path = tmp_path / "registry.sqlite"
    readers = []

    def opened() -> RegistryReader:
        if not path.exists():
            return registry
        readers.append(open_reader(path))
        return readers[-1]

    yield opened
    for reader in readers:
        reader.close()


def refusal(call: Callable[..., object], *args: object, **kwargs: object) -> Code:
    """Give the code a call is refused with."""
    with pytest.raises(JscertError) as caught:
        call(*args, **kwargs)
    return caught.value.code


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


def test_a_batch_says_what_it_drew(registry: Registry) -> None:
    """A batch lists first and last serial per counter, status places included."""
    open_batch(registry, new_row("a"))
    open_batch(registry, new_row("b"), new_row("c"), batch=SECOND)
    assert [(d.scope, d.first, d.last) for d in registry.batch(SECOND).draws] == [
        (SCOPE, 2, 3),
        (STATUS_SCOPE, 1, 2),
    ]


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


def test_sealing_records_files_and_chain(registry: Registry) -> None:
    """Tx2 keeps each PDF's digest and the head the batch follows."""
    rows = open_batch(registry, new_row("a"), new_row("b"))
    head = registry.head()
    entry = seal_batch(registry)
    sealed = tuple(registry.rows(FIRST))
    assert {row.position: (row.sha256, row.size) for row in sealed} == files_of(rows)
    assert (entry.state, entry.before, entry.closing) == (BatchState.SEALED, head, close(head))
    assert entry == registry.batch(FIRST)


def test_the_second_batch_follows_the_first(registry: Registry) -> None:
    """Sequence and predecessor come from the batch sealed before, not from the one opened before."""
    open_batch(registry, new_row("a"))
    open_batch(registry, new_row("b"), batch=SECOND)
    seal_batch(registry, SECOND)
    entry = seal_batch(registry, FIRST)
    assert entry.before is not None
    assert (entry.before.manifest_sequence, entry.before.event_sha256) == (1, f"{1:064x}")
    assert registry.head().manifest_sequence == 2


def test_a_closing_that_fails_leaves_the_batch_open(registry: Registry) -> None:
    """An error inside the lock undoes tx2 whole."""
    rows = open_batch(registry, new_row("a"))
    head = registry.head()

    def fail(_: ChainHead) -> Closing:
        raise JscertError(Code.FOLDER_FULL, path="events")

    with pytest.raises(JscertError):
        registry.seal_batch(FIRST, files_of(rows), NOW, fail)
    assert registry.batch(FIRST).state is BatchState.OPEN
    assert (registry.head(), next(registry.rows(FIRST)).sha256) == (head, "")


def test_sealing_needs_every_file(registry: Registry) -> None:
    """A batch with a missing file is a defect of the caller."""
    open_batch(registry, new_row("a"), new_row("b"))
    with pytest.raises(ValueError, match="files"):
        registry.seal_batch(FIRST, {0: ("00", 1)}, NOW, close)


@pytest.mark.parametrize("state", ["sealed", "published", "abandoned"])
def test_only_an_open_batch_is_sealed(registry: Registry, state: str) -> None:
    """Tx2 happens once."""
    rows = _in_state(registry, state)
    call = registry.seal_batch
    assert refusal(call, FIRST, files_of(rows), NOW, close) is Code.BATCH_STATE


@pytest.mark.parametrize("state", ["open", "abandoned"])
def test_only_a_sealed_batch_is_published(registry: Registry, state: str) -> None:
    """Tx3 needs tx2."""
    _in_state(registry, state)
    assert refusal(registry.publish_batch, FIRST, NOW) is Code.BATCH_STATE


def test_publishing_again_changes_nothing(registry: Registry) -> None:
    """A repeated tx3 keeps the first instant."""
    issue_batch(registry, new_row("a"))
    registry.publish_batch(FIRST, NOW + timedelta(hours=1))
    assert registry.batch(FIRST).published_at == NOW


@pytest.mark.parametrize("state", ["sealed", "published", "abandoned"])
def test_only_an_open_batch_is_abandoned(registry: Registry, state: str) -> None:
    """What is sealed rolls forward only."""
    _in_state(registry, state)
    assert refusal(registry.abandon_batch, FIRST, "x", NOW) is Code.BATCH_STATE


def test_abandoned_numbers_are_void_with_their_reason(registry: Registry) -> None:
    """A voided number is known, with its ground, and answers as void."""
    (row,) = open_batch(registry, new_row("a"))
    registry.abandon_batch(FIRST, "名册有误", NOW)
    found = registry.find(row.number)
    assert found is not None
    assert found.void_reason == "名册有误"
    assert registry.batch(FIRST).state is BatchState.ABANDONED


def test_abandoned_numbers_are_not_given_again(registry: Registry) -> None:
    """The person of an abandoned batch gets a new number."""
    open_batch(registry, new_row("a"))
    registry.abandon_batch(FIRST, "名册有误", NOW)
    assert registry.resolve(["key-a"]) == {}
    (row,) = open_batch(registry, new_row("a"), batch=SECOND)
    assert row.number == "苏建安A(2026)0100002"


def test_abandoning_needs_a_ground(registry: Registry) -> None:
    """A number without a reason would not look void."""
    open_batch(registry, new_row("a"))
    with pytest.raises(ValueError, match="ground"):
        registry.abandon_batch(FIRST, " ", NOW)


def test_unknown_batches_are_named(registry: Registry) -> None:
    """A batch nobody opened is refused by its name."""
    assert refusal(registry.batch, "20260101-zzzz") is Code.BATCH_UNKNOWN
    assert refusal(registry.rows, "20260101-zzzz") is Code.BATCH_UNKNOWN


def test_batches_are_listed_by_state_in_order(registry: Registry) -> None:
    """Batches come in order of opening, filtered by state."""
    issue_batch(registry, new_row("a"))
    open_batch(registry, new_row("b"), batch="20261121-cccc")
    open_batch(registry, new_row("c"), batch=SECOND)
    assert [e.batch for e in registry.batches()] == [FIRST, "20261121-cccc", SECOND]
    assert [e.batch for e in registry.batches(BatchState.OPEN)] == ["20261121-cccc", SECOND]


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


def _in_state(registry: Registry, state: str) -> tuple[ReservedRow, ...]:
    rows = open_batch(registry, new_row("a"))
    if state == "abandoned":
        registry.abandon_batch(FIRST, "x", NOW)
    if state in {"sealed", "published"}:
        seal_batch(registry)
    if state == "published":
        registry.publish_batch(FIRST, NOW)
    return rows
