"""An empty registry in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jscert.registry.sql import create_registry

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the path of an empty registry."""
    created = tmp_path / "registry.sqlite"
    create_registry(created)
    return created
