"""What the styles of an .ods say that a roster must know: struck-out text, hidden sheets, row heights.

Input: elements of `styles.xml` and `content.xml`, as a parser meets them. Output: answers by style name.
Cells are read in `ods`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.roster.ods_names import STYLE, TABLE, read_length

if TYPE_CHECKING:
    from collections.abc import Mapping

_STYLE, _DEFAULT_STYLE = f"{STYLE}style", f"{STYLE}default-style"
_LINES = (f"{STYLE}text-line-through-style", f"{STYLE}text-line-through-type")
_CLIP = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0 clip"
_MOST_PARENTS = 32


@dataclass(slots=True)
class _Style:
    """One style; None where it says nothing itself."""

    parent: str
    struck: bool | None = None
    shown: bool = True
    height_pt: float = 0.0
    width_pt: float = 0.0
    cut: bool = False


class Styles:
    """The styles met so far, by family and name."""

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._current = _Style("")
        self._struck: dict[str, bool] = {}
        self.any_struck = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take in an element's beginning; all but styles and their properties are passed over."""
        if name in (_STYLE, _DEFAULT_STYLE):
            key = attributes.get(f"{STYLE}family", ""), attributes.get(f"{STYLE}name", "")
            self._current = _Style(attributes.get(f"{STYLE}parent-style-name", ""))
            self._styles[key] = self._current
        elif name == f"{STYLE}text-properties":
            lines = [attributes[line] for line in _LINES if line in attributes]
            if lines:
                self._current.struck = "none" not in lines
                self.any_struck = self.any_struck or self._current.struck
        elif name == f"{STYLE}table-properties":
            self._current.shown = attributes.get(f"{TABLE}display") != "false"
        elif name == f"{STYLE}table-row-properties":
            self._current.height_pt = read_length(attributes.get(f"{STYLE}row-height"))
        elif name == f"{STYLE}graphic-properties":
            self._current.cut = any(digit in attributes.get(_CLIP, "") for digit in "123456789")
        elif name == f"{STYLE}table-column-properties":
            self._current.width_pt = read_length(attributes.get(f"{STYLE}column-width"))

    def is_struck(self, cell_style: str) -> bool:
        """Tell whether a cell's style strikes its text out, by itself or by a parent."""
        known = self._struck.get(cell_style)
        if known is None:
            known = self._struck[cell_style] = self._find_struck(cell_style)
        return known

    def _find_struck(self, name: str) -> bool:
        for _ in range(_MOST_PARENTS):
            style = self._styles.get(("table-cell", name))
            if style is None:
                break
            if style.struck is not None:
                return style.struck
            name = style.parent
        return False

    def is_shown(self, table_style: str) -> bool:
        """Tell whether a sheet with this style is shown."""
        style = self._styles.get(("table", table_style))
        return style is None or style.shown

    def is_cut(self, graphic_style: str) -> bool:
        """Tell whether a picture with this style is shown without its edges."""
        style = self._styles.get(("graphic", graphic_style))
        return style is not None and style.cut

    def height_pt(self, row_style: str) -> float:
        """Give the height of a row with this style."""
        style = self._styles.get(("table-row", row_style))
        return style.height_pt if style else 0.0

    def width_pt(self, column_style: str) -> float:
        """Give the width of a column with this style."""
        style = self._styles.get(("table-column", column_style))
        return style.width_pt if style else 0.0
