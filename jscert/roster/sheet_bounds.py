"""How large the rectangle of a sheet is, told from its XML before any reader believes it.

A reader allocates the whole rectangle from A1 to the last cell, empty ones too, and one that is told of
a cell far out ends the process, not the call. So every address is read here first, block by block:
quickly where the XML is spelt as spreadsheet programs spell it, by a parser where it is not. No cell's
value is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.roster.xml_parse import LONGEST_TAG, parse_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_OTHER = rb'(?: (?!r=)[\w:]+="[^"<>]*")*'
_CELL_TAG = re.compile(rb"<c[\s>/]")
_USUAL_CELL = re.compile(
    rb'<c%s r="([A-Z]{1,3})([1-9][0-9]{0,6})"%s ?(/?)>' % (_OTHER, _OTHER),
)
_EMPTY_CELLS = re.compile(  # none in the columns past VZZ, so that no address needs a look
    rb'(?:<c r="(?:[A-Z]{1,2}|[A-V][A-Z]{2})[1-9][0-9]{0,5}"(?: s="[0-9]{1,9}")?(?:/>|></c>))+'
)
_ROW_TAG = re.compile(rb"<row[\s>/]")
_USUAL_ROW = re.compile(rb'<row%s r="([1-9][0-9]{0,6})"%s ?/?>' % (_OTHER, _OTHER))
_PREFIXED_TAG = re.compile(rb"<[^\s<>/]*:(?:c|row)[\s>/]")
_RANGE_WORDS = (b"dimension", b"mergeCell")
_RANGE_TAG = re.compile(rb"<(?:[^\s<>/]*:)?(?:dimension|mergeCell)(?=[\s>/])")
_USUAL_RANGE = re.compile(
    rb"""<(?:\w+:)?(?:dimension|mergeCell)\s+ref=["']([A-Z]{1,3})([1-9][0-9]{0,6})"""
    rb"""(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?["']\s*/?>"""
)
_PROMISE_WORDS = (b"sst", b"numFmts", b"cellXfs")
_PROMISE_TAG = re.compile(rb"<(?:[^\s<>/]*:)?(?:sst|numFmts|cellXfs)(?=[\s>/])([^>]*)")
_COUNT = re.compile(rb"""ount\s*=\s*["']([^"']*)["']""")
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")


_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s>/]")
_USUAL_INDEX = re.compile(rb't="s"[^<>]*><v>([0-9]{1,20})')
_ANY_INDEX = re.compile(rb"""t=["']s["'][^<>]*>\s*<(?:\w+:)?v[^<>]*>\s*([0-9]{1,20})""")
_LONGEST_INDEX = 256  # bytes from `t="s"` to the end of the index, as any program spells it


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle:
    """The rows and columns from A1 to the last cell with something in it (none if there is none)."""

    rows: int
    columns: int


class SharedTexts:
    """How many shared texts the parts of a workbook hold, and how many their cells believe in."""

    def __init__(self) -> None:
        self.held = 0
        self.needed = 0
        self._before = b""

    def add(self, xml: bytes) -> None:
        """Take in a block of any part."""
        if b"<si" in xml or b":si" in xml:
            self.held += len(_SHARED_TEXT.findall(xml))
        usual = b"t='s'" not in xml and b":v>" not in xml
        index = _USUAL_INDEX if usual else _ANY_INDEX
        indices = set(index.findall(self._before + xml))
        if indices:
            self.needed = max(self.needed, 1 + max(map(int, indices)))
        self._before = xml[-_LONGEST_INDEX:]


