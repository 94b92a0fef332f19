"""A verdict in lines: separate answers, words that fit, advice given once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from jscert.errors import Code
from jscert.messages.verifying import STANDINGS, WORDS
from jscert.verifying.report import (
    Line,
    Tone,
    plain_text,
    render_brief,
    render_count,
    render_verdict,
)
from jscert.verifying.verdict import (
    Claim,
    SignerShown,
    Standing,
    Subject,
    Verdict,
    finding,
)
from tests.verifying_builders import DAY, NOW, NUMBER

AS_OF = "2026-11-22 22:05"
KNOWN = finding(Code.STATUS_FROM_REGISTRY, as_of=AS_OF)


def verdict(*findings: Any, **changes: Any) -> Verdict:
    """Make a verdict of an intact PDF with these findings."""
    usual: dict[str, Any] = {
        "target": "a.pdf",
        "subject": Subject.PDF,
        "claim": Claim(
            number=NUMBER,
            name="王䶮",
            revision=1,
            issued_on=DAY,
            valid_until=date(2029, 11, 22),
            identity_masked="320102********2020",
        ),
        "intact": True,
        "signer": SignerShown(name="某厅", sha256="ab" * 32),
        "trial": False,
        "status_as_of": NOW if KNOWN in findings else None,
        "judged_on": DAY,
        "findings": findings,
    }
    return Verdict(**{**usual, **changes})


def answers(one: Verdict) -> dict[str, tuple[str, Tone]]:
    """Give the lines by label."""
    return {line.label: (line.text, line.tone) for line in render_verdict(one)}


def test_four_separate_answers() -> None:
    """Genuine, revision, dates and status each have a line of their own."""
    told = answers(verdict(KNOWN))
    assert [told[label][1] for label in ("真伪", "版本", "期限", "状态")] == [Tone.GOOD] * 4


def test_status_with_its_time() -> None:
    """The status is told together with the time it speaks for."""
    assert answers(verdict(KNOWN))["状态"][0] == f"正常（截至 {AS_OF}）"


def test_unknown_status_is_said() -> None:
    """Without evidence the line says so, and so does the revision's."""
    told = answers(verdict(finding(Code.STATUS_UNKNOWN)))
    assert (told["状态"][1], told["版本"][1], told["真伪"][1]) == (
        Tone.UNSURE,
        Tone.UNSURE,
        Tone.GOOD,
    )


@pytest.mark.parametrize(
    ("code", "label", "word"),
    [
        (Code.CERTIFICATE_SUSPENDED, "状态", "暂扣"),
        (Code.CERTIFICATE_CANCELLED, "状态", "已注销"),
        (Code.CERTIFICATE_ANNULLED, "状态", "已撤销"),
        (Code.CERTIFICATE_WITHDRAWN, "状态", "已吊销"),
        (Code.CERTIFICATE_EXPIRED, "期限", "已过期"),
        (Code.CERTIFICATE_SUPERSEDED, "版本", "已有第 2 版"),
    ],
)
def test_each_no_in_its_own_line(code: Code, label: str, word: str) -> None:
    """What ended a certificate stands in the line it belongs to; the other lines stay as they are."""
    told = answers(verdict(KNOWN, finding(code, newest=2)))
    assert word in told[label][0]
    assert told[label][1] is Tone.BAD
    assert told["真伪"][1] is Tone.GOOD


def test_no_end_date() -> None:
    """A certificate without an end says so."""
    assert (
        "长期有效" in answers(verdict(KNOWN, claim=Claim(number=NUMBER, issued_on=DAY)))["期限"][0]
    )


def test_a_refused_file_has_one_answer() -> None:
    """An altered file is told that it is, and nothing it says is repeated."""
    refused = verdict(finding(Code.PDF_BYTES_CHANGED), claim=Claim(), intact=False, signer=None)
    told = answers(refused)
    assert told["真伪"][1] is Tone.BAD
    assert not {"版本", "期限", "状态"} & set(told)


