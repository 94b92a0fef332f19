"""A verdict as a row: the words of the screen, and nothing that a file's name could break."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from jscert.errors import Code
from jscert.messages.workbooks import REPORT_HEADINGS
from jscert.verifying.pdf import verify_pdf
from jscert.verifying.report_row import report_row
from jscert.verifying.verdict import Subject, Verdict, finding
from tests.verifying_builders import (
    DAY,
    NUMBER,
    Office,
    certificate,
    evidence,
    issue,
    ledger_for,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def row_of(verdict: Verdict) -> Mapping[str, str]:
    """Give a verdict's row by its headings."""
    return dict(zip(REPORT_HEADINGS, report_row(verdict), strict=True))


@pytest.fixture(scope="module")
def verdict(office: Office) -> Verdict:
    """Judge a good file with its registry."""
    pdf = issue(office, certificate())
    return verify_pdf(pdf, f"{NUMBER}.pdf", evidence(office.trust, registry=ledger_for(pdf)))


def other(**changes: Any) -> Verdict:
    """Make the verdict of something that is nothing."""
    usual: dict[str, Any] = {
        "target": "x",
        "subject": Subject.OTHER,
        "judged_on": DAY,
        "findings": (finding(Code.TARGET_UNREADABLE, target="x", reason="missing"),),
    }
    return Verdict(**{**usual, **changes})


def test_a_good_certificate(verdict: Verdict) -> None:
    """Each answer has its column."""
    row = row_of(verdict)
    assert (row["目标"], row["结论"], row["证书编号"]) == (f"{NUMBER}.pdf", "有效", NUMBER)
    assert (row["姓名"], row["身份证号"]) == ("王䶮", "320102********2020")
    assert (row["签发"], row["有效期至"]) == ("2026-11-22", "2029-11-22")
    assert (row["状态"], row["状态截至"]) == ("正常", "2026-11-22 22:05")
    assert "第 1 版" in row["版本"]
    assert "安" in row["种类"]


def test_what_is_not_known_is_empty() -> None:
    """Nothing is said where nothing is known, but why and what to do."""
    row = row_of(other())
    told = {name for name, text in row.items() if text}
    assert told == {"目标", "结论", "依据和情况", "提示"}
    assert Code.TARGET_UNREADABLE.value in row["依据和情况"]


def test_findings_stand_in_one_line(verdict: Verdict) -> None:
    """No cell has lines of its own, so that rows stay one line high."""
    more = replace(verdict, findings=(*verdict.findings, finding(Code.COMPARE_PERSON)))
    assert not any("\n" in cell for cell in report_row(more))
    assert "；" in row_of(more)["依据和情况"]


@pytest.mark.parametrize("name", ["a\nb", "a\x07b", "a\u202eb", "a\ud800b"])
def test_what_cannot_be_seen_is_shown(name: str) -> None:
    """A file's name draws no lines of its own."""
    assert row_of(other(target=name))["目标"] == "a\ufffdb"
