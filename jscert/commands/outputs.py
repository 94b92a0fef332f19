"""Where a command puts the one file it makes: the name asked for, or one of its own in the working folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jscert.durable import folder_errors, place_file, write_new_file
from jscert.errors import Code, JscertError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jscert.commands.common import Session


def output_path(
    session: Session, asked: Path | None, own_name: str, suffixes: Sequence[str]
) -> Path:
    """Give the file to write: `asked`, or `own_name` in the folder asked for or the working folder.

    `OUTPUT_SUFFIX` unless it ends in one of `suffixes`. Whether a file is in the way: `refuse_existing`.
    """
    if asked is None:
        return Path(own_name)
    path = asked / own_name if (session.here / asked).is_dir() else asked
    if path.suffix.lower() not in suffixes:
        raise JscertError(Code.OUTPUT_SUFFIX, path=str(path), allowed=" ".join(suffixes))
    return path


def refuse_existing(session: Session, path: Path) -> None:
    """Refuse to go on where a file is in the way already, before work is done (`FILE_EXISTS`)."""
    if (session.here / path).exists():
        raise JscertError(Code.FILE_EXISTS, path=str(path))


def write_output(session: Session, path: Path, data: bytes, *, replacing: bool = False) -> None:
    """Write the file whole or not at all; `FILE_EXISTS` unless `replacing`, `FOLDER_*`."""
    target = session.here / path
    with folder_errors(path.parent):
        if replacing:
            place_file(target, data)
            return
        try:
            write_new_file(target, data)
        except FileExistsError as fault:
            raise JscertError(Code.FILE_EXISTS, path=str(path)) from fault
