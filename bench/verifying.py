"""Measure bulk verification of certificates, beside pyHanko validating the same files.

    python bench/verifying.py [--files 10000] [--rounds 3] [--sample 400]

The corpus is issued once by `jscert issue` under bench/out/verifying-<files>/, where it may be deleted.
Rounds are interleaved, each contestant in a process of its own. jscert: the whole command `jscert verify`,
from the start of the process to its end, with the authority's registry: once over all files named one by
one, once over the batch folder with its manifest; one file alone (cold start); and pictures of some pages.
pyHanko: `validate_pdf_signature` on every nth of the same files, one validation context with the root as
trust anchor; imports come before the clock, and no registry, record, token or status is looked at. Exit
status 1 if a bar does not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from people import make_people, write_photos, write_roster

HERE = Path(__file__).resolve().parent
JSCERT = "import sys; from jscert.cli import main; sys.exit(main())"
RATE_BAR, COLD_BAR_SECONDS, MEMORY_BAR_MIB = 500, 0.4, 500
PICTURES = 40
TITLES = {
    "files": "jscert verify, every file named",
    "folder": "jscert verify, the batch folder",
    "pyhanko": "pyHanko, signature alone",
    "cold": "jscert verify, one file",
    "pictures": "jscert verify, pictures of pages (150 dpi JPEG)",
}
LIBRARIES = ["cryptography", "pyHanko", "asn1crypto", "zxing-cpp", "pypdfium2", "Pillow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    files: int
    seconds: float
    cpu_seconds: float
    peak_mib: float

    @property
    def rate(self) -> float:
        return self.files / self.seconds


def corpus(count: int) -> Path:
    """Give the authority folder of a corpus, issued if it is not there yet."""
    place = HERE / "out" / f"verifying-{count}"
    home = place / "home"
    if sum(1 for _ in home.glob("batches/*/*/*.pdf")) == count:
        return home
    print(f"Issuing {count} certificates into {place} …", flush=True)
    people = make_people(count)
    write_photos(people, place / "photos")
    write_roster(people, place / "roster.xlsx")
    _jscert("--quiet", "init", str(home))
    roster, photos = str(place / "roster.xlsx"), str(place / "photos")
    _jscert("--home", str(home), "--quiet", "issue", roster, "--photos", photos, "--trial")
    return home


def _jscert(*words: str) -> tuple[str, float, float, float]:
    """Run a command to its end; what it said, its seconds, CPU seconds (children included), peak MiB."""
    start = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-c", JSCERT, *words], stdout=subprocess.PIPE)
    assert child.stdout is not None
    said = child.stdout.read().decode()
    cpu, peak = 0.0, 0.0
    if hasattr(os, "wait4"):
        _, waited, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(waited)
        cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    if child.wait():
        sys.exit(f"jscert {words[:4]} ended with {child.returncode}")
    return said, time.perf_counter() - start, cpu, peak


def judged(home: Path, targets: list[str], *, folder: bool = False) -> Round:
    """Verify with the command; every file must come out as the specimen it is."""
    words = ("--home", str(home), "--json", "verify", "--allow-trial", *targets)
    said, seconds, cpu, peak = _jscert(*words)
    results = json.loads(said)["results"]
    assert {one["standing"] for one in results} == {"trial"}
    files = len(results) - folder
    return Round(files=files, seconds=seconds, cpu_seconds=cpu, peak_mib=peak)


def files(home: Path, _: argparse.Namespace) -> Round:
    os.chdir(home)
    return judged(home, [str(path.relative_to(home)) for path in _pdfs(home)])


def folder(home: Path, _: argparse.Namespace) -> Round:
    (batch,) = (home / "batches").iterdir()
    return judged(home, [str(batch)], folder=True)


def cold(home: Path, _: argparse.Namespace) -> Round:
    pdf = str(_pdfs(home)[0])
    rounds = [judged(home, [pdf]) for _ in range(5)]
    return sorted(rounds, key=lambda one: one.seconds)[2]


def pictures(home: Path, _: argparse.Namespace) -> Round:
    from PIL import Image

    from jscert.layouts.raster import page_png

    place = home.parent / "pictures"
    if not place.exists():
        place.mkdir()
        paths = _pdfs(home)
        for count, path in enumerate(paths[:: len(paths) // PICTURES][:PICTURES]):
            png = place / "page.png"
            png.write_bytes(page_png(path.read_bytes(), 150))
            with Image.open(png) as page:
                page.convert("RGB").save(place / f"{count}.jpg", quality=85)
            png.unlink()
    return judged(home, [str(path) for path in sorted(place.glob("*.jpg"))])


def pyhanko(home: Path, options: argparse.Namespace) -> Round:
    from asn1crypto import x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    from jscert.sealing.trust import read_trust

    trust = read_trust((home / "trust.json").read_bytes())
    context = ValidationContext(trust_roots=[x509.Certificate.load(trust.root)])
    paths = _pdfs(home)
    sample = paths[:: max(1, len(paths) // options.sample)][: options.sample]

    def validate(path: Path) -> None:
        with path.open("rb") as file:
            (signature,) = PdfFileReader(file).embedded_signatures
            assert validate_pdf_signature(signature, context).bottom_line

    validate(paths[1])
    start, cpu = time.perf_counter(), time.process_time()
    for path in sample:
        validate(path)
    seconds = time.perf_counter() - start
    peak = _own_peak_mib()
    used = time.process_time() - cpu
    return Round(files=len(sample), seconds=seconds, cpu_seconds=used, peak_mib=peak)


def _own_peak_mib() -> float:
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _pdfs(home: Path) -> list[Path]:
    return sorted(home.glob("batches/*/*/*.pdf"))


CONTESTANTS: dict[str, Callable[[Path, argparse.Namespace], Round]] = {
    "files": files,
    "folder": folder,
    "pyhanko": pyhanko,
    "cold": cold,
    "pictures": pictures,
}


def main() -> None:
    options = _options()
    home = corpus(options.files)
    if options.contestant:
        one = CONTESTANTS[options.contestant](home, options)
        print(json.dumps([one.files, one.seconds, one.cpu_seconds, one.peak_mib]))
        return
    measured: dict[str, list[Round]] = {}
    for number in range(1, options.rounds + 1):
        for name in CONTESTANTS:
            one = _in_a_process(name, options)
            measured.setdefault(name, []).append(one)
            print(f"round {number}  {name:9} {one.rate:9.1f} files/s", flush=True)
    table, holds = _report(measured)
    print(f"\n{_machine()}\n\n{table}")
    sys.exit(0 if holds else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--contestant", choices=sorted(CONTESTANTS), help=argparse.SUPPRESS)
    return parser.parse_args()


def _in_a_process(name: str, options: argparse.Namespace) -> Round:
    words = ("--files", str(options.files), "--sample", str(options.sample), "--contestant", name)
    command = [sys.executable, str(HERE / "verifying.py"), *words]
    finished = subprocess.run(command, check=False, stdout=subprocess.PIPE, encoding="utf-8")
    if finished.returncode:
        sys.exit(f"{name} failed")
    count, seconds, cpu, peak = json.loads(finished.stdout.splitlines()[-1])
    return Round(files=count, seconds=seconds, cpu_seconds=cpu, peak_mib=peak)


def _report(measured: dict[str, list[Round]]) -> tuple[str, bool]:
    rates = {name: statistics.median(r.rate for r in rounds) for name, rounds in measured.items()}
    cold_seconds = statistics.median(r.seconds for r in measured["cold"])
    peak = max(r.peak_mib for name in ("files", "folder") for r in measured[name])
    ratio = statistics.median(
        ours.rate / theirs.rate
        for ours, theirs in zip(measured["files"], measured["pyhanko"], strict=True)
    )
    bars = (
        (f"files: at least {RATE_BAR}/s", f"{rates['files']:.0f}/s", rates["files"] >= RATE_BAR),
        (f"folder: at least {RATE_BAR}/s", f"{rates['folder']:.0f}/s", rates["folder"] >= RATE_BAR),
        ("faster than pyHanko on the signature alone", f"{ratio:.1f} ×", ratio > 1),
        (
            f"one file in at most {COLD_BAR_SECONDS} s",
            f"{cold_seconds:.2f} s",
            cold_seconds <= COLD_BAR_SECONDS,
        ),
        (f"peak memory at most {MEMORY_BAR_MIB} MiB", f"{peak:.0f} MiB", peak <= MEMORY_BAR_MIB),
    )
    lines = [
        "| | files | s | CPU s | files/s | peak MiB |",
        "|---|--:|--:|--:|--:|--:|",
        *(_line(TITLES[name], rounds) for name, rounds in measured.items()),
        "",
        "| bar | measured | holds |",
        "|---|--:|---|",
        *(f"| {bar} | {value} | {'yes' if holds else '**no**'} |" for bar, value, holds in bars),
    ]
    return "\n".join(lines), all(holds for *_, holds in bars)


def _line(title: str, rounds: list[Round]) -> str:
    seconds = statistics.median(r.seconds for r in rounds)
    spread = f"{min(r.seconds for r in rounds):.2f}…{max(r.seconds for r in rounds):.2f}"
    cpu = statistics.median(r.cpu_seconds for r in rounds)
    peak = max(r.peak_mib for r in rounds)
    rate = statistics.median(r.rate for r in rounds)
    count = rounds[0].files
    return f"| {title} | {count} | {seconds:.2f} ({spread}) | {cpu:.2f} | {rate:.1f} | {peak:.0f} |"


def _machine() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    cpuinfo = Path("/proc/cpuinfo")
    text = cpuinfo.read_text(encoding="utf-8") if cpuinfo.exists() else ""
    names = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    processor = names[0] if names else platform.machine()
    python = platform.python_version()
    return f"{os.cpu_count()} × {processor}, {platform.system()}, Python {python}; {versions}."


if __name__ == "__main__":
    main()
