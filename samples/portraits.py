"""Draws identity-photo-like pictures of people who do not exist, from a seed, with Pillow alone.

Used by `make_samples.py` and the benchmark. A picture is flat shapes (background, shoulders, head, hair)
under soft light and a little grain: enough for a certificate's photo, and nobody's face.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

SIZE = (295, 413)
_SCALE = 2
_BACKDROPS = ((222, 232, 243), (67, 142, 219), (236, 238, 240), (86, 152, 214), (214, 224, 230))
_SKINS = ((244, 214, 190), (236, 200, 172), (226, 186, 154), (214, 172, 140), (248, 222, 202))
_HAIRS = ((28, 24, 26), (44, 34, 30), (60, 46, 40), (36, 36, 44), (92, 88, 90))
_COATS = ((32, 42, 68), (58, 62, 70), (92, 40, 48), (38, 78, 74), (70, 60, 92), (120, 110, 98))
_SHIRTS = ((250, 250, 250), (222, 232, 246), (250, 240, 226))


@dataclass(frozen=True, slots=True)
class _Look:
    woman: bool
    backdrop: tuple[int, int, int]
    skin: tuple[int, int, int]
    hair: tuple[int, int, int]
    coat: tuple[int, int, int]
    shirt: tuple[int, int, int]
    face_width: float
    face_height: float
    hair_length: float
    glasses: bool
    parting: int


def _look(rng: random.Random, *, woman: bool) -> _Look:
    return _Look(
        woman=woman,
        backdrop=rng.choice(_BACKDROPS),
        skin=rng.choice(_SKINS),
        hair=rng.choice(_HAIRS),
        coat=rng.choice(_COATS),
        shirt=rng.choice(_SHIRTS),
        face_width=rng.uniform(62, 71),
        face_height=rng.uniform(84, 94),
        hair_length=rng.uniform(0.0, 1.0),
        glasses=rng.random() < 0.3,
        parting=rng.choice((-1, 1)),
    )


def draw_portrait(seed: int, *, woman: bool) -> Image.Image:
    """Draw a person of 295 × 413 px; the same seed gives the same picture."""
    rng = random.Random(seed)
    look = _look(rng, woman=woman)
    canvas = Image.new("RGB", (SIZE[0] * _SCALE, SIZE[1] * _SCALE), look.backdrop)
    _shade_backdrop(canvas)
    pen = _Pen(canvas)
    if look.woman:
        _draw_long_hair(pen, look)
    _draw_body(pen, look)
    _draw_head(pen, look)
    _draw_hair(pen, look)
    _draw_features(pen, look)
    return canvas.resize(SIZE, Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(0.6))


class _Pen:
    """Draws in the picture's own pixels on a canvas of twice the size."""

    def __init__(self, canvas: Image.Image) -> None:
        self._draw = ImageDraw.Draw(canvas)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: tuple[int, ...]) -> None:
        self._draw.ellipse([v * _SCALE for v in (x - rx, y - ry, x + rx, y + ry)], fill=fill)

    def polygon(self, points: list[tuple[float, float]], fill: tuple[int, ...]) -> None:
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=fill)

    def chord(
        self, box: tuple[float, ...], span: tuple[float, float], fill: tuple[int, ...]
    ) -> None:
        self._draw.chord([v * _SCALE for v in box], span[0], span[1], fill=fill)

    def arc(self, box: tuple[float, ...], span: tuple[float, float], fill: tuple[int, ...]) -> None:
        self._draw.arc([v * _SCALE for v in box], span[0], span[1], fill=fill, width=2 * _SCALE)


def _tone(colour: tuple[int, int, int], factor: float) -> tuple[int, int, int]:
    red, green, blue = (max(0, min(255, round(channel * factor))) for channel in colour)
    return red, green, blue


