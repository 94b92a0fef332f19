"""How PDF objects are spelled: strings, dates, streams, the file's skeleton (ISO 32000-1, 7.2–7.5).

Pure functions from values to bytes, used by the press and by what compiles its constant part. What
the objects mean is not known here.
"""

from __future__ import annotations

import zlib
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from jscert.certificates import CHINA

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@lru_cache(maxsize=64)
def text_string(text: str) -> bytes:
    """Write a text string as UTF-16BE hex with byte order mark."""
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


@lru_cache(maxsize=16)
def pdf_date(instant: datetime) -> bytes:
    """Write an aware instant as a PDF date in UTC+08:00."""
    return instant.astimezone(CHINA).strftime("(D:%Y%m%d%H%M%S+08'00')").encode()


def xmp_date(instant: datetime) -> str:
    """Write an aware instant as an ISO 8601 date in UTC+08:00, whole seconds."""
    return instant.astimezone(CHINA).replace(microsecond=0).isoformat()


@lru_cache(maxsize=4096)
def number(value: float) -> str:
    """Write a number with at most two decimals and no needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def stream(entries: bytes, data: bytes) -> bytes:
    """Write a stream as it is."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)


def packed_stream(entries: bytes, data: bytes, level: int = 9) -> bytes:
    """Write a stream deflated at a level: 9 is for constants, 1 is quick, 0 leaves it as it is."""
    if not level:
        return stream(entries, data)
    return stream(entries + b"/Filter/FlateDecode", zlib.compress(data, level))


def indirect(number_: int, body: bytes) -> bytes:
    """Wrap an object's body for the file."""
    return b"%d 0 obj\n%b\nendobj\n" % (number_, body)


def cross_references(*lines: bytes) -> bytes:
    """Write the one cross-reference section from the `reference_lines` of objects 1, 2 and so on."""
    entries = b"".join(lines)
    return b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(entries) // 20 + 1, entries)


def reference_lines(offsets: Sequence[int]) -> bytes:
    """Write the lines of objects that are numbered one after another."""
    return b"".join([b"%010d 00000 n \n" % offset for offset in offsets])


def trailer(size: int, root: int, info: int, identifier: bytes, at: int) -> bytes:
    """Write the trailer, the pointer to the cross-references and the end of the file."""
    code = identifier.hex().encode()
    return (
        b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, root, info, code, code, at)
    )
