"""Pictures lying over a sheet (ECMA-376 part 1, 20.5): which cell each lies on.

Input: a drawing part and the sheet's axes. Output: `CellPicture`s. The centre of the anchor decides the
cell. Groups of several pictures belong to no single cell and are left out, as are hidden pictures.
`PictureReader` reads one `pic` element wherever it stands. No picture is opened here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.roster.limits import TooLargeError
from jscert.roster.workbook import CellPicture
from jscert.roster.xlsx_pictures import picture_ref

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jscert.roster.xlsx_axis import Axis
    from jscert.roster.xlsx_package import Package, Relation
    from jscert.roster.xlsx_structure import SheetStructure

_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_CORNERS = ("from", "to")
_NUMBER = re.compile(r"\s*(-?[0-9]{1,15})\s*\Z")
_PICTURES = 20_000


@dataclass(slots=True)
class Picture:
    """A `pic` element: its name, the part it shows ("" if that is not in the file), how it is shown."""

    name: str = ""
    hidden: bool = False
    part: str = ""
    cut: tuple[int, int, int, int] = (0, 0, 0, 0)
    turn: int = 0

    @property
    def ref(self) -> str:
        """What `XlsxPictures` knows it by."""
        return picture_ref(self.part, self.cut, self.turn)


class PictureReader:
    """Reads the `pic` elements met on a walk; `done` gives them, in order."""

    def __init__(self, relations: Mapping[str, Relation]) -> None:
        self._relations = relations
        self.path: list[str] = []
        self.done: list[Picture] = []
        self._inside: Picture | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an element's beginning."""
        parent = self.path[-1] if self.path else ""
        self.path.append(tag)
        if tag == "pic" and "Fallback" not in self.path:
            self._inside = Picture()
        picture = self._inside
        if picture is None:
            return
        if tag == "cNvPr":
            picture.name = attributes.get("name", "")
            picture.hidden = attributes.get("hidden") in ("1", "true")
        elif tag == "blip" and parent == "blipFill":
            relation = self._relations.get(attributes.get("embed", ""))
            picture.part = relation.part if relation else ""
        elif tag == "srcRect" and parent == "blipFill":
            left, top, right, bottom = (number(attributes.get(side)) for side in "ltrb")
            picture.cut = (left, top, right, bottom)
        elif tag == "xfrm" and parent == "spPr":
            picture.turn = number(attributes.get("rot"))

    def end(self, tag: str) -> None:
        """Take an element's end."""
        self.path.pop()
        if tag == "pic" and self._inside:
            if not self._inside.hidden:
                self.done.append(self._inside)
            self._inside = None


def number(text: str | None) -> int:
    """Read a whole number; 0 if it is none."""
    found = _NUMBER.match(text or "")
    return int(found[1]) if found else 0


def floating_pictures(
    package: Package, part: str, structure: SheetStructure
) -> tuple[CellPicture, ...]:
    """Read the pictures of a drawing part, in its order.

    ValueError if the part is bad, TooLargeError for more pictures than a roster has.
    """
    return tuple(_Drawing(package, part, structure).placed)


@dataclass(slots=True)
class _Anchor:
    """Where a drawing is held: corners by their numbers, or a place and an extent in EMU."""

    corners: dict[str, dict[str, int]] = field(default_factory=dict)
    place: tuple[int, int] = (0, 0)
    extent: tuple[int, int] = (0, 0)

    def centre_row(self, rows: Axis) -> int:
        """Give the row of the centre."""
        return self._centre(rows, ("row", "rowOff"), 1)

    def centre_column(self, columns: Axis) -> int:
        """Give the column of the centre."""
        return self._centre(columns, ("col", "colOff"), 0)

    def _centre(self, axis: Axis, words: tuple[str, str], side: int) -> int:
        first, last = (self._corner(corner, words) for corner in _CORNERS)
        start = axis.point(*first) if first else max(0, self.place[side])
        end = axis.point(*last) if last else start + max(0, self.extent[side])
        if first and end <= start:  # rows folded away hold it between them
            return axis.clamped(first[0])
        low = first[0] if first else 0
        return axis.index_at((start + end) // 2, low, last[0] if last else None)

    def _corner(self, corner: str, words: tuple[str, str]) -> tuple[int, int] | None:
        numbers = self.corners.get(corner)
        return (numbers.get(words[0], 0), numbers.get(words[1], 0)) if numbers else None


class _Drawing:
    """Walks a drawing part."""

    def __init__(self, package: Package, part: str, structure: SheetStructure) -> None:
        self.placed: list[CellPicture] = []
        self._structure = structure
        self._pictures = PictureReader(package.relations(part))
        self._anchor = _Anchor()
        self._text = ""
        package.walk(package.read(part), self._start, self._end, self._take_text)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        path = self._pictures.path
        self._text = ""
        if tag in _ANCHORS:
            self._anchor = _Anchor()
            self._pictures.done.clear()
        elif path and path[-1] in _ANCHORS:
            if tag == "pos":
                self._anchor.place = (number(attributes.get("x")), number(attributes.get("y")))
            elif tag == "ext":
                self._anchor.extent = (number(attributes.get("cx")), number(attributes.get("cy")))
        self._pictures.start(tag, attributes)

    def _take_text(self, text: str) -> None:
        if len(self._text) < 100:
            self._text += text

    def _end(self, tag: str) -> None:
        self._pictures.end(tag)
        path = self._pictures.path
        if tag in _ANCHORS:
            self._place()
        elif path and path[-1] in _CORNERS and len(path) > 1 and path[-2] in _ANCHORS:
            self._anchor.corners.setdefault(path[-1], {})[tag] = number(self._text)

    def _place(self) -> None:
        found = self._pictures.done
        if len(found) != 1:
            return
        if len(self.placed) == _PICTURES:
            raise TooLargeError("more pictures than a roster has")
        row = self._anchor.centre_row(self._structure.rows)
        column = self._anchor.centre_column(self._structure.columns)
        self.placed.append(CellPicture(row=row, column=column, ref=found[0].ref, floating=True))
