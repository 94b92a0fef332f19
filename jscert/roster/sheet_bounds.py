"""How large the rectangle of a sheet is, told from its XML before any reader believes it.

A reader allocates the whole rectangle from A1 to the last cell, empty ones too, and one that is told of
a cell far out ends the process, not the call. So every address is read here first: quickly where the
XML is spelt as spreadsheet programs spell it, by a parser where it is not. No cell's value is read.
"""

from __future__ import annotations

import re
from xml.parsers import expat

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_OTHER = rb'(?:\s(?!r=)[\w:]+="[^"<>]*")*'
_CELL_TAG = re.compile(rb"<(?:[^\s<>/]*:)?c(?=[\s>/])")
_USUAL_CELL = re.compile(
    rb'<(?:\w+:)?c%s\sr="([A-Z]{1,3})([1-9][0-9]{0,6})"%s\s?(/?)>' % (_OTHER, _OTHER)
)
_ROW_TAG = re.compile(rb"<(?:[^\s<>/]*:)?row(?=[\s>/])")
_USUAL_ROW = re.compile(rb'<(?:\w+:)?row%s\sr="([1-9][0-9]{0,6})"%s\s?/?>' % (_OTHER, _OTHER))
_RANGE_TAG = re.compile(rb"<(?:[^\s<>/]*:)?(?:dimension|mergeCell)(?=[\s>/])")
_USUAL_RANGE = re.compile(
    rb'<(?:\w+:)?(?:dimension|mergeCell) ref="([A-Z]{1,3})([1-9][0-9]{0,6})'
    rb'(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?"\s?/?>'
)
_STRINGS_TAG = re.compile(rb"<(?:[^\s<>/]*:)?(?:sst|numFmts|cellXfs)(?=[\s>/])([^>]*)")
_COUNT = re.compile(rb"""ount\s*=\s*["']([^"']*)["']""")
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")


def count_cells(xml: bytes) -> int:
    """Count the cells of the rectangle from A1 to the last cell with something in it (1 if none).

    ValueError for NUL bytes, a document type, bad XML, an address outside A1:XFD1048576, or a list that
    promises more entries than the part has bytes (readers make room for them at once).
    """
    if b"\x00" in xml or b"<!DOCTYPE" in xml:
        raise ValueError("not a spreadsheet's XML")
    _check_ranges(xml)
    _check_promises(xml)
    return _count_usual(xml) or _Count(xml).cells


def _check_ranges(xml: bytes) -> None:
    ranges = _USUAL_RANGE.findall(xml)
    if len(ranges) != len(_RANGE_TAG.findall(xml)):
        raise ValueError("unreadable range")
    for column, row, last_column, last_row in ranges:
        _within(_number(column.decode()), int(row))
        if last_column:
            _within(_number(last_column.decode()), int(last_row))


def _check_promises(xml: bytes) -> None:
    for attributes in _STRINGS_TAG.findall(xml):
        for count in _COUNT.findall(attributes):
            if not count.isdigit() or int(count) > len(xml):
                raise ValueError("more entries than bytes")


def _count_usual(xml: bytes) -> int:
    """Count in XML spelt the usual way; 0 if some tag is spelt otherwise."""
    last_row, last_column, found = 1, 1, 0
    columns: dict[bytes, int] = {}
    for match in _USUAL_CELL.finditer(xml):
        found += 1
        letters, digits, empty = match.groups()
        column = columns.get(letters) or columns.setdefault(letters, _number(letters.decode()))
        _within(column, int(digits))
        if not empty:
            last_row, last_column = max(last_row, int(digits)), max(last_column, column)
    if found != len(_CELL_TAG.findall(xml)):
        return 0
    rows = _USUAL_ROW.findall(xml)
    if len(rows) != len(_ROW_TAG.findall(xml)) or any(int(row) > _LAST_ROW for row in rows):
        return 0
    return last_row * last_column


class _Count:
    """Counts with a parser, cells and rows without an address too, as readers place them."""

    def __init__(self, xml: bytes) -> None:
        self._row = 0
        self._column = 0
        self._last_row = 1
        self._last_column = 1
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        try:
            parser.Parse(xml, True)
        except (expat.ExpatError, LookupError) as fault:  # LookupError: an encoding nobody knows
            raise ValueError("bad XML") from fault

    @property
    def cells(self) -> int:
        return self._last_row * self._last_column

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag, address = name.rpartition(":")[2], attributes.get("r")
        if tag == "row":
            self._row = int(address) if address and address.isdecimal() else self._row + 1
            self._column = 0
        elif tag == "c":
            self._column += 1
            if address is not None:
                self._place(address)
            _within(self._column, self._row)
            self._last_row = max(self._last_row, self._row)
            self._last_column = max(self._last_column, self._column)

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
