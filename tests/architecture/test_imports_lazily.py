"""A command loads what it uses and nothing else: what would make every start slow stays out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal_builders import run_line

HEAVY = frozenset(
    {"PIL", "asn1crypto", "fontTools", "fpdf", "openpyxl", "pyhanko", "python_calamine"}
    | {"pydantic", "pypdfium2", "qrcode", "rich", "sqlalchemy", "uharfbuzz", "xlsxwriter"}
)
_LISTING = """
import sys
from jscert import cli
sys.argv = ["jscert", *sys.argv[1:]]
try:
    cli.main()
finally:
    sys.stderr.write("\\nLOADED " + " ".join(sorted({m.partition(".")[0] for m in sys.modules})))
    sys.stderr.write("\\nOURS " + " ".join(sorted(m for m in sys.modules if m.startswith("jscert"))))
"""


def _loaded(*line: str, cwd: Path) -> tuple[set[str], set[str]]:
    outcome = subprocess.run(
        [sys.executable, "-c", _LISTING, *line],
        capture_output=True,
        check=False,
        cwd=cwd,
        encoding="utf-8",
    )
    *_, loaded, ours = outcome.stderr.splitlines()
    return set(loaded.split()[1:]), set(ours.split()[1:])


def test_help_loads_no_command(tmp_path: Path) -> None:
    """The front page comes out of the table of contents alone."""
    loaded, ours = _loaded("--help", cwd=tmp_path)
    assert loaded & (HEAVY | {"cryptography"}) == set()
    rooms = {name.split(".")[1] for name in ours if "." in name}
    floor = {"certificates", "durable", "errors"}
    assert rooms <= {*floor, "cli", "commands", "messages", "terminal"}
    assert not ours & {"jscert.commands.issue", "jscert.commands.verify", "jscert.commands.init"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one trial authority folder."""
    folder = tmp_path_factory.mktemp("imports") / "home"
    assert run_line("init", str(folder)).status == 0
    return folder


def test_verify_without_a_registry_loads_nothing_heavy(home: Path, tmp_path: Path) -> None:
    """Checking a PDF needs hashes, signatures and the standard library."""
    stranger = tmp_path / "some.pdf"
    stranger.write_bytes(b"%PDF-1.7\n")
    loaded, ours = _loaded("verify", str(stranger), cwd=home)
    assert "jscert.commands.verify" in ours
    assert loaded & HEAVY == set()
    assert "sqlite3" not in loaded


def test_verify_with_a_registry_loads_no_database_toolkit(home: Path, tmp_path: Path) -> None:
    """The registry is read through the standard library."""
    stranger = tmp_path / "some.pdf"
    stranger.write_bytes(b"%PDF-1.7\n")
    loaded, ours = _loaded("--home", str(home), "verify", str(stranger), cwd=tmp_path)
    assert "jscert.commands.verify" in ours
    assert loaded & HEAVY == set()


def test_verify_reaches_no_private_key_code(home: Path, tmp_path: Path) -> None:
    """What a checking clerk runs loads neither keys nor pen nor roster reader."""
    _, ours = _loaded("--home", str(home), "verify", str(tmp_path), cwd=tmp_path)
    pens = ("jscert.layouts.press", "jscert.layouts.blank", "jscert.roster.workbook")
    rooms = ("jscert.sealing.key", *pens, "jscert.registry.sql")
    assert [name for name in ours if name.startswith(rooms)] == []


def test_a_template_loads_no_pen(tmp_path: Path) -> None:
    """A blank roster needs the writer of workbooks and no more."""
    loaded, _ = _loaded("template", "safety-a", cwd=tmp_path)
    assert (tmp_path / "名册模板-安管人员A类.xlsx").is_file()
    assert loaded & HEAVY == {"xlsxwriter"}


@pytest.mark.parametrize("line", [("preview", "--row", "0"), ("issue", "--trial")])
def test_pdfium_is_loaded_for_a_page_only(line: tuple[str, ...], tmp_path: Path) -> None:
    """It is heavy: neither issuing nor a refused preview loads it."""
    stranger = tmp_path / "some.xlsx"
    stranger.write_bytes(b"PK")
    command, *options = line
    loaded, ours = _loaded(command, str(stranger), *options, cwd=tmp_path)
    assert f"jscert.commands.{command}" in ours
    assert "pypdfium2" not in loaded


def test_show_loads_no_drawing(home: Path, tmp_path: Path) -> None:
    """Looking a number up draws nothing."""
    loaded, _ = _loaded("--home", str(home), "show", "322601000001", cwd=tmp_path)
    assert loaded & HEAVY == set()
