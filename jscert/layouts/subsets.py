"""Fonts cut down to the characters of one page, proven, and written as PDF font objects.

`Cut` is one subset: codes by character, the font program, widths. HarfBuzz cuts (`unicode_set` on
the whole face, without `cmap`, is what makes it cheap); codes are glyph numbers of the subset.
The proof compares, glyph by glyph, the embedded outline's extents with the source's, and reads the
characters back from the ToUnicode map as it is written. Which text goes into which font is `fonts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import uharfbuzz as hb

from jscert.errors import Code, JscertError
from jscert.layouts import fonts
from jscert.layouts.syntax import packed_stream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jscert.layouts.fonts import Font

_FLAGS = (
    hb.SubsetFlags.NO_HINTING
    | hb.SubsetFlags.DESUBROUTINIZE
    | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    | hb.SubsetFlags.NO_BIDI_CLOSURE
    | hb.SubsetFlags.CFF_IDENTITY_CHARSET
)
_DROPPED = tuple(int.from_bytes(tag, "big") for tag in (b"cmap", b"OS/2", b"name", b"post"))
_CMAP_HEAD = (
    b"/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
    b"/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
    b"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
)
_CMAP_TAIL = b"endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend"
_RANGE = 256  # a range of a CMap must not leave its high byte


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A subset: `codes` are 2 bytes in hex by character, `characters` go with codes 1, 2, 3."""

    font: Font
    codes: Mapping[str, str]
    characters: tuple[str, ...]
    program: bytes
    to_unicode: bytes

    def encode(self, text: str) -> str:
        """Write a text as hex codes; every character is one of this subset."""
        codes = self.codes
        return "".join([codes[character] for character in text])

    def decode(self, codes: str) -> str:
        """Read hex codes back as the ToUnicode map says."""
        characters = self.characters
        return "".join(
            [characters[int(codes[at : at + 4], 16) - 1] for at in range(0, len(codes), 4)]
        )


def cut(font: Font, characters: Sequence[str]) -> Cut:
    """Cut a font down to distinct characters of distinct glyphs; PRINT_UNPROVEN if it went wrong."""
    source = _source(font)
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.drop_table_tag_set.update(_DROPPED)
    wanted.flags = _FLAGS
    plan = hb.SubsetPlan(source.face, wanted)
    new_glyphs = plan.old_to_new_glyph_mapping
    glyphs = fonts.face(font).glyphs
    numbers = {new_glyphs[glyphs[character]]: character for character in characters}
    subset = plan.execute()
    _prove_outlines(source, subset, numbers)
    ordered = tuple(numbers.get(index, "") for index in range(1, subset.glyph_count))
    to_unicode = _to_unicode(ordered)
    _prove_characters(to_unicode, ordered)
    return Cut(
        font=font,
        codes={character: f"{code:04X}" for code, character in numbers.items()},
        characters=ordered,
        program=_program(subset, font),
        to_unicode=to_unicode,
    )


def font_objects(piece: Cut, tag: str, first: int, level: int) -> tuple[bytes, ...]:
    """Write a subset's five objects for the numbers `first` and following; the first is the font.

    `tag` is the six letters before the font's name; `level` is how hard it is deflated (0 = not).
    """
    name = f"{tag}+{piece.font.rpartition('.')[0]}".encode()
    outlines = piece.font.endswith(".otf")
    kind, program = (
        (b"CIDFontType0", b"/Subtype/CIDFontType0C") if outlines else (b"CIDFontType2", b"")
    )
    extra = b"" if outlines else b"/CIDToGIDMap/Identity"
    length = b"" if outlines else b"/Length1 %d" % len(piece.program)
    return (
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H"
        b"/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>" % (name, first + 1, first + 4),
        b"<</Type/Font/Subtype/%b/BaseFont/%b"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor %d 0 R/DW 1000%b%b>>" % (kind, name, first + 2, _widths(piece), extra),
        b"<</Type/FontDescriptor/FontName/%b%b/%b %d 0 R>>"
        % (name, _DESCRIPTOR, b"FontFile3" if outlines else b"FontFile2", first + 3),
        packed_stream(program + length, piece.program, level),
        packed_stream(b"", piece.to_unicode, level),
    )


