"""QR code symbols (ISO/IEC 18004), level M, versions 1–40, from text to rows of bits.

Numeric, alphanumeric and byte segments (bytes are UTF-8). Pure integers: a version's plan says what
each digit of the codewords shows, so that a symbol is the XOR of these shares and of its mask.
What a QR code says (the token) is made in `sealing`; where it stands on the page is `page`.

Mask: ISO/IEC 18004 tells the encoder to take the mask with the lowest penalty of eight; readers do
not care which one it was. Here mask 0 is taken when its penalty, reckoned by the standard's own four
rules, stays within `_TOLERATED` per module, as that of random-looking data such as signatures nearly
always does (its mean is 0.69, that of the best of eight 0.64); else the best of all eight is taken.
That halves the time. To follow the letter everywhere, set `_TOLERATED` to 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, reduce
from operator import getitem, xor
from typing import TYPE_CHECKING

from jscert.layouts.qr_plan import PLACES, plan_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jscert.layouts.qr_plan import Plan

_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_SEGMENTS = re.compile(r"([0-9]{13,})|([0-9A-Z $%*+\-./:]{11,})|(.)", re.DOTALL)
_THREE_DIGITS = re.compile(r"[0-9]{3}")
_MODES = {"numeric": (1, (10, 12, 14)), "alphanumeric": (2, (9, 11, 13)), "byte": (4, (8, 16, 16))}
_TOLERATED = 0.76  # penalty points per module


@dataclass(frozen=True, slots=True, kw_only=True)
class QrSymbol:
    """A symbol: `size` modules a side; `rows` are packed bits, 1 = dark, each row filled to bytes."""

    version: int
    size: int
    mask: int
    rows: bytes

    def module(self, x: int, y: int) -> bool:
        """Say whether a module (column, row) is dark."""
        stride = (self.size + 7) // 8
        return bool(self.rows[y * stride + x // 8] >> (7 - x % 8) & 1)


def encode(text: str, *, mask: int | None = None) -> QrSymbol:
    """Encode a text at level M in the smallest version; ValueError if none holds it.

    `mask` (0–7) forces a mask pattern, for comparison with other encoders.
    """
    segments = tuple(_segments(text))
    plan, bits = _fitting(segments)
    codewords = _filled(bits, plan.data_codewords)
    modules = reduce(xor, map(getitem, plan.shows, codewords.hex()))
    if mask is None:
        mask = _choose_mask(plan, modules)
    shown = _masked(plan, modules, mask)
    stride = (plan.size + 7) // 8
    return QrSymbol(
        version=plan.version,
        size=plan.size,
        mask=mask,
        rows=shown.to_bytes(stride * plan.size, "big"),
    )


def _segments(text: str) -> Iterator[tuple[str, str]]:
    """Divide a text: long stretches of digits or capitals apart, everything else as bytes."""
    pending = ""
    for match in _SEGMENTS.finditer(text):
        digits, capitals, other = match.groups()
        if other is not None:
            pending += other
            continue
        if pending:
            yield "byte", pending
            pending = ""
        yield ("numeric", digits) if digits else ("alphanumeric", capitals)
    if pending:
        yield "byte", pending


def _fitting(segments: tuple[tuple[str, str], ...]) -> tuple[Plan, str]:
    """Choose the smallest version that holds the segments; give its plan and their bits."""
    parts = [(*_MODES[mode], *_body(mode, text)) for mode, text in segments]
    length = sum(4 + len(body) for _, _, _, body in parts)
    for version in range(1, 41):
        group = (version >= 10) + (version >= 27)
        counts = sum(widths[group] for _, widths, _, _ in parts)
        if length + counts <= 8 * PLACES[version].data_codewords:
            return plan_for(version), "".join(
                [
                    f"{mode:04b}{count:0{widths[group]}b}{body}"
                    for mode, widths, count, body in parts
                ]
            )
    raise ValueError("text is too long for a QR code")


def _body(mode: str, text: str) -> tuple[int, str]:
    """Give a segment's character count and its data bits."""
    if mode == "numeric":
        return len(text), _numeric_bits(text)
    if mode == "alphanumeric":
        return len(text), _alphanumeric_bits(text)
    data = text.encode()
    return len(data), f"{int.from_bytes(data, 'big'):0{8 * len(data)}b}"


@cache
def _triplets() -> dict[str, str]:
    return {f"{value:03d}": f"{value:010b}" for value in range(1000)}


def _numeric_bits(digits: str) -> str:
    table = _triplets()
    whole = len(digits) // 3 * 3
    parts = list(map(table.__getitem__, _THREE_DIGITS.findall(digits)))
    rest = digits[whole:]
    if rest:
        parts.append(f"{int(rest):0{3 * len(rest) + 1}b}")
    return "".join(parts)


def _alphanumeric_bits(text: str) -> str:
    values = [_ALPHANUMERIC.index(character) for character in text]
    parts = [
        f"{first * 45 + second:011b}"
        for first, second in zip(values[::2], values[1::2], strict=False)
    ]
    if len(values) % 2:
        parts.append(f"{values[-1]:06b}")
    return "".join(parts)


def _filled(bits: str, codewords: int) -> bytes:
    """Add the terminator and the alternating pad codewords EC and 11."""
    room = 8 * codewords - len(bits)
    bits += "0" * min(4, room)
    bits += "0" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big")
    missing = codewords - len(data)
    return data + (b"\xec\x11" * (missing // 2 + 1))[:missing]


def _masked(plan: Plan, modules: int, mask: int) -> int:
    return modules ^ plan.masks[mask] | plan.fixed[mask]


def _choose_mask(plan: Plan, modules: int) -> int:
    if penalty(plan.size, _masked(plan, modules, 0)) <= _TOLERATED * plan.size * plan.size:
        return 0
    return min(range(8), key=lambda mask: penalty(plan.size, _masked(plan, modules, mask)))


def penalty(size: int, modules: int) -> int:
    """Reckon a symbol's penalty (ISO/IEC 18004, 7.8.3.1) on its rows packed into one integer."""
    stride = (size + 7) // 8 * 8
    inside = plan_for((size - 17) // 4).inside
    light = modules ^ inside
    points = 0
    for colour in (modules, light):
        for step in (1, stride):
            points += _run_points(colour, step)
        pairs = colour & colour >> 1
        points += 3 * (pairs & pairs >> stride).bit_count()
    for step in (1, stride):
        points += 40 * _finder_like(modules, light, step)
    share = modules.bit_count() * 20
    return points + 10 * (abs(share - 10 * size * size) // (size * size))


def _run_points(colour: int, step: int) -> int:
    """Rule 1: a run of n ≥ 5 modules costs n - 2."""
    two = colour & colour >> step
    five = two & two >> 2 * step & colour >> 4 * step
    return five.bit_count() + 2 * (five & ~(five << step)).bit_count()


def _finder_like(dark: int, light: int, step: int) -> int:
    """Rule 3: 1:1:3:1:1 with four light modules on one side."""
    core = dark & dark >> 2 * step & dark >> 3 * step & dark >> 4 * step & dark >> 6 * step
    core &= light >> step & light >> 5 * step
    pair = light & light >> step
    four = pair & pair >> 2 * step
    return (core & four >> 7 * step).bit_count() + (core & four << 4 * step).bit_count()


__all__ = ["QrSymbol", "encode", "penalty"]
