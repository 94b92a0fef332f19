"""The trust file: whose signatures count, for what, and when their keys were in use.

Promise: what comes out of `read_trust` was signed by the root whose fingerprint the checker knows, and
agrees with the certificates it lists. A certificate authority's name alone is never an anchor.
Fingerprint: hex SHA-256 of the root certificate (DER). `read_trust` goes through these steps:

1. the envelope is a DSSE envelope of type trust, in canonical form;
2. the payload is `jscert-trust/1` in canonical form;
3. the root certificate in it has the fingerprint asked for (where one is given);
4. the envelope's signature is the root's;
5. the nature (trial, own root, licensed) agrees with the one inside the root's certificate and inside
   every listed certificate; only a licensed authority lists certificates that carry none, for PDF and
   manifest;
6. each signer's digest and key-use period agree with its certificate.

Versions count up and name their predecessor; refusing to go back is the store's task (`trust_store`).
What the caller must still do: judge `expires_at`, and a signer's period against the sealing instant.
Not here: private keys, files, verdicts.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from jscert.errors import Code, JscertError
from jscert.sealing.envelopes import Envelope, canonical_json, pack, unpack
from jscert.sealing.public_keys import signature_holds
from jscert.sealing.purposes import Purpose
from jscert.sealing.signing_certificate import NatureKind, SigningCertificate, read_certificate

if TYPE_CHECKING:
    from jscert.sealing.signer import Signer

TRUST_FORMAT = "jscert-trust/1"
TRUST_PAYLOAD_TYPE = "application/vnd.jscert.trust+json"
_LICENSED_PURPOSES = frozenset({Purpose.PDF, Purpose.MANIFEST})
_KID_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSigner:
    """A signer the trust file lists. `not_before … not_after`: when its key was in use (aware UTC)."""

    sha256: str
    certificate: bytes
    purposes: frozenset[Purpose]
    not_before: datetime
    not_after: datetime
    authority: str
    trial: bool

    @property
    def facts(self) -> SigningCertificate:
        """Read the certificate (cached)."""
        return read_certificate(self.certificate)

    def in_use(self, at: datetime) -> bool:
        """Tell whether the key was in use at an instant."""
        return self.not_before <= at <= self.not_after

    def signed(self, signature: bytes, message: bytes) -> bool:
        """Tell whether a signature over a message is this signer's."""
        return signature_holds(self.facts, signature, message)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustFile:
    """A trust file that was read and agrees with itself. `predecessor`: hex SHA-256 or ""."""

    version: int
    authority: str
    nature: NatureKind
    created_at: datetime
    expires_at: datetime
    predecessor: str
    root: bytes
    signers: tuple[ListedSigner, ...]

    @property
    def trial(self) -> bool:
        """Tell whether this is a trial authority's."""
        return self.nature is NatureKind.TRIAL

    @property
    def fingerprint(self) -> str:
        """Give the root certificate's hex SHA-256, which a checker compares out of band."""
        return _sha256(self.root)

    def expired(self, at: datetime) -> bool:
        """Tell whether the file is too old to be relied upon at an instant."""
        return at >= self.expires_at

    def find(self, certificate: bytes, purpose: Purpose | None = None) -> ListedSigner | None:
        """Find a signer by its certificate, among those who may sign for `purpose` where one is given."""
        return self.find_sha256(_sha256(certificate), purpose)

    def find_sha256(self, sha256: str, purpose: Purpose | None = None) -> ListedSigner | None:
        """Find a signer by the hex SHA-256 of its certificate."""
        for signer in self.signers:
            if signer.sha256 == sha256 and (purpose is None or purpose in signer.purposes):
                return signer
        return None

    def find_kid(self, kid: bytes, purpose: Purpose) -> ListedSigner | None:
        """Find a signer by the first 8 bytes of that digest, as tokens carry them."""
        wanted = kid.hex()
        for signer in self.signers:
            if signer.sha256[: 2 * _KID_BYTES] == wanted and purpose in signer.purposes:
                return signer
        return None


def kid_of(certificate: bytes) -> bytes:
    """Give the key identifier that tokens carry."""
    return hashlib.sha256(certificate).digest()[:_KID_BYTES]


def write_trust(trust: TrustFile, root: Signer) -> bytes:
    """Write and sign a trust file; ValueError if `root` is not the root it names."""
    if root.certificate != trust.root:
        raise ValueError("another root's key")
    return pack(TRUST_PAYLOAD_TYPE, _payload(trust), root)


