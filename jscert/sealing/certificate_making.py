"""Making an authority's certificates: one root, and one end-entity certificate per purpose.

P-256 throughout, SHA-256, nature inside (`signing_certificate`). Signing certificates run 15 years and
say that their key is used for 2 (private-key-usage period), so that what they signed stays checkable
long after; key usage digitalSignature + nonRepudiation. The root signs certificates and trust files,
runs 20 years and lists nobody else. Keys in, `cryptography` certificates out; nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from jscert.sealing import der
from jscert.sealing.signing_certificate import NATURE_OID

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from jscert.sealing.purposes import Purpose
    from jscert.sealing.signing_certificate import NatureKind

KEY_USE_YEARS = 2
CERTIFICATE_YEARS = 15
ROOT_YEARS = 20
_LONGEST_NAME = 64  # RFC 5280, ub-common-name
_NATURE = x509.ObjectIdentifier(NATURE_OID)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCertificate:
    """A certificate (DER) and its key."""

    certificate: bytes
    key: EllipticCurvePrivateKey


def make_root(authority: str, nature: NatureKind, created_at: datetime) -> MadeCertificate:
    """Make the root of an authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(authority, nature, "root")
    until = years_later(created_at, ROOT_YEARS)
    builder = _builder(name, name, key, (created_at, until))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(ca=True), critical=True)
    builder = builder.add_extension(_nature(nature), critical=False)
    certificate = builder.sign(key, SHA256(), ecdsa_deterministic=True)
    return MadeCertificate(certificate=certificate.public_bytes(Encoding.DER), key=key)


def make_signing_certificate(
    authority: str,
    nature: NatureKind,
    purpose: Purpose,
    root: MadeCertificate,
    created_at: datetime,
) -> MadeCertificate:
    """Make the signing certificate of a purpose, issued by the root."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.load_der_x509_certificate(root.certificate)
    until = years_later(created_at, CERTIFICATE_YEARS)
    use_until = years_later(created_at, KEY_USE_YEARS)
    subject = _name(authority, nature, purpose.value)
    builder = _builder(subject, issuer.subject, key, (created_at, until))
    builder = builder.add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True
    )
    builder = builder.add_extension(_usage(ca=False), critical=True)
    builder = builder.add_extension(
        x509.PrivateKeyUsagePeriod(_naive(created_at), _naive(use_until)), critical=False
    )
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key()), critical=False
    )
    builder = builder.add_extension(_nature(nature), critical=False)
    certificate = builder.sign(root.key, SHA256(), ecdsa_deterministic=True)
    return MadeCertificate(certificate=certificate.public_bytes(Encoding.DER), key=key)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: EllipticCurvePrivateKey,
    validity: tuple[datetime, datetime],
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_naive(validity[0]))
        .not_valid_after(_naive(validity[1]))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(authority: str, nature: NatureKind, part: str) -> x509.Name:
    short = authority[:_LONGEST_NAME]
    room = _LONGEST_NAME - len(part) - 1
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, short),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, f"jscert {nature.value}"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{short[:room]} {part}"),
        ]
    )


def _nature(nature: NatureKind) -> x509.UnrecognizedExtension:
    return x509.UnrecognizedExtension(_NATURE, der.encode(der.UTF8_STRING, nature.value.encode()))


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def _naive(at: datetime) -> datetime:
    """Give UTC without its zone and fractions, as certificates spell times."""
    return at.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def years_later(at: datetime, years: int) -> datetime:
    """Give the same day some years later (28 February for the 29th)."""
    day = at if (at.month, at.day) != (2, 29) else at - timedelta(days=1)
    return day.replace(year=at.year + years)
