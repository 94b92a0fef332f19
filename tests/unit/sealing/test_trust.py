"""The trust file: signed by its root, agreeing with its certificates, or refused."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from jscert.errors import Code, JscertError
from jscert.sealing.envelopes import canonical_json, pack, unpack
from jscert.sealing.purposes import Purpose
from jscert.sealing.signing_certificate import NatureKind
from jscert.sealing.trust import TRUST_PAYLOAD_TYPE, kid_of, read_trust, write_trust
from tests.sealing_builders import CREATED_AT, authority, listed, rsa_signer, trust_file

ROOT = authority()["root"]
SIGNED = write_trust(trust_file(), ROOT)


def code_of(data: bytes, fingerprint: str | None = None) -> Code:
    """Give the code with which a trust file is refused."""
    with pytest.raises(JscertError) as caught:
        read_trust(data, fingerprint)
    return caught.value.code


def edited(**changes: Any) -> dict[str, Any]:
    """Give the payload's fields with some of them changed."""
    return {**json.loads(unpack(SIGNED).payload), **changes}


def test_a_trust_file_reads_back() -> None:
    """Everything written is read, and the fingerprint is the root's."""
    trust = read_trust(SIGNED, trust_file().fingerprint)
    assert trust == trust_file()


@pytest.mark.parametrize("spell", [str.upper, lambda text: f" {text[:32]} {text[32:]}\n"])
def test_a_fingerprint_may_be_typed_in_any_way(spell: Any) -> None:
    """Case, blanks and colons do not matter."""
    assert read_trust(SIGNED, spell(trust_file().fingerprint)).version == 1


def test_another_fingerprint_is_refused() -> None:
    """The root must be the one that the checker was told."""
    assert code_of(SIGNED, "00" * 32) is Code.TRUST_FINGERPRINT


def test_a_trust_file_signed_by_another_key_is_refused() -> None:
    """Only the root signs, not even its own signing keys."""
    data = pack(TRUST_PAYLOAD_TYPE, unpack(SIGNED).payload, authority()["manifest"])
    assert code_of(data) is Code.TRUST_SIGNATURE


def test_an_edited_payload_under_the_old_signature_is_refused() -> None:
    """Editing the text breaks the signature."""
    fields = json.loads(SIGNED)
    payload = canonical_json(edited(authority="Other"))
    fields["payload"] = base64.b64encode(payload).decode()
    assert code_of(canonical_json(fields)) is Code.TRUST_SIGNATURE


def test_a_trust_file_under_another_key_identifier_is_refused() -> None:
    """The envelope names the root; no other name goes with its signature."""
    other = trust_file(nature=NatureKind.OWN_ROOT).fingerprint
    data = SIGNED.replace(trust_file().fingerprint.encode(), other.encode())
    assert code_of(data) is Code.TRUST_SIGNATURE


@pytest.mark.parametrize("nature", ["own-root", "licensed"])
def test_a_trial_root_cannot_sign_itself_real(nature: str) -> None:
    """The nature inside the certificates decides, even over the root's own signature."""
    real = edited(nature=nature)
    for signer in real["signers"]:
        signer["trial"] = False
    data = pack(TRUST_PAYLOAD_TYPE, canonical_json(real), ROOT)
    assert code_of(data) is Code.TRUST_UNREADABLE


def test_a_trial_signer_cannot_be_listed_as_real() -> None:
    """One edited line is enough to refuse the file."""
    fields = edited()
    fields["signers"][0]["trial"] = False
    data = pack(TRUST_PAYLOAD_TYPE, canonical_json(fields), ROOT)
    assert code_of(data) is Code.TRUST_UNREADABLE


def test_a_real_root_cannot_list_a_trial_signer() -> None:
    """A trial certificate stays trial under any root."""
    real = authority(NatureKind.OWN_ROOT)["root"]
    trial = listed(authority()["pdf"], frozenset({Purpose.PDF}), trial=False)
    data = write_trust(trust_file(nature=NatureKind.OWN_ROOT, signers=(trial,)), real)
    assert code_of(data) is Code.TRUST_UNREADABLE


