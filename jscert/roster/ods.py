"""The reader of .ods (ODF 1.3): sheets of typed cells, what is merged, hidden, struck out, pictures.

Input: the bytes of a zip that `container` has proved. Output: sheets and their pictures. One pass over
`content.xml`; a document type is refused, a link never followed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.roster.archive import Part, list_parts, read_part, unpack
from jscert.roster.limits import TooLargeError
from jscert.roster.ods_names import (
    DRAW,
    HREF,
    OFFICE,
    STYLE,
    SVG,
    TABLE,
    TEXT,
    read_count,
    read_length,
    read_value,
)
from jscert.roster.ods_styles import Styles
from jscert.roster.ods_table import Table
from jscert.roster.workbook import NoPictures, RosterPictures, Sheet
from jscert.roster.xml_parse import parse_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jscert.roster.limits import WorkbookLimits

    Attributes = dict[str, str]

_REPEATED_COLUMNS = f"{TABLE}number-columns-repeated"
_REPEATED_ROWS = f"{TABLE}number-rows-repeated"
_SPANNED_COLUMNS = f"{TABLE}number-columns-spanned"
_SPANNED_ROWS = f"{TABLE}number-rows-spanned"
_STYLE_NAME, _VISIBILITY = f"{TABLE}style-name", f"{TABLE}visibility"
_DEFAULT_CELL_STYLE = f"{TABLE}default-cell-style-name"
_TRANSFORM, _FRAME_STYLE = f"{DRAW}transform", f"{DRAW}style-name"
_LINKED, _CHANGED = "", "!"  # references to pictures of other files, and to cut or turned ones
_FRAME, _IMAGE = f"{DRAW}frame", f"{DRAW}image"
_ASIDE = frozenset((f"{OFFICE}annotation", f"{TEXT}ruby-text", f"{TEXT}note"))
_LONGEST_TEXT = 32_767
_KEPT_FROM_ELSEWHERE = "'#$"  # in the name of a copy kept of another file's sheet


def read_ods(data: bytes, limits: WorkbookLimits) -> tuple[tuple[Sheet, ...], RosterPictures]:
    """Read the sheets in the file's order; ValueError if that cannot be, TooLargeError past a limit."""
    parts = list_parts(data, limits.entries)
    if "content.xml" not in parts:
        raise ValueError("no content")
    styles = Styles()
    if "styles.xml" in parts:
        parse_xml(unpack(data, parts["styles.xml"]), limits.tags, styles.start)
    reader = _ContentReader(styles, limits)
    content = unpack(data, parts["content.xml"])
    parse_xml(content, limits.tags, reader.start, reader.end, reader.characters)
    pictures = _OdsPictures(data, parts) if reader.has_pictures else NoPictures()
    return tuple(reader.sheets), pictures


class _OdsPictures:
    """The pictures of an .ods: the files that its frames name."""

    def __init__(self, data: bytes, parts: Mapping[str, Part]) -> None:
        self._data = data
        self._parts = parts

    def read(self, ref: str, limit: int, /) -> bytes:
        """Give a picture's bytes, at most `limit`.

        PHOTO_ABSENT if the file does not hold it, PHOTO_UNREADABLE if it is damaged, or cut or turned in
        the sheet, PHOTO_TOO_LARGE past the limit.
        """
        if ref == _CHANGED:
            raise JscertError(Code.PHOTO_UNREADABLE)
        part = self._parts.get(ref)
        if part is None:
            raise JscertError(Code.PHOTO_ABSENT)
        if part.size > limit:
            raise JscertError(Code.PHOTO_TOO_LARGE)
        try:
            return read_part(self._data, part)
        except ValueError as fault:
            raise JscertError(Code.PHOTO_UNREADABLE) from fault


