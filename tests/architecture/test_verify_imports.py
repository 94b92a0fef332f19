"""What a cold `verify` loads while it really judges: little, no private keys, and no socket.

`test_imports_lazily` looks at targets that are refused early; here each kind of target is judged to
its end, in a process of its own, with an audit hook that ends it when a socket is made.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from jscert.layouts.raster import page_png
from jscert.sealing.pdf_check import check_pdf
from jscert.sealing.token import qr_text
from tests.issuing_builders import people, write_roster
from tests.terminal_builders import run_line

if TYPE_CHECKING:
    from collections.abc import Callable

HEAVY = frozenset(
    {"PIL", "asn1crypto", "cbor2", "dask", "fontTools", "fpdf", "openpyxl", "pyhanko"}
    | {"pypdfium2", "python_calamine", "qrcode", "rich", "sqlalchemy", "uharfbuzz", "xlsxwriter"}
    | {"zxingcpp"}
)
KEYS_AND_PENS = (
    "jscert.sealing.file_signer",
    "jscert.sealing.key",
    "jscert.sealing.licensed_key",
    "jscert.sealing.pdf_seal",
    "jscert.layouts.press",
    "jscert.layouts.blank",
    "jscert.roster.workbook",
    "jscert.roster.reading",
    "jscert.registry.sql",
    "jscert.issuing",
    "jscert.presswork",
)
_RUN = """
import json, sys

def refuse(event, _arguments):
    if event.startswith("socket."):
        sys.stderr.write("a socket was opened")
        raise SystemExit(99)

sys.addaudithook(refuse)
from jscert import cli
sys.argv = ["jscert", *sys.argv[1:]]
try:
    cli.main()
except SystemExit as leaving:
    print()
    print(json.dumps({"status": leaving.code, "modules": sorted(sys.modules)}))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let a trial authority issue one certificate."""
    place = tmp_path_factory.mktemp("imports")
    home = place / "home"
    roster = str(write_roster(place / "in" / "a.xlsx", people(1)))
    assert run_line("init", str(home)).status == 0
    assert run_line("--home", str(home), "issue", roster).status == 0
    return home


def _batch(home: Path) -> str:
    (batch,) = (home / "batches").iterdir()
    return str(batch)


def _pdf(home: Path) -> str:
    (pdf,) = Path(_batch(home)).rglob("*.pdf")
    return str(pdf)


def _number(_home: Path) -> str:
    return "苏建安A(2026)0100001"


def _qr(home: Path) -> str:
    return qr_text(check_pdf(Path(_pdf(home)).read_bytes()).attachments["token.cose"], "")


def _picture(home: Path) -> str:
    path = home.parent / "page.png"
    path.write_bytes(page_png(Path(_pdf(home)).read_bytes(), 150))
    return str(path)


def _judge(home: Path, target: str) -> tuple[dict[str, Any], set[str]]:
    line = ["--home", str(home), "verify", target, "--json"]
    outcome = subprocess.run(
        [sys.executable, "-c", _RUN, *line],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    verdicts, _, listing = outcome.stdout.strip().rpartition("\n")
    return json.loads(verdicts), set(json.loads(listing)["modules"])


@pytest.mark.parametrize("target", [_pdf, _number, _qr, _batch, _picture])
def test_a_judgement_loads_nothing_heavy(home: Path, target: Callable[[Path], str]) -> None:
    """Hashes, signatures and the standard library are enough for a whole judgement, offline.

    Pictures are opened by a process of their own.
    """
    told, modules = _judge(home, target(home))
    assert {one["standing"] for one in told["results"]} == {"trial"}
    assert {name.partition(".")[0] for name in modules} & HEAVY == set()
    assert [name for name in sorted(modules) if name.startswith(KEYS_AND_PENS)] == []


@pytest.mark.parametrize("target", [_pdf, _number, _qr])
def test_pictures_cost_other_targets_nothing(home: Path, target: Callable[[Path], str]) -> None:
    """Judges of pictures and holders are loaded for them alone."""
    _, modules = _judge(home, target(home))
    assert modules & {"jscert.verifying.picture", "jscert.verifying.holder"} == set()


@pytest.mark.parametrize("target", [_pdf, _number, _qr])
def test_batches_are_loaded_for_folders_only(home: Path, target: Callable[[Path], str]) -> None:
    """One file needs no manifest reader."""
    _, modules = _judge(home, target(home))
    assert [name for name in modules if name.startswith("jscert.batches")] == []
