"""What every test shares: hypothesis without deadlines, and one line per suite that was left out."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import settings

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Name each suite of which tests were left out, why, and how many."""
    left_out = Counter(_suite_and_reason(r) for r in terminalreporter.stats.get("skipped", []))
    if not left_out:
        return
    terminalreporter.section("left out")
    for (suite, reason), count in sorted(left_out.items()):
        terminalreporter.write_line(f"{suite}: {reason} ({count} left out)")


def _suite_and_reason(report: object) -> tuple[str, str]:
    suite = str(getattr(report, "nodeid", "")).partition("::")[0]
    longrepr = getattr(report, "longrepr", None)
    reason = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    return suite, reason.removeprefix("Skipped: ")
