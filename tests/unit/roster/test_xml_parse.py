"""XML that grows without end, or brings a document type, is refused while it is parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jscert.roster.limits import TooLargeError
from jscert.roster.xml_parse import parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterable


def names_of(*pieces: bytes, tags: int = 1000) -> list[str]:
    """Parse XML and give the names of its elements."""
    names: list[str] = []
    parse_xml(pieces, tags, lambda name, _: names.append(name))
    return names


def test_names_come_with_their_namespace() -> None:
    """A prefix is only how a file spells a namespace."""
    assert names_of(b'<a:b xmlns:a="urn:x"><c/>', b"</a:b>") == ["urn:x b", "c"]


@pytest.mark.parametrize(
    "pieces",
    [
        (b"<a>" * 300,),
        (b"<!DOCTYPE a><a/>",),
        (b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>',),
        (b"<a>&b;</a>",),
        (b"<a>",),
        (b"<a></b>",),
        (b"<a>\x00</a>",),
        (b'<?xml version="1.0" encoding="no-such"?><a/>',),
        (b"<a ", *(b'x%d="%s" ' % (i, b"x" * 100_000) for i in range(12)), b"/>"),
    ],
    ids=["deep", "type", "entity", "undeclared", "open", "crossed", "NUL", "encoding", "long tag"],
)
def test_harmful_or_broken_xml_is_refused(pieces: Iterable[bytes]) -> None:
    """Each is a ValueError, raised before anything has grown large."""
    with pytest.raises(ValueError, match=r"XML|document type|without end"):
        names_of(*pieces)


def test_too_many_tags_are_too_large() -> None:
    """The parser stops counting at the limit."""
    with pytest.raises(TooLargeError):
        names_of(b"<a>" + b"<b/>" * 10 + b"</a>", tags=10)
