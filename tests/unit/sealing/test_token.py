"""The QR token: its bytes, its digits, and what is said of wrong ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_der_x509_certificate

from jscert.errors import Code, JscertError
from jscert.sealing.purposes import Purpose
from jscert.sealing.signing_certificate import NatureKind
from jscert.sealing.token import check_token, qr_text, read_token, sign_token, token_from_qr_text
from tests.sealing_builders import authority, listed, rsa_signer, token, trust_file

COSE = sign_token(token(), authority()["token"])


def code_of(cose: bytes) -> Code:
    """Give the one finding's code."""
    (only,) = check_token(cose, trust_file()).findings
    return only.code


def test_a_token_says_what_was_signed() -> None:
    """Reading gives the token back, and its signer."""
    check = check_token(COSE, trust_file())
    assert check.intact
    assert check.token == token()
    assert check.signer == trust_file().find(authority()["token"].certificate)


def test_the_format_is_cose_sign1_with_these_claims() -> None:
    """A foreign library reads tag 18, both headers and the claims by their numbers."""
    tagged = cbor2.loads(COSE)
    protected, unprotected, payload, signature = tagged.value
    assert (tagged.tag, dict(unprotected), len(signature)) == (18, {}, 64)
    assert sorted(cbor2.loads(protected)) == [1, 4]
    assert cbor2.loads(payload) == {
        2: "苏建安A(2026)0100001",
        4: 1890057600,
        6: 1795276800,
        -1: ["safety-a", "", 1, 0, 4711],
        -2: "王䶮",
        -3: "002X",
    }


def test_a_foreign_library_accepts_the_signature() -> None:
    """The signature is ES256 over RFC 9052's Sig_structure."""
    protected, _, payload, signature = cbor2.loads(COSE).value
    signed = cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)
    r, s = (int.from_bytes(part, "big") for part in (signature[:32], signature[32:]))
    key = load_der_x509_certificate(authority()["token"].certificate).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(utils.encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))


def test_times_are_midnights_in_china() -> None:
    """`iat` is the issue date's, `exp` that of the day after the last valid one."""
    claims = cbor2.loads(cbor2.loads(COSE).value[2])
    china = timedelta(hours=8)
    assert datetime.fromtimestamp(claims[6], UTC) + china == datetime(2026, 11, 22, tzinfo=UTC)
    assert datetime.fromtimestamp(claims[4], UTC) + china == datetime(2029, 11, 23, tzinfo=UTC)


def test_a_certificate_without_end_has_no_exp() -> None:
    """The claim is left out and reads as None."""
    cose = sign_token(token(valid_until=None), authority()["token"])
    assert 4 not in cbor2.loads(cbor2.loads(cose).value[2])
    assert read_token(cose).token.valid_until is None


def test_the_same_token_has_the_same_bytes() -> None:
    """Nothing random enters a token."""
    assert sign_token(token(), authority()["token"]) == COSE


def test_tokens_are_not_signed_with_rsa() -> None:
    """An imported RSA key never makes a QR code too large to read."""
    with pytest.raises(ValueError, match="P-256"):
        sign_token(token(), rsa_signer())


def test_an_unknown_key_is_told_from_a_wrong_signature() -> None:
    """Another authority's token may only need a newer trust file."""
    cose = sign_token(token(), authority(NatureKind.OWN_ROOT)["token"])
    assert code_of(cose) is Code.TOKEN_KEY_UNKNOWN


def test_a_key_for_another_purpose_is_unknown_as_a_token_key() -> None:
    """A key listed for PDFs signs no tokens."""
    assert code_of(sign_token(token(), authority()["pdf"])) is Code.TOKEN_KEY_UNKNOWN


def test_a_changed_name_breaks_the_signature() -> None:
    """What the token says is covered."""
    forged = COSE.replace("王".encode(), "汪".encode())
    assert code_of(forged) is Code.TOKEN_SIGNATURE


def test_the_other_half_of_the_signature_is_refused() -> None:
    """(r, n - s) is another token, and no valid one."""
    from jscert.sealing.signing_certificate import P256_ORDER

    s = P256_ORDER - int.from_bytes(COSE[-32:], "big")
    assert code_of(COSE[:-32] + s.to_bytes(32, "big")) is Code.TOKEN_SIGNATURE


