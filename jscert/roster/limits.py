"""The numbers that the checks of rosters and photos go by; their defaults are ours, not the law.

Settings build these values; `roster` and `screening` obey them. Nothing here reads a file, and
nothing heavy may be imported, because settings are loaded by every command.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class TooLargeError(ValueError):
    """A file past one of these limits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookLimits:
    """How large a workbook may be, packed and unpacked, before it is opened at all.

    `rows` counts rows down to the last written one, `cells` the rectangles, both of all sheets together.
    `tags`: how many tags of one part, or records of one stream, a reader will look at.
    """

    file_bytes: int = 64 * 1024 * 1024
    entries: int = 20_000
    unpacked_bytes: int = 256 * 1024 * 1024
    xml_bytes: int = 160 * 1024 * 1024
    ratio: int = 250
    ratio_from_bytes: int = 32 * 1024 * 1024
    rows: int = 250_000
    cells: int = 2_500_000
    tags: int = 5_500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoLimits:
    """What a photo must be (sizes in px, aspect = width / height) and what it is made into.

    A baseline JPEG of at most `kept_bytes` and `kept_height_px` keeps its scan data; anything else is
    drawn once more, at most `target_height_px` tall and `kept_bytes` long. `pixels` bounds baseline JPEG,
    `whole_pixels` everything that must be decoded whole, at 10 to 12 bytes a pixel.
    """

    min_width_px: int = 110
    min_height_px: int = 140
    good_width_px: int = 295
    good_height_px: int = 413
    min_aspect: float = 0.70
    max_aspect: float = 0.80
    kept_bytes: int = 35_000
    kept_height_px: int = 826
    target_height_px: int = 413
    file_bytes: int = 20 * 1024 * 1024
    pixels: int = 50_000_000
    whole_pixels: int = 24_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningRules:
    """What screening asks of a row. `maximum_age` 0 means no upper limit; `city_code` "" no default.

    `require_verification`: nobody passes without a real-name check that the roster says was passed.
    """

    minimum_age: int = 18
    maximum_age: int = 0
    city_code: str = ""
    name_characters: int = 50
    employer_characters: int = 100
    require_verification: bool = False
    photos: PhotoLimits = field(default_factory=PhotoLimits)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRules:
    """What of the settings an order with rosters obeys: the rules of screening, further header words."""

    screening: ScreeningRules
    synonyms: Mapping[str, Sequence[str]]
