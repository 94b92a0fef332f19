"""Status from a signed list: believed for what it is, and never for more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from jscert.errors import Code
from jscert.sealing.status_list import Status
from jscert.verifying.listed import judge_listed
from jscert.verifying.pdf import verify_pdf
from jscert.verifying.qr import verify_qr
from jscert.verifying.report import Tone, render_verdict
from jscert.verifying.status import judge_status
from jscert.verifying.verdict import Standing, Verdict, decide
from tests.verifying_builders import (
    DAY,
    NOW,
    Ledger,
    Office,
    certificate,
    certificate_entry,
    evidence,
    issue,
    statement,
    token_of,
)

END = date(2029, 11, 22)
MADE_AT = NOW - timedelta(hours=2)


@dataclass(frozen=True)
class Lists:
    """A status source that says one thing of every place it knows."""

    says: Status | None = Status.VALID
    as_of: datetime = MADE_AT
    expires_at: datetime = MADE_AT + timedelta(days=30)
    places: tuple[tuple[int, int], ...] = ((0, 7),)

    def status(self, status_list: int, status_index: int) -> Status | None:
        """Tell what a place says."""
        return self.says if (status_list, status_index) in self.places else None


def lists(says: Status | None = Status.VALID, *, age_days: int = 0, **changes: Any) -> Lists:
    """Make lists of some days ago."""
    as_of = MADE_AT - timedelta(days=age_days)
    usual: dict[str, Any] = {"as_of": as_of, "expires_at": as_of + timedelta(days=30)}
    return Lists(says=says, **{**usual, **changes})


def judge(source: Lists | None, **changes: Any) -> list[Code]:
    """Judge the usual statement without a registry."""
    found = judge_status(statement(), evidence(registry=None, status=source, **changes))
    return [item.code for item in found]


def standing(source: Lists | None, **changes: Any) -> Standing:
    """Read the standing off that judgement."""
    found = judge_status(statement(), evidence(registry=None, status=source, **changes))
    return decide(found)


def test_a_list_proves_a_certificate_valid() -> None:
    """As the registry would, and it says as of when."""
    (item,) = judge_status(statement(), evidence(registry=None, status=lists()))
    assert (item.code, item.facts["as_of"]) == (Code.STATUS_FROM_LIST, "2026-11-22 20:05")
    assert standing(lists()) is Standing.VALID


@pytest.mark.parametrize(
    ("says", "code", "expected"),
    [
        (Status.SUSPENDED, Code.CERTIFICATE_SUSPENDED, Standing.SUSPENDED),
        (Status.SUPERSEDED, Code.CERTIFICATE_SUPERSEDED, Standing.SUPERSEDED),
        (Status.CANCELLED, Code.CERTIFICATE_CANCELLED, Standing.CANCELLED),
        (Status.ANNULLED, Code.CERTIFICATE_ANNULLED, Standing.ANNULLED),
        (Status.WITHDRAWN, Code.CERTIFICATE_WITHDRAWN, Standing.WITHDRAWN),
    ],
)
def test_each_word_has_the_finding_the_registry_has(
    says: Status, code: Code, expected: Standing
) -> None:
    """Whoever reads findings need not know where they came from."""
    assert judge(lists(says)) == [Code.STATUS_FROM_LIST, code]
    assert standing(lists(says)) is expected


def test_without_any_source_the_status_is_unknown() -> None:
    """Being offline is no verdict."""
    assert judge(None) == [Code.STATUS_UNKNOWN]


@pytest.mark.parametrize("source", [lists(None), lists(places=())])
def test_a_word_nobody_knows_is_unknown(source: Lists) -> None:
    """A later version's word, or a list this edition does not have."""
    assert judge(source) == [Code.STATUS_UNKNOWN]
    assert standing(source) is Standing.UNDETERMINED


