"""Where the photos of a roster lie: a folder, a zip, or a folder beside the roster.

Input: paths. Output: `PhotoSource`, which finds a person's photo by the identity number in its file
name. File names hold identity numbers and are therefore never shown. What a picture is worth is
judged in `pictures`.
"""

from __future__ import annotations

import os
import re
import struct
import unicodedata
import zipfile
import zlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from jscert.errors import Code, JscertError
from jscert.roster.columns import PHOTO_FOLDERS
from jscert.roster.limits import PhotoLimits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_HANZI = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_NUMBER_IN_NAME = re.compile(r"(?<![0-9])([0-9]{17}[0-9Xx])(?![0-9])")
_IGNORED_NAMES = re.compile(r"(?:\._.*|~\$.*|thumbs\.db|\.ds_store|desktop\.ini)\Z", re.IGNORECASE)
_ENTRIES = 300_000
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_ARCHIVES = (".zip", ".rar", ".7z")
# APPNOTE.TXT 4.3.16, 4.3.15, 4.3.14: the end records of a zip, 32 and 64 bits
_END, _END_LENGTH = b"PK\x05\x06", 22 + 65_535
_LOCATOR, _END_64 = struct.Struct("<4sLQL"), struct.Struct("<4s20xQQ")
_LEGACY_ZIP_CODING = "cp437"
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError)


@dataclass(frozen=True, slots=True)
class PhotoRef:
    """A photo found: the number of its place among the source's places, and its name there."""

    place: int
    name: str = field(repr=False)


class _Folder:
    """Photos lying in a folder and the folders in it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> Iterator[tuple[str, str]]:
        for folder, folders, files in os.walk(self._path, onerror=_raise):
            folders.sort()
            for name in sorted(files):
                yield name, os.path.join(folder, name)  # noqa: PTH118 (paths made by the hundred thousand)

    def read(self, name: str, limit: int) -> bytes:
        with open(name, "rb", buffering=0) as file:  # noqa: PTH123 (same)
            # One byte more than there should be: reading makes room for all it is asked for
            return file.read(min(limit, os.fstat(file.fileno()).st_size + 1))


class _Zip:
    """Photos packed into a zip; names in UTF-8 or GBK, whatever the flags say."""

    def __init__(self, archive: zipfile.ZipFile, source: str) -> None:
        self._archive = archive
        for part in archive.infolist():
            if part.flag_bits & _ENCRYPTED_FLAG:
                raise JscertError(Code.PHOTOS_ENCRYPTED, source=source)
            if part.filename.lower().endswith(_ARCHIVES) and not _is_ignored(part.filename):
                raise JscertError(Code.PHOTOS_NESTED, source=source)

    def names(self) -> Iterator[tuple[str, str]]:
        for part in self._archive.infolist():
            if not part.is_dir():
                yield zip_name(part).replace("\\", "/").rpartition("/")[2], part.filename

    def read(self, name: str, limit: int) -> bytes:
        with self._archive.open(name) as file:
            return file.read(limit)


class PhotoSource:
    """Finds and reads photos by identity number; a context manager, because a zip stays open.

    A number may have several files; `read_one` accepts them only if they are the same.
    """

    def __init__(self, paths: Iterable[Path], limits: PhotoLimits | None = None) -> None:
        """Index every place. Raises PHOTOS_UNREADABLE, PHOTOS_ENCRYPTED, PHOTOS_NESTED (source)."""
        self._limits = limits or PhotoLimits()
        self._held = ExitStack()
        self._places: list[_Folder | _Zip] = []
        self._index: dict[str, list[PhotoRef]] = {}
        self._words: dict[str, tuple[str, ...]] = {}
        try:
            for path in paths:
                self._add(path)
        except BaseException:
            self._held.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def _add(self, path: Path) -> None:
        try:
            place = self._open(path)
            self._places.append(place)
            for count, (name, inner) in enumerate(place.names()):
                if count > _ENTRIES:
                    raise JscertError(Code.PHOTOS_UNREADABLE, source=path.name)
                self._note(name, PhotoRef(len(self._places) - 1, inner))
        except _ZIP_FAULTS as fault:
            raise JscertError(Code.PHOTOS_UNREADABLE, source=path.name) from fault

    def _open(self, path: Path) -> _Folder | _Zip:
        if path.is_dir():
            return _Folder(path)
        if entries_promised(path) > _ENTRIES:
            raise JscertError(Code.PHOTOS_UNREADABLE, source=path.name)
        return _Zip(self._held.enter_context(zipfile.ZipFile(path)), path.name)

    def _note(self, name: str, ref: PhotoRef) -> None:
        number = number_in(name)
        if number:
            self._index.setdefault(number, []).append(ref)
            words = hanzi_of(name)
            if words:
                self._words[number] = (*self._words.get(number, ()), words)

    def words_beside(self, identity_number: str) -> tuple[str, ...]:
        """Give the hanzi that stand beside a number in the names of its files (`hanzi_of`); often none."""
        return self._words.get(identity_number, ())

    def find(self, identity_number: str) -> tuple[PhotoRef, ...]:
        """Give every file named by a number (canonical spelling); usually one, or none."""
        return tuple(self._index.get(identity_number, ()))

    def read(self, ref: PhotoRef) -> bytes:
        """Read a photo, one byte past the size limit at most. Raises PHOTO_UNREADABLE."""
        try:
            return self._places[ref.place].read(ref.name, self._limits.file_bytes + 1)
        except _ZIP_FAULTS as fault:
            # Without the cause: its text would name the file, and with it the identity number
            raise JscertError(Code.PHOTO_UNREADABLE) from _nameless(fault)

    def read_one(self, identity_number: str) -> bytes | None:
        """Read a person's photo; None if there is none. Raises PHOTO_AMBIGUOUS(count)."""
        refs = self._index.get(identity_number)
        if not refs:
            return None
        data = self.read(refs[0])
        if len(refs) > 1:
            others = {self.read(ref) for ref in refs[1:]} | {data}
            if len(others) > 1:
                raise JscertError(Code.PHOTO_AMBIGUOUS, count=str(len(others)))
        return data