def _shade_backdrop(canvas: Image.Image) -> None:
    shade = Image.radial_gradient("L").resize(canvas.size).point([v // 5 for v in range(256)])
    canvas.paste(Image.new("RGB", canvas.size, (30, 34, 44)), mask=shade)


def _draw_long_hair(pen: _Pen, look: _Look) -> None:
    drop = 40 + 90 * look.hair_length
    width = look.face_width + 16
    pen.ellipse(147, 172, width, 108, look.hair)
    pen.polygon(
        [
            (147 - width, 172),
            (147 + width, 172),
            (150 + width, 200 + drop),
            (144 - width, 200 + drop),
        ],
        look.hair,
    )


def _draw_body(pen: _Pen, look: _Look) -> None:
    pen.polygon([(112, 240), (183, 240), (190, 330), (105, 330)], _tone(look.skin, 0.88))
    pen.ellipse(147, 420, 138, 112, look.coat)
    pen.polygon(
        [(104, 306), (147, 392), (190, 306), (176, 290), (147, 312), (118, 290)], look.shirt
    )
    pen.polygon([(98, 310), (106, 300), (147, 413), (120, 413)], _tone(look.coat, 0.8))
    pen.polygon([(197, 310), (189, 300), (147, 413), (175, 413)], _tone(look.coat, 0.8))
    pen.polygon([(119, 288), (147, 318), (176, 288), (170, 276), (124, 276)], _tone(look.skin, 0.9))
    if not look.woman:
        tie = _tone(look.coat, 1.5)
        pen.polygon([(139, 316), (155, 316), (151, 328), (143, 328)], tie)
        pen.polygon([(143, 328), (151, 328), (157, 384), (147, 398), (137, 384)], tie)


def _draw_head(pen: _Pen, look: _Look) -> None:
    for side in (-1, 1):
        pen.ellipse(147 + side * (look.face_width + 1), 188, 9, 17, _tone(look.skin, 0.92))
    pen.ellipse(147, 180, look.face_width, look.face_height, look.skin)
    pen.ellipse(147, 206, look.face_width * 0.86, look.face_height * 0.78, look.skin)


def _draw_hair(pen: _Pen, look: _Look) -> None:
    width, top = look.face_width + 4, 180 - look.face_height
    rim = 168 if look.woman else 158
    pen.chord((147 - width, top - 16, 147 + width, rim + 70), (180, 360), look.hair)
    middle = (top - 16 + rim + 70) / 2
    low = 152 + 10 * look.hair_length
    for side, drop in ((look.parting, 6), (-look.parting, 26)):
        pen.polygon(
            [
                (147 + side * width, low + 16),
                (147 + side * width, middle),
                (147 + side * (width - 3), middle - 16),
                (147, low - 34),
                (147 - look.parting * 14, low - 30 - drop / 3),
                (147 + side * (width - 11), low - 18),
            ],
            look.hair,
        )
    forehead = _tone(look.skin, 1.0)
    pen.ellipse(147 - look.parting * 4, low + 8, width * 0.78, 26, forehead)


def _draw_features(pen: _Pen, look: _Look) -> None:
    dark, line = (40, 32, 32), _tone(look.skin, 0.74)
    for side in (-1, 1):
        x = 147 + side * 27
        pen.arc((x - 14, 160, x + 14, 182), (205, 335), look.hair)
        pen.ellipse(x, 186, 10, 4.6, (250, 250, 250))
        pen.ellipse(x, 186, 4.4, 4.6, dark)
        pen.arc((x - 11, 180, x + 11, 194), (190, 350), dark)
        if look.glasses:
            pen.arc((x - 19, 172, x + 19, 202), (0, 360), (70, 70, 78))
    if look.glasses:
        pen.arc((139, 182, 156, 192), (190, 350), (70, 70, 78))
    pen.arc((138, 196, 156, 218), (30, 150), line)
    mouth = (188, 92, 92) if look.woman else (176, 104, 96)
    pen.chord((128, 222, 166, 246), (10, 170), mouth)
    pen.chord((132, 224, 162, 236), (10, 170), look.skin)


def photo_bytes(
    portrait: Image.Image, seed: int, *, grain: float = 0.035, quality: int = 88
) -> bytes:
    """Add grain of a seed's own and write a baseline JPEG (about 15-30 KB)."""
    noise = Image.frombytes("L", portrait.size, random.Random(seed).randbytes(SIZE[0] * SIZE[1]))
    grained = Image.blend(portrait, Image.merge("RGB", (noise, noise, noise)), grain)
    out = io.BytesIO()
    grained.save(out, "JPEG", quality=quality, subsampling=2, optimize=False, dpi=(300, 300))
    return out.getvalue()
