"""Symbols, module by module, against another encoder."""

from __future__ import annotations

import pytest
import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, MODE_NUMBER, QRData, lost_point

from jscert.layouts import qr
from jscert.layouts.qr_plan import PLACES
from tests.layouts_builders import job

TOKEN_TEXT = job().qr_text
TEXTS = {
    "token": TOKEN_TEXT,
    "digits": "0123456789012345",
    "capitals": "HTTPS://JSCERT.EXAMPLE/V",
    "bytes": "https://jscert.example/v#",
    "hanzi": "苏建安A(2026)0100001",
    "one": "a",
    "long": "x" * 300,
}
_MODES = {"numeric": MODE_NUMBER, "alphanumeric": MODE_ALPHA_NUM, "byte": MODE_8BIT_BYTE}


def foreign_modules(text: str, version: int, mask: int) -> list[list[bool]]:
    """Encode the same segments with the package `qrcode`."""
    code = qrcode.QRCode(
        version=version, error_correction=ERROR_CORRECT_M, mask_pattern=mask, border=0
    )
    for mode, part in qr._segments(text):
        code.add_data(QRData(part.encode(), _MODES[mode], check_data=False), optimize=0)
    code.make(fit=False)
    return [[bool(module) for module in row] for row in code.modules]


def own_modules(symbol: qr.QrSymbol) -> list[list[bool]]:
    """Unpack a symbol."""
    side = range(symbol.size)
    return [[symbol.module(x, y) for x in side] for y in side]


@pytest.mark.parametrize("mask", range(8))
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_module_is_as_another_encoder_sets_it(text: str, mask: int) -> None:
    """Segments, padding, correction, placement, format, version and mask agree."""
    symbol = qr.encode(text, mask=mask)
    assert own_modules(symbol) == foreign_modules(text, symbol.version, mask)


@pytest.mark.parametrize("version", [1, 2, 6, 7, 9, 10, 13, 14, 21, 26, 27, 32, 36, 40])
def test_every_kind_of_version_is_laid_out_right(version: int) -> None:
    """Filled to the brim, with alignment patterns and version information of each kind."""
    overhead = 12 if version < 10 else 20
    text = "z" * ((8 * PLACES[version].data_codewords - overhead) // 8)
    symbol = qr.encode(text, mask=3)
    assert symbol.version == version
    assert own_modules(symbol) == foreign_modules(text, version, 3)


@pytest.mark.parametrize("mask", range(8))
def test_the_penalty_is_that_of_the_standard(mask: int) -> None:
    """All four rules give what another encoder reckons."""
    symbol = qr.encode(TOKEN_TEXT, mask=mask)
    modules = foreign_modules(TOKEN_TEXT, symbol.version, mask)
    assert qr.penalty(symbol.size, int.from_bytes(symbol.rows, "big")) == lost_point(modules)


def test_an_ordinary_token_gets_the_default_mask() -> None:
    """What looks random needs no choosing."""
    assert qr.encode(TOKEN_TEXT).mask == 0


def test_a_text_that_suits_the_default_mask_badly_gets_the_best_one() -> None:
    """Regular data are masked as the standard says."""
    penalties = []
    for mask in range(8):
        symbol = qr.encode("f" * 60, mask=mask)
        penalties.append(qr.penalty(symbol.size, int.from_bytes(symbol.rows, "big")))
    chosen = qr.encode("f" * 60).mask
    assert chosen != 0
    assert penalties[chosen] == min(penalties)


def test_a_token_of_an_ordinary_name_stays_readable_on_paper() -> None:
    """530 digits behind an address of 25 characters are version 12 at most."""
    assert qr.encode(TOKEN_TEXT).version <= 12


def test_a_text_no_symbol_holds_is_an_error() -> None:
    """Version 40 is the last."""
    with pytest.raises(ValueError, match="too long"):
        qr.encode("1" * 6000)
