"""Lines hold every character in order, never wider than their room, whatever the text."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from jscert.layouts import fonts, page
from jscert.layouts.fonts import runs, undrawable
from jscert.layouts.lettering import cast, set_lines, written
from jscert.layouts.measure import break_lines, fit, width

TEXTS = st.text("一二三四五六七八九十，。、（）《》“”·ABCabc0123456789 -", min_size=1, max_size=120)
HANZI = st.sampled_from(sorted(fonts.face(fonts.Font.SONG).glyphs)[-20_000:])
NAMES = st.lists(
    st.one_of(
        HANZI,
        st.sampled_from(sorted(fonts.face(fonts.Font.KAI).glyphs)),
        st.sampled_from(sorted(fonts.face(fonts.Font.RARE_A).glyphs)),
        st.sampled_from(sorted(fonts.face(fonts.Font.RARE_B).glyphs)),
    ),
    min_size=1,
    max_size=12,
).map("".join)


@given(text=TEXTS, limit=st.integers(2_000, 30_000), indent=st.sampled_from([0, 2000]))
def test_lines_are_whole_and_not_too_wide(text: str, limit: int, indent: int) -> None:
    """Spans follow each other and each keeps within its room."""
    advances = [500 if c.isascii() else 1000 for c in text]
    assume(indent < limit - 1000)
    spans = break_lines(text, advances, limit, indent)
    assert spans is not None
    assert "".join(text[start:end] for start, end in spans) == text
    for index, (start, end) in enumerate(spans):
        room = limit - (indent if index == 0 else 0)
        assert start < end
        assert sum(advances[start:end]) <= room


@given(text=TEXTS)
def test_what_fits_stays_in_its_box(text: str) -> None:
    """No line of a set text is wider than its box or smaller than 8 points."""
    box = page.value_box(0)
    for line in fit(text, box) or ():
        assert line.x + width(line.runs, line.size) <= box.x + box.width + 0.01
        assert line.size >= page.SMALLEST


@given(name=NAMES)
def test_any_drawable_name_is_written_and_read_back(name: str) -> None:
    """Whatever fonts a name is drawn with, ToUnicode gives the name back."""
    assert undrawable(name) == ()
    lines = fit(name, page.value_box(0))
    assert lines is not None
    lettering = cast("V", runs(name))
    assert written((lettering,), set_lines((lettering,), lines)) == name
