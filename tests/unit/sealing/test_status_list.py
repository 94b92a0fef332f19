"""Status lists: their bytes as the draft has them, and what is said of wrong ones."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_der_x509_certificate

from jscert.errors import Code, JscertError
from jscert.registry.interface import STATUS_LIST_SIZE
from jscert.sealing import cbor
from jscert.sealing.cose import sign1
from jscert.sealing.purposes import Purpose
from jscert.sealing.signing_certificate import NatureKind
from jscert.sealing.status_list import (
    LIST_BYTES,
    LIST_SIZE,
    Status,
    pack_places,
    read_status_list,
    write_status_list,
)
from tests.bundle_builders import ISSUED_AT, status_list
from tests.sealing_builders import authority, listed, rsa_signer, trust_file

PLACES = {0: Status.VALID, 1: Status.WITHDRAWN, 4711: Status.SUSPENDED, LIST_SIZE - 1: Status.VALID}
SIGNER = authority()["status"]
CWT = write_status_list(status_list(PLACES), SIGNER)


def refused(data: bytes, **trust: Any) -> JscertError:
    """Give the error with which a list is refused."""
    with pytest.raises(JscertError) as caught:
        read_status_list(data, trust_file(**trust))
    return caught.value


def signed(**changes: Any) -> bytes:
    """Sign a list with other claims or another header than ours."""
    protected, _, payload, _ = cbor2.loads(CWT).value
    header = cbor2.loads(protected) | changes.get("header", {})
    claims = cbor2.loads(payload) | changes.get("claims", {})
    for key in changes.get("without", ()):
        del claims[key]
    return sign1(_encoded(header), _encoded(claims), SIGNER)


def _encoded(value: Any) -> bytes:
    return cbor2.dumps(value, canonical=True)


def test_a_list_says_what_was_signed() -> None:
    """Reading gives the list back."""
    assert read_status_list(CWT, trust_file()) == status_list(PLACES)


@pytest.mark.parametrize("index", [0, 1, 2, 4711, LIST_SIZE - 1])
def test_each_place_has_its_word(index: int) -> None:
    """Neighbours in one byte are kept apart; nobody spoke of the others."""
    assert status_list(PLACES).at(index) is PLACES.get(index, Status.UNPUBLISHED)


@pytest.mark.parametrize("index", [-1, LIST_SIZE])
def test_outside_a_list_there_is_no_word(index: int) -> None:
    """No index wraps round."""
    assert status_list().at(index) is None


def test_a_word_of_a_later_version_is_none() -> None:
    """What this version does not know it does not guess."""
    assert status_list(packed=b"\x01" * LIST_BYTES).at(0) is None


def test_a_list_is_as_long_as_the_registry_thinks() -> None:
    """Both rooms divide places alike."""
    assert LIST_SIZE == STATUS_LIST_SIZE


def test_places_are_packed_lowest_bits_first() -> None:
    """As the draft has it: index 0 in the low bits of byte 0."""
    values = [0x2, 0xC, 0x0, 0x3] + [0] * (LIST_SIZE - 4)
    assert pack_places(values)[:3] == bytes((0xC2, 0x30, 0x00))


def test_another_number_of_places_is_refused() -> None:
    """A list is never cut short."""
    with pytest.raises(ValueError, match="places"):
        pack_places([0, 1])


def test_the_format_is_a_status_list_token_in_cwt() -> None:
    """A foreign library reads tag 18, header and claims by the draft's numbers."""
    tagged = cbor2.loads(CWT)
    protected, unprotected, payload, signature = tagged.value
    header, claims = cbor2.loads(protected), cbor2.loads(payload)
    assert (tagged.tag, dict(unprotected), len(signature)) == (18, {}, 64)
    assert (header[1], header[16]) == (-7, "application/statuslist+cwt")
    assert sorted(header) == [1, 4, 16]
    assert sorted(claims) == [2, 4, 6, 65533, 65534]
    assert claims[2] == f"urn:jscert:status:{trust_file().fingerprint}:0"
    assert datetime.fromtimestamp(claims[6], UTC) == ISSUED_AT
    assert claims[65533]["bits"] == 4
    assert zlib.decompress(claims[65533]["lst"]) == status_list(PLACES).packed


