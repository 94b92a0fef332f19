"""The registry's tables, as numbered migrations. A released migration is never edited.

Dates are ISO text, instants ISO text in UTC, digests hex, as in every other format of the house.
`layout` holds one row: the version of the tables and the head of the chain. A new registry is made at the
newest version at once; an older one is brought there step by step, to the same tables.
A certificate is known for ever by its first number (`number`); where it was renumbered, `printed` is the
number a revision carries.
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
from sqlalchemy.schema import CreateColumn

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
    Column("clerk", Text, nullable=False, server_default=""),
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
    Column("void_reason", Text, nullable=False, server_default=""),
    sqlite_with_rowid=False,
)
"""Every number ever reserved by its comparison key; `number` is the first one of its certificate.

`void_reason` is set for a number that a renumbering was to give and did not.
"""

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
"""`newest` is the newest revision of a batch not abandoned; `row_key` the first revision's."""

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
    Column("look_ups", LargeBinary),
    Column("ground", Text, nullable=False, server_default=""),
    Column("printed", Text),
    PrimaryKeyConstraint("ordinal", "position"),
    UniqueConstraint("number", "revision"),
    UniqueConstraint("status_place"),
    Index("revisions_by_row_key", "row_key"),
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

look_ups = Table(
    "look_ups",
    metadata,
    Column("digest", LargeBinary, nullable=False),
    Column("number", Text, nullable=False),
    PrimaryKeyConstraint("digest", "number"),
    sqlite_with_rowid=False,
)
"""What certificates are found by: keyed digests of person, name, employer, of every revision."""

acts = Table(
    "acts",
    metadata,
    Column("ordinal", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("ground", Text, nullable=False),
    Column("roster", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, nullable=False),
    PrimaryKeyConstraint("ordinal", "position"),
    Index("acts_by_number", "number"),
)
"""The rows of batches that make no PDFs; `revision` is the newest one of that moment."""


def _second_tables(connection: Connection) -> None:
    """Version 2: acts, look-ups, renumbering."""
    for table, column in (
        (batches, batches.c.clerk),
        (numbers, numbers.c.void_reason),
        (revisions, revisions.c.look_ups),
        (revisions, revisions.c.ground),
        (revisions, revisions.c.printed),
    ):
        definition = CreateColumn(column).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {definition}")
    look_ups.create(connection)
    acts.create(connection)
    next(i for i in revisions.indexes if i.name == "revisions_by_row_key").create(connection)


STEPS: tuple[Callable[[Connection], None], ...] = (_second_tables,)
"""Step n (from 1) leads from version n to n + 1."""

VERSION = len(STEPS) + 1
"""The version of the tables described here."""


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


def insert_new(connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert those whole rows whose key is not in the table yet (SQLite and PostgreSQL spell it alike)."""
    if not rows:
        return
    compiled = insert(table).compile(dialect=connection.dialect)
    statement = f"{compiled} ON CONFLICT DO NOTHING"
    if compiled.positional:
        connection.exec_driver_sql(statement, list(rows))
    else:
        names = table.columns.keys()
        given = [dict(zip(names, row, strict=True)) for row in rows]
        connection.exec_driver_sql(statement, given)


def version_of(connection: Connection) -> int:
    """Tell the version of the tables; 0 where there are none."""
    if not inspect(connection).has_table(layout.name):
        return 0
    version: int = connection.execute(select(layout.c.version)).scalar_one()
    return version


def migrate(connection: Connection) -> None:
    """Bring the tables to the newest version inside the caller's transaction."""
    version = version_of(connection)
    if version:
        for step in STEPS[version - 1 :]:
            step(connection)
        connection.execute(update(layout).values(version=VERSION))
        return
    metadata.create_all(connection)
    connection.execute(
        insert(layout).values(
            version=VERSION,
            manifest_sequence=0,
            manifest_sha256="",
            event_sequence=0,
            event_sha256="",
        )
    )
