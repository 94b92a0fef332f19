"""Libraries talk to those who ask for it."""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING

import pytest

from jscert.terminal.undertone import keep_libraries_down
from tests.terminal_builders import make_terminal, said

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER = "320102199003072020"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Give the process its own handlers back."""
    handlers, level = logging.root.handlers[:], logging.root.level
    with warnings.catch_warnings():
        yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def _speak() -> None:
    warnings.simplefilter("always")
    warnings.warn(f"style of {NUMBER}", stacklevel=1)
    logging.getLogger("fontTools").warning("table of %s", NUMBER)


def test_a_clerk_hears_nothing_of_libraries() -> None:
    """Their warnings would only frighten."""
    terminal = make_terminal()
    keep_libraries_down(terminal)
    _speak()
    assert said(terminal) == ""


def test_verbose_shows_them_masked() -> None:
    """Whoever mends jscert sees them, without personal numbers."""
    terminal = make_terminal(verbose=True)
    keep_libraries_down(terminal)
    _speak()
    assert "style of 320102********2020" in said(terminal)
    assert "fontTools: table of 320102********2020" in said(terminal)
