"""The checker's way into an SQLite registry: stdlib only, read-only, quick to start.

Answers exactly as `sql` does (one contract suite serves both) without importing SQLAlchemy, which
alone would cost half of a cold `verify`. Column names are those of `sql_schema`.
Not here: writing, row keys, migrations (an older registry is first brought up to date by its owner).
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from jscert.errors import Code, JscertError
from jscert.numbering import number_key
from jscert.registry.faults import registry_fault
from jscert.registry.records import certificate_entry, chain_head, scope_entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jscert.registry.interface import CertificateEntry, ChainHead, ScopeEntry

VERSION = 2
"""The version of the tables this reader knows; a test compares it with the migrations."""

_BUSY_SECONDS = 5.0
_CERTIFICATE = """
    SELECT certificates.*, numbers.void_reason AS number_void_reason
    FROM numbers JOIN certificates USING (number) WHERE numbers.number_key = ?"""
_BATCH = """batches.batch, batches.state, batches.act, batches.opened_at, batches.dated_on,
    batches.clerk, batches.ground AS batch_ground"""
_REVISIONS = f"""
    SELECT revisions.*, files.sha256, files.size, {_BATCH}
    FROM revisions JOIN batches USING (ordinal) LEFT JOIN files USING (ordinal, position)
    WHERE revisions.number = ? ORDER BY revisions.revision"""  # noqa: S608 - constants only
_ACTS = f"""
    SELECT acts.*, {_BATCH} FROM acts JOIN batches USING (ordinal)
    WHERE acts.number = ? ORDER BY acts.ordinal, acts.position"""  # noqa: S608 - constants only


class SqliteReader:
    """`interface.RegistryReader` over one read-only connection; made by `open_reader`."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection = connection
        self._name = name

    def find(self, number: str) -> CertificateEntry | None:
        """See `interface`."""
        with self._reading():
            row = self._connection.execute(_CERTIFICATE, (number_key(number),)).fetchone()
            if row is None:
                return None
            revisions = self._connection.execute(_REVISIONS, (row["number"],)).fetchall()
            acts = self._connection.execute(_ACTS, (row["number"],)).fetchall()
            return certificate_entry(row, revisions, acts, row["number_void_reason"])

    def scopes(self) -> tuple[ScopeEntry, ...]:
        """See `interface`."""
        with self._reading():
            rows = self._connection.execute("SELECT * FROM scopes ORDER BY scope").fetchall()
            return tuple(scope_entry(row) for row in rows)

    def head(self) -> ChainHead:
        """See `interface`."""
        with self._reading():
            return chain_head(self._connection.execute("SELECT * FROM layout").fetchone())

    def check_version(self) -> None:
        """Refuse tables of another version: `REGISTRY_NEWER`, or `REGISTRY_UNREADABLE` if older."""
        with self._reading():
            version = self._connection.execute("SELECT version FROM layout").fetchone()[0]
        if version > VERSION:
            raise JscertError(Code.REGISTRY_NEWER, found=version, known=VERSION)
        if version < VERSION:
            raise JscertError(Code.REGISTRY_UNREADABLE, path=self._name)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Keep all queries of one answer on one state of the registry."""
        try:
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.rollback()
        except sqlite3.Error as fault:
            known = registry_fault(self._name, fault)
            if known is None or known.code is Code.FOLDER_UNWRITABLE:
                known = JscertError(Code.REGISTRY_UNREADABLE, path=self._name)
            raise known from fault


def open_reader(path: Path) -> SqliteReader:
    """Open a registry for reading; `REGISTRY_UNREADABLE`, `REGISTRY_NEWER`, `REGISTRY_BUSY`.

    A folder that this user may not write holds no write-ahead log for us to join; without one the
    file itself is complete and is read as it lies.
    """
    if not path.is_file():
        raise JscertError(Code.REGISTRY_UNREADABLE, path=str(path))
    try:
        return _opened(path, "mode=ro")
    except JscertError as refusal:
        wal = path.with_name(path.name + "-wal")
        waits = wal.exists() and wal.stat().st_size > 0
        if refusal.code is not Code.REGISTRY_UNREADABLE or waits:
            raise
    return _opened(path, "mode=ro&immutable=1")


def _opened(path: Path, how: str) -> SqliteReader:
    uri = f"file:{quote(str(path.absolute()))}?{how}"
    try:
        connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    except sqlite3.Error as fault:
        raise JscertError(Code.REGISTRY_UNREADABLE, path=path.name) from fault
    connection.row_factory = sqlite3.Row
    reader = SqliteReader(connection, path.name)
    try:
        reader.check_version()
    except BaseException:
        reader.close()
        raise
    return reader
