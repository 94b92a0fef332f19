"""What an act order asks for, and what it is asked of. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.certificates import Act
from jscert.roster.workbook import NoPictures

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from jscert.certificates import Place
    from jscert.roster.reading import RosterRow
    from jscert.roster.workbook import RosterPictures

GROUND_NEEDED = frozenset({Act.SUSPEND, Act.CANCEL, Act.ANNUL, Act.WITHDRAW})
"""Acts nobody suffers without a stated ground (DOMAIN: ground required)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOrder:
    """What the caller wants done, to the rows of rosters or to certificates by number.

    `dated_on` is the day of the decision; `ground` stands for rows that name none of their own, and also says
    why the date lies back. `again` repeats an act that is the certificate's last event already.
    """

    act: Act
    dated_on: date
    rosters: tuple[Path, ...] = ()
    numbers: tuple[str, ...] = ()
    ground: str = ""
    photos: Path | None = None
    out: Path | None = None
    skip_rejected: bool = False
    again: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One certificate asked for: its number in canonical spelling, or as written where nobody can read it.

    `row` is the roster's row (None where only a number was given), `pictures` read what lies on it.
    """

    place: Place
    number: str
    readable: bool
    ground: str
    row: RosterRow | None = None
    header: tuple[str, ...] = ()
    pictures: RosterPictures = field(default_factory=NoPictures, repr=False)
