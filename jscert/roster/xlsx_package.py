"""The parts of an .xlsx by name, and how they point at each other (ECMA-376 part 2: OPC).

Input: a zip that `container` has proved. Output: bytes of parts, relationships, and a walk over a part's
elements. Every walk draws on one allowance per file, so that no file costs more than a bounded time. What
an element means is told by those who walk.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.roster.xml_parse import parse_xml

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Mapping

    Start = Callable[[str, Mapping[str, str]], None]
    End = Callable[[str], None]
    Text = Callable[[str], None]

_ELEMENTS = 1_500_000
_PIECE = 256 * 1024
_WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Where a part points: `part` is a name in the zip, "" if it is outside the file or missing."""

    type: str
    part: str


class Package:
    """Reads the parts of one workbook; names are matched in any case, as OPC demands."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {name.lower(): name for name in archive.namelist()}
        self._left = _ELEMENTS
        self._relations: dict[str, dict[str, Relation]] = {}

    def read(self, part: str) -> bytes:
        """Give a part's bytes."""
        return self._archive.read(self._names[part.lower()])

    def relations(self, part: str) -> dict[str, Relation]:
        """Give a part's relationships by their id."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            rels = self._names.get(f"{folder}/_rels/{name}.rels".lower())
            self._relations[part] = self._read_relations(part, rels) if rels else {}
        return self._relations[part]

    def of_workbook(self, kind: str) -> str:
        """Name the part that the workbook points at with a relationship whose type ends so; "" if none.

        Whether case or year of a type differ between producers' versions does not matter.
        """
        for relation in self.relations(_WORKBOOK).values():
            if relation.part and relation.type.lower().endswith(kind.lower()):
                return relation.part
        return ""

    def dates_from_1904(self) -> bool:
        """Tell whether days are counted from 1904 (ECMA-376 part 1, 18.2.28)."""
        found: list[bool] = []

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "workbookPr":
                found.append(attributes.get("date1904") in ("1", "true"))

        self.walk(self.read(_WORKBOOK), start)
        return any(found)

    def sheet_parts(self) -> dict[str, str]:
        """Give the part of every sheet by the sheet's name; ValueError if two sheets share one."""
        relations = self.relations(_WORKBOOK)
        found: dict[str, str] = {}

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            relation = relations.get(attributes.get("id", ""))
            if tag == "sheet" and relation and relation.part:
                if relation.part in found.values():
                    raise ValueError("two sheets in one part")
                found[attributes.get("name", "")] = relation.part

        self.walk(self.read(_WORKBOOK), start)
        return found

    def walk(
        self, xml: bytes, on_start: Start, on_end: End | None = None, on_text: Text | None = None
    ) -> None:
        """Call for every element of a part, by local names.

        ValueError for bad XML, TooLargeError past the allowance.
        """

        def start(name: str, attributes: dict[str, str]) -> None:
            self._left -= 1
            local = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
            on_start(name.rpartition(" ")[2], local)

        pieces = (xml[place : place + _PIECE] for place in range(0, len(xml), _PIECE))
        parse_xml(
            pieces,
            self._left,
            start,
            on_end and (lambda name: on_end(name.rpartition(" ")[2])),
            on_text,
        )

    def _read_relations(self, part: str, rels: str) -> dict[str, Relation]:
        found: dict[str, Relation] = {}

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "Relationship":
                outside = attributes.get("TargetMode") == "External"
                target = "" if outside else self._resolve(part, attributes.get("Target", ""))
                found[attributes.get("Id", "")] = Relation(
                    type=attributes.get("Type", ""), part=target
                )

        self.walk(self._archive.read(rels), start)
        return found

    def _resolve(self, part: str, target: str) -> str:
        """Name the part a target means: from the root if it begins with a slash, else beside the source."""
        path = posixpath.join("/", posixpath.dirname(part), target.replace("\\", "/"))
        return self._names.get(posixpath.normpath(path).lstrip("/").lower(), "")
