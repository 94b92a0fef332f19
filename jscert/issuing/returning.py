"""Returning: rosters go back to their senders as workbooks with the faults marked (`…-checked.xlsx`).

Input: an examination. Output: files beside the rosters, or where they were asked for; how each roster stands;
and warnings where a workbook could not be written, which stops nothing. A workbook is written over only if
it is an earlier one of ours that nobody has saved since: what a sender has corrected is never lost.
Not here: how a workbook is marked (workbooks).
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from jscert.certificates import Place, Rejection
from jscert.durable import folder_error, place_file
from jscert.errors import Code, JscertError
from jscert.issuing.carried_pictures import carried_pictures
from jscert.issuing.examining import stamp_of
from jscert.issuing.fault_marks import marks_of
from jscert.messages import check_words as words
from jscert.presswork.receipt import CheckedRoster
from jscert.roster.files import read_roster
from jscert.roster.names import hide_numbers
from jscert.roster.workbook import FileFormat
from jscert.workbooks.checked import UnprovenError, is_as_written, mark_workbook, marked_copy
from jscert.workbooks.marking import COMMENTED_CELLS, Marking, Weight
from jscert.workbooks.plain import PlainSheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from jscert.issuing.examining import Examination, ReadRoster
    from jscert.issuing.orders import IssueOrder
    from jscert.roster.workbook import Roster, Sheet, Value
    from jscert.workbooks.marking import Mark

_COPY_SUFFIX = ".xlsx"
_OWN_BYTES_MAX = 256 * 1024 * 1024
_CHECKED = re.compile(r"(.+)-checked(?:-([1-9][0-9]{0,4}))?")
_DIGITS = re.compile(r"[0-9]{15,18}")


def standing_of(found: Examination) -> tuple[CheckedRoster, ...]:
    """Tell of each roster how many people it has and how many of them have a fault."""
    faults = _by_roster(found.rejections)
    return tuple(
        CheckedRoster(
            roster=roster.name,
            rows=roster.people,
            faulty=len(_people_at(roster) & {fault.place for fault in faults[roster.name]}),
            faults=len(faults[roster.name]),
        )
        for roster in found.rosters
    )


def return_rosters(
    found: Examination, order: IssueOrder, *, compared: bool = True
) -> tuple[tuple[CheckedRoster, ...], tuple[Rejection, ...]]:
    """Write a marked workbook for each roster with faults or warnings; gives standings and warnings.

    `compared`: the rosters were held against a registry.
    """
    faults, remarks = _by_roster(found.rejections), _by_roster(found.warnings)
    taken = {path.resolve() for path in order.rosters}
    standings, warnings = [], []
    for roster, standing in zip(found.rosters, standing_of(found), strict=True):
        name, workbook = roster.name, ""
        if faults[name] or remarks[name]:
            marks = marks_of(roster.reading, faults[name], remarks[name])
            lines = _lines(standing, marks, order.dated_on, compared=compared)
            try:
                workbook = str(_return(roster, Marking(lines=lines, marks=marks), order.out, taken))
            except JscertError as error:
                warnings.append(_warning(roster, error))
        standings.append(replace(standing, workbook=workbook))
    return tuple(standings), tuple(warnings)


def _return(roster: ReadRoster, marking: Marking, out: Path | None, taken: set[Path]) -> Path:
    """Mark one roster's file and put the workbook down; ROSTER_CHANGED, CHECKED_UNWRITABLE."""
    try:
        data = roster.path.read_bytes()
    except OSError as fault:
        raise JscertError(Code.ROSTER_UNREADABLE, roster=roster.name) from fault
    if stamp_of(roster.path) != roster.stamp:
        raise JscertError(Code.ROSTER_CHANGED, roster=roster.name)
    marked, suffix = _marked(roster, data, replace(marking, replaced=roster.lists))
    folder = out or roster.path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _free_path(folder, roster.path.stem, suffix, taken)
        _put(path, marked)
    except OSError as fault:
        reason = folder_error(folder, fault).facts.get("reason", "ENOSPC")
        raise JscertError(Code.CHECKED_UNWRITABLE, path=str(folder), reason=reason) from fault
    taken.add(path.resolve())
    return path


def _marked(roster: ReadRoster, data: bytes, marking: Marking) -> tuple[bytes, str]:
    try:
        return mark_workbook(data, marking)
    except UnprovenError:
        pass
    try:
        return _copied(read_roster(roster.path), marking), _COPY_SUFFIX
    except ValueError as fault:  # more cells than a workbook can hold
        raise JscertError(Code.CHECKED_UNWRITABLE, path=roster.name, reason="E2BIG") from fault


