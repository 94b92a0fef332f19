"""An .xlsx as parts that name each other (ECMA-376 part 2: relationships, content types), to be changed.

Input: the bytes of a workbook. Output: the same workbook with some parts put over or added; every other
part stays byte for byte. UnprovenError where the package is not spelled as expected.
Not here: what stands in sheets, styles and comments.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from jscert.workbooks.archive import rewritten
from jscert.workbooks.markup import UnprovenError, elements_of, root_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_EMPTY_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns='
    b'"http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A part's pointer to another: `kind` is the last word of its type, `target` a part's name."""

    id: str
    kind: str
    target: str


class Package:
    """A workbook's parts, read when wanted; what was put is read back as put."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.casefold(): name for name in self._archive.namelist()}
        self._put: dict[str, Iterable[bytes | bytearray]] = {}

    def has(self, name: str) -> bool:
        """Tell whether there is a part; names are the same in any case (part 2, 6.2.2)."""
        return name.casefold() in self._names

    def read(self, name: str) -> bytes:
        """Give a part's bytes; UnprovenError if there is none of that name."""
        known = self._names.get(name.casefold())
        if known is None:
            raise UnprovenError("a part that is not there")
        put = self._put.get(known)
        return self._archive.read(known) if put is None else b"".join(put)

    def put(self, name: str, *pieces: bytes | bytearray) -> None:
        """Set a part's bytes."""
        self.put_unread(name, pieces)

    def put_unread(self, name: str, pieces: Iterable[bytes | bytearray]) -> None:
        """Set a part's bytes, to be made when the workbook is written; nobody may read them before."""
        known = self._names.setdefault(name.casefold(), name)
        self._put[known] = pieces

    def names_like(self, pattern: str) -> list[str]:
        """Name the parts that match a pattern whole, in any case."""
        wanted = re.compile(pattern, re.IGNORECASE)
        return [name for name in self._names.values() if wanted.fullmatch(name)]

    def new_name(self, pattern: str) -> str:
        """Find a name that no part has; `pattern` has one `{}` for a number."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def write(self) -> bytes:
        """Give the whole workbook."""
        return rewritten(self._data, self._put)

    def relations(self, part: str) -> list[Relation]:
        """List what a part points to inside the package."""
        name = _relations_name(part)
        if not self.has(name):
            return []
        data = self.read(name)
        root_of(data)
        found = []
        for element in elements_of(data, 1):
            attributes = element.attributes
            target = attributes.get("Target", "")
            if attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                full = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))
                found.append(
                    Relation(id=attributes.get("Id", ""), kind=kind, target=full.lstrip("/"))
                )
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part point to another and give the pointer's id."""
        name = _relations_name(part)
        data = self.read(name) if self.has(name) else _EMPTY_RELATIONS
        taken = {element.attributes.get("Id") for element in elements_of(data, 1)}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        path = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
        written = (
            f'<{{prefix}}Relationship Id="rId{number}" Type="{_OFFICE}{kind}" '
            f"Target={quoteattr(path)}/>"
        )
        self.put(name, _with_child(data, written))
        return f"rId{number}"

    def content_type(self, part: str) -> str:
        """Give the content type a part is declared to have by name ("" if by its suffix only)."""
        for element in elements_of(self._types(), 1):
            if element.attributes.get("PartName", "").casefold() == f"/{part}".casefold():
                return element.attributes.get("ContentType", "")
        return ""

    def declare(self, part: str, content_type: str) -> None:
        """Say what a new part is."""
        written = (
            f'<{{prefix}}Override PartName={quoteattr("/" + part)} ContentType="{content_type}"/>'
        )
        self.put(_TYPES, _with_child(self._types(), written))

    def declare_suffix(self, suffix: str, content_type: str) -> None:
        """Say what parts of a suffix are, unless that is said already."""
        data = self._types()
        known = {e.attributes.get("Extension", "").casefold() for e in elements_of(data, 1)}
        if suffix not in known:
            written = f'<{{prefix}}Default Extension="{suffix}" ContentType="{content_type}"/>'
            self.put(_TYPES, _with_child(data, written, first=True))

    def _types(self) -> bytes:
        data = self.read(_TYPES)
        root_of(data)
        return data


def _relations_name(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _with_child(data: bytes, written: str, *, first: bool = False) -> bytes:
    """Put an element into a part's root, as its last child or as its first."""
    root = root_of(data)
    child = written.format(prefix=root.prefix.decode()).encode()
    at = root.end if first else data.rfind(b"</" + root.prefix + root.name.encode())
    if at < 0:
        raise UnprovenError("no end")
    return data[:at] + child + data[at:]
