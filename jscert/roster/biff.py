"""The records and texts of BIFF8, the inside of .xls and .et (MS-XLS): how they are spelt.

Input: the bytes of a workbook stream. Output: records, texts, numbers. struct.error and ValueError where
the bytes end too early or make no sense. Sheets are put together in `xls`.
"""

from __future__ import annotations

import re
import struct
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from jscert.roster.limits import TooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterator

BOF, EOF, CONTINUE, FILEPASS = 0x0809, 0x000A, 0x003C, 0x002F
VERSION_8 = 0x0600
_HEADER = struct.Struct("<HH")
_MOST_BEFORE_PASSWORD = 1_000_000
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_SPELLING = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class Records:
    """The records of a stream, of which only so many are read in all, however often one begins anew."""

    def __init__(self, stream: bytes, most: int) -> None:
        self._stream = stream
        self._left = most

    def since(self, start: int) -> Iterator[tuple[int, int, int]]:
        """Give the records from `start` on: type, where the body begins, how long it is."""
        header, end = _HEADER.unpack_from, len(self._stream)
        while start < end:
            if start + 4 > end:
                raise ValueError("a record cut off")
            kind, length = header(self._stream, start)
            start += 4
            if start + length > end:
                raise ValueError("a record cut off")
            self._left -= 1
            if self._left < 0:
                raise TooLargeError("too many records")
            yield kind, start, length
            start += length


def join(stream: bytes, bodies: list[tuple[int, int]]) -> bytes:
    """Join the bodies of records that hold one thing."""
    return b"".join(stream[start : start + length] for start, length in bodies)


def version_of(stream: bytes) -> int:
    """Tell the BIFF version a stream begins with (0x0600 is BIFF8); 0 if it begins with none."""
    if len(stream) < 6:
        return 0
    kind, _, version = struct.unpack_from("<HHH", stream)
    if kind == BOF:
        return int(version)
    return {0x0409: 0x0400, 0x0209: 0x0300, 0x0009: 0x0200}.get(kind, 0)


def is_encrypted(stream: bytes) -> bool:
    """Tell whether a password hides the records behind the first few (FILEPASS, MS-XLS 2.4.117)."""
    for kind, _, _ in Records(stream, _MOST_BEFORE_PASSWORD).since(0):
        if kind == FILEPASS:
            return True
        if kind == EOF:
            return False
    return False


def short_text(stream: bytes, start: int) -> str:
    """Read a ShortXLUnicodeString (MS-XLS 2.5.240)."""
    return _characters(stream, start + 2, stream[start], wide=stream[start + 1] & 1)


def long_text(stream: bytes, start: int, end: int) -> str:
    """Read an XLUnicodeString or XLUnicodeRichExtendedString (MS-XLS 2.5.293–294) inside one record."""
    length, flags = struct.unpack_from("<HB", stream, start)
    start += 3 + (2 if flags & 8 else 0) + (4 if flags & 4 else 0)
    if start + length * (1 + (flags & 1)) > end:
        raise ValueError("a text outside its record")
    return _characters(stream, start, length, wide=flags & 1)


def _characters(stream: bytes, start: int, length: int, *, wide: int) -> str:
    raw = stream[start : start + (length << wide)]
    if len(raw) < length << wide:
        raise ValueError("a text cut off")
    return raw.decode("utf-16-le" if wide else "latin-1")


class SharedTexts:
    """Reads the texts of an SST record, which may break anywhere and go on in CONTINUE records."""

    def __init__(self, stream: bytes, bodies: list[tuple[int, int]]) -> None:
        self._stream = stream
        self._bodies = iter(bodies)
        self._at = self._end = 0
        self._next_body()

    def read(self, most: int) -> list[str]:
        """Give all texts; ValueError if there are fewer than promised, TooLargeError if more than `most`."""
        count = struct.unpack("<I", self._take(8)[4:])[0]
        if count > most:
            raise TooLargeError("too many shared texts")
        return [self._text() for _ in range(count)]

    def _next_body(self) -> None:
        body = next(self._bodies, None)
        if body is None:
            raise ValueError("shared texts cut off")
        self._at, self._end = body[0], body[0] + body[1]

    def _take(self, length: int) -> bytes:
        """Take bytes that break at a record's end without any mark."""
        if self._end - self._at >= length:
            self._at += length
            return self._stream[self._at - length : self._at]
        taken = self._stream[self._at : self._end]
        while len(taken) < length:
            self._next_body()
            more = min(length - len(taken), self._end - self._at)
            taken += self._stream[self._at : self._at + more]
            self._at += more
        return taken

    def _text(self) -> str:
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        text, wide = "", flags & 1
        while True:
            fits = min(length, (self._end - self._at) >> wide)
            text += _characters(self._stream, self._at, fits, wide=wide)
            self._at += fits << wide
            length -= fits
            if not length:
                break
            self._next_body()  # which begins with new flags
            wide = self._take(1)[0] & 1
        self._skip(runs * 4 + extra)
        return text

    def _skip(self, length: int) -> None:
        while length > self._end - self._at:
            length -= self._end - self._at
            self._next_body()
        self._at += length


def compact_number(packed: int) -> float:
    """Read an RkNumber (MS-XLS 2.5.217): 30 bits of a float or a whole number, perhaps in hundredths."""
    if packed & 2:
        value = float((packed ^ 0x80000000) - 0x80000000 >> 2)
    else:
        value = float(struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))[0])
    return value / 100 if packed & 1 else value


def error_text(code: int) -> str:
    """Write an error cell as table programs show it."""
    return _ERRORS.get(code, "#VALUE!")


def is_date_format(number: int, code: str | None) -> bool:
    """Tell whether a number format shows a day or an hour; `code` is its spelling where the file has one."""
    if code is None:
        return number in _DATE_FORMATS
    spelling = _NOT_SPELLING.sub("", code.split(";")[0]).lower()
    return "general" not in spelling and any(letter in spelling for letter in "ymdhs")


def read_serial(serial: float, *, from_1904: bool) -> float | date | datetime | time:
    """Turn a serial into a day, an instant or (below 1) a time; the number itself if it is none."""
    if not 0 <= serial < 2_958_466:  # 9999-12-31
        return serial
    if serial < 1:
        seconds = round(serial * 86_400) % 86_400
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 (cells have no zone)
    if not from_1904 and serial < 60:  # the 29th of February 1900 that never was
        start += timedelta(days=1)
    try:
        instant = start + timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return serial
    return instant.date() if instant.time() == time() else instant
