"""Plans of QR symbols: for each version what is fixed, where each bit goes, and the eight masks.

Tables and rules of ISO/IEC 18004 for level M, made once per version and kept. Bits of data are put
in by `qr`; nothing here depends on what a symbol says.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

# Level M: correction codewords per block and number of blocks, versions 1–40 (table 9).
_PER_BLOCK = (
    *(10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26),
    *(26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28),
)
_BLOCKS = (
    *(1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16),
    *(17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49),
)
_LEVEL_M = 0b00
_MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda x, y: (x + y) % 2 == 0,
    lambda _, y: y % 2 == 0,
    lambda x, _: x % 3 == 0,
    lambda x, y: (x + y) % 3 == 0,
    lambda x, y: (x // 3 + y // 2) % 2 == 0,
    lambda x, y: x * y % 2 + x * y % 3 == 0,
    lambda x, y: (x * y % 2 + x * y % 3) % 2 == 0,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2 == 0,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """How many codewords a version holds."""

    total_codewords: int
    data_codewords: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A version laid out. Integers hold the modules row by row, each row filled up to whole bytes.

    `shows[i][digit]` are the modules that the i-th hexadecimal digit of the data codewords turns dark,
    its share of the block's correction included: everything in a symbol is linear over GF(2), so that
    a symbol is the XOR of its digits' shares. `masks` and `fixed` go by mask number.
    """

    version: int
    size: int
    data_codewords: int
    shows: Sequence[Mapping[str, int]]
    masks: tuple[int, ...]
    fixed: tuple[int, ...]
    inside: int


def _places(version: int) -> Places:
    bits = (16 * version + 128) * version + 64
    if version >= 2:
        centres = version // 7 + 2
        bits -= (25 * centres - 10) * centres - 55
    if version >= 7:
        bits -= 36
    total = bits // 8
    corrections = _PER_BLOCK[version - 1] * _BLOCKS[version - 1]
    return Places(total_codewords=total, data_codewords=total - corrections)


PLACES = {version: _places(version) for version in range(1, 41)}


@cache
def plan_for(version: int) -> Plan:
    """Lay out a version (some milliseconds, once per process)."""
    size = 17 + 4 * version
    places = PLACES[version]
    blocks = tuple(_block_spans(version))
    drawn = _function_modules(version, size)
    free = [(x, y) for x, y in _zigzag(size) if (x, y) not in drawn and not _is_format(x, y, size)]
    order = _bit_order(blocks, _PER_BLOCK[version - 1])
    stride = (size + 7) // 8 * 8
    dark = [0] * (8 * places.total_codewords)
    for (x, y), bit in zip(free, order, strict=False):
        dark[bit] = 1 << stride * size - 1 - (y * stride + x)
    everywhere = [(x, y) for y in range(size) for x in range(stride)]
    return Plan(
        version=version,
        size=size,
        data_codewords=places.data_codewords,
        shows=tuple(_shares(blocks, _PER_BLOCK[version - 1], dark)),
        masks=tuple(
            _pack(everywhere, {(x, y) for x, y in free if turns(x, y)}) for turns in _MASKS
        ),
        fixed=tuple(
            _pack(everywhere, {p for p, dark in drawn.items() if dark} | _format_modules(size, m))
            for m in range(8)
        ),
        inside=_pack(everywhere, {(x, y) for x, y in everywhere if x < size}),
    )


def _pack(everywhere: Sequence[tuple[int, int]], dark: set[tuple[int, int]]) -> int:
    return int("".join(["1" if place in dark else "0" for place in everywhere]), 2)


def _block_spans(version: int) -> Iterator[tuple[int, int]]:
    """Shorter blocks come first; they are one data codeword shorter."""
    count = _BLOCKS[version - 1]
    length, longer = divmod(PLACES[version].data_codewords, count)
    start = 0
    for index in range(count):
        end = start + length + (index >= count - longer)
        yield start, end
        start = end


def _bit_order(blocks: Sequence[tuple[int, int]], per_block: int) -> list[int]:
    """Give the interleaved order of codeword bits, as places in the string that is gathered from."""
    longest = max(end - start for start, end in blocks)
    data = [start + i for i in range(longest) for start, end in blocks if start + i < end]
    after = blocks[-1][1]
    checks = [after + b * per_block + i for i in range(per_block) for b in range(len(blocks))]
    return [8 * codeword + bit for codeword in data + checks for bit in range(8)]


def _zigzag(size: int) -> Iterator[tuple[int, int]]:
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        upward = (right + 1) & 2 == 0 if right > 6 else (right + 2) & 2 == 0
        rows = range(size - 1, -1, -1) if upward else range(size)
        for y in rows:
            yield right, y
            yield right - 1, y


def _is_format(x: int, y: int, size: int) -> bool:
    """Both copies of the format information, with the dark module above the lower left finder."""
    if x == 8:
        return y < 9 or y >= size - 8
    return y == 8 and (x < 9 or x >= size - 8)


