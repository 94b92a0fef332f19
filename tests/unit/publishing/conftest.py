"""A trial authority opened as an office, with an empty registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.issuing_builders import opened, trial_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jscert.presswork import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Open a fresh authority folder."""
    with opened(trial_home(tmp_path / "home")) as office:
        yield office
