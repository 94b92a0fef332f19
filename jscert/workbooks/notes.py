"""Comments of cells in a workbook: the text (ECMA-376 part 1, 18.7) and the box it opens in (VML, part 4).

Input: a sheet's comments part and its drawing as they are, or nothing, and what to say of which cells.
Output: both parts with ours added: where a cell has somebody's comment already, ours stands below it. What
an earlier check said is known by its first line and taken out. Threaded comments are left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jscert.messages.workbooks import COMMENT_HEAD
from jscert.workbooks.cells import name_of, place_of
from jscert.workbooks.markup import MAIN, UnprovenError, attribute, root_of
from jscert.workbooks.text_rows import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

AUTHOR = "jscert"
EMPTY_COMMENTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
).encode()
EMPTY_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
)
_BOX = (
    b'<v:shapetype%b id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NAMESPACES = (
    b'xmlns:v="urn:schemas-microsoft-com:vml"',
    b'xmlns:o="urn:schemas-microsoft-com:office:office"',
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"',
)
_SHAPES_PER_BLOCK = 1024
_LINE_CHARACTERS = 21
_BOX_COLUMNS = 3
_LAST_BLANKS = re.compile(rb"(?:\s|&#(?:10|13|x0?[ADad]);)+\Z")
_SHAPE = re.compile(rb"<(\w+):shape\s.*?</\1:shape>", re.DOTALL)
_BLOCKS = re.compile(rb"(<\w+:idmap\s[^>]*?\bdata\s*=\s*[\"'])([0-9, ]*)(?=[\"'])")
_PLACE = re.compile(rb"<\w+:(Row|Column)>\s*(\d+)\s*<")
_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>)?\s*<xml([^>]*)>")


def block_numbers(drawing: bytes) -> set[int]:
    """Give the blocks of shape numbers that a drawing uses; no two drawings of a workbook may share one."""
    return {
        int(number)
        for found in _BLOCKS.findall(drawing)
        for number in re.findall(rb"\d+", found[1])
    }


class Comments:
    """The comments of one sheet."""

    def __init__(self, data: bytes) -> None:
        self._root = root_of(data)
        prefix = re.escape(self._root.prefix)
        self._one = re.compile(
            b"<" + prefix + rb"comment\s([^>]*)>(.*?)</" + prefix + rb"comment\s*>", re.DOTALL
        )
        self._text = re.compile(b"<" + prefix + rb"t(?:\s[^>]*)?>([^<]*)</" + prefix + b"t>")
        self._data = data
        self._ours = COMMENT_HEAD.encode()

    def cleared(self) -> set[tuple[int, int]]:
        """Take out what an earlier check said; gives the cells whose whole comment went."""
        gone: set[tuple[int, int]] = set()

        def change(found: re.Match[bytes]) -> bytes:
            kept = self._without_ours(found[0])
            if kept:
                return kept
            gone.add(place_of(attribute(b" " + found[1], "ref") or ""))
            return b""

        self._data = self._one.sub(change, self._data)
        return gone

    def add(self, comments: Mapping[tuple[int, int], str]) -> list[tuple[int, int]]:
        """Say something of cells; gives those that had no comment before, in order."""
        left = dict(comments)
        author = self._author()

        def change(found: re.Match[bytes]) -> bytes:
            place = place_of(attribute(b" " + found[1], "ref") or "")
            text = left.pop(place, None)
            return found[0] if text is None else self._appended(found[0], text)

        self._data = self._one.sub(change, self._data)
        p = self._root.prefix
        new = [
            b'<%bcomment ref="%b" authorId="%d"><%btext>%b</%btext></%bcomment>'
            % (p, name_of(*place).encode(), author, p, self._run(left[place]), p, p)
            for place in sorted(left)
        ]
        self._insert(b"commentList", b"".join(new))
        return sorted(left)

    def write(self) -> bytes:
        """Give the part."""
        return self._data

    def _author(self) -> int:
        """Give our number among the authors, the last if we are new."""
        p = re.escape(self._root.prefix)
        names = re.findall(
            b"<" + p + rb"author(?:\s[^>]*)?(?:/>|>(.*?)</" + p + b"author>)", self._data, re.DOTALL
        )
        if AUTHOR.encode() in names:
            return names.index(AUTHOR.encode())
        prefix = self._root.prefix
        self._insert(b"authors", b"<%bauthor>%b</%bauthor>" % (prefix, AUTHOR.encode(), prefix))
        return len(names)

    def _insert(self, name: bytes, written: bytes) -> None:
        """Put something last into a list; an empty list may be spelled as one tag."""
        prefix = self._root.prefix
        empty = re.compile(b"<" + re.escape(prefix) + name + rb"\s*/>")
        self._data = empty.sub(b"<%b%b></%b%b>" % (prefix, name, prefix, name), self._data)
        at = self._data.rfind(b"</%b%b" % (prefix, name))
        if at < 0:
            raise UnprovenError("comments without a list")
        self._data = self._data[:at] + written + self._data[at:]

    def _run(self, text: str) -> bytes:
        p = self._root.prefix
        spelled = escaped(text).encode()
        return b'<%br><%bt xml:space="preserve">%b</%bt></%br>' % (p, p, spelled, p, p)

    def _appended(self, comment: bytes, text: str) -> bytes:
        """Add a run to a comment; a text that stands alone becomes a run first."""
        p = self._root.prefix
        if not re.search(b"<" + re.escape(p) + rb"r[\s>]", comment):
            run = rb"<%br>\g<0></%br>" % (p, p)
            alone = re.compile(
                b"<" + re.escape(p) + rb"t(?:\s[^>]*)?>[^<]*</" + re.escape(p) + b"t>"
            )
            comment = alone.sub(run, comment, count=1)
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
        p = re.escape(self._root.prefix)
        run = re.compile(b"<" + p + rb"r[\s>].*?</" + p + b"r>", re.DOTALL)
        return _LAST_BLANKS.sub(b"", comment[:at]) + run.sub(b"", comment[text.end(1) :])


class Drawing:
    """The boxes of one sheet's comments."""

    def __init__(self, data: bytes) -> None:
        root = _ROOT.match(data)
        if root is None or b"</xml>" not in data:
            raise UnprovenError("a drawing")
        known = all(namespace in root[1] for namespace in _NAMESPACES)
        self._spaces = b"" if known else b" " + b" ".join(_NAMESPACES)
        self._data = data

    def remove(self, places: set[tuple[int, int]]) -> None:
        """Take away the boxes of cells whose comment went."""

        def change(found: re.Match[bytes]) -> bytes:
            place = {name: int(number) for name, number in _PLACE.findall(found[0])}
            return b"" if (place.get(b"Row"), place.get(b"Column")) in places else found[0]

        if places:
            self._data = _SHAPE.sub(change, self._data)

    def add(self, texts: Mapping[tuple[int, int], str], blocks: Iterator[int]) -> None:
        """Make a box for each cell; `blocks` gives numbers of blocks that no drawing uses."""
        shapes: list[bytes] = []
        used: list[int] = []
        for count, (place, text) in enumerate(texts.items()):
            if count % (_SHAPES_PER_BLOCK - 1) == 0:
                used.append(next(blocks))
            number = used[-1] * _SHAPES_PER_BLOCK + 1 + count % (_SHAPES_PER_BLOCK - 1)
            shapes.append(_shape(number, place, text) % self._spaces)
        if not shapes:
            return
        if b'id="_x0000_t202"' not in self._data:
            shapes.insert(0, _BOX % self._spaces)
        self._data = _with_blocks(self._data, used)
        at = self._data.rindex(b"</xml>")
        self._data = b"".join((self._data[:at], *shapes, self._data[at:]))

    def write(self) -> bytes:
        """Give the part."""
        return self._data


def _with_blocks(drawing: bytes, used: list[int]) -> bytes:
    def change(found: re.Match[bytes]) -> bytes:
        numbers = [*re.findall(rb"\d+", found[2]), *(b"%d" % number for number in used)]
        return found[1] + b",".join(numbers)

    return _BLOCKS.sub(change, drawing, count=1)


def _shape(number: int, place: tuple[int, int], text: str) -> bytes:
    row, column = place
    lines = sum(len(line) // _LINE_CHARACTERS + 1 for line in text.splitlines())
    left, top = column + 1, max(row - 1, 0)
    anchor = f"{left}, 12, {top}, 8, {left + _BOX_COLUMNS}, 40, {top + lines + 1}, 8"
    return (
        f'<v:shape%b id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
        'width:260px;height:120px;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
        f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
        "</x:ClientData></v:shape>"
    ).encode()