def _put(path: Path, data: bytes) -> None:
    try:
        place_file(path, data)
    except OSError:
        with suppress(OSError):
            path.with_name(path.name + ".part").unlink(missing_ok=True)
        raise


def _free_path(folder: Path, stem: str, suffix: str, taken: set[Path]) -> Path:
    """Find where the workbook may stand: no roster of this call, nothing that somebody has saved."""
    found = _CHECKED.fullmatch(stem)
    base = found[1] if found else stem
    number = int(found[2] or 1) + 1 if found else 1
    if hide_numbers(base) != base:  # no identity number in a file name
        base = words.STEM
    while True:
        tail = f"-checked-{number}" if number > 1 else "-checked"
        path = folder / f"{base}{tail}{suffix}"
        if path.resolve() not in taken and (not path.exists() or _is_ours(path)):
            return path
        number += 1


def _is_ours(path: Path) -> bool:
    try:
        return path.stat().st_size <= _OWN_BYTES_MAX and is_as_written(path.read_bytes())
    except OSError:
        return False


def _copied(roster: Roster, marking: Marking) -> bytes:
    """Write the roster's cells as a new workbook, and say so on top of the list."""
    line = words.COPIED.get(roster.format.value, words.COPIED_OTHER)
    damaged = {
        (mark.sheet, mark.row, mark.column)
        for mark in marking.marks
        if mark.code == Code.IDENTITY_ROUNDED.value and roster.format is FileFormat.CSV
    }
    pictures, lost = carried_pictures(roster)
    lines = (line, words.PICTURES_LOST.format(count=lost)) if lost else (line,)
    sheets = [
        replace(_plain(sheet, damaged), pictures=pictures[sheet.name]) for sheet in roster.sheets
    ]
    return marked_copy(sheets, replace(marking, lines=(*marking.lines, *lines)))


def _plain(sheet: Sheet, damaged: set[tuple[str, int, int]]) -> PlainSheet:
    """Take a sheet over; a rounded number becomes a number cell, so that it is not taken for whole later."""
    rows: list[Sequence[Value]] = list(sheet.rows)
    for name, row, column in damaged:
        if name == sheet.name and row < len(rows) and column < len(rows[row]):
            cells = list(rows[row])
            cells[column] = _as_damaged(cells[column])
            rows[row] = cells
    return PlainSheet(
        name=sheet.name,
        rows=rows,
        hidden=sheet.hidden,
        merges=tuple((area.top, area.left, area.bottom, area.right) for area in sheet.merges),
        hidden_rows=sheet.hidden_rows,
        hidden_columns=sheet.hidden_columns,
        struck_rows=sheet.struck_rows,
    )


def _as_damaged(value: Value) -> Value:
    text = str(value).strip()
    return float(text) if _DIGITS.fullmatch(text) else value


def _lines(
    standing: CheckedRoster, marks: Sequence[Mark], day: date, *, compared: bool
) -> tuple[str, ...]:
    faults = sum(mark.weight is Weight.FAULT for mark in marks)
    cells = len({(mark.sheet, mark.row, mark.column) for mark in marks if mark.inside})
    lines = [
        words.standing(standing.rows, standing.faulty, standing.faults),
        words.COUNTS.format(faults=faults, remarks=len(marks) - faults, day=day.isoformat()),
        words.CORRECT_HERE,
    ]
    if cells > COMMENTED_CELLS:
        lines.append(words.COMMENTS_CUT.format(count=COMMENTED_CELLS))
    if not compared:
        lines.append(words.NOT_COMPARED)
    return tuple(lines)


def _warning(roster: ReadRoster, error: JscertError) -> Rejection:
    facts = {name: str(fact) for name, fact in error.facts.items()}
    return Rejection(
        place=Place(roster=roster.name, sheet="", row=0),
        column="",
        code=error.code,
        shown="",
        facts=facts,
    )


def _people_at(roster: ReadRoster) -> set[Place]:
    return {row.place for sheet in roster.reading.sheets for row in sheet.rows}


def _by_roster(notes: Iterable[Rejection]) -> defaultdict[str, list[Rejection]]:
    sorted_out: defaultdict[str, list[Rejection]] = defaultdict(list)
    for note in notes:
        sorted_out[note.place.roster].append(note)
    return sorted_out
