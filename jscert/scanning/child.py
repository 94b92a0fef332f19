"""The process that opens strangers' pictures: one request after another, until its input ends.

Request: eight bytes of length (big-endian), then the file. Answer: one line of JSON, the fields of
`scanner.Scan`. The first line is `[]`: ready. A broken file is an answer, too; only a crash is none.
Started by `scanner`; nothing else imports it.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from itertools import islice
from typing import TYPE_CHECKING, Any

from jscert.layouts.raster import UnreadablePdfError, scanned_pages
from jscert.scanning.codes import find_codes
from jscert.scanning.pictures import (
    BROKEN,
    MOST_PAGES,
    TOO_LARGE,
    grey_pictures,
    pages_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL import Image

MEMORY_BYTES = 1024 * 1024 * 1024
"""Address space, libraries included; where the system knows no such bound, those of `pictures` hold alone."""

_SECONDS = 5.0
"""After this no further page of a file is begun."""

_PAGE_PX = 3_500


def serve() -> None:
    """Answer requests on the standard streams."""
    _limit_memory()
    requests, answers = sys.stdin.buffer, sys.stdout
    answers.write("[]\n")
    answers.flush()
    while len(size := requests.read(8)) == 8:
        data = requests.read(int.from_bytes(size, "big"))
        answers.write(json.dumps(look_at(data)) + "\n")
        answers.flush()


def look_at(data: bytes) -> dict[str, Any]:
    """Look at one file: a PDF's scanned pages, or a picture's."""
    try:
        if data.startswith(b"%PDF-"):
            scanned = scanned_pages(data, _PAGE_PX)
            return _read(scanned.pages, scanned.count) if scanned.count else _problem("no-scan")
        return _read(grey_pictures(data), pages_of(data))
    except TOO_LARGE:
        return _problem("too-large")
    except (UnreadablePdfError, *BROKEN):
        return _problem("unreadable")


def _read(pictures: Iterable[Image.Image], count: int) -> dict[str, Any]:
    ends_at = time.monotonic() + _SECONDS
    pages: list[tuple[str, ...]] = []
    for picture in islice(pictures, MOST_PAGES):
        pages.append(find_codes(picture))
        if time.monotonic() > ends_at:
            break
    return {"pages": pages, "pages_left": count - len(pages), "problem": ""}


def _problem(name: str) -> dict[str, Any]:
    return {"pages": [], "pages_left": 0, "problem": name}


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not everywhere
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
