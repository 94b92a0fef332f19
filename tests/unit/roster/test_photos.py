"""Where photos lie: folders, zips, places beside the roster, names of files."""

from __future__ import annotations

import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code, JscertError
from jscert.roster.limits import PhotoLimits
from jscert.roster.photos import PhotoSource, entries_promised, number_in, open_photos, zip_name
from tests.roster_builders import MAN, WOMAN

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "name",
    [
        f"{MAN}.jpg",
        f"{MAN.lower()}.JPG",
        f"{MAN}_王小明.jpeg",
        f"王小明-{MAN}.png",
        f"王小明{MAN}(1).bmp",
        f"{MAN}",
        "３２０１０２１９９００３０７１０１Ｘ.jpg",
    ],
)
def test_numbers_are_found_in_file_names(name: str) -> None:
    """A number alone or beside the name, in any case and extension, names the person."""
    assert number_in(name) == MAN


@pytest.mark.parametrize(
    "name",
    ["王小明.jpg", "123.jpg", f"9{WOMAN}.jpg", f"{MAN} {WOMAN}.jpg", f"._{MAN}.jpg", "Thumbs.db"],
)
def test_other_names_name_nobody(name: str) -> None:
    """No number, a longer one, two numbers, and system files name nobody."""
    assert number_in(name) == ""


def test_a_folder_is_searched_with_its_folders(tmp_path: Path) -> None:
    """Photos may lie in folders of the folder."""
    (tmp_path / "一班").mkdir()
    (tmp_path / "一班" / f"{MAN}.jpg").write_bytes(b"picture")
    with PhotoSource([tmp_path]) as source:
        assert source.read_one(MAN) == b"picture"


def test_nobodys_photo_is_none(tmp_path: Path) -> None:
    """A person without a file has no photo."""
    with PhotoSource([tmp_path]) as source:
        assert source.read_one(MAN) is None


@pytest.mark.parametrize("coding", ["utf-8", "gbk"])
def test_unflagged_zip_names_are_read(tmp_path: Path, coding: str) -> None:
    """A zip whose names carry no flag gives its photos, whether they are UTF-8 or GBK."""
    path = tmp_path / "photos.zip"
    raw = f"照片/王小明_{MAN}.jpg".encode(coding)
    blank = b"x" * len(raw)  # an ASCII name is written without the flag; then it is replaced
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(blank.decode(), b"picture")
    path.write_bytes(path.read_bytes().replace(blank, raw))
    with PhotoSource([path]) as source:
        assert source.read_one(MAN) == b"picture"


def test_gbk_zip_names_read_as_written(tmp_path: Path) -> None:
    """A GBK name without a flag comes out as the packer meant it."""
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xxxxxx", b"")
    path.write_bytes(path.read_bytes().replace(b"xxxxxx", "王小明".encode("gbk")))
    with zipfile.ZipFile(path) as archive:
        assert zip_name(archive.infolist()[0]) == "王小明"


def test_flagged_zip_names_are_read(tmp_path: Path) -> None:
    """A zip whose names are flagged as UTF-8 gives its photos."""
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"照片/王小明_{MAN}.jpg", b"picture")
    with PhotoSource([path]) as source:
        assert source.read_one(MAN) == b"picture"


def test_equal_files_of_one_person_are_one_photo(tmp_path: Path) -> None:
    """The same picture twice under one number is no doubt."""
    for name in (f"{MAN}.jpg", f"{MAN}_copy.jpg"):
        (tmp_path / name).write_bytes(b"picture")
    with PhotoSource([tmp_path]) as source:
        assert source.read_one(MAN) == b"picture"


