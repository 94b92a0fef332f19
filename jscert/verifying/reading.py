"""Reading what somebody handed in: whole, bounded, never an exception for a bad file; and naming it.

Not here: what the bytes mean.
"""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING

from jscert.certificates import mask_identity

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 16 * 1024 * 1024
"""No certificate and no manifest part comes near this; a larger file is refused unread."""
_IDENTITY = re.compile(r"(?<![0-9])[0-9]{14,17}[0-9Xx](?![0-9])")


def read_file(path: Path) -> bytes | str:
    """Give a file's bytes, or the reason (a word of `messages`' REASONS) why there are none."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return "unreadable"  # a pipe would never end, a device might answer anything
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        return "missing"
    except PermissionError:
        return "denied"
    except OSError:
        return "unreadable"
    return data if len(data) <= LARGEST_BYTES else "too-large"


def shown_target(target: str) -> str:
    """Spell a target for output: an identity number in it is masked."""
    return _IDENTITY.sub(lambda found: mask_identity(found[0]), target)
