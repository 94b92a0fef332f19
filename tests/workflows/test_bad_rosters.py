"""Hostile and faulty rosters given to the commands as typed: refused by code, soon, without a number."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code
from tests.issuing_builders import trial_home
from tests.rosters import cells, headers, layouts, parts, strangers
from tests.rosters.corpus import load_expected, make_all
from tests.rosters.making import MAKERS

if TYPE_CHECKING:
    from pathlib import Path

MODULES = (cells, headers, layouts, parts, strangers)  # imported, they register their rosters
SECONDS, BYTES, HANGING = 10, 500 * 1024 * 1024, 120
REFUSED = 3
NUMBER = re.compile(r"(?<![0-9a-f])3201[0-9]{13}[0-9Xx](?![0-9a-f])")
HOSTILE = (
    *("bomb-of-zeros.xlsx", "bomb-that-lies.xlsx", "bomb-of-parts.xlsx", "bomb-of-rows.ods"),
    *("entities-in-texts.xlsx", "path-out-of-archive.xlsx", "truncated.xlsx", "locked.xlsx"),
    *("cell-in-last-column.xlsx", "all-columns.xlsx", "text-index-out-of-range.xlsx", "page.xls"),
)
COMMANDS = ("issue --dry-run", "check")
EXPECTED = load_expected()
FAULTY = [
    name
    for name, entry in EXPECTED.items()
    if name in MAKERS and entry.get("faults") and not {"map", "require_verification"} & set(entry)
]
# Only the process itself knows what it took: what its parent is told of children begins with the parent's own
MEASURED = """
import pathlib, re, sys, time
from jscert.cli import main
taken, sys.argv[1:] = pathlib.Path(sys.argv[1]), sys.argv[2:]
try:
    main()
finally:
    status = pathlib.Path("/proc/self/status")
    told = status.read_text("ascii") if status.exists() else ""
    kib = re.search(r"VmHWM:\\s*([0-9]+) kB", told)
    taken.write_text(f"{time.process_time()} {int(kib[1]) * 1024 if kib else 0}", "ascii")
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a command did in a process of its own, and what it took; bytes are 0 where nobody can tell."""

    status: int
    told: str
    seconds: float
    peak_bytes: int


def run_typed(folder: Path, *words: str) -> Run:
    """Run a command in a process of its own."""
    taken = folder / "taken.txt"
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(taken), *words],
        capture_output=True,
        check=False,
        env=environment,
        timeout=HANGING,
    )
    seconds, peak_bytes = taken.read_text(encoding="ascii").split()
    return Run(
        status=done.returncode,
        told=(done.stdout + done.stderr).decode("utf-8"),
        seconds=float(seconds),
        peak_bytes=int(peak_bytes),
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the rosters concerned, once."""
    wanted = {name: maker for name, maker in MAKERS.items() if name in {*HOSTILE, *FAULTY}}
    return make_all(tmp_path_factory.mktemp("corpus"), wanted)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Put up a trial authority."""
    return trial_home(tmp_path_factory.mktemp("authority") / "home")


@pytest.mark.parametrize(("name", "command"), [*zip(HOSTILE, cycle(COMMANDS), strict=False)])
def test_a_hostile_file_is_refused_by_its_code(
    tmp_path: Path, corpus: Path, home: Path, name: str, command: str
) -> None:
    """Exit 3 with the table's code, for ten seconds of work and 500 MB at most, and no number told."""
    done = run_typed(tmp_path, "--home", str(home), *command.split(), str(corpus / name))
    assert done.status == REFUSED
    assert Code[EXPECTED[name]["refused"]].value in done.told
    assert "Traceback" not in done.told
    assert not NUMBER.search(done.told)
    assert done.seconds <= SECONDS
    assert done.peak_bytes <= BYTES


@pytest.mark.parametrize("words", [COMMANDS[0], f"--json {COMMANDS[1]}"])
def test_faults_are_told_without_a_number(
    tmp_path: Path, corpus: Path, home: Path, words: str
) -> None:
    """All faulty rosters at once: exit 3, and no identity number in anything that is told."""
    rosters = (str(corpus / name) for name in FAULTY)
    done = run_typed(tmp_path, "--home", str(home), *words.split(), *rosters)
    assert done.status == REFUSED
    assert "JSC-R033" in done.told
    assert "Traceback" not in done.told
    assert not NUMBER.search(done.told)
