"""A key issued by a licensed certificate authority, as it comes: a PKCS#12 file and its passphrase.

Suitable is: RSA of 2048 bits or more, or P-256; a certificate that is valid now and may sign. The
certificates above it travel along, without the self-signed root. `KEY_UNREADABLE` for what is no
PKCS#12 file, `PASSPHRASE_WRONG` where it does not open, `KEY_UNSUITABLE` (fact `reason`) otherwise.
Used once, when an authority folder is made. Not here: storing it (`keys`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from jscert.errors import Code, JscertError
from jscert.sealing.file_signer import FileSigner
from jscert.sealing.signing_certificate import read_certificate

if TYPE_CHECKING:
    from datetime import datetime

    from jscert.sealing.key_files import PrivateKey

_SEQUENCE = b"\x30"


@dataclass(frozen=True, slots=True, kw_only=True)
class LicensedKey:
    """What a PKCS#12 file held: key, certificate (DER), certificates above it, nearest first."""

    key: PrivateKey
    certificate: bytes
    chain: tuple[bytes, ...]


def open_licensed(data: bytes, passphrase: bytes, at: datetime) -> LicensedKey:
    """Open a PKCS#12 file and prove its key suitable at an instant."""
    if not data.startswith(_SEQUENCE):
        raise JscertError(Code.KEY_UNREADABLE, file="PKCS#12")
    try:
        bundle = pkcs12.load_pkcs12(data, passphrase or None)
    except ValueError as fault:
        raise JscertError(Code.PASSPHRASE_WRONG, file="PKCS#12") from fault
    key, held = bundle.key, bundle.cert
    if key is None or held is None:
        raise JscertError(Code.KEY_UNSUITABLE, reason="no key with a certificate")
    if not isinstance(key, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)):
        raise JscertError(Code.KEY_UNSUITABLE, reason="algorithm")
    certificate = held.certificate.public_bytes(Encoding.DER)
    others = [one.certificate for one in bundle.additional_certs]
    licensed = LicensedKey(key=key, certificate=certificate, chain=_chain(held.certificate, others))
    _prove_suitable(licensed, held.certificate, at)
    return licensed


def _prove_suitable(licensed: LicensedKey, certificate: x509.Certificate, at: datetime) -> None:
    FileSigner(licensed.key, licensed.certificate)  # size, curve, and that the two belong together
    facts = read_certificate(licensed.certificate)
    if not facts.key_from <= at <= facts.key_until:
        raise JscertError(Code.KEY_UNSUITABLE, reason="certificate not valid now")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise JscertError(Code.KEY_UNSUITABLE, reason="key usage")


def _chain(leaf: x509.Certificate, others: list[x509.Certificate]) -> tuple[bytes, ...]:
    """Order the certificates above the leaf; what does not belong to its chain is left out."""
    found: list[bytes] = []
    below = leaf
    while below.issuer != below.subject and len(found) < len(others):
        above = next((one for one in others if one.subject == below.issuer), None)
        if above is None or above.issuer == above.subject:
            break
        found.append(above.public_bytes(Encoding.DER))
        below = above
    return tuple(found)