def test_a_foreign_library_accepts_the_signature() -> None:
    """The signature is ES256 over RFC 9052's Sig_structure."""
    protected, _, payload, signature = cbor2.loads(CWT).value
    message = cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)
    r, s = (int.from_bytes(part, "big") for part in (signature[:32], signature[32:]))
    key = load_der_x509_certificate(SIGNER.certificate).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))


def test_the_same_list_has_the_same_bytes() -> None:
    """Nothing random enters a list."""
    assert write_status_list(status_list(PLACES), SIGNER) == CWT


def test_lists_are_not_signed_with_rsa() -> None:
    """The draft's algorithms are COSE's; ours is ES256."""
    with pytest.raises(ValueError, match="P-256"):
        write_status_list(status_list(), rsa_signer())


def test_another_authoritys_list_is_refused() -> None:
    """Its root is not this one, whoever signed."""
    other = authority(NatureKind.OWN_ROOT)[Purpose.STATUS]
    assert refused(write_status_list(status_list(), other)).facts["reason"] == "signer not listed"


def test_a_list_that_names_another_root_is_refused() -> None:
    """A list of one authority does not speak for another under the same key."""
    foreign = write_status_list(status_list(authority="ab" * 32), SIGNER)
    assert refused(foreign).code is Code.STATUS_LIST_UNREADABLE


def test_a_key_for_another_purpose_signs_no_status() -> None:
    """A key listed for PDFs speaks of no status."""
    wrong = write_status_list(status_list(), authority()[Purpose.PDF])
    assert refused(wrong).code is Code.DOCUMENT_SIGNATURE


def test_a_list_made_after_the_keys_use_is_refused() -> None:
    """A key that fell into wrong hands later speaks of nothing."""
    ended = listed(
        SIGNER, frozenset({Purpose.STATUS}), not_after=datetime(2026, 11, 30, tzinfo=UTC)
    )
    assert refused(CWT, signers=(ended,)).facts["reason"] == "key-use period"


def test_a_changed_place_breaks_the_signature() -> None:
    """What a list says is covered."""
    protected, _, payload, signature = cbor2.loads(CWT).value
    claims = cbor2.loads(payload)
    claims[65533]["lst"] = zlib.compress(bytes(LIST_BYTES), 9)
    forged = cbor.encode(cbor.Tagged(18, (protected, {}, _encoded(claims), signature)))
    assert refused(forged).facts["reason"] == "signature"


@pytest.mark.parametrize(
    "changes",
    [
        {"claims": {65533: {"bits": 8, "lst": zlib.compress(bytes(LIST_BYTES))}}},
        {"claims": {65533: {"bits": 4, "lst": zlib.compress(bytes(LIST_BYTES - 1))}}},
        {"claims": {65533: {"bits": 4, "lst": zlib.compress(bytes(2**24))}}},
        {"claims": {65533: {"bits": 4, "lst": zlib.compress(bytes(LIST_BYTES)) + b"x"}}},
        {"claims": {65533: {"bits": 4, "lst": b"no zlib"}}},
        {"claims": {65533: {"bits": 4, "lst": zlib.compress(bytes(LIST_BYTES)), "x": 1}}},
        {"claims": {2: "urn:jscert:status:somebody:0"}},
        {"claims": {7: b"id"}},
        {"claims": {6: 2**60}},
        {"without": (4,)},
        {"without": (65534,)},
        {"header": {16: "application/statuslist+jwt"}},
        {"header": {3: "x"}},
        {"header": {1: -8}},
    ],
)
def test_other_claims_are_unreadable(changes: dict[str, Any]) -> None:
    """A list is spelled in one way, and unpacks to exactly its places."""
    assert refused(signed(**changes)).code is Code.STATUS_LIST_UNREADABLE


@pytest.mark.parametrize("data", [b"", b"\xd2", CWT[:-1], CWT + b"\0", b"\xd2\x84\x40\xa0\x40\x40"])
def test_other_bytes_are_unreadable(data: bytes) -> None:
    """What is no COSE_Sign1 is no list."""
    assert refused(data).code is Code.STATUS_LIST_UNREADABLE
