"""Packing one recipient's files into a folder or a ZIP. The only home of pyzipper.

A ZIP with a passphrase is encrypted by AES-256 as WinZip defines it (AE-2, PBKDF2-HMAC-SHA1 with 1 000
rounds: the passphrase must be long), which 7-Zip, WinRAR and Bandizip open; names inside are not
encrypted, and Windows' own explorer does not open it. Whole or not there: written beside, then renamed.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyzipper

from jscert.batches.syncing import sync_group
from jscert.durable import new_file, sync_folder, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    Put = Callable[[str, bytes], None]

ZIP_SUFFIX = ".zip"
_AES_BITS = 256
_STORED = (".pdf",)


@contextmanager
def new_folder(path: Path) -> Iterator[Put]:
    """Fill a folder file by file; it is at `path` at the end, all synced, or not at all."""
    part = path.with_name(f".{path.name}.part")
    if part.exists():
        shutil.rmtree(part)
    part.mkdir()

    written: list[Path] = []

    def put(name: str, data: bytes) -> None:
        write_file(part / name, data, synced=False)
        written.append(part / name)

    try:
        yield put
        sync_group(part, written)
        if os.path.lexists(path):
            raise FileExistsError(str(path))
        part.rename(path)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    sync_folder(path.parent)


@contextmanager
def new_zip(path: Path, passphrase: bytes, day: date) -> Iterator[Put]:
    """Fill a ZIP file by file, encrypted if there is a passphrase; every file in it is dated `day`."""
    dated = (day.year, day.month, day.day, 0, 0, 0)
    with new_file(path) as file, pyzipper.AESZipFile(file, "w") as archive:
        if passphrase:
            archive.setencryption(pyzipper.WZ_AES, nbits=_AES_BITS)
            archive.setpassword(passphrase)

        def put(name: str, data: bytes) -> None:
            entry = archive.zipinfo_cls(name, date_time=dated)
            packed = pyzipper.ZIP_STORED if name.endswith(_STORED) else pyzipper.ZIP_DEFLATED
            archive.writestr(entry, data, compress_type=packed)

        yield put
