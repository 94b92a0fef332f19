"""Standings, weights and exit statuses follow from findings, and never flatter."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jscert.certificates import Medium
from jscert.errors import Code, Exit
from jscert.messages import table
from jscert.verifying import verdict as module
from jscert.verifying.verdict import (
    Claim,
    SignerShown,
    Standing,
    Subject,
    Verdict,
    Weight,
    decide,
    finding,
    report_json,
    verdict_json,
    worst,
)
from tests.verifying_builders import DAY, NOW, NUMBER

CODES = sorted(module._MEANINGS)
PROVEN = finding(Code.STATUS_FROM_REGISTRY)


def verdict(*codes: Code, **changes: object) -> Verdict:
    """Make a verdict of an intact PDF with these findings."""
    usual = {
        "target": "a.pdf",
        "subject": Subject.PDF,
        "intact": True,
        "judged_on": DAY,
        "findings": tuple(finding(code) for code in codes),
    }
    return Verdict(**{**usual, **changes})  # type: ignore[arg-type]


def test_nothing_found_is_undetermined() -> None:
    """A verdict without any finding proves nothing."""
    assert decide(()) is Standing.UNDETERMINED


def test_status_evidence_makes_valid() -> None:
    """An answer from the registry and no objection is valid."""
    assert decide((PROVEN,)) is Standing.VALID


@pytest.mark.parametrize(
    ("codes", "standing"),
    [
        ((Code.PDF_BYTES_CHANGED, Code.CERTIFICATE_ANNULLED), Standing.NOT_GENUINE),
        ((Code.CERTIFICATE_ANNULLED, Code.CERTIFICATE_WITHDRAWN), Standing.ANNULLED),
        ((Code.CERTIFICATE_WITHDRAWN, Code.CERTIFICATE_CANCELLED), Standing.WITHDRAWN),
        ((Code.CERTIFICATE_CANCELLED, Code.CERTIFICATE_SUPERSEDED), Standing.CANCELLED),
        ((Code.CERTIFICATE_SUPERSEDED, Code.CERTIFICATE_EXPIRED), Standing.SUPERSEDED),
        ((Code.CERTIFICATE_EXPIRED, Code.CERTIFICATE_SUSPENDED), Standing.EXPIRED),
        ((Code.CERTIFICATE_SUSPENDED, Code.STATUS_UNKNOWN), Standing.SUSPENDED),
        ((Code.STATUS_UNKNOWN, Code.CERTIFICATE_TRIAL), Standing.UNDETERMINED),
        ((Code.CERTIFICATE_TRIAL,), Standing.TRIAL),
    ],
)
def test_the_first_standing_that_holds_wins(codes: tuple[Code, ...], standing: Standing) -> None:
    """Of several standings the one named first in the contract is the answer."""
    assert decide((PROVEN, *(finding(code) for code in reversed(codes)))) is standing


@given(st.lists(st.sampled_from(CODES)), st.lists(st.sampled_from(CODES)))
def test_another_finding_never_improves_without_proof(base: list[Code], more: list[Code]) -> None:
    """More findings make a standing worse or leave it, unless they are the proof itself."""
    order = list(Standing)
    before = decide(finding(code) for code in base)
    after = decide(finding(code) for code in (*base, *more))
    if not module._PROOFS & set(more) or module._PROOFS & set(base):
        assert order.index(after) <= order.index(before)


@given(st.lists(st.sampled_from(CODES)))
def test_valid_needs_a_proof_and_no_objection(codes: list[Code]) -> None:
    """Valid and trial are given only upon a proof, and only when nothing worse was found."""
    if decide(finding(code) for code in codes) in {Standing.VALID, Standing.TRIAL}:
        assert module._PROOFS & set(codes)
        assert not any(finding(code).weight is Weight.ERROR for code in codes)


@pytest.mark.parametrize("code", CODES)
def test_errors_and_standings_go_together(code: Code) -> None:
    """A finding of weight error always leads to a no, and a no is always an error."""
    item = finding(code)
    no = item.implies not in {None, Standing.UNDETERMINED, Standing.TRIAL}
    assert (item.weight is Weight.ERROR) == no


@pytest.mark.parametrize("code", [code for code in Code if code.value.startswith("JSC-V")])
def test_every_code_of_the_room_has_meaning_and_text(code: Code) -> None:
    """No finding can be made that has no weight or no words."""
    assert code in module._MEANINGS
    assert table()[code].text


def test_an_owned_void_number_is_an_error_and_an_unowned_one_a_doubt() -> None:
    """The override of a standing carries its weight along."""
    doubt = finding(Code.NUMBER_VOID, implies=Standing.UNDETERMINED)
    assert (doubt.weight, doubt.implies) == (Weight.WARNING, Standing.UNDETERMINED)


@pytest.mark.parametrize(
    ("codes", "allowed", "status"),
    [
        ((Code.STATUS_FROM_REGISTRY,), False, Exit.DONE),
        ((Code.STATUS_UNKNOWN,), False, Exit.UNKNOWN),
        ((Code.CERTIFICATE_EXPIRED,), False, Exit.NO),
        ((Code.STATUS_FROM_REGISTRY, Code.CERTIFICATE_TRIAL), False, Exit.NO),
        ((Code.STATUS_FROM_REGISTRY, Code.CERTIFICATE_TRIAL), True, Exit.DONE),
        ((Code.STATUS_UNKNOWN, Code.CERTIFICATE_TRIAL), True, Exit.UNKNOWN),
        ((Code.CERTIFICATE_EXPIRED, Code.CERTIFICATE_TRIAL), True, Exit.NO),
    ],
)
def test_exit_status_of_one_verdict(
    codes: tuple[Code, ...], *, allowed: bool, status: Exit
) -> None:
    """Valid is 0, a trial 1 unless allowed, not knowing 7, any other standing 1."""
    assert verdict(*codes, trial_allowed=allowed).exit_status is status


def test_worst_of_several_targets() -> None:
    """Of several targets 70 > 5 > 6 > 1 > 7 > 0 is the answer."""
    order = [Exit.DONE, Exit.UNKNOWN, Exit.NO, Exit.REGISTRY, Exit.SETUP, Exit.DEFECT]
    assert [worst(order[: place + 1]) for place in range(len(order))] == order


def test_no_target_is_no_fault() -> None:
    """Nothing to judge gives the status of done."""
    assert worst(()) is Exit.DONE


def test_not_genuine_is_false_whatever_the_signature() -> None:
    """A good signature does not keep a contradicted document genuine."""
    assert verdict(Code.REGISTRY_DISAGREES).genuine is False


def test_genuine_without_status_is_true_and_undetermined() -> None:
    """Whether a file is intact and whether it is in force are separate answers."""
    answer = verdict(Code.STATUS_UNKNOWN)
    assert (answer.genuine, answer.standing) == (True, Standing.UNDETERMINED)


def test_json_has_exactly_the_contract_fields() -> None:
    """`jscert-verdict/1` is a format: names, order and types as documented."""
    answer = verdict(
        Code.STATUS_FROM_REGISTRY,
        claim=Claim(
            number=NUMBER,
            kind="safety-a",
            name="王䶮",
            identity_masked="320102********2020",
            revision=1,
            issued_on=DAY,
            medium=Medium.ELECTRONIC,
        ),
        signer=SignerShown(name="某厅", sha256="ab" * 32),
        trial=False,
        status_as_of=NOW,
    )
    told = json.loads(json.dumps(report_json([verdict_json(answer)])))
    detail = told["results"][0].pop("findings")[0].pop("detail")
    assert "登记簿" in detail
    assert told == {
        "format": "jscert-verdict/1",
        "results": [
            {
                "target": "a.pdf",
                "standing": "valid",
                "genuine": True,
                "number": NUMBER,
                "kind": "safety-a",
                "name": "王䶮",
                "post": None,
                "identity_masked": "320102********2020",
                "revision": 1,
                "issued_on": "2026-11-22",
                "valid_until": None,
                "status_as_of": "2026-11-22T14:05:00Z",
                "medium": "electronic",
                "signer": {"name": "某厅", "sha256": "ab" * 32},
                "trial": False,
            }
        ],
    }


def test_a_field_is_named_in_the_readers_words() -> None:
    """Findings name a record's field in Chinese, not by its key."""
    assert "发证日期" in finding(Code.TOKEN_DISAGREES, field="issued_on").detail
