"""A register of paper certificates is compared with the registry; nothing is changed.

Input: rosters as for `import_paper`. Output: one line per certificate of either side. Personal facts stay in
the sender's own rows: a line names fields that differ, not what they say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from jscert.certificates import Medium
from jscert.lifecycle.paper_rosters import read_papers
from jscert.presswork.holders import is_published, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jscert.certificates import Place, Rejection
    from jscert.lifecycle.orders import ActOrder
    from jscert.lifecycle.paper_rosters import Paper
    from jscert.presswork.holders import Held
    from jscert.presswork.office import Office, Progress
    from jscert.registry.interface import CertificateEntry
    from jscert.roster.limits import OrderRules


class Match(StrEnum):
    """How a certificate stands in both registers."""

    EQUAL = "equal"
    DIFFERENT = "different"
    NOT_REGISTERED = "not-registered"
    NOT_IN_ROSTER = "not-in-roster"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One certificate compared; `fields` are those that differ, `place` its row in the roster, if any."""

    number: str
    match: Match
    fields: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """The comparison; rows of the roster with faults could not be compared."""

    lines: tuple[Line, ...]
    rejections: tuple[Rejection, ...]
    warnings: tuple[Rejection, ...]

    @property
    def agrees(self) -> bool:
        """Tell whether both registers say the same."""
        return not self.rejections and all(line.match is Match.EQUAL for line in self.lines)


def reconcile(
    order: ActOrder, office: Office, rules: OrderRules, progress: Progress
) -> Reconciliation:
    """Compare rosters of paper certificates with the registry's."""
    found = read_papers(order, office, rules, progress)
    entries = office.registry.find_all([paper.number for paper in found.papers])
    held = opened(office, {e.number: e for e in entries.values() if is_published(e)}.values())
    known = {one.entry.number: one for one in held}
    lines = [_line(paper, entries.get(paper.number), known) for paper in found.papers]
    told = {entry.number for entry in entries.values()}
    return Reconciliation(
        lines=(*lines, *_untold(office, told)),
        rejections=found.rejections,
        warnings=found.warnings,
    )


def _line(paper: Paper, entry: CertificateEntry | None, known: Mapping[str, Held]) -> Line:
    place = paper.applicant.place
    if entry is None:
        return Line(number=paper.number, match=Match.NOT_REGISTERED, place=place)
    if entry.void_reason:
        return Line(number=paper.number, match=Match.VOID, place=place)
    held = known.get(entry.number)
    fields = tuple(_differences(paper, held)) if held else ()
    match = Match.DIFFERENT if fields else Match.EQUAL
    return Line(number=entry.number, match=match, fields=fields, place=place)


def _differences(paper: Paper, held: Held) -> Iterator[str]:
    one, entry, newest, dossier = paper.applicant, held.entry, held.newest, held.dossier
    pairs = {
        "name": (one.name, dossier.name),
        "identity_number": (one.identity_number, dossier.identity_number),
        "employer": (one.employer, dossier.employer),
        "post": (one.post, dossier.post),
        "kind": (one.kind, entry.kind),
        "first_issued_on": (paper.first_issued_on, entry.first_issued_on),
        "issued_on": (paper.issued_on, newest.issued_on),
        "valid_until": (paper.valid_until, newest.valid_until),
    }
    yield from (field for field, (told, known) in pairs.items() if told != known)


def _untold(office: Office, told: Sequence[str] | set[str]) -> Iterator[Line]:
    """List the registry's paper certificates in force that the rosters do not tell of."""
    for entry in office.registry.walk():
        if entry.medium is Medium.PAPER and entry.ended_by is None and entry.number not in told:
            yield Line(number=entry.number, match=Match.NOT_IN_ROSTER)