def read_trust(data: bytes, fingerprint: str | None = None) -> TrustFile:
    """Read a trust file by steps 1-6; `JSC-S01x`. Without a fingerprint the caller answers for its origin."""
    try:
        envelope = unpack(data)  # (1)
        if envelope.payload_type != TRUST_PAYLOAD_TYPE:
            raise ValueError("not a trust file")
        trust = _read_payload(envelope)  # (2)
        root = read_certificate(trust.root)
    except ValueError as fault:
        raise JscertError(Code.TRUST_UNREADABLE, reason=str(fault)) from fault
    if fingerprint is not None and same_fingerprint(fingerprint) != trust.fingerprint:  # (3)
        raise JscertError(Code.TRUST_FINGERPRINT, found=trust.fingerprint, wanted=fingerprint)
    signed = envelope.signed_bytes
    if envelope.keyid != trust.fingerprint or not signature_holds(root, envelope.signature, signed):
        raise JscertError(Code.TRUST_SIGNATURE, found=trust.fingerprint)  # (4)
    if root.nature is not trust.nature or not all(_agrees(one, trust) for one in trust.signers):
        raise JscertError(Code.TRUST_UNREADABLE, reason="nature or signers")  # (5) (6)
    return trust


def same_fingerprint(text: str) -> str:
    """Bring a fingerprint that somebody typed to its spelling: hex, lower case, nothing between."""
    return "".join(text.split()).replace(":", "").lower()


def _agrees(signer: ListedSigner, trust: TrustFile) -> bool:
    try:
        facts = signer.facts
    except ValueError:
        return False
    if facts.nature is None:
        natural = trust.nature is NatureKind.LICENSED and signer.purposes <= _LICENSED_PURPOSES
    else:
        natural = facts.nature is trust.nature
    period = facts.key_from <= signer.not_before < signer.not_after <= facts.key_until
    named = signer.sha256 == _sha256(signer.certificate) and bool(signer.purposes)
    return natural and period and named and signer.trial == trust.trial


def _payload(trust: TrustFile) -> bytes:
    return canonical_json(
        {
            "format": TRUST_FORMAT,
            "version": trust.version,
            "predecessor": trust.predecessor,
            "authority": trust.authority,
            "nature": trust.nature.value,
            "created_at": write_instant(trust.created_at),
            "expires_at": write_instant(trust.expires_at),
            "root": base64.b64encode(trust.root).decode(),
            "signers": [_signer_fields(one) for one in trust.signers],
        }
    )


def _signer_fields(signer: ListedSigner) -> dict[str, object]:
    return {
        "sha256": signer.sha256,
        "certificate": base64.b64encode(signer.certificate).decode(),
        "purposes": sorted(signer.purposes),
        "not_before": write_instant(signer.not_before),
        "not_after": write_instant(signer.not_after),
        "authority": signer.authority,
        "trial": signer.trial,
    }


def _read_payload(envelope: Envelope) -> TrustFile:
    try:
        trust = _trust_from(json.loads(envelope.payload))
    except (KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise ValueError("fields of the trust file") from fault
    if _payload(trust) != envelope.payload:
        raise ValueError("trust file is not in canonical form")
    return trust


def _trust_from(fields: dict[str, Any]) -> TrustFile:
    if fields["format"] != TRUST_FORMAT:
        raise ValueError("unknown trust file format")
    return TrustFile(
        version=fields["version"],
        predecessor=fields["predecessor"],
        authority=fields["authority"],
        nature=NatureKind(fields["nature"]),
        created_at=read_instant(fields["created_at"]),
        expires_at=read_instant(fields["expires_at"]),
        root=base64.b64decode(fields["root"], validate=True),
        signers=tuple(_signer_from(one) for one in fields["signers"]),
    )


def _signer_from(fields: dict[str, Any]) -> ListedSigner:
    return ListedSigner(
        sha256=fields["sha256"],
        certificate=base64.b64decode(fields["certificate"], validate=True),
        purposes=frozenset(Purpose(one) for one in fields["purposes"]),
        not_before=read_instant(fields["not_before"]),
        not_after=read_instant(fields["not_after"]),
        authority=fields["authority"],
        trial=fields["trial"],
    )


def write_instant(at: datetime) -> str:
    """Write an aware instant in UTC, to the second: `2026-11-22T14:00:00Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_instant(text: str) -> datetime:
    """Read what `write_instant` wrote."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
