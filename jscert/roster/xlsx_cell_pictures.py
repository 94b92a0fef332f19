"""Pictures that are a cell's content: WPS's DISPIMG, and Excel's rich values ("place in cell").

WPS keeps them in `xl/cellimages.xml` under a name that the formula says. Excel's chain is longer
([MS-XLSX] 2.3.6, 2.6.175 ff.): the cell's `vm` counts (from 1) in `valueMetadata`, whose record points into
`futureMetadata XLRICHVALUE`, which gives a rich value; its structure says which of its values counts in
`richValueRel.xml`, and that one's relationship is the picture.
Input: the package. Output: references of pictures by what the cell says. No picture is opened here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.roster.xlsx_drawings import PictureReader, number
from jscert.roster.xlsx_pictures import picture_ref

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jscert.roster.xlsx_package import Package

_RICH = "XLRICHVALUE"
_LOCAL = "_rvRel:"  # a key that counts in richValueRel.xml
_WEB = "_webimage"


def wps_pictures(package: Package) -> dict[str, str]:
    """Give the reference of every picture that WPS keeps for cells, by its name (`ID_…`)."""
    part = package.of_workbook("/cellImage") or package.of_workbook("/cellImages")
    if not part:
        return {}
    reader = PictureReader(package.relations(part))
    package.walk(package.read(part), reader.start, reader.end)
    return {picture.name: picture.ref for picture in reader.done}


def rich_pictures(package: Package) -> dict[int, str]:
    """Give the reference of every picture among the rich values, by the `vm` of a cell.

    A picture that is only an address on the web has the reference "".
    """
    part = package.of_workbook("/sheetMetadata")
    if not part:
        return {}
    values = _RichValues(package).refs
    metadata = _Metadata(package, part)
    return {
        position: values[value]
        for position, value in enumerate(metadata.rich_values(), 1)
        if value in values
    }


class _Metadata:
    """Walks `metadata.xml` (ECMA-376 part 1, 18.9)."""

    def __init__(self, package: Package, part: str) -> None:
        self._types: list[str] = []
        self._future: dict[str, list[int]] = {}
        self._records: list[tuple[int, int]] = []
        self._block = ""
        package.walk(package.read(part), self._start)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "metadataType":
            self._types.append(attributes.get("name", ""))
        elif tag == "futureMetadata":
            self._block = attributes.get("name", "")
        elif tag in ("valueMetadata", "cellMetadata"):
            self._block = tag
        elif tag == "bk":
            self._begin_entry()
        elif tag == "rvb" and self._future.get(self._block):
            self._future[self._block][-1] = number(attributes.get("i"))
        elif tag == "rc" and self._block == "valueMetadata" and self._records:
            self._records[-1] = (number(attributes.get("t")), number(attributes.get("v")))

    def _begin_entry(self) -> None:
        if self._block == "valueMetadata":
            self._records.append((0, 0))
        else:
            self._future.setdefault(self._block, []).append(-1)

    def rich_values(self) -> list[int]:
        """Give the rich value of every entry of `valueMetadata` in order; -1 where it has none."""
        future = self._future.get(_RICH, [])
        return [
            future[v] if 1 <= t <= len(self._types) and self._types[t - 1] == _RICH and 0 <= v < len(future)
            else -1
            for t, v in self._records
        ]  # fmt: skip


@dataclass(slots=True)
class _Structure:
    """A kind of rich value: its name, and the place of the value that counts in richValueRel.xml."""

    name: str
    keys: list[str] = field(default_factory=list)

    def picture_place(self) -> int:
        places = (place for place, key in enumerate(self.keys) if key.startswith(_LOCAL))
        return next(places, -1)


class _RichValues:
    """Walks the parts under `xl/richData`; `refs` are the pictures by the number of their rich value."""

    def __init__(self, package: Package) -> None:
        self.refs: dict[int, str] = {}
        self._structures: list[_Structure] = []
        self._values: list[tuple[int, list[str]]] = []
        self._targets: list[str] = []
        self._text: list[str] | None = None
        self._walk_structures(package)
        self._walk_targets(package)
        part = package.of_workbook("/rdRichValue")
        if part:
            package.walk(package.read(part), self._start_value, self._end_value, self._take_text)
        for order, (structure, texts) in enumerate(self._values):
            ref = self._ref(structure, texts)
            if ref is not None:
                self.refs[order] = ref

    def _walk_structures(self, package: Package) -> None:
        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "s":
                self._structures.append(_Structure(attributes.get("t", "")))
            elif tag == "k" and self._structures:
                self._structures[-1].keys.append(attributes.get("n", ""))

        part = package.of_workbook("/rdRichValueStructure")
        if part:
            package.walk(package.read(part), start)

    def _walk_targets(self, package: Package) -> None:
        part = package.of_workbook("/richValueRel")
        if not part:
            return
        relations = package.relations(part)

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "rel":
                relation = relations.get(attributes.get("id", ""))
                self._targets.append(relation.part if relation else "")

        package.walk(package.read(part), start)

    def _start_value(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "rv":
            self._values.append((number(attributes.get("s")), []))
        elif tag == "v":
            self._text = []

    def _take_text(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end_value(self, tag: str) -> None:
        if tag == "v" and self._text is not None and self._values:
            self._values[-1][1].append("".join(self._text))
            self._text = None

    def _ref(self, structure: int, texts: list[str]) -> str | None:
        """Give the picture of a rich value; None if it is something else."""
        if not 0 <= structure < len(self._structures):
            return None
        kind = self._structures[structure]
        place = kind.picture_place()
        if place < 0:
            return "" if kind.name == _WEB else None
        target = number(texts[place]) if place < len(texts) else -1
        return picture_ref(self._targets[target]) if 0 <= target < len(self._targets) else ""
