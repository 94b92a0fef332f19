"""Rosters with photos in them: floating over the sheet, in cells as WPS puts them, placed as Excel does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.roster_builders import A_SHEET, HEADER, encoded, picture
from tests.rosters.making import one_sheet, roster, write
from tests.rosters.people import PICTURED, WANG, photo_of_wang, png_bomb
from tests.rosters.picture_parts import (
    EMU,
    Span,
    add_floating,
    add_placed_pictures,
    add_wps_pictures,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_FIRST, _SECOND, _THIRD = (encoded(picture(tint=240 + order)) for order in range(3))


def _people(path: Path, people: Sequence[Sequence[object]] = PICTURED[:2]) -> Path:
    write(path, {A_SHEET: [(*HEADER, "照片"), *((*one, "") for one in people)]})
    return path


@roster("pictures-floating.xlsx")
def _floating(path: Path) -> None:
    add_floating(_people(path), {"E2": _FIRST, "E3": _SECOND})


@roster("pictures-floating-beside.xlsx")
def _beside(path: Path) -> None:
    """Lay the pictures right of the table, where no column is."""
    add_floating(_people(path), {"G2": _FIRST, "G3": _SECOND})


@roster("pictures-floating-askew.xlsx")
def _askew(path: Path) -> None:
    """Let the second picture begin on the first one's row: its centre is on its own."""
    book, sheet = one_sheet([(*HEADER, "照片"), *((*one, "") for one in PICTURED[:2])])
    for row in (2, 3):
        sheet.row_dimensions[row].height = 84  # 112 pixels
    book.save(path)
    top, bottom = (90 * EMU, 0), (100 * EMU, 50 * EMU)
    askew = Span(start=(1, 4), end=(2, 4), start_offset=top, end_offset=bottom)
    add_floating(path, {"E2": _FIRST, askew: _SECOND})


@roster("pictures-floating-moved-down.xlsx")
def _moved(path: Path) -> None:
    """Let each picture have slipped a row down, the last beyond the people."""
    add_floating(_people(path), {"E3": _FIRST, "E4": _SECOND})


@roster("pictures-two-on-a-row.xlsx")
def _two(path: Path) -> None:
    add_floating(_people(path), {"E2": _FIRST, "G2": _SECOND, "E3": _THIRD})


@roster("picture-of-a-logo.xlsx")
def _logo(path: Path) -> None:
    people = ((*one, "") for one in PICTURED[:2])
    write(path, {A_SHEET: [("2026年第一批名册",), (*HEADER, "照片"), *people]})
    add_floating(path, {"F1": _THIRD, "E3": _FIRST, "E4": _SECOND})


@roster("pictures-of-wps.xlsx")
def _wps(path: Path) -> None:
    add_wps_pictures(_people(path), {"E2": _FIRST, "E3": _SECOND})


@roster("pictures-of-wps-itself.xlsx")
def _wps_itself(path: Path) -> None:
    add_wps_pictures(_people(path), {"E2": _FIRST, "E3": _SECOND}, prefix="")


@roster("pictures-of-wps-saved-by-excel.xlsx")
def _wps_then_excel(path: Path) -> None:
    add_wps_pictures(_people(path), {"E2": _FIRST, "E3": _SECOND}, value="#NAME?")


@roster("picture-of-wps-lost.xlsx")
def _wps_lost(path: Path) -> None:
    add_wps_pictures(_people(path), {"E2": _FIRST, "E3": None})


@roster("pictures-of-wps-and-floating.xlsx")
def _both(path: Path) -> None:
    add_wps_pictures(add_floating(_people(path), {"E2": _FIRST}), {"E3": _SECOND})


@roster("pictures-of-wps-and-floating-on-a-row.xlsx")
def _both_on_row(path: Path) -> None:
    floating = add_floating(_people(path), {"E2": _FIRST, "G3": _THIRD})
    add_wps_pictures(floating, {"E3": _SECOND})


@roster("pictures-placed.xlsx")
def _placed(path: Path) -> None:
    add_placed_pictures(_people(path), {"E2": _FIRST, "E3": _SECOND})


@roster("pictures-placed-with-text.xlsx")
def _placed_with_text(path: Path) -> None:
    add_placed_pictures(_people(path), {"E2": _FIRST, "E3": _SECOND}, alternative_text=True)


@roster("picture-of-the-web.xlsx")
def _web(path: Path) -> None:
    add_placed_pictures(_people(path), {"E2": _FIRST, "E3": None})


@roster("pictures-of-two-people.xlsx")
def _same(path: Path) -> None:
    add_wps_pictures(_people(path), {"E2": _FIRST, "E3": _FIRST})


@roster("picture-like-the-photo.xlsx")
def _like(path: Path) -> None:
    add_wps_pictures(_people(path, [WANG]), {"E2": photo_of_wang()})


@roster("picture-unlike-the-photo.xlsx")
def _unlike(path: Path) -> None:
    add_wps_pictures(_people(path, [WANG]), {"E2": _FIRST})


@roster("picture-broken.xlsx")
def _broken(path: Path) -> None:
    add_wps_pictures(_people(path), {"E2": _FIRST, "E3": _SECOND[:300]})


@roster("picture-of-a-gif.xlsx")
def _gif(path: Path) -> None:
    add_wps_pictures(_people(path), {"E2": _FIRST, "E3": encoded(picture(), "GIF")})


@roster("picture-wide.xlsx")
def _wide(path: Path) -> None:
    wide = encoded(picture(size=(413, 295)))
    add_placed_pictures(_people(path), {"E2": _FIRST, "E3": wide})


@roster("picture-bomb.xlsx")
def _bomb(path: Path) -> None:
    add_wps_pictures(_people(path), {"E2": _FIRST, "E3": png_bomb()})


@roster("picture-missing.xlsx")
def _missing(path: Path) -> None:
    add_floating(_people(path), {"E2": _FIRST})
