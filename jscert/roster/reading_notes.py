"""Faults and remarks of one roster's sheets, collected while it is read; whatever is shown hides numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.certificates import Place, Rejection
from jscert.roster.names import hide_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jscert.errors import Code

_LISTED = 12


class ReadingNotes:
    """Faults and remarks of one roster; rows here are 1-based."""

    def __init__(self, *, roster: str) -> None:
        self.roster = roster
        self.faults: list[Rejection] = []
        self.remarks: list[Rejection] = []

    def fault(self, code: Code, sheet: str, row: int, column: str = "", **facts: str) -> None:
        """Note what stops a sheet or a row."""
        self.faults.append(self._note(code, sheet, row, column, facts))

    def warn(self, code: Code, sheet: str, row: int = 1, column: str = "", **facts: str) -> None:
        """Note what a person should look at."""
        self.remarks.append(self._note(code, sheet, row, column, facts))

    def _note(
        self, code: Code, sheet: str, row: int, column: str, facts: Mapping[str, str]
    ) -> Rejection:
        safe = {name: hide_numbers(fact) for name, fact in facts.items()}
        return Rejection(
            place=Place(roster=self.roster, sheet=sheet, row=row),
            column=column,
            code=code,
            shown=safe.get("shown", ""),
            facts={"roster": self.roster, "sheet": sheet, **safe},
        )


def list_rows(rows: Iterable[int]) -> str:
    """Spell 1-based rows, neighbours as a span: `3, 5–8`; a long list ends with `…`."""
    spans: list[list[int]] = []
    for row in sorted(rows):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    shown = [f"{a}" if a == b else f"{a}–{b}" for a, b in spans[:_LISTED]]
    return ", ".join([*shown, *(["…"] if len(spans) > _LISTED else [])])
