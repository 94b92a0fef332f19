"""What is read out of certificates, against the X.509 library."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from jscert.sealing.signing_certificate import NatureKind, read_certificate
from tests.sealing_builders import CREATED_AT, authority, foreign_certificate, licensed_parts

SPKI = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def test_the_parts_agree_with_the_library() -> None:
    """Issuer, serial, key and validity are those that an X.509 library reads."""
    data = authority()["pdf"].certificate
    facts, library = read_certificate(data), x509.load_der_x509_certificate(data)
    assert facts.issuer_der == library.issuer.public_bytes()
    assert int.from_bytes(facts.serial_der[2:], "big") == library.serial_number
    assert facts.public_key_der == library.public_key().public_bytes(*SPKI)
    assert facts.valid_until == library.not_valid_after_utc


def test_the_key_use_period_is_two_years() -> None:
    """A signing certificate runs 15 years, its key is used for 2."""
    facts = read_certificate(authority()["token"].certificate)
    assert (facts.key_from, facts.key_until.year) == (CREATED_AT, 2028)
    assert (facts.valid_from, facts.valid_until.year) == (CREATED_AT, 2041)


def test_the_nature_stands_in_every_certificate() -> None:
    """Root and signers say what the authority is."""
    natures = {read_certificate(one.certificate).nature for one in authority().values()}
    assert natures == {NatureKind.TRIAL}


def test_signing_certificates_may_sign_for_good() -> None:
    """Key usage is digitalSignature and nonRepudiation, and critical."""
    library = x509.load_der_x509_certificate(authority()["manifest"].certificate)
    usage = library.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment


def test_signing_certificates_are_issued_by_the_root() -> None:
    """The root's signature stands under every signing certificate."""
    made = authority()
    root = x509.load_der_x509_certificate(made["root"].certificate)
    for purpose in ("pdf", "token", "manifest", "status"):
        x509.load_der_x509_certificate(made[purpose].certificate).verify_directly_issued_by(root)


def test_a_foreign_certificate_has_no_nature_and_its_own_validity_as_period() -> None:
    """Nothing is read into a certificate that does not say it."""
    leaf = licensed_parts()[1]
    facts = read_certificate(leaf.public_bytes(Encoding.DER))
    assert facts.nature is None
    assert (facts.key_from, facts.key_until) == (
        leaf.not_valid_before_utc,
        leaf.not_valid_after_utc,
    )
    assert (facts.algorithm, facts.key_bytes, facts.name) == ("rs256", 256, "Licensed")


def test_dates_past_2049_are_read() -> None:
    """X.509 spells them as GeneralizedTime."""
    key = ec.generate_private_key(ec.SECP256R1())
    until = datetime(2061, 1, 2, 3, 4, 5, tzinfo=UTC)
    made = foreign_certificate("A", "A", key.public_key(), key, until=until)
    assert read_certificate(made.public_bytes(Encoding.DER)).valid_until == until


@pytest.mark.parametrize("kind", ["p384", "ed25519"])
def test_other_keys_are_refused(kind: str) -> None:
    """Only P-256 and RSA of 2048 bits on may sign."""
    issuer = ec.generate_private_key(ec.SECP256R1())
    public = (
        ec.generate_private_key(ec.SECP384R1()).public_key()
        if kind == "p384"
        else ed25519.Ed25519PrivateKey.generate().public_key()
    )
    made = foreign_certificate("A", "A", public, issuer)
    with pytest.raises(ValueError, match="P-256"):
        read_certificate(made.public_bytes(Encoding.DER))


def test_what_is_no_certificate_is_refused() -> None:
    """A sequence of something else is not read further."""
    with pytest.raises(ValueError, match=r"X\.509"):
        read_certificate(b"\x30\x04\x30\x02\x05\x00")