def open_photos(
    given: Path | None, rosters: Sequence[Path], limits: PhotoLimits | None = None
) -> PhotoSource:
    """Open the folder or zip that was asked for, else every place beside the rosters.

    Beside a roster `photos` is a folder or zip called `photos`, `照片` or like the roster itself.
    """
    if given is not None:
        return PhotoSource((given,), limits)
    return PhotoSource(_beside(rosters), limits)


def _beside(rosters: Sequence[Path]) -> list[Path]:
    found: dict[Path, None] = {}
    for roster in rosters:
        for word in (*PHOTO_FOLDERS, roster.stem):
            folder, archive = roster.parent / word, roster.parent / f"{word}.zip"
            found |= {folder: None} if folder.is_dir() else {}
            found |= {archive: None} if archive.is_file() else {}
    return list(found)


def number_in(name: str) -> str:
    """Give the identity number a file name carries, alone or beside a name; "" if none or several."""
    if _is_ignored(name):
        return ""
    numbers = set(_NUMBER_IN_NAME.findall(unicodedata.normalize("NFKC", name)))
    return numbers.pop().upper() if len(numbers) == 1 else ""


def hanzi_of(text: str) -> str:
    """Give the hanzi of a text, by which a person's name and a file's name are compared."""
    return "".join(_HANZI.findall(unicodedata.normalize("NFKC", text)))


def zip_name(part: zipfile.ZipInfo) -> str:
    """Read a zip entry's name: as flagged, else UTF-8, else GBK (Windows packers set no flag)."""
    if part.flag_bits & _UTF8_FLAG:
        return part.filename
    # The name before zipfile put slashes for the backslashes that are halves of GBK characters
    raw = part.orig_filename.encode(_LEGACY_ZIP_CODING, "replace")
    for coding in ("utf-8", "gb18030"):
        try:
            return raw.decode(coding)
        except UnicodeDecodeError:
            continue
    return part.filename


def _is_ignored(name: str) -> bool:
    return bool(_IGNORED_NAMES.match(name.rpartition("/")[2]))


def entries_promised(path: Path) -> int:
    """Read how many entries a zip says it has, before its list is made; 0 if it does not say."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _END_LENGTH - _LOCATOR.size))
        tail = file.read()
        at = tail.rfind(_END)
        count = int.from_bytes(tail[at + 10 : at + 12], "little") if at >= 0 else 0
        if count < 0xFFFF or at < _LOCATOR.size:
            return count
        mark, _, place, _ = _LOCATOR.unpack_from(tail, at - _LOCATOR.size)
        if mark != b"PK\x06\x07" or place + _END_64.size > size:
            return count
        file.seek(place)
        return int(_END_64.unpack(file.read(_END_64.size))[2])


def _raise(fault: OSError) -> None:
    raise fault


def _nameless(fault: BaseException) -> Exception:
    """Keep only the class of a fault: its text may hold a file name."""
    return OSError(type(fault).__name__)
