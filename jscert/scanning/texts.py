"""Which texts can be a certificate's QR code, and which bytes a picture: told by their looks alone.

Loaded by everybody who verifies, so nothing heavy is imported. Not here: whether a text is a token.
"""

from __future__ import annotations

import re
import unicodedata

_FEWEST_DIGITS = 60
"""A COSE signature alone is 64 bytes, so its digits are many more than a number's or an identity's."""
_CERTIFICATE_TEXT = re.compile(rf"(?:[^#]*#)?[0-9]{{{_FEWEST_DIGITS},}}")
_STARTS = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


def plain_text(text: str) -> str:
    """Spell a QR code's text without what copying it may have added: blanks, line ends, full width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_certificate_text(text: str) -> bool:
    """Tell whether a plain text has the shape of a certificate's QR code, whole or its digits alone."""
    return _CERTIFICATE_TEXT.fullmatch(text) is not None


def is_picture(data: bytes) -> bool:
    """Tell a picture by its first bytes: PNG, JPEG, GIF, BMP, TIFF, WebP, and those of `is_phone_format`."""
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return data.startswith(_STARTS) or webp or is_phone_format(data)


def is_phone_format(data: bytes) -> bool:
    """Tell a picture in a format of phones that is not read here (ISO/IEC 23008-12: HEIC, AVIF)."""
    return data[4:8] == b"ftyp" and data[8:12] in _BRANDS
