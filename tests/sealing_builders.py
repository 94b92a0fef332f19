"""Builders of the sealing tests: signers, tokens, and the smallest PDF the strict check accepts."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from jscert.certificates import PrintedPdf, SealedPdf
from jscert.sealing.certificate_making import make_root, make_signing_certificate, years_later
from jscert.sealing.file_signer import FileSigner
from jscert.sealing.pdf_seal import hole_bytes, seal_pdf
from jscert.sealing.purposes import SIGNING_PURPOSES, Purpose
from jscert.sealing.signing_certificate import NatureKind, read_certificate
from jscert.sealing.token import Token
from jscert.sealing.trust import ListedSigner, TrustFile

if TYPE_CHECKING:
    from jscert.sealing.key_files import PrivateKey
    from jscert.sealing.signer import Signer

CREATED_AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
SEALED_AT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
AUTHORITY = "江苏省住房和城乡建设厅"
RECORD = '{"format":"jscert-record/1","name":"王䶮"}'.encode()
TOKEN_BYTES = b"\xd2\x84token"


def authority(nature: NatureKind = NatureKind.TRIAL) -> dict[str, FileSigner]:
    """Give signers for `root` and every purpose; made once per test process."""
    return _authority(nature)


@lru_cache
def _authority(nature: NatureKind) -> dict[str, FileSigner]:
    root = make_root(AUTHORITY, nature, CREATED_AT)
    made: dict[str, FileSigner] = {"root": FileSigner(root.key, root.certificate)}
    for purpose in SIGNING_PURPOSES:
        one = make_signing_certificate(AUTHORITY, nature, purpose, root, CREATED_AT)
        made[purpose] = FileSigner(one.key, one.certificate)
    return made


def pdf_signer() -> FileSigner:
    """Give the P-256 signer of PDFs."""
    return authority()[Purpose.PDF]


@lru_cache
def rsa_signer() -> FileSigner:
    """Give an RSA signer with an intermediate certificate above it."""
    made = licensed_parts()
    return FileSigner(made[0], _der(made[1]), (_der(made[2]),))


@lru_cache
def licensed_parts() -> tuple[PrivateKey, x509.Certificate, x509.Certificate, x509.Certificate]:
    """Make a foreign CA's key, leaf, intermediate and root (RSA 2048 at the leaf)."""
    root_key, middle_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    key = rsa.generate_private_key(65537, 2048)
    root = foreign_certificate("CA root", "CA root", root_key.public_key(), root_key, ca=True)
    middle = foreign_certificate("CA one", "CA root", middle_key.public_key(), root_key, ca=True)
    leaf = foreign_certificate("Licensed", "CA one", key.public_key(), middle_key)
    return key, leaf, middle, root


def foreign_certificate(
    subject: str,
    issuer: str,
    public_key: Any,
    issuer_key: ec.EllipticCurvePrivateKey,
    **changes: Any,
) -> x509.Certificate:
    """Make a certificate as some other CA would; `ca`, `until`, `signs` may be given."""
    ca = changes.get("ca", False)
    usage = x509.KeyUsage(
        digital_signature=changes.get("signs", True),
        content_commitment=changes.get("signs", True),
        key_encipherment=not changes.get("signs", True),
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(CREATED_AT - timedelta(days=365))
        .not_valid_after(changes.get("until", CREATED_AT + timedelta(days=730)))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(issuer_key, SHA256())
    )


def p12(**changes: Any) -> bytes:
    """Pack the foreign CA's key as PKCS#12; `key`, `leaf`, `passphrase` may be given."""
    key, leaf, middle, root = licensed_parts()
    return pkcs12.serialize_key_and_certificates(
        b"licensed",
        changes.get("key", key),
        changes.get("leaf", leaf),
        [root, middle],
        BestAvailableEncryption(changes.get("passphrase", b"p12 secret")),
    )


def trust_file(**changes: Any) -> TrustFile:
    """Make a trust file that lists every signer of `authority(nature)`."""
    nature = changes.get("nature", NatureKind.TRIAL)
    signers = authority(nature)
    fields: dict[str, Any] = {
        "version": 1,
        "authority": AUTHORITY,
        "nature": nature,
        "created_at": CREATED_AT,
        "expires_at": years_later(CREATED_AT, 3),
        "predecessor": "",
        "root": signers["root"].certificate,
        "signers": tuple(
            listed(signers[one], frozenset({one}), trial=nature is NatureKind.TRIAL)
            for one in SIGNING_PURPOSES
        ),
    }
    return TrustFile(**{**fields, **changes})


def listed(signer: Signer, purposes: frozenset[Purpose], **changes: Any) -> ListedSigner:
    """Make a trust file's line about a signer."""
    facts = read_certificate(signer.certificate)
    fields: dict[str, Any] = {
        "sha256": hashlib.sha256(signer.certificate).hexdigest(),
        "certificate": signer.certificate,
        "purposes": purposes,
        "not_before": facts.key_from,
        "not_after": facts.key_until,
        "authority": AUTHORITY,
        "trial": True,
    }
    return ListedSigner(**{**fields, **changes})


