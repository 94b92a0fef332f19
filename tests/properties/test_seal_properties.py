"""Seals: no byte of a sealed file can be changed, and no bytes make the check fail in another way."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jscert.errors import JscertError
from jscert.sealing import der
from jscert.sealing.documents import open_document, sign_document
from jscert.sealing.pdf_check import check_pdf
from jscert.sealing.pdf_objects import parse_object
from jscert.sealing.purposes import Purpose
from jscert.sealing.signing_certificate import read_certificate
from tests.sealing_builders import authority, pdf_signer, rsa_signer, sealed, stream, trust_file

WHOLE = sealed().data
DOCUMENT = sign_document(Purpose.MANIFEST, b'{"a":1}', authority()["manifest"])
FLIPS = st.integers(1, 255)


@lru_cache
def whole_with_chain() -> bytes:
    """Seal the smallest file with RSA and a chain."""
    return sealed(rsa_signer()).data


def flipped(data: bytes, place: int, flip: int) -> bytes:
    """Change one byte."""
    return data[:place] + bytes((data[place] ^ flip,)) + data[place + 1 :]


@pytest.mark.parametrize("bit", [0x01, 0x20, 0x80])
def test_no_byte_of_a_small_file_can_be_changed(bit: int) -> None:
    """Every byte, structure, page, hole and padding alike: 0x20 changes a letter's case."""
    missed = [place for place in range(len(WHOLE)) if check_pdf(flipped(WHOLE, place, bit)).intact]
    assert missed == []


@given(st.integers(0, len(WHOLE) - 1), FLIPS)
def test_no_byte_can_be_changed_to_any_other(place: int, flip: int) -> None:
    """Any other value of any byte is a finding."""
    assert not check_pdf(flipped(WHOLE, place, flip)).intact


@given(st.floats(0, 1, exclude_max=True), FLIPS)
def test_no_byte_of_a_file_with_a_chain_can_be_changed(where: float, flip: int) -> None:
    """Certificates above the signer are bound like everything else."""
    data = whole_with_chain()
    assert not check_pdf(flipped(data, int(where * len(data)), flip)).intact


@given(st.integers(0, len(WHOLE)), st.binary(min_size=1, max_size=40))
def test_nothing_can_be_inserted(place: int, more: bytes) -> None:
    """Anywhere, before, between or after."""
    assert not check_pdf(WHOLE[:place] + more + WHOLE[place:]).intact


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 200))
def test_nothing_can_be_cut_out(place: int, count: int) -> None:
    """Anywhere, any length."""
    assert not check_pdf(WHOLE[:place] + WHOLE[place + count :]).intact


@given(st.binary(max_size=300))
def test_a_photo_may_hold_any_bytes(photo: bytes) -> None:
    """What a stream holds never decides how the file is read."""
    assert check_pdf(sealed(photo=stream(photo)).data).intact


@given(st.binary(max_size=400))
def test_any_bytes_are_checked_without_an_exception(data: bytes) -> None:
    """A check answers, whatever it is given."""
    assert not check_pdf(data).intact
    assert not check_pdf(WHOLE[:16] + data + WHOLE[-200:]).intact


@given(st.binary(max_size=120))
def test_any_hole_is_checked_without_an_exception(content: bytes) -> None:
    """Rubbish in the hole is a finding."""
    start = WHOLE.index(b"/Contents <") + 11
    digits = content.hex().encode()
    data = WHOLE[:start] + b"30820080"[: len(digits)] + digits + WHOLE[start + 8 + len(digits) :]
    assert not check_pdf(data[: len(WHOLE)]).intact


@given(st.integers(0, len(pdf_signer().certificate) - 1), FLIPS)
def test_a_damaged_certificate_reads_or_is_a_value_error(place: int, flip: int) -> None:
    """Nothing else is raised by what a stranger put into a file."""
    try:
        read_certificate(flipped(pdf_signer().certificate, place, flip))
    except ValueError:
        return


@given(st.binary(max_size=80))
def test_any_bytes_are_objects_or_value_errors(data: bytes) -> None:
    """The object reader has one way to refuse."""
    try:
        parse_object(data)
    except ValueError:
        return


@given(st.binary(max_size=80))
def test_der_has_one_spelling(data: bytes) -> None:
    """What is read as one element is written back to the same bytes."""
    try:
        element = der.read(data)
    except ValueError:
        return
    assert der.encode(element.tag, element.content) == element.whole


@given(st.integers(0, len(DOCUMENT) - 1), FLIPS)
def test_no_byte_of_a_document_can_be_changed(place: int, flip: int) -> None:
    """One changed byte, one coded refusal."""
    with pytest.raises(JscertError):
        open_document(flipped(DOCUMENT, place, flip), Purpose.MANIFEST, trust_file())
