"""Versions of the registry's tables: old ones are brought up to date, newer ones are left alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jscert.certificates import Act
from jscert.errors import Code
from jscert.registry import sql_schema
from jscert.registry.reader import VERSION, open_reader
from jscert.registry.sql import open_registry
from tests.registry_builders import (
    NOW,
    SCOPE,
    act_batch,
    act_row,
    issue_batch,
    new_row,
    refusal,
    seal_batch,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("opened", [open_registry, open_reader])
def test_a_newer_registry_is_refused(path: Path, opened: Callable[[Path], object]) -> None:
    """An old program does not touch newer tables."""
    connection = sqlite3.connect(path)
    connection.execute("UPDATE layout SET version = version + 1")
    connection.commit()
    connection.close()
    assert refusal(opened, path) is Code.REGISTRY_NEWER


def test_reader_and_migrations_know_the_same_version() -> None:
    """A migration is not done before the checker's reader knows it."""
    assert sql_schema.VERSION == VERSION


@pytest.fixture
def first_version(tmp_path: Path) -> Path:
    """Make a registry as version 1 of the tables left it: a published batch of two, an open one."""
    path = tmp_path / "first.sqlite"
    script = Path(__file__).with_name("data") / "registry-1.sql"
    connection = sqlite3.connect(path)
    connection.executescript(script.read_text("utf-8"))
    connection.close()
    return path


def test_an_older_registry_gets_the_tables_of_a_new_one(first_version: Path, path: Path) -> None:
    """Migrating and making anew lead to the same tables, columns and indexes."""
    open_registry(first_version).close()

    def shape(of: Path) -> set[tuple[str, str]]:
        connection = sqlite3.connect(of)
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
        found = {("index or table", name) for name in names}
        for name in names:
            info = connection.execute(f"PRAGMA table_info({name})").fetchall()
            found |= {(name, str(column[1:])) for column in info}
        connection.close()
        return found

    assert shape(first_version) == shape(path)


def test_a_migrated_registry_answers_and_goes_on(first_version: Path) -> None:
    """What was published is found, what was open is finished, the next number follows."""
    registry = open_registry(first_version)
    entry = registry.find("苏建安A(2026)0100001")
    assert entry is not None
    assert (entry.former_numbers, entry.acts, entry.revisions[0].act) == ((), (), Act.ISSUE)
    seal_batch(registry, "20261122-bbbb")
    registry.publish_batch("20261122-bbbb", NOW)
    issued = issue_batch(registry, new_row("d"), batch="20261122-cccc")
    assert issued[0].number == "苏建安A(2026)0100004"
    registry.close()


def test_a_migrated_certificate_can_be_acted_upon(first_version: Path) -> None:
    """What version 1 issued is renumbered and suspended like anything else."""
    registry = open_registry(first_version)
    row = act_row("苏建安A(2026)0100001", scope=SCOPE)
    (renumbered,) = act_batch(registry, Act.RENUMBER, row, batch="20261122-cccc")
    assert renumbered.former_numbers == ("苏建安A(2026)0100001",)
    suspended = act_row(renumbered.number, based_on=2)
    act_batch(registry, Act.SUSPEND, suspended, batch="20261122-dddd")
    entry = registry.find("苏建安A(2026)0100001")
    assert entry is not None
    assert (entry.number, entry.suspended) == (renumbered.number, True)
    registry.close()
