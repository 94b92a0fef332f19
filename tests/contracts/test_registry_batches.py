"""What every registry does with a batch: seal, publish or abandon it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from jscert.certificates import Act
from jscert.errors import Code, JscertError
from jscert.registry.interface import STATUS_SCOPE, BatchState
from tests.registry_builders import (
    FIRST,
    NOW,
    SECOND,
    act_batch,
    act_row,
    close,
    files_of,
    issue_batch,
    new_row,
    open_batch,
    refusal,
    seal_batch,
)

if TYPE_CHECKING:
    from jscert.registry.interface import (
        ChainHead,
        Closing,
        Registry,
        ReservedRow,
    )


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


@pytest.mark.parametrize("act", [Act.CANCEL, Act.IMPORT_PAPER])
def test_an_act_without_pdfs_is_sealed_without_files(registry: Registry, act: Act) -> None:
    """A file where none is printed is a defect of the caller."""
    (row,) = issue_batch(registry, new_row("a"))
    number = row.number if act is Act.CANCEL else "旧证88号"
    open_batch(registry, act_row(number), batch=SECOND, act=act)
    with pytest.raises(ValueError, match="files"):
        registry.seal_batch(SECOND, {0: ("00", 1)}, NOW, close)


def test_acts_stand_in_the_chain_like_issues(registry: Registry) -> None:
    """An act without PDFs follows the head as well, and moves it."""
    (row,) = issue_batch(registry, new_row("a"))
    act_batch(registry, Act.CANCEL, act_row(row.number))
    before = registry.batch(SECOND).before
    assert before is not None
    assert (before.manifest_sequence, registry.head().event_sequence) == (1, 2)


def test_an_act_without_revisions_draws_nothing(registry: Registry) -> None:
    """Suspending takes neither serials nor status places."""
    (row,) = issue_batch(registry, new_row("a"))
    act_batch(registry, Act.SUSPEND, act_row(row.number))
    assert registry.batch(SECOND).draws == ()


def test_a_change_draws_status_places_only(registry: Registry) -> None:
    """A new revision under the same number needs a place of its own and no serial."""
    (row,) = issue_batch(registry, new_row("a"))
    act_batch(registry, Act.CHANGE, act_row(row.number))
    drawn = [(draw.scope, draw.first, draw.last) for draw in registry.batch(SECOND).draws]
    assert drawn == [(STATUS_SCOPE, 1, 1)]


def test_imported_paper_only_goes_forward(registry: Registry) -> None:
    """Paper in people's hands cannot be made void by giving the batch up."""
    open_batch(registry, act_row("旧证88号"), act=Act.IMPORT_PAPER)
    assert refusal(registry.abandon_batch, FIRST, "x", NOW) is Code.BATCH_STATE
    assert registry.batch(FIRST).state is BatchState.OPEN


def _in_state(registry: Registry, state: str) -> tuple[ReservedRow, ...]:
    rows = open_batch(registry, new_row("a"))
    if state == "abandoned":
        registry.abandon_batch(FIRST, "x", NOW)
    if state in {"sealed", "published"}:
        seal_batch(registry)
    if state == "published":
        registry.publish_batch(FIRST, NOW)
    return rows
