"""What README and docs tell people to type exists, works, and leads somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.architecture.source_tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = sorted(
    page.relative_to(ROOT) for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
)
USER_PAGES = [page for page in PAGES if "decisions" not in page.parts]
START = "import sys; from jscert.cli import main; sys.exit(main())"


def _blocks(page: Path) -> list[str]:
    text = (ROOT / page).read_text("utf-8")
    return re.findall(r"^```[a-z]*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def _commands(page: Path, program: str) -> Iterator[list[str]]:
    """Give the command lines of a page that start with a program, `$` and comments taken off."""
    for line in "".join(_blocks(page)).splitlines():
        words = shlex.split(line.removeprefix("$ "), comments=True) if program in line else []
        if words[:1] == [program]:
            yield words[1:]


@cache
def _help(command: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", START, *command.split(), "--help"],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    assert ran.returncode == 0, f"{command}: {ran.stderr}"
    return ran.stdout


def _subcommand(words: list[str]) -> str:
    plain = [w for w in _without_globals(words) if not w.startswith("-")]
    grouped = plain[:1] in (["batches"], ["trust"]) and plain[1:2] != [] and plain[1].isalpha()
    return " ".join(plain[: 2 if grouped and plain[1].isascii() else 1])


def _without_globals(words: list[str]) -> Iterator[str]:
    rest = iter(words)
    for word in rest:
        if word in {"--home", "--date"}:
            next(rest, None)
        else:
            yield word


@pytest.mark.parametrize("page", USER_PAGES, ids=str)
def test_commands_and_options_exist(page: Path) -> None:
    """Every jscert command line of a page names a command, and options that its help lists."""
    missing = [
        (words, option)
        for words in _commands(page, "jscert")
        for option in (word.partition("=")[0] for word in words)
        if option.startswith("--") and option not in _help(_subcommand(words))
    ]
    assert missing == []


@pytest.mark.parametrize("page", USER_PAGES, ids=str)
def test_make_targets_exist(page: Path) -> None:
    """Every `make …` of a page names targets of the Makefile."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {word for words in _commands(page, "make") for word in words if word.isalpha()}
    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page points to a file of the project."""
    text = (ROOT / page).read_text("utf-8")
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text)
    assert [link for link in links if not (ROOT / page.parent / link).exists()] == []


def test_readme_quick_start_runs(tmp_path: Path) -> None:
    """The first jscert commands of README, typed one after another in a clone, all succeed."""
    environment = os.environ | {"PYTHONUTF8": "1", "XDG_CONFIG_HOME": str(tmp_path)}
    (tmp_path / "samples").symlink_to(ROOT / "samples", target_is_directory=True)
    quick_start = _blocks(ROOT / "README.md")[1].splitlines()
    lines = [shlex.split(line, comments=True) for line in quick_start]
    for words in (words[1:] for words in lines if words[:1] == ["jscert"]):
        ran = subprocess.run(
            [sys.executable, "-c", START, *words],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            encoding="utf-8",
            env=environment,
        )
        assert ran.returncode == 0, f"{words}: {ran.stderr}"
    assert list(tmp_path.rglob("*_r1.pdf"))


def test_decisions_are_numbered_and_listed() -> None:
    """Every decision record has a number of its own, and a line in the list that leads to it."""
    records = sorted(p.name for p in (ROOT / "docs/decisions").glob("[0-9]*.md"))
    listed = re.findall(
        r"\((\d{4}-[^)]*)\)", (ROOT / "docs/decisions/README.md").read_text("utf-8")
    )
    assert [name[:4] for name in records] == [f"{n:04d}" for n in range(1, len(records) + 1)]
    assert listed == records
