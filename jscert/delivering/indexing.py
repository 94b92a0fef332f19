"""The index that goes along: what a recipient gets, line by line, and what to do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.messages import exchange as words
from jscert.workbooks import IssuedSheet, issued_workbook

if TYPE_CHECKING:
    from datetime import date

    from jscert.delivering.recipients import Item, Recipient


def index_of(recipient: Recipient, authority: str, day: date) -> bytes:
    """Write a recipient's index as a workbook; identity numbers are masked."""
    rows = [_row(item) for item in recipient.items]
    sheet = IssuedSheet(name=words.INDEX_SHEET, header=words.INDEX_HEADINGS, rows=rows)
    notes = [
        note.format(authority=authority, recipient=recipient.name, day=day.isoformat())
        for note in words.INDEX_NOTES
    ]
    return issued_workbook([sheet], notes)


def _row(item: Item) -> tuple[str, ...]:
    return (
        item.number,
        item.name,
        item.identity_masked,
        item.kind_name,
        item.post,
        item.valid_until.isoformat() if item.valid_until else "",
        item.file,
        words.DELIVERED_BEFORE.format(day=item.delivered_on) if item.delivered_on else words.NEW,
    )
