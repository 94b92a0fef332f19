"""The zip of a bundle: equal bytes when written, nothing believed when read."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code, JscertError
from jscert.sealing.bundle_archive import looks_like_zip, opened_archive, write_archive

if TYPE_CHECKING:
    from pathlib import Path

PARTS = {"trust.json": b"{}", "0.cwt": b"list", "numbers/3f7.bin": b"\0" * 52}
GOOD = write_archive(PARTS.items())


def refused(data: bytes, name: str = "trust.json") -> str:
    """Give the reason why opening the zip or reading the part is refused."""
    with pytest.raises(JscertError) as caught, opened_archive(data) as archive:
        archive.read(name)
    assert caught.value.code is Code.BUNDLE_UNREADABLE
    return str(caught.value.facts["reason"])


def zipped(*parts: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Write a zip as anybody would."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return file.getvalue()


def test_parts_come_back() -> None:
    """What was packed is read."""
    with opened_archive(GOOD) as archive:
        assert {name: archive.read(name) for name in archive.names} == PARTS


def test_a_file_is_read_like_bytes(tmp_path: Path) -> None:
    """A stored bundle is opened where it lies."""
    (tmp_path / "b.zip").write_bytes(GOOD)
    with opened_archive(tmp_path / "b.zip") as archive:
        assert archive.read("0.cwt") == b"list"


def test_equal_parts_give_equal_bytes() -> None:
    """No clock and no machine shows in the zip."""
    assert write_archive(PARTS.items()) == GOOD


def test_any_zip_program_reads_it() -> None:
    """The standard library finds no fault."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        assert archive.testzip() is None


def test_a_zip_is_told_by_its_beginning() -> None:
    """A trust file is JSON and begins otherwise."""
    assert (looks_like_zip(GOOD), looks_like_zip(b"{}")) == (True, False)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x" * 100, GOOD[:-1], GOOD[:200]])
def test_what_is_no_whole_zip_is_refused(data: bytes) -> None:
    """Cut off or something else."""
    refused(data)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """With the code of a bundle, not with a traceback."""
    with (
        pytest.raises(JscertError, match="JSC-P004"),
        opened_archive(tmp_path / "absent.zip"),
    ):
        pass


@pytest.mark.parametrize(
    "name",
    [
        "../trust.json",
        "/trust.json",
        "numbers/3F7.bin",
        "numbers/3f7.bin/x",
        "numbers\\3f7.bin",
        "123456.cwt",
        "readme.txt",
        "trust.json\n",
    ],
)
def test_other_names_are_refused(name: str) -> None:
    """No path, no stranger."""
    refused(zipped(("trust.json", b"{}"), (name, b"")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_named_twice_is_refused() -> None:
    """Two readers would read two bundles."""
    refused(zipped(("trust.json", b"{}"), ("trust.json", b"{ }")))


def test_a_part_that_unpacks_to_much_is_refused_unread() -> None:
    """A bomb is told by its directory."""
    assert refused(zipped(("trust.json", b"{}"), ("0.cwt", bytes(10**6)))) == "part 1"


def test_a_part_that_is_larger_than_it_says_is_refused() -> None:
    """And if the directory lies, reading stops at what it said."""
    data = bytearray(zipped(("trust.json", bytes(10**6))))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<L", data, data.index(signature) + offset, 2)
    refused(bytes(data))


def test_a_spoiled_part_is_refused() -> None:
    """Its checksum does not hold."""
    place = GOOD.index(b"list")
    refused(GOOD[:place] + b"lisT" + GOOD[place + 4 :], "0.cwt")


def test_a_part_that_is_not_there_is_named() -> None:
    """Whoever asks is told what is missing."""
    assert refused(GOOD, "bundle.json") == "bundle.json is missing"


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_refused(compression: int) -> None:
    """Browsers unpack deflate and nothing else."""
    refused(zipped(("trust.json", b"{}" * 100), compression=compression))


def test_encrypted_parts_are_refused() -> None:
    """Nobody is asked for a password."""
    data = bytearray(GOOD)
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(signature) + offset] |= 1
    refused(bytes(data))


def test_a_comment_is_refused() -> None:
    """Nothing stands behind the directory."""
    file = io.BytesIO(GOOD)
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"hello"
    refused(file.getvalue())


def test_a_zip64_directory_is_refused() -> None:
    """Its second directory would be believed before the first was looked at."""
    ending = GOOD[-22:]
    locator = b"PK\x06\x07" + bytes(16)
    assert "ending" in refused(GOOD[:-22] + locator + ending)


def test_a_directory_of_a_hundred_thousand_parts_is_refused_unread() -> None:
    """Before anything is made of it."""
    entry = b"PK\x01\x02" + bytes(42)
    data = b"PK\x03\x04" + entry * 100_000
    ending = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0, 0, len(data) - 4, 4, 0)
    assert "too many" in refused(data + ending)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """A sparse file of a gigabyte costs nothing."""
    with (tmp_path / "b.zip").open("wb") as file:
        file.truncate(2**30)
    with (
        pytest.raises(JscertError) as caught,
        opened_archive(tmp_path / "b.zip"),
    ):
        pass
    assert caught.value.facts["reason"] == "too large"
