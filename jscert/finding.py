"""Finding certificates: by number, holder, employer, batch, end. Facts come out opened, and masked.

Input: an order (every criterion must hold; of one criterion's values, any) and an office. Output: what was
found, ready to be shown. People and employers are found by keyed digests of everything they were ever
called, so former names find too, and the answer says so. Not here: what is asked on a terminal, tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from jscert.certificates import mask_identity
from jscert.presswork.holders import entries_of, is_published, opened
from jscert.registry.standing import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jscert.presswork.holders import Held
    from jscert.presswork.office import Office, Progress

_TELL_EVERY = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FindOrder:
    """What is looked for on `day`; empty means: no matter. `ending` are the first and last end wanted."""

    day: date
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()
    batches: tuple[str, ...] = ()
    ending: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCertificate:
    """One certificate found. `by_former` names what of the order is only true of its past.

    `days_left` is None for certificates without end and for those ended by an act, negative past the end.
    """

    number: str
    former_numbers: tuple[str, ...]
    kind: str
    kind_name: str
    name: str
    identity_masked: str
    employer: str
    post: str
    state: str
    medium: str
    issued_on: date
    valid_until: date | None
    days_left: int | None
    revision: int
    batch: str
    trial: bool
    by_former: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the certificate as an object of `--json`."""
        return {
            "number": self.number,
            "former_numbers": list(self.former_numbers),
            "kind": self.kind,
            "kind_name": self.kind_name,
            "name": self.name,
            "identity_masked": self.identity_masked,
            "employer": self.employer,
            "post": self.post,
            "state": self.state,
            "medium": self.medium,
            "issued_on": self.issued_on.isoformat(),
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "days_left": self.days_left,
            "revision": self.revision,
            "batch": self.batch,
            "trial": self.trial,
            "by_former": list(self.by_former),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found, those that end first in front, and the numbers nobody knows."""

    certificates: tuple[FoundCertificate, ...]
    unknown: tuple[str, ...]


def find(order: FindOrder, office: Office, progress: Progress) -> Finding:
    """Find certificates; `BATCH_UNKNOWN`, `SEALED_VALUE`. An order without a criterion finds nothing."""
    wanted = _candidates(order, office)
    found = []
    for held in opened(office, entries_of(office.registry, wanted)):
        found.append(_found(order, office, held))
        if len(found) % _TELL_EVERY == 0:
            progress("find", len(found), len(wanted))
    return Finding(
        certificates=tuple(sorted(found, key=_place)), unknown=_unknown(order.numbers, office)
    )


def _unknown(numbers: tuple[str, ...], office: Office) -> tuple[str, ...]:
    known = office.registry.find_all(numbers)
    return tuple(n for n in numbers if n not in known or not is_published(known[n]))


def _candidates(order: FindOrder, office: Office) -> tuple[str, ...]:
    """List the present numbers for which every criterion holds."""
    kept: dict[str, None] | None = None
    for numbers in _by_criterion(order, office):
        some = dict.fromkeys(numbers)
        kept = some if kept is None else {number: None for number in kept if number in some}
    return tuple(kept or ())


def _by_criterion(order: FindOrder, office: Office) -> Iterator[Iterable[str]]:
    registry = office.registry
    if order.ending:
        yield registry.ending_between(*order.ending)
    for purpose, values in (
        ("person", order.identities),
        ("name", order.names),
        ("employer", order.employers),
    ):
        if values:
            digests = [office.vault.look_up(purpose, value) for value in values]
            found = registry.look_up(digests)
            yield [number for digest in digests for number in found.get(digest, ())]
    if order.batches:
        rows = (row.number for batch in order.batches for row in registry.rows(batch))
        yield [entry.number for entry in entries_of(registry, rows)]
    if order.numbers:
        yield [entry.number for entry in entries_of(registry, order.numbers)]


def _found(order: FindOrder, office: Office, held: Held) -> FoundCertificate:
    entry, newest, dossier = held.entry, held.newest, held.dossier
    until = newest.valid_until
    return FoundCertificate(
        number=entry.number,
        former_numbers=entry.former_numbers,
        kind=entry.kind,
        kind_name=office.catalogue.kind(entry.kind).name,
        name=dossier.name,
        identity_masked=mask_identity(dossier.identity_number),
        employer=dossier.employer,
        post=dossier.post,
        state=state_of(entry, order.day).value,
        medium=entry.medium.value,
        issued_on=newest.issued_on,
        valid_until=until,
        days_left=(until - order.day).days if until and entry.ended_by is None else None,
        revision=newest.revision,
        batch=newest.batch,
        trial=entry.trial,
        by_former=_by_former(order, held),
    )


def _by_former(order: FindOrder, held: Held) -> tuple[str, ...]:
    today = (
        ("number", order.numbers, held.entry.number),
        ("name", order.names, held.dossier.name),
        ("identity", order.identities, held.dossier.identity_number),
        ("employer", order.employers, held.dossier.employer),
    )
    return tuple(what for what, asked, value in today if asked and value not in asked)


def _place(found: FoundCertificate) -> tuple[date, str]:
    return found.valid_until or date.max, found.number
