"""Characters, codes and the way back from codes to characters."""

from __future__ import annotations

import dataclasses

import pytest
import uharfbuzz as hb

from jscert.errors import Code, JscertError
from jscert.layouts import fonts, subsets
from jscert.layouts.fonts import Font, Run, runs
from jscert.layouts.lettering import Lettering, cast, set_lines, written
from jscert.layouts.measure import Line
from jscert.layouts.subsets import Cut, cut, read_to_unicode


def line(text: str) -> Line:
    """Set a text on one line."""
    return Line(x=10, y=20, size=12, runs=runs(text))


def said(text: str, *known: Lettering) -> str:
    """Write a text and read it back."""
    lettering = cast("V", line(text).runs, *known)
    letterings = (*known, lettering)
    return written(letterings, set_lines(letterings, [line(text)]))


@pytest.mark.parametrize("text", ["王小明", "李𣂤𢔃", "苏建安A(2026)0100001", "A B　C", "王王"])
def test_what_is_written_is_read_back(text: str) -> None:
    """Codes and ToUnicode agree, across fonts and planes."""
    assert said(text) == text


@pytest.mark.parametrize("pair", ["㖈䎛", "㘽㦳", "瑨𤨁", "𩿎𩿗", "\u51c9\uf979"])
def test_characters_that_share_a_glyph_are_told_apart(pair: str) -> None:
    """Each of the two keeps its own code point, in a subset of its own if need be."""
    assert said(pair) == pair


def test_a_shared_glyph_needs_a_second_subset() -> None:
    """One subset could give back only one of the two."""
    lettering = cast("V", [Run(Font.SONG, "瑨𤨁")])
    assert [piece.characters for piece in lettering.cuts] == [("瑨",), ("𤨁",)]


def test_known_characters_are_not_cut_again() -> None:
    """What the batch's own subset has costs a certificate nothing."""
    known = cast("C", runs("0123456789"))
    assert cast("V", runs("2026"), known).cuts == ()


def test_known_characters_are_written_from_the_batchs_subset() -> None:
    """And they are read back from there."""
    assert said("2026", cast("C", runs("0123456789"))) == "2026"


def test_more_characters_than_one_map_range_holds() -> None:
    """Maps go on beyond 256 codes."""
    text = "".join(chr(0x4E00 + index) for index in range(600) if chr(0x4E00 + index) in _kai())
    assert len(text) > 300
    assert said(text) == text


def _kai() -> set[str]:
    return set(fonts.face(Font.KAI).glyphs)


def test_a_text_of_an_unknown_character_is_no_text() -> None:
    """Writing with the wrong subsets is a defect, not a blank."""
    lettering = cast("V", runs("王"))
    with pytest.raises(JscertError) as caught:
        set_lines((lettering,), [line("明")])
    assert caught.value.code is Code.PRINT_UNPROVEN


@pytest.mark.parametrize("font", list(Font))
def test_a_cut_maps_back_every_character(font: Font) -> None:
    """The ToUnicode map of each font, TrueType and CFF, says what went in."""
    characters = tuple(list(fonts.face(font).glyphs)[-40:])
    piece = cut(font, characters)
    assert set(read_to_unicode(piece.to_unicode)) == set(characters)


def test_a_wrong_map_is_noticed() -> None:
    """The proof reads the map as it is written."""
    piece = cut(Font.KAI, ("王", "明"))
    with pytest.raises(JscertError) as caught:
        subsets._prove_characters(piece.to_unicode, piece.characters[::-1])
    assert caught.value.code is Code.PRINT_UNPROVEN


def test_a_wrong_glyph_is_noticed() -> None:
    """The proof compares the embedded outline with the source's."""
    source = subsets._source(Font.KAI)
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, "王明"))
    subset = hb.subset(source.face, wanted)
    right = {hb.Font(subset).get_nominal_glyph(ord(c)): c for c in "王明"}
    subsets._prove_outlines(source, subset, right)
    swapped = dict(zip(right, reversed(list(right.values())), strict=True))
    with pytest.raises(JscertError) as caught:
        subsets._prove_outlines(source, subset, swapped)
    assert caught.value.code is Code.PRINT_UNPROVEN


def test_a_missing_glyph_is_noticed() -> None:
    """Code 0 is the box that stands for nothing."""
    source = subsets._source(Font.KAI)
    with pytest.raises(JscertError):
        subsets._prove_outlines(source, source.face, {0: "王"})


def test_a_cut_cannot_be_changed() -> None:
    """Subsets are values and may be shared."""
    piece = cut(Font.KAI, ("王",))
    with pytest.raises(dataclasses.FrozenInstanceError):
        piece.program = b""  # type: ignore[misc]
    assert isinstance(piece, Cut)
