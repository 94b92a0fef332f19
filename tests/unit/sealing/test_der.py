"""DER in the small: one spelling each way."""

from __future__ import annotations

import pytest
from asn1crypto import core

from jscert.sealing import der


def test_lengths_are_written_in_their_shortest_form() -> None:
    """Headers grow from one to three length bytes where the content does."""
    sizes = [len(der.header(der.SEQUENCE, length)) for length in (0, 127, 128, 255, 256, 65535)]
    assert sizes == [2, 2, 3, 3, 4, 4]


@pytest.mark.parametrize("value", [0, 1, 127, 128, 255, 256, 2**255, 2**256 - 1])
def test_integers_agree_with_asn1crypto(value: int) -> None:
    """A foreign library writes the same INTEGER."""
    assert der.integer(value) == core.Integer(value).dump()


@pytest.mark.parametrize("dotted", ["1.2.840.113549.1.7.2", "2.5.29.16", "2.25.340282366920938463"])
def test_identifiers_agree_with_asn1crypto(dotted: str) -> None:
    """A foreign library writes the same OBJECT IDENTIFIER."""
    assert der.oid(dotted) == core.ObjectIdentifier(dotted).dump()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x30",
        b"\x30\x02\x00",
        b"\x30\x80\x00\x00",
        b"\x30\x81\x01\x00",
        b"\x30\x82\x00\x80" + bytes(128),
        b"\x3f\x81\x01\x00",
        b"\x30\x84\x00\x00\x00\x00",
    ],
)
def test_other_spellings_are_refused(data: bytes) -> None:
    """Cut, indefinite, padded or many-byte headers are no DER."""
    with pytest.raises(ValueError, match="DER"):
        der.read(data)


def test_children_must_fill_their_parent() -> None:
    """A child that runs past its parent is refused."""
    with pytest.raises(ValueError, match="past its end"):
        der.read(b"\x30\x03\x02\x02\x01").children()


def test_bytes_after_the_element_are_refused() -> None:
    """`read_whole` takes nothing but the one element."""
    with pytest.raises(ValueError, match="another kind or size"):
        der.read_whole(b"\x30\x00\x00", der.SEQUENCE)


@pytest.mark.parametrize(
    "data",
    [
        "3006020101020101 00",
        "3007020200010201 01",
        "3006020181020101",
        "3003020101",
        "3009020101020101020101",
    ],
)
def test_an_ecdsa_signature_has_one_spelling(data: str) -> None:
    """Trailing bytes, padded or negative numbers and other counts are refused."""
    with pytest.raises(ValueError, match=r"ECDSA|DER"):
        der.read_ecdsa_signature(bytes.fromhex(data))
