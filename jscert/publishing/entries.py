"""What the number index says of each certificate: its newest published revision, and who holds it.

The registry's facts come in the clear; name and tail are sealed in the payload of that revision. A newer
revision that is not published yet stands in front of it, and then the batch's own row is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jscert.presswork.dossier import open_dossier
from jscert.registry.interface import BatchState
from jscert.sealing.bundle import TAIL_LENGTH, BundleEntry, unlock_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jscert.identity import Vault
    from jscert.registry.interface import CertificateEntry, Registry, RevisionEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A certificate that answers look-ups. `payload` is b"" where a newer revision hides it."""

    number: str
    entry: BundleEntry
    batch: str
    row_key: str
    payload: bytes = field(repr=False)

    def mark(self) -> bytes:
        """Spell everything the record depends on; a published revision never changes its name or tail."""
        entry = self.entry
        facts = (
            self.number,
            self.batch,
            entry.kind,
            entry.medium,
            entry.revision,
            entry.status_list,
            entry.status_index,
            entry.issued_on,
            entry.valid_until,
        )
        return "\n".join(map(str, facts)).encode()


def published_certificates(registry: Registry) -> Iterator[Published]:
    """Walk every certificate that has a published revision, former numbers left out."""
    for certificate in registry.walk():
        answering = [
            one for one in certificate.revisions if one.batch_state is BatchState.PUBLISHED
        ]
        if answering:
            yield _published(certificate, answering[-1])


def with_payloads(registry: Registry, hidden: list[Published]) -> Iterator[Published]:
    """Find the payloads of certificates behind a newer revision: each batch is walked once."""
    by_batch: dict[str, dict[str, Published]] = {}
    for one in hidden:
        by_batch.setdefault(one.batch, {})[one.number] = one
    for batch, wanted in by_batch.items():
        for row in registry.rows(batch):
            if row.number in wanted:
                one = wanted[row.number]
                yield replace(one, row_key=row.row_key, payload=row.payload)


def phrase_of(one: Published, vault: Vault) -> bytes:
    """Open the payload and spell what the holder shows; `SEALED_VALUE`."""
    dossier = open_dossier(vault, one.payload, one.batch, one.row_key)
    return unlock_phrase(one.number, dossier.name, dossier.identity_number[-TAIL_LENGTH:])


def _published(certificate: CertificateEntry, revision: RevisionEntry) -> Published:
    kept = [one for one in certificate.revisions if one.batch_state is not BatchState.ABANDONED]
    is_newest = kept[-1].revision == revision.revision
    return Published(
        number=revision.number or certificate.number,
        entry=BundleEntry(
            kind=certificate.kind,
            medium=certificate.medium,
            revision=revision.revision,
            status_list=revision.status_list,
            status_index=revision.status_index,
            issued_on=revision.issued_on,
            valid_until=revision.valid_until,
        ),
        batch=revision.batch,
        row_key=certificate.row_key,
        payload=certificate.payload if is_newest else b"",
    )
