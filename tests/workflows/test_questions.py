"""What a person at a terminal is asked, and what his answers do. Uses a pseudo-terminal."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from jscert.sealing.keys import open_authority
from tests.issuing_builders import people, write_roster
from tests.terminal_builders import run_line

if TYPE_CHECKING:
    from pathlib import Path

pty = pytest.importorskip("pty", reason="needs a POSIX pseudo-terminal")
WORDS = "correct horse"


def _at_terminal(line: list[str], answers: list[tuple[str, str]], cwd: Path) -> tuple[int, str]:
    """Run a command line at a pseudo-terminal; wait for each question before its answer is typed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "jscert", *line],
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        cwd=cwd,
        env={**os.environ, "XDG_CONFIG_HOME": str(cwd / "user"), "NO_COLOR": "1"},
        start_new_session=True,
    )
    os.close(theirs)
    seen = ""
    for question, answer in answers:
        while question not in seen.rpartition("\0")[2]:
            seen += os.read(ours, 4096).decode()
        seen += "\0"
        os.write(ours, answer.encode() + b"\n")
    with contextlib.suppress(OSError):
        while piece := os.read(ours, 4096):
            seen += piece.decode()
    os.close(ours)
    return process.wait(), seen.replace("\0", "")


def test_a_real_authority_asks_twice_for_its_passphrase(tmp_path: Path) -> None:
    """What was typed opens the keys, and is not echoed."""
    status, seen = _at_terminal(
        ["init", "home", "--own-root", "样例单位"],
        [("设定密钥口令", WORDS), ("再输入一遍", WORDS)],
        tmp_path,
    )
    assert status == 0
    assert WORDS not in seen
    assert not open_authority(tmp_path / "home", WORDS.encode()).trial


def test_a_short_or_mistyped_passphrase_is_asked_again(tmp_path: Path) -> None:
    """Too short, then not the same twice, then right."""
    status, seen = _at_terminal(
        ["init", "home", "--own-root", "样例单位"],
        [
            ("设定密钥口令", "short"),
            ("设定密钥口令", WORDS),
            ("再输入一遍", "other words"),
            ("设定密钥口令", WORDS),
            ("再输入一遍", WORDS),
        ],
        tmp_path,
    )
    assert status == 0
    assert "口令太短" in seen
    assert "两次输入的不一样" in seen


@pytest.mark.parametrize(("answer", "status", "imported"), [("y", 0, True), ("n", 5, False)])
def test_a_fingerprint_is_compared_by_eye(
    tmp_path: Path, answer: str, status: int, *, imported: bool
) -> None:
    """Only a yes imports the file."""
    run_line("init", str(tmp_path / "home"))
    question = [("[y/N]", answer)]
    came_to, seen = _at_terminal(["trust", "import", "home/trust.json"], question, tmp_path)
    assert came_to == status
    assert "逐位核对" in seen
    assert (tmp_path / "user" / "jscert" / "trust").exists() is imported


def test_issue_makes_no_trial_folder_against_a_no(tmp_path: Path) -> None:
    """Asked whether a trial folder should be made, a no leaves nothing behind."""
    roster = write_roster(tmp_path / "a.xlsx", people(1))
    status, seen = _at_terminal(
        ["--home", "home", "issue", str(roster)], [("建立试用目录吗", "n")], tmp_path
    )
    assert status == 5
    assert "JSC-C007" in seen
    assert not (tmp_path / "home").exists()
