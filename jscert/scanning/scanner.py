"""The door to the process that opens pictures: bytes in, texts out, whatever the bytes do to it.

The process starts at the first file and serves all further ones; one that crashes or takes too long is ended,
and the next file gets another. Light: no picture library is loaded here. Not here: what a text is worth.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from subprocess import Popen

SECONDS = 8.0
"""One file may take this long."""

_STARTING_SECONDS = 30.0
_CODE = "from jscert.scanning.child import serve; serve()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What was found: for each page looked at the texts of its QR codes; `pages_left` were not looked at.

    `problem`: "" · `no-scan` (a PDF none of whose pages is a picture) · `unreadable` · `too-large` · `slow` ·
    `crashed` (its libraries broke down over it, or there is no process to be had).
    """

    pages: tuple[tuple[str, ...], ...] = ()
    pages_left: int = 0
    problem: str = ""


class Scanner:
    """A context manager, because its process must end with it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def scan(self, data: bytes) -> Scan:
        """Find the QR codes of a picture, or of a PDF's scanned pages; never raises for what bytes hold."""
        if self._child is None:
            self._child = _started()
            if self._child is None:
                return Scan(problem="crashed")
            if _within(_STARTING_SECONDS, self._child, b"") is None:
                self._end()
                return Scan(problem="slow")
        answer = _within(self._seconds, self._child, len(data).to_bytes(8, "big") + data)
        if isinstance(answer, dict):
            pages = tuple(tuple(texts) for texts in answer["pages"])
            return Scan(pages=pages, pages_left=answer["pages_left"], problem=answer["problem"])
        crashed = answer is not None
        self._end()
        return Scan(problem="crashed" if crashed else "slow")

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()


def _started() -> Popen[bytes] | None:
    """Start the process; None where that is impossible. `-P`: nothing is imported from the working folder."""
    from subprocess import DEVNULL, PIPE, Popen  # noqa: PLC0415 - most verifications need no process

    command = [sys.executable, "-P", "-c", _CODE]
    try:
        return Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    except OSError:
        return None


def _within(seconds: float, child: Popen[bytes], request: bytes) -> Any:
    """Give the answer to a request; None if there is none in time, "" if there never will be one."""
    from queue import Empty, SimpleQueue  # noqa: PLC0415 - as above
    from threading import Thread  # noqa: PLC0415 - as above

    answers: SimpleQueue[Any] = SimpleQueue()
    Thread(target=lambda: answers.put(_exchange(child, request)), daemon=True).start()
    try:
        return answers.get(timeout=seconds)
    except Empty:
        return None


def _exchange(child: Popen[bytes], request: bytes) -> Any:
    if child.stdin is None or child.stdout is None:
        raise TypeError("a process with pipes")
    try:
        child.stdin.write(request)
        child.stdin.flush()
        line = child.stdout.readline()
    except (OSError, ValueError):
        return ""
    return json.loads(line) if line.endswith(b"\n") else ""