def measure_sheet(
    pieces: Callable[[], Iterable[bytes]], size: int, tags: int, texts: SharedTexts
) -> Rectangle:
    """Measure the XML of a sheet, or of any other part, whose bytes `pieces` gives, `size` in all.

    `texts` are counted on the way.
    ValueError for NUL bytes, a document type, bad XML, an address outside A1:XFD1048576, or a list that
    promises more entries than the part has bytes (readers make room for them at once). TooLargeError
    for XML that is spelt in an unusual way and has more than so many tags.
    """
    usual = _UsualCount()
    for block in _blocks(pieces()):
        if b"<!DOCTYPE" in block:
            raise ValueError("not a spreadsheet's XML")
        _check_ranges(block)
        _check_promises(block, size)
        usual.add(block)
        texts.add(block)
    if usual.rectangle:
        return usual.rectangle
    counted = _ParserCount()
    parse_xml(pieces(), tags, counted.start)
    return counted.rectangle


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Cut XML anew, so that no tag is cut."""
    rest = b""
    for piece in pieces:
        if b"\x00" in piece:
            raise ValueError("NUL bytes")
        block = rest + piece
        end = block.rfind(b">") + 1
        rest = block[end:] if block.rfind(b"<") >= end else b""
        if len(rest) > LONGEST_TAG:
            raise ValueError("a tag without end")
        if end:
            yield block[:end]
    if rest:
        raise ValueError("a tag cut off")


def _check_ranges(xml: bytes) -> None:
    if not any(word in xml for word in _RANGE_WORDS):
        return
    ranges = _USUAL_RANGE.findall(xml)
    if len(ranges) != len(_RANGE_TAG.findall(xml)):
        raise ValueError("unreadable range")
    for column, row, last_column, last_row in ranges:
        _within(_number(column.decode()), int(row))
        if last_column:
            _within(_number(last_column.decode()), int(last_row))


def _check_promises(xml: bytes, size: int) -> None:
    if not any(word in xml for word in _PROMISE_WORDS):
        return
    for attributes in _PROMISE_TAG.findall(xml):
        if attributes.count(b'"') % 2 or attributes.count(b"'") % 2:
            raise ValueError("unreadable list")
        for count in _COUNT.findall(attributes):
            if not count.isdigit() or len(count) > 9 or int(count) > size:
                raise ValueError("more entries than bytes")


class _UsualCount:
    """Counts in XML spelt the usual way; gives up for good once a tag is spelt otherwise."""

    def __init__(self) -> None:
        self._usual = True
        self._rows = 0
        self._columns = 0
        self._known: dict[bytes, int] = {}

    @property
    def rectangle(self) -> Rectangle | None:
        return Rectangle(rows=self._rows, columns=self._columns) if self._usual else None

    def add(self, xml: bytes) -> None:
        if not self._usual:
            return
        if b'"/><c r="' in xml or b'"></c><c r="' in xml:
            xml = _EMPTY_CELLS.sub(b"", xml)
        self._usual = self._add_cells(xml) and self._rows_are_usual(xml)

    def _add_cells(self, xml: bytes) -> bool:
        cells = _USUAL_CELL.findall(xml)
        if len(cells) != len(_CELL_TAG.findall(xml)) or _PREFIXED_TAG.search(xml):
            return False
        if not cells:
            return True
        letters, digits, ends = (set(found) for found in zip(*cells, strict=True))
        columns = {word: self._number(word) for word in letters}
        rows = {word: int(word) for word in digits}
        _within(max(columns.values()), max(rows.values()))
        if b"/" in ends:
            written = [cell for cell in cells if not cell[2]]
            columns = {word: columns[word] for word in {cell[0] for cell in written}}
            rows = {word: rows[word] for word in {cell[1] for cell in written}}
        self._columns = max((self._columns, *columns.values()))
        self._rows = max((self._rows, *rows.values()))
        return True

    def _rows_are_usual(self, xml: bytes) -> bool:
        rows = _USUAL_ROW.findall(xml)
        if len(rows) != len(_ROW_TAG.findall(xml)):
            return False
        return all(int(row) <= _LAST_ROW for row in rows)

    def _number(self, letters: bytes) -> int:
        return self._known.get(letters) or self._known.setdefault(
            letters, _number(letters.decode())
        )


class _ParserCount:
    """Counts with a parser, cells and rows without an address too, as readers place them."""

    def __init__(self) -> None:
        self._row = 0
        self._column = 0
        self._rows = 0
        self._columns = 0

    @property
    def rectangle(self) -> Rectangle:
        return Rectangle(rows=self._rows, columns=self._columns)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag, address = name.rpartition(" ")[2], attributes.get("r")
        if tag == "row":
            self._row = int(address) if address and address.isdecimal() else self._row + 1
            self._column = 0
        elif tag == "c":
            self._column += 1
            if address is not None:
                self._place(address)
            _within(self._column, self._row)
            self._rows = max(self._rows, self._row)
            self._columns = max(self._columns, self._column)

    def _place(self, address: str) -> None:
        found = _ADDRESS.match(address)
        if not found:
            raise ValueError("unreadable address")
        self._column, self._row = _number(found[1]), int(found[2])


def _within(column: int, row: int) -> None:
    if column > _LAST_COLUMN or row > _LAST_ROW:
        raise ValueError("address outside the sheet")


def _number(letters: str) -> int:
    """Read a column's letters (`A` → 1, `XFD` → 16384)."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