def _format_modules(size: int, mask: int) -> set[tuple[int, int]]:
    data = _LEVEL_M << 3 | mask
    bits = (data << 10 | _remainder(data << 10, 0x537)) ^ 0x5412
    first = [*((8, y) for y in (0, 1, 2, 3, 4, 5, 7, 8)), *((x, 8) for x in (7, 5, 4, 3, 2, 1, 0))]
    second = [(size - 1 - i, 8) for i in range(8)] + [(8, size - 7 + i) for i in range(7)]
    dark = {place for copy in (first, second) for i, place in enumerate(copy) if bits >> i & 1}
    return dark | {(8, size - 8)}


def _remainder(value: int, generator: int) -> int:
    while value.bit_length() >= generator.bit_length():
        value ^= generator << value.bit_length() - generator.bit_length()
    return value


def _function_modules(version: int, size: int) -> dict[tuple[int, int], bool]:
    """Give timing, alignment, finders with separators and version information: place → dark."""
    drawn: dict[tuple[int, int], bool] = {}
    for i in range(size):
        drawn[i, 6] = drawn[6, i] = i % 2 == 0
    centres = _alignment_centres(version, size)
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for centre in {(cx, cy) for cx in centres for cy in centres} - corners:
        drawn.update({place: ring != 1 for place, ring in _rings(*centre, 2)})
    for centre in ((3, 3), (size - 4, 3), (3, size - 4)):
        for (x, y), ring in _rings(*centre, 4):
            if 0 <= x < size and 0 <= y < size:
                drawn[x, y] = ring not in {2, 4}
    drawn.update(_version_modules(version, size))
    return drawn


def _version_modules(version: int, size: int) -> Iterator[tuple[tuple[int, int], bool]]:
    if version < 7:
        return
    bits = version << 12 | _remainder(version << 12, 0x1F25)
    for i in range(18):
        dark = bool(bits >> i & 1)
        yield (size - 11 + i % 3, i // 3), dark
        yield (i // 3, size - 11 + i % 3), dark


def _rings(cx: int, cy: int, radius: int) -> Iterator[tuple[tuple[int, int], int]]:
    for dy in range(-radius, radius + 1):
        for dx in range(-radius, radius + 1):
            yield (cx + dx, cy + dy), max(abs(dx), abs(dy))


def _alignment_centres(version: int, size: int) -> list[int]:
    if version == 1:
        return []
    count = version // 7 + 2
    step = (version * 8 + count * 3 + 5) // (count * 4 - 4) * 2
    return [6, *sorted(size - 7 - i * step for i in range(count - 1))]


def _powers() -> tuple[int, ...]:
    """Give the powers of 2 in GF(256) with 0x11D, twice round."""
    powers = [1]
    while len(powers) < 2 * 255:
        powers.append(powers[-1] << 1 ^ (0x11D if powers[-1] & 0x80 else 0))
    return tuple(powers)


_POWERS = _powers()
_LOGARITHMS = {power: exponent for exponent, power in enumerate(_POWERS[:255])}


def _times(a: int, b: int) -> int:
    """Multiply in GF(256)."""
    return _POWERS[_LOGARITHMS[a] + _LOGARITHMS[b]] if a and b else 0


def _shares(
    blocks: Sequence[tuple[int, int]], per_block: int, dark: Sequence[int]
) -> Iterator[dict[str, int]]:
    """Give each hexadecimal digit's share of the symbol; `dark[i]` is the module of codeword bit i."""
    corrections = _corrections(per_block, max(end - start for start, end in blocks))
    checks = 8 * blocks[-1][1]
    for block, (start, end) in enumerate(blocks):
        own = dark[checks + 8 * per_block * block :][: 8 * per_block]
        for codeword, added in zip(range(start, end), corrections[start - end :], strict=True):
            bits = [
                dark[8 * codeword + 7 - bit] | sum(compress(own, turned))
                for bit, turned in enumerate(added)
            ]
            yield _digits(bits[4:])
            yield _digits(bits[:4])


def _digits(bits: Sequence[int]) -> dict[str, int]:
    values = [0]
    for bit in bits:
        values += [value ^ bit for value in values]
    return {f"{digit:x}": value for digit, value in enumerate(values)}


def _corrections(degree: int, longest: int) -> list[list[bytes]]:
    """Tabulate bit × (x^k mod generator) for every place in a block: `degree` bytes, one bit each."""
    generator = [1]
    root = 1
    for _ in range(degree):
        shifted = [*generator, 0]
        for i, coefficient in enumerate(generator):
            shifted[i + 1] ^= _times(coefficient, root)
        generator = shifted
        root = _times(root, 2)
    tables = []
    remainder = generator[1:]
    for _ in range(longest):
        tables.append([_bits(remainder, 1 << bit) for bit in range(8)])
        lead = remainder[0]
        remainder = [
            low ^ _times(g, lead) for low, g in zip([*remainder[1:], 0], generator[1:], strict=True)
        ]
    return tables[::-1]


def _bits(coefficients: Sequence[int], factor: int) -> bytes:
    """Multiply and give the bits, one byte (0 or 1) each."""
    data = bytes(_times(c, factor) for c in coefficients)
    return f"{int.from_bytes(data, 'big'):0{8 * len(data)}b}".encode().translate(_BIT_VALUES)


_BIT_VALUES = bytes.maketrans(b"01", b"\x00\x01")
