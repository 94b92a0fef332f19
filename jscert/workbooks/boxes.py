"""The boxes that comments of cells open in (VML, ECMA-376 part 4, 14): where they are and how large.

Input: a sheet's drawing of boxes as it is, or an empty one. Output: the same with boxes for new comments, and
without those of comments that went. VML is often no well-formed XML, so it is changed as text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jscert.workbooks.markup import UnprovenError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
_SHAPE = re.compile(rb"<(\w{1,20}):shape\s")
_BLOCKS = re.compile(rb"(<\w{1,20}:idmap\s[^>]{0,200}?\bdata\s*=\s*[\"'])([0-9, ]*)(?=[\"'])")
_PLACE = re.compile(rb"<\w{1,20}:(Row|Column)>\s*(\d+)\s*<")
_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>)?\s*<xml([^>]*)>")


def block_numbers(drawing: bytes) -> set[int]:
    """Give the blocks of shape numbers that a drawing uses; no two drawings of a workbook may share one."""
    return {
        int(number)
        for found in _BLOCKS.findall(drawing)
        for number in re.findall(rb"\d+", found[1])
    }


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
        pieces, at = [], 0
        for tag in _SHAPE.finditer(self._data if places else b""):
            closing = b"</%b:shape>" % tag[1]
            end = self._data.find(closing, tag.end()) + len(closing)
            if end < tag.end():
                break
            if tag.start() >= at:
                spots = dict(_PLACE.findall(self._data, tag.end(), end))
                spot = (int(spots.get(b"Row", -1)), int(spots.get(b"Column", -1)))
                pieces.append(self._data[at : tag.start() if spot in places else end])
                at = end
        self._data = b"".join((*pieces, self._data[at:]))

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
