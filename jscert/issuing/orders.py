"""What an issue order asks for. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOrder:
    """What the caller wants issued. `dated_on` is the issue date; `ground` says why it lies back."""

    rosters: tuple[Path, ...]
    dated_on: date
    kind: str = ""
    photos: Path | None = None
    out: Path | None = None
    city_code: str = ""
    ground: str = ""
    skip_rejected: bool = False
    again: bool = False
    dry_run: bool = False
