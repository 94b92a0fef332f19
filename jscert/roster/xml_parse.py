"""XML of people nobody knows, parsed without harm: no document type, and bounds for all that could grow.

Input: the bytes of an XML part, piece by piece. Output: calls of the handlers one gives. What elements mean
is not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from jscert.roster.limits import TooLargeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Start = Callable[[str, dict[str, str]], None]
    End = Callable[[str], None]
    Characters = Callable[[str], None]

LONGEST_TAG = 1024 * 1024
_DEEPEST = 256


def parse_xml(
    pieces: Iterable[bytes],
    tags: int,
    start: Start,
    end: End | None = None,
    characters: Characters | None = None,
) -> None:
    """Parse XML; names come as namespace, blank, local name.

    ValueError for what is not well-formed, for a document type (and so for every entity), for tags
    within tags without end, or a tag of more than a MiB; TooLargeError for more than so many tags.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = _bounded(tags, start, end)
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    fed = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - LONGEST_TAG > parser.CurrentByteIndex >= 0:
                raise ValueError("a tag without end")
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as fault:  # LookupError: an encoding nobody knows
        raise ValueError("bad XML") from fault


def _bounded(tags: int, start: Start, end: End | None) -> tuple[Start, End]:
    left, depth = tags, 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal left, depth
        left -= 1
        depth += 1
        if left < 0:
            raise TooLargeError("too many tags")
        if depth > _DEEPEST:
            raise ValueError("tags within tags without end")
        start(name, attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(name)

    return on_start, on_end


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a document type")
