"""Exporting the bundle: trust, status and the number index in one signed zip for checkers' machines."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.certificates import Act
from jscert.durable import folder_errors, place_file
from jscert.errors import Code, JscertError
from jscert.publishing.deriving import Derivation
from jscert.publishing.editions import exporting, make_steadily, remember
from jscert.publishing.records import RecordStore, open_records
from jscert.publishing.status import MadeStatus, make_status, trust_bytes
from jscert.registry.interface import BatchState
from jscert.sealing.bundle import SALT_BYTES, records_of, shard_name
from jscert.sealing.bundle_archive import write_archive
from jscert.sealing.bundle_check import TRUST_NAME
from jscert.sealing.bundle_document import BUNDLE_NAME, BundleDocument, write_bundle_document

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from jscert.presswork import Office
    from jscert.presswork.office import Progress
    from jscert.registry.interface import ChainHead

SALT_NAME = "salt.bin"
_KEY_PURPOSE = "jscert-records/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleExport:
    """A bundle ready to be written; `derived` are the records this run had to derive."""

    document: BundleDocument
    derived: int
    data: bytes = field(repr=False)


def export_bundle(office: Office, progress: Progress) -> BundleExport:
    """Make the bundle of the registry's present state.

    1. The status key is in use, and no other export is under way.
    2. Every published certificate's record is at hand or derived, piece by piece, and kept: a stopped run
       goes on where it was.
    3. Status lists are made of the same state; if the state went on meanwhile, 2 and 3 begin again, with
       only what is new to be derived.
    4. Everything is named by digest in one signed document and packed.

    `STATUS_BATCH_WAITS`, `REGISTRY_*`, `KEY_*`, `SEALED_VALUE`, `FOLDER_*`.
    """
    with exporting(office) as own:  # 1
        salt = _salt(own)
        key = bytes.fromhex(office.vault.facts_digest(_KEY_PURPOSE, salt.hex()))
        derived = 0

        def make(head: ChainHead) -> tuple[MadeStatus, dict[str, bytes]]:
            nonlocal derived
            shards, fresh = _shards(office, salt, open_records(own, key), progress)  # 2
            derived += fresh
            return make_status(office, own, head, progress), shards  # 3

        status, shards = make_steadily(office, make)
        remember(own, status.signed)
        return _packed(office, salt, status, shards, derived)  # 4


def _shards(
    office: Office, salt: bytes, store: RecordStore, progress: Progress
) -> tuple[dict[str, bytes], int]:
    """Gather every record into its shard; gives the shards by name and how many were derived."""
    published = office.registry.batches(BatchState.PUBLISHED)
    founding = (Act.ISSUE, Act.IMPORT_PAPER)
    total = sum(entry.row_count for entry in published if entry.act in founding)
    gathered: dict[str, bytearray] = {}
    with closing(Derivation(office, salt, store)) as derivation:
        for record in derivation.records(progress, total):
            gathered.setdefault(shard_name(record), bytearray()).extend(record)
        shards = {name: _sorted(gathered[name]) for name in sorted(gathered)}
        return shards, derivation.derived


def _sorted(shard: bytearray) -> bytes:
    return b"".join(sorted(records_of(bytes(shard))))


def _packed(
    office: Office, salt: bytes, status: MadeStatus, shards: dict[str, bytes], derived: int
) -> BundleExport:
    trust = trust_bytes(office)
    document = BundleDocument(
        edition=status.index.edition,
        authority=office.keys.trust.fingerprint,
        trust_sha256=_digest(trust),
        status_sha256=_digest(status.signed),
        salt=salt,
        certificates=_count(shards.values()),
        shards={name: _digest(shard) for name, shard in shards.items()},
    )
    signed = write_bundle_document(document, office.keys.status)
    parts = {TRUST_NAME: trust, BUNDLE_NAME: signed, **status.files(), **shards}
    return BundleExport(document=document, derived=derived, data=write_archive(parts.items()))


def _count(shards: Iterable[bytes]) -> int:
    return sum(1 for shard in shards for _ in records_of(shard))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _salt(own: Path) -> bytes:
    """Give the authority's salt, drawn once; `KEY_UNREADABLE` if it was spoiled."""
    path = own / SALT_NAME
    if not path.exists():
        with folder_errors(path):
            place_file(path, secrets.token_bytes(SALT_BYTES), mode=0o600)
    try:
        salt = path.read_bytes()
    except OSError as fault:
        raise JscertError(Code.KEY_UNREADABLE, file=SALT_NAME) from fault
    if len(salt) != SALT_BYTES:
        raise JscertError(Code.KEY_UNREADABLE, file=SALT_NAME)
    return salt
