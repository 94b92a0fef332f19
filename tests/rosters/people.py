"""The invented people of the roster corpus and the one folder of photos they share.

Everyone has a synthetic number of region 320199. Most have a good photo; a few have the photo that their
roster is about (too small, of another shape, the same as somebody else's …).
"""

from __future__ import annotations

import struct
import zlib
from datetime import date
from typing import TYPE_CHECKING, Any

from tests.roster_builders import encoded, identity_of, picture

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

Row = tuple[object, ...]
WANG = ("王小明", identity_of(date(1985, 6, 1), 11), "江苏样例建设有限公司", "南京")
LI = ("李小红", identity_of(date(1978, 11, 23), 24), "南京虚构安装有限公司", "南京")
ZHAO = ("赵大山", identity_of(date(1992, 2, 29), 357), "苏州示范园林有限公司", "苏州")
THREE = (WANG, LI, ZHAO)
MINOR = identity_of(date(2010, 1, 1), 12)
NAMESAKE = identity_of(date(1985, 6, 1), 573)  # Wang's birth date under another number
NEIGHBOUR = identity_of(date(1985, 6, 1), 12)  # one digit (and the check character) from Wang's
PASSING_000 = identity_of(
    date(1980, 3, 1), 0
)  # ends as a damaged number does, and its check digit is right

X_NUMBERS = tuple(identity_of(date(1985, 6, 1), order) for order in (7, 15, 23, 31, 58))
"""Those that end in X, as one may write it in several ways."""
PERMITS = ("810000199105110030", "830000198809091017", "911124198108030024")
"""Residents of Hong Kong and Taiwan, and a foreigner."""
PICTURED = tuple(
    (name, identity_of(date(1972, 4, 2 + order), 401 + 31 * order), *WANG[2:])
    for order, name in enumerate(("图甲", "图乙", "图丙", "图丁"))
)
"""Those whose photos are in the roster and not in the folder."""

_ODD_PHOTOS: dict[str, tuple[str, dict[str, Any]]] = {
    "small": ("jpg", {"size": (75, 100)}),
    "wide": ("jpg", {"size": (413, 295)}),
    "coarse": ("jpg", {"size": (150, 200)}),
    "png": ("png", {}),
    "bmp": ("bmp", {"size": (120, 160)}),
    "webp": ("webp", {}),
    "grey": ("jpg", {"mode": "L"}),
    "cmyk": ("JPG", {"mode": "CMYK"}),
    "turned": ("jpeg", {"size": (413, 295)}),
    "progressive": ("jpg", {}),
}
_FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "bmp": "BMP", "webp": "WEBP"}
_ODD_WORDS = (
    *(*_ODD_PHOTOS, "photoless", "broken", "flat", "twin", "other twin", "two photos"),
    *("bomb", "huge"),
)
HUGE_BYTES = 40_000_000
NUMBERS = {
    word: identity_of(date(1966 + order, 1 + order % 12, 3 + order), 101 + 47 * order)
    for order, word in enumerate(_ODD_WORDS)
}
"""Those whose photo is the point, by what it is."""


def person(word: str, name: str) -> Row:
    """Make the row of one whose photo is the point."""
    return name, NUMBERS[word], "江苏样例建设有限公司", "南京"


def png_bomb() -> bytes:
    """Make a PNG of a few bytes that says it is 30 000 pixels wide and 40 000 high."""
    small = encoded(picture(mode="L"), "PNG")
    header = b"IHDR" + struct.pack(">II", 30_000, 40_000) + small[24:29]
    return small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]


def photo_of_wang() -> bytes:
    """Give the photo of him that lies in the folder."""
    return encoded(picture(tint=40))


def write_photos(folder: Path) -> Path:
    """Write everybody's photo into a new folder."""
    folder.mkdir(parents=True)
    good = (*(somebody[1] for somebody in THREE), MINOR, NAMESAKE, NEIGHBOUR, PASSING_000)
    good = (*good, *X_NUMBERS, *PERMITS)
    for order, number in enumerate(good):
        (folder / f"{number}.jpg").write_bytes(encoded(picture(tint=40 + 3 * order)))
    for order, (word, (suffix, options)) in enumerate(_ODD_PHOTOS.items()):
        drawn = picture(tint=120 + 3 * order, **options)
        name = f"{NUMBERS[word]}_样.{suffix}" if order % 2 else f"{NUMBERS[word]}.{suffix}"
        (folder / name).write_bytes(_encoded(drawn, word, _FORMATS[suffix.lower()]))
    twin = encoded(picture(tint=211))
    plain = {
        "broken": b"\xff\xd8\xff and no more",
        "flat": encoded(picture().resize((1, 1)).resize((295, 413))),
        "twin": twin,
        "other twin": twin,
        "two photos": encoded(picture(tint=214)),
        "bomb": png_bomb(),
    }
    for word, data in plain.items():
        (folder / f"{NUMBERS[word]}.jpg").write_bytes(data)
    with (folder / f"{NUMBERS['huge']}.bmp").open("wb") as file:
        file.write(b"BM")
        file.truncate(HUGE_BYTES)
    other = encoded(picture(tint=217))
    (folder / f"{NUMBERS['two photos']}_2.jpg").write_bytes(other)
    return folder


def _encoded(drawn: Image.Image, word: str, form: str) -> bytes:
    if word == "turned":
        exif = drawn.getexif()
        exif[0x0112] = 6  # to be turned a quarter clockwise
        return encoded(drawn, form, exif=exif)
    return encoded(drawn, form, **({"progressive": True} if word == "progressive" else {}))
