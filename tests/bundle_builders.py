"""Builders of small bundles: lists, indexes and records of a few invented holders, signed for real."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from jscert.certificates import Medium
from jscert.sealing.bundle import (
    SALT_BYTES,
    BundleEntry,
    derive_keys,
    records_of,
    seal_entry,
    shard_name,
    unlock_phrase,
)
from jscert.sealing.bundle_archive import write_archive
from jscert.sealing.bundle_document import BundleDocument, write_bundle_document
from jscert.sealing.editions import Edition
from jscert.sealing.status_index import StatusIndex, list_name, write_status_index
from jscert.sealing.status_list import (
    LIST_SIZE,
    Status,
    StatusList,
    pack_places,
    write_status_list,
)
from jscert.sealing.trust import write_trust
from tests.sealing_builders import authority, trust_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jscert.sealing.signer import Signer
    from jscert.sealing.trust import TrustFile

ISSUED_AT = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
EXPIRES_AT = ISSUED_AT + timedelta(days=30)
SALT = bytes(range(SALT_BYTES))
NUMBER, NAME, TAIL = "苏建安A(2026)0100001", "王䶮", "07202X"


def edition(**changes: Any) -> Edition:
    """Make an edition."""
    usual: dict[str, Any] = {
        "version": 7,
        "event_sha256": "ee" * 32,
        "issued_at": ISSUED_AT,
        "expires_at": EXPIRES_AT,
    }
    return Edition(**{**usual, **changes})


def packed(places: Mapping[int, Status] | None = None) -> bytes:
    """Pack a list in which these places say something and all others are not published."""
    values = bytearray([Status.UNPUBLISHED]) * LIST_SIZE
    for index, status in (places or {}).items():
        values[index] = status
    return pack_places(values)


def status_list(places: Mapping[int, Status] | None = None, **changes: Any) -> StatusList:
    """Make list 0 of the trial authority."""
    usual: dict[str, Any] = {
        "authority": trust_file().fingerprint,
        "number": 0,
        "issued_at": ISSUED_AT,
        "expires_at": EXPIRES_AT,
        "packed": packed(places),
    }
    return StatusList(**{**usual, **changes})


def entry(**changes: Any) -> BundleEntry:
    """Make what a record says of the usual certificate."""
    usual: dict[str, Any] = {
        "kind": "safety-a",
        "medium": Medium.ELECTRONIC,
        "revision": 1,
        "status_list": 0,
        "status_index": 7,
        "issued_on": date(2026, 11, 22),
        "valid_until": date(2029, 11, 22),
    }
    return BundleEntry(**{**usual, **changes})


def record(number: str = NUMBER, name: str = NAME, tail: str = TAIL, **changes: Any) -> bytes:
    """Seal the record of a holder."""
    return seal_entry(entry(**changes), derive_keys(unlock_phrase(number, name, tail), SALT))


def shards(*records: bytes) -> dict[str, bytes]:
    """Put records into their shards."""
    gathered: dict[str, bytes] = {}
    for one in records:
        gathered[shard_name(one)] = gathered.get(shard_name(one), b"") + one
    return {name: b"".join(sorted(records_of(shard))) for name, shard in gathered.items()}


def parts(**changes: Any) -> dict[str, bytes]:
    """Make the parts of a bundle that agree with each other, as far as no change says otherwise.

    `edition`, `trust` (and its root), `places` of list 0, `records`, `signer`; `document` and `status` are
    fields of the two indexes to be written instead of the right ones.
    """
    trust: TrustFile = changes.get("trust", trust_file())
    signer: Signer = changes.get("signer", authority()["status"])
    when: Edition = changes.get("edition", edition())
    instants = {"issued_at": when.issued_at, "expires_at": when.expires_at}
    places = changes.get("places", {7: Status.VALID})
    lists = [write_status_list(status_list(places, **instants), signer)]
    numbers = shards(*changes.get("records", (record(),)))
    fields = {"edition": when, "authority": trust.fingerprint}
    status = write_status_index(
        StatusIndex(
            **{
                **fields,
                "predecessor": "",
                "lists": tuple(map(digest, lists)),
                **changes.get("status", {}),
            }
        ),
        signer,
    )
    trust_data = write_trust(trust, authority(trust.nature)["root"])
    document = BundleDocument(
        **{
            **fields,
            "trust_sha256": digest(trust_data),
            "status_sha256": digest(status),
            "salt": SALT,
            "certificates": sum(1 for shard in numbers.values() for _ in records_of(shard)),
            "shards": {name: digest(shard) for name, shard in numbers.items()},
            **changes.get("document", {}),
        }
    )
    return {
        "trust.json": trust_data,
        "bundle.json": write_bundle_document(document, signer),
        **{list_name(place): data for place, data in enumerate(lists)},
        "status.json": status,
        **numbers,
    }


def bundle(**changes: Any) -> bytes:
    """Make a bundle (see `parts`)."""
    return write_archive(parts(**changes).items())


def digest(data: bytes) -> str:
    """Give the hex SHA-256."""
    return hashlib.sha256(data).hexdigest()
