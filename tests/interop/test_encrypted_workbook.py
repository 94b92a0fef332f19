"""A workbook really encrypted by another program is named as what it is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from jscert.errors import Code, JscertError
from jscert.roster.files import read_roster

ROSTER = Path(__file__).resolve().parent.parent.parent / "samples" / "roster.xlsx"


def test_an_encrypted_roster_is_refused_by_name(tmp_path: Path) -> None:
    """The sample roster under a password: ROSTER_ENCRYPTED, not merely no workbook."""
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(ROSTER.read_bytes())).encrypt("a password", locked)
    path = tmp_path / "locked.xlsx"
    path.write_bytes(locked.getvalue())
    with pytest.raises(JscertError) as caught:
        read_roster(path)
    assert caught.value.code is Code.ROSTER_ENCRYPTED
