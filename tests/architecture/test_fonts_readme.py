"""fonts/README.md tells the truth about the files beside it."""

from __future__ import annotations

import hashlib
import re

from tests.architecture.source_tree import ROOT

FONTS = ROOT / "fonts"


def test_check_sums_are_those_of_the_files() -> None:
    """Every bundled font is listed with the SHA-256 it has."""
    listed = re.findall(
        r"^([0-9a-f]{64})  (\S+)$", (FONTS / "README.md").read_text("utf-8"), re.MULTILINE
    )
    found = [path for path in FONTS.iterdir() if path.suffix in {".ttf", ".otf"}]
    digests = {(hashlib.sha256(path.read_bytes()).hexdigest(), path.name) for path in found}
    assert set(listed) == digests
