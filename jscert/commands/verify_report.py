"""The workbook of `verify --report`: one row per verdict, written once all are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.commands.outputs import output_path, refuse_existing, write_output
from jscert.messages import workbooks as words
from jscert.verifying.report_row import report_row
from jscert.workbooks.verdicts import verdicts_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from jscert.commands.common import Session
    from jscert.verifying.verdict import Verdict


class ReportBook:
    """Rows on their way into a workbook. Nobody's file is written over: `FILE_EXISTS`, `OUTPUT_SUFFIX`."""

    def __init__(self, session: Session, asked: Path) -> None:
        own_name = words.REPORT_NAME.format(day=f"{session.today:%Y%m%d}")
        self._session = session
        self._path = output_path(session, asked, own_name, (".xlsx",))
        self._rows: list[tuple[str, ...]] = []
        refuse_existing(session, self._path)

    def add(self, verdict: Verdict) -> None:
        """Take a verdict in."""
        self._rows.append(report_row(verdict))

    def write(self) -> str:
        """Write the file and give its path; `FILE_EXISTS`, `FOLDER_*`."""
        session = self._session
        notes = [line.format(day=session.day, count=len(self._rows)) for line in words.REPORT_NOTES]
        book = verdicts_workbook(self._rows, notes, created_at=session.clock())
        write_output(session, self._path, book)
        return str(self._path)
