"""Measure jscert against four usual ways of making signed certificate PDFs, in one run.

    python bench/run.py [--rows 5000] [--documents 30] [--rounds 3]

Rounds are interleaved: every contestant runs once per round, each in a process of its own, into a fresh
folder under bench/out/. Nothing is deleted while the clock runs (creating files just after deleting
thousands is slow on ext4), nor afterwards: the folder named at the end may go. The table is printed and
saved to bench/RESULTS.md, with the bars and whether they hold; exit status 1 if one does not.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from people import make_people, write_photos, write_roster

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "RESULTS.md"
PEERS = {
    "fpdf2-per-document": "fpdf2, fonts added per document, + pyHanko",
    "fpdf2-per-batch": "fpdf2, fonts subset once per batch, + pyHanko",
    "typst": "typst, Compiler kept, PDF/A-3a, + pyHanko",
    "typst-plain": "typst, Compiler kept, plain PDF without the frame, + pyHanko",
    "reportlab": "ReportLab, font registered once, + pyHanko",
}
FIRST_PEER = "fpdf2-per-document"
LIBRARIES = [
    "fpdf2",
    "uharfbuzz",
    "cryptography",
    "typst",
    "reportlab",
    "pyHanko",
    "zxing-cpp",
    "fonttools",
]
RATE_BAR, FIRST_BAR, OTHERS_BAR, MEMORY_BAR_MIB = 500, 150, 15, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    documents: int
    seconds: float
    peak_mib: float

    @property
    def ms(self) -> float:
        return 1000 * self.seconds / self.documents


def main() -> None:
    options = _options()
    run = HERE / "out" / f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    data = run / "data"
    people = make_people(options.rows)
    print(f"Making {options.rows} people with photos …", flush=True)
    write_photos(people, data / "photos")
    write_roster(people, data / "roster.xlsx")
    measured: dict[str, list[Round]] = {}
    for number in range(1, options.rounds + 1):
        for name in ("jscert", *PEERS):
            count = options.rows if name == "jscert" else options.documents
            result = _run(name, data, run / f"round-{number}" / name, count)
            measured.setdefault(name, []).append(result)
            print(f"round {number}  {name:20} {result.ms:8.2f} ms per certificate", flush=True)
    table, holds = _report(measured, options)
    RESULTS.write_text(table, encoding="utf-8")
    print(f"\n{table}\nSaved to {RESULTS}; {run} may be deleted.")
    sys.exit(0 if holds else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--documents", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _run(name: str, data: Path, out: Path, count: int) -> Round:
    command = [sys.executable, HERE / "contestant.py", name, data, out, str(count)]
    finished = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    if finished.returncode:
        sys.exit(f"{name} failed")
    return Round(**json.loads(finished.stdout.splitlines()[-1]))


def _report(measured: dict[str, list[Round]], options: argparse.Namespace) -> tuple[str, bool]:
    ours = measured["jscert"]
    ms = statistics.median(r.ms for r in ours)
    peak = max(r.peak_mib for r in ours)
    ratios = {name: _ratio(measured[name], ours) for name in PEERS}
    others = PEERS.keys() - {FIRST_PEER}
    best = min(others, key=ratios.__getitem__)
    bars = (
        (f"at least {RATE_BAR} certificates/s", f"{1000 / ms:.0f}/s", 1000 / ms >= RATE_BAR),
        (
            f"at least {FIRST_BAR} × {PEERS[FIRST_PEER]}",
            f"{ratios[FIRST_PEER]:.0f} ×",
            ratios[FIRST_PEER] >= FIRST_BAR,
        ),
        (
            f"at least {OTHERS_BAR} × the best other ({PEERS[best]})",
            f"{ratios[best]:.1f} ×",
            ratios[best] >= OTHERS_BAR,
        ),
        (f"peak memory at most {MEMORY_BAR_MIB} MiB", f"{peak:.0f} MiB", peak <= MEMORY_BAR_MIB),
    )
    lines = [
        "# Signed certificates per second",
        "",
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}. {_machine()}",
        "",
        _method(options),
        "",
        "| | ms per certificate | certificates/s | jscert is … × faster | peak MiB |",
        "|---|--:|--:|--:|--:|",
        _line("jscert, end to end", ours, 1.0),
        *(_line(title, measured[name], ratios[name]) for name, title in PEERS.items()),
        "",
        "| bar | measured | holds |",
        "|---|--:|---|",
        *(f"| {bar} | {value} | {'yes' if holds else '**no**'} |" for bar, value, holds in bars),
        "",
    ]
    return "\n".join(lines), all(holds for *_, holds in bars)


def _method(options: argparse.Namespace) -> str:
    return (
        f"Medians of {options.rounds} interleaved rounds, one process each. jscert: the whole command"
        f" `jscert issue` on {options.rows} rows with photos, process start to exit (checks, registry,"
        " synced files, manifest, returned workbook). Peers: drawing, signing and writing"
        f" {options.documents} certificates with the same words, photo, QR code (zxing-cpp) and seal;"
        " imports, fonts, signer and a first document come before the clock, nothing is synced or"
        " registered. Only the first typst row makes the same certificate (PDF/A-3a, tagged, with frame and"
        " attachments); ReportLab has the frame, the others two plain lines."
    )


def _ratio(peer: list[Round], ours: list[Round]) -> float:
    """Give the median over rounds of the ratio within one round."""
    return statistics.median(a.ms / b.ms for a, b in zip(peer, ours, strict=True))


def _line(title: str, rounds: list[Round], ratio: float) -> str:
    ms = statistics.median(r.ms for r in rounds)
    spread = f"{min(r.ms for r in rounds):.2f}…{max(r.ms for r in rounds):.2f}"
    peak = max(r.peak_mib for r in rounds)
    shown = f"{ratio:.1f}" if ratio < 100 else f"{ratio:.0f}"
    return f"| {title} | {ms:.2f} ({spread}) | {1000 / ms:.0f} | {shown} | {peak:.0f} |"


def _machine() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{_processor()}, {platform.system()}, Python {platform.python_version()}; {versions}."


def _processor() -> str:
    import os

    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{os.cpu_count()} × {names[0] if names else platform.machine()}"


if __name__ == "__main__":
    main()
