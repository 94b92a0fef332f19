"""The one CMS structure of a seal, as bytes made from its parts (RFC 5652, ETSI EN 319 122-1).

Everything about it is fixed but four parts: the signer's certificate, further certificates, the
document digest and the signature. Making fills them in; checking takes them out, builds the structure
again and compares every byte, so nothing can hide in it:

1. SignedData version 1, SHA-256, detached content of type data, one signer by issuer and serial;
2. signed attributes content-type, message-digest, signing-certificate-v2, in DER order, no others;
3. signing-certificate-v2 lists the SHA-256 of every embedded certificate, the signer's first, so the
   signature binds the chain too;
4. signature algorithm as the signer's key: ecdsa-with-SHA256 or sha256WithRSAEncryption;
5. no unsigned attributes, no revocation lists.

Used by `pdf_seal` and `pdf_check`. Not here: keys, the PDF around it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from jscert.sealing import der
from jscert.sealing.signing_certificate import read_certificate

if TYPE_CHECKING:
    from jscert.sealing.signing_certificate import Algorithm

_DATA = der.oid("1.2.840.113549.1.7.1")
_SIGNED_DATA = der.oid("1.2.840.113549.1.7.2")
_SHA256 = der.encode(der.SEQUENCE, der.oid("2.16.840.1.101.3.4.2.1"))
_CONTENT_TYPE = der.encode(
    der.SEQUENCE, der.oid("1.2.840.113549.1.9.3"), der.encode(der.SET, _DATA)
)
_MESSAGE_DIGEST = der.oid("1.2.840.113549.1.9.4")
_SIGNING_CERTIFICATE_V2 = der.oid("1.2.840.113549.1.9.16.2.47")
_SIGNATURE_ALGORITHMS: dict[Algorithm, bytes] = {
    "es256": der.encode(der.SEQUENCE, der.oid("1.2.840.10045.4.3.2")),
    "rs256": der.encode(der.SEQUENCE, der.oid("1.2.840.113549.1.1.11"), b"\x05\x00"),
}
_VERSION_1 = der.integer(1)
_TAG_0 = 0xA0
_LONGEST_ECDSA = 71  # two INTEGERs of 33 and 32 bytes: s is at most n/2


@dataclass(frozen=True, slots=True)
class CmsFrame:
    """The bytes of a seal by one signer, cut where digest and signature go.

    `attributes` = text before and after the 32-byte digest (content of the signed attributes' SET);
    `outer` and `signer` are the structure's constant parts around them; `longest` is the size of the
    whole with the longest signature that this key can give.
    """

    attributes: tuple[bytes, bytes]
    attributes_header: bytes
    outer: bytes
    signer: bytes
    signature_algorithm: bytes
    longest: int = 0

    def signed_bytes(self, digest: bytes) -> bytes:
        """Give what the key signs: the attributes as a SET OF (RFC 5652, 5.4)."""
        before, after = self.attributes
        return b"".join((self.attributes_header, before, digest, after))

    def build(self, digest: bytes, signature: bytes) -> bytes:
        """Give the whole ContentInfo; `digest` has 32 bytes."""
        start, middle = _shell(self, len(signature))
        return b"".join((start, digest, middle, signature))

    def assemble(self, digest: bytes, signature: bytes) -> bytes:
        """Write the structure element by element; `build` keeps what it comes to."""
        before, after = self.attributes
        size = len(before) + len(digest) + len(after)
        info = b"".join(
            (
                self.signer,
                der.header(_TAG_0, size),
                before,
                digest,
                after,
                self.signature_algorithm,
                der.encode(der.OCTET_STRING, signature),
            )
        )
        info = der.encode(der.SET, der.encode(der.SEQUENCE, info))
        signed = der.encode(der.SEQUENCE, self.outer, info)
        return der.encode(der.SEQUENCE, _SIGNED_DATA, der.encode(_TAG_0, signed))


@lru_cache(maxsize=64)
def _shell(frame: CmsFrame, signature_bytes: int) -> tuple[bytes, bytes]:
    """Give what stands before the digest and between it and a signature of this length, which is last."""
    whole = frame.assemble(bytes(32), bytes(signature_bytes))
    behind = (
        len(frame.attributes[1])
        + len(frame.signature_algorithm)
        + len(der.header(der.OCTET_STRING, signature_bytes))
    )
    end = len(whole) - signature_bytes
    return whole[: end - behind - 32], whole[end - behind : end]


@lru_cache(maxsize=32)
def frame_of(certificate: bytes, chain: tuple[bytes, ...]) -> CmsFrame:
    """Prepare the frame of a signer; ValueError if the certificate cannot sign here."""
    facts = read_certificate(certificate)
    digest_value = der.encode(der.SET, der.encode(der.OCTET_STRING, bytes(32)))
    digest_attribute = der.encode(der.SEQUENCE, _MESSAGE_DIGEST, digest_value)
    names = (der.encode(der.OCTET_STRING, _sha256(one)) for one in (certificate, *chain))
    listed = der.encode(der.SEQUENCE, *(der.encode(der.SEQUENCE, name) for name in names))
    binding = der.encode(
        der.SEQUENCE,
        _SIGNING_CERTIFICATE_V2,
        der.encode(der.SET, der.encode(der.SEQUENCE, listed)),
    )
    ordered = sorted((_CONTENT_TYPE, digest_attribute, binding))
    place = ordered.index(digest_attribute)
    before = b"".join(ordered[:place]) + digest_attribute[:-32]
    after = b"".join(ordered[place + 1 :])
    sid = der.encode(der.SEQUENCE, facts.issuer_der, facts.serial_der)
    frame = CmsFrame(
        attributes=(before, after),
        attributes_header=der.header(der.SET, len(before) + 32 + len(after)),
        outer=b"".join(
            (
                _VERSION_1,
                der.encode(der.SET, _SHA256),
                der.encode(der.SEQUENCE, _DATA),
                der.encode(_TAG_0, *sorted((certificate, *chain))),
            )
        ),
        signer=_VERSION_1 + sid + _SHA256,
        signature_algorithm=_SIGNATURE_ALGORITHMS[facts.algorithm],
    )
    longest = _LONGEST_ECDSA if facts.algorithm == "es256" else facts.key_bytes
    return replace(frame, longest=len(frame.build(bytes(32), bytes(longest))))


@dataclass(frozen=True, slots=True)
class CmsParts:
    """What varies in a seal, taken out of it: enough to build it again."""

    certificate: bytes
    chain: tuple[bytes, ...]
    digest: bytes
    signature: bytes


def take_apart(data: bytes) -> CmsParts:
    """Take a ContentInfo apart; ValueError unless it has the shape above.

    The caller must still compare `frame_of(…).build(…)` with `data`: only that proves rules 1-5.
    """
    _kind, wrapped = der.read_whole(data, der.SEQUENCE).children()
    (signed,) = wrapped.children()
    _version, _digests, _content, certificates, infos = signed.children()
    (info,) = infos.children()
    _version, _sid, _digest, attributes, _algorithm, signature = info.children()
    _type, digest, binding = sorted(attributes.children(), key=_attribute_order)
    embedded = {_sha256(one.whole): one.whole for one in certificates.children()}
    first, *others = (embedded[name] for name in _bound_names(_value(binding)))
    return CmsParts(first, tuple(others), _value(digest).content, signature.content)


def _attribute_order(attribute: der.Element) -> int:
    name = attribute.children()[0].whole
    return (_CONTENT_TYPE[2 : 2 + len(name)], _MESSAGE_DIGEST, _SIGNING_CERTIFICATE_V2).index(name)


def _value(attribute: der.Element) -> der.Element:
    _name, values = attribute.children()
    (value,) = values.children()
    return value


def _bound_names(binding: der.Element) -> list[bytes]:
    (listed,) = binding.children()
    return [one.children()[0].content for one in listed.children()]


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
