"""Checking a certificate PDF: it must be, to the last byte, what its signer signed.

The check (DESIGN: one signature over one revision), each line tagged where it is done:

1. the file is a container of one revision without gaps (`pdf_container`, rules of its own);
2. exactly one signature dictionary exists; it is the value of the one form field and of
   /Perms /DocMDP, and it claims ETSI.CAdES.detached and DocMDP with P = 1;
3. its /ByteRange covers the whole file but the digits of /Contents with their angle brackets;
4. the digits are lower-case hex: a CMS structure, then zeros to the end;
5. the CMS structure equals, byte for byte, the one built again from its parts (`cms`);
6. the message digest in it is that of the covered bytes;
7. the signature holds, in its one canonical spelling (s ≤ n/2);
8. record and token are attached under their names, stored as they are.

So a file that passes cannot be changed in any byte by someone without the key.
What the caller must still do: look the signer up in the trust file (listed, for this purpose, within
its key-use period at `sealed_at`), compare record, token and number, ask for the status.
Not here: private keys, trust, verdicts.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from jscert.certificates import CHINA, RECORD_NAME, TOKEN_NAME
from jscert.errors import Code
from jscert.sealing.cms import frame_of, take_apart
from jscert.sealing.faults import Fault
from jscert.sealing.pdf_container import Container, as_dictionary, read_container
from jscert.sealing.pdf_objects import Name, PdfValue, Ref, text_of
from jscert.sealing.public_keys import signature_holds
from jscert.sealing.signing_certificate import read_certificate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jscert.sealing.cms import CmsParts

_MARKS = (b"/ETSI.CAdES.detached", b"/DocMDP", RECORD_NAME.encode(), TOKEN_NAME.encode())
_SIGNATURE_KEYS = {
    "Type": Name("Sig"),
    "Filter": Name("Adobe.PPKLite"),
    "SubFilter": Name("ETSI.CAdES.detached"),
}
_OTHER_KEYS = frozenset({"ByteRange", "Contents", "M", "Name", "Reference"})
_CERTIFIES = (
    {
        "Type": Name("SigRef"),
        "TransformMethod": Name("DocMDP"),
        "TransformParams": {"Type": Name("TransformParams"), "P": 1, "V": Name("1.2")},
    },
)
_SIGNED_AT = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\+08'00'", re.ASCII)
_DIGITS = re.compile(rb"[0-9a-f]*")
_HOLE_BEGINS = re.compile(rb"(?:/Contents |./Contents)<", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealCheck:
    """What was found. No finding: the file is whole, unaltered and signed by `certificate`.

    `certificate`: the signer's, in DER (b"" where the seal could not be read); `sealed_at`: aware, as
    the signature says; `sha256`: of the whole file, in hex, where it was digested anyway (else "");
    `attachments`: file name → bytes. With findings, these are hearsay.
    """

    findings: tuple[Fault, ...]
    certificate: bytes = b""
    chain: tuple[bytes, ...] = ()
    sealed_at: datetime | None = None
    sha256: str = ""
    attachments: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def intact(self) -> bool:
        """Tell whether every rule holds."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class _Seal:
    gap: tuple[int, int]
    sealed_at: datetime


def check_pdf(data: bytes) -> SealCheck:
    """Check a file's bytes by rules 1-8; never raises for what the bytes hold."""
    try:
        container = read_container(data)  # (1)
    except ValueError as fault:
        return SealCheck(findings=(Fault(_kind_of_stranger(data), str(fault)),))
    try:
        seal = _find_seal(container)  # (2) (3)
        attachments = _attachments(container)  # (8)
    except (ValueError, KeyError) as fault:
        return SealCheck(findings=(Fault(_kind_of_stranger(data), str(fault)),))
    digest, sha256 = _digests(data, seal)
    parts, faults = _check_signature(data, seal, digest)  # (4) (5) (6) (7)
    return SealCheck(
        findings=faults,
        certificate=parts.certificate if parts else b"",
        chain=parts.chain if parts else (),
        sealed_at=seal.sealed_at,
        sha256=sha256,
        attachments=attachments,
    )


def photo_of(data: bytes) -> bytes:
    """Give the photo (JPEG) that a certificate's page shows; ValueError if the file shows none.

    For files the caller knows to be his own (by their digest): nothing else is checked.
    """
    try:
        container = read_container(data)
        pages = container.dictionary(container.dictionary(container.trailer["Root"])["Pages"])
        match container.resolve(pages["Kids"]):
            case (Ref() as page,):
                resources = container.dictionary(container.dictionary(page)["Resources"])
            case _:
                raise ValueError("one page expected")
        photo = container.object(container.dictionary(resources["XObject"])["Photo"])
    except KeyError as fault:
        raise ValueError("no photo") from fault
    if photo.stream is None or as_dictionary(photo.value).get("Filter") != "DCTDecode":
        raise ValueError("no photo")
    return data[slice(*photo.stream)]


def _kind_of_stranger(data: bytes) -> Code:
    """Tell a damaged certificate from any other file: only the words differ, never the answer."""
    return Code.PDF_STRUCTURE if all(mark in data for mark in _MARKS) else Code.PDF_NOT_OURS


