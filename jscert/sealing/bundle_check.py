"""Checking a whole bundle before any of it is relied upon.

Given an opened zip and a trust file that counts (the one in the zip, after `trust_store.examine`):

1. `bundle.json` is signed for status by a listed signer, in its one spelling;
2. it names the `trust.json` and the `status.json` that lie beside it, by digest;
3. `status.json` is signed likewise and is of the same edition;
4. every list it names is there, with its digest, its signature, its number and the edition's instants;
5. every shard is there, with its digest: whole records in order, each in the shard it belongs to, and as
   many as the index says;
6. nothing else is there.

What the caller must still do: refuse to go back (`editions`), judge age and expiry. Not here: storing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.sealing.bundle import LOCATOR_BYTES, RECORD_BYTES, records_of, shard_name
from jscert.sealing.bundle_document import BUNDLE_NAME, BundleDocument, read_bundle_document
from jscert.sealing.status_index import STATUS_NAME, StatusIndex, list_name, read_status_index
from jscert.sealing.status_list import read_status_list

if TYPE_CHECKING:
    from jscert.sealing.bundle_archive import BundleArchive
    from jscert.sealing.status_list import StatusList
    from jscert.sealing.trust import TrustFile

TRUST_NAME = "trust.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBundle:
    """What a bundle holds, proved; `trust_data` and `signed` are the bytes of its two documents."""

    trust: TrustFile
    trust_data: bytes = field(repr=False)
    document: BundleDocument
    signed: bytes = field(repr=False)
    status: StatusIndex


def check_bundle(archive: BundleArchive, trust: TrustFile) -> CheckedBundle:
    """Check a bundle by rules 1-6; `BUNDLE_UNREADABLE`, `STATUS_LIST_UNREADABLE`, `DOCUMENT_*`."""
    trust_data, signed = archive.read(TRUST_NAME), archive.read(BUNDLE_NAME)
    document = read_bundle_document(signed, trust)  # (1)
    _require(digest_of(trust_data) == document.trust_sha256, TRUST_NAME)  # (2)
    status = bundle_status(archive, document, trust)  # (2) (3)
    lists = {list_name(number) for number in range(len(status.lists))}
    for number in range(len(status.lists)):
        bundle_list(archive, status, number, trust)  # (4)
    count = sum(_check_shard(archive, name, document) for name in document.shards)  # (5)
    _require(count == document.certificates, "number of certificates")
    named = {TRUST_NAME, BUNDLE_NAME, STATUS_NAME, *lists, *document.shards}
    _require(archive.names == named, "parts nobody named")  # (6)
    return CheckedBundle(
        trust=trust, trust_data=trust_data, document=document, signed=signed, status=status
    )


def bundle_status(
    archive: BundleArchive, document: BundleDocument, trust: TrustFile
) -> StatusIndex:
    """Read a bundle's status index by rules 2 and 3."""
    data = archive.read(STATUS_NAME)
    _require(digest_of(data) == document.status_sha256, STATUS_NAME)
    status = read_status_index(data, trust)
    _require(status.edition == document.edition, "two editions")
    return status


def bundle_list(
    archive: BundleArchive, status: StatusIndex, number: int, trust: TrustFile
) -> StatusList:
    """Read one of a bundle's status lists by rule 4."""
    name = list_name(number)
    data = archive.read(name)
    _require(digest_of(data) == status.lists[number], name)
    status_list = read_status_list(data, trust)
    edition = status.edition
    instants = (status_list.issued_at, status_list.expires_at)
    same = instants == (edition.issued_at, edition.expires_at) and status_list.number == number
    _require(same, name)
    return status_list


def bundle_shard(archive: BundleArchive, document: BundleDocument, name: str) -> bytes:
    """Read one of a bundle's shards, by its digest; b"" for one that holds nothing."""
    if name not in document.shards:
        return b""
    shard = archive.read(name)
    _require(digest_of(shard) == document.shards[name], name)
    return shard


def digest_of(data: bytes) -> str:
    """Give the hex SHA-256 of a part."""
    return hashlib.sha256(data).hexdigest()


def _check_shard(archive: BundleArchive, name: str, document: BundleDocument) -> int:
    shard = bundle_shard(archive, document, name)
    locators = [record[:LOCATOR_BYTES] for record in records_of(shard)]
    whole = len(shard) % RECORD_BYTES == 0 and bool(locators)
    _require(whole and sorted(set(locators)) == locators, name)
    _require({shard_name(locators[0]), shard_name(locators[-1])} == {name}, name)
    return len(locators)


def _require(holds: bool, reason: str) -> None:  # noqa: FBT001 - the one thing it asks
    if not holds:
        raise JscertError(Code.BUNDLE_UNREADABLE, reason=reason)
