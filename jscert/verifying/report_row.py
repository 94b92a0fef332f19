"""A verdict as one row of a workbook: texts under `messages.workbooks.REPORT_HEADINGS`.

Not here: writing workbooks, colours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.certificates import shown_instant
from jscert.messages.verifying import WORDS
from jscert.verifying.report import headline_word, render_answers, render_hints, visible

if TYPE_CHECKING:
    from jscert.verifying.verdict import Verdict


def report_row(verdict: Verdict) -> tuple[str, ...]:
    """Give the row's texts; what is not known is empty."""
    claim = verdict.claim
    answers = render_answers(verdict)
    cells = (
        verdict.target,
        headline_word(verdict),
        claim.number,
        claim.name,
        claim.identity_masked,
        claim.kind_name,
        claim.post,
        answers.genuine,
        answers.revision,
        str(claim.issued_on or ""),
        str(claim.valid_until or ""),
        answers.status,
        shown_instant(verdict.status_as_of) if verdict.status_as_of else "",
        WORDS["semicolon"].join(f"{item.code.value} {item.detail}" for item in verdict.findings),
        WORDS["semicolon"].join(line.text for line in render_hints((verdict,))),
    )
    return tuple(map(visible, cells))
