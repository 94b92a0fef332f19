"""Checking one signature with a certificate's public key: the only door to `cryptography` here.

A signature counts only in its one canonical spelling, so that no second valid file, token or
document can be made from a first without the key: ECDSA in DER with s ≤ n/2, RSA at full length.
Not here: private keys, what the signed bytes mean.
"""

from __future__ import annotations

from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from jscert.sealing import der
from jscert.sealing.signing_certificate import P256_ORDER, SigningCertificate

_ES256 = ec.ECDSA(SHA256())
_PKCS1 = padding.PKCS1v15()
_SHA256 = SHA256()


def signature_is_canonical(certificate: SigningCertificate, signature: bytes) -> bool:
    """Tell whether a signature value is spelled in its one allowed way (says nothing about truth)."""
    if certificate.algorithm == "rs256":
        return len(signature) == certificate.key_bytes
    try:
        r, s = der.read_ecdsa_signature(signature)
    except ValueError:
        return False
    return 0 < r < P256_ORDER and 0 < s <= P256_ORDER // 2


def signature_holds(certificate: SigningCertificate, signature: bytes, message: bytes) -> bool:
    """Tell whether `signature` over SHA-256 of `message` is canonical and made by this key."""
    if not signature_is_canonical(certificate, signature):
        return False
    key = _load(certificate.public_key_der)
    if key is None:
        return False
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, _ES256)
        else:
            key.verify(signature, message, _PKCS1, _SHA256)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=64)
def _load(public_key_der: bytes) -> ec.EllipticCurvePublicKey | rsa.RSAPublicKey | None:
    """Load a key; None for one that is none, such as a point off its curve in a stranger's certificate."""
    try:
        key = load_der_public_key(public_key_der)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, (ec.EllipticCurvePublicKey, rsa.RSAPublicKey)) else None