def test_a_place_not_published_yet_is_not_covered() -> None:
    """A certificate newer than the list is neither valid nor false."""
    assert judge(lists(Status.UNPUBLISHED)) == [Code.STATUS_NOT_COVERED]
    assert standing(lists(Status.UNPUBLISHED)) is Standing.UNDETERMINED


def test_the_registry_is_asked_first() -> None:
    """Where both are at hand, the registry is the newer one."""
    both = evidence(registry=Ledger(certificate_entry()), status=lists(Status.ANNULLED))
    assert [item.code for item in judge_status(statement(), both)] == [Code.STATUS_FROM_REGISTRY]


@pytest.mark.parametrize(
    ("age_days", "codes"),
    [
        (6, [Code.STATUS_FROM_LIST]),
        (7, [Code.STATUS_FROM_LIST, Code.STATUS_OLD]),
        (29, [Code.STATUS_FROM_LIST, Code.STATUS_OLD]),
        (30, [Code.STATUS_LAPSED]),
    ],
)
def test_age_warns_and_expiry_ends(age_days: int, codes: list[Code]) -> None:
    """A week old still answers, a month old no more."""
    assert judge(lists(age_days=age_days)) == codes


@pytest.mark.parametrize(
    ("days", "codes"),
    [
        (6, [Code.STATUS_FROM_LIST]),
        (8, [Code.STATUS_FROM_LIST, Code.STATUS_OLD]),
        (31, [Code.STATUS_LAPSED]),
    ],
)
def test_a_list_does_not_know_days_to_come(days: int, codes: list[Code]) -> None:
    """Judged for a later day, today's list is as old as it will be then."""
    assert judge(lists(), day=DAY + timedelta(days=days)) == codes


def test_an_old_list_still_proves() -> None:
    """The warning does not change the standing."""
    assert standing(lists(age_days=29)) is Standing.VALID


def test_the_age_is_a_setting() -> None:
    """`status_max_age_days` of the evidence."""
    assert judge(lists(age_days=9), status_max_age_days=10) == [Code.STATUS_FROM_LIST]


def test_a_lapsed_list_cannot_say_valid() -> None:
    """Exit 7, not 0."""
    assert standing(lists(age_days=30)) is Standing.UNDETERMINED


def test_a_lapsed_list_cannot_say_suspended() -> None:
    """It may have been given back since; but it is told what was known."""
    lapsed = lists(Status.SUSPENDED, age_days=30)
    assert judge(lapsed) == [Code.STATUS_LAPSED, Code.CERTIFICATE_SUSPENDED]
    assert standing(lapsed) is Standing.UNDETERMINED


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        (Status.ANNULLED, Standing.ANNULLED),
        (Status.CANCELLED, Standing.CANCELLED),
        (Status.SUPERSEDED, Standing.SUPERSEDED),
    ],
)
def test_what_is_never_taken_back_stands_however_old(says: Status, expected: Standing) -> None:
    """A certificate annulled a year ago is annulled."""
    assert standing(lists(says, age_days=365)) is expected


@pytest.mark.parametrize("says", [Status.VALID, Status.SUSPENDED])
def test_a_list_made_after_the_end_says_nothing_of_days_before(says: Status) -> None:
    """Superseded was cleared by then: judged by an earlier day it could pass for valid."""
    made_at = datetime(2029, 12, 1, tzinfo=UTC)
    late = lists(says, as_of=made_at, expires_at=made_at + timedelta(days=30))
    asked = {"now": made_at, "day": END}
    assert judge(late, **asked)[0] is Code.STATUS_AFTER_END
    assert standing(late, **asked) is not Standing.VALID


def test_a_list_made_after_the_end_answers_for_days_after() -> None:
    """Expired is told by the dates; the list says the rest."""
    made_at = datetime(2029, 12, 1, tzinfo=UTC)
    late = lists(as_of=made_at, expires_at=made_at + timedelta(days=30))
    assert judge(late, now=made_at, day=date(2029, 12, 1)) == [Code.STATUS_FROM_LIST]


