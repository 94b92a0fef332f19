"""Which characters can be printed, and which font draws them."""

from __future__ import annotations

import pytest

from jscert.errors import Code, JscertError
from jscert.layouts import fonts
from jscert.layouts.fonts import Font, Run, runs, undrawable


@pytest.mark.parametrize("font", list(Font))
def test_every_bundled_font_is_read(font: Font) -> None:
    """Each face brings thousands of glyphs and a width for each."""
    face = fonts.face(font)
    assert len(face.glyphs) > 9_000
    assert face.glyphs.keys() == face.advances.keys()


@pytest.mark.parametrize("font", list(Font))
def test_hanzi_are_as_wide_as_high(font: Font) -> None:
    """A hanzi advances by one em in every font (a rare one is taken from the font's own)."""
    face = fonts.face(font)
    hanzi = [c for c in face.glyphs if "\u4e00" <= c <= "\u9fff" or c >= "\U00020000"][:200]
    assert {face.advances[c] for c in hanzi} == {1000}


@pytest.mark.parametrize("name", ["王小明", "王䶮", "李𬱟", "欧阳㛃", "赵𫖯𪨶", "鿍小明"])
def test_a_name_that_kai_has_is_drawn_in_kai(name: str) -> None:
    """Kai is the first choice for names, rare hanzi of its set included."""
    assert runs(name) == (Run(Font.KAI, name),)


def test_a_name_that_kai_lacks_goes_whole_into_song() -> None:
    """Fonts are chosen per name, so that one name has one hand."""
    assert runs("陈𱁬") == (Run(Font.SONG, "陈𱁬"),)


def test_single_rare_characters_come_from_the_rare_fonts() -> None:
    """Where no font has the whole name, Song draws it and the rare fonts help out."""
    assert runs("李𣂤𢔃") == (
        Run(Font.SONG, "李"),
        Run(Font.RARE_A, "𣂤"),
        Run(Font.RARE_B, "𢔃"),
    )


def test_neighbours_in_one_font_are_one_run() -> None:
    """A mixed name is divided no more often than fonts change."""
    assert runs("王𮧵小明") == (
        Run(Font.SONG, "王"),
        Run(Font.RARE_A, "𮧵"),
        Run(Font.SONG, "小明"),
    )


def test_a_private_use_character_is_named_by_its_code_point() -> None:
    """Nobody can draw it, so the row is refused with the code point."""
    assert undrawable("王\ue001明") == ("U+E001",)


@pytest.mark.parametrize("character", ["\u00a0", "\u2003", "\u200b", "\n", "\u00ad", "\ufeff"])
def test_blanks_that_only_look_like_spaces_are_refused(character: str) -> None:
    """They would be extracted as something else, or as nothing."""
    assert undrawable(f"王{character}明") == (f"U+{ord(character):04X}",)


@pytest.mark.parametrize("radical", ["⼀", "⼈", "⻰"])
def test_radicals_are_not_taken_for_hanzi(radical: str) -> None:
    """A radical looks like a hanzi but is another character."""
    assert undrawable(radical) == (f"U+{ord(radical):04X}",)


def test_each_undrawable_character_is_named_once() -> None:
    """The list is in order of appearance, without repetitions."""
    assert undrawable("\ue000王\ue001\ue000") == ("U+E000", "U+E001")


@pytest.mark.parametrize("text", ["", "王小明", "买买提·吐尔逊", "(A) 12", "姓　　名", "𮧵𢔃"])
def test_what_can_be_drawn_is_not_named(text: str) -> None:
    """Hanzi, the middle dot, ASCII and both kinds of printed blank pass."""
    assert undrawable(text) == ()


def test_hanzi_newer_than_this_python_are_drawn() -> None:
    """A hanzi that the interpreter's Unicode tables do not know yet is a hanzi all the same."""
    assert undrawable("\U0002ebf0") == ()


def test_a_run_of_an_undrawable_character_is_an_error() -> None:
    """Asking for the font of what no font has names the code point."""
    with pytest.raises(JscertError) as caught:
        runs("王\ue001")
    assert (caught.value.code, caught.value.facts["character"]) == (Code.GLYPH_MISSING, "U+E001")
