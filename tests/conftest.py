"""What every test shares: hypothesis without deadlines, and one line per suite that was left out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import settings

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Give a line to each suite of which tests were left out: how many, and what they wanted."""
    suites: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        suite, reason = _suite_and_reason(report)
        suites.setdefault(suite, []).append(reason)
    if suites:
        terminalreporter.section("left out")
    for suite, reasons in sorted(suites.items()):
        wanted = ", ".join(sorted(set(reasons)))
        terminalreporter.write_line(f"{suite}: {len(reasons)} left out: {wanted}")


def _suite_and_reason(report: object) -> tuple[str, str]:
    suite = str(getattr(report, "nodeid", "")).partition("::")[0]
    longrepr = getattr(report, "longrepr", None)
    reason = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    return suite, reason.removeprefix("Skipped: ")
