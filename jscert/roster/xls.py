"""The reader of .xls and .et (BIFF8, MS-XLS): sheets of typed cells, what is merged, hidden, struck out.

Input: the bytes of a compound file, or of a bare workbook stream, that `container` has told. Output: sheets
and their pictures. How records are spelt is known in `biff`, where pictures lie in `xls_pictures`.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.roster import biff
from jscert.roster.limits import TooLargeError
from jscert.roster.merged_pictures import move_home
from jscert.roster.ole import SIGNATURE, CompoundFile
from jscert.roster.workbook import Area, CellPicture, NoPictures, RosterPictures, Sheet, Value
from jscert.roster.xls_pictures import Sizes, XlsPictures, find_pictures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jscert.roster.limits import WorkbookLimits

    Handler = Callable[[int, int], None]

_WORKSHEET_STREAM, _WORKSHEET = 0x0010, 0
_CELL = struct.Struct("<HHH")  # row, column, index of its XF
_STRING_RESULT, _BOOLEAN_RESULT, _ERROR_RESULT = 0, 1, 2


def read_xls(data: bytes, limits: WorkbookLimits) -> tuple[tuple[Sheet, ...], RosterPictures]:
    """Read the sheets in the file's order; ValueError if that cannot be, TooLargeError past a limit."""
    stream = CompoundFile(data).read("Workbook") if data.startswith(SIGNATURE) else data
    try:
        records = biff.Records(stream, limits.tags)
        book = _Globals(stream, records, limits.cells)
        rows_left, cells_left, sheets = limits.rows, limits.cells, []
        for entry in book.sheets:
            reader = _SheetReader(stream, book, rows_left, cells_left)
            sheet = reader.read(entry, records.since(entry.start))
            rows_left -= len(sheet.rows)
            cells_left -= sum(map(len, sheet.rows))
            sheets.append(sheet)
    except (struct.error, IndexError) as fault:
        raise ValueError("a record that is too short") from fault
    has_pictures = any(sheet.pictures for sheet in sheets)
    return tuple(sheets), XlsPictures(book.drawings()) if has_pictures else NoPictures()


@dataclass(frozen=True, slots=True, kw_only=True)
class _SheetEntry:
    """A worksheet in the list of sheets (BoundSheet8, MS-XLS 2.4.28)."""

    name: str
    hidden: bool
    start: int


class _Globals:
    """What holds for all sheets: their list, shared texts, and which cell formats are dates or struck out."""

    def __init__(self, stream: bytes, records: biff.Records, most_texts: int) -> None:
        self.sheets: list[_SheetEntry] = []
        self.texts: list[str] = []
        self.from_1904 = False
        self._stream = stream
        self._most_texts = most_texts
        self._fonts_struck: list[bool] = []
        self._codes: dict[int, str] = {}
        self._formats: list[tuple[int, int]] = []
        self._shared: list[tuple[int, int]] = []
        self._drawings: list[tuple[int, int]] = []
        self._read(records)
        self.dates = frozenset(
            index
            for index, (_, number) in enumerate(self._formats)
            if biff.is_date_format(number, self._codes.get(number))
        )
        self.struck = frozenset(
            index for index, (font, _) in enumerate(self._formats) if self._is_struck(font)
        )

    def _read(self, records: biff.Records) -> None:
        handlers: dict[int, Handler] = {
            0x0022: self._date_mode,
            0x0031: self._font,
            0x041E: self._format,
            0x00E0: self._cell_format,
            0x0085: self._sheet,
        }
        bodies: dict[int, list[tuple[int, int]]] = {0x00FC: self._shared, 0x00EB: self._drawings}
        before = 0
        for kind, start, length in records.since(0):
            if kind == biff.EOF:
                break
            before = before if kind == biff.CONTINUE else kind
            if before in bodies:
                bodies[before].append((start, length))
            elif kind in handlers:
                handlers[kind](start, length)
        else:
            raise ValueError("a workbook cut off")
        if self._shared:
            self.texts = biff.SharedTexts(self._stream, self._shared).read(self._most_texts)

    def drawings(self) -> bytes:
        """Join what all drawings share: the store of pictures."""
        return biff.join(self._stream, self._drawings)

    def _date_mode(self, start: int, _length: int) -> None:
        self.from_1904 = self._stream[start] == 1

    def _font(self, start: int, _length: int) -> None:
        self._fonts_struck.append(bool(self._stream[start + 2] & 0x08))

    def _format(self, start: int, length: int) -> None:
        number = struct.unpack_from("<H", self._stream, start)[0]
        self._codes[number] = biff.long_text(self._stream, start + 2, start + length)

    def _cell_format(self, start: int, _length: int) -> None:
        self._formats.append(struct.unpack_from("<HH", self._stream, start))

    def _sheet(self, start: int, _length: int) -> None:
        at, state, kind = struct.unpack_from("<IBB", self._stream, start)
        if kind == _WORKSHEET:
            name = biff.short_text(self._stream, start + 6)
            self.sheets.append(_SheetEntry(name=name, hidden=bool(state & 3), start=at))

    def _is_struck(self, font: int) -> bool:
        index = font - 1 if font > 4 else font  # there is no font 4 (MS-XLS 2.5.129)
        return index < len(self._fonts_struck) and self._fonts_struck[index]


