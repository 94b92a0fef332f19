"""What SQLite's failures mean in coded errors; shared by the SQL registry and the checker's reader."""

from __future__ import annotations

import sqlite3

from jscert.errors import Code, JscertError

_CODES = {
    sqlite3.SQLITE_BUSY: Code.REGISTRY_BUSY,
    sqlite3.SQLITE_LOCKED: Code.REGISTRY_BUSY,
    sqlite3.SQLITE_FULL: Code.FOLDER_FULL,
    sqlite3.SQLITE_READONLY: Code.FOLDER_UNWRITABLE,
    sqlite3.SQLITE_IOERR: Code.FOLDER_UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: Code.REGISTRY_UNREADABLE,
    sqlite3.SQLITE_CORRUPT: Code.REGISTRY_UNREADABLE,
    sqlite3.SQLITE_NOTADB: Code.REGISTRY_UNREADABLE,
    sqlite3.SQLITE_PERM: Code.REGISTRY_UNREADABLE,
}
_PRIMARY = 0xFF


def registry_fault(path: str, fault: BaseException | None) -> JscertError | None:
    """Give the coded error for a failure of SQLite, or None where it is a defect of ours."""
    if not isinstance(fault, sqlite3.Error):
        return None
    code = _CODES.get(getattr(fault, "sqlite_errorcode", -1) & _PRIMARY)
    if code is None:
        return None
    reason = getattr(fault, "sqlite_errorname", "")
    return JscertError(code, path=path, reason=reason)
