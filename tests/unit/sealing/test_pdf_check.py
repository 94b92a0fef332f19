"""The strict check: one broken rule per test, each with its code."""

from __future__ import annotations

from typing import Any

import pytest

from jscert.errors import Code
from jscert.sealing import der
from jscert.sealing.cms import frame_of, take_apart
from jscert.sealing.pdf_check import SealCheck, check_pdf
from jscert.sealing.signing_certificate import P256_ORDER, read_certificate
from tests.sealing_builders import (
    RECORD,
    SIGNATURE_FORM,
    TOKEN_BYTES,
    authority,
    covered_digest,
    filled,
    pdf_signer,
    printed,
    rsa_signer,
    sealed,
    stream,
)

BLANK = printed()
WHOLE = sealed().data
HOLE = WHOLE[BLANK.hole_start : BLANK.hole_end]
CMS = bytes.fromhex(HOLE.decode())
FRAME = frame_of(pdf_signer().certificate, ())
ROOMY = 2 * FRAME.longest + 8
CMS = CMS[: 4 + int.from_bytes(CMS[2:4], "big")]


def with_hole(cms: bytes) -> SealCheck:
    """Check the file with another structure in its hole."""
    digits = cms.hex().encode().ljust(len(HOLE), b"0")
    assert len(digits) == len(HOLE)
    return check_pdf(WHOLE.replace(HOLE, digits))


def code_of(check: SealCheck) -> Code:
    """Give the one finding's code."""
    (only,) = check.findings
    return only.code


def test_a_sealed_file_is_intact() -> None:
    """No finding, the signer's certificate, both attachments."""
    check = check_pdf(WHOLE)
    assert check.intact
    assert check.certificate == pdf_signer().certificate
    assert check.attachments == {"record.json": RECORD, "token.cose": TOKEN_BYTES}


def test_an_empty_hole_is_no_signature() -> None:
    """A print that was never sealed is not genuine."""
    assert code_of(check_pdf(BLANK.data)) is Code.PDF_SIGNATURE_FORM


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"PK\x03\x04" + bytes(400), b"\xff" * 64])
def test_other_files_are_not_ours(data: bytes) -> None:
    """What never was a certificate is called so."""
    assert code_of(check_pdf(data)) is Code.PDF_NOT_OURS


def test_a_damaged_certificate_is_called_damaged() -> None:
    """A certificate with bytes after its end is a certificate that was changed."""
    assert code_of(check_pdf(WHOLE + b"\n")) is Code.PDF_STRUCTURE


def test_a_changed_byte_of_the_page_changes_the_digest() -> None:
    """The page is covered."""
    assert code_of(check_pdf(WHOLE.replace(b"72 720", b"72 721"))) is Code.PDF_BYTES_CHANGED


def test_upper_case_digits_are_refused() -> None:
    """The same structure in other letters is another file."""
    assert code_of(check_pdf(WHOLE.replace(HOLE, HOLE.upper()))) is Code.PDF_SIGNATURE_FORM


@pytest.mark.parametrize(("last", "intact"), [(b"0", True), (b"1", False)])
def test_padding_must_be_zero(last: bytes, *, intact: bool) -> None:
    """Nothing hides behind the structure, however large the hole."""
    blank = printed(digits=ROOMY)
    digest = covered_digest(blank)
    cms = FRAME.build(digest, pdf_signer().sign(FRAME.signed_bytes(digest)))
    digits = cms.hex().encode().ljust(ROOMY - 1, b"0") + last
    assert check_pdf(filled(blank, digits)).intact is intact


def test_the_other_half_of_an_ecdsa_signature_is_refused() -> None:
    """(r, n - s) holds as well for mathematics, and is refused all the same."""
    blank = printed(digits=ROOMY)
    digest = covered_digest(blank)
    r, s = der.read_ecdsa_signature(pdf_signer().sign(FRAME.signed_bytes(digest)))
    twin = FRAME.build(digest, der.ecdsa_signature(r, P256_ORDER - s))
    check = check_pdf(filled(blank, twin.hex().encode()))
    assert [(one.code, one.reason) for one in check.findings] == [
        (Code.PDF_SIGNATURE_FORM, "signature")
    ]


def test_a_signature_over_another_digest_is_refused() -> None:
    """A seal cut out of another file does not fit."""
    other = sealed(record=stream(b"{}")).data
    foreign = next(part for part in other.split(b"<") if part.startswith(b"3082")).split(b">")[0]
    assert code_of(check_pdf(WHOLE.replace(HOLE, foreign))) is Code.PDF_BYTES_CHANGED


def test_a_digest_that_fits_does_not_save_a_signature_that_does_not() -> None:
    """The right digest under a wrong signature is refused."""
    parts = take_apart(CMS)
    frame = frame_of(parts.certificate, parts.chain)
    forged = frame.build(parts.digest, authority()["token"].sign(frame.signed_bytes(parts.digest)))
    check = with_hole(forged)
    assert check.findings[0].reason == "signature"


def test_a_key_that_is_no_point_of_its_curve_is_a_finding() -> None:
    """A stranger's certificate may hold a key that no library loads."""
    facts = read_certificate(pdf_signer().certificate)
    broken = facts.public_key_der[:-1] + bytes((facts.public_key_der[-1] ^ 1,))
    certificate = facts.der.replace(facts.public_key_der, broken)
    blank = printed(digits=ROOMY)
    cms = frame_of(certificate, ()).build(covered_digest(blank), der.ecdsa_signature(1, 1))
    check = check_pdf(filled(blank, cms.hex().encode()))
    assert [one.reason for one in check.findings] == ["signature"]