def test_a_certificate_without_end_is_never_cleared() -> None:
    """Whatever the day."""
    found = judge_listed((0, 7), 1, None, evidence(registry=None, status=lists()))
    assert [item.code for item in found] == [Code.STATUS_FROM_LIST]


def test_a_pdf_is_valid_by_its_list(office: Office) -> None:
    """Genuine, in date, status from the list: the whole verdict, as of the list's instant."""
    verdict = pdf_verdict(office, lists())
    assert (verdict.standing, verdict.status_as_of) == (Standing.VALID, MADE_AT)


def test_a_pdf_newer_than_the_list_is_undetermined(office: Office) -> None:
    """And no instant is claimed for it."""
    verdict = pdf_verdict(office, lists(Status.UNPUBLISHED))
    assert (verdict.standing, verdict.genuine) == (Standing.UNDETERMINED, True)
    assert verdict.status_as_of is None


def test_a_qr_code_is_valid_by_its_list(office: Office) -> None:
    """The token carries the place."""
    from jscert.sealing.purposes import Purpose
    from jscert.sealing.token import qr_text, sign_token

    cose = sign_token(token_of(certificate()), office.signers[Purpose.TOKEN])
    seen = evidence(office.trust, registry=None, status=lists())
    verdict = verify_qr(qr_text(cose, ""), "qr", seen)
    assert (verdict.standing, verdict.status_as_of) == (Standing.VALID, MADE_AT)


def pdf_verdict(office: Office, source: Lists, **changes: Any) -> Verdict:
    """Judge the usual certificate by a list."""
    pdf = issue(office, certificate())
    seen = evidence(office.trust, registry=None, status=source, **changes)
    return verify_pdf(pdf, "a.pdf", seen)


def told(verdict: Verdict) -> dict[str, tuple[str, Tone]]:
    """Give the lines by label."""
    return {line.label: (line.text, line.tone) for line in render_verdict(verdict)}


def test_the_answer_tells_the_lists_time(office: Office) -> None:
    """Current and normal as of then."""
    lines = told(pdf_verdict(office, lists()))
    assert lines["状态"] == ("正常（截至 2026-11-22 20:05）", Tone.GOOD)
    assert lines["版本"] == ("第 1 版，是最新一版", Tone.GOOD)


def test_a_list_does_not_know_the_newest_revision(office: Office) -> None:
    """Only that there is one."""
    lines = told(pdf_verdict(office, lists(Status.SUPERSEDED)))
    assert lines["版本"] == ("第 1 版，已有更新的一版", Tone.BAD)


def test_a_superseded_finding_reads_without_the_newest(office: Office) -> None:
    """No dash stands where nothing is known."""
    item = pdf_verdict(office, lists(Status.SUPERSEDED)).finding(Code.CERTIFICATE_SUPERSEDED)
    assert item is not None
    assert item.detail == "这是第 1 版，已被更新的一版取代"


def test_after_the_end_the_newest_revision_is_not_claimed(office: Office) -> None:
    """The list has forgotten whether it was replaced."""
    verdict = pdf_verdict(office, lists(), day=date(2029, 11, 23))
    assert verdict.standing is Standing.EXPIRED
    assert told(verdict)["版本"] == ("第 1 版，是否最新未知", Tone.UNSURE)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (lists(age_days=30), "未知（没有状态信息）"),
        (lists(Status.UNPUBLISHED), "未知（没有状态信息）"),
        (lists(Status.SUSPENDED, age_days=30), "暂扣（截至 2026-10-23 20:05）"),
    ],
)
def test_what_cannot_be_told_is_not_told_as_normal(
    office: Office, source: Lists, text: str
) -> None:
    """Neither is the revision called the newest."""
    verdict = pdf_verdict(office, source)
    lines = told(verdict)
    assert lines["状态"][0] == text
    assert lines["版本"] == ("第 1 版，是否最新未知", Tone.UNSURE)
    assert verdict.judged_on == DAY
