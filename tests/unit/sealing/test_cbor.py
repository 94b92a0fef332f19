"""Deterministic CBOR against the RFC's examples and a foreign library."""

from __future__ import annotations

import cbor2
import pytest

from jscert.sealing import cbor

VALUES: list[cbor.CborValue] = [
    0,
    23,
    24,
    255,
    256,
    65536,
    2**32,
    -1,
    -7,
    -257,
    b"",
    b"\x00" * 24,
    "",
    "王䶮",
    "x" * 300,
    (),
    (1, "a", (2,)),
    {2: "N", -1: (0, 1), -2: "姓", 4: 99},
    cbor.Tagged(18, (b"", {}, b"", b"")),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_writing_agrees_with_a_foreign_library(value: cbor.CborValue) -> None:
    """The library's canonical form has the same bytes."""
    foreign = cbor2.CBORTag(18, [b"", {}, b"", b""]) if isinstance(value, cbor.Tagged) else value
    assert cbor.encode(value) == cbor2.dumps(foreign, canonical=True)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_reading_gives_back_what_was_written(value: cbor.CborValue) -> None:
    """Reading is the inverse of writing."""
    assert cbor.decode(cbor.encode(value)) == value


@pytest.mark.parametrize(
    "data",
    [
        "",
        "1800",
        "190001",
        "a2040102 01",
        "a201010102",
        "8201",
        "6161ff",
        "61ff",
        "9fff",
        "5f4100ff",
        "f5",
        "f93c00",
        "1b00000000",
        "9bffffffffffffffff",
        "4300",
        "818181818181818181818100",
    ],
)
def test_other_spellings_are_refused(data: str) -> None:
    """Long forms, wrong order, doubled keys, indefinite lengths, cut and foreign items are refused."""
    with pytest.raises(ValueError, match=r"."):
        cbor.decode(bytes.fromhex(data))


def test_a_number_past_64_bits_cannot_be_written() -> None:
    """There is no spelling for it here."""
    with pytest.raises(ValueError, match="too large"):
        cbor.encode(2**64)
