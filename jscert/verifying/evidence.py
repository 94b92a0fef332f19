"""What a verification may lean on, handed in as values: trust, numbers, registry, the day.

Made by `commands.verify` from the folder a checker named, never from the place a target lies in.
Not here: private keys, the identity key, settings files, clocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from jscert.families.catalogue import Catalogue
    from jscert.numbering import NumberParts
    from jscert.registry.interface import RegistryReader
    from jscert.sealing.trust import TrustFile


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedRange:
    """Serials (inclusive) of a family that the registry at hand alone gives out."""

    family: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything a verdict may rest on besides the target itself.

    `registry` is None where there is none: then no status is known. `day` is the day of judgement
    (UTC+08:00), `now` the instant at which the registry is asked (aware UTC). `allow_trial` changes exit
    statuses only.
    """

    trust: TrustFile
    catalogue: Catalogue
    registry: RegistryReader | None
    owned: tuple[OwnedRange, ...]
    day: date
    now: datetime
    allow_trial: bool = False

    def owns(self, parts: NumberParts) -> bool:
        """Tell whether a number unknown to the registry at hand can only be an invention."""
        return self.registry is not None and any(
            part.family == parts.family and part.first <= parts.serial <= part.last
            for part in self.owned
        )