@pytest.mark.parametrize(
    ("nature", "purpose", "accepted"),
    [
        (NatureKind.LICENSED, Purpose.PDF, True),
        (NatureKind.LICENSED, Purpose.TOKEN, False),
        (NatureKind.OWN_ROOT, Purpose.PDF, False),
    ],
)
def test_certificates_of_others_are_for_pdf_and_manifest_of_licensed_authorities(
    nature: NatureKind, purpose: Purpose, *, accepted: bool
) -> None:
    """A certificate that carries no nature is taken nowhere else."""
    foreign = listed(rsa_signer(), frozenset({purpose}), trial=False)
    data = write_trust(trust_file(nature=nature, signers=(foreign,)), authority(nature)["root"])
    if accepted:
        assert read_trust(data).signers == (foreign,)
    else:
        assert code_of(data) is Code.TRUST_UNREADABLE


@pytest.mark.parametrize(
    "changes",
    [
        {"sha256": "00" * 32},
        {"purposes": frozenset()},
        {"not_before": CREATED_AT - timedelta(days=1)},
        {"not_after": CREATED_AT + timedelta(days=900)},
        {"certificate": b"\x30\x00"},
    ],
)
def test_a_line_that_disagrees_with_its_certificate_is_refused(changes: dict[str, Any]) -> None:
    """Digest, purposes and period are held against the certificate."""
    line = replace(listed(authority()["pdf"], frozenset({Purpose.PDF})), **changes)
    assert code_of(write_trust(trust_file(signers=(line,)), ROOT)) is Code.TRUST_UNREADABLE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        SIGNED.rstrip(b"\n"),
        SIGNED + b"\n",
        SIGNED.replace(b",", b", "),
        pack("application/vnd.in-toto+json", unpack(SIGNED).payload, ROOT),
        pack(TRUST_PAYLOAD_TYPE, b"{}", ROOT),
        pack(TRUST_PAYLOAD_TYPE, canonical_json(edited(format="jscert-trust/2")), ROOT),
        pack(TRUST_PAYLOAD_TYPE, canonical_json(edited(more=1)), ROOT),
        pack(TRUST_PAYLOAD_TYPE, canonical_json(edited(created_at="2026-11-22")), ROOT),
        pack(TRUST_PAYLOAD_TYPE, canonical_json(edited(root="AAAA")), ROOT),
        pack(TRUST_PAYLOAD_TYPE, canonical_json(edited(signers=[1])), ROOT),
    ],
)
def test_other_shapes_are_unreadable(data: bytes) -> None:
    """Whatever is not spelled as specified is refused with its code."""
    assert code_of(data) is Code.TRUST_UNREADABLE


def test_signers_are_found_by_certificate_and_purpose() -> None:
    """A signer is listed for what it may sign."""
    trust, pdf = trust_file(), authority()["pdf"].certificate
    assert trust.find(pdf) == trust.find(pdf, Purpose.PDF)
    assert trust.find(pdf, Purpose.TOKEN) is None
    assert trust.find(b"other") is None


def test_signers_are_found_by_key_identifier() -> None:
    """Tokens carry the first 8 bytes of the certificate's digest."""
    certificate = authority()["token"].certificate
    found = trust_file().find_kid(kid_of(certificate), Purpose.TOKEN)
    assert found is not None
    assert found.certificate == certificate
    assert trust_file().find_kid(bytes(8), Purpose.TOKEN) is None


def test_a_key_was_in_use_from_its_first_to_its_last_instant() -> None:
    """Both ends belong to the period."""
    signer = trust_file().signers[0]
    second = timedelta(seconds=1)
    assert signer.in_use(signer.not_before)
    assert signer.in_use(signer.not_after)
    assert not signer.in_use(signer.not_before - second)
    assert not signer.in_use(signer.not_after + second)


def test_a_trust_file_grows_too_old() -> None:
    """`expires_at` itself is already too late."""
    trust = trust_file()
    assert not trust.expired(trust.expires_at - timedelta(seconds=1))
    assert trust.expired(trust.expires_at)


def test_only_the_named_root_can_write() -> None:
    """Signing with another root's key is a programming error."""
    with pytest.raises(ValueError, match="another root"):
        write_trust(trust_file(), authority(NatureKind.OWN_ROOT)["root"])
