"""Where passphrases come from: never from the command line, where everybody on the machine reads them.

A trial folder keeps its own in an owner-only file (there is nothing to protect but the habit). Real
ones come from the file that `JSCERT_PASSPHRASE_FILE` names, or are asked on a terminal.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jscert.durable import is_file
from jscert.errors import Code, JscertError
from jscert.messages import words

if TYPE_CHECKING:
    from jscert.commands.common import Session

KEY_VARIABLE = "JSCERT_PASSPHRASE_FILE"
P12_VARIABLE = "JSCERT_P12_PASSPHRASE_FILE"
TRIAL_FILE = Path("keys") / "trial-passphrase.txt"
_SHORTEST = 8
_SHORTEST_FOR_OTHERS = 12


def authority_passphrase(session: Session, home: Path) -> bytes:
    """Give the passphrase of an authority folder's keys; `PASSPHRASE_MISSING`."""
    kept = home / TRIAL_FILE
    if is_file(kept):
        return _from_file(kept, "")
    return _given(session, KEY_VARIABLE, words.ASK_KEY)


def new_passphrase(session: Session) -> bytes:
    """Give the passphrase of an authority to be made, asked twice; `PASSPHRASE_MISSING`."""
    if session.environment.get(KEY_VARIABLE):
        return _given(session, KEY_VARIABLE, words.ASK_KEY_NEW)
    while True:
        first = _given(session, KEY_VARIABLE, words.ASK_KEY_NEW)
        if len(first.decode()) < _SHORTEST:
            session.terminal.warn(words.KEY_TOO_SHORT)
        elif first != _given(session, KEY_VARIABLE, words.ASK_KEY_AGAIN):
            session.terminal.warn(words.KEY_DIFFERS)
        else:
            return first


def p12_passphrase(session: Session, file: Path) -> bytes:
    """Give the passphrase of an imported PKCS#12 file; `PASSPHRASE_MISSING`."""
    return _given(session, P12_VARIABLE, words.ASK_P12.format(name=file.name))


def passphrase_for_others(session: Session, file: Path) -> bytes:
    """Give the passphrase for files that others open, from a file; `DELIVERY_PASSPHRASE`.

    ASCII only: programs do not agree how to spell other characters.
    """
    path = session.here / file
    if not is_file(path):
        raise JscertError(Code.FILE_NOT_FOUND, path=str(file))
    try:
        first = _from_file(path, "")
    except JscertError as error:
        if error.code is not Code.PASSPHRASE_MISSING:
            raise
        first = b""
    if len(first) < _SHORTEST_FOR_OTHERS or not first.isascii() or not first.decode().isprintable():
        raise JscertError(Code.DELIVERY_PASSPHRASE, path=str(file), shortest=_SHORTEST_FOR_OTHERS)
    return first


def _given(session: Session, variable: str, prompt: str) -> bytes:
    named = session.environment.get(variable, "")
    if named:
        return _from_file(Path(named), variable)
    missing = JscertError(Code.PASSPHRASE_MISSING, variable=variable)
    return session.terminal.ask_secret(prompt, missing=missing)


def _from_file(path: Path, variable: str) -> bytes:
    """Read the first line; a byte order mark and the line's end are not part of the passphrase."""
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
    except OSError as fault:
        raise JscertError(Code.FILE_NOT_FOUND, path=str(path)) from fault
    if not lines or not lines[0]:
        raise JscertError(Code.PASSPHRASE_MISSING, variable=variable, file=str(path))
    return lines[0]