class _ContentReader:
    """Reads `content.xml`, element after element."""

    def __init__(self, styles: Styles, limits: WorkbookLimits) -> None:
        self.sheets: list[Sheet] = []
        self.has_pictures = False
        self._styles = styles
        self._rows_left, self._cells_left = limits.rows, limits.cells
        self._table: Table | None = None
        self._depth = 0
        self._row: Attributes = {}
        self._cell: Attributes | None = None
        self._frame: Attributes = {}
        self._column_styles: list[tuple[int, str]] = []
        self._paragraphs: list[str] = []
        self._text: list[str] | None = None
        self._aside = 0
        self._starts: dict[str, Callable[[Attributes], None]] = {
            f"{TABLE}table-cell": self._start_cell,
            f"{TABLE}covered-table-cell": self._start_covered,
            f"{TEXT}p": self._start_paragraph,
            f"{TABLE}table-row": self._start_row,
            f"{TABLE}table-column": self._add_columns,
            f"{TABLE}table": self._start_table,
            f"{TEXT}s": self._add_blanks,
            f"{TEXT}tab": self._add_tab,
            f"{TEXT}line-break": self._add_break,
        }
        self._ends: dict[str, Callable[[], None]] = {
            f"{TEXT}p": self._end_paragraph,
            f"{TABLE}table-cell": self._end_cell,
            f"{TABLE}covered-table-cell": self._end_covered,
            f"{TABLE}table-row": self._end_row,
            f"{TABLE}table": self._end_table,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        """Meet an element's beginning."""
        known = self._starts.get(name)
        if known is not None:
            known(attributes)
        elif name.startswith(STYLE):
            self._styles.start(name, attributes)
        elif name in _ASIDE or name.startswith(DRAW):
            self._aside += 1
            if name == _FRAME:
                self._frame = attributes
            elif name == _IMAGE:
                self._add_picture(attributes)

    def end(self, name: str) -> None:
        """Meet an element's end."""
        known = self._ends.get(name)
        if known is not None:
            known()
        elif name in _ASIDE or name.startswith(DRAW):
            self._aside -= 1

    def characters(self, text: str) -> None:
        """Meet text."""
        if self._text is not None and not self._aside:
            self._text.append(text)

    def _start_table(self, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth == 1:
            self._column_styles = []
            self._table = Table(
                attributes.get(f"{TABLE}name", ""),
                hidden=not self._styles.is_shown(attributes.get(_STYLE_NAME, "")),
                most_rows=self._rows_left,
                most_cells=self._cells_left,
            )

    def _end_table(self) -> None:
        self._depth -= 1
        if self._table is not None and not self._depth:
            sheet = self._table.finish()
            self._rows_left -= len(sheet.rows)
            self._cells_left -= sum(map(len, sheet.rows))
            if _KEPT_FROM_ELSEWHERE not in sheet.name:
                self.sheets.append(sheet)
            self._table = None

    def _add_columns(self, attributes: Attributes) -> None:
        if self._table is None or self._depth > 1:
            return
        self._column_styles.append(
            (self._table.widths.count, attributes.get(_DEFAULT_CELL_STYLE, ""))
        )
        self._table.add_columns(
            read_count(attributes, _REPEATED_COLUMNS),
            self._styles.width_pt(attributes.get(_STYLE_NAME, "")),
            hidden=attributes.get(_VISIBILITY, "visible") != "visible",
        )

    def _start_row(self, attributes: Attributes) -> None:
        if self._depth == 1:
            self._row = attributes

    def _end_row(self) -> None:
        if self._table is not None and self._depth == 1:
            self._table.end_row(
                read_count(self._row, _REPEATED_ROWS),
                self._styles.height_pt(self._row.get(_STYLE_NAME, "")),
                hidden=self._row.get(_VISIBILITY, "visible") != "visible",
            )

    def _start_cell(self, attributes: Attributes) -> None:
        if self._depth != 1 or self._table is None:
            return
        self._cell = attributes
        self._paragraphs = []
        if _SPANNED_ROWS in attributes or _SPANNED_COLUMNS in attributes:
            rows, columns = (
                read_count(attributes, name) for name in (_SPANNED_ROWS, _SPANNED_COLUMNS)
            )
            if rows * columns > 1:
                self._table.add_merge(rows, columns)

    def _end_cell(self) -> None:
        if self._depth != 1 or self._table is None or self._cell is None:
            return
        times = read_count(self._cell, _REPEATED_COLUMNS)
        value = read_value(self._cell, "\n".join(self._paragraphs))
        if value == "":
            self._table.skip_cells(times)
        else:
            self._table.add_cells(
                value, times, struck=self._styles.any_struck and self._is_struck()
            )
        self._cell = None

    def _start_covered(self, attributes: Attributes) -> None:
        """Begin a cell under a merged one; what is written in it is not shown."""
        if self._depth == 1 and self._table is not None:
            self._aside += 1
            self._table.skip_cells(read_count(attributes, _REPEATED_COLUMNS))

    def _end_covered(self) -> None:
        if self._depth == 1 and self._table is not None:
            self._aside -= 1

    def _is_struck(self) -> bool:
        """Take the style of the cell, else of its row, else of its column (ODF 1.3 part 3, 19.615)."""
        cell = self._cell or {}
        name = cell.get(_STYLE_NAME) or self._row.get(_DEFAULT_CELL_STYLE, "")
        if not name and self._table is not None:
            name = next(
                (
                    style
                    for first, style in reversed(self._column_styles)
                    if first <= self._table.column
                ),
                "",
            )
        return self._styles.is_struck(name)

    def _start_paragraph(self, _: Attributes) -> None:
        if self._cell is not None and not self._aside:
            self._text = []

    def _end_paragraph(self) -> None:
        if self._text is not None and not self._aside:
            self._paragraphs.append("".join(self._text))
            self._text = None

    def _add_blanks(self, attributes: Attributes) -> None:
        count = read_count(attributes, f"{TEXT}c")
        if count > _LONGEST_TEXT:
            raise TooLargeError("too many blanks")
        self.characters(" " * count)

    def _add_tab(self, _: Attributes) -> None:
        self.characters("\t")

    def _add_break(self, _: Attributes) -> None:
        self.characters("\n")

    def _add_picture(self, attributes: Attributes) -> None:
        if self._table is None or self._depth > 1:
            return
        ref = attributes.get(HREF, "").removeprefix("./")
        if not ref.startswith("Pictures/"):
            ref = _LINKED
        elif _TRANSFORM in self._frame or self._styles.is_cut(self._frame.get(_FRAME_STYLE, "")):
            ref = _CHANGED
        x, y, width, height = (
            read_length(self._frame.get(f"{SVG}{name}")) for name in ("x", "y", "width", "height")
        )
        on_cell = self._cell is not None
        self._table.add_picture(ref, x + width / 2, y + height / 2, on_cell=on_cell)
        self.has_pictures = True