def _find_seal(container: Container) -> _Seal:
    catalog = container.dictionary(container.trailer["Root"])
    form = container.dictionary(catalog["AcroForm"])
    fields = container.resolve(form["Fields"])
    if not isinstance(fields, tuple) or len(fields) != 1:
        raise ValueError("one form field expected")
    (widget,) = (container.dictionary(one) for one in fields)
    value = widget.get("V")
    if widget.get("FT") != "Sig" or "Kids" in widget or not isinstance(value, Ref):
        raise ValueError("signature field expected")
    if container.dictionary(catalog["Perms"]) != {"DocMDP": value}:
        raise ValueError("certification expected")
    signatures = [number for number, one in container.objects.items() if _is_signature(one.value)]
    if signatures != [value.number]:
        raise ValueError("one signature expected")
    return _read_seal(container, value)


def _is_signature(value: PdfValue) -> bool:
    return isinstance(value, dict) and (value.get("Type") == "Sig" or "ByteRange" in value)


def _read_seal(container: Container, reference: Ref) -> _Seal:
    place = container.object(reference)
    found = as_dictionary(place.value)
    if any(found.get(key) != value for key, value in _SIGNATURE_KEYS.items()):
        raise ValueError("signature dictionary")
    if found.keys() - _SIGNATURE_KEYS.keys() - _OTHER_KEYS or found.get("Reference") != _CERTIFIES:
        raise ValueError("signature dictionary")
    match found["ByteRange"]:
        case (0, int(first), int(second), int(length)) if place.start < first < second < place.end:
            gap = (first, second)
        case _:
            raise ValueError("byte range")
    data, contents = container.data, found["Contents"]
    if second + length != len(data) or _HOLE_BEGINS.fullmatch(data, first - 10, first + 1) is None:
        raise ValueError("byte range")
    if data[second - 1 : second] != b">" or not _spells(data[first + 1 : second - 1], contents):
        raise ValueError("byte range")
    return _Seal(gap, _instant(text_of(found["M"])))


def _spells(digits: bytes, contents: PdfValue) -> bool:
    return isinstance(contents, bytes) and digits.lower() == contents.hex().encode("ascii")


def _instant(text: str) -> datetime:
    found = _SIGNED_AT.fullmatch(text)
    if found is None:
        raise ValueError("sealing time")
    year, month, day, hour, minute, second = (int(part) for part in found.groups())
    return datetime(year, month, day, hour, minute, second, tzinfo=CHINA)


def _attachments(container: Container) -> Mapping[str, bytes]:
    catalog = container.dictionary(container.trailer["Root"])
    names = container.dictionary(container.dictionary(catalog["Names"])["EmbeddedFiles"])["Names"]
    match container.resolve(names):
        case (bytes(record), Ref() as record_file, bytes(token), Ref() as token_file):
            return {
                RECORD_NAME: _attachment(container, RECORD_NAME, record, record_file),
                TOKEN_NAME: _attachment(container, TOKEN_NAME, token, token_file),
            }
        case _:
            raise ValueError("attachments")


def _attachment(container: Container, name: str, key: bytes, place: Ref) -> bytes:
    file = container.dictionary(place)
    streams = container.dictionary(file["EF"])
    if not name == text_of(key) == text_of(file["F"]) == text_of(file["UF"]):
        raise ValueError("attachments")
    if streams.get("UF", streams["F"]) != streams["F"]:
        raise ValueError("attachments")
    return container.stream_bytes(streams["F"])


def _check_signature(
    data: bytes, seal: _Seal, digest: bytes
) -> tuple[CmsParts | None, tuple[Fault, ...]]:
    first, second = seal.gap
    try:
        parts = _read_cms(data[first + 1 : second - 1])  # (4) (5)
        certificate = read_certificate(parts.certificate)
    except (ValueError, KeyError, IndexError) as fault:
        return None, (Fault(Code.PDF_SIGNATURE_FORM, str(fault)),)
    if digest != parts.digest:  # (6)
        return parts, (Fault(Code.PDF_BYTES_CHANGED, "digest"),)
    signed = frame_of(parts.certificate, parts.chain).signed_bytes(digest)
    if not signature_holds(certificate, parts.signature, signed):  # (7)
        return parts, (Fault(Code.PDF_SIGNATURE_FORM, "signature"),)
    return parts, ()


def _read_cms(digits: bytes) -> CmsParts:
    if _DIGITS.fullmatch(digits) is None or len(digits) % 2:
        raise ValueError("hexadecimal digits")
    hole = bytes.fromhex(digits.decode("ascii"))
    if hole[:2] != b"\x30\x82":
        raise ValueError("no CMS structure")
    size = 4 + int.from_bytes(hole[2:4], "big")
    cms, padding = hole[:size], hole[size:]
    if padding.strip(b"\x00"):
        raise ValueError("padding")
    parts = take_apart(cms)
    if frame_of(parts.certificate, parts.chain).build(parts.digest, parts.signature) != cms:
        raise ValueError("CMS structure")
    return parts


def _digests(data: bytes, seal: _Seal) -> tuple[bytes, str]:
    """Digest the covered bytes, and the whole file (in hex); what they begin with in common is read once."""
    first, second = seal.gap
    view = memoryview(data)
    covered = hashlib.sha256(view[:first])
    whole = covered.copy()
    covered.update(view[second:])
    whole.update(view[first:])
    return covered.digest(), whole.hexdigest()
