"""What every registry does with numbers that change, and with paper that brings its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jscert.certificates import Act, Medium
from jscert.errors import Code
from tests.registry_builders import (
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
    opening,
    refusal,
    seal_batch,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from jscert.registry.interface import (
        Registry,
        RegistryReader,
    )


OLD, NEW, NEWER = "苏建安A(2026)0100001", "苏建安A(2026)0100002", "苏建安A(2026)0100003"
PAPER = "苏建安A(2019)0100007"


@pytest.fixture
def renumbered(registry: Registry) -> Registry:
    """Give a registry with one certificate, whose number was changed once."""
    issue_batch(registry, new_row("a"))
    act_batch(registry, Act.RENUMBER, act_row(OLD, scope=SCOPE))
    return registry


def test_a_renumbering_draws_a_number_and_keeps_the_old_one(renumbered: Registry) -> None:
    """The new revision carries the new number and knows the former one."""
    (row,) = renumbered.rows(SECOND)
    assert (row.number, row.former_numbers, row.revision) == (NEW, (OLD,), 2)


def test_rows_of_a_renumbering_come_back_as_reserved(registry: Registry) -> None:
    """What tx1 returned is what `rows` gives, former numbers included."""
    issue_batch(registry, new_row("a"))
    asked = act_row(OLD, scope=SCOPE)
    reserved = open_batch(registry, asked, batch=SECOND, act=Act.RENUMBER)
    assert tuple(registry.rows(SECOND)) == reserved


def test_rows_of_the_first_batch_keep_their_number(renumbered: Registry) -> None:
    """What was printed then is not renumbered afterwards."""
    (row,) = renumbered.rows(FIRST)
    assert (row.number, row.former_numbers) == (OLD, ())


@pytest.mark.usefixtures("renumbered")
def test_a_former_number_leads_to_today_s(ask: Callable[[], RegistryReader]) -> None:
    """Both numbers find the one certificate, in any spelling."""
    entries = [entry_of(ask(), asked) for asked in (OLD, NEW, "苏建安ａ（2026）0100001")]
    assert {(one.number, one.former_numbers) for one in entries} == {(NEW, (OLD,))}


@pytest.mark.usefixtures("renumbered")
def test_every_revision_tells_the_number_it_carries(ask: Callable[[], RegistryReader]) -> None:
    """The first revision is still printed with the old number."""
    assert [one.number for one in entry_of(ask(), NEW).revisions] == [OLD, NEW]


def test_a_new_number_counts_once_published(
    registry: Registry, ask: Callable[[], RegistryReader]
) -> None:
    """Until tx3 the certificate goes by its old number, and the new one finds it so."""
    issue_batch(registry, new_row("a"))
    open_batch(registry, act_row(OLD, scope=SCOPE), batch=SECOND, act=Act.RENUMBER)
    entry = entry_of(ask(), NEW)
    assert (entry.number, entry.former_numbers, entry.void_reason) == (OLD, (), "")


def test_a_certificate_may_be_renumbered_again(renumbered: Registry) -> None:
    """Former numbers are listed oldest first."""
    act_batch(renumbered, Act.RENUMBER, act_row(NEW, scope=SCOPE, based_on=2), batch=THIRD)
    (row,) = renumbered.rows(THIRD)
    assert (row.number, row.former_numbers) == (NEWER, (OLD, NEW))
    assert entry_of(renumbered, OLD).former_numbers == (OLD, NEW)


def test_a_change_after_a_renumbering_keeps_the_new_number(renumbered: Registry) -> None:
    """Number and former numbers go on with every later revision."""
    act_batch(renumbered, Act.CHANGE, act_row(NEW, based_on=2), batch=THIRD)
    (row,) = renumbered.rows(THIRD)
    assert (row.number, row.former_numbers, row.revision) == (NEW, (OLD,), 3)


def test_an_act_without_a_pdf_speaks_of_the_present_number(renumbered: Registry) -> None:
    """Rows of a cancellation are about the renumbered revision."""
    act_batch(renumbered, Act.CANCEL, act_row(NEW, based_on=2), batch=THIRD)
    (row,) = renumbered.rows(THIRD)
    assert (row.number, row.former_numbers, row.revision) == (NEW, (OLD,), 2)


def test_an_act_finds_its_certificate_by_a_former_number(renumbered: Registry) -> None:
    """A roster with the old number acts upon the certificate of today."""
    (row,) = act_batch(renumbered, Act.CHANGE, act_row(OLD, based_on=2), batch=THIRD)
    assert row.number == NEW


def test_old_and_new_number_in_one_act_are_a_conflict(renumbered: Registry) -> None:
    """Two numbers of one certificate are not two certificates."""
    rows = (act_row(OLD, based_on=2), act_row(NEW, "b", based_on=2))
    code = refusal(act_batch, renumbered, Act.CANCEL, *rows, batch=THIRD)
    assert code is Code.REGISTRY_CONFLICT


def test_a_holding_tells_the_new_number(renumbered: Registry) -> None:
    """Who asks by row key learns the number of today."""
    assert renumbered.resolve(["key-a"])["key-a"].number == NEW


@pytest.mark.parametrize("act", [Act.ISSUE, Act.RENUMBER])
@pytest.mark.parametrize("written", [OLD, NEW, "苏建安ａ（2026）0100001"])
def test_a_number_known_is_never_given_again(renumbered: Registry, act: Act, written: str) -> None:
    """Neither today's nor a former number is given to another certificate, in any spelling."""
    (other,) = issue_batch(renumbered, new_row("b"), batch=THIRD)
    row = new_row("c") if act is Act.ISSUE else act_row(other.number, "b", scope=SCOPE)
    asked = opening(row, batch="20261122-dddd", act=act)
    code = refusal(renumbered.open_batch, asked, lambda *_: written)
    assert code is Code.REGISTRY_CONFLICT


