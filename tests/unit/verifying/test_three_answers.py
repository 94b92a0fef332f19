"""Genuine, current, status: every combination of evidence, judged and held against a table of its own.

Not knowing never reads as valid; being offline never reads as invalid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code, Exit
from jscert.sealing.purposes import Purpose
from jscert.sealing.status_list import Status
from jscert.sealing.token import qr_text, sign_token
from jscert.verifying.pdf import verify_pdf
from jscert.verifying.qr import verify_qr
from jscert.verifying.report import plain_text, render_verdict
from jscert.verifying.verdict import Standing, Verdict
from tests.verifying_builders import (
    DAY,
    NOW,
    NUMBER,
    Office,
    certificate,
    evidence,
    found_office,
    issue,
    token_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

GENUINE, ALTERED, UNKNOWN_SIGNER = "genuine", "altered", "unknown signer"
DOCUMENTS = (GENUINE, ALTERED, UNKNOWN_SIGNER)
AGES_DAYS = {"fresh": 1, "stale": 8, "lapsed": 40}
SOURCES = ("none", *AGES_DAYS)
DAYS = {
    "in": DAY,
    "last": date(2029, 11, 22),
    "over": date(2029, 11, 23),
    "early": date(2026, 11, 21),
}
AFTER_EVERY_LIST = ("last", "over")
"""Days that no list of today reaches."""
ENDED = {
    Status.SUPERSEDED: Standing.SUPERSEDED,
    Status.CANCELLED: Standing.CANCELLED,
    Status.ANNULLED: Standing.ANNULLED,
    Status.WITHDRAWN: Standing.WITHDRAWN,
}
Case = tuple[str, str, Status, str]
ALL: list[Case] = list(product(DOCUMENTS, SOURCES, Status, DAYS))


@dataclass(frozen=True)
class Source:
    """A status source of some age; lists are good for 30 days."""

    word: Status
    as_of: datetime

    @property
    def expires_at(self) -> datetime:
        """Give the end of the list."""
        return self.as_of + timedelta(days=30)

    def status(self, status_list: int, status_index: int) -> Status | None:
        """Say the same of every place."""
        del status_list, status_index
        return self.word


@pytest.fixture(scope="module")
def pdfs(office: Office) -> Mapping[str, bytes]:
    """Make a certificate, one altered after sealing, and one by somebody nobody lists."""
    pdf = issue(office, certificate())
    changed = pdf.replace("南京".encode(), "北京".encode())
    assert changed != pdf
    return {
        GENUINE: pdf,
        ALTERED: changed,
        UNKNOWN_SIGNER: issue(found_office(), certificate()),
    }


@pytest.fixture(scope="module")
def texts(office: Office) -> Mapping[str, str]:
    """Make the same three as QR codes."""
    token = token_of(certificate())
    cose = sign_token(token, office.signers[Purpose.TOKEN])
    strange = sign_token(token, found_office().signers[Purpose.TOKEN])
    return {
        GENUINE: qr_text(cose, ""),
        ALTERED: qr_text(cose.replace("王䶮".encode(), "王龑".encode()), ""),
        UNKNOWN_SIGNER: qr_text(strange, ""),
    }


def judged(what: bytes | str, office: Office, source: str, word: Status, day: str) -> Verdict:
    """Judge a document where there is no registry."""
    status = None if source == "none" else Source(word, NOW - timedelta(days=AGES_DAYS[source]))
    has = evidence(office.trust, registry=None, status=status, day=DAYS[day])
    if isinstance(what, str):
        return verify_qr(what, "qr", has)
    return verify_pdf(what, "a.pdf", has)


def standing_of_genuine(source: str, word: Status, day: str) -> Standing:
    """Say what a genuine document comes to, by the table of `docs/reference/verdicts.md`."""
    said = [Standing.EXPIRED] if day == "over" else []
    said += [Standing.UNDETERMINED] if day == "early" else []
    if source != "none" and word in ENDED:
        said.append(ENDED[word])
    elif source in {"none", "lapsed"} or day in AFTER_EVERY_LIST or word is Status.UNPUBLISHED:
        said.append(Standing.UNDETERMINED)
    elif word is Status.SUSPENDED:
        said.append(Standing.SUSPENDED)
    return min(said or [Standing.VALID], key=list(Standing).index)


@pytest.mark.parametrize("case", ALL)
def test_files(pdfs: Mapping[str, bytes], office: Office, case: Case) -> None:
    """A file gets the standing of the table, and whether it is genuine depends on nothing else."""
    document, source, word, day = case
    answer = judged(pdfs[document], office, source, word, day)
    expected = Standing.NOT_GENUINE
    if document == GENUINE:
        expected = standing_of_genuine(source, word, day)
    assert answer.standing is expected
    assert answer.genuine is (document == GENUINE)


@pytest.mark.parametrize("case", ALL)
def test_codes(texts: Mapping[str, str], office: Office, case: Case) -> None:
    """A code likewise; a key nobody lists leaves it open, because the trust file may be too old."""
    document, source, word, day = case
    answer = judged(texts[document], office, source, word, day)
    expected = {
        GENUINE: standing_of_genuine(source, word, day),
        ALTERED: Standing.NOT_GENUINE,
        UNKNOWN_SIGNER: Standing.UNDETERMINED,
    }
    assert answer.standing is expected[document]
    assert answer.genuine is {GENUINE: True, ALTERED: False, UNKNOWN_SIGNER: None}[document]


def test_valid_needs_everything(pdfs: Mapping[str, bytes], office: Office) -> None:
    """Exit 0 is reached by a genuine file, in date, with a living list that says valid, and no other way."""
    good = {one for one in ALL if judged(pdfs[one[0]], office, *one[1:]).exit_status is Exit.DONE}
    assert good == set(product([GENUINE], ["fresh", "stale"], [Status.VALID], ["in"]))


def test_offline_is_never_a_no(pdfs: Mapping[str, bytes], office: Office) -> None:
    """Without any status, or with a list past its end, a file in date is undetermined: exit 7."""
    kinds = product(["none", "lapsed"], [Status.VALID, Status.SUSPENDED], ["in", "last"])
    exits = {judged(pdfs[GENUINE], office, *one).exit_status for one in kinds}
    assert exits == {Exit.UNKNOWN}


@pytest.mark.parametrize("source", SOURCES)
def test_the_instant_of_the_status_is_told(
    pdfs: Mapping[str, bytes], office: Office, source: str
) -> None:
    """Whatever the status, it is told as of when; where there is none, so is that."""
    answer = judged(pdfs[GENUINE], office, source, Status.VALID, "in")
    age = AGES_DAYS.get(source)
    assert answer.status_as_of == (NOW - timedelta(days=age) if age else None)


@pytest.mark.parametrize(("source", "warned"), [("fresh", False), ("stale", True)])
def test_an_old_list_warns(
    pdfs: Mapping[str, bytes], office: Office, source: str, *, warned: bool
) -> None:
    """A list older than the setting still answers, and says how old it is."""
    answer = judged(pdfs[GENUINE], office, source, Status.VALID, "in")
    assert (answer.finding(Code.STATUS_OLD) is not None) is warned


@pytest.mark.parametrize("source", SOURCES)
def test_three_answers_are_shown(pdfs: Mapping[str, bytes], office: Office, source: str) -> None:
    """Genuineness, revision, dates and status have a line each, whatever is known."""
    answer = judged(pdfs[GENUINE], office, source, Status.VALID, "in")
    shown = plain_text(render_verdict(answer), lambda text, _: text)
    assert [word for word in ("真伪", "版本", "期限", "状态", NUMBER) if word not in shown] == []
