"""`pip install .`: the wheel holds what the command needs, and every licence it must show."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = ("pyproject.toml", "README.md", "LICENSE", "NOTICE")
FOLDERS = ("jscert", "fonts")


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """Build the wheel from a copy, without any index, and list what is in it."""
    source = tmp_path_factory.mktemp("source")
    for name in FILES:
        shutil.copy(ROOT / name, source)
    for name in FOLDERS:
        unwanted = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, source / name, ignore=unwanted)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-build-isolation", "--no-index", "-w", str(source / "dist")]
    subprocess.run([*pip, *offline, str(source)], check=True, capture_output=True)
    (wheel,) = (source / "dist").glob("*.whl")
    return frozenset(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_holds_every_module(packed: frozenset[str]) -> None:
    """No module of the package is left behind."""
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "jscert").rglob("*.py")}
    assert modules <= packed


def test_the_wheel_holds_fonts_and_pictures(packed: frozenset[str]) -> None:
    """Fonts, colour profile and trial seal travel with the package."""
    fonts = {f"jscert/fonts/{path.name}" for path in (ROOT / "fonts").iterdir()}
    layouts = (ROOT / "jscert" / "layouts").iterdir()
    pictures = {f"jscert/layouts/{p.name}" for p in layouts if p.suffix in {".icc", ".svg"}}
    assert len(pictures) >= 2
    assert fonts | pictures <= packed


def test_the_wheel_shows_every_licence(packed: frozenset[str]) -> None:
    """Our licence, the notice and the fonts' licences are in the wheel's metadata."""
    licences = {name.partition("/licenses/")[2] for name in packed if "/licenses/" in name}
    fonts = {f"fonts/{path.name}" for path in (ROOT / "fonts").glob("*.txt")}
    assert licences == {"LICENSE", "NOTICE"} | fonts
