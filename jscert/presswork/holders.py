"""Certificates with what is kept of their holders, opened: for all that looks people up or hands out.

Input: registry entries. Output: each with its newest published revision and that revision's dossier. A
revision that is reserved and not published yet hides the published one's facts in the entry; they are then
read from the published batch itself, each batch once per bundle of entries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from jscert.presswork.dossier import open_dossier
from jscert.registry.interface import BatchState
from jscert.registry.standing import newest_revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jscert.presswork.dossier import Dossier
    from jscert.presswork.office import Office
    from jscert.registry.interface import CertificateEntry, Registry, RevisionEntry

T = TypeVar("T")

_TOGETHER = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A certificate, its newest published revision, and what that says of the holder."""

    entry: CertificateEntry
    newest: RevisionEntry
    dossier: Dossier = field(repr=False)


def entries_of(registry: Registry, numbers: Iterable[str]) -> Iterator[CertificateEntry]:
    """Look many numbers up, in order, each certificate once; unknown, void, unpublished ones are left out."""
    seen: set[str] = set()
    for some in _bundles(numbers):
        found = registry.find_all(some)
        for number in some:
            entry = found.get(number)
            if entry is None or entry.number in seen or not is_published(entry):
                continue
            seen.add(entry.number)
            yield entry


def is_published(entry: CertificateEntry) -> bool:
    """Tell whether a certificate answers look-ups."""
    if entry.void_reason:
        return False
    return any(one.batch_state is BatchState.PUBLISHED for one in entry.revisions)


def opened(office: Office, entries: Iterable[CertificateEntry]) -> Iterator[Held]:
    """Open what is kept of the holders, in order; entries must be published. `SEALED_VALUE`."""
    for some in _bundles(entries):
        newest = [newest_revision(entry) for entry in some]
        hidden = {
            (one.batch, one.number): None
            for entry, one in zip(some, newest, strict=True)
            if _is_hidden(entry, one)
        }
        found = _found(office.registry, hidden)
        for entry, one in zip(some, newest, strict=True):
            payload, row_key = found.get((one.batch, one.number), (entry.payload, entry.row_key))
            dossier = open_dossier(office.vault, payload, one.batch, row_key)
            yield Held(entry=entry, newest=one, dossier=dossier)


def _is_hidden(entry: CertificateEntry, newest: RevisionEntry) -> bool:
    """Tell whether the entry's payload is that of a revision newer than the published one."""
    kept = [one for one in entry.revisions if one.batch_state is not BatchState.ABANDONED]
    return max(one.revision for one in kept) != newest.revision


def _found(
    registry: Registry, hidden: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[bytes, str]]:
    wanted: dict[str, set[str]] = {}
    for batch, number in hidden:
        wanted.setdefault(batch, set()).add(number)
    return {
        (batch, row.number): (row.payload, row.row_key)
        for batch, numbers in wanted.items()
        for row in registry.rows(batch)
        if row.number in numbers
    }


def _bundles(items: Iterable[T]) -> Iterator[Sequence[T]]:
    rest = iter(items)
    while some := tuple(islice(rest, _TOGETHER)):
        yield some