_DESCRIPTOR = (
    b"/Flags 4/FontBBox[-1000 -1000 3000 2000]/ItalicAngle 0"
    b"/Ascent 880/Descent -120/CapHeight 733/StemV 80"
)


@dataclass(frozen=True, slots=True)
class _Source:
    face: hb.Face
    font: hb.Font
    extents: dict[int, tuple[int, ...]]


@cache
def _source(font: Font) -> _Source:
    face = hb.Face(hb.Blob.from_file_path(str(fonts.face(font).path)))
    return _Source(face, hb.Font(face), {})


def _extents(font: hb.Font, glyph: int) -> tuple[int, ...]:
    box = font.get_glyph_extents(glyph)
    advance: int = font.get_glyph_h_advance(glyph)
    return (advance, 0, 0, 0, 0) if box is None else (advance, *box)


def _prove_outlines(source: _Source, subset: hb.Face, numbers: Mapping[int, str]) -> None:
    """Each code draws what its character looks like in the source: same box, same width, ink."""
    drawn = hb.Font(subset)
    known = source.extents
    for number, character in numbers.items():
        expected = known.get(ord(character))
        if expected is None:
            glyph = source.font.get_nominal_glyph(ord(character))
            expected = known[ord(character)] = _extents(source.font, glyph or 0)
        inked = any(expected[3:]) or fonts.is_blank(character)
        if number == 0 or not inked or _extents(drawn, number) != expected:
            raise JscertError(Code.PRINT_UNPROVEN, what=f"glyph U+{ord(character):04X}")


def _to_unicode(characters: Sequence[str]) -> bytes:
    """Write the map from codes 1, 2, 3 … to characters, as one array per 256 codes."""
    values = ("", *characters)
    parts = []
    for start in range(0, len(values), _RANGE):
        first = max(start, 1)
        block = values[first : start + _RANGE]
        codes = "><".join([c.encode("utf-16-be").hex() or "fffd" for c in block])
        parts.append(f"<{first:04X}><{first + len(block) - 1:04X}>[<{codes}>]\n")
    body = f"{len(parts)} beginbfrange\n{''.join(parts)}endbfrange\n"
    return _CMAP_HEAD + body.encode() + _CMAP_TAIL


def read_to_unicode(cmap: bytes) -> list[str]:
    """Read back a map that `_to_unicode` wrote: the characters of codes 1, 2 and so on."""
    arrays = cmap.split(b"[<")[1:]
    return [
        bytes.fromhex(code.decode()).decode("utf-16-be")
        for array in arrays
        for code in array.partition(b">]")[0].split(b"><")
    ]


def _prove_characters(cmap: bytes, characters: tuple[str, ...]) -> None:
    if read_to_unicode(cmap) != [character or "\ufffd" for character in characters]:
        raise JscertError(Code.PRINT_UNPROVEN, what="ToUnicode")


def _widths(piece: Cut) -> bytes:
    face = fonts.face(piece.font)
    widths = [face.advances.get(character, 1000) for character in piece.characters]
    if widths.count(1000) == len(widths):
        return b""
    return b"/W[1[%b]]" % " ".join(map(str, widths)).encode()


def _program(subset: hb.Face, font: Font) -> bytes:
    data: bytes = subset.blob.data
    if not font.endswith(".otf"):
        return data
    for index in range(int.from_bytes(data[4:6], "big")):
        entry = data[12 + 16 * index : 28 + 16 * index]
        if entry[:4] == b"CFF ":
            start = int.from_bytes(entry[8:12], "big")
            return data[start : start + int.from_bytes(entry[12:], "big")]
    raise JscertError(Code.PRINT_UNPROVEN, what="CFF")
