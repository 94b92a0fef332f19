"""Zips that lie: about lengths, names, checksums, and how much is in them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from jscert.roster.archive import PasswordError, list_parts, read_part, unpack
from jscert.roster.limits import TooLargeError

BLANKS = b" " * 3_000_000


def packed(*names: str, content: bytes = BLANKS, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Write a zip whose parts all hold the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


def patched(data: bytes, offset: int, value: bytes) -> bytes:
    """Change the (first) entry of the directory at an offset."""
    at = data.index(b"PK\x01\x02") + offset
    return data[:at] + value + data[at + len(value) :]


def unpacked(data: bytes) -> bytes:
    """Read the first part of a zip."""
    return read_part(data, next(iter(list_parts(data, 100).values())))


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("content", [b"", b"x", BLANKS])
def test_parts_come_out_as_they_went_in(content: bytes, method: int) -> None:
    """Packed or not, empty or not."""
    assert unpacked(packed("a", content=content, method=method)) == content


def test_a_part_comes_in_pieces() -> None:
    """A part of many megabytes is never in memory whole."""
    data = packed("a")
    part = list_parts(data, 100)["a"]
    assert max(map(len, unpack(data, part))) <= 1024 * 1024


def test_a_part_that_unpacks_to_more_than_it_says_is_refused() -> None:
    """A length and a checksum of its beginning do not hide the rest."""
    data = patched(packed("a"), 24, struct.pack("<I", 100))
    data = patched(data, 16, struct.pack("<I", zlib.crc32(BLANKS[:100])))
    with pytest.raises(ValueError, match="not what the zip says"):
        unpacked(data)


@pytest.mark.parametrize(
    ("offset", "value"),
    [(16, b"\x00\x00\x00\x01"), (24, struct.pack("<I", 3_000_001)), (20, struct.pack("<I", 20))],
    ids=["checksum", "length", "packed length"],
)
def test_a_part_that_is_not_as_promised_is_refused(offset: int, value: bytes) -> None:
    """Checksum, length and packed length must all be true."""
    with pytest.raises(ValueError, match="part"):
        unpacked(patched(packed("a"), offset, value))


def test_bytes_behind_a_packed_part_are_refused() -> None:
    """Packed bytes that end before their length says hide something."""
    data = packed("a", "b")
    size = struct.unpack_from("<I", data, data.index(b"PK\x01\x02") + 20)[0]
    with pytest.raises(ValueError, match=r"behind the end|overlap"):
        unpacked(patched(data, 20, struct.pack("<I", size + 8)))


def test_parts_that_share_their_bytes_are_refused() -> None:
    """Many entries that unpack the same bytes are a bomb."""
    data = packed("a", "b")
    second = data.rindex(b"PK\x01\x02") + 42
    with pytest.raises(ValueError, match="overlap"):
        list_parts(data[:second] + bytes(4) + data[second + 4 :], 100)


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/etc/a", "C:/a", "..\\a"])
def test_names_that_lead_out_of_the_zip_are_refused(name: str) -> None:
    """No part may claim a place outside."""
    with pytest.raises(ValueError, match="outside"):
        list_parts(packed(name), 100)


def test_a_name_that_stands_twice_is_refused() -> None:
    """Two readers may take two different parts for the same."""
    data = packed("aa", "ab").replace(b"ab", b"aa")
    with pytest.raises(ValueError, match="twice"):
        list_parts(data, 100)


def test_an_unusual_packing_is_refused() -> None:
    """Office programs deflate or store, nothing else."""
    with pytest.raises(ValueError, match="unusual"):
        list_parts(packed("a", method=zipfile.ZIP_BZIP2), 100)


def test_an_encrypted_part_is_told() -> None:
    """A flag of the directory says that a part wants a password."""
    with pytest.raises(PasswordError):
        list_parts(patched(packed("a"), 8, b"\x01"), 100)


@pytest.mark.parametrize("count", [11, 30])
def test_too_many_parts_are_too_large(count: int) -> None:
    """Whether a few too many or so many that they are not even listed."""
    with pytest.raises(TooLargeError):
        list_parts(packed(*map(str, range(count)), content=b""), 10)
