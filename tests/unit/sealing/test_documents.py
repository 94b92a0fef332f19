"""Signed documents: opened for the purpose they were signed for, by a signer listed for it."""

from __future__ import annotations

import base64
import json

import pytest

from jscert.errors import Code, JscertError
from jscert.sealing.documents import open_document, sign_document
from jscert.sealing.envelopes import pack, unpack
from jscert.sealing.purposes import Purpose
from jscert.sealing.signing_certificate import NatureKind
from jscert.sealing.trust import TRUST_PAYLOAD_TYPE
from tests.sealing_builders import authority, trust_file

PAYLOAD = '{"_type":"https://in-toto.io/Statement/v1","name":"清单"}\n'.encode()
SIGNER = authority()["manifest"]
SIGNED = sign_document(Purpose.MANIFEST, PAYLOAD, SIGNER)


def refused(data: bytes) -> JscertError:
    """Give the error with which a document is refused."""
    with pytest.raises(JscertError) as caught:
        open_document(data, Purpose.MANIFEST, trust_file())
    return caught.value


def test_a_document_opens_to_its_payload_and_signer() -> None:
    """The payload comes back byte for byte."""
    opened = open_document(SIGNED, Purpose.MANIFEST, trust_file())
    assert opened.payload == PAYLOAD
    assert opened.signer == trust_file().find(SIGNER.certificate)


def test_the_same_document_has_the_same_bytes() -> None:
    """Nothing random enters a document."""
    assert sign_document(Purpose.MANIFEST, PAYLOAD, SIGNER) == SIGNED


def test_the_envelope_is_dsse() -> None:
    """Payload type, payload and one signature under their DSSE names."""
    fields = json.loads(SIGNED)
    assert fields["payloadType"] == "application/vnd.in-toto+json"
    assert base64.b64decode(fields["payload"]) == PAYLOAD
    assert [sorted(one) for one in fields["signatures"]] == [["keyid", "sig"]]


def test_the_encoding_that_is_signed_is_that_of_dsse() -> None:
    """The example of the DSSE specification."""
    from jscert.sealing.envelopes import Envelope

    example = Envelope(
        payload_type="http://example.com/HelloWorld",
        payload=b"hello world",
        keyid="",
        signature=b"",
    )
    wanted = b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    assert example.signed_bytes == wanted


def test_a_signer_for_another_purpose_is_refused() -> None:
    """The PDF key signs no manifests."""
    error = refused(sign_document(Purpose.MANIFEST, PAYLOAD, authority()["pdf"]))
    assert (error.code, error.facts["reason"]) == (Code.DOCUMENT_SIGNATURE, "signer's purpose")


def test_an_unlisted_signer_is_refused() -> None:
    """Another authority's manifest is not ours."""
    other = authority(NatureKind.OWN_ROOT)["manifest"]
    error = refused(sign_document(Purpose.MANIFEST, PAYLOAD, other))
    assert (error.code, error.facts["reason"]) == (Code.DOCUMENT_SIGNATURE, "signer not listed")


def test_another_payload_type_is_refused() -> None:
    """A trust file is no manifest, whoever signed it."""
    assert refused(pack(TRUST_PAYLOAD_TYPE, PAYLOAD, SIGNER)).code is Code.DOCUMENT_UNREADABLE


def test_a_changed_payload_is_refused() -> None:
    """What was signed is covered."""
    fields = json.loads(SIGNED)
    fields["payload"] = base64.b64encode(PAYLOAD + b" ").decode()
    data = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    assert refused(data).facts["reason"] == "signature"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"[]",
        b"{}",
        SIGNED.rstrip(),
        b" " + SIGNED,
        SIGNED.replace(b'":"', b'": "'),
        SIGNED.replace(b'"signatures":[', b'"signatures":[[],'),
        SIGNED.replace(b"}]}", b'}],"x":1}'),
        b"[" * 100_000,
    ],
)
def test_other_spellings_are_unreadable(data: bytes) -> None:
    """An envelope has one spelling."""
    assert refused(data).code is Code.DOCUMENT_UNREADABLE


def test_base64_with_spare_bits_is_refused() -> None:
    """Two texts that decode to the same bytes are not both documents."""
    signed = sign_document(Purpose.MANIFEST, b"abcd", SIGNER)
    twin = signed.replace(b"YWJjZA==", b"YWJjZB==")
    assert unpack(signed).payload == base64.b64decode("YWJjZB==")
    assert refused(twin).code is Code.DOCUMENT_UNREADABLE
