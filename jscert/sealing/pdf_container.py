"""A certificate PDF as a container: what lies where, with nothing in between and nothing after.

Promise: a file that is read here has one reading. It is walked from its first byte to its last by the
lengths it declares; nothing is found by searching, so photos and fonts may hold any bytes. In order:

1. the header is `%PDF-1.7`, a comment of four bytes above 127, each line closed by one newline;
2. the file ends `startxref`, an offset, `%%EOF`, one newline;
3. at that offset stands one classic cross-reference section for objects 0 to n-1, all in use;
4. after it one trailer, whose /Size is n, without /Prev, /XRefStm or /Encrypt;
5. the objects begin right after the header, lie back to back, end where the section begins;
6. each is `N 0 obj`, one object, `endobj`; a stream has exactly its /Length, written in place;
7. no object is an object stream, a cross-reference stream, or keeps its data in another file.

Bytes in, `Container` out; a broken rule is a `ValueError` whose text names it. Certificates of one form
begin with the same bytes: objects of a beginning that was walked before are not walked again (`_Front`).
Not here: signatures and attachments (`pdf_check`), drawing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.sealing.pdf_objects import Name, PdfValue, Ref, parse_object

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEADER = re.compile(rb"%PDF-1\.7\n%[\x80-\xff]{4}\n")
_ENDING = re.compile(rb"startxref\n([1-9]\d{0,9})\n%%EOF\n\Z")
_LONGEST_ENDING = 32
_SECTION = re.compile(rb"xref\n0 ([1-9]\d{0,5})\n0000000000 65535 f \n")
_ENTRIES = re.compile(rb"(?:\d{10} 00000 n \n)*")
_ENTRY_BYTES = 20
_END_OBJECT = b"\nendobj\n"
_STREAM = b"\nstream\n"
_END_STREAM = b"\nendstream"
_FORBIDDEN_TYPES = ("ObjStm", "XRef")
_FORBIDDEN_IN_TRAILER = ("Prev", "XRefStm", "Encrypt")
_FRONTS_KEPT = 12
_LONGEST_FRONT = 256 * 1024
_FEWEST_SHARED = 4


@dataclass(frozen=True, slots=True)
class PdfObject:
    """An indirect object; `stream` is None or (first byte, byte after the last) of its data."""

    value: PdfValue
    start: int
    end: int
    stream: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Container:
    """A walked file: its objects by number, and its trailer."""

    data: bytes
    objects: Mapping[int, PdfObject]
    trailer: Mapping[str, PdfValue]

    def resolve(self, value: PdfValue) -> PdfValue:
        """Follow a reference (at most one step: the press writes no chains)."""
        if isinstance(value, Ref):
            return self.object(value).value
        return value

    def object(self, value: PdfValue) -> PdfObject:
        """Give the object that a reference names."""
        if not isinstance(value, Ref) or value.number not in self.objects:
            raise ValueError("reference to nothing")
        return self.objects[value.number]

    def dictionary(self, value: PdfValue) -> Mapping[str, PdfValue]:
        """Follow a reference to a dictionary."""
        return as_dictionary(self.resolve(value))

    def stream_bytes(self, value: PdfValue) -> bytes:
        """Give the data of the stream that a reference names, which must be stored as it is."""
        found = self.object(value)
        if found.stream is None or "Filter" in as_dictionary(found.value):
            raise ValueError("stored stream expected")
        return self.data[slice(*found.stream)]


@dataclass(frozen=True, slots=True)
class _Front:
    """What files of one form share: their first bytes, and which objects lie where in them."""

    data: bytes
    numbers: list[int]
    starts: list[int]
    objects: Mapping[int, PdfObject]

    def begins(self, file: _Layout) -> bool:
        """Tell whether a file begins with these bytes, divided into these objects."""
        count = len(self.numbers)
        return (
            file.numbers[:count] == self.numbers
            and file.starts[:count] == self.starts
            and file.ends(count - 1) == len(self.data)
            and file.data.startswith(self.data)
        )


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the cross-reference section says that objects begin, in the order of the file."""

    data: bytes
    numbers: list[int]
    starts: list[int]
    section: int

    def ends(self, place: int) -> int:
        """Give where the object at a place must end."""
        return self.starts[place + 1] if place + 1 < len(self.starts) else self.section

    def shares(self, other: _Layout, place: int) -> bool:
        """Tell whether another file has the same object at a place."""
        if place >= len(other.starts) or self.numbers[place] != other.numbers[place]:
            return False
        start, end = self.starts[place], self.ends(place)
        same_place = (start, end) == (other.starts[place], other.ends(place))
        return same_place and self.data[start:end] == other.data[start:end]