def test_an_issue_date_after_the_keys_use_is_refused() -> None:
    """A key that fell into wrong hands later cannot sign for later days."""
    cose = sign_token(token(issued_on=date(2029, 1, 1)), authority()["token"])
    assert code_of(cose) is Code.SIGNER_PERIOD


def test_an_issue_date_before_the_keys_use_is_no_fault() -> None:
    """Issuing may be dated back."""
    cose = sign_token(token(issued_on=date(2026, 10, 30)), authority()["token"])
    assert check_token(cose, trust_file()).intact


def test_a_signer_whose_period_is_cut_short_is_judged_by_the_trust_file() -> None:
    """The listed period counts, not only the certificate's."""
    signer = authority()["token"]
    end = datetime(2026, 11, 21, tzinfo=UTC)
    short = listed(signer, frozenset({Purpose.TOKEN}), not_after=end)
    check = check_token(COSE, trust_file(signers=(short,)))
    assert [one.code for one in check.findings] == [Code.SIGNER_PERIOD]


@pytest.mark.parametrize(
    "cose",
    [
        b"",
        b"\xd2",
        COSE[1:],
        COSE + b"\x00",
        cbor2.dumps(cbor2.CBORTag(18, [b"", {}, b"", b""])),
        cbor2.dumps(cbor2.CBORTag(17, cbor2.loads(COSE).value)),
        cbor2.dumps(cbor2.CBORTag(18, [*cbor2.loads(COSE).value[:1], {1: 1}, b"", bytes(64)])),
        COSE.replace(b"\x26\x04\x48", b"\x27\x04\x48"),
        COSE.replace(b"\x06\x1a", b"\x05\x1a"),
        COSE.replace((1795276800).to_bytes(4, "big"), (1795276801).to_bytes(4, "big")),
    ],
)
def test_other_shapes_are_no_token(cose: bytes) -> None:
    """Anything not spelled as specified is refused before its signature is looked at."""
    assert code_of(cose) is Code.TOKEN_FORM
    with pytest.raises(JscertError) as caught:
        read_token(cose)
    assert caught.value.code is Code.TOKEN_FORM


def test_further_claims_are_refused() -> None:
    """A token says nothing that this format does not know."""
    value = cbor2.loads(COSE).value
    payload = cbor2.dumps({**cbor2.loads(value[2]), -4: 1}, canonical=True)
    cose = cbor2.dumps(cbor2.CBORTag(18, [value[0], {}, payload, value[3]]), canonical=True)
    assert code_of(cose) is Code.TOKEN_FORM


@pytest.mark.parametrize(
    ("data", "digits"),
    [
        (b"", ""),
        (b"\xff", "255"),
        (b"\x01\x00", "00001"),
        (bytes(7), "0" * 17),
        (b"\xff" * 7, "72057594037927935"),
        (b"\x01" + bytes(7), "00000000000000001000"),
    ],
)
def test_digits_are_those_of_the_fido_hybrid_codes(data: bytes, digits: str) -> None:
    """Seven bytes, little-endian, make 17 digits; the rest makes 3, 5, 8, 10, 13 or 15."""
    assert qr_text(data, "U") == f"U#{digits}"


def test_qr_text_reads_back() -> None:
    """With address, without address, with blanks around."""
    text = qr_text(COSE, "HTTPS://JSCERT.EXAMPLE/V")
    assert token_from_qr_text(text) == COSE
    assert token_from_qr_text(f" {text.partition('#')[2]}\n") == COSE


@pytest.mark.parametrize(
    "text", ["", "U#", "U#12", "U#256", "U#x", "U#１２３", "U#-01", "U#" + "9" * 17]
)
def test_other_texts_are_no_token(text: str) -> None:
    """Digits of a wrong count or value, or no digits at all, are refused."""
    with pytest.raises(JscertError) as caught:
        token_from_qr_text(text)
    assert caught.value.code is Code.TOKEN_FORM


def test_a_usual_token_is_small() -> None:
    """A name of 38 hanzi keeps the text within a version 12 symbol at level M (691 digits)."""
    cose = sign_token(token(name="王" * 38), authority()["token"])
    assert len(qr_text(cose, "HTTPS://JSCERT.EXAMPLE/V")) < 691
