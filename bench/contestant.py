"""One contestant, one round, one process: prints its figures as a line of JSON.

python bench/contestant.py NAME DATA OUT COUNT

Peers: the clock runs over drawing, signing and writing alone; imports, fonts, signer and one warm-up
document come before it, and nothing is synced. jscert: the clock runs over the whole command, from the
start of the process to its end, with registry, synced files, manifest and returned workbook.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from people import RARE, make_pages, make_people

ROSTER_ROWS = 5000
JSCERT = "import sys; from jscert.cli import main; sys.exit(main())"


def peer(name: str, data: Path, out: Path, count: int) -> dict[str, float]:
    from pens import PENS
    from signing import PeerSigner

    ordinary = tuple(p for p in make_people(ROSTER_ROWS) if p.name not in RARE)
    pages = make_pages(ordinary[:: len(ordinary) // (count + 1)][: count + 1], data / "photos")
    pen, signer = PENS[name](pages), PeerSigner()
    warm_up, *rest = pages
    signer.sign(pen.draw(warm_up))
    out.mkdir(parents=True)
    start = time.perf_counter()
    for page in rest:
        (out / f"{page.number}.pdf").write_bytes(signer.sign(pen.draw(page)))
    seconds = time.perf_counter() - start
    return {"documents": len(rest), "seconds": seconds, "peak_mib": _own_peak_mib()}


def jscert(data: Path, out: Path, count: int) -> dict[str, float]:
    home, folder = out / "home", out / "certificates"
    out.mkdir(parents=True)
    _run_jscert("--quiet", "init", str(home))
    roster = str(data / "roster.xlsx")
    words = ("--home", str(home), "--quiet", "issue", roster, "--photos", str(data / "photos"))
    start = time.perf_counter()
    peak = _run_jscert(*words, "--out", str(folder), "--trial")
    seconds = time.perf_counter() - start
    written = sum(1 for _ in folder.rglob("*.pdf"))
    if written != count:
        sys.exit(f"jscert wrote {written} of {count} certificates")
    return {"documents": written, "seconds": seconds, "peak_mib": peak}


def _run_jscert(*words: str) -> float:
    child = subprocess.Popen([sys.executable, "-c", JSCERT, *words], stdout=subprocess.DEVNULL)
    if not hasattr(os, "wait4"):
        status, peak = child.wait(), 0.0
    else:
        _, waited, usage = os.wait4(child.pid, 0)
        status, peak = os.waitstatus_to_exitcode(waited), usage.ru_maxrss / 1024
    child.returncode = status
    if status:
        sys.exit(f"jscert {words[:3]} ended with {status}")
    return peak


def _own_peak_mib() -> float:
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    name, data, out, count = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
    measured = jscert(data, out, count) if name == "jscert" else peer(name, data, out, count)
    print(json.dumps(measured))
