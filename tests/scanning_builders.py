"""Builders for tests with pictures: pages with QR codes on them, and what cameras do to such pages."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import qrcode
from PIL import Image, ImageFilter

from jscert.sealing.purposes import Purpose
from jscert.sealing.token import qr_text, sign_token
from tests.verifying_builders import certificate, token_of

if TYPE_CHECKING:
    from tests.verifying_builders import Office

URL = "HTTPS://JSCERT.EXAMPLE/V"
STRANGE_TEXT = "https://u.example/promotion"
TOKEN_LIKE = "1234567890" * 40


def office_text(office: Office, **changes: Any) -> str:
    """Write what the QR code of an office's certificate says."""
    token = token_of(certificate(**changes))
    return qr_text(sign_token(token, office.signers[Purpose.TOKEN]), URL)


def code_picture(text: str, module_px: int = 4) -> Image.Image:
    """Draw a QR code, quiet zone included."""
    symbol = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=module_px, border=4
    )
    symbol.add_data(text)
    symbol.make(fit=True)
    picture: Image.Image = symbol.make_image().get_image()
    return picture.convert("L")


def page_picture(*texts: str, size: tuple[int, int] = (1240, 1754)) -> Image.Image:
    """Draw a page with codes on it, one below the other."""
    page = Image.new("L", size, 255)
    for place, text in enumerate(texts):
        page.paste(code_picture(text), (100, 60 + 420 * place))
    return page


def encoded(picture: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    """Write a picture as a file of some format."""
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def scanned_pdf(*pages: Image.Image) -> bytes:
    """Make a PDF of pictures, as scanners do."""
    first, *more = pages
    return encoded(first, "PDF", save_all=True, append_images=more, resolution=150)


def photographed(page: Image.Image, *, degrees: float = 8, blur: float = 1.0) -> Image.Image:
    """Take a page as a phone would: at an angle, not quite sharp, grainy, on a grey desk."""
    turned = page.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=140)
    width, height = turned.size
    corners = (0.06 * width, 0.02 * height, 0, height, 0.97 * width, 0.98 * height, width, 0)
    leaning = turned.transform(
        turned.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=140
    )
    grain = Image.effect_noise(leaning.size, 60)
    return Image.blend(leaning, grain, 0.2).filter(ImageFilter.GaussianBlur(blur))
