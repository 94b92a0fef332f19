"""What a signing certificate says, read from its DER without an X.509 library.

Used on both sides of a seal: the maker takes issuer and serial from it, the checker the public key.
A certificate is never trusted for what it says: the trust file lists certificates by SHA-256
(`trust`), and the signing-certificate attribute binds the exact bytes (`cms`).

Private extension `NATURE_OID`: a UTF8String `trial`, `own-root` or `licensed`, put into every
certificate that jscert makes, so that an authority's nature cannot be edited.
Not here: making certificates (`authority_making`), checking chains.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from jscert.sealing import der

if TYPE_CHECKING:
    from jscert.sealing.der import Element

Algorithm = Literal["es256", "rs256"]

NATURE_OID = "2.25.140937182078786599755079003196265462704"
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
LEAST_RSA_BITS, LARGEST_RSA_BITS = 2048, 8192

_EC_P256 = der.encode(der.SEQUENCE, der.oid("1.2.840.10045.2.1"), der.oid("1.2.840.10045.3.1.7"))
_RSA = der.encode(der.SEQUENCE, der.oid("1.2.840.113549.1.1.1"), b"\x05\x00")
_NATURE = der.oid(NATURE_OID)
_KEY_USE_PERIOD = der.oid("2.5.29.16")
_COMMON_NAME = der.oid("2.5.4.3")
_TAG_EXTENSIONS = 0xA3
_GENERALIZED = re.compile(rb"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z")


class NatureKind(StrEnum):
    """What an authority is, fixed for its life: practice, its own root, or a licensed CA's key."""

    TRIAL = "trial"
    OWN_ROOT = "own-root"
    LICENSED = "licensed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningCertificate:
    """The parts of a certificate that jscert uses; times are aware UTC, `*_der` are whole elements.

    `key_from … key_until` is the private-key-usage period, or the certificate's own validity.
    `key_bytes` is the size of a signature's number field: 32 for P-256, the modulus for RSA.
    """

    der: bytes
    issuer_der: bytes
    serial_der: bytes
    public_key_der: bytes
    algorithm: Algorithm
    key_bytes: int
    name: str
    valid_from: datetime
    valid_until: datetime
    key_from: datetime
    key_until: datetime
    nature: NatureKind | None


@lru_cache(maxsize=64)
def read_certificate(data: bytes) -> SigningCertificate:
    """Read a certificate; ValueError if it is none, or its key is not P-256 or RSA of 2048 to 8192 bits."""
    try:
        return _read(data)
    except IndexError as fault:
        raise ValueError("certificate with a part missing") from fault


def _read(data: bytes) -> SigningCertificate:
    parts = der.read_whole(data, der.SEQUENCE).children()
    fields = parts[0].children() if parts else ()
    if len(parts) != 3 or len(fields) < 7:
        raise ValueError("not an X.509 certificate of version 3")
    _version, serial, _algorithm, issuer, validity, subject, key, *rest = fields
    valid_from, valid_until = (_instant(one) for one in validity.children())
    algorithm, key_bytes = _key_kind(key)
    extensions = _extensions(rest)
    period = extensions.get(_KEY_USE_PERIOD)
    key_from, key_until = _period(period) if period else (valid_from, valid_until)
    return SigningCertificate(
        der=data,
        issuer_der=issuer.whole,
        serial_der=serial.whole,
        public_key_der=key.whole,
        algorithm=algorithm,
        key_bytes=key_bytes,
        name=_common_name(subject),
        valid_from=valid_from,
        valid_until=valid_until,
        key_from=key_from,
        key_until=key_until,
        nature=_nature(extensions.get(_NATURE)),
    )


def _key_kind(key: Element) -> tuple[Algorithm, int]:
    algorithm, bits = key.children()
    if algorithm.whole == _EC_P256:
        return "es256", 32
    if algorithm.whole != _RSA:
        raise ValueError("key is neither P-256 nor RSA")
    modulus = der.read(bits.content, 1).children()[0]
    size = int.from_bytes(modulus.content, "big").bit_length()
    if not LEAST_RSA_BITS <= size <= LARGEST_RSA_BITS:
        raise ValueError("RSA key is too short or too long")
    return "rs256", (size + 7) // 8


def _extensions(rest: list[Element]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for part in rest:
        if part.tag == _TAG_EXTENSIONS:
            for extension in part.children()[0].children():
                name, *_critical, value = extension.children()
                found[name.whole] = value.content
    return found


def _period(value: bytes) -> tuple[datetime, datetime]:
    begin, end = der.read_whole(value, der.SEQUENCE).children()
    return _generalized(begin.content), _generalized(end.content)


def _nature(value: bytes | None) -> NatureKind | None:
    if value is None:
        return None
    return NatureKind(der.read_whole(value, der.UTF8_STRING).content.decode())


def _instant(element: Element) -> datetime:
    if element.tag == der.GENERALIZED_TIME:
        return _generalized(element.content)
    century = b"20" if element.content[:1] < b"5" else b"19"  # RFC 5280, 4.1.2.5.1
    return _generalized(century + element.content)


def _generalized(content: bytes) -> datetime:
    found = _GENERALIZED.fullmatch(content)
    if found is None:
        raise ValueError("time of another form than YYYYMMDDHHMMSSZ")
    year, month, day, hour, minute, second = (int(part) for part in found.groups())
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def _common_name(subject: Element) -> str:
    for group in subject.children():
        for pair in group.children():
            kind, value = pair.children()
            if kind.whole == _COMMON_NAME:
                return value.content.decode("utf-8", "replace")
    return ""