def test_a_renumbering_never_goes_back(renumbered: Registry) -> None:
    """Not even its own former number is given to a certificate again."""
    asked = opening(act_row(NEW, scope=SCOPE, based_on=2), batch=THIRD, act=Act.RENUMBER)
    assert refusal(renumbered.open_batch, asked, lambda *_: OLD) is Code.REGISTRY_CONFLICT


def test_a_renumbering_needs_a_counter(registry: Registry) -> None:
    """A renumbering that draws no number is a defect of the caller."""
    issue_batch(registry, new_row("a"))
    with pytest.raises(ValueError, match="number"):
        act_batch(registry, Act.RENUMBER, act_row(OLD))


@pytest.fixture
def given_up(registry: Registry) -> Registry:
    """Give a registry with one certificate whose renumbering was abandoned."""
    issue_batch(registry, new_row("a"))
    open_batch(registry, act_row(OLD, scope=SCOPE), batch=SECOND, act=Act.RENUMBER)
    registry.abandon_batch(SECOND, "名册有误", NOW)
    return registry


@pytest.mark.usefixtures("given_up")
def test_the_number_of_an_abandoned_renumbering_is_void(ask: Callable[[], RegistryReader]) -> None:
    """The number that was drawn says why it is void; the certificate's own is not."""
    reader = ask()
    assert entry_of(reader, NEW).void_reason == "名册有误"
    assert (entry_of(reader, OLD).void_reason, entry_of(reader, OLD).number) == ("", OLD)


def test_the_number_of_an_abandoned_renumbering_is_never_given_again(given_up: Registry) -> None:
    """The next renumbering goes past it, and does not count it as a former number."""
    (row,) = act_batch(given_up, Act.RENUMBER, act_row(OLD, scope=SCOPE), batch=THIRD)
    assert (row.number, row.former_numbers, row.revision) == (NEWER, (OLD,), 3)


def test_an_act_on_the_number_of_an_abandoned_renumbering_is_a_conflict(
    given_up: Registry,
) -> None:
    """Nobody holds a certificate of that number."""
    row = act_row(NEW)
    assert refusal(act_batch, given_up, Act.CANCEL, row, batch=THIRD) is Code.REGISTRY_CONFLICT


def test_rows_of_an_abandoned_renumbering_stay_as_they_were(given_up: Registry) -> None:
    """Their numbers can still be told, so that they can be named as void."""
    (row,) = given_up.rows(SECOND)
    assert (row.number, row.former_numbers) == (NEW, (OLD,))