@pytest.mark.parametrize(
    "code", [Code.PDF_NOT_OURS, Code.SIGNER_UNLISTED, Code.PDF_BYTES_CHANGED, Code.TOKEN_FORM]
)
def test_why_not_genuine_differs(code: Code) -> None:
    """Unsigned, signed by a stranger and altered are not told in the same words."""
    others = {Code.PDF_NOT_OURS, Code.SIGNER_UNLISTED, Code.PDF_BYTES_CHANGED, Code.TOKEN_FORM}
    said = {
        one: answers(verdict(finding(one), claim=Claim(), intact=False))["真伪"][0]
        for one in others
    }
    assert list(said.values()).count(said[code]) == 1


def test_advice_is_given_once() -> None:
    """Findings with the same advice give it once."""
    lines = render_verdict(
        verdict(finding(Code.PDF_BYTES_CHANGED), finding(Code.TOKEN_SIGNATURE), intact=False)
    )
    assert [line.label for line in lines].count("提示") == 1


def test_no_advice_about_trial_when_allowed() -> None:
    """Who allowed specimens is not told how to."""
    specimen = (KNOWN, finding(Code.CERTIFICATE_TRIAL))
    assert "提示" in answers(verdict(*specimen))
    assert "提示" not in answers(verdict(*specimen, trial_allowed=True))


@pytest.mark.parametrize("standing", list(Standing))
def test_every_standing_has_a_word(standing: Standing) -> None:
    """No standing is shown by its English key."""
    assert STANDINGS[standing.value]


def test_a_brief_line_says_why() -> None:
    """In a list, a file that is not good says why in its own line."""
    line = render_brief(verdict(finding(Code.CERTIFICATE_EXPIRED, valid_until=DAY, day=DAY)))
    assert "已过期" in line.text
    assert "有效期至" in line.text


def test_a_good_brief_line_says_no_more() -> None:
    """A valid file needs no reason."""
    assert render_brief(verdict(KNOWN)).text == f"有效  {NUMBER}  王䶮"


def test_the_count_names_every_standing() -> None:
    """The sum tells how many of each, worst first."""
    line = render_count(Counter({Standing.VALID: 3, Standing.NOT_GENUINE: 1}))
    assert line.text == "共核验 4 份证书：不是真实证书 1，有效 3"


def test_a_number_is_never_called_genuine() -> None:
    """A number in force does not get the words of a checked file."""
    one = verdict(KNOWN, subject=Subject.NUMBER, intact=None, signer=None)
    assert answers(one)["真伪"] == (WORDS["number_known"], Tone.UNSURE)
    assert render_brief(one).text.startswith("登记状态：有效")


def test_marks_do_not_rest_on_colour() -> None:
    """Good, bad and unsure differ without any colour."""
    heads = [
        plain_text([Line("", "x", tone)], lambda text, _tone: text)
        for tone in (Tone.GOOD, Tone.BAD, Tone.UNSURE, Tone.CAUTION)
    ]
    assert len(set(heads)) == 4


@pytest.mark.parametrize(
    "trick", ["a\n✓ 有效", "a\x1b[32m✓", "a\r✓ 有效", "a\u202efdp", "a\u2028b"]
)
def test_a_file_name_draws_nothing_of_its_own(trick: str) -> None:
    """A forger's file name can neither start a line nor colour or turn one round."""
    text = plain_text([Line("", trick, Tone.BAD)], lambda text, _tone: text)
    assert len(text.splitlines()) == 1
    assert not {"\x1b", "\r", "\u202e"} & set(text)


def test_a_remark_is_not_missed_in_a_list() -> None:
    """A valid file under another's name says so in its one line."""
    one = verdict(KNOWN, finding(Code.FILE_NAME_DIFFERS, named="b.pdf", number=NUMBER))
    assert "b.pdf" in render_brief(one).text


def test_a_long_target_is_cut() -> None:
    """The digits of a QR code do not fill the screen."""
    one = verdict(finding(Code.TOKEN_FORM), claim=Claim(), intact=False, target="9" * 500)
    assert len(render_brief(one).text) < 250
