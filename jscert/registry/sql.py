"""The registry in a database: SQLAlchemy Core behind `interface.Registry`.

SQLite (a path) with a write-ahead log and `synchronous=FULL`, so a commit that returned survives a
power failure; writers take the one write lock first (`BEGIN IMMEDIATE`), so what they read stays
true until they commit. Another database comes in by its URL; its row lock on `layout` does the same.
SQLAlchemy is imported by the `sql*` modules of this room only; a checker uses `reader`.
Not here: numbers.log, event files, manifests (`journal`, `events`, `batches`).
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, insert, update
from sqlalchemy.exc import DBAPIError

from jscert.certificates import Act
from jscert.durable import folder_errors, sync_folder
from jscert.errors import Code, JscertError
from jscert.registry.counting import next_serials
from jscert.registry.faults import registry_fault
from jscert.registry.sql_acting import reserve_act
from jscert.registry.sql_closing import abandon, publish, seal
from jscert.registry.sql_history import (
    find_acted_since,
    find_by_digests,
    find_certificates,
    find_ending,
    find_statuses,
    walk_certificates,
)
from jscert.registry.sql_opening import reserve
from jscert.registry.sql_queries import (
    find_batch,
    find_batches,
    find_head,
    find_holdings,
    find_rows,
    find_scopes,
    lock_registry,
)
from jscert.registry.sql_schema import VERSION, migrate, scopes, version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, Engine

    from jscert.registry.interface import (
        BatchEntry,
        BatchOpening,
        BatchState,
        CertificateEntry,
        ChainHead,
        Closing,
        Holding,
        NewRow,
        Registry,
        ReservedRow,
        ScopeEntry,
        ScopeRule,
        StatusEntry,
    )

BUSY_SECONDS = 5.0

_ROWS_PER_PAGE = 1_000
_PLACES_PER_PAGE = 100_000
_WRITES = "jscert_writes"


def create_registry(path: Path) -> None:
    """Make an empty registry, owner-only; `FOLDER_EXISTS` where a file lies already."""
    with folder_errors(path):
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError as fault:
            raise JscertError(Code.FOLDER_EXISTS, path=str(path)) from fault
    _open(_sqlite_url(path), path.name, BUSY_SECONDS, migrating=True).close()
    with folder_errors(path):
        sync_folder(path.parent)


def open_registry(target: str | Path, *, busy_seconds: float = BUSY_SECONDS) -> Registry:
    """Open a registry by path or database URL, bringing older tables up to date.

    `REGISTRY_UNREADABLE` (absent, damaged: never made anew), `REGISTRY_NEWER`, `REGISTRY_BUSY`.
    """
    if isinstance(target, str) and "://" in target:
        return _open(target, "registry", busy_seconds)
    path = Path(target)
    if not path.is_file() or path.stat().st_size == 0:
        raise JscertError(Code.REGISTRY_UNREADABLE, path=str(path))
    return _open(_sqlite_url(path), path.name, busy_seconds)


def _open(url: str, name: str, busy_seconds: float, *, migrating: bool = False) -> SqlRegistry:
    is_sqlite = url.startswith("sqlite")
    engine = create_engine(url, connect_args={"timeout": busy_seconds} if is_sqlite else {})
    if is_sqlite:
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    registry = SqlRegistry(engine, name)
    try:
        registry.bring_up_to_date(migrating=migrating)
    except BaseException:
        registry.close()
        raise
    return registry


def _sqlite_url(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-32768"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class SqlRegistry:
    """`interface.Registry` over one engine; made by `open_registry`."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    def bring_up_to_date(self, *, migrating: bool) -> None:
        """Check the version of the tables and migrate where they are older."""
        with self._reading() as connection:
            version = version_of(connection)
        if version == 0 and not migrating:
            raise JscertError(Code.REGISTRY_UNREADABLE, path=self._name)
        if version > VERSION:
            raise JscertError(Code.REGISTRY_NEWER, found=version, known=VERSION)
        if version < VERSION:
            with self._writing(locked=False) as connection:
                migrate(connection)

    def find(self, number: str) -> CertificateEntry | None:
        """See `interface`."""
        with self._reading() as connection:
            return find_certificates(connection, (number,)).get(number)

    def scopes(self) -> tuple[ScopeEntry, ...]:
        """See `interface`."""
        with self._reading() as connection:
            return find_scopes(connection)

    def head(self) -> ChainHead:
        """See `interface`."""
        with self._reading() as connection:
            return find_head(connection)

    def resolve(self, row_keys: Iterable[str]) -> Mapping[str, Holding]:
        """See `interface`."""
        with self._reading() as connection:
            found = find_holdings(connection, tuple(row_keys))
        return {holding.row_key: holding for holding in found}

    def find_all(self, numbers: Iterable[str]) -> Mapping[str, CertificateEntry]:
        """See `interface`."""
        with self._reading() as connection:
            return find_certificates(connection, tuple(numbers))

    def look_up(self, digests: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """See `interface`."""
        with self._reading() as connection:
            return find_by_digests(connection, tuple(digests))

    def walk(self, after: str = "") -> Iterator[CertificateEntry]:
        """See `interface`; read in pages."""
        last: str | None = after
        while last is not None:
            with self._reading() as connection:
                entries, last = walk_certificates(connection, last, _ROWS_PER_PAGE)
            yield from entries

    def ending_between(self, first: date, last: date) -> tuple[str, ...]:
        """See `interface`."""
        with self._reading() as connection:
            return find_ending(connection, first, last)

    def acted_since(self, event_sequence: int) -> tuple[str, ...]:
        """See `interface`."""
        with self._reading() as connection:
            return find_acted_since(connection, event_sequence)

    def statuses(self) -> Iterator[StatusEntry]:
        """See `interface`; read in pages."""
        after = -1
        while True:
            with self._reading() as connection:
                page = find_statuses(connection, after, _PLACES_PER_PAGE)
            if not page:
                return
            yield from page
            after = page[-1].place

    def preview(self, rules: Sequence[ScopeRule]) -> Mapping[str, int]:
        """See `interface`."""
        return next_serials(rules, self.scopes())

    def open_batch(
        self, opening: BatchOpening, write_number: Callable[[NewRow, int], str]
    ) -> tuple[ReservedRow, ...]:
        """See `interface`."""
        with self._writing() as connection:
            if opening.act in (Act.ISSUE, Act.IMPORT_PAPER):
                return reserve(connection, opening, write_number)
            return reserve_act(connection, opening, write_number)

    def batch(self, batch: str) -> BatchEntry:
        """See `interface`."""
        with self._reading() as connection:
            return find_batch(connection, batch)[1]

    def batches(self, *states: BatchState) -> tuple[BatchEntry, ...]:
        """See `interface`."""
        with self._reading() as connection:
            return find_batches(connection, states)

    def rows(self, batch: str) -> Iterator[ReservedRow]:
        """See `interface`; read in pages, so that no transaction stays open between rows."""
        with self._reading() as connection:
            ordinal, _ = find_batch(connection, batch)
        return self._pages(ordinal)

    def seal_batch(
        self,
        batch: str,
        files: Mapping[int, tuple[str, int]],
        sealed_at: datetime,
        close: Callable[[ChainHead], Closing],
    ) -> BatchEntry:
        """See `interface`."""
        with self._writing() as connection:
            return seal(connection, batch, files, sealed_at, close)

    def publish_batch(self, batch: str, published_at: datetime) -> None:
        """See `interface`; a published batch stays as it is."""
        with self._writing() as connection:
            publish(connection, batch, published_at)

    def abandon_batch(self, batch: str, ground: str, abandoned_at: datetime) -> None:
        """See `interface`; a ground is required (ValueError)."""
        if not ground.strip():
            raise ValueError("abandoning a batch needs a ground")
        with self._writing() as connection:
            abandon(connection, batch, ground, abandoned_at)

    def move_counter(self, scope: str, given: int) -> None:
        """See `interface`; a counter never seen gets its rule with its first reservation."""
        with self._writing() as connection:
            known = {entry.scope: entry for entry in find_scopes(connection)}
            if scope not in known:
                connection.execute(
                    insert(scopes).values(scope=scope, first=0, last=given, rule="", given=given)
                )
            elif known[scope].given < given:
                connection.execute(
                    update(scopes).where(scopes.c.scope == scope).values(given=given)
                )

    def close(self) -> None:
        """See `interface`."""
        self._engine.dispose()

    def _pages(self, ordinal: int) -> Iterator[ReservedRow]:
        after = -1
        while True:
            with self._reading() as connection:
                page = find_rows(connection, ordinal, after, _ROWS_PER_PAGE)
            if not page:
                return
            yield from page
            after = page[-1].position

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._faults(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self, *, locked: bool = True) -> Iterator[Connection]:
        with self._faults(), self._engine.connect() as plain:
            connection = plain.execution_options(**{_WRITES: True})
            with connection.begin():
                if locked:
                    lock_registry(connection)
                yield connection

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as fault:
            known = registry_fault(self._name, fault.orig)
            if known is None:
                raise
            raise known from fault
