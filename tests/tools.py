"""Foreign programs the tests call in as judges, and what happens where one is absent."""

from __future__ import annotations

import os
import shutil

import pytest


def need(tool: str) -> str:
    """Give the path of an executable; without it the test is left out, or fails where tools are required."""
    path = shutil.which(tool)
    if path is not None:
        return path
    if os.environ.get("JSCERT_TEST_TOOLS") == "require":
        pytest.fail(f"needs {tool}", pytrace=False)
    pytest.skip(f"needs {tool}")
