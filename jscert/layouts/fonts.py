"""The bundled fonts: where they lie, which characters they draw, how wide, and who draws what.

Reads only the tables `cmap`, `head`, `hhea` and `hmtx`, with the standard library, so that screening
can ask before anything is reserved. Cutting fonts down for a page is `subsets`; lines are `measure`.
Choice of font: fonts/FONTS.md (per text the first font that has every character).
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from jscert.errors import Code, JscertError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class Font(StrEnum):
    """The five faces, named by their files."""

    KAI = "JSKai-8105.ttf"
    SONG = "JSSong-Regular.otf"
    BOLD = "JSSong-Bold.otf"
    RARE_A = "JSRareA-Regular.ttf"
    RARE_B = "JSRareB-Regular.ttf"


VALUES = (Font.KAI, Font.SONG, Font.RARE_A, Font.RARE_B)  # what a person's row brings
BODY = (Font.SONG, Font.RARE_A, Font.RARE_B)  # what a form and an authority say
HEADING = (Font.BOLD, Font.SONG, Font.RARE_A, Font.RARE_B)

_MIXING = (Font.SONG, Font.RARE_A, Font.RARE_B, Font.KAI)
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"})  # not Cn: new hanzi are that
_BLANKS = frozenset(" \u3000")


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One font's measures: `glyphs` by character, `advances` by character in 1/1000 of the size.

    Only characters that may be printed are here (see `undrawable`).
    """

    font: Font
    path: Path
    glyphs: Mapping[str, int]
    advances: Mapping[str, int]

    def draws(self, text: str) -> bool:
        """Say whether every character of a text has a glyph here."""
        return self.glyphs.keys() >= set(text)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one font."""

    font: Font
    text: str


def fonts_folder() -> Path:
    """Find the fonts: inside the installed package, or beside it in a source tree."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "fonts", package.parent / "fonts"):
        if (folder / Font.SONG).is_file():
            return folder
    raise JscertError(Code.FONTS_MISSING, folder=str(package / "fonts"))


@cache
def face(font: Font) -> Face:
    """Read a font's measures (once per process); FONTS_MISSING if its file is absent or odd."""
    path = fonts_folder() / font
    try:
        with path.open("rb") as file:
            tables = _tables(file)
        glyphs = {
            chr(point): glyph
            for point, glyph in _character_map(tables["cmap"])
            if not _is_refused(point)
        }
        widths = _advances(tables)
        last = len(widths) - 1
        return Face(
            font=font,
            path=path,
            glyphs=glyphs,
            advances={c: widths[min(glyph, last)] for c, glyph in glyphs.items()},
        )
    except (OSError, KeyError, struct.error) as fault:
        raise JscertError(Code.FONTS_MISSING, folder=str(path)) from fault


def is_blank(character: str) -> bool:
    """Say whether a drawable character leaves no ink."""
    return character in _BLANKS


def undrawable(text: str) -> tuple[str, ...]:
    """Name the characters no bundled font can print truthfully, as `U+XXXX`, each once, in order.

    Besides what has no glyph these are blanks other than space and U+3000, invisible characters and
    the radicals U+2E80–2FDF, which look like hanzi but are not (GB 18030 encodes them apart).
    """
    if face(Font.KAI).draws(text):
        return ()
    return tuple(
        f"U+{ord(character):04X}"
        for character in dict.fromkeys(text)
        if not any(character in face(font).glyphs for font in VALUES)
    )


def runs(text: str, fonts: Sequence[Font] = VALUES) -> tuple[Run, ...]:
    """Divide a text into stretches of one font each.

    The first font that has the whole text takes it; otherwise Song draws it, with single characters
    from the rare fonts. GLYPH_MISSING names what none of them has.
    """
    for font in fonts:
        if face(font).draws(text):
            return (Run(font, text),)
    stretches: list[Run] = []
    for character in text:
        font = _font_for(character)
        if stretches and stretches[-1].font is font:
            stretches[-1] = Run(font, stretches[-1].text + character)
        else:
            stretches.append(Run(font, character))
    return tuple(stretches)


def _font_for(character: str) -> Font:
    for font in _MIXING:
        if character in face(font).glyphs:
            return font
    raise JscertError(Code.GLYPH_MISSING, character=f"U+{ord(character):04X}")


def _is_refused(point: int) -> bool:
    """Say whether a character would mislead on a page; hanzi are not looked at one by one."""
    if 0x2E80 <= point <= 0x2FDF:
        return True
    if 0x3001 <= point <= 0xD7FF or point >= 0x20000:
        return False
    return chr(point) not in _BLANKS and unicodedata.category(chr(point)) in _INVISIBLE


def _tables(file: BinaryIO) -> dict[str, bytes]:
    (count,) = struct.unpack(">4xH6x", file.read(12))
    directory = [struct.unpack(">4s4xII", file.read(16)) for _ in range(count)]
    wanted = {}
    for tag, offset, length in directory:
        if tag in {b"cmap", b"head", b"hhea", b"hmtx"}:
            file.seek(offset)
            wanted[tag.decode()] = file.read(length)
    return wanted


def _character_map(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Read the Unicode subtable of format 12 (OpenType: cmap), which all bundled fonts have."""
    (count,) = struct.unpack_from(">2xH", cmap)
    for index in range(count):
        (offset,) = struct.unpack_from(">4xI", cmap, 4 + 8 * index)
        (form,) = struct.unpack_from(">H", cmap, offset)
        if form == 12:
            return _mappings(cmap, offset)
    raise KeyError("cmap format 12")


def _mappings(cmap: bytes, offset: int) -> Iterator[tuple[int, int]]:
    (groups,) = struct.unpack_from(">12xI", cmap, offset)
    end = offset + 16 + 12 * groups
    for first, last, glyph in struct.iter_unpack(">III", cmap[offset + 16 : end]):
        yield from zip(range(first, last + 1), range(glyph, glyph + last + 1 - first), strict=True)


def _advances(tables: Mapping[str, bytes]) -> tuple[int, ...]:
    (units,) = struct.unpack_from(">18xH", tables["head"])
    (count,) = struct.unpack_from(">34xH", tables["hhea"])
    pairs = struct.iter_unpack(">Hh", tables["hmtx"][: 4 * count])
    return tuple(round(advance * 1000 / units) for advance, _ in pairs)
