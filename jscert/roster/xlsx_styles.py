"""Which cell formats of an .xlsx are in a struck-out font (ECMA-376 part 1, 18.8).

Input: the package. Output: numbers of cell formats, as the `s` of a cell counts them (from 0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.roster.xlsx_drawings import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jscert.roster.xlsx_package import Package

_FALSE = ("0", "false")


def struck_styles(package: Package) -> frozenset[int]:
    """Give the cell formats whose font is struck out; ValueError if the styles are bad."""
    part = package.of_workbook("/styles")
    data = package.read(part) if part else b""
    return _Styles(package, data).struck() if b"strike" in data else frozenset()


class _Styles:
    """Walks `styles.xml`; fonts of conditional formats (`dxfs`) are others and do not count."""

    def __init__(self, package: Package, data: bytes) -> None:
        self._block = ""
        self._fonts: list[bool] = []
        self._formats: list[int] = []
        package.walk(data, self._start, self._end)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("fonts", "cellXfs"):
            self._block = tag
        elif self._block == "fonts" and tag == "font":
            self._fonts.append(False)
        elif self._block == "fonts" and tag == "strike" and self._fonts:
            self._fonts[-1] = attributes.get("val") not in _FALSE
        elif self._block == "cellXfs" and tag == "xf":
            self._formats.append(number(attributes.get("fontId")))

    def _end(self, tag: str) -> None:
        if tag == self._block:
            self._block = ""

    def struck(self) -> frozenset[int]:
        return frozenset(
            order
            for order, font in enumerate(self._formats)
            if 0 <= font < len(self._fonts) and self._fonts[font]
        )
