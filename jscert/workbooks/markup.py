"""XML of other programs, changed at single places and otherwise left byte for byte as it is.

Input: the bytes of a part. Output: where its elements begin and end, and tags with other attributes. What
is not spelled in a way this can prove to understand is `UnprovenError`: then nothing may be changed.
Not here: what the elements mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

ELEMENTS_MAX = 200_000
"""A part with more elements near its root than this is left alone, so that memory stays bounded."""

ATTRIBUTES = rb"""((?:\s+[\w:.\-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>"""
"""After a tag's name: group 1 its attributes, group 2 the stroke of an empty element."""

_PROLOGUE = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    rb"(?:<\?xml(?:[^>?]*?\sencoding\s*=\s*[\"']([^\"']*)[\"'][^>?]*|[^>?]*)\?>)?\s*"
    rb"<(?:([\w.\-]+):)?([\w.\-]+)" + ATTRIBUTES
)


class UnprovenError(ValueError):
    """The workbook is spelled in a way that may be right and is not understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The outermost element: its prefix with the colon (b"" if none), and where its start tag ends."""

    name: str
    prefix: bytes
    tag: bytes
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An element found: `path` are the local names from the root's child down, offsets are in bytes.

    `start` is where its start tag begins, `inner` where its end tag does, `end` where the element ends.
    An empty element has no end tag: `inner` is then its end.
    """

    path: tuple[str, ...]
    namespace: str
    attributes: Mapping[str, str]
    start: int
    inner: int
    end: int


def root_of(data: bytes) -> Root:
    """Read a part's beginning; UnprovenError unless it is plain UTF-8 XML without DOCTYPE or comments."""
    found = _PROLOGUE.match(data)
    if found is None or b"<!" in data or data.count(b"<?") > data[: found.start(3)].count(b"<?"):
        raise UnprovenError("not plain XML")
    if (found[1] or b"utf-8").lower() not in {b"utf-8", b"us-ascii"} or found[5]:
        raise UnprovenError("another encoding, or empty")
    prefix = found[2] + b":" if found[2] else b""
    start = found.start(2) if found[2] else found.start(3)
    tag = data[start - 1 : found.end()]
    return Root(name=found[3].decode(), prefix=prefix, tag=tag, end=found.end())


def elements_of(data: bytes, depth: int) -> list[Element]:
    """List the elements of a part down to a depth (1: the root's children), in document order."""
    reader = _Reader(data, depth)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise UnprovenError("not well-formed") from fault
    return reader.found


class _Reader:
    """Follows a part with expat, which knows prefixes and byte offsets."""

    def __init__(self, data: bytes, depth: int) -> None:
        self.found: list[Element] = []
        self._data = data
        self._depth = depth
        self._open: list[tuple[str, str, dict[str, str], int, int]] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        at = self.parser.CurrentByteIndex
        self._open.append((local, namespace, attributes, at, len(self.found)))
        if 1 < len(self._open) <= self._depth + 1:
            self.found.append(_HELD)
            if len(self.found) > ELEMENTS_MAX:
                raise UnprovenError("too many elements")

    def _end(self, _: str) -> None:
        level = len(self._open)
        local, namespace, attributes, start, place = self._open.pop()
        if not 1 < level <= self._depth + 1:
            return
        tag = _TAG.match(self._data, start)
        if tag is None:
            raise UnprovenError("a tag")
        inner = self.parser.CurrentByteIndex
        self.found[place] = Element(
            path=(*(one[0] for one in self._open[1:]), local),
            namespace=namespace,
            attributes=attributes,
            start=start,
            inner=tag.end() if tag[2] else inner,
            end=tag.end() if tag[2] else self._data.index(b">", inner) + 1,
        )


_HELD = Element(path=(), namespace="", attributes={}, start=0, inner=0, end=0)
_TAG = re.compile(rb"<[\w:.\-]+" + ATTRIBUTES)


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """Set an attribute of a start tag; the others stay as they are spelled. `value` needs no escaping."""
    written = f'{name}="{value}"'.encode()
    changed, count = re.subn(
        rb"(?<=\s)" + name.encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')", written, tag
    )
    if count:
        return changed
    head = re.match(rb"<[\w:.\-]+", tag)
    if head is None:
        raise UnprovenError("a tag")
    return tag[: head.end()] + b" " + written + tag[head.end() :]


def without_attribute(tag: bytes, name: str) -> bytes:
    """Take an attribute out of a start tag."""
    return re.sub(rb"\s+" + name.encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", tag)


def attribute(attributes: bytes, name: str) -> str | None:
    """Read an attribute out of the spelling of attributes; only for values that need no unescaping."""
    found = re.search(rb"\s" + name.encode() + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", attributes)
    if found is None:
        return None
    return (found[1] if found[1] is not None else found[2]).decode()


def spliced(data: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """Replace stretches (start, end, new bytes) of a part; they may not overlap."""
    pieces, at = [], 0
    for start, end, new in sorted(changes, key=lambda change: change[:2]):
        if start < at:
            raise UnprovenError("changes overlap")
        pieces += [data[at:start], new]
        at = end
    return b"".join((*pieces, data[at:]))