def test_an_earlier_void_number_is_not_a_former_one(given_up: Registry) -> None:
    """A renumbering after an abandoned one reads back without the void number."""
    act_batch(given_up, Act.RENUMBER, act_row(OLD, scope=SCOPE), batch=THIRD)
    assert entry_of(given_up, NEWER).former_numbers == (OLD,)


def test_paper_keeps_the_number_it_brings(registry: Registry) -> None:
    """An imported certificate has the number of its paper, revision 1, and no file."""
    (row,) = act_batch(registry, Act.IMPORT_PAPER, act_row(PAPER, based_on=0))
    assert (row.number, row.revision, row.sha256, row.size) == (PAPER, 1, "", 0)


def test_imported_paper_is_paper(registry: Registry, ask: Callable[[], RegistryReader]) -> None:
    """A look-up tells paper, and that its first revision came by import."""
    act_batch(registry, Act.IMPORT_PAPER, act_row(PAPER, based_on=0))
    entry = entry_of(ask(), PAPER)
    assert (entry.medium, entry.revisions[0].act) == (Medium.PAPER, Act.IMPORT_PAPER)


def test_paper_becomes_electronic_with_its_first_published_revision(registry: Registry) -> None:
    """A change makes it electronic at tx3, under the same number."""
    act_batch(registry, Act.IMPORT_PAPER, act_row(PAPER, based_on=0), batch=FIRST)
    open_batch(registry, act_row(PAPER), batch=SECOND, act=Act.CHANGE)
    seal_batch(registry, SECOND)
    assert entry_of(registry, PAPER).medium is Medium.PAPER
    registry.publish_batch(SECOND, NOW)
    assert entry_of(registry, PAPER).medium is Medium.ELECTRONIC


def test_paper_stays_paper_when_it_is_suspended(registry: Registry) -> None:
    """Acts without a PDF make nothing electronic."""
    act_batch(registry, Act.IMPORT_PAPER, act_row(PAPER, based_on=0), batch=FIRST)
    act_batch(registry, Act.SUSPEND, act_row(PAPER))
    assert entry_of(registry, PAPER).medium is Medium.PAPER


@pytest.mark.parametrize("known", [OLD, NEW, "苏建安ａ（2026）0100002"])
def test_a_paper_number_known_already_is_a_conflict(renumbered: Registry, known: str) -> None:
    """Paper does not take the number of another certificate, today's or former, in any spelling."""
    row = act_row(known, "b", based_on=0)
    code = refusal(act_batch, renumbered, Act.IMPORT_PAPER, row, batch=THIRD)
    assert code is Code.REGISTRY_CONFLICT


def test_a_paper_number_twice_in_a_roster_is_a_conflict(registry: Registry) -> None:
    """Two people cannot hold one paper number."""
    rows = (act_row(PAPER, based_on=0), act_row("苏建安A（2019）0100007", "b", based_on=0))
    assert refusal(act_batch, registry, Act.IMPORT_PAPER, *rows) is Code.REGISTRY_CONFLICT


def test_a_paper_number_is_never_given(registry: Registry) -> None:
    """A serial of ours that paper bears already is refused where its counter was not moved."""
    act_batch(registry, Act.IMPORT_PAPER, act_row(OLD, "b", based_on=0), batch=FIRST)
    assert refusal(open_batch, registry, new_row("a"), batch=SECOND) is Code.REGISTRY_CONFLICT


def test_paper_is_taken_in_whoever_holds_its_row(registry: Registry) -> None:
    """Paper in somebody's hands is a fact, whatever else was issued to its holder."""
    issue_batch(registry, new_row("a"))
    (row,) = act_batch(registry, Act.IMPORT_PAPER, act_row(PAPER, based_on=0))
    assert row.number == PAPER


def test_paper_without_a_number_is_a_defect(registry: Registry) -> None:
    """No number is made up for paper."""
    with pytest.raises(ValueError, match="number"):
        act_batch(registry, Act.IMPORT_PAPER, act_row("", based_on=0))


def test_paper_in_force_keeps_its_row(registry: Registry) -> None:
    """Who holds valid paper gets no second certificate of the kind."""
    act_batch(registry, Act.IMPORT_PAPER, act_row(PAPER, based_on=0), batch=FIRST)
    assert refusal(open_batch, registry, new_row("a"), batch=SECOND) is Code.REGISTRY_CONFLICT
