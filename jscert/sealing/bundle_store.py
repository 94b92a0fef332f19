"""Where a checker's machine keeps the newest bundle: one zip beside its root's trust file.

`import_bundle` takes a bundle in only when all of this holds, and changes nothing otherwise:

1. its zip opens (`bundle_archive`) and its trust file is one the store would take (`trust_store`);
2. the whole bundle is proved against that trust file (`bundle_check`);
3. it does not lead back behind the bundle at hand (`editions`).

What is stored is proved again each time it is used, part by part, against the trust file of that day.
Not here: age and expiry, verdicts.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from jscert.durable import folder_errors, place_file
from jscert.errors import JscertError
from jscert.sealing.bundle import find_record, shard_name
from jscert.sealing.bundle_archive import BundleArchive, opened_archive
from jscert.sealing.bundle_check import (
    TRUST_NAME,
    CheckedBundle,
    bundle_list,
    bundle_shard,
    bundle_status,
    check_bundle,
)
from jscert.sealing.bundle_document import BUNDLE_NAME, BundleDocument, read_bundle_document
from jscert.sealing.editions import refuse_going_back

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jscert.sealing.status_list import StatusList
    from jscert.sealing.trust import TrustFile
    from jscert.sealing.trust_store import TrustStore


def import_bundle(store: TrustStore, data: bytes, fingerprint: str | None = None) -> CheckedBundle:
    """Take a bundle in by rules 1-3; `BUNDLE_UNREADABLE`, `TRUST_*`, `EDITION_ROLLED_BACK`, `FOLDER_*`."""
    with opened_archive(data) as archive:
        trust = store.examine(archive.read(TRUST_NAME), fingerprint)  # (1)
        checked = check_bundle(archive, trust)  # (2)
    path = store.bundle_path(trust.fingerprint)
    held = _held(path, (store.held(trust.fingerprint), trust))
    if held is not None:
        document, signed = held
        same = signed == checked.signed
        refuse_going_back(document.edition, checked.document.edition, same_bytes=same)  # (3)
    store.import_file(checked.trust_data, fingerprint)
    with folder_errors(path):
        place_file(path, data)
    return checked


class StoredBundle:
    """A stored bundle, opened: its parts are proved as they are asked for."""

    def __init__(self, archive: BundleArchive, trust: TrustFile) -> None:
        self._archive = archive
        self._trust = trust
        self.document: BundleDocument = read_bundle_document(archive.read(BUNDLE_NAME), trust)
        self._status = bundle_status(archive, self.document, trust)

    def status_list(self, number: int) -> StatusList | None:
        """Give a status list; None for one this edition does not have."""
        if not 0 <= number < len(self._status.lists):
            return None
        return bundle_list(self._archive, self._status, number, self._trust)

    def record(self, locator: bytes) -> bytes | None:
        """Give the record at a locator."""
        shard = bundle_shard(self._archive, self.document, shard_name(locator))
        return find_record(shard, locator)


@contextmanager
def opened_bundle(path: Path, trust: TrustFile) -> Iterator[StoredBundle | None]:
    """Open a stored bundle; None where there is none. `BUNDLE_UNREADABLE`, `DOCUMENT_*`."""
    if not path.is_file():
        yield None
        return
    with opened_archive(path) as archive:
        yield StoredBundle(archive, trust)


def _held(path: Path, trusts: tuple[TrustFile | None, ...]) -> tuple[BundleDocument, bytes] | None:
    """Read the index at hand with the trust it came with; a spoiled bundle must not bar its successor."""
    for trust in trusts:
        if trust is None or not path.is_file():
            continue
        try:
            with opened_archive(path) as archive:
                signed = archive.read(BUNDLE_NAME)
            return read_bundle_document(signed, trust), signed
        except JscertError:
            continue
    return None
