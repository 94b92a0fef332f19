"""The pictures of the five forms for README: `python tools/make_pictures.py`.

Issues the sample roster into a temporary trial authority, renders the first certificate of each kind
with pdftoppm (poppler) and writes docs/pictures/<kind>.png. The people are invented; 样证 stays on the page.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
RESOLUTION_DPI = 60
ISSUED_ON = "2026-11-22"
_START = "import sys; from jscert.cli import main; sys.exit(main())"


def draw(folder: Path) -> None:
    """Issue into `folder` and render one page per kind."""
    command = [sys.executable, "-c", _START, "--home", str(folder / "home"), "--json"]
    words = ["issue", str(ROOT / "samples" / "roster.xlsx"), "--trial", "--date", ISSUED_ON]
    ran = subprocess.run([*command, *words], check=True, capture_output=True, encoding="utf-8")
    receipt = json.loads(ran.stdout)
    batch = Path(receipt["folder"])
    PICTURES.mkdir(parents=True, exist_ok=True)
    for kind in dict.fromkeys(one["kind"] for one in receipt["certificates"]):
        file = next(one["file"] for one in receipt["certificates"] if one["kind"] == kind)
        _render(batch / file, PICTURES / kind)
        print(f"{kind}: {file}")


def _render(pdf: Path, picture: Path) -> None:
    words = ["-r", str(RESOLUTION_DPI), "-png", "-singlefile", str(pdf), str(picture)]
    subprocess.run(["pdftoppm", *words], check=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        draw(Path(folder))
