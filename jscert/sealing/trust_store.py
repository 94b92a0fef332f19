"""Where a checker's machine keeps its trust: one file per root, and which root is relied upon.

1. The first file of a root is taken only with its fingerprint, which the checker got another way.
2. A newer file of a known root must be signed by that root; the fingerprint is then known.
3. A file older than the one at hand, or another one with the same version, is refused: nobody can
   bring a withdrawn signer back with an old file.
4. A root imported with its fingerprint becomes the one relied upon; files of others stay.

Beside each root's file lies its newest bundle, if one was imported (`bundle_store`).

The store is a folder given by the caller (`user_trust_folder` names the usual one). Bytes are checked
again each time they are loaded. Not here: what trust files mean (`trust`), authority folders.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jscert.durable import folder_errors, place_file
from jscert.errors import Code, JscertError
from jscert.sealing.trust import TrustFile, read_trust, same_fingerprint

if TYPE_CHECKING:
    from collections.abc import Mapping

_PINNED = "root.txt"
_FINGERPRINT_DIGITS = 64


class TrustStore:
    """The trust files of one user."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def examine(self, data: bytes, fingerprint: str | None = None) -> TrustFile:
        """Hold a trust file against rules 1-3 without taking it in; `TRUST_*`."""
        pinned = same_fingerprint(fingerprint) if fingerprint else self._pinned()
        if pinned is None:
            raise JscertError(Code.TRUST_FINGERPRINT, found=read_trust(data).fingerprint, wanted="")
        trust = read_trust(data, pinned)  # (1) (2)
        held = self._read(trust.fingerprint)
        if held is not None and held != data:
            _refuse_older(held, trust)  # (3)
        return trust

    def import_file(self, data: bytes, fingerprint: str | None = None) -> TrustFile:
        """Take a trust file in by rules 1-4; `TRUST_*`, `FOLDER_*`. The same file again changes nothing."""
        trust = self.examine(data, fingerprint)
        with folder_errors(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            place_file(self._folder / f"{trust.fingerprint}.json", data)
            place_file(self._folder / _PINNED, trust.fingerprint.encode() + b"\n")  # (4)
        return trust

    def held(self, fingerprint: str) -> TrustFile | None:
        """Give the trust file at hand of a root; None if there is none, or it was spoiled."""
        data = self._read(fingerprint)
        try:
            return read_trust(data, fingerprint) if data is not None else None
        except JscertError:
            return None

    def bundle_path(self, fingerprint: str) -> Path:
        """Name the file a root's bundle is kept in (`bundle_store`)."""
        return self._folder / f"{fingerprint}.zip"

    def load(self) -> TrustFile:
        """Give the trust file relied upon; `TRUST_MISSING` if none was ever imported."""
        pinned = self._pinned()
        data = self._read(pinned) if pinned else None
        if data is None:
            raise JscertError(Code.TRUST_MISSING, folder=str(self._folder))
        return read_trust(data, pinned)

    def _pinned(self) -> str | None:
        try:
            text = (self._folder / _PINNED).read_text("ascii")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as fault:
            raise JscertError(Code.TRUST_UNREADABLE, reason=_PINNED) from fault
        pinned = same_fingerprint(text)
        if len(pinned) != _FINGERPRINT_DIGITS or not pinned.isalnum():
            raise JscertError(Code.TRUST_UNREADABLE, reason=_PINNED)
        return pinned

    def _read(self, fingerprint: str) -> bytes | None:
        try:
            return (self._folder / f"{fingerprint}.json").read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as fault:
            raise JscertError(Code.TRUST_UNREADABLE, reason=type(fault).__name__) from fault


def _refuse_older(data: bytes, offered: TrustFile) -> None:
    try:
        held = read_trust(data, offered.fingerprint)
    except JscertError:
        return  # a file that was spoiled on this machine must not bar its own replacement
    if offered.version <= held.version:
        raise JscertError(
            Code.TRUST_ROLLED_BACK, offered=str(offered.version), held=str(held.version)
        )


def user_trust_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Name the folder for the user's trust: %APPDATA% on Windows, else XDG_CONFIG_HOME or ~/.config."""
    if sys.platform == "win32" and environment.get("APPDATA"):
        return Path(environment["APPDATA"]) / "jscert" / "trust"
    base = environment.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "jscert" / "trust"
