"""Which texts are meant as a certificate's code, and which bytes as a picture."""

from __future__ import annotations

import pytest
from PIL import Image

from jscert.scanning.texts import is_certificate_text, is_phone_format, is_picture, plain_text
from tests.scanning_builders import encoded

DIGITS = "7" * 60


@pytest.mark.parametrize("text", [DIGITS, f"#{DIGITS}", f"HTTPS://ANY.EXAMPLE/V#{DIGITS}"])
def test_digits_behind_any_address(text: str) -> None:
    """An address with digits behind `#`, or the digits alone."""
    assert is_certificate_text(text)


@pytest.mark.parametrize(
    "text", ["", "7" * 59, f"a{DIGITS}", f"{DIGITS}#", f"a#b#{DIGITS}", "https://u.example/1"]
)
def test_other_texts(text: str) -> None:
    """Whatever else a QR code says is not ours."""
    assert not is_certificate_text(text)


def test_what_copying_adds_is_dropped() -> None:
    """Blanks, line ends and full-width digits make no difference."""
    assert plain_text("HTTPS://A#１２ 3\n4") == "HTTPS://A#1234"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_pictures_are_told_by_their_bytes(form: str) -> None:
    """The file's name plays no part."""
    assert is_picture(encoded(Image.new("L", (4, 4)), form))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"RIFF....WAVE", b"PK\x03\x04", b"text"])
def test_what_is_no_picture(data: bytes) -> None:
    """Other files are none."""
    assert not is_picture(data)


def test_formats_of_phones_are_pictures_of_another_kind() -> None:
    """HEIC is known for what it is, so that the answer can say what to do."""
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"
    assert is_picture(heic)
    assert is_phone_format(heic)
    assert not is_phone_format(encoded(Image.new("L", (4, 4))))
