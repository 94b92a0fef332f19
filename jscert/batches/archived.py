"""Finding one file of an archived batch, and proving that it is the one the registry knows.

Input: the archive's folder, a batch, a file's name and digest. A batch of many files keeps them in
sub-folders. Not here: what the file says.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError

if TYPE_CHECKING:
    from pathlib import Path


def archived_path(archive: Path, batch: str, name: str) -> Path:
    """Say where a batch's file lies; for one that is not there, where it would in a small batch."""
    path = archive / batch / name
    return path if path.exists() else next(iter((archive / batch).glob(f"*/{name}")), path)


def read_archived(path: Path, sha256: str) -> bytes:
    """Read a file whose digest (hex) is known; `FILE_NOT_FOUND`, `FILE_DIFFERS`."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise JscertError(Code.FILE_NOT_FOUND, path=str(path)) from fault
    if hashlib.sha256(data).hexdigest() != sha256:
        raise JscertError(Code.FILE_DIFFERS, file=path.name)
    return data
