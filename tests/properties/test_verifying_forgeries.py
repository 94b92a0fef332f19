"""No change to a file, token, manifest or registry answer can make a verdict better than it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jscert.certificates import record_of
from jscert.sealing import der
from jscert.sealing.purposes import Purpose
from jscert.sealing.signing_certificate import P256_ORDER, read_certificate
from jscert.sealing.token import qr_text, sign_token
from jscert.verifying.folder import verify_folder
from jscert.verifying.pdf import verify_pdf
from jscert.verifying.qr import verify_qr
from jscert.verifying.target import verify_target
from jscert.verifying.verdict import Standing
from tests.toy_press import sealed_pdf
from tests.verifying_builders import (
    NOW,
    SCANNER,
    Ledger,
    Office,
    certificate,
    certificate_entry,
    evidence,
    found_office,
    issue,
    ledger_for,
    token_of,
    write_batch,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jscert.verifying.verdict import Verdict

OFFICE = found_office()
PDF = issue(OFFICE, certificate())
OTHER = issue(OFFICE, certificate(name="李䶮", identity_number="32010219900307101X"))
COSE = sign_token(token_of(certificate()), OFFICE.signers[Purpose.TOKEN])
KNOWING = evidence(OFFICE.trust, registry=ledger_for(PDF))
# No registry: only the signature stands between a changed byte and a good answer.
ALONE = evidence(OFFICE.trust, registry=None)


def test_the_unchanged_file_is_valid() -> None:
    """What the tests below change is valid before they do."""
    assert verify_pdf(PDF, "a.pdf", KNOWING).standing is Standing.VALID


def test_every_flipped_byte_of_the_file() -> None:
    """Not one byte can be changed, anywhere in the file, without it being not genuine."""
    for place in range(len(PDF)):
        changed = PDF[:place] + bytes([PDF[place] ^ 0x20]) + PDF[place + 1 :]
        assert verify_pdf(changed, "a.pdf", ALONE).standing is Standing.NOT_GENUINE, place


@given(st.integers(0, len(PDF) - 1), st.integers(1, 255))
def test_any_flipped_bits(place: int, bits: int) -> None:
    """The same for any bits."""
    changed = PDF[:place] + bytes([PDF[place] ^ bits]) + PDF[place + 1 :]
    assert verify_pdf(changed, "a.pdf", ALONE).standing is Standing.NOT_GENUINE


@given(st.integers(0, len(PDF)), st.integers(0, len(PDF)), st.binary(max_size=40))
def test_any_splice(start: int, end: int, middle: bytes) -> None:
    """Cutting out, overwriting and inserting are all noticed."""
    changed = PDF[: min(start, end)] + middle + PDF[max(start, end) :]
    if changed != PDF:
        assert verify_pdf(changed, "a.pdf", ALONE).standing is Standing.NOT_GENUINE


@given(st.integers(0, min(len(PDF), len(OTHER))))
def test_halves_of_two_genuine_files(cut: int) -> None:
    """Two genuine certificates cannot be joined into a third."""
    joined = PDF[:cut] + OTHER[cut:]
    if joined not in (PDF, OTHER):
        assert verify_pdf(joined, "a.pdf", ALONE).standing is Standing.NOT_GENUINE


@given(st.binary(max_size=300))
def test_any_bytes_at_all(data: bytes) -> None:
    """Whatever a file holds, it gets an answer and never a good one."""
    assert verify_pdf(data, "a.pdf", KNOWING).standing is Standing.NOT_GENUINE


@given(st.binary(max_size=200), st.binary(max_size=200))
@settings(max_examples=60)
def test_a_signed_file_with_any_attachments(record: bytes, token: bytes) -> None:
    """Even the right key cannot make a certificate of attachments that are none."""
    pdf = sealed_pdf(record, token, NOW, OFFICE.signers[Purpose.PDF])
    assert verify_pdf(pdf, "a.pdf", KNOWING).standing is Standing.NOT_GENUINE


@given(st.integers(0, len(COSE) - 1), st.integers(1, 255))
def test_any_changed_token(place: int, bits: int) -> None:
    """A changed token is never genuine; if the key's name was hit, nobody can tell."""
    changed = COSE[:place] + bytes([COSE[place] ^ bits]) + COSE[place + 1 :]
    registry = Ledger(certificate_entry())
    answer = verify_qr(qr_text(changed, ""), "qr", evidence(OFFICE.trust, registry=registry))
    assert answer.genuine is not True
    assert answer.claim.number == ""


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(text: str) -> None:
    """No text makes the command fail: what is nothing is undetermined."""
    if "/" not in text and "\\" not in text and text.strip(". "):
        for answer in verify_target(text, ALONE, SCANNER):
            assert answer.standing in {Standing.UNDETERMINED, Standing.NOT_GENUINE}


@pytest.mark.parametrize("named", ["manifest.json", "manifest/0001.json", "a_r1.pdf"])
def test_any_changed_file_of_a_folder(tmp_path: Path, named: str) -> None:
    """A folder is complete only while every byte that belongs to it is unchanged."""
    folder = write_batch(tmp_path / "b", OFFICE, {"a_r1.pdf": PDF})
    good = (folder / named).read_bytes()
    step = max(1, len(good) // 60)
    for place in range(0, len(good), step):
        (folder / named).write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        *_, own = verify_folder(folder, KNOWING, SCANNER)
        assert own.standing in {Standing.NOT_GENUINE, Standing.UNDETERMINED}, place


class _Crooked:
    """A forger's signer: the authority's certificate, changed, or its signature, respelled."""

    chain: tuple[bytes, ...] = ()
    algorithm: Literal["es256", "rs256"] = "es256"

    def __init__(self, certificate_: bytes, respell: Callable[[bytes], bytes]) -> None:
        self.certificate = certificate_
        self._respell = respell

    def sign(self, message: bytes) -> bytes:
        return self._respell(OFFICE.signers[Purpose.PDF].sign(message))


def _crooked(signer: _Crooked) -> Verdict:
    pdf = sealed_pdf(record_of(certificate()), COSE, NOW, signer)
    return verify_pdf(pdf, "a.pdf", ALONE)


def test_the_other_spelling_of_the_same_signature() -> None:
    """(r, n - s) is mathematically as good as (r, s), and refused: a file has one signature."""

    def mirror(signature: bytes) -> bytes:
        r, s = der.read_ecdsa_signature(signature)
        return der.ecdsa_signature(r, P256_ORDER - s)

    answer = _crooked(_Crooked(OFFICE.signers[Purpose.PDF].certificate, mirror))
    assert answer.standing is Standing.NOT_GENUINE


@pytest.mark.parametrize("point", [b"\x00", b"\xff", b"\x04"])
def test_a_certificate_whose_key_is_no_key(point: bytes) -> None:
    """A forged certificate with an impossible public key is an answer, not a crash."""
    good = OFFICE.signers[Purpose.PDF].certificate
    key = read_certificate(good).public_key_der
    answer = _crooked(_Crooked(good.replace(key, key[:-64] + point * 64), bytes))
    assert answer.standing is Standing.NOT_GENUINE


def test_a_folder_of_another_authority(tmp_path: Path) -> None:
    """A stranger's complete folder is refused as a whole and file by file."""
    stranger: Office = found_office()
    folder = write_batch(tmp_path / "b", stranger, {"a_r1.pdf": issue(stranger, certificate())})
    standings = {one.standing for one in verify_folder(folder, KNOWING, SCANNER)}
    assert standings == {Standing.NOT_GENUINE}
