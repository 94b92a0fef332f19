"""What the press takes for a photo."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from jscert.layouts.jpeg import Shape, shape
from tests.layouts_builders import photo


def encoded(mode: str, **options: object) -> bytes:
    """Encode a plain picture of 30 × 40 pixels."""
    file = io.BytesIO()
    Image.new(mode, (30, 40)).save(file, "JPEG", **options)
    return file.getvalue()


@pytest.mark.parametrize(("mode", "components"), [("RGB", 3), ("L", 1)])
def test_the_frame_header_is_read(mode: str, components: int) -> None:
    """Size and components are what the encoder was given."""
    assert shape(encoded(mode)) == Shape(width=30, height=40, components=components)


def test_a_photo_of_ordinary_size_is_read() -> None:
    """The builders' photo is 295 × 413."""
    assert shape(photo()) == Shape(width=295, height=413, components=3)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff\xd9",
        b"no picture at all",
        encoded("CMYK"),
        encoded("RGB", progressive=True),
        encoded("RGB")[:-2],
        encoded("RGB") + b"tail",
    ],
    ids=["empty", "no frame", "text", "cmyk", "progressive", "cut off", "trailing"],
)
def test_anything_else_is_none(data: bytes) -> None:
    """Only whole baseline pictures in grey or three colours are embedded."""
    assert shape(data) is None
