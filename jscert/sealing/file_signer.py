"""A `Signer` whose key lies in a file: opened once, kept in this process, deterministic.

ECDSA nonces are those of RFC 6979 and s is brought to its lower half, so the same message always gives
the same bytes; RSASSA-PKCS1-v1_5 does so by itself. Not here: where keys lie (`key_files`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from jscert.errors import Code, JscertError
from jscert.sealing.signing_certificate import P256_ORDER, read_certificate

if TYPE_CHECKING:
    from jscert.sealing.key_files import PrivateKey
    from jscert.sealing.signing_certificate import Algorithm

_ES256 = ec.ECDSA(SHA256(), deterministic_signing=True)
_PKCS1 = padding.PKCS1v15()
_SHA256 = SHA256()


class FileSigner:
    """A key in memory and its certificate (DER), with the issuers between it and its root."""

    __slots__ = ("_key", "algorithm", "certificate", "chain")

    def __init__(self, key: PrivateKey, certificate: bytes, chain: tuple[bytes, ...] = ()) -> None:
        self._key = key
        self.certificate = certificate
        self.chain = chain
        self.algorithm: Algorithm = _matching_algorithm(key, certificate)

    def sign(self, message: bytes) -> bytes:
        """Sign SHA-256 of `message`: the same bytes each time; ECDSA in DER with s ≤ n/2."""
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return _lower_half(self._key.sign(message, _ES256))
        return self._key.sign(message, _PKCS1, _SHA256)


def _matching_algorithm(key: PrivateKey, certificate: bytes) -> Algorithm:
    try:
        facts = read_certificate(certificate)
    except ValueError as fault:
        raise JscertError(Code.KEY_UNSUITABLE, reason="certificate") from fault
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if public != facts.public_key_der:
        raise JscertError(Code.KEY_UNSUITABLE, reason="certificate of another key")
    return facts.algorithm


def _lower_half(signature: bytes) -> bytes:
    r, s = decode_dss_signature(signature)
    return signature if s <= P256_ORDER // 2 else encode_dss_signature(r, P256_ORDER - s)
