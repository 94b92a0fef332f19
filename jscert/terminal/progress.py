"""Progress on a terminal: step, bar, count, rate, time left; gone when the work is done.

Imported only when standard error is a terminal (rich takes time to load).
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn
from rich.text import Text

from jscert.messages import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from rich.progress import Task, TaskID

_SHOWN_EVERY_S = 0.1


class _Pace(ProgressColumn):
    """Certificates per second and the time they still need."""

    def render(self, task: Task) -> Text:
        """Say nothing before the first measure."""
        if not task.speed:
            return Text("")
        rate = words.RATE.format(rate=f"{task.speed:,.0f}")
        if task.time_remaining is None:
            return Text(rate)
        minutes, seconds = divmod(int(task.time_remaining), 60)
        return Text(f"{rate}  " + words.TIME_LEFT.format(left=f"{minutes}:{seconds:02}"))


class _Steps:
    """One bar per step; `report` may come per certificate, the screen changes 10 times a second."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}
        self._shown_at = 0.0

    def report(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if step in self._tasks and done < total and now - self._shown_at < _SHOWN_EVERY_S:
            return
        if step not in self._tasks:
            label = words.STEPS.get(step, step)
            self._tasks[step] = self._bars.add_task(label, total=total or None)
        self._bars.update(self._tasks[step], completed=done, total=total or None)
        self._shown_at = now


@contextmanager
def show_progress(stream: TextIO) -> Iterator[Callable[[str, int, int], None]]:
    """Draw progress on `stream`; yields `report(step, done so far, total)`, total 0 = not known."""
    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        _Pace(),
        console=Console(file=stream, highlight=False, markup=False, emoji=False),
        transient=True,
        refresh_per_second=8,
    )
    with bars:
        yield _Steps(bars).report
