"""QR codes in pictures, good and bad."""

from __future__ import annotations

import pytest
from PIL import Image, ImageFilter, ImageOps

from jscert.scanning.codes import find_codes
from tests.scanning_builders import (
    STRANGE_TEXT,
    TOKEN_LIKE,
    page_picture,
    photographed,
)

PAGE = page_picture(TOKEN_LIKE)


@pytest.mark.parametrize("degrees", [0, 7, 30, 45, 90, 135, 180, 271])
def test_a_page_at_any_angle(degrees: int) -> None:
    """Nobody has to lay a page down straight."""
    turned = PAGE.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    assert find_codes(turned) == (TOKEN_LIKE,)


@pytest.mark.parametrize(
    "picture",
    [
        photographed(PAGE),
        photographed(PAGE, degrees=-20, blur=1.4),
        ImageOps.invert(PAGE),
        PAGE.point(lambda value: value * 0.15 + 20),
        PAGE.resize((PAGE.width * 2 // 5, PAGE.height * 2 // 5), Image.Resampling.LANCZOS),
        PAGE.filter(ImageFilter.GaussianBlur(1.9)),
    ],
    ids=["photo", "blurred photo", "inverted", "dark", "small", "blurred"],
)
def test_pictures_as_phones_and_scanners_make_them(picture: Image.Image) -> None:
    """What people really send in is read."""
    assert find_codes(picture) == (TOKEN_LIKE,)


def test_a_small_code_in_a_large_picture() -> None:
    """A page lying on a desk, photographed from far away, is found."""
    desk = Image.new("L", (6000, 4500), 120)
    desk.paste(PAGE.resize((870, 1230), Image.Resampling.LANCZOS), (2500, 1500))
    assert find_codes(desk) == (TOKEN_LIKE,)


def test_all_codes_of_a_page() -> None:
    """Every code of a page is given, ours or not."""
    found = find_codes(page_picture(STRANGE_TEXT, TOKEN_LIKE))
    assert set(found) == {STRANGE_TEXT, TOKEN_LIKE}


def test_the_same_code_twice_is_given_once() -> None:
    """Two prints of one code are one text."""
    assert find_codes(page_picture(TOKEN_LIKE, TOKEN_LIKE)) == (TOKEN_LIKE,)


def test_a_picture_without_a_code() -> None:
    """Nothing is found in nothing."""
    assert find_codes(Image.new("L", (900, 1200), 230)) == ()


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3, 2), (40, 40)])
def test_pictures_of_odd_sizes(size: tuple[int, int]) -> None:
    """No size is too small to be looked at."""
    assert find_codes(Image.new("L", size, 0)) == ()


def test_the_effort_is_bounded() -> None:
    """A blurred page needs more than one look; where time is up after the first, there is no second."""
    blurred = PAGE.filter(ImageFilter.GaussianBlur(2.2))
    assert find_codes(blurred) == (TOKEN_LIKE,)
    assert find_codes(blurred, seconds=-1) == ()
