"""What a symbol says to a foreign reader is what was encoded, for any text and every mask."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from jscert.layouts import qr

ADDRESS = "HTTPS://JSCERT.EXAMPLE/V#"
DIGITS = st.text("0123456789", min_size=1, max_size=700)
MIXED = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x9FFF, exclude_categories=("C", "Z", "M")),
    min_size=1,
    max_size=120,
)
SEGMENTS = st.lists(
    st.one_of(
        DIGITS,
        st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", min_size=1, max_size=60),
        MIXED,
    ),
    min_size=1,
    max_size=4,
).map("".join)


def decoded(symbol: qr.QrSymbol) -> str:
    """Read a symbol with zxing-cpp, drawn at three pixels a module with its quiet zone."""
    picture = Image.new("L", (symbol.size + 8, symbol.size + 8), 255)
    for y in range(symbol.size):
        for x in range(symbol.size):
            if symbol.module(x, y):
                picture.putpixel((x + 4, y + 4), 0)
    side = 3 * picture.width
    found = zxingcpp.read_barcodes(picture.resize((side, side), Image.Resampling.NEAREST))
    return found[0].text if found else ""


@settings(max_examples=40)
@given(digits=DIGITS, mask=st.integers(0, 7))
def test_a_token_is_read_back_under_every_mask(digits: str, mask: int) -> None:
    """An address and digits, as certificates carry them."""
    assert decoded(qr.encode(ADDRESS + digits, mask=mask)) == ADDRESS + digits


@settings(max_examples=40)
@given(text=SEGMENTS)
def test_any_text_is_read_back(text: str) -> None:
    """Stretches of digits, capitals and bytes in any order."""
    if not text.isascii():  # an ECI-less symbol leaves readers to guess between UTF-8 and others
        text = "汉字" * 3 + text
    assert decoded(qr.encode(text)) == text


@settings(max_examples=40)
@given(text=SEGMENTS)
def test_the_chosen_mask_is_tolerable_or_best(text: str) -> None:
    """No symbol gets a mask that is worse than the limit while a better one exists."""
    chosen = qr.encode(text)
    points = [_points(qr.encode(text, mask=mask)) for mask in range(8)]
    limit = qr._TOLERATED * chosen.size**2
    assert points[chosen.mask] == min(points) or (chosen.mask == 0 and points[0] <= limit)


def _points(symbol: qr.QrSymbol) -> int:
    return qr.penalty(symbol.size, int.from_bytes(symbol.rows, "big"))


@pytest.mark.parametrize("damage", range(5))
def test_a_damaged_symbol_is_still_read(damage: int) -> None:
    """Level M forgives a torn corner of the data area."""
    text = ADDRESS + "9" * 400
    symbol = qr.encode(text)
    stride = (symbol.size + 7) // 8
    rows = bytearray(symbol.rows)
    for y in range(20 + damage, 26 + damage):
        rows[y * stride + 3] ^= 0xFF
    torn = qr.QrSymbol(version=symbol.version, size=symbol.size, mask=symbol.mask, rows=bytes(rows))
    assert decoded(torn) == text
