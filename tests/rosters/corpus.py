"""The corpus of rosters: every file made once, and what reading and screening it gives.

A file's expected outcome stands in `expected.toml`; `judge` finds the real one. Cells are written as
spreadsheets do, `Sheet!B3`; a fault of a whole row or sheet has no column letter.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jscert.errors import JscertError
from jscert.roster.limits import ScreeningRules
from jscert.roster.photos import PhotoSource
from jscert.roster.reading import read_rows
from jscert.screening import ScreeningOrder, screen_rows
from tests.roster_builders import CATALOGUE, ON_DAY, ListSpool
from tests.rosters.people import write_photos

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jscert.certificates import Applicant, Rejection
    from tests.rosters.making import Maker

EXPECTED = Path(__file__).with_name("expected.toml")
PHOTOS = "photos"
_WAYS = frozenset(("kind", "map", "require_verification"))
_TOLD = frozenset(("refused", "found", "faults", "warnings", "applicants", "like", "people_of"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a roster gave: a refusal of the file, or notes of cells and applicants."""

    refused: str = ""
    found: str = ""
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    applicants: tuple[Applicant, ...] = field(default=(), repr=False)

    def told(self) -> tuple[object, ...]:
        """Give what is told of the file or of its cells."""
        return self.refused, self.found, self.faults, self.warnings

    def people(self) -> list[tuple[object, ...]]:
        """Give who would be certified and for what, wherever they stand in the file."""
        return [facts_of(one) for one in self.applicants]


def facts_of(one: Applicant) -> tuple[object, ...]:
    """Give what a certificate would say of an applicant."""
    return (
        *(one.kind, one.name, one.identity_number, one.sex, one.birth_on, one.employer),
        *(one.credit_code, one.post_code, one.post, one.city_code, one.passed_on),
    )


def load_expected() -> dict[str, dict[str, Any]]:
    """Read the table; a misspelt key is an error, not a promise nobody keeps."""
    table = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))
    for name, entry in table.items():
        unknown = set(entry) - _WAYS - _TOLD
        assert not unknown, f"{name}: {unknown}"
    return table


def make_all(folder: Path, makers: Mapping[str, Maker]) -> Path:
    """Make every roster, and the photos of all of them beside them."""
    write_photos(folder / PHOTOS)
    for name, maker in makers.items():
        maker(folder / name)
    return folder


def rules_of(entry: Mapping[str, Any]) -> ScreeningRules:
    """Give the rules an entry asks for."""
    return ScreeningRules(require_verification=entry.get("require_verification", False))


def synonyms_of(entry: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Give the header words an entry adds."""
    return {name: (word,) for name, word in entry.get("map", {}).items()}


def judge(path: Path, entry: Mapping[str, Any], photos: Path | None = None) -> Outcome:
    """Read and screen one roster the way its entry asks for; photos lie beside it or in a folder."""
    kind = CATALOGUE.kind(entry["kind"]) if "kind" in entry else None
    try:
        reading = read_rows(path, CATALOGUE, kind=kind, synonyms=synonyms_of(entry))
    except JscertError as fault:
        return Outcome(refused=fault.code.name, found=str(fault.facts.get("found", "")))
    with PhotoSource([(photos or path.parent) / PHOTOS]) as source:
        order = ScreeningOrder(
            catalogue=CATALOGUE, rules=rules_of(entry), photos=source, on_day=ON_DAY
        )
        screening = screen_rows([reading], order, ListSpool())
    return Outcome(
        faults=_cells(screening.rejections),
        warnings=_cells(screening.warnings),
        applicants=screening.applicants,
    )


def _cells(notes: Iterable[Rejection]) -> tuple[str, ...]:
    return tuple(sorted(f"{n.place.sheet}!{n.column}{n.place.row} {n.code.name}" for n in notes))
