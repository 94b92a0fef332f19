"""The demonstration: a trial authority, the sample roster issued, every PDF verified.

`python tools/demo.py FOLDER` runs the same commands a clerk would type and shows each before its
output. Run again, it finds the certificates already issued and verifies them once more.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

_START = "import sys; from jscert.cli import main; sys.exit(main())"


def _jscert(*words: str) -> None:
    print(f"\n$ jscert {shlex.join(words)}", flush=True)
    finished = subprocess.run([sys.executable, "-c", _START, *words], check=False)
    if finished.returncode:
        sys.exit(finished.returncode)


def _batch_folders(out: Path) -> list[Path]:
    return sorted(manifest.parent for manifest in out.rglob("manifest.json"))


def demonstrate(folder: Path) -> None:
    """Issue the samples into `folder` and verify what lies there."""
    home = folder / "home"
    out = folder / "certificates"
    folder.mkdir(parents=True, exist_ok=True)
    if not (home / "jscert.toml").exists():
        _jscert("init", str(home))
    roster = Path("samples") / "roster.xlsx"
    _jscert("--home", str(home), "issue", str(roster), "--trial", "--out", str(out))
    folders = _batch_folders(out)
    if not folders:
        sys.exit(f"No batch folder lies in {out}")
    _jscert("--home", str(home), "verify", "--allow-trial", "--quiet", *map(str, folders))
    pdfs = [pdf for batch in folders for pdf in batch.rglob("*.pdf")]
    print(f"\n{len(pdfs)} certificates (PDF), issued and verified, lie in:")
    for batch in folders:
        print(f"  {batch.resolve()}")


if __name__ == "__main__":
    demonstrate(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))
