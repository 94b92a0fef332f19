"""What libraries say on their own (warnings, log lines): for whoever mends jscert, not for clerks.

Shown with `--verbose` only, and masked like everything else.
"""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from jscert.terminal.voice import Terminal


class _Undertone(logging.Handler):
    """A log handler that speaks through the terminal."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__()
        self._terminal = terminal

    def emit(self, record: logging.LogRecord) -> None:
        """Show one line."""
        self._terminal.trace(f"{record.levelname} {record.name}: {record.getMessage()}\n")


def keep_libraries_down(terminal: Terminal) -> None:
    """Lead this process's warnings and log lines to the terminal's `trace`."""
    logging.basicConfig(level=logging.INFO, handlers=[_Undertone(terminal)], force=True)

    def show(  # noqa: PLR0917 - the signature of `warnings.showwarning`
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        del file, line
        terminal.trace(f"{category.__name__}: {message} ({filename}:{lineno})\n")

    warnings.showwarning = show
