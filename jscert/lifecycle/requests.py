"""Rosters and numbers become requests: one certificate each, named by its number.

Input: an order. Output: `Requested`. Rows are matched by certificate number alone, never by who a person is.
Not here: whether a certificate exists or an act is allowed (`planning`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.certificates import Place, Rejection
from jscert.errors import Code, JscertError
from jscert.lifecycle.orders import GROUND_NEEDED, Request
from jscert.numbering import number_key
from jscert.presswork.settling import check_ground, clean_ground
from jscert.roster import columns
from jscert.roster.cells import tidy
from jscert.roster.files import read_rosters
from jscert.roster.names import hide_numbers
from jscert.roster.reading import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jscert.families.catalogue import Catalogue
    from jscert.lifecycle.orders import ActOrder
    from jscert.presswork.office import Progress
    from jscert.roster.limits import OrderRules
    from jscert.roster.reading import RosterReading, RosterRow


_GROUND_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """What was asked, in order, and the faults and remarks of reading it."""

    requests: tuple[Request, ...]
    rejections: tuple[Rejection, ...]
    warnings: tuple[Rejection, ...]


def read_requests(
    order: ActOrder, catalogue: Catalogue, rules: OrderRules, progress: Progress
) -> Requested:
    """Read all rosters and numbers of an order; raises what reading rosters raises."""
    readings = []
    for done, roster in enumerate(read_rosters(order.rosters), 1):
        readings.append(
            rows_of(roster, catalogue, synonyms=rules.synonyms, needed=columns.BY_NUMBER)
        )
        progress("read", done, len(order.rosters))
    asked = (*_of_rosters(readings, order, catalogue), *_of_numbers(order, catalogue))
    faults = [fault for reading in readings for fault in reading.rejections]
    faults += _faults(asked, order)
    faulty = {fault.place for fault in faults}
    return Requested(
        requests=tuple(request for request in asked if request.place not in faulty),
        rejections=tuple(faults),
        warnings=tuple(remark for reading in readings for remark in reading.warnings),
    )


def _of_rosters(
    readings: Sequence[RosterReading], order: ActOrder, catalogue: Catalogue
) -> Iterator[Request]:
    for reading in readings:
        for sheet in reading.sheets:
            for row in () if sheet.blocked else sheet.rows:
                number, readable = _canonical(row.text(columns.NUMBER), catalogue)
                yield Request(
                    place=row.place,
                    number=number,
                    readable=readable,
                    ground=clean_ground(row.text(columns.GROUND)) or order.ground,
                    row=row,
                    header=sheet.header,
                    pictures=reading.pictures,
                )


def _of_numbers(order: ActOrder, catalogue: Catalogue) -> Iterator[Request]:
    for place, text in enumerate(order.numbers, 1):
        number, readable = _canonical(text, catalogue)
        yield Request(
            place=Place(roster="", sheet="", row=place),
            number=number,
            readable=readable,
            ground=order.ground,
        )


def _canonical(text: str, catalogue: Catalogue) -> tuple[str, bool]:
    """Spell a number canonically; what nobody can read may still be a paper's number, kept as it is."""
    try:
        return catalogue.read_number(text).number, True
    except JscertError:
        return tidy(text), False


def _faults(asked: Sequence[Request], order: ActOrder) -> list[Rejection]:
    faults: list[Rejection] = []
    first: dict[str, Request] = {}
    for request in asked:
        if not request.number:
            faults.append(fault_of(request, Code.ACT_NUMBER_MISSING))
            continue
        other = first.setdefault(number_key(request.number), request)
        if other is not request:
            faults.append(fault_of(request, Code.ACT_NUMBER_DOUBLE, other=place_of(other)))
        elif order.act in GROUND_NEEDED and not request.ground.strip():
            faults.append(fault_of(request, Code.ACT_GROUND_MISSING, act=order.act.value))
        else:
            faults += _faults_of_ground(request)
    return faults


def _faults_of_ground(request: Request) -> Iterator[Rejection]:
    try:
        check_ground(request.ground)
    except JscertError as fault:
        facts = {name: str(fact) for name, fact in fault.facts.items()}
        facts.setdefault("shown", f"{request.ground[:_GROUND_SHOWN]}…")
        yield fault_of(request, fault.code, columns.GROUND, **facts)


def fault_of(request: Request, code: Code, at: str = columns.NUMBER, **facts: str) -> Rejection:
    """Note a fault of a request in the cell of a field, by its number where the roster has no such column."""
    row: RosterRow | None = request.row
    number = request.number if request.readable else hide_numbers(request.number)
    shown = facts.get("shown", number)
    return Rejection(
        place=request.place,
        column="" if row is None else row.letter(at) or row.letter(columns.NUMBER),
        code=code,
        shown=shown,
        facts={"number": number, **facts, "shown": shown},
    )


def place_of(request: Request) -> str:
    """Write where a request stands: `roster.xlsx [Sheet1]!7`, or which number of the command line it is."""
    place = request.place
    return f"{place.roster} [{place.sheet}]!{place.row}" if place.roster else str(place.row)
