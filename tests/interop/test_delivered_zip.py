"""A delivered ZIP in the hands of 7-Zip, which is what recipients have."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.exchange_builders import exchange_home
from tests.terminal_builders import run_line
from tests.tools import need

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = "correct-horse-battery"  # noqa: S105 - of a test


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Deliver a city's certificates as an encrypted ZIP."""
    home, batch = exchange_home(tmp_path / "home")
    (tmp_path / "口令.txt").write_text(PASSPHRASE, "utf-8")
    line = ("--by", "city", "--passphrase-file", str(tmp_path / "口令.txt"))
    run_line("deliver", batch, *line, "-o", str(tmp_path / "out"), "--home", str(home))
    return tmp_path / "out" / "南京.zip"


def seven_zip(*line: str) -> subprocess.CompletedProcess[str]:
    """Run 7-Zip."""
    return subprocess.run([need("7zz"), *line], capture_output=True, check=False, encoding="utf-8")


def test_seven_zip_opens_it(archive: Path) -> None:
    """With the passphrase, names in Chinese included."""
    target = archive.parent / "unpacked"
    ran = seven_zip("x", f"-o{target}", f"-p{PASSPHRASE}", str(archive))
    assert ran.returncode == 0, ran.stderr
    assert "清单.xlsx" in {path.name for path in target.iterdir()}


def test_seven_zip_calls_it_aes_256(archive: Path) -> None:
    """Every file of it."""
    listed = seven_zip("l", "-slt", str(archive)).stdout
    methods = [line for line in listed.splitlines() if line.startswith("Method = ")]
    assert len(methods) == 4
    assert all("AES-256" in method for method in methods)


def test_seven_zip_refuses_a_wrong_passphrase(archive: Path) -> None:
    """Nothing is unpacked."""
    assert seven_zip("t", "-pwrong-horse-battery", str(archive)).returncode != 0
