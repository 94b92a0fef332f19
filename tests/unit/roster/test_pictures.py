"""Normalising photos: formats, sizes, refusals."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from jscert.errors import Code, JscertError
from jscert.roster.jpeg import strip_jpeg
from jscert.roster.limits import PhotoLimits
from jscert.roster.pictures import NormalisedPhoto, normalise
from tests.roster_builders import encoded, picture

LIMITS = PhotoLimits()


def turned_photo() -> bytes:
    """Build a photo that lies on its side with Exif telling so."""
    block = Image.Exif()
    block[0x0112] = 6
    return encoded(picture().rotate(90, expand=True), exif=block)


def refusal(data: bytes, limits: PhotoLimits = LIMITS) -> JscertError:
    """Normalise what must be refused."""
    with pytest.raises(JscertError) as caught:
        normalise(data, limits)
    return caught.value


def check_usable(photo: NormalisedPhoto) -> None:
    """Hold a photo to what a certificate carries: plain, baseline, small, as large as told."""
    bare = strip_jpeg(photo.jpeg)
    assert bare is not None
    assert bare.data == photo.jpeg
    assert (bare.width_px, bare.height_px) == (photo.width_px, photo.height_px)
    assert len(photo.jpeg) <= LIMITS.kept_bytes


def test_a_right_photo_keeps_its_scan() -> None:
    """A baseline JPEG of the right size is not encoded again."""
    data = encoded(picture(), quality=80)
    assert normalise(data, LIMITS).jpeg.endswith(data[data.index(b"\xff\xda") :])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(encoded(picture(), "PNG"), id="PNG"),
        pytest.param(encoded(picture(), "BMP"), id="BMP"),
        pytest.param(encoded(picture(), "WEBP"), id="WebP"),
        pytest.param(encoded(picture(mode="P"), "PNG"), id="palette"),
        pytest.param(encoded(picture(mode="RGBA"), "PNG"), id="transparency"),
        pytest.param(encoded(picture(mode="CMYK")), id="CMYK"),
        pytest.param(encoded(picture(), progressive=True), id="progressive"),
        pytest.param(encoded(picture(mode="L").convert("I;16"), "PNG"), id="16 bit"),
        pytest.param(encoded(picture((1200, 1680))), id="large"),
        pytest.param(encoded(Image.effect_noise((295, 413), 90), quality=100), id="heavy"),
        pytest.param(turned_photo(), id="turned"),
    ],
)
def test_other_photos_are_drawn_again(data: bytes) -> None:
    """Every common format comes out as a plain JPEG within the limits."""
    check_usable(normalise(data, LIMITS))


def test_a_turned_photo_stands_up() -> None:
    """A photo that Exif turns comes out upright."""
    photo = normalise(turned_photo(), LIMITS)
    assert (photo.width_px, photo.height_px) == (295, 413)


def test_a_large_photo_is_made_small() -> None:
    """A phone's picture comes down to the certificate's size and remembers its own."""
    photo = normalise(encoded(picture((1180, 1652))), LIMITS)
    assert (photo.width_px, photo.height_px) == (295, 413)
    assert (photo.source_width_px, photo.source_height_px) == (1180, 1652)


def test_transparency_becomes_white() -> None:
    """What shows through is white, not black."""
    clear = Image.new("RGBA", (295, 413), (0, 0, 0, 0))
    photo = normalise(encoded(clear, "PNG"), LIMITS)
    with Image.open(io.BytesIO(photo.jpeg)) as image:
        assert image.convert("L").getextrema() == (255, 255)


@pytest.mark.parametrize(
    ("size", "coarse"), [((295, 413), False), ((294, 413), True), ((110, 154), True)]
)
def test_small_photos_are_coarse(size: tuple[int, int], coarse: bool) -> None:  # noqa: FBT001
    """Below 295 × 413 px a photo passes, but is to be warned of."""
    assert normalise(encoded(picture(size)), LIMITS).coarse is coarse


@pytest.mark.parametrize("size", [(109, 150), (110, 139)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_tiny_photos_are_refused(size: tuple[int, int], kind: str) -> None:
    """Below 110 × 140 px no photo passes."""
    assert refusal(encoded(picture(size), kind)).code is Code.PHOTO_SMALL


@pytest.mark.parametrize("size", [(413, 295), (300, 300), (280, 413), (340, 413)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_other_shapes_are_refused(size: tuple[int, int], kind: str) -> None:
    """An aspect outside 0.70-0.80 is no identity photo."""
    assert refusal(encoded(picture(size), kind)).code is Code.PHOTO_SHAPE


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", b"%PDF-1.7", encoded(picture(), "GIF"), encoded(picture())[:4000]],
    ids=["empty", "text", "PDF", "GIF", "truncated"],
)
def test_no_pictures_are_refused(data: bytes) -> None:
    """What no decoder accepts whole is unreadable."""
    assert refusal(data).code is Code.PHOTO_UNREADABLE


def test_decompression_bombs_are_refused() -> None:
    """A small file of very many pixels is not decoded."""
    bomb = encoded(Image.new("1", (9000, 12000)), "PNG")
    assert len(bomb) < 100_000
    assert refusal(bomb).code is Code.PHOTO_TOO_LARGE


def test_large_files_are_refused_unread() -> None:
    """A file past the byte limit is refused whatever it holds."""
    limits = PhotoLimits(file_bytes=1000)
    assert refusal(encoded(picture()), limits).code is Code.PHOTO_TOO_LARGE
