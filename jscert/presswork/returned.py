"""The workbook that goes back: the sender's own rows with number, end and file beside them.

Made from the registry's rows and dossiers alone, so that a batch finished without its roster still
returns it whole. Not signed: the manifest speaks of PDFs only.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from jscert.certificates import file_name
from jscert.messages.workbooks import (
    ADDED_HEADINGS,
    NO_END,
    NOTES,
    SHEET_WITHOUT_NAME,
    TRIAL_NOTE,
)
from jscert.workbooks import IssuedSheet, write_issued_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from jscert.families.catalogue import Catalogue
    from jscert.presswork.dossier import Dossier
    from jscert.registry.interface import BatchEntry, ReservedRow

    Held = tuple[ReservedRow, Dossier]


def write_returned_workbook(
    path: Path, entry: BatchEntry, catalogue: Catalogue, held: Iterable[Held]
) -> None:
    """Write the workbook of a batch; `held` are its rows in order, each with its dossier."""
    notes = [
        note.format(batch=entry.batch, dated_on=entry.dated_on, count=entry.row_count)
        for note in NOTES
    ]
    if entry.trial:
        notes.append(TRIAL_NOTE)
    write_issued_workbook(path, _sheets(catalogue, held), tuple(notes))


def _sheets(catalogue: Catalogue, held: Iterable[Held]) -> Iterator[IssuedSheet]:
    for (_, sheet), group in groupby(held, key=_sheet_of):
        rows = list(group)
        yield IssuedSheet(
            name=sheet or SHEET_WITHOUT_NAME,
            header=(*rows[0][1].header, *ADDED_HEADINGS),
            rows=(_cells(catalogue, row, dossier) for row, dossier in rows),
        )


def _sheet_of(held: Held) -> tuple[str, str]:
    return held[0].place.roster, held[0].place.sheet


def _cells(catalogue: Catalogue, row: ReservedRow, dossier: Dossier) -> tuple[str, ...]:
    return (
        *dossier.cells,
        row.number,
        catalogue.kind(row.kind).name,
        row.issued_on.isoformat(),
        row.valid_until.isoformat() if row.valid_until else NO_END,
        file_name(row.number, row.revision),
    )
