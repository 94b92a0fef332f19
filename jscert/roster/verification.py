"""What a row says of its person's real-name check (苏建教〔2017〕472号 附件1): result, date, reference.

Input: the row's notes. Output: `Verification`, or None where the row says nothing; faults in the notes.
Whether a check is asked for is a setting (`[identity] require_verification`); one that failed is always a
fault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.certificates import Verification
from jscert.errors import Code
from jscert.roster import columns
from jscert.roster.cells import check_day, check_text

if TYPE_CHECKING:
    from datetime import date

    from jscert.roster.cells import RowNotes


def check_verification(notes: RowNotes, on_day: date, *, required: bool) -> Verification | None:
    """Check what a row says of the real-name check; a sheet without such a column is told elsewhere."""
    if not notes.row.has(columns.VERIFICATION):
        return None
    result = _check_result(notes, required=required)
    checked_on = check_day(notes, columns.VERIFIED_ON, on_day)
    reference = check_text(notes, columns.VERIFICATION_REFERENCE, printed=False)
    if not result:
        return None
    return Verification(result=result, checked_on=checked_on, reference=reference)


def _check_result(notes: RowNotes, *, required: bool) -> str:
    faults = len(notes.faults)
    text = check_text(notes, columns.VERIFICATION, printed=False)
    if len(notes.faults) > faults:
        return ""
    result = columns.RESULTS.get(columns.result_key(text)) if text else columns.PENDING
    if result is None:
        notes.fault(columns.VERIFICATION, Code.VERIFICATION_UNREADABLE, text)
    elif result == columns.FAILED:
        notes.fault(columns.VERIFICATION, Code.VERIFICATION_FAILED, text)
    elif result == columns.PENDING and required:
        notes.fault(columns.VERIFICATION, Code.VERIFICATION_MISSING, text)
    return result if result in (columns.PASSED, columns.FAILED) else ""
