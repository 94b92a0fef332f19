"""JPEG structure: what is stripped, what is kept, what is not plain."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from jscert.roster.jpeg import exif_orientation, strip_jpeg
from tests.roster_builders import encoded, picture


def exif(orientation: int, maker: str = "camera") -> Image.Exif:
    """Build Exif data with an orientation and a maker's name."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010F] = maker
    return block


def scan_of(data: bytes) -> bytes:
    """Give everything from the start of the scan."""
    return data[data.index(b"\xff\xda") :]


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_the_scan_stays_byte_for_byte(mode: str) -> None:
    """Stripping keeps the entropy-coded data exactly."""
    data = encoded(picture(mode=mode), exif=exif(1), comment=b"secret")
    bare = strip_jpeg(data)
    assert bare is not None
    assert scan_of(bare.data) == scan_of(data)


def test_pixels_stay_the_same() -> None:
    """The stripped file decodes to the same picture."""
    data = encoded(picture(), exif=exif(1))
    bare = strip_jpeg(data)
    assert bare is not None
    with Image.open(io.BytesIO(bare.data)) as after, Image.open(io.BytesIO(data)) as before:
        assert after.tobytes() == before.tobytes()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(encoded(picture(), exif=exif(1, "SECRET")), id="Exif"),
        pytest.param(encoded(picture(), comment=b"SECRET"), id="comment"),
        pytest.param(encoded(picture(), icc_profile=b"SECRET" * 40), id="profile"),
        pytest.param(encoded(picture()) + b"SECRET", id="trailing bytes"),
    ],
)
def test_what_does_not_show_is_lost(data: bytes) -> None:
    """Exif, comments, colour profiles and trailing bytes are gone."""
    assert b"SECRET" in data
    bare = strip_jpeg(data)
    assert bare is not None
    assert b"SECRET" not in bare.data


def test_stripping_twice_changes_nothing() -> None:
    """A stripped file is its own stripped form."""
    bare = strip_jpeg(encoded(picture()))
    assert bare is not None
    assert strip_jpeg(bare.data) == bare


def test_restart_markers_are_part_of_the_scan() -> None:
    """A file with restart intervals is plain and stays whole."""
    data = encoded(picture(), restart_marker_blocks=4)
    bare = strip_jpeg(data)
    assert bare is not None
    assert scan_of(bare.data) == scan_of(data)


def test_size_and_components_are_told() -> None:
    """Width, height and components come from the frame header."""
    bare = strip_jpeg(encoded(picture((300, 400), "L")))
    assert bare is not None
    assert (bare.width_px, bare.height_px, bare.components) == (300, 400, 1)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(encoded(picture(), progressive=True), id="progressive"),
        pytest.param(encoded(picture(mode="CMYK")), id="CMYK"),
        pytest.param(encoded(picture(), exif=exif(6)), id="turned by Exif"),
        pytest.param(encoded(picture(), keep_rgb=True), id="coded as RGB"),
        pytest.param(encoded(picture(), "PNG"), id="PNG"),
        pytest.param(encoded(picture())[:-2], id="no end marker"),
        pytest.param(encoded(picture())[:700], id="cut in the tables"),
        pytest.param(b"\xff\xd8", id="start marker alone"),
        pytest.param(b"\xff\xd8" + b"\xff" * 50, id="fill bytes alone"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_what_is_not_plain_is_left_to_a_decoder(data: bytes) -> None:
    """Anything but one upright baseline scan of grey or YCbCr gives None."""
    assert strip_jpeg(data) is None


@pytest.mark.parametrize(
    "tiff", [b"", b"II", b"MM\x00*\xff\xff\xff\xff", b"II*\x00\x08\x00\x00\x00\xff\xff"]
)
def test_broken_exif_has_no_orientation(tiff: bytes) -> None:
    """A damaged Exif block counts as none."""
    assert exif_orientation(tiff) == 0
