"""The seal's picture: what is taken, what is refused."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image

from jscert.errors import Code, JscertError
from jscert.layouts import page
from jscert.layouts.seal import seal_objects, trial_seal
from tests.layouts_builders import house

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">%s</svg>'


def png(mode: str = "RGBA", size: tuple[int, int] = (600, 600), suffix: str = "PNG") -> bytes:
    """Draw a picture."""
    file = io.BytesIO()
    Image.new(mode, size, 90).save(file, suffix)
    return file.getvalue()


def refusal(**overrides: object) -> JscertError:
    """Give the error a house's seal raises."""
    with pytest.raises(JscertError) as caught:
        seal_objects(house(**overrides), 20)
    return caught.value


def test_a_trial_house_without_a_picture_gets_the_trial_seal() -> None:
    """A watermark goes with the seal that says so."""
    assert seal_objects(house(), 20) == seal_objects(house(seal_image=trial_seal()), 20)


def test_a_real_house_without_a_picture_is_refused() -> None:
    """A real certificate is never printed without its seal."""
    assert refusal(watermark="").code is Code.SEAL_IMAGE


def test_an_svg_of_paths_is_one_object() -> None:
    """Vectors need no pictures."""
    picture = SVG % b'<path d="M0 0L10 10L0 10Z" fill="#c00"/>'
    assert len(seal_objects(house(seal_image=picture), 20)) == 1


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "P"])
def test_a_png_is_a_form_a_picture_and_a_mask(mode: str) -> None:
    """Pixels are shown through a hard-edged mask."""
    form, picture, mask = seal_objects(house(seal_image=png(mode)), 20)
    assert b"/Im 21 0 R" in form
    assert b"/Mask 22 0 R" in picture
    assert b"/ImageMask true" in mask


def test_an_oblong_png_keeps_its_shape() -> None:
    """A picture three times as wide as high takes a third of the height, in the middle."""
    form, *_ = seal_objects(house(seal_image=png(size=(300, 100))), 20)
    content = zlib.decompress(form.partition(b"stream\n")[2].removesuffix(b"\nendstream"))
    side = page.SEAL.width
    shown = [float(word) for word in content.partition(b"q ")[2].split()[:6]]
    assert shown == pytest.approx([side, 0, 0, side / 3, 0, side / 3], abs=0.01)


@pytest.mark.parametrize(
    "picture",
    [
        b"not a picture",
        png()[:200],
        png(mode="RGB", suffix="JPEG"),
        b"<svg",
        SVG % b"<text>x</text>",
        SVG % b'<image href="seal.png"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0L1 1"/></svg>',
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1">&a;</svg>',
        SVG % b'<path d="M banana"/>',
    ],
    ids=["text", "cut", "jpeg", "torn", "lettering", "image", "no viewBox", "entity", "bad path"],
)
def test_other_pictures_are_refused(picture: bytes) -> None:
    """Each gives the coded error that says what to do."""
    assert refusal(seal_image=picture).code is Code.SEAL_IMAGE


def test_the_trial_seal_holds_no_letters() -> None:
    """Its lettering is outlines, so that nothing of it is extracted as text."""
    assert b"<text" not in trial_seal()
