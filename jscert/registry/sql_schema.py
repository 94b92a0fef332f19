"""The registry's tables, as numbered migrations. A released migration is never edited.

Dates are ISO text, instants ISO text in UTC, digests hex, as in every other format of the house.
`layout` holds one row: the version of the tables and the head of the chain.
Not here: queries, engines (`sql`), what values mean (`interface`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    insert,
    inspect,
    select,
    update,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

metadata = MetaData()

layout = Table(
    "layout",
    metadata,
    Column("version", Integer, nullable=False),
    Column("manifest_sequence", Integer, nullable=False),
    Column("manifest_sha256", Text, nullable=False),
    Column("event_sequence", Integer, nullable=False),
    Column("event_sha256", Text, nullable=False),
)

scopes = Table(
    "scopes",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("given", Integer, nullable=False),
)

batches = Table(
    "batches",
    metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("batch", Text, nullable=False, unique=True),
    Column("act", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("dated_on", Text, nullable=False),
    Column("settings_digest", Text, nullable=False),
    Column("trial", Integer, nullable=False),
    Column("spool_sha256", Text, nullable=False),
    Column("row_count", Integer, nullable=False),
    Column("ground", Text, nullable=False),
    Column("sealed_at", Text),
    Column("published_at", Text),
    Column("abandoned_at", Text),
    Column("before_manifest_sequence", Integer),
    Column("before_manifest_sha256", Text),
    Column("before_event_sequence", Integer),
    Column("before_event_sha256", Text),
    Column("manifest_sha256", Text),
    Column("event_sha256", Text),
    CheckConstraint("state in ('open', 'sealed', 'published', 'abandoned')"),
)

draws = Table(
    "draws",
    metadata,
    Column("ordinal", Integer, nullable=False),
    Column("scope", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("ordinal", "scope"),
)

numbers = Table(
    "numbers",
    metadata,
    Column("number_key", Text, primary_key=True),
    Column("number", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Every number ever reserved, former ones too, by its comparison key; `number` is today's."""

certificates = Table(
    "certificates",
    metadata,
    Column("number", Text, primary_key=True),
    Column("row_key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("medium", Text, nullable=False),
    Column("first_issued_on", Text, nullable=False),
    Column("trial", Integer, nullable=False),
    Column("suspended", Integer, nullable=False),
    Column("ended_by", Text),
    Column("void_reason", Text, nullable=False),
    Column("newest", Integer, nullable=False),
    Index("certificates_by_row_key", "row_key"),
)
"""`newest` is the newest revision, whatever the state of its batch."""

revisions = Table(
    "revisions",
    metadata,
    Column("ordinal", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("row_key", Text, nullable=False),
    Column("facts_digest", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("issued_on", Text, nullable=False),
    Column("first_issued_on", Text, nullable=False),
    Column("valid_until", Text),
    Column("status_place", Integer, nullable=False),
    Column("roster", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    PrimaryKeyConstraint("ordinal", "position"),
    UniqueConstraint("number", "revision"),
    UniqueConstraint("status_place"),
)

files = Table(
    "files",
    metadata,
    Column("ordinal", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    PrimaryKeyConstraint("ordinal", "position"),
    sqlite_with_rowid=False,
)
"""The PDF of each revision, known from tx2 on."""


def _first_tables(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.execute(
        insert(layout).values(
            version=1,
            manifest_sequence=0,
            manifest_sha256="",
            event_sequence=0,
            event_sha256="",
        )
    )


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_first_tables,)
"""Migration n (from 1) leads from version n - 1 to n."""


def insert_many(connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert whole rows, values in the order of the table's columns.

    The driver takes the tuples as they are where it counts parameters by position (SQLite): half the
    time of tx1 was spent on naming 125 000 parameters.
    """
    if not rows:
        return
    compiled = insert(table).compile(dialect=connection.dialect)
    if compiled.positional:
        connection.exec_driver_sql(str(compiled), list(rows))
    else:
        names = table.columns.keys()
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])


def version_of(connection: Connection) -> int:
    """Tell the version of the tables; 0 where there are none."""
    if not inspect(connection).has_table(layout.name):
        return 0
    version: int = connection.execute(select(layout.c.version)).scalar_one()
    return version


def migrate(connection: Connection) -> None:
    """Bring the tables to the newest version inside the caller's transaction."""
    for step in MIGRATIONS[version_of(connection) :]:
        step(connection)
    connection.execute(update(layout).values(version=len(MIGRATIONS)))
