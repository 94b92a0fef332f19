"""Examining: rosters are read, their rows checked and held against history. Nothing durable is touched.

What `issue` does before it reserves, and all that `check` does. Input: an order, the catalogue, rules,
and what the registry knows people by (none where there is no authority). Output: `Examination`.
Not here: locks, numbers, files; what becomes of the faults.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.issuing.deciding import Decision, Keyed, decide, refuse_other_names
from jscert.presswork.holders import is_published
from jscert.registry.standing import State, state_of
from jscert.roster.files import read_rosters
from jscert.roster.own_sheets import is_fault_list
from jscert.roster.photos import open_photos
from jscert.roster.reading import rows_of
from jscert.screening import ScreeningOrder, screen_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from jscert.certificates import Applicant, Rejection
    from jscert.families.catalogue import Catalogue
    from jscert.identity import Vault
    from jscert.issuing.orders import IssueOrder
    from jscert.presswork.office import Progress
    from jscert.registry.interface import Registry
    from jscert.roster.limits import OrderRules
    from jscert.roster.reading import RosterReading
    from jscert.screening import PhotoSpool, Screening

_NOTHING = Decision(fresh=(), unfinished=(), already=(), rejections=())


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is known of people from before: the registry, and the keys it knows them by."""

    registry: Registry
    vault: Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRoster:
    """A roster as it was read: its file, what the file's system said of it, and its people.

    `name` is what faults call it: the file's name, with a number where two files are named alike. `lists`
    are the sheets that an earlier check added to it.
    """

    path: Path
    name: str
    stamp: tuple[int, int]
    lists: tuple[str, ...] = ()
    reading: RosterReading = field(repr=False)

    @property
    def people(self) -> int:
        """How many rows are people."""
        return sum(len(sheet.rows) for sheet in self.reading.sheets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What came of it. `rejections` are all faults in the rosters' order, `decision` those of history."""

    rosters: tuple[ReadRoster, ...]
    decision: Decision
    rejections: tuple[Rejection, ...]
    warnings: tuple[Rejection, ...]


def examine(
    order: IssueOrder,
    catalogue: Catalogue,
    rules: OrderRules,
    given: tuple[History | None, PhotoSpool],
    progress: Progress,
) -> Examination:
    """Read rosters, check every row, hold every applicant against history.

    Photos go into the spool that is `given` beside history. Raises `JscertError` for what concerns the
    whole order (a file that is no roster, photos that cannot be opened).
    """
    history, spool = given
    rosters = tuple(_read(order, catalogue, rules, progress))
    readings = [roster.reading for roster in rosters]
    screening = screen(order, catalogue, rules, (readings, spool), progress)
    decision = _decide(order, screening.applicants, history) if history else _NOTHING
    return Examination(
        rosters=rosters,
        decision=decision,
        rejections=_in_order((*screening.rejections, *decision.rejections)),
        warnings=screening.warnings,
    )


def stamp_of(path: Path) -> tuple[int, int]:
    """Give a file's size and time of change; nothing for a file that is not there."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _read(
    order: IssueOrder, catalogue: Catalogue, rules: OrderRules, progress: Progress
) -> Iterator[ReadRoster]:
    kind = catalogue.kind(order.kind) if order.kind else None
    stamps = list(map(stamp_of, order.rosters))
    for done, roster in enumerate(read_rosters(order.rosters), 1):
        path, stamp = order.rosters[done - 1], stamps[done - 1]
        reading = rows_of(roster, catalogue, kind=kind, synonyms=rules.synonyms)
        lists = tuple(sheet.name for sheet in roster.sheets if is_fault_list(sheet.rows))
        yield ReadRoster(path=path, name=roster.name, stamp=stamp, lists=lists, reading=reading)
        progress("read", done, len(order.rosters))


def screen(
    order: IssueOrder,
    catalogue: Catalogue,
    rules: OrderRules,
    given: tuple[Sequence[RosterReading], PhotoSpool],
    progress: Progress | None = None,
) -> Screening:
    """Check every row of the readings that are `given`; photos go into the spool beside them."""
    readings, spool = given
    with open_photos(order.photos, order.rosters, rules.screening.photos) as photos:
        asked = ScreeningOrder(
            catalogue=catalogue,
            rules=rules.screening,
            photos=photos,
            on_day=order.dated_on,
            city_code=order.city_code,
        )
        return screen_rows(readings, asked, spool, progress)


def _decide(order: IssueOrder, applicants: Sequence[Applicant], history: History) -> Decision:
    keyed = _keyed(history.vault, applicants)
    holdings = history.registry.resolve([row.row_key for row in keyed])
    decision = decide(keyed, holdings, order.dated_on, again=order.again)
    by_person, by_name = _held_by(history, decision.fresh)
    if order.again:  # asked for on purpose: what has ended does not bar another name
        by_person = _in_force(history, by_person, order.dated_on)
    return refuse_other_names(decision, by_person, by_name)


def _in_force(
    history: History, by_person: Mapping[str, Sequence[str]], day: date
) -> Mapping[str, Sequence[str]]:
    """Leave out certificates that have ended by act or by date."""
    numbers = [number for held in by_person.values() for number in held]
    entries = history.registry.find_all(numbers)
    lasting = {
        number
        for number, entry in entries.items()
        if not is_published(entry) or state_of(entry, day) in (State.VALID, State.SUSPENDED)
    }
    return {person: [n for n in held if n in lasting] for person, held in by_person.items()}


def _held_by(
    history: History, rows: Sequence[Keyed]
) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
    """Give the certificates that people new to a kind hold, by identity number and by name."""
    vault, registry = history.vault, history.registry
    people = {vault.look_up("person", row.applicant.identity_number): row for row in rows}
    by_person = registry.look_up(people)
    if not by_person:
        return {}, {}
    names = {row.applicant.name for key, row in people.items() if key in by_person}
    by_name = registry.look_up([vault.look_up("name", name) for name in names])
    return (
        {people[key].applicant.identity_number: held for key, held in by_person.items()},
        {name: by_name.get(vault.look_up("name", name), ()) for name in names},
    )


def _keyed(vault: Vault, applicants: Sequence[Applicant]) -> tuple[Keyed, ...]:
    """Give applicants the digests the registry knows rows by; facts: name, employer, post."""
    return tuple(
        Keyed(
            applicant=a,
            row_key=vault.row_key(a.kind, a.identity_number, a.post_code),
            facts_digest=vault.facts_digest(a.name, a.employer, a.post),
        )
        for a in applicants
    )


def _in_order(rejections: Sequence[Rejection]) -> tuple[Rejection, ...]:
    """Put faults in roster order; the sort is stable, so faults of one row keep theirs."""
    rank: dict[str, int] = {}
    for rejection in rejections:
        rank.setdefault(rejection.place.roster + "/" + rejection.place.sheet, len(rank))
    return tuple(
        sorted(
            rejections,
            key=lambda r: (rank[r.place.roster + "/" + r.place.sheet], r.place.row),
        )
    )
