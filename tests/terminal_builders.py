"""Terminals for tests: what was written can be read back, and somebody may be there to answer."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jscert.certificates import Place, Rejection
from jscert.cli import run
from jscert.errors import Code
from jscert.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping


NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


class Screen(io.StringIO):
    """A stream that claims to be a terminal, or not."""

    def __init__(self, text: str = "", *, is_terminal: bool = False) -> None:
        super().__init__(text)
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        """Say what was claimed."""
        return self._is_terminal


def make_terminal(
    *,
    answers: str = "",
    is_terminal: bool = False,
    as_json: bool = False,
    quiet: bool = False,
    verbose: bool = False,
) -> Terminal:
    """Make a terminal whose streams are kept in memory."""
    return Terminal(
        source=Screen(answers, is_terminal=is_terminal),
        result_stream=Screen(is_terminal=is_terminal),
        talk_stream=Screen(is_terminal=is_terminal),
        as_json=as_json,
        quiet=quiet,
        verbose=verbose,
    )


def shown(terminal: Terminal) -> str:
    """Read what went to standard output."""
    assert isinstance(terminal.result_stream, Screen)
    return terminal.result_stream.getvalue()


def said(terminal: Terminal) -> str:
    """Read what went to standard error."""
    assert isinstance(terminal.talk_stream, Screen)
    return terminal.talk_stream.getvalue()


def make_rejection(
    *,
    code: Code = Code.NAME_MISSING,
    row: int = 5,
    column: str = "B",
    value: str = "320102********2020",
    **facts: str,
) -> Rejection:
    """Make a fault in a sheet."""
    place = Place(roster="名册.xlsx", sheet="安管A", row=row)
    return Rejection(place=place, column=column, code=code, shown=value, facts=facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command line came to."""

    status: int
    stdout: str
    stderr: str


def run_line(*line: str, environment: Mapping[str, str] | None = None) -> Outcome:
    """Run a command line in this process, as `main` would, at noon of a fixed day in China."""
    terminal = make_terminal(
        as_json="--json" in line, quiet="--quiet" in line, verbose="--verbose" in line
    )
    with contextlib.redirect_stdout(terminal.result_stream):
        status = run(line, environment or {}, terminal, lambda: NOON)
    return Outcome(status=status, stdout=shown(terminal), stderr=said(terminal))
