"""A QR code drawn with half blocks, two modules to a character cell.

Dark modules are blocks: on paper and in a file the picture is as printed. A terminal gets black on
white set explicitly, whatever its colours are.
"""

from __future__ import annotations

import qrcode

_QUIET_ZONE_MODULES = 4
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
_BLACK_ON_WHITE = "\x1b[38;5;16;48;5;231m"
_PLAIN = "\x1b[0m"


def qr_picture(text: str, *, coloured: bool) -> str:
    """Draw `text` as lines of characters, quiet zone included, level M as on the certificate."""
    symbol = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET_ZONE_MODULES
    )
    symbol.add_data(text)
    symbol.make(fit=True)
    matrix: list[list[bool]] = symbol.get_matrix()
    if len(matrix) % 2:
        matrix.append([False] * len(matrix[0]))
    lines = [
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(matrix[::2], matrix[1::2], strict=True)
    ]
    if coloured:
        lines = [f"{_BLACK_ON_WHITE}{line}{_PLAIN}" for line in lines]
    return "\n".join(lines)
