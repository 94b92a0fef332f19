"""From the registry's places to packed status lists: one word per place, as of a day.

- A place whose revision was never published says so, and so does every place nobody drew yet: a list must
  not vouch for what it does not know (a batch under way, one given up, one made after the list).
- An ended certificate's ending stands on all its revisions; 撤销, 吊销 and 注销 (转出 included) stay apart.
- Superseded is told until the printed end and then cleared: an expired paper needs no second no.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from jscert.certificates import Act
from jscert.sealing.status_list import LIST_SIZE, Status, pack_places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from jscert.registry.interface import StatusEntry

_ENDINGS = {
    Act.CANCEL: Status.CANCELLED,
    Act.TRANSFER_OUT: Status.CANCELLED,
    Act.ANNUL: Status.ANNULLED,
    Act.WITHDRAW: Status.WITHDRAWN,
}
_TOLD_EVERY = 10_000


def status_of(entry: StatusEntry, day: date) -> Status:
    """Say what a place says on a day."""
    if not entry.published:
        return Status.UNPUBLISHED
    if entry.ended_by is not None:
        return _ENDINGS[entry.ended_by]
    if entry.superseded and (entry.valid_until is None or day <= entry.valid_until):
        return Status.SUPERSEDED
    return Status.SUSPENDED if entry.suspended else Status.VALID


def pack_statuses(
    entries: Iterable[StatusEntry], day: date, report: Callable[[int], None]
) -> tuple[tuple[bytes, ...], Counter[Status]]:
    """Pack all lists up to the last place drawn (in order), and count what published places say."""
    lists: list[bytearray] = []
    counts: Counter[Status] = Counter()
    for seen, entry in enumerate(entries, start=1):
        number, index = divmod(entry.place, LIST_SIZE)
        while len(lists) <= number:
            lists.append(bytearray([Status.UNPUBLISHED]) * LIST_SIZE)
        status = status_of(entry, day)
        lists[number][index] = status
        counts[status] += 1
        if seen % _TOLD_EVERY == 0:
            report(seen)
    return tuple(map(pack_places, lists)), counts
