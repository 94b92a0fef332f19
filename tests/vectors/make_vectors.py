"""Make a set of test vectors: one certificate per printed form, the trust file, what `verify` says.

Run once per released format: `python -m tests.vectors.make_vectors tests/vectors/VERSION`. A set is never
changed afterwards: certificates that were handed out must stay verifiable, whatever the code becomes.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from jscert.certificates import read_record
from jscert.sealing.pdf_check import check_pdf
from jscert.sealing.token import qr_text
from tests.terminal_builders import NOON, run_line

SAMPLES = Path(__file__).parents[2] / "samples"


def main(folder: Path) -> None:
    """Found a trial authority, issue the sample roster, keep the first certificate of each form."""
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        _succeed("init", str(home))
        photos = ("--photos", str(SAMPLES / "photos"))
        _succeed("--home", str(home), "issue", str(SAMPLES / "roster.xlsx"), *photos)
        (folder / "trust.json").write_bytes((home / "trust.json").read_bytes())
        vectors: dict[str, dict[str, Any]] = {}
        for path in sorted((home / "batches").rglob("*.pdf")):
            data = path.read_bytes()
            attachments = check_pdf(data).attachments
            kind = read_record(attachments["record.json"]).kind
            if kind not in vectors:
                (folder / f"{kind}.pdf").write_bytes(data)
                vectors[kind] = {
                    "qr": qr_text(attachments["token.cose"], "HTTPS://JSCERT.EXAMPLE/V")
                }
    told = {"judged_at": NOON.isoformat(), "certificates": vectors}
    _write(folder, told)
    # The answers themselves, as this version gives them; read them before they are committed.
    from tests.vectors.judging import judged

    for kind, vector in vectors.items():
        vector |= {
            "pdf_verdict": judged(folder, kind, "pdf"),
            "qr_verdict": judged(folder, kind, "qr"),
        }
    _write(folder, told)


def _succeed(*line: str) -> None:
    outcome = run_line(*line)
    if outcome.status:
        raise SystemExit(outcome.stderr)


def _write(folder: Path, told: object) -> None:
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "expected.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
