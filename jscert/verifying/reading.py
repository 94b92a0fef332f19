"""Reading what somebody handed in: whole, bounded, never an exception for a bad file; and naming it.

Not here: what the bytes mean.
"""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING

from jscert.certificates import mask_identity
from jscert.scanning import is_picture

if TYPE_CHECKING:
    from io import RawIOBase
    from pathlib import Path

LARGEST_BYTES = 16 * 1024 * 1024
"""No certificate and no manifest part comes near this; a larger file is refused unread."""
LARGEST_PICTURE = 64 * 1024 * 1024
"""A scan without any compression stays below this."""
_IDENTITY = re.compile(r"(?<![0-9])[0-9]{14,17}[0-9Xx](?![0-9])")


def read_file(path: Path, *, pictures: bool = False) -> bytes | str:
    """Give a file's bytes, or the reason (a word of `messages`' REASONS) why there are none.

    With `pictures`, pictures and PDFs that may be made of some are read up to `LARGEST_PICTURE`.
    """
    limit = LARGEST_BYTES
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return "unreadable"  # a pipe would never end, a device might answer anything
        with path.open("rb", buffering=0) as file:
            data = _read(file, min(status.st_size, limit) + 1)
            if len(data) > status.st_size:  # it grew meanwhile
                data += _read(file, limit + 1 - len(data))
            if pictures and len(data) > limit and (data[:5] == b"%PDF-" or is_picture(data)):
                limit = LARGEST_PICTURE
                data += _read(file, limit + 1 - len(data))
    except FileNotFoundError:
        return "missing"
    except PermissionError:
        return "denied"
    except OSError:
        return "unreadable"
    return data if len(data) <= limit else "too-large"


def _read(file: RawIOBase, limit: int) -> bytes:
    """Read up to `limit` bytes, however the system portions them; room is made for no more than that."""
    pieces = []
    while limit > 0 and (piece := file.read(limit)):
        pieces.append(piece)
        limit -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def shown_target(target: str) -> str:
    """Spell a target for output: an identity number in it is masked."""
    return _IDENTITY.sub(lambda found: mask_identity(found[0]), target)
