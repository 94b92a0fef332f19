"""A roster file is opened: told by its bytes, proved harmless, and read by the reader of its format.

Input: a path. Output: `Roster`. One more format is one more reader here; what a file is, is told in
`container`, what a column means is not known here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from jscert.errors import Code, JscertError
from jscert.roster.container import identify
from jscert.roster.csv_text import read_csv
from jscert.roster.limits import TooLargeError, WorkbookLimits
from jscert.roster.ods import read_ods
from jscert.roster.workbook import FileFormat, Roster
from jscert.roster.xls import read_xls
from jscert.roster.xlsx import read_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from jscert.roster.workbook import RosterPictures, Sheet


def read_roster(path: Path, limits: WorkbookLimits | None = None) -> Roster:
    """Read a roster file whole.

    Raises ROSTER_UNREADABLE, ROSTER_NOT_WORKBOOK, ROSTER_ENCRYPTED, ROSTER_FORMAT_UNSUPPORTED,
    ROSTER_TOO_LARGE. A workbook without any cell is no error here.
    """
    limits = limits or WorkbookLimits()
    try:
        if path.stat().st_size > limits.file_bytes:
            raise JscertError(Code.ROSTER_TOO_LARGE, roster=path.name)
        data = path.read_bytes()
    except OSError as fault:
        raise JscertError(Code.ROSTER_UNREADABLE, roster=path.name) from fault
    file_format = identify(data, path.name, limits)
    try:
        sheets, pictures = _read(data, file_format, path.stem, limits)
    except TooLargeError as fault:
        raise JscertError(Code.ROSTER_TOO_LARGE, roster=path.name) from fault
    except ValueError as fault:
        raise JscertError(Code.ROSTER_UNREADABLE, roster=path.name) from fault
    return Roster(name=path.name, sheets=sheets, format=file_format, pictures=pictures)


def read_rosters(paths: Iterable[Path]) -> Iterator[Roster]:
    """Read rosters one after another, as `read_roster` does.

    Files named alike are told apart by a number behind the name: places, and so faults, name rows by it.
    """
    taken: set[str] = set()
    for path in paths:
        roster = read_roster(path)
        name, copy = roster.name, 1
        while name in taken:
            copy += 1
            name = f"{roster.name} ({copy})"
        taken.add(name)
        yield roster if copy == 1 else replace(roster, name=name)


def _read(
    data: bytes, file_format: FileFormat, stem: str, limits: WorkbookLimits
) -> tuple[tuple[Sheet, ...], RosterPictures]:
    match file_format:
        case FileFormat.XLSX:
            return read_xlsx(data)
        case FileFormat.XLS:
            return read_xls(data, limits)
        case FileFormat.ODS:
            return read_ods(data, limits)
        case FileFormat.CSV:
            return read_csv(data, stem, limits)
    assert_never(file_format)
