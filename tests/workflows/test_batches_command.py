"""`jscert batches` with a batch that was opened and not sealed."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from jscert.registry.sql import open_registry
from tests.registry_builders import new_row, open_batch
from tests.terminal_builders import run_line

if TYPE_CHECKING:
    from pathlib import Path

BATCH = "20261122-aaaa"


@pytest.fixture
def home(tmp_path: Path) -> str:
    """Make an authority folder whose last batch reserved two numbers and went no further."""
    folder = tmp_path / "home"
    run_line("init", str(folder))
    with closing(open_registry(folder / "registry.sqlite")) as registry:
        open_batch(registry, new_row("a"), new_row("b"))
    return str(folder)


def test_an_open_batch_is_listed_with_a_hint(home: str) -> None:
    """State and number of people, and how to go on."""
    outcome = run_line("batches", "--home", home)
    line = next(line for line in outcome.stdout.splitlines() if BATCH in line)
    assert line.split()[1:5] == ["未完成", "新发", "2026-11-22", "2"]
    assert "jscert batches resume" in outcome.stderr


def test_abandoning_needs_a_ground(home: str) -> None:
    """Without one nothing changes."""
    assert run_line("batches", "abandon", BATCH, "--home", home).status == 2
    told = json.loads(run_line("batches", "--home", home, "--json").stdout)
    assert told["batches"][0]["state"] == "open"


def test_an_abandoned_batch_stays_with_its_ground(home: str) -> None:
    """The numbers are void, and the list says why."""
    outcome = run_line("batches", "abandon", BATCH, "--ground", "名册报错", "--home", home)
    assert outcome.status == 0
    assert "2 个编号不再使用" in outcome.stdout
    (entry,) = json.loads(run_line("batches", "--home", home, "--json").stdout)["batches"]
    assert (entry["state"], entry["ground"]) == ("abandoned", "名册报错")


def test_a_batch_is_abandoned_once(home: str) -> None:
    """A second time it is in the wrong state: 6."""
    line = ("batches", "abandon", BATCH, "--ground", "名册报错", "--home", home)
    assert [run_line(*line).status for _ in range(2)] == [0, 6]


def test_nothing_is_left_to_resume_after_abandoning(home: str) -> None:
    """`resume` passes it over."""
    run_line("batches", "abandon", BATCH, "--ground", "名册报错", "--home", home)
    outcome = run_line("batches", "resume", "--home", home)
    assert (outcome.status, "没有未完成的批次" in outcome.stdout) == (0, True)
