"""Comments of cells in a workbook: their texts (ECMA-376 part 1, 18.7). Their boxes stand in `boxes`.

Input: a sheet's comments part as it is, or an empty one, and what to say of which cells. Output: the part
with ours added: where a cell has somebody's comment already, ours stands below it. What an earlier check
said is known by its first line and taken out. Threaded comments are left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jscert.messages.workbooks import COMMENT_HEAD
from jscert.workbooks.cells import name_of, place_of
from jscert.workbooks.markup import MAIN, UnprovenError, elements_of, root_of, spliced
from jscert.workbooks.text_rows import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

AUTHOR = "jscert"
EMPTY_COMMENTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
).encode()
_LAST_BLANKS = re.compile(rb"(?:\s|&#(?:10|13|x0?[ADad]);)+\Z")


class Comments:
    """The comments of one sheet."""

    def __init__(self, data: bytes) -> None:
        self._root = root_of(data)
        self._data = data
        self._ours = COMMENT_HEAD.encode()
        prefix = re.escape(self._root.prefix)
        self._text = re.compile(b"<" + prefix + rb"t(?:\s[^>]*)?>([^<]*)</" + prefix + b"t>")
        self._runs = re.compile(b"<" + prefix + rb"r[\s>].*?</" + prefix + b"r>", re.DOTALL)

    def cleared(self) -> set[tuple[int, int]]:
        """Take out what an earlier check said; gives the cells whose whole comment went."""
        gone: set[tuple[int, int]] = set()

        def change(place: tuple[int, int], comment: bytes) -> bytes:
            kept = self._without_ours(comment)
            if not kept:
                gone.add(place)
            return kept

        self._change_each(change)
        return gone

    def add(self, comments: Mapping[tuple[int, int], str]) -> list[tuple[int, int]]:
        """Say something of cells; gives those that had no comment before, in order."""
        left = dict(comments)
        author = self._author()

        def change(place: tuple[int, int], comment: bytes) -> bytes:
            text = left.pop(place, None)
            return comment if text is None else self._appended(comment, text)

        self._change_each(change)
        p = self._root.prefix
        new = [
            b'<%bcomment ref="%b" authorId="%d"><%btext>%b</%btext></%bcomment>'
            % (p, name_of(*place).encode(), author, p, self._run(left[place]), p, p)
            for place in sorted(left)
        ]
        self._insert("commentList", b"".join(new))
        return sorted(left)

    def write(self) -> bytes:
        """Give the part."""
        return self._data

    def _change_each(self, change: Callable[[tuple[int, int], bytes], bytes]) -> None:
        """Put another spelling in the place of each comment; b"" takes it away."""
        changes = []
        for element in elements_of(self._data, 2):
            if element.path == ("commentList", "comment"):
                place = place_of(element.attributes.get("ref", ""))
                old = self._data[element.start : element.end]
                new = change(place, old)
                if new != old:
                    changes.append((element.start, element.end, new))
        self._data = spliced(self._data, changes)

    def _author(self) -> int:
        """Give our number among the authors, the last if we are new."""
        authors = [e for e in elements_of(self._data, 2) if e.path == ("authors", "author")]
        for number, one in enumerate(authors):
            if self._data[one.start : one.inner].endswith(b">" + AUTHOR.encode()):
                return number
        prefix = self._root.prefix
        self._insert("authors", b"<%bauthor>%b</%bauthor>" % (prefix, AUTHOR.encode(), prefix))
        return len(authors)

    def _insert(self, name: str, written: bytes) -> None:
        """Put something last into a list; an empty list may be spelled as one tag."""
        found = [e for e in elements_of(self._data, 1) if e.path == (name,)]
        if len(found) != 1:
            raise UnprovenError("comments without a list")
        one = found[0]
        if one.inner == one.end:
            tag = b"%b%b" % (self._root.prefix, name.encode())
            change = (one.start, one.end, b"<%b>%b</%b>" % (tag, written, tag))
        else:
            change = (one.inner, one.inner, written)
        self._data = spliced(self._data, [change])

    def _run(self, text: str) -> bytes:
        p = self._root.prefix
        spelled = escaped(text).encode()
        return b'<%br><%bt xml:space="preserve">%b</%bt></%br>' % (p, p, spelled, p, p)

    def _appended(self, comment: bytes, text: str) -> bytes:
        """Add a run to a comment; a text that stands alone becomes a run first."""
        p = self._root.prefix
        if not self._runs.search(comment):
            comment = self._text.sub(rb"<%br>\g<0></%br>" % (p, p), comment, count=1)
        at = comment.rfind(b"</%btext" % p)
        if at < 0:
            raise UnprovenError("a comment without text")
        return comment[:at] + self._run("\n\n" + text) + comment[at:]

    def _without_ours(self, comment: bytes) -> bytes:
        """Cut a comment where our first line begins: ours is always the last; b"" if nothing is left.

        Programs that saved the file may have divided the line among several runs.
        """
        texts = list(self._text.finditer(comment))
        whole = b"".join(text[1] for text in texts)
        left = whole.find(self._ours)
        if left < 0:
            return comment
        if not _LAST_BLANKS.sub(b"", whole[:left]):
            return b""
        for text in texts:
            if left <= len(text[1]):
                break
            left -= len(text[1])
        at = text.start(1) + left
        return _LAST_BLANKS.sub(b"", comment[:at]) + self._runs.sub(b"", comment[text.end(1) :])
