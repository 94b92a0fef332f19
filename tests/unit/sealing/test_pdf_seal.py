"""Sealing fills the hole, and nothing but the hole."""

from __future__ import annotations

import hashlib

import pytest
from asn1crypto import cms

from jscert.sealing.cms import frame_of, take_apart
from jscert.sealing.pdf_check import check_pdf
from jscert.sealing.pdf_seal import hole_bytes, seal_pdf
from jscert.sealing.signing_certificate import read_certificate
from tests.sealing_builders import SEALED_AT, pdf_signer, printed, rsa_signer, sealed


def hole(data: bytes) -> bytes:
    """Cut the bytes out of the hole of the smallest certificate."""
    blank = printed()
    return bytes.fromhex(data[blank.hole_start : blank.hole_end].decode())


def test_only_the_hole_changes() -> None:
    """Everything around the digits is as it was printed."""
    blank = printed()
    made = seal_pdf(blank, pdf_signer())
    assert made.data[: blank.hole_start] == blank.data[: blank.hole_start]
    assert made.data[blank.hole_end :] == blank.data[blank.hole_end :]


def test_the_same_print_gives_the_same_bytes() -> None:
    """Nothing random enters a seal."""
    assert sealed() == sealed()


def test_the_digest_of_the_file_is_told() -> None:
    """`sha256` is that of the finished file."""
    made = sealed()
    assert made.sha256 == hashlib.sha256(made.data).hexdigest()


def test_rsa_seals_need_a_larger_hole() -> None:
    """The hole is as large as the longest seal of its signer."""
    assert hole_bytes(rsa_signer()) > hole_bytes(pdf_signer())
    assert check_pdf(sealed(rsa_signer()).data).intact


def test_a_hole_for_another_signer_is_refused() -> None:
    """A print is made for one signer."""
    with pytest.raises(ValueError, match="hole of another size"):
        seal_pdf(printed(digits=64), pdf_signer())


def test_the_seal_is_a_cms_structure_with_three_signed_attributes() -> None:
    """A foreign library reads content-type, message-digest and signing-certificate-v2."""
    info = cms.ContentInfo.load(hole(sealed().data))["content"]["signer_infos"][0]
    names = [one["type"].dotted for one in info["signed_attrs"]]
    assert names == ["1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47"]
    assert len(info["unsigned_attrs"]) == 0


def test_the_frame_names_the_longest_seal() -> None:
    """No signature of the key makes the structure longer than its hole."""
    signer = pdf_signer()
    frame = frame_of(signer.certificate, signer.chain)
    sizes = {len(frame.build(bytes(32), signer.sign(bytes([number])))) for number in range(64)}
    assert max(sizes) == frame.longest


def test_the_chain_is_bound_in_order() -> None:
    """Every embedded certificate is listed in the signed attributes, the signer's first."""
    signer = rsa_signer()
    frame = frame_of(signer.certificate, signer.chain)
    parts = take_apart(frame.build(bytes(32), bytes(256)))
    assert (parts.certificate, parts.chain) == (signer.certificate, signer.chain)


def test_embedded_certificates_stand_in_der_order() -> None:
    """They are a SET OF, whichever of them comes first in the alphabet of bytes."""
    one, other = pdf_signer().certificate, rsa_signer().chain[0]
    for certificate, above in ((one, other), (other, one)):
        data = frame_of(certificate, (above,)).build(bytes(32), bytes(71))
        embedded = cms.ContentInfo.load(data)["content"]["certificates"]
        assert [item.dump() for item in embedded] == sorted((one, other))


def test_the_signer_is_named_by_issuer_and_serial() -> None:
    """The structure points at the certificate it embeds."""
    info = cms.ContentInfo.load(hole(sealed().data))["content"]["signer_infos"][0]
    facts = read_certificate(pdf_signer().certificate)
    assert info["sid"].chosen["issuer"].dump() == facts.issuer_der


def test_the_time_of_sealing_comes_from_the_signature_dictionary() -> None:
    """The check reports it as an aware instant."""
    assert check_pdf(sealed().data).sealed_at == SEALED_AT
