"""The counters of `MemoryRegistry`: who may draw which serials."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.registry.interface import (
    STATUS_LIST_SIZE,
    STATUS_PLACES,
    STATUS_SCOPE,
    Draw,
    ScopeEntry,
    ScopeRule,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jscert.registry.interface import BatchOpening

STATUS = ScopeRule(
    scope=STATUS_SCOPE, first=0, last=STATUS_PLACES - 1, rule=f"lists of {STATUS_LIST_SIZE}"
)


@dataclass
class Counters:
    """Every counter by its scope; nothing is stored before `keep`."""

    entries: dict[str, ScopeEntry] = field(default_factory=dict)

    def listed(self) -> tuple[ScopeEntry, ...]:
        """List the counters by name."""
        return tuple(self.entries[scope] for scope in sorted(self.entries))

    def move(self, scope: str, given: int) -> None:
        """Move a counter forward."""
        entry = self.entries.get(scope)
        if entry is None:
            entry = ScopeEntry(scope=scope, first=0, last=given, rule="", given=given)
        self.entries[scope] = replace(entry, given=max(entry.given, given))

    def draw_for(self, opening: BatchOpening, places: int) -> Sequence[tuple[ScopeEntry, Draw]]:
        """Draw what the rows of a batch need, and that many status places."""
        rules = {rule.scope: rule for rule in opening.rules}
        scopes = [row.scope for row in opening.rows if row.scope]
        drawn = [self.draw(rules[scope], scopes.count(scope)) for scope in sorted(set(scopes))]
        return [*drawn, self.draw(STATUS, places)] if places else drawn

    def draw(self, rule: ScopeRule, count: int) -> tuple[ScopeEntry, Draw]:
        """Draw serials from a counter as it stands."""
        entry = self.entries.get(rule.scope)
        given = rule.first - 1
        if entry is not None:
            given = max(entry.given, given)
            frozen = (entry.rule, entry.first) != (rule.rule, rule.first) or rule.last < given
            if entry.rule and frozen:
                raise JscertError(Code.NUMBERING_FROZEN, scope=rule.scope)
        if given + count > rule.last:
            raise JscertError(Code.SERIAL_OVERFLOW, scope=rule.scope, last=rule.last)
        counter = ScopeEntry(
            scope=rule.scope,
            first=rule.first,
            last=rule.last,
            rule=rule.rule,
            given=given + count,
        )
        return counter, Draw(scope=rule.scope, first=given + 1, last=given + count)

    def keep(self, drawn: Sequence[tuple[ScopeEntry, Draw]]) -> tuple[Draw, ...]:
        """Store the counters as drawing left them, and list what was drawn."""
        self.entries |= {entry.scope: entry for entry, _ in drawn}
        return tuple(sorted((draw for _, draw in drawn), key=lambda draw: draw.scope))


def serials_of(drawn: Sequence[tuple[ScopeEntry, Draw]]) -> Mapping[str, Iterator[int]]:
    """Give the serials drawn, one after another, by scope."""
    return {draw.scope: iter(range(draw.first, draw.last + 1)) for _, draw in drawn}
