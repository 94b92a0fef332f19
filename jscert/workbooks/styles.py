"""The styles of a workbook, with our colours and the formats of our list added behind its own.

Input: the bytes of `styles.xml` (ECMA-376 part 1, 18.8). Output: the same with formats appended, and the
index of a cell format that is another one with our colour. Nothing that was there changes its index.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.workbooks.marking import Weight
from jscert.workbooks.markup import (
    MAIN,
    UnprovenError,
    attribute,
    elements_of,
    root_of,
    spliced,
    with_attribute,
)

if TYPE_CHECKING:
    from jscert.workbooks.markup import Element

COLOURS = {Weight.FAULT: "FFFBC8C4", Weight.REMARK: "FFFFF1B8"}
"""Light red and light yellow; by these very values our colour is known again."""

_LISTS = ("fonts", "fills", "borders", "cellXfs")
_FORMATS_MAX = 64_000  # Excel's own limit of cell formats
_HEAD_COLOUR, _LINK_COLOUR, _EDGE_COLOUR = "FF1F4E79", "FF0563C1", "FFD9D9D9"


@dataclass(slots=True)
class _List:
    """One list of the styles: its element, the number of members, what is added."""

    element: Element
    members: list[Element]
    added: list[bytes] = field(default_factory=list)

    def add(self, written: bytes) -> int:
        self.added.append(written)
        return len(self.members) + len(self.added) - 1


class Styles:
    """The styles of one workbook, to be added to."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._root = root_of(data)
        self._lists = _lists_of(data)
        self._fills: dict[Weight, int] = {}
        self._clones: dict[tuple[int, Weight | None], int] = {}
        self._bases: dict[int, int] = {}

    def coloured(self, style: int, weight: Weight) -> int:
        """Give the cell format that is another one in our colour."""
        if weight not in self._fills:
            self._fills[weight] = self._add("fills", _solid(COLOURS[weight]))
        return self._clone(style, weight, self._fills[weight])

    def cleared(self) -> dict[int, int]:
        """Give, for every cell format that bears our colour from an earlier check, one that does not."""
        fills = self._lists["fills"].members
        colours = [colour.encode() for colour in COLOURS.values()]
        ours = {
            str(place)
            for place, fill in enumerate(fills)
            if any(colour in self._data[fill.start : fill.end].upper() for colour in colours)
        }
        formats = self._lists["cellXfs"].members
        old = [n for n, one in enumerate(formats) if one.attributes.get("fillId") in ours]
        return {style: self._clone(style, None, 0) for style in old}

    def formats_of_list(self) -> dict[str, int]:
        """Add the formats of the list of faults and give their indices by name."""
        fonts = {
            "plain": self._add("fonts", _font("")),
            "title": self._add("fonts", _font("<b/>", size=16, colour=_HEAD_COLOUR)),
            "strong": self._add("fonts", _font("<b/>", size=12)),
            "head": self._add("fonts", _font("<b/>", colour="FFFFFFFF")),
            "link": self._add("fonts", _font("<u/>", colour=_LINK_COLOUR)),
        }
        head = self._add("fills", _solid(_HEAD_COLOUR))
        fills = {w.value: self._add("fills", _solid(colour)) for w, colour in COLOURS.items()}
        edge = self._add("borders", _edges(_EDGE_COLOUR))
        wrapped = '<alignment vertical="top" wrapText="1"/>'
        middle = '<alignment horizontal="center" vertical="center" wrapText="1"/>'
        return {
            "title": self._format(fonts["title"], alignment='<alignment vertical="center"/>'),
            "strong": self._format(fonts["strong"], alignment='<alignment vertical="center"/>'),
            "line": self._format(fonts["plain"], alignment='<alignment vertical="center"/>'),
            "head": self._format(fonts["head"], head, edge, alignment=middle),
            "cell": self._format(fonts["plain"], 0, edge, alignment=wrapped),
            "link": self._format(fonts["link"], 0, edge, alignment=wrapped),
            **{
                weight: self._format(fonts["plain"], fill, edge, alignment=wrapped)
                for weight, fill in fills.items()
            },
        }

    def write(self) -> bytes:
        """Give the part with everything that was added."""
        changes = []
        for one in self._lists.values():
            element = one.element
            tag_end = one.members[0].start
            tag = self._data[element.start : tag_end]
            if attribute(tag, "count") is not None:
                tag = with_attribute(tag, "count", str(len(one.members) + len(one.added)))
            changes.append((element.start, tag_end, tag))
            changes.append((element.inner, element.inner, b"".join(one.added)))
        return spliced(self._data, changes)

    def _clone(self, style: int, weight: Weight | None, fill: int) -> int:
        base = self._bases.get(style, style)
        key = (base, weight)
        if key not in self._clones:
            formats = self._lists["cellXfs"].members
            if not 0 <= base < len(formats):
                raise UnprovenError("a cell format that is not there")
            written = self._data[formats[base].start : formats[base].end]
            tag_end = written.index(b">") + 1
            tag = with_attribute(written[:tag_end], "fillId", str(fill))
            tag = with_attribute(tag, "applyFill", "1" if fill else "0")
            clone = self._lists["cellXfs"].add(tag + written[tag_end:])
            if clone >= _FORMATS_MAX:
                raise UnprovenError("too many cell formats")
            self._clones[key], self._bases[clone] = clone, base
        return self._clones[key]

    def _format(self, font: int, fill: int = 0, border: int = 0, *, alignment: str) -> int:
        written = (
            f'<xf numFmtId="49" fontId="{font}" fillId="{fill}" borderId="{border}" '
            f'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f"{alignment}</xf>"
        )
        return self._add("cellXfs", written)

    def _add(self, name: str, written: str) -> int:
        prefix = self._root.prefix.decode()
        spelled = (
            written.replace("</", "\0").replace("<", f"<{prefix}").replace("\0", f"</{prefix}")
        )
        return self._lists[name].add(spelled.encode())


def _lists_of(data: bytes) -> dict[str, _List]:
    elements = [element for element in elements_of(data, 2) if element.namespace == MAIN]
    lists = {}
    for name in _LISTS:
        found = [element for element in elements if element.path == (name,)]
        members = [element for element in elements if element.path[:-1] == (name,)]
        if len(found) != 1 or not members:
            raise UnprovenError("styles without " + name)
        lists[name] = _List(found[0], members)
    return lists


def _solid(colour: str) -> str:
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/>'
        f'<bgColor indexed="64"/></patternFill></fill>'
    )


def _font(marks: str, *, size: int = 11, colour: str = "FF000000") -> str:
    return f'<font>{marks}<sz val="{size}"/><color rgb="{colour}"/><name val="Calibri"/></font>'


def _edges(colour: str) -> str:
    sides = "".join(
        f'<{side} style="thin"><color rgb="{colour}"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    return f"<border>{sides}<diagonal/></border>"
