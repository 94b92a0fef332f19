"""Tokens: written and read back, and no byte of them can be changed."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from jscert.errors import JscertError
from jscert.sealing import cbor
from jscert.sealing.token import (
    Token,
    check_token,
    qr_text,
    read_token,
    sign_token,
    token_from_qr_text,
)
from tests.sealing_builders import authority, token, trust_file

TOKENS = st.builds(
    Token,
    number=st.text(max_size=30),
    kind=st.text(max_size=20),
    post_code=st.text(max_size=4),
    revision=st.integers(0, 2**32),
    status_list=st.integers(0, 2**16),
    status_index=st.integers(0, 2**17 - 1),
    name=st.text(max_size=60),
    identity_tail=st.text(max_size=4),
    issued_on=st.dates(date(2017, 9, 28), date(2028, 11, 21)),
    valid_until=st.none() | st.dates(date(1950, 1, 1), date(2199, 12, 31)),
)
VALUES = st.recursive(
    st.integers(-(2**64), 2**64 - 1) | st.binary(max_size=300) | st.text(max_size=300),
    lambda inner: (
        st.lists(inner, max_size=30).map(tuple)
        | st.dictionaries(st.integers(-30, 30) | st.text(max_size=3), inner, max_size=5)
    ),
    max_leaves=8,
).filter(lambda value: len(repr(value)) < 2_000)
COSE = sign_token(token(), authority()["token"])


@given(TOKENS)
def test_a_signed_token_checks_and_reads_back(made: Token) -> None:
    """Every token says what it was made of, through the QR code's text too."""
    cose = sign_token(made, authority()["token"])
    check = check_token(token_from_qr_text(qr_text(cose, "HTTPS://V")), trust_file())
    assert check.intact
    assert check.token == made


@given(st.integers(0, len(COSE) - 1), st.integers(1, 255))
def test_no_byte_of_a_token_can_be_changed(place: int, flip: int) -> None:
    """One changed byte, one finding."""
    changed = COSE[:place] + bytes((COSE[place] ^ flip,)) + COSE[place + 1 :]
    assert not check_token(changed, trust_file()).intact


@given(st.binary(max_size=200))
def test_any_bytes_give_a_token_or_a_coded_refusal(data: bytes) -> None:
    """Nothing that a camera may see raises anything else."""
    try:
        read_token(data)
    except JscertError:
        return
    raise AssertionError("random bytes read as a token")


@given(st.binary(max_size=100))
def test_digits_carry_any_bytes(data: bytes) -> None:
    """Digits are the bytes, one to one."""
    text = qr_text(data or b"\x00", "U")
    assert token_from_qr_text(text) == (data or b"\x00")


@given(st.from_regex(r"[0-9]{1,60}", fullmatch=True))
def test_digits_have_one_spelling(digits: str) -> None:
    """What reads as bytes is what those bytes are written as."""
    try:
        data = token_from_qr_text(digits)
    except JscertError:
        return
    assert qr_text(data, "U") == f"U#{digits}"


@given(VALUES)
def test_cbor_reads_back(value: cbor.CborValue) -> None:
    """Reading is the inverse of writing for every value that nests moderately."""
    try:
        read = cbor.decode(cbor.encode(value))
    except ValueError as fault:
        assert "nested" in str(fault)  # noqa: PT017 - the one allowed reason
        return
    assert read == value


@given(st.binary(max_size=64))
def test_any_bytes_are_cbor_in_one_spelling_or_refused(data: bytes) -> None:
    """What reads is spelled as it would be written."""
    try:
        value = cbor.decode(data)
    except (ValueError, TypeError):
        return
    assert cbor.encode(value) == data
