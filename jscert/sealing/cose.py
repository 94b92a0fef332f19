"""COSE_Sign1 with ES256 (RFC 9052, 4.2): one way to sign bytes in it, and to take it apart.

Serves the QR token and the status lists. Tag 18 over [protected, {}, payload, r ‖ s] in deterministic
CBOR; everything that tells who signed and what stands in the protected header, nothing outside it.
Not here: what payloads mean, whose key counts (`trust`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.sealing import cbor, der

if TYPE_CHECKING:
    from jscert.sealing.signer import Signer

ALGORITHM, KID, TYPE = 1, 4, 16
"""Labels of the protected header: RFC 9052, 3.1, and `typ` of RFC 9596."""

ES256 = -7
_SIGN1_TAG = 18
_COORDINATE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign1:
    """A COSE_Sign1 as read; nothing in it may be believed before its signature held."""

    protected: bytes
    payload: bytes
    signature: bytes

    @property
    def signed_bytes(self) -> bytes:
        """Give the Sig_structure (RFC 9052, 4.4): what the key signed."""
        return signed_bytes(self.protected, self.payload)


def sign1(protected: bytes, payload: bytes, signer: Signer) -> bytes:
    """Sign a payload under an encoded header; ValueError unless the signer is an ES256 key."""
    if signer.algorithm != "es256":
        raise ValueError("COSE is signed with P-256")
    r, s = der.read_ecdsa_signature(signer.sign(signed_bytes(protected, payload)))
    signature = r.to_bytes(_COORDINATE, "big") + s.to_bytes(_COORDINATE, "big")
    return cbor.encode(cbor.Tagged(_SIGN1_TAG, (protected, {}, payload, signature)))


def read_sign1(data: bytes) -> Sign1:
    """Take a COSE_Sign1 apart; ValueError unless it is spelled as `sign1` writes it."""
    match cbor.decode(data):
        case cbor.Tagged(
            tag=18, value=(bytes(protected), {**unprotected}, bytes(payload), bytes(signature))
        ) if not unprotected and len(signature) == 2 * _COORDINATE:
            return Sign1(protected=protected, payload=payload, signature=signature)
    raise ValueError("not a COSE_Sign1")


def signed_bytes(protected: bytes, payload: bytes) -> bytes:
    """Give the Sig_structure of a header and a payload."""
    return cbor.encode(("Signature1", protected, b"", payload))


def der_signature(signature: bytes) -> bytes:
    """Spell r ‖ s as DER, in which signatures are checked."""
    r, s = signature[:_COORDINATE], signature[_COORDINATE:]
    return der.ecdsa_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