@dataclass(slots=True)
class _Found:
    """What the records of a sheet have told so far; numbers are 0-based."""

    cells: dict[int, dict[int, Value]] = field(default_factory=dict)
    struck: dict[int, set[int]] = field(default_factory=dict)
    columns: int = 0
    count: int = 0
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    drawings: list[tuple[int, int]] = field(default_factory=list)
    heights: Sizes = field(default_factory=lambda: Sizes(usual=255))  # twips
    widths: Sizes = field(default_factory=lambda: Sizes(usual=8 * 256))  # parts of a character


class _SheetReader:
    """Reads the records of one sheet."""

    def __init__(self, stream: bytes, book: _Globals, most_rows: int, most_cells: int) -> None:
        self._stream = stream
        self._book = book
        self._most_rows = most_rows
        self._most_cells = most_cells
        self._found = _Found()
        self._formula: tuple[int, int, int] | None = None
        self._handlers: dict[int, Handler] = {
            0x00FD: self._shared_text,
            0x0204: self._own_text,
            0x00D6: self._own_text,
            0x0203: self._number,
            0x027E: self._compact,
            0x00BD: self._compacts,
            0x0205: self._boolean_or_error,
            0x0006: self._formula_result,
            0x0207: self._formula_text,
            0x0208: self._row,
            0x007D: self._columns,
            0x00E5: self._merges,
            0x00EC: self._drawing,
            biff.CONTINUE: self._drawing_continued,
            0x0225: self._usual_height,
            0x0055: self._usual_width,
        }

    def read(self, entry: _SheetEntry, records: Iterator[tuple[int, int, int]]) -> Sheet:
        self._read_records(records)
        found = self._found
        height = max((row for row, cells in found.cells.items() if cells), default=-1) + 1
        if height > self._most_rows or height * found.columns > self._most_cells:
            raise TooLargeError("too many cells")
        return Sheet(
            name=entry.name,
            hidden=entry.hidden,
            rows=tuple(self._values(row) for row in range(height)),
            dates_from_1904=self._book.from_1904,
            merges=tuple(found.merges),
            hidden_rows=frozenset(found.hidden_rows),
            hidden_columns=frozenset(found.hidden_columns),
            struck_rows=frozenset(
                row for row, columns in found.struck.items() if columns >= found.cells[row].keys()
            ),
            pictures=move_home(self._pictures(), found.merges),
        )

    def _pictures(self) -> tuple[CellPicture, ...]:
        found = self._found
        drawing = biff.join(self._stream, found.drawings)
        return find_pictures(drawing, found.widths, found.heights, self._most_rows)

    def _values(self, row: int) -> tuple[Value, ...]:
        values: list[Value] = [""] * self._found.columns
        for column, value in self._found.cells.get(row, {}).items():
            values[column] = value
        return tuple(values)

    def _read_records(self, records: Iterator[tuple[int, int, int]]) -> None:
        handlers, depth, first = self._handlers, 0, True
        for kind, at, length in records:
            if kind == biff.BOF:
                if first and struct.unpack_from("<2xH", self._stream, at)[0] != _WORKSHEET_STREAM:
                    raise ValueError("another kind of sheet than the list says")
                depth += 1
            elif kind == biff.EOF:
                depth -= 1
            elif depth == 1 and kind in handlers:
                handlers[kind](at, length)
            if depth <= 0:
                break
            first = False
        if depth or first:
            raise ValueError("a sheet cut off")

    def _put(self, row: int, column: int, xf: int, value: Value) -> None:
        found = self._found
        found.cells.setdefault(row, {})[column] = value
        found.columns = max(found.columns, column + 1)
        found.count += 1
        if found.count > self._most_cells:
            raise TooLargeError("too many cells")
        if xf in self._book.struck:
            found.struck.setdefault(row, set()).add(column)

    def _put_number(self, row: int, column: int, xf: int, number: float) -> None:
        if xf in self._book.dates:
            self._put(row, column, xf, biff.read_serial(number, from_1904=self._book.from_1904))
        else:
            self._put(row, column, xf, number)

    def _shared_text(self, start: int, _length: int) -> None:
        row, column, xf, index = struct.unpack_from("<HHHI", self._stream, start)
        self._put(row, column, xf, self._book.texts[index])

    def _own_text(self, start: int, length: int) -> None:
        text = biff.long_text(self._stream, start + _CELL.size, start + length)
        row, column, xf = _CELL.unpack_from(self._stream, start)
        self._put(row, column, xf, text)

    def _number(self, start: int, _length: int) -> None:
        row, column, xf, number = struct.unpack_from("<HHHd", self._stream, start)
        self._put_number(row, column, xf, number)

    def _compact(self, start: int, _length: int) -> None:
        row, column, xf, packed = struct.unpack_from("<HHHI", self._stream, start)
        self._put_number(row, column, xf, biff.compact_number(packed))

    def _compacts(self, start: int, length: int) -> None:
        row, column = struct.unpack_from("<HH", self._stream, start)
        for at in range(start + 4, start + length - 2, 6):
            xf, packed = struct.unpack_from("<HI", self._stream, at)
            self._put_number(row, column, xf, biff.compact_number(packed))
            column += 1

    def _boolean_or_error(self, start: int, _length: int) -> None:
        value, is_error = self._stream[start + 6], self._stream[start + 7]
        shown = biff.error_text(value) if is_error else bool(value)
        row, column, xf = _CELL.unpack_from(self._stream, start)
        self._put(row, column, xf, shown)

    def _formula_result(self, start: int, _length: int) -> None:
        """Read what a formula gave when the file was saved (FormulaValue, MS-XLS 2.5.133)."""
        row, column, xf = _CELL.unpack_from(self._stream, start)
        result = self._stream[start + 6 : start + 14]
        self._formula = None
        if result[6:8] != b"\xff\xff":
            self._put_number(row, column, xf, struct.unpack("<d", result)[0])
        elif result[0] == _STRING_RESULT:
            self._formula = row, column, xf
        elif result[0] == _BOOLEAN_RESULT:
            self._put(row, column, xf, bool(result[2]))
        elif result[0] == _ERROR_RESULT:
            self._put(row, column, xf, biff.error_text(result[2]))

    def _formula_text(self, start: int, length: int) -> None:
        if self._formula is not None:
            text = biff.long_text(self._stream, start, start + length)
            row, column, xf = self._formula
            self._put(row, column, xf, text)
            self._formula = None

    def _row(self, start: int, _length: int) -> None:
        row, height, flags = struct.unpack_from("<H4xH4xB", self._stream, start)
        if flags & 0x20:
            self._found.hidden_rows.add(row)
        self._found.heights.own[row] = 0 if flags & 0x20 else height & 0x7FFF

    def _columns(self, start: int, _length: int) -> None:
        first, last, width, flags = struct.unpack_from("<HHH2xB", self._stream, start)
        columns = range(first, min(last, 255) + 1)
        if flags & 1:
            self._found.hidden_columns.update(columns)
        self._found.widths.own.update(dict.fromkeys(columns, 0 if flags & 1 else width))

    def _usual_height(self, start: int, _length: int) -> None:
        self._found.heights.usual = struct.unpack_from("<2xH", self._stream, start)[0]

    def _usual_width(self, start: int, _length: int) -> None:
        self._found.widths.usual = 256 * struct.unpack_from("<H", self._stream, start)[0]

    def _drawing(self, start: int, length: int) -> None:
        self._found.drawings.append((start, length))

    def _drawing_continued(self, start: int, length: int) -> None:
        """Take in a body that goes on, if the record right before it was a drawing's."""
        if self._found.drawings and sum(self._found.drawings[-1]) == start - 4:
            self._found.drawings.append((start, length))

    def _merges(self, start: int, _length: int) -> None:
        count = struct.unpack_from("<H", self._stream, start)[0]
        for index in range(count):
            top, bottom, left, right = struct.unpack_from(
                "<4H", self._stream, start + 2 + 8 * index
            )
            self._found.merges.append(Area(top=top, left=left, bottom=bottom, right=right))
        if len(self._found.merges) > self._most_rows:
            raise TooLargeError("too many merged areas")
