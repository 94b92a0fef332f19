"""Every make of registry, empty, and the ways a checker opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jscert.registry.reader import open_reader
from jscert.registry.sql import create_registry, open_registry
from tests.doubles import MemoryRegistry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from jscert.registry.interface import Registry, RegistryReader


@pytest.fixture(params=["memory", "sqlite"])
def registry(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Registry]:
    """Give an empty registry of every make."""
    made: Registry = MemoryRegistry()
    if request.param == "sqlite":
        create_registry(tmp_path / "registry.sqlite")
        made = open_registry(tmp_path / "registry.sqlite")
    yield made
    made.close()


@pytest.fixture
def ask(registry: Registry, tmp_path: Path) -> Iterator[Callable[[], RegistryReader]]:
    """Give the registry as a checker opens it: read-only where there is a file."""
    path = tmp_path / "registry.sqlite"
    readers = []

    def opened() -> RegistryReader:
        if not path.exists():
            return registry
        readers.append(open_reader(path))
        return readers[-1]

    yield opened
    for reader in readers:
        reader.close()
