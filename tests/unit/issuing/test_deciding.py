"""Each applicant held against what the registry holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jscert.certificates import Act, Applicant, PhotoSlip, Place, Sex
from jscert.errors import Code
from jscert.issuing.deciding import Decision, Keyed, decide, refuse_other_names
from jscert.registry.interface import BatchState, Holding

PLACE = Place(roster="名册.xlsx", sheet="A", row=4)
DAY = date(2026, 11, 22)


def row(**changes: Any) -> Keyed:
    """Make an applicant with digests."""
    usual: dict[str, Any] = {
        "kind": "safety-a",
        "name": "赵试样",
        "identity_number": "320102199003072020",
        "sex": Sex.FEMALE,
        "birth_on": date(1990, 3, 7),
        "employer": "江苏样例建设有限公司",
        "credit_code": "",
        "post_code": "",
        "post": "",
        "city_code": "01",
        "passed_on": None,
        "photo": PhotoSlip(
            offset=0, length=1, sha256="00" * 32, width_px=295, height_px=413, components=3
        ),
        "place": PLACE,
    }
    return Keyed(
        applicant=Applicant(**{**usual, **changes}), row_key="aa" * 32, facts_digest="bb" * 32
    )


def held(**changes: Any) -> dict[str, Holding]:
    """Make what the registry holds for `row()`."""
    usual: dict[str, Any] = {
        "row_key": "aa" * 32,
        "facts_digest": "bb" * 32,
        "kind": "safety-a",
        "number": "苏建安A(2023)0100001",
        "revision": 1,
        "issued_on": date(2023, 11, 22),
        "valid_until": DAY,
        "ended_by": None,
        "batch": "20231122-aa",
        "batch_state": BatchState.PUBLISHED,
        "place": PLACE,
    }
    return {"aa" * 32: Holding(**{**usual, **changes})}


def codes(decision: Decision) -> list[Code]:
    """Give the codes of a decision's rejections."""
    return [rejection.code for rejection in decision.rejections]


def test_a_person_never_seen_is_fresh() -> None:
    """Nobody holds anything: a number is to be given."""
    assert len(decide([row()], {}, DAY, again=False).fresh) == 1


def test_the_end_date_itself_is_still_in_force() -> None:
    """A certificate is valid on its last day, so nothing new is issued on it."""
    decision = decide([row()], held(), DAY, again=False)
    assert [a.number for a in decision.already] == ["苏建安A(2023)0100001"]


@pytest.mark.parametrize("ended", [{"valid_until": date(2026, 11, 21)}, {"ended_by": Act.ISSUE}])
def test_an_ended_certificate_alone_gives_no_new_one(ended: dict[str, Any]) -> None:
    """Without a later pass or `--again` the row is refused."""
    assert codes(decide([row()], held(**ended), DAY, again=False)) == [Code.HELD_AND_ENDED]


def test_again_gives_a_new_one_after_the_end() -> None:
    """`--again` allows a new certificate for one that expired."""
    decision = decide([row()], held(valid_until=date(2026, 11, 21)), DAY, again=True)
    assert len(decision.fresh) == 1


@pytest.mark.parametrize(("passed_on", "fresh"), [(date(2023, 11, 22), 0), (date(2023, 11, 23), 1)])
def test_a_later_pass_gives_a_new_one_after_the_end(passed_on: date, fresh: int) -> None:
    """Only an examination after the old issue date counts."""
    old = held(valid_until=date(2026, 11, 21))
    assert len(decide([row(passed_on=passed_on)], old, DAY, again=False).fresh) == fresh


def test_again_changes_nothing_for_one_in_force() -> None:
    """`--again` never doubles a certificate in force."""
    assert decide([row()], held(), DAY, again=True).fresh == ()


def test_other_facts_are_refused_with_the_number() -> None:
    """A certificate in force with other facts names itself, the identity number masked."""
    (rejection,) = decide([row()], held(facts_digest="cc" * 32), DAY, again=False).rejections
    assert rejection.code is Code.HELD_WITH_OTHER_FACTS
    assert rejection.facts["number"] == "苏建安A(2023)0100001"
    assert rejection.facts["shown"] == rejection.shown
    assert rejection.shown == "320102********2020"


@pytest.mark.parametrize("state", [BatchState.OPEN, BatchState.SEALED])
def test_an_unfinished_batch_is_named_once(state: BatchState) -> None:
    """Rows of an unfinished batch send it to be finished first, once for all its rows."""
    decision = decide([row(), row()], held(batch_state=state), DAY, again=False)
    assert decision.unfinished == ("20231122-aa",)


@pytest.mark.parametrize(
    ("by_name", "refused"),
    [
        ({}, True),
        ({"赵试样": ["苏建安B(2023)0100009"]}, True),
        ({"赵试样": ["322301000007"]}, False),
    ],
)
def test_who_is_certified_under_another_name_only_is_refused(
    by_name: dict[str, list[str]], *, refused: bool
) -> None:
    """One of a person's certificates must carry the name of the roster."""
    decision = decide([row()], {}, DAY, again=False)
    by_person = {"320102199003072020": ["322301000007"]}
    named = refuse_other_names(decision, by_person, by_name)
    assert (codes(named) == [Code.HELD_UNDER_OTHER_NAME]) == refused
    assert len(named.fresh) == (not refused)