def token(**changes: Any) -> Token:
    """Make a token."""
    fields: dict[str, Any] = {
        "number": "苏建安A(2026)0100001",
        "kind": "safety-a",
        "post_code": "",
        "revision": 1,
        "status_list": 0,
        "status_index": 4711,
        "name": "王䶮",
        "identity_tail": "002X",
        "issued_on": date(2026, 11, 22),
        "valid_until": date(2029, 11, 22),
    }
    return Token(**{**fields, **changes})


SIGNATURE_FORM = (
    b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached"
    b" /ByteRange [0 %(first)10d %(second)10d %(length)10d] /Contents <%(hole)s>"
    b" /M (D:%(signed_at)s+08'00') /Name <FEFF6C5F82CF>"
    b" /Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams"
    b" << /Type /TransformParams /P 1 /V /1.2 >> >>] >>"
)
PAGE = (
    b"q 1 0 0 1 72 720 cm BT /F1 18 Tf (endobj %%EOF) Tj ET Q",
    b"\nendobj\n9 0 obj\nendstream\nxref\n0 1\ntrailer\n<< >>\nstartxref\n9\n%%EOF\n",
)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Spell a stream object."""
    return b"<< %s/Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def file_specification(name: bytes, place: int, relationship: bytes) -> bytes:
    """Spell a file specification."""
    return (
        b"<< /Type /Filespec /F (%s) /UF (%s) /AFRelationship /%s /EF << /F %d 0 R /UF %d 0 R >> >>"
        % (
            name,
            name,
            relationship,
            place,
            place,
        )
    )


def bodies(**changes: bytes) -> list[bytes]:
    """Spell the objects from 2 on; any may be replaced by its name."""
    embedded = b"/Type /EmbeddedFile /Subtype /application#2Fjson "
    objects = {
        "catalog": b"<< /Type /Catalog /Pages 3 0 R /AcroForm << /Fields [5 0 R] /SigFlags 3 >>"
        b" /Perms << /DocMDP 1 0 R >> /AF [6 0 R 7 0 R]"
        b" /Names << /EmbeddedFiles << /Names [(record.json) 6 0 R (token.cose) 7 0 R] >> >> >>",
        "pages": b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "page": b"<< /Type /Page /Parent 3 0 R /MediaBox [0 0 595.28 841.89] /Resources << /Font"
        b" << /F1 11 0 R >> >> /Annots [5 0 R] /Contents 10 0 R >>",
        "widget": b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sig1) /V 1 0 R /P 4 0 R"
        b" /Rect [0 0 0 0] /F 132 >>",
        "record_file": file_specification(b"record.json", 8, b"Source"),
        "token_file": file_specification(b"token.cose", 9, b"Data"),
        "record": stream(RECORD, embedded),
        "token": stream(TOKEN_BYTES, embedded),
        "content": stream(PAGE[0]),
        "font": b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "photo": stream(PAGE[1]),
    }
    return [changes.get(name, body) for name, body in objects.items()]


def printed(signer: Signer | None = None, **changes: Any) -> PrintedPdf:
    """Print the smallest certificate: object 1 the signature, an empty hole, one revision.

    `signature` replaces the signature dictionary's spelling, `tail` the trailer's further entries,
    `digits` the hole's size; the names of `bodies` replace objects.
    """
    room = changes.pop("digits", 2 * hole_bytes(signer or pdf_signer()))
    form = changes.pop("signature", SIGNATURE_FORM)
    tail = changes.pop("tail", b"")
    signed_at = SEALED_AT.astimezone(timezone(timedelta(hours=8))).strftime("%Y%m%d%H%M%S").encode()
    values = {
        b"first": 0,
        b"second": 0,
        b"length": 0,
        b"hole": b"0" * room,
        b"signed_at": signed_at,
    }
    blank = _file([form % values, *bodies(**changes)], tail)
    start = blank.index(b"/Contents <") + 10
    values |= {
        b"first": start,
        b"second": start + room + 2,
        b"length": len(blank) - start - room - 2,
    }
    data = _file([form % values, *bodies(**changes)], tail)
    return PrintedPdf(
        number="N1", revision=1, data=data, hole_start=start + 1, hole_end=start + 1 + room
    )


def _file(objects: list[bytes], tail: bytes) -> bytes:
    data = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    entries = [b"0000000000 65535 f \n"]
    for number, body in enumerate(objects, 1):
        entries.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    section = len(data)
    data += b"xref\n0 %d\n%s" % (len(entries), b"".join(entries))
    data += b"trailer\n<< /Size %d /Root 2 0 R /ID [<00> <00>]%s >>\n" % (len(entries), tail)
    return bytes(data + b"startxref\n%d\n%%%%EOF\n" % section)


def covered_digest(blank: PrintedPdf) -> bytes:
    """Hash what a seal of this print would cover."""
    data = blank.data
    return hashlib.sha256(data[: blank.hole_start - 1] + data[blank.hole_end + 1 :]).digest()


def filled(blank: PrintedPdf, digits: bytes) -> bytes:
    """Fill a print's hole by hand; zeros fill it up."""
    room = blank.hole_end - blank.hole_start
    assert len(digits) <= room
    return blank.data[: blank.hole_start] + digits.ljust(room, b"0") + blank.data[blank.hole_end :]


def sealed(signer: Signer | None = None, **changes: Any) -> SealedPdf:
    """Print and seal the smallest certificate."""
    signer = signer or pdf_signer()
    return seal_pdf(printed(signer, **changes), signer)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
