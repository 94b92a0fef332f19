"""Large batches in the database: nothing is lost where queries are cut into pages and groups."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jscert.certificates import Act
from jscert.registry.sql import open_registry
from tests.registry_builders import (
    FIRST,
    NOW,
    SCOPE,
    SECOND,
    THIRD,
    act_batch,
    act_row,
    issue_batch,
    new_row,
    open_batch,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jscert.registry.interface import Registry


MANY = 1_201


@pytest.fixture
def registry(path: Path) -> Iterator[Registry]:
    """Give an open registry."""
    opened = open_registry(path)
    yield opened
    opened.close()


@pytest.fixture
def numbers(registry: Registry) -> tuple[str, ...]:
    """Publish more certificates than any page holds, and give their numbers."""
    rows = issue_batch(registry, *(new_row(str(i), look_ups=("aa" * 16,)) for i in range(MANY)))
    return tuple(row.number for row in rows)


def test_rows_may_be_walked_while_the_registry_is_written(registry: Registry) -> None:
    """Printing a large batch keeps no transaction open."""
    open_batch(registry, *(new_row(str(i)) for i in range(2_100)))
    walk = registry.rows(FIRST)
    next(walk)
    open_batch(registry, new_row("late"), batch=SECOND)
    assert [row.position for row in walk] == list(range(1, 2_100))


def test_a_thousand_row_keys_resolve_in_one_call(registry: Registry) -> None:
    """Look-ups in groups lose no key."""
    open_batch(registry, *(new_row(str(i)) for i in range(1_201)))
    assert len(registry.resolve(f"key-{i}" for i in range(1_201))) == 1_201


def test_a_large_renumbering_loses_no_certificate(
    registry: Registry, numbers: tuple[str, ...]
) -> None:
    """Every certificate gets its own number, and rows read back as they were reserved."""
    rows = [act_row(number, str(i), scope=SCOPE) for i, number in enumerate(numbers)]
    reserved = open_batch(registry, *rows, batch=SECOND, act=Act.RENUMBER)
    assert [row.former_numbers for row in reserved] == [(number,) for number in numbers]
    assert tuple(registry.rows(SECOND)) == reserved


def test_a_large_act_without_pdfs_loses_no_row(
    registry: Registry, numbers: tuple[str, ...]
) -> None:
    """Rows come back in order over all pages."""
    rows = [act_row(number, str(i)) for i, number in enumerate(numbers)]
    reserved = act_batch(registry, Act.SUSPEND, *rows)
    assert [row.number for row in reserved] == list(numbers)
    assert [row.position for row in reserved] == list(range(MANY))


def test_a_large_renumbering_given_up_voids_every_number(
    registry: Registry, numbers: tuple[str, ...]
) -> None:
    """All numbers drawn are void, and all certificates go on under their old ones."""
    rows = [act_row(number, str(i), scope=SCOPE) for i, number in enumerate(numbers)]
    reserved = open_batch(registry, *rows, batch=SECOND, act=Act.RENUMBER)
    registry.abandon_batch(SECOND, "名册有误", NOW)
    drawn = registry.find_all(row.number for row in reserved)
    assert [entry.void_reason for entry in drawn.values()] == ["名册有误"] * MANY
    assert [entry.number for entry in drawn.values()] == list(numbers)


def test_thousands_of_numbers_are_found_in_one_call(
    registry: Registry, numbers: tuple[str, ...]
) -> None:
    """Look-ups in groups lose no number."""
    assert set(registry.find_all(numbers)) == set(numbers)


def test_a_digest_that_thousands_carry_finds_all(
    registry: Registry, numbers: tuple[str, ...]
) -> None:
    """A large employer's certificates are all found."""
    assert registry.look_up(["aa" * 16]) == {"aa" * 16: numbers}


def test_a_walk_goes_over_all_pages(registry: Registry, numbers: tuple[str, ...]) -> None:
    """Every certificate is met once."""
    assert [entry.number for entry in registry.walk()] == list(numbers)


def test_certificates_may_be_walked_while_the_registry_is_written(
    registry: Registry, numbers: tuple[str, ...]
) -> None:
    """A walk keeps no transaction open."""
    walk = registry.walk()
    next(walk)
    open_batch(registry, new_row("late"), batch=THIRD)
    assert len(list(walk)) == len(numbers)
