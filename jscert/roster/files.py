"""A roster file is opened: told by its bytes, proved harmless, and read by the reader of its format.

Input: a path. Output: `Roster`. One more format is one more reader here; what a file is, is told in
`container`, what a column means is not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.roster.container import identify
from jscert.roster.limits import WorkbookLimits
from jscert.roster.workbook import FileFormat, Roster
from jscert.roster.xlsx import read_xlsx

if TYPE_CHECKING:
    from pathlib import Path

_READERS = {FileFormat.XLSX: read_xlsx}


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
        sheets, pictures = _READERS[file_format](data)
    except ValueError as fault:
        raise JscertError(Code.ROSTER_UNREADABLE, roster=path.name) from fault
    return Roster(name=path.name, sheets=sheets, format=file_format, pictures=pictures)
