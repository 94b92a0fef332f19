"""Normalising photos: formats, sizes, refusals."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

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


def sixteen_bits() -> bytes:
    """Build a grey picture of 16 bits."""
    wide = picture(mode="L").convert("I").point(lambda value: value * 257)
    return encoded(wide.convert("I;16"), "PNG")


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
        pytest.param(sixteen_bits(), id="16 bit"),
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
    clear.paste((200, 0, 0, 255), (0, 0, 295, 200))
    photo = normalise(encoded(clear, "PNG"), LIMITS)
    with Image.open(io.BytesIO(photo.jpeg)) as image:
        assert image.crop((0, 240, 295, 413)).convert("L").getextrema() == (255, 255)


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
    [b"", b"no picture", encoded(picture())[:4000], encoded(picture(), "PNG")[:900]],
    ids=["empty", "text", "cut JPEG", "cut PNG"],
)
def test_no_pictures_are_refused(data: bytes) -> None:
    """What no decoder accepts whole is unreadable."""
    assert refusal(data).code is Code.PHOTO_UNREADABLE


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (encoded(picture(), "GIF"), "GIF"),
        (encoded(picture(), "TIFF"), "TIFF"),
        (encoded(picture(), "JPEG2000"), "JPEG 2000"),
        (encoded(picture(), "ICO", sizes=[(64, 64)]), "ICO"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "HEIC"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", "HEIC"),
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00", "AVIF"),
        (b"\x01\x00\x00\x00" + b"\x00" * 36 + b" EMF", "EMF"),
        (b"%PDF-1.7", "PDF"),
        (b"8BPS\x00\x01", "PSD"),
        (b"PK\x03\x04", "ZIP"),
    ],
)
def test_other_formats_are_refused_by_name(data: bytes, found: str) -> None:
    """A picture of a format that is not read is refused as what it is."""
    fault = refusal(data)
    assert (fault.code, fault.facts["found"]) == (Code.PHOTO_FORMAT, found)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "WEBP"])
def test_pictures_of_one_colour_are_refused(mode: str, kind: str) -> None:
    """An empty sheet of paper is no photo, whatever the format."""
    if (mode, kind) in {("CMYK", "PNG"), ("CMYK", "BMP"), ("CMYK", "WEBP")}:
        mode = "RGB"
    assert refusal(encoded(Image.new(mode, (295, 413), 190), kind)).code is Code.PHOTO_BLANK


@pytest.mark.parametrize("options", [{"quality": 60}, {"quality": 40, "optimize": True}])
def test_noise_does_not_hide_one_colour(options: dict[str, Any]) -> None:
    """A blank picture is seen in a right JPEG too, grain and all."""
    grain = Image.effect_noise((295, 413), 2)
    assert strip_jpeg(encoded(grain, **options)) is not None
    assert refusal(encoded(grain, **options)).code is Code.PHOTO_BLANK


@pytest.mark.parametrize("quality", [10, 30, 60, 85, 95])
def test_a_face_on_a_plain_ground_is_no_blank(quality: int) -> None:
    """Few bytes alone make no fault: a simple figure passes at any quality."""
    figure = Image.new("RGB", (295, 413), (200, 30, 40))
    ImageDraw.Draw(figure).ellipse((100, 110, 190, 230), fill=(240, 200, 180))
    assert normalise(encoded(figure, quality=quality), LIMITS).width_px == 295


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_orientation_stands_up(orientation: int, kind: str) -> None:
    """All eight Exif orientations come out as the same upright picture."""
    upright = picture((590, 826))
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Image.Transpose that undoes each
    stored = upright if orientation == 1 else upright.transpose(Image.Transpose(back[orientation]))
    block = Image.Exif()
    block[0x0112] = orientation
    photo = normalise(encoded(stored, kind, exif=block, quality=95), LIMITS)
    with Image.open(io.BytesIO(photo.jpeg)) as image:
        difference = ImageChops.difference(image.convert("RGB"), upright.resize(image.size))
    assert max(high for _, high in ImageStat.Stat(difference).extrema) < 40


def test_adobes_cmyk_keeps_its_colours() -> None:
    """The inverted values of an Adobe CMYK file come out light where they were light."""
    light = picture().point(lambda value: 128 + value // 2)
    photo = normalise(encoded(light.convert("CMYK"), quality=95), LIMITS)
    with Image.open(io.BytesIO(photo.jpeg)) as image:
        difference = ImageChops.difference(image.convert("RGB"), light)
    assert max(ImageStat.Stat(difference).mean) < 12


def test_adobes_ycck_keeps_its_colours() -> None:
    """A file that says it is YCCK (transform 2) is read as such: its grey stays grey."""
    grey = picture(mode="L").convert("CMYK")
    data = encoded(grey, quality=95)
    marker = data.index(b"Adobe")
    ycck = data[: marker + 11] + b"\x02" + data[marker + 12 :]
    assert normalise(ycck, LIMITS).jpeg != normalise(data, LIMITS).jpeg


@pytest.mark.parametrize("place", ["RGB PNG", "P PNG", "RGBA WEBP", "progressive"])
def test_pictures_decoded_whole_have_fewer_pixels(place: str) -> None:
    """What takes memory for every pixel is refused earlier than a baseline JPEG."""
    limits = PhotoLimits(whole_pixels=100_000)
    mode, _, kind = place.partition(" ")
    data = (
        encoded(picture(), progressive=True)
        if place == "progressive"
        else encoded(picture(mode=mode), kind)
    )
    assert refusal(data, limits).code is Code.PHOTO_TOO_LARGE


def test_a_sparse_large_picture_is_a_bomb() -> None:
    """Millions of pixels from a few bytes are refused, even below the limit of pixels."""
    sparse = encoded(Image.new("RGB", (1800, 2500)), "PNG")
    assert refusal(sparse).code is Code.PHOTO_TOO_LARGE


def test_decompression_bombs_are_refused() -> None:
    """A small file of very many pixels is not decoded."""
    bomb = encoded(Image.new("1", (9000, 12000)), "PNG")
    assert len(bomb) < 100_000
    assert refusal(bomb).code is Code.PHOTO_TOO_LARGE


def test_large_files_are_refused_unread() -> None:
    """A file past the byte limit is refused whatever it holds."""
    limits = PhotoLimits(file_bytes=1000)
    assert refusal(encoded(picture()), limits).code is Code.PHOTO_TOO_LARGE
