"""The export as a workbook: one sheet for each family, the same fields as the lines, and a sheet of notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jscert.messages import exchange as words
from jscert.workbooks import IssuedSheet, issued_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from jscert.exporting.records import Record
    from jscert.families.catalogue import Catalogue

LARGEST_WORKBOOK = 50_000
"""Certificates in one workbook: its rows are made in memory."""


def workbook_of(records: Sequence[Record], catalogue: Catalogue, day: date, mark: int) -> bytes:
    """Write records as a workbook; every cell is text."""
    header = tuple(f"{word} {name}" for name, word in words.FIELD_WORDS.items())
    sheets = []
    for family in catalogue.families:
        kinds = {kind.id for kind in family.kinds}
        rows = [_row(record) for record in records if record["kind"] in kinds]
        if rows:
            sheets.append(IssuedSheet(name=family.name, header=header, rows=rows))
    notes = [note.format(day=day.isoformat(), mark=mark) for note in words.EXPORT_NOTES]
    if any(record["trial"] for record in records):
        notes.append(words.EXPORT_TRIAL_NOTE)
    return issued_workbook(sheets, notes)


def _row(record: Record) -> tuple[str, ...]:
    return tuple(_text(record[name]) for name in words.FIELD_WORDS)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return words.YES if value else words.NO
    return "、".join(value) if isinstance(value, list) else str(value)
