"""The last net: identity numbers are masked in whatever is about to be shown to people.

Rooms mask before they raise; file names and foreign exceptions do not, so the terminal looks again.
A hexadecimal digest is left alone: its digits touch lower-case hexadecimal letters.
"""

from __future__ import annotations

import re

from jscert.certificates import mask_identity

_IDENTITY = re.compile(
    r"(?<![0-9a-f])"
    r"(?:[0-9]{17}[0-9Xx]|[0-9]{15,16}|[A-Za-z]{3}[0-9]{12})"
    r"(?![0-9a-f])"
)


def scrub(text: str) -> str:
    """Mask every run that can be an identity number (18 or 15 characters, or 3 letters + 12 digits)."""
    return _IDENTITY.sub(lambda found: mask_identity(found[0]), text)


def scrub_fact(value: object) -> str | int | float | bool | None:
    """Make an error's fact fit for JSON, masked; what JSON does not know becomes text."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**14 else scrub(str(value))
    return scrub(str(value))
