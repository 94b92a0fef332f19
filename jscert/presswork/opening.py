"""Opening a batch: what the orders of issuing, acts and imports make durable in the same way.

An order begins an opening, fills in its rows and reserves it: tx1, then the line in numbers.log. After
them the batch can be finished from the registry and its spool alone. Not here: which rows and numbers.
"""

from __future__ import annotations

import secrets
from datetime import UTC
from typing import TYPE_CHECKING

from jscert.registry.interface import BatchOpening, ScopeRule
from jscert.registry.journal import append_reservation

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from jscert.certificates import Act
    from jscert.families.family import Kind
    from jscert.presswork.office import Office
    from jscert.registry.interface import NewRow


def begin_opening(office: Office, act: Act, dated_on: date, ground: str) -> BatchOpening:
    """Name a new batch (date and chance, never its rows) and say who orders it, when and why; no rows yet."""
    return BatchOpening(
        batch=f"{dated_on:%Y%m%d}-{secrets.token_hex(4)}",
        act=act,
        opened_at=office.clock().astimezone(UTC).replace(microsecond=0),
        dated_on=dated_on,
        settings_digest=office.settings_digest,
        trial=office.keys.trial,
        spool_sha256="",
        rules=(),
        rows=(),
        ground=ground,
        clerk=office.clerk,
    )


def counter_of(kind: Kind, *, issued_on: date, city_code: str, post_code: str) -> ScopeRule:
    """Name the counter that numbers such a certificate, as the registry keeps it."""
    scope = kind.scope_rule(issued_on=issued_on, city_code=city_code, post_code=post_code)
    return ScopeRule(scope=scope.scope, first=scope.first, last=scope.last, rule=scope.rule)


def reserve_batch(
    office: Office, opening: BatchOpening, write_number: Callable[[NewRow, int], str]
) -> None:
    """Make an opening durable (tx1), then the line of what it drew; `REGISTRY_*`, `NUMBERING_FROZEN`."""
    office.registry.open_batch(opening, write_number)
    entry = office.registry.batch(opening.batch)
    if entry.draws:
        append_reservation(office.home, entry)