_NO_FRONT = _Front(b"", [], [], {})
_fronts: list[_Front] = []
"""The longest first. They save time and never decide anything: what begins with them was walked once."""
_read_last: list[tuple[_Layout, _Front]] = []


def as_dictionary(value: PdfValue) -> Mapping[str, PdfValue]:
    """Take a value for a dictionary; ValueError if it is none."""
    if not isinstance(value, dict):
        raise ValueError("dictionary expected")  # noqa: TRY004 - malformed input, as all the others
    return value


def read_container(data: bytes) -> Container:
    """Walk a file by rules 1-7."""
    header = _HEADER.match(data)
    if header is None:
        raise ValueError("header")
    section, ending = _ending(data)
    count, offsets, trailer_at = _cross_references(data, section)
    trailer = _trailer(data[trailer_at:ending], count)
    return Container(data, _objects(data, offsets, header.end(), section), trailer)


def _ending(data: bytes) -> tuple[int, int]:
    start = max(len(data) - _LONGEST_ENDING, 0)
    found = _ENDING.search(data, start)
    if found is None:
        raise ValueError("ending")
    return int(found[1]), found.start()


def _cross_references(data: bytes, section: int) -> tuple[int, list[int], int]:
    head = _SECTION.match(data, section)
    if head is None:
        raise ValueError("cross-reference section")
    count = int(head[1])
    end = head.end() + (count - 1) * _ENTRY_BYTES
    if _ENTRIES.fullmatch(data, head.end(), end) is None or end > len(data):
        raise ValueError("cross-reference entries")
    starts = range(head.end(), end, _ENTRY_BYTES)
    return count, [int(data[start : start + 10]) for start in starts], end


def _trailer(text: bytes, count: int) -> Mapping[str, PdfValue]:
    if not (text.startswith(b"trailer\n<<") and text.endswith(b">>\n")):
        raise ValueError("trailer")
    trailer = as_dictionary(parse_object(text[8:]))
    if trailer.get("Size") != count or any(key in trailer for key in _FORBIDDEN_IN_TRAILER):
        raise ValueError("trailer entries")
    return trailer


def _objects(data: bytes, offsets: list[int], first: int, section: int) -> Mapping[int, PdfObject]:
    order = sorted(range(len(offsets)), key=offsets.__getitem__)
    file = _Layout(data, [i + 1 for i in order], [offsets[i] for i in order], section)
    if not file.starts or file.starts[0] != first or file.starts[-1] >= section:
        raise ValueError("objects do not fill the file")
    front = next((one for one in _fronts if one.begins(file)), _NO_FRONT)
    found = dict(front.objects)
    for place in range(len(found), len(file.starts)):
        number, start = file.numbers[place], file.starts[place]
        found[number] = _object(data, number, start, file.ends(place))
    _learn(file, front, found)
    return found


def _learn(file: _Layout, front: _Front, objects: Mapping[int, PdfObject]) -> None:
    """Keep what two files read one after the other share at their beginning, if it is more than a front."""
    other, its_front = _read_last[0] if _read_last else (file, _NO_FRONT)
    _read_last[:] = [(file, front)]
    if front is not its_front or other is file:
        return
    count = len(front.numbers)
    while count < len(file.starts) and file.shares(other, count):
        count += 1
    length = file.ends(count - 1) if count else 0
    if count - len(front.numbers) < _FEWEST_SHARED or length > _LONGEST_FRONT:
        return
    numbers = file.numbers[:count]
    shared = {number: objects[number] for number in numbers}
    learnt = _Front(file.data[:length], numbers, file.starts[:count], shared)
    _fronts[:] = sorted([learnt, *_fronts[: _FRONTS_KEPT - 1]], key=lambda one: -len(one.numbers))


def _object(data: bytes, number: int, start: int, end: int) -> PdfObject:
    label = b"%d 0 obj\n" % number
    inner, last = start + len(label), end - len(_END_OBJECT)
    if not data.startswith(label, start) or data[last:end] != _END_OBJECT or inner > last:
        raise ValueError("object boundary")
    if not data.endswith(_END_STREAM, inner, last):
        return PdfObject(_allowed(parse_object(data[inner:last])), start, end, None)
    dictionary_end = data.index(_STREAM, inner, last)
    value = _allowed(parse_object(data[inner:dictionary_end]))
    begin, stop = dictionary_end + len(_STREAM), last - len(_END_STREAM)
    length = as_dictionary(value).get("Length")
    if not isinstance(length, int) or begin + length != stop or "F" in as_dictionary(value):
        raise ValueError("stream length")
    return PdfObject(value, start, end, (begin, stop))


def _allowed(value: PdfValue) -> PdfValue:
    if isinstance(value, dict):
        kind = value.get("Type")
        if isinstance(kind, Name) and kind in _FORBIDDEN_TYPES:
            raise ValueError("object or cross-reference stream")
    return value
