"""What a verification may lean on, handed in as values: trust, numbers, registry, the day.

Made by `commands.evidence` from the folder a checker named, never from the place a target lies in.
Not here: private keys, the identity key, settings files, clocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.errors import JscertError

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from jscert.families.catalogue import Catalogue
    from jscert.registry.interface import RegistryReader
    from jscert.sealing.trust import TrustFile
    from jscert.verifying.bundle_status import HolderIndex, StatusSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything a verdict may rest on besides the target itself.

    `catalogue` carries the authority's settings where there is an authority folder.
    `registry` is None where there is none: then `status`, signed status lists, is asked, and without either
    no status is known. `status_max_age_days`: older lists still answer, with a warning. `index` finds
    certificates by number and holder for whoever has no registry; `archive` is the folder of the registry's
    published batches. `day` is the day of judgement (UTC+08:00), `now` the instant at which the registry is
    asked (aware UTC). `allow_trial` changes exit statuses only.
    """

    trust: TrustFile
    catalogue: Catalogue
    registry: RegistryReader | None
    day: date
    now: datetime
    allow_trial: bool = False
    status: StatusSource | None = None
    status_max_age_days: int = 7
    index: HolderIndex | None = None
    archive: Path | None = None

    def kind_name(self, kind: str) -> str:
        """Name a kind for people; its id where this version does not know it."""
        try:
            return self.catalogue.kind(kind).name
        except KeyError:
            return kind

    def owns(self, number: str) -> bool:
        """Tell whether only the registry at hand can have given a number.

        True inside a serial range that the authority's settings reserve for it; a registry without a
        range of its own never knows what another one gave.
        """
        try:
            parts = self.catalogue.read_number(number).parts
        except JscertError:
            return False
        own = next(one for one in self.catalogue.families if one.id == parts.family)
        reserved = own.numbers.serial_range
        return (
            self.registry is not None
            and reserved is not None
            and reserved[0] <= parts.serial <= reserved[1]
        )