def test_unsigned_attributes_are_refused() -> None:
    """A structure with one more field is not the one built again from its parts."""
    (wrapped,) = der.read(CMS).children()[1].children()
    *outer, infos = wrapped.children()
    info = infos.children()[0]
    more = der.encode(der.SEQUENCE, info.content, der.encode(0xA1, b""))
    signed = der.encode(der.SEQUENCE, *(one.whole for one in outer), der.encode(der.SET, more))
    kind = der.read(CMS).children()[0].whole
    longer = der.encode(der.SEQUENCE, kind, der.encode(0xA0, signed))
    room = 2 * len(longer)
    data = filled(printed(digits=room), longer.hex().encode())
    assert code_of(check_pdf(data)) is Code.PDF_SIGNATURE_FORM


def test_a_chain_certificate_cannot_be_exchanged() -> None:
    """Embedded certificates above the signer are bound by the signature."""
    signer = rsa_signer()
    whole = sealed(signer).data
    old, new = signer.chain[0].hex().encode(), (signer.chain[0][:-1] + b"\x00").hex().encode()
    assert code_of(check_pdf(whole.replace(old, new))) is Code.PDF_SIGNATURE_FORM


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/SubFilter /ETSI.CAdES.detached", b"/SubFilter /adbe.pkcs7.detached"),
        (b"/Filter /Adobe.PPKLite", b"/Filter /Other"),
        (b"/P 1 /V /1.2", b"/P 2 /V /1.2"),
        (b" /Reference [<< /Type /SigRef", b" /Allusion [<< /Type /SigRef"),
        (b"/TransformMethod /DocMDP", b"/TransformMethod /FieldMDP"),
        (b"/Name <FEFF6C5F82CF>", b"/Cert <00>"),
        (b"+08'00'", b"Z"),
        (b"/ByteRange [0 ", b"/ByteRange [1 "),
        (b"/ByteRange [0 ", b"/ByteRange [0 0 0 "),
        (b"/Contents <", b"/Contents  <"),
        (b"%(length)10d", b"         9"),
        (b"%(second)10d", b"%(first)10d"),
    ],
)
def test_another_signature_dictionary_is_refused(old: bytes, new: bytes) -> None:
    """Only a certification without permitted changes counts, even if its signer is right."""
    form = SIGNATURE_FORM.replace(old, new)
    assert form != SIGNATURE_FORM
    try:
        data = sealed(signature=form).data
    except ValueError:  # the builder found no hole to measure
        data = WHOLE.replace(old, new)
    assert not check_pdf(data).intact


@pytest.mark.parametrize(
    "changes",
    [
        {"widget": b"<< /Subtype /Widget /FT /Tx /V 1 0 R >>"},
        {"widget": b"<< /Subtype /Widget /FT /Sig >>"},
        {"widget": b"<< /Subtype /Widget /FT /Sig /V 11 0 R >>"},
        {"widget": b"<< /FT /Sig /V 1 0 R /Kids [4 0 R] >>"},
        {"font": b"<< /Type /Sig /Filter /Adobe.PPKLite >>"},
        {"font": b"<< /ByteRange [0 1 2 3] >>"},
        {"record_file": b"<< /Type /Filespec /F (other) /UF (other) /EF << /F 8 0 R >> >>"},
        {"record_file": b"<< /F (record.json) /UF (record.json) /EF << /F 8 0 R /UF 9 0 R >> >>"},
        {"record_file": b"<< /F (record.json) /UF (record.json) /EF << /F 99 0 R >> >>"},
        {"record": stream(b"x", b"/Filter /FlateDecode ")},
        {"record": b"<< >>"},
    ],
)
def test_other_structures_are_refused_though_signed(changes: dict[str, Any]) -> None:
    """A file that is signed all right but is not a certificate does not pass."""
    assert code_of(check_pdf(sealed(**changes).data)) is Code.PDF_STRUCTURE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Perms << /DocMDP 1 0 R >>", b""),
        (b"/Perms << /DocMDP 1 0 R >>", b"/Perms << /DocMDP 1 0 R /UR3 1 0 R >>"),
        (b"/Perms << /DocMDP 1 0 R >>", b"/Perms << /DocMDP 3 0 R >>"),
        (b"/Fields [5 0 R]", b"/Fields [5 0 R 5 0 R]"),
        (b"/Fields [5 0 R]", b"/Fields []"),
        (b"(token.cose) 7 0 R", b""),
        (b"(record.json) 6 0 R", b"(record.json) 7 0 R"),
    ],
)
def test_another_catalog_is_refused(old: bytes, new: bytes) -> None:
    """Form, certification and attachments are where they must be."""
    catalog = (
        b"<< /Type /Catalog /Pages 3 0 R /AcroForm << /Fields [5 0 R] /SigFlags 3 >>"
        b" /Perms << /DocMDP 1 0 R >>"
        b" /Names << /EmbeddedFiles << /Names [(record.json) 6 0 R (token.cose) 7 0 R] >> >> >>"
    )
    assert check_pdf(sealed(catalog=catalog).data).intact
    assert not check_pdf(sealed(catalog=catalog.replace(old, new)).data).intact


def test_attachments_never_show_in_a_representation() -> None:
    """The record holds a person's number, which must not reach a log."""
    assert "record" not in repr(check_pdf(WHOLE))