def test_different_files_of_one_person_are_refused(tmp_path: Path) -> None:
    """Two pictures under one number leave open which is right."""
    (tmp_path / f"{MAN}.jpg").write_bytes(b"one")
    (tmp_path / f"{MAN}.png").write_bytes(b"two")
    with PhotoSource([tmp_path]) as source, pytest.raises(JscertError) as caught:
        source.read_one(MAN)
    assert caught.value.code is Code.PHOTO_AMBIGUOUS


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04 cut off"])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    """A photo source that is neither folder nor zip is refused by name."""
    path = tmp_path / "photos.zip"
    path.write_bytes(content)
    with pytest.raises(JscertError) as caught:
        PhotoSource([path])
    assert (caught.value.code, caught.value.facts["source"]) == (
        Code.PHOTOS_UNREADABLE,
        "photos.zip",
    )


def test_an_encrypted_zip_is_refused_by_name(tmp_path: Path) -> None:
    """A zip with a password is told from a broken one."""
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{MAN}.jpg", b"picture")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag in the directory
    path.write_bytes(data)
    with pytest.raises(JscertError) as caught:
        PhotoSource([path])
    assert (caught.value.code, caught.value.facts["source"]) == (
        Code.PHOTOS_ENCRYPTED,
        "photos.zip",
    )


@pytest.mark.parametrize("inner", ["一班.zip", "班/二班.ZIP", "a.rar", "b.7z"])
def test_a_zip_in_a_zip_is_refused(tmp_path: Path, inner: str) -> None:
    """Photos packed twice are not silently missing."""
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{MAN}.jpg", b"picture")
        archive.writestr(inner, b"packed")
    with pytest.raises(JscertError) as caught:
        PhotoSource([path])
    assert caught.value.code is Code.PHOTOS_NESTED


@pytest.mark.parametrize("count", [70_000, 400_000])
def test_the_promise_of_a_long_zip_is_read(tmp_path: Path, count: int) -> None:
    """How many entries a zip has is read from its end records of 64 bits, before they are listed."""
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{MAN}.jpg", b"picture")
    data = path.read_bytes()
    start = data.index(b"PK\x05\x06")
    end = data[: start + 8] + b"\xff\xff\xff\xff" + data[start + 12 :]
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, 0, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, start, 1)
    path.write_bytes(data[:start] + record + locator + end[start:])
    assert entries_promised(path) == count


def test_windows_names_in_zips_are_read(tmp_path: Path) -> None:
    """Backslashes between folders do not hide the number, nor do those that are half a GBK character."""
    path = tmp_path / "photos.zip"
    raw = "誠\\".encode("gbk") + f"王_{MAN}.jpg".encode("gbk")
    assert b"\\" in "誠".encode("gbk")
    blank = b"x" * len(raw)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(blank.decode(), b"picture")
    path.write_bytes(path.read_bytes().replace(blank, raw))
    with PhotoSource([path]) as source:
        assert source.read_one(MAN) == b"picture"


def test_a_missing_source_is_refused(tmp_path: Path) -> None:
    """A photo source that does not exist is refused."""
    with pytest.raises(JscertError) as caught:
        PhotoSource([tmp_path / "nothing"])
    assert caught.value.code is Code.PHOTOS_UNREADABLE


def test_a_damaged_zip_entry_is_an_unreadable_photo(tmp_path: Path) -> None:
    """A photo whose checksum fails is refused without its file name."""
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{MAN}.jpg", b"picture")
    path.write_bytes(path.read_bytes().replace(b"picture", b"qicture"))
    with PhotoSource([path]) as source, pytest.raises(JscertError) as caught:
        source.read_one(MAN)
    assert caught.value.code is Code.PHOTO_UNREADABLE
    assert MAN not in f"{caught.value}{caught.value.__cause__}"


def test_reading_stops_past_the_limit(tmp_path: Path) -> None:
    """Of a huge file no more than the limit and one byte is read."""
    (tmp_path / f"{MAN}.jpg").write_bytes(b"0" * 5000)
    with PhotoSource([tmp_path], PhotoLimits(file_bytes=1000)) as source:
        assert len(source.read_one(MAN) or b"") == 1001


@pytest.mark.parametrize("folder", ["photos", "照片", "roster"])
def test_a_folder_beside_the_roster_is_found(tmp_path: Path, folder: str) -> None:
    """Without being told, photos are looked for beside the roster."""
    (tmp_path / folder).mkdir()
    (tmp_path / folder / f"{MAN}.jpg").write_bytes(b"picture")
    with open_photos(None, [tmp_path / "roster.xlsx"]) as source:
        assert source.read_one(MAN) == b"picture"


def test_a_given_place_replaces_those_beside(tmp_path: Path) -> None:
    """Where a place is named, the folder beside the roster does not count."""
    for folder in ("photos", "mine"):
        (tmp_path / folder).mkdir()
    (tmp_path / "photos" / f"{MAN}.jpg").write_bytes(b"picture")
    with open_photos(tmp_path / "mine", [tmp_path / "roster.xlsx"]) as source:
        assert source.read_one(MAN) is None


def test_a_reference_does_not_show_its_name(tmp_path: Path) -> None:
    """A printed reference holds no identity number."""
    (tmp_path / f"{MAN}.jpg").write_bytes(b"picture")
    with PhotoSource([tmp_path]) as source:
        assert MAN not in repr(source.find(MAN))
