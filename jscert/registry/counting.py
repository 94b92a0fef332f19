"""Who gets which serial, and who may not get one: the rules of tx1, over values. Pure.

Counters come in as they stand under the write lock and go out as they are to be stored. A counter
whose rule is "" was only moved (`move_counter`): the first reservation freezes rule and range.
Not here: tables, transactions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jscert.certificates import STANDING_ACTS, Act
from jscert.errors import Code, JscertError
from jscert.registry.interface import (
    STATUS_LIST_SIZE,
    STATUS_PLACES,
    STATUS_SCOPE,
    BatchState,
    Draw,
    ScopeEntry,
    ScopeRule,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from jscert.registry.interface import BatchOpening, Holding, NewRow

STATUS_RULE = ScopeRule(
    scope=STATUS_SCOPE, first=0, last=STATUS_PLACES - 1, rule=f"lists of {STATUS_LIST_SIZE}"
)

NUMBERING_ACTS = frozenset({Act.ISSUE, Act.RENUMBER})
"""Acts that give every row a number of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a batch draws: a serial per row (0 for rows that draw none), status places, counters after."""

    serials: tuple[int, ...]
    first_place: int
    scopes: tuple[ScopeEntry, ...]
    draws: tuple[Draw, ...]


def next_serials(rules: Sequence[ScopeRule], entries: Iterable[ScopeEntry]) -> Mapping[str, int]:
    """Tell each scope's next serial; `NUMBERING_FROZEN`, `SERIAL_OVERFLOW` where none is left."""
    known = {entry.scope: entry for entry in entries}
    counters = [_counter(rule, known.get(rule.scope)) for rule in rules]
    for counter in counters:
        _draw(counter, 1)
    return {counter.scope: counter.given + 1 for counter in counters}


def count_serials(opening: BatchOpening, entries: Iterable[ScopeEntry]) -> Counted:
    """Draw a serial for every row with a scope, and a status place for every row that is a revision."""
    known = {entry.scope: entry for entry in entries}
    rules = {rule.scope: rule for rule in opening.rules}
    wanted: dict[str, int] = {}
    offsets = []
    for row in opening.rows:
        offset = wanted.get(row.scope, 0)
        offsets.append(offset)
        wanted[row.scope] = offset + 1
    wanted.pop("", None)
    counters = {scope: _counter(rules[scope], known.get(scope)) for scope in wanted}
    if opening.rows and opening.act not in STANDING_ACTS:
        counters[STATUS_SCOPE] = _counter(STATUS_RULE, known.get(STATUS_SCOPE))
        wanted[STATUS_SCOPE] = len(opening.rows)
    drawn = [_draw(counters[scope], count) for scope, count in sorted(wanted.items())]
    first = {draw.scope: draw.first for draw in drawn}
    return Counted(
        serials=tuple(
            first[row.scope] + offset if row.scope else 0
            for row, offset in zip(opening.rows, offsets, strict=True)
        ),
        first_place=first.get(STATUS_SCOPE, 0),
        scopes=tuple(replace(counters[draw.scope], given=draw.last) for draw in drawn),
        draws=tuple(drawn),
    )


def require_numbering(opening: BatchOpening) -> None:
    """Demand (ValueError) a counter of every row that is to get a number, and of no other.

    The others, certificates there are and paper ones, bring their numbers.
    """
    for row in opening.rows:
        if bool(row.scope) is not (opening.act in NUMBERING_ACTS):
            raise ValueError("a row names a counter if its act gives numbers, and only then")
        if bool(row.number) is (opening.act is Act.ISSUE):
            raise ValueError("a row brings its number if it is not a new one, and only then")


def refuse_doubled_rows(rows: Sequence[NewRow]) -> None:
    """Refuse (`REGISTRY_CONFLICT`) a batch that names the same row twice."""
    seen: set[str] = set()
    for row in rows:
        if row.row_key in seen:
            place = f"{row.place.sheet}:{row.place.row}"
            raise JscertError(Code.REGISTRY_CONFLICT, number=place, batch="")
        seen.add(row.row_key)


def refuse_held(holdings: Iterable[Holding], dated_on: date) -> None:
    """Refuse (`REGISTRY_CONFLICT`) rows reserved in an unfinished batch or in force on a day."""
    for holding in holdings:
        if is_reserved_or_in_force(holding, dated_on):
            raise JscertError(Code.REGISTRY_CONFLICT, number=holding.number, batch=holding.batch)


def is_reserved_or_in_force(holding: Holding, day: date) -> bool:
    """Tell whether a holding (not voided) keeps its row from a new certificate on a day."""
    if holding.batch_state is not BatchState.PUBLISHED:
        return True
    expired = holding.valid_until is not None and holding.valid_until < day
    return holding.ended_by is None and not expired


def _counter(rule: ScopeRule, entry: ScopeEntry | None) -> ScopeEntry:
    """Join a rule and the counter as it stands; `NUMBERING_FROZEN` if they are not the same rule."""
    if entry is None or not entry.rule:
        given = rule.first - 1 if entry is None else max(entry.given, rule.first - 1)
        return ScopeEntry(
            scope=rule.scope, first=rule.first, last=rule.last, rule=rule.rule, given=given
        )
    if (entry.rule, entry.first) != (rule.rule, rule.first) or rule.last < entry.given:
        raise JscertError(
            Code.NUMBERING_FROZEN,
            scope=rule.scope,
            frozen=f"{entry.rule} {entry.first}–{entry.last}",
            wanted=f"{rule.rule} {rule.first}–{rule.last}",
        )
    return replace(entry, last=rule.last)


def _draw(counter: ScopeEntry, count: int) -> Draw:
    last = counter.given + count
    if last > counter.last:
        raise JscertError(
            Code.SERIAL_OVERFLOW,
            scope=counter.scope,
            last=counter.last,
            left=max(0, counter.last - counter.given),
            needed=count,
            serial=last,
        )
    return Draw(scope=counter.scope, first=counter.given + 1, last=last)
