"""A QR code in the terminal is the QR code."""

from __future__ import annotations

import zxingcpp
from PIL import Image

from jscert.terminal.qr_picture import qr_picture

TEXT = "HTTPS://JSCERT.EXAMPLE/V#" + "0123456789" * 34
_UPPER, _LOWER = "▀█", "▄█"
_SCALE = 4


def _drawn(picture: str) -> Image.Image:
    lines = picture.split("\n")
    image = Image.new("L", (len(lines[0]), 2 * len(lines)), 255)
    for y, line in enumerate(lines):
        for x, char in enumerate(line):
            image.putpixel((x, 2 * y), 0 if char in _UPPER else 255)
            image.putpixel((x, 2 * y + 1), 0 if char in _LOWER else 255)
    return image.resize((image.width * _SCALE, image.height * _SCALE), Image.Resampling.NEAREST)


def test_the_picture_reads_as_the_text() -> None:
    """A foreign reader gets back what was drawn."""
    found = zxingcpp.read_barcodes(_drawn(qr_picture(TEXT, coloured=False)))
    assert [code.text for code in found] == [TEXT]


def test_a_terminal_gets_black_on_white() -> None:
    """Colours are set on every line and reset at its end."""
    lines = qr_picture("A", coloured=True).split("\n")
    assert all(line.startswith("\x1b[38;5;16;48;5;231m") for line in lines)
    assert all(line.endswith("\x1b[0m") for line in lines)
