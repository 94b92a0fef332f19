"""The photo spool: a batch's normalised photos, encrypted one by one in one file, synced once.

Screening puts photos in, presswork takes them out, maybe after a crash and without the roster. A
spool is named by its digest, which the registry keeps with the batch; a `.part` spool was never
finished and belongs to nobody.

File: `jscert-spool/1` and a line feed, 16 random bytes (the spool's own id), sealed photos one after another,
the digest (32 bytes). The digest is SHA-256 over the id and, per photo, offset (8 bytes), length
(4 bytes) and SHA-256 of the plain photo. Associated data of a photo: "spool", id, offset.
Not here: what a good photo is.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from typing import TYPE_CHECKING, Self

from jscert.certificates import PhotoSlip
from jscert.durable import folder_errors, sync_folder, write_all
from jscert.errors import Code, JscertError
from jscert.identity import SEALING_ADDS_BYTES

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from jscert.identity import Vault

_HEAD = b"jscert-spool/1\n"
_ID_BYTES = 16
_DIGEST_BYTES = 32
_SUFFIX = ".photos"
_PART = ".part"
_WINDOW_BYTES = 2 * 1024 * 1024
_BINARY = getattr(os, "O_BINARY", 0)


class PhotoSpool:
    """A spool being filled. As a context manager it leaves nothing behind unless finished."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault
        self._id = secrets.token_bytes(_ID_BYTES)
        self._digest = hashlib.sha256(self._id)
        self._part = folder / f"{self._id.hex()}{_PART}"
        self._end = len(_HEAD) + _ID_BYTES
        self._handle = -1
        with folder_errors(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
            self._handle = os.open(self._part, flags, 0o600)
            write_all(self._handle, _HEAD + self._id)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def put(self, jpeg: bytes, width_px: int, height_px: int, components: int) -> PhotoSlip:
        """Append a photo and say where it lies; `FOLDER_FULL`, `FOLDER_UNWRITABLE`."""
        offset = self._end
        sha256 = hashlib.sha256(jpeg)
        sealed = self._vault.seal(jpeg, _place(self._id, offset))
        with folder_errors(self._part):
            write_all(self._handle, sealed)
        self._end += len(sealed)
        self._digest.update(_entry(offset, len(jpeg), sha256.digest()))
        return PhotoSlip(
            offset=offset,
            length=len(jpeg),
            sha256=sha256.hexdigest(),
            width_px=width_px,
            height_px=height_px,
            components=components,
        )

    def finish(self) -> str:
        """Make the spool durable under its digest (hex), which is what a batch remembers."""
        digest = self._digest.digest()
        with folder_errors(self._part):
            write_all(self._handle, digest)
            os.fsync(self._handle)
            self._let_go()
            self._part.replace(_path(self._folder, digest.hex()))
            sync_folder(self._folder)
        return digest.hex()

    def discard(self) -> None:
        """Throw an unfinished spool away; a finished one stays."""
        self._let_go()
        self._part.unlink(missing_ok=True)

    def _let_go(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


class DiscardingSpool:
    """Takes photos and keeps none, for checks that reserve nothing."""

    def put(self, jpeg: bytes, width_px: int, height_px: int, components: int) -> PhotoSlip:
        """Describe the photo without keeping it."""
        return PhotoSlip(
            offset=0,
            length=len(jpeg),
            sha256=hashlib.sha256(jpeg).hexdigest(),
            width_px=width_px,
            height_px=height_px,
            components=components,
        )


class SpooledPhotos:
    """A finished spool, open for reading."""

    def __init__(self, path: Path, vault: Vault, spool_sha256: str) -> None:
        self._vault = vault
        self._spool_sha256 = spool_sha256
        self._window = b""
        self._window_at = 0
        try:
            self._file = path.open("rb", buffering=0)
        except OSError as fault:
            raise self._lost() from fault
        head = self._file.read(len(_HEAD) + _ID_BYTES)
        self._id = head[len(_HEAD) :]
        if not head.startswith(_HEAD) or self._last_bytes() != bytes.fromhex(spool_sha256):
            self._file.close()
            raise self._lost()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, slip: PhotoSlip) -> bytes:
        """Give a photo back; `BATCH_INPUT_LOST` if a byte of it changed or the key is another one."""
        sealed = self._bytes(slip.offset, slip.length + SEALING_ADDS_BYTES)
        try:
            jpeg = self._vault.open(sealed, _place(self._id, slip.offset))
        except JscertError as fault:
            raise self._lost() from fault
        if hashlib.sha256(jpeg).hexdigest() != slip.sha256:
            raise self._lost()
        return jpeg

    def _bytes(self, offset: int, length: int) -> bytes:
        """Read a stretch of the file; photos are wanted in order, so what follows is read with it."""
        start = offset - self._window_at
        if start < 0 or start + length > len(self._window):
            self._file.seek(offset)
            self._window = self._file.read(max(length, _WINDOW_BYTES))
            self._window_at, start = offset, 0
        return self._window[start : start + length]

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _last_bytes(self) -> bytes:
        size = self._file.seek(0, os.SEEK_END)
        self._file.seek(max(0, size - _DIGEST_BYTES))
        return self._file.read(_DIGEST_BYTES)

    def _lost(self) -> JscertError:
        return JscertError(Code.BATCH_INPUT_LOST, spool=self._spool_sha256[:16])


def open_spool(folder: Path, spool_sha256: str, vault: Vault) -> SpooledPhotos:
    """Open the spool a batch remembers; `BATCH_INPUT_LOST` if it is not there or not whole."""
    return SpooledPhotos(_path(folder, spool_sha256), vault, spool_sha256)


def remove_spool(folder: Path, spool_sha256: str) -> None:
    """Remove the spool of a batch that is published or abandoned; gone already is as good."""
    path = _path(folder, spool_sha256)
    with folder_errors(path):
        path.unlink(missing_ok=True)


def sweep_spools(folder: Path, keep: Collection[str]) -> None:
    """Remove spools, finished or not, that no batch in `keep` needs.

    The caller makes sure that no other process is filling one.
    """
    if not folder.is_dir():
        return
    with folder_errors(folder):
        for path in folder.iterdir():
            if path.suffix in {_SUFFIX, _PART} and path.stem not in keep:
                path.unlink(missing_ok=True)


def _path(folder: Path, spool_sha256: str) -> Path:
    return folder / f"{spool_sha256}{_SUFFIX}"


def _place(spool_id: bytes, offset: int) -> tuple[str, ...]:
    return ("spool", spool_id.hex(), str(offset))


def _entry(offset: int, length: int, sha256: bytes) -> bytes:
    return offset.to_bytes(8, "big") + length.to_bytes(4, "big") + sha256
