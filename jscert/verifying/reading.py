"""Reading a file that somebody handed in: whole, bounded, and never an exception for a bad one.

Not here: what the bytes mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 16 * 1024 * 1024
"""No certificate and no manifest part comes near this; a larger file is refused unread."""


def read_file(path: Path) -> bytes | str:
    """Give a file's bytes, or the reason (a word of `messages`' REASONS) why there are none."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        return "missing"
    except PermissionError:
        return "denied"
    except OSError:
        return "unreadable"
    return data if len(data) <= LARGEST_BYTES else "too-large"
