"""The index of a bundle: what its parts are, each by its digest, signed for status.

Payload `jscert-bundle/1` in a DSSE envelope of its own payload type (`documents`)::

    {"authority", "certificates", "event_sha256", "expires_at", "format", "issued_at",
     "kdf": {"hash": "SHA-256", "name": "PBKDF2", "rounds": 30000, "salt": hex},
     "shards": {"numbers/000.bin": SHA-256, …}, "status_sha256", "trust_sha256", "version"}

Shards that hold nothing are left out. The salt is the authority's own and stays the same, so that a
record once derived serves every later bundle. Reading asks what `editions` asks, and that rounds and
salt are what this version derives with. Not here: records (`bundle`), zips (`bundle_archive`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jscert.sealing.bundle import ROUNDS, SALT_BYTES
from jscert.sealing.documents import BUNDLE, sign_document
from jscert.sealing.editions import Edition, edition_fields, edition_from, open_edition
from jscert.sealing.envelopes import canonical_json
from jscert.sealing.purposes import Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jscert.sealing.signer import Signer
    from jscert.sealing.trust import TrustFile

BUNDLE_FORMAT = "jscert-bundle/1"
BUNDLE_NAME = "bundle.json"
_SHARD = re.compile(r"numbers/[0-9a-f]{3}\.bin")


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleDocument:
    """The index of one edition; `shards` gives the SHA-256 (hex) of every shard by its name."""

    edition: Edition
    authority: str
    trust_sha256: str
    status_sha256: str
    salt: bytes
    certificates: int
    shards: Mapping[str, str]


def write_bundle_document(document: BundleDocument, signer: Signer) -> bytes:
    """Write and sign an index."""
    return sign_document(Purpose.STATUS, _payload(document), signer, about=BUNDLE)


def read_bundle_document(data: bytes, trust: TrustFile) -> BundleDocument:
    """Read an index; `DOCUMENT_UNREADABLE`, `DOCUMENT_SIGNATURE`."""
    return open_edition((data, BUNDLE), trust, _document_from, _payload)


def _payload(document: BundleDocument) -> bytes:
    kdf = {"name": "PBKDF2", "hash": "SHA-256", "rounds": ROUNDS, "salt": document.salt.hex()}
    return canonical_json(
        {
            "format": BUNDLE_FORMAT,
            "authority": document.authority,
            "trust_sha256": document.trust_sha256,
            "status_sha256": document.status_sha256,
            "kdf": kdf,
            "certificates": document.certificates,
            "shards": dict(document.shards),
            **edition_fields(document.edition),
        }
    )


def _document_from(fields: dict[str, Any]) -> BundleDocument:
    salt = bytes.fromhex(fields["kdf"]["salt"])
    certificates, shards = fields["certificates"], fields["shards"]
    if (
        fields["format"] != BUNDLE_FORMAT
        or len(salt) != SALT_BYTES
        or type(certificates) is not int
    ):
        raise ValueError("fields of a bundle")
    if not all(_SHARD.fullmatch(name) for name in shards):
        raise ValueError("names of shards")
    return BundleDocument(
        edition=edition_from(fields),
        authority=fields["authority"],
        trust_sha256=fields["trust_sha256"],
        status_sha256=fields["status_sha256"],
        salt=salt,
        certificates=certificates,
        shards=shards,
    )
