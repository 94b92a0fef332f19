"""Issuing stopped at every commit point and killed at any moment: same numbers, nothing twice."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code, JscertError
from jscert.issuing import roll_forward
from jscert.issuing.abandoning import abandon_batch
from jscert.registry.events import check_chain
from jscert.registry.interface import BatchState
from tests.issuing_builders import (
    NOW,
    issue_at,
    numbers,
    opened,
    order,
    people,
    trial_home,
    write_roster,
)
from tests.stumbling import POINTS, StopHereError, stumble_at

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a fresh trial authority."""
    return trial_home(tmp_path / "home")


@pytest.mark.parametrize(("call", "moment"), POINTS)
def test_the_same_command_finishes_with_the_same_numbers(
    home: Path, tmp_path: Path, call: str, moment: str
) -> None:
    """Stopped at a commit point, the order run again leaves every person one certificate."""
    roster = write_roster(tmp_path / "in" / "a.xlsx", people(3))
    with pytest.raises(StopHereError):
        issue_at(home, order(roster), wrap=stumble_at(call, moment))
    receipt = issue_at(home, order(roster))
    given = [*numbers(receipt), *(already.number for already in receipt.already)]
    assert sorted(given) == [f"苏建安A(2026)010000{n}" for n in (1, 2, 3)]
    with opened(home) as office:
        (entry,) = office.registry.batches()
        assert entry.state is BatchState.PUBLISHED
    assert not any((home / "spool").iterdir())
    assert [p.name for p in (home / "batches").iterdir()] == [entry.batch]


@pytest.mark.parametrize(("call", "moment"), POINTS[2:])
def test_an_interrupted_batch_prints_the_same_bytes(
    home: Path, tmp_path: Path, call: str, moment: str
) -> None:
    """A home that stopped and one that did not publish the same PDFs, byte for byte."""
    roster = write_roster(tmp_path / "in" / "a.xlsx", people(2))
    with pytest.raises(StopHereError):
        issue_at(home, order(roster), wrap=stumble_at("open_batch", "after"))
    twin = tmp_path / "twin"
    shutil.copytree(home, twin)
    with pytest.raises(StopHereError):
        issue_at(home, order(roster), wrap=stumble_at(call, moment))
    issue_at(home, order(roster))
    issue_at(twin, order(roster))
    assert _pdfs(home) == _pdfs(twin)


def _pdfs(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (home / "batches").rglob("*.pdf")}


def test_a_stopped_roster_that_grew_is_finished_first(home: Path, tmp_path: Path) -> None:
    """The open batch keeps its numbers and is named as resumed; the new row gets a batch of its own."""
    roster = write_roster(tmp_path / "in" / "a.xlsx", people(2))
    with pytest.raises(StopHereError):
        issue_at(home, order(roster), wrap=stumble_at("seal_batch", "before"))
    receipt = issue_at(home, order(write_roster(roster, people(3))))
    assert len(receipt.resumed) == 1
    assert numbers(receipt) == ("苏建安A(2026)0100003",)
    assert [a.number for a in receipt.already] == ["苏建安A(2026)0100001", "苏建安A(2026)0100002"]


def test_a_sealed_batch_of_others_is_published_first(home: Path, tmp_path: Path) -> None:
    """Another roster's order rolls a sealed batch forward, so that the event chain has no gap."""
    first = write_roster(tmp_path / "one" / "a.xlsx", people(2))
    with pytest.raises(StopHereError):
        issue_at(home, order(first), wrap=stumble_at("seal_batch", "after"))
    other = write_roster(tmp_path / "two" / "b.xlsx", people(1, first=9))
    receipt = issue_at(home, order(other))
    assert numbers(receipt) == ("苏建安A(2026)0100003",)
    assert receipt.resumed == ()
    assert check_chain(home / "events").sequence == 2


def test_resume_needs_no_roster(home: Path, tmp_path: Path) -> None:
    """An open batch is finished from registry and spool after roster and photos are gone."""
    roster = write_roster(tmp_path / "in" / "a.xlsx", people(2))
    with pytest.raises(StopHereError):
        issue_at(home, order(roster), wrap=stumble_at("rows", "before"))
    shutil.rmtree(tmp_path / "in")
    with opened(home) as office:
        (finished,) = roll_forward(office, lambda *_: None)
    names = {path.name for path in finished.folder.rglob("*.pdf")}
    assert names == {"苏建安A(2026)0100001_r1.pdf", "苏建安A(2026)0100002_r1.pdf"}
    assert (finished.folder / "roster-issued.xlsx").is_file()


def test_lost_staged_files_are_printed_again_with_the_recorded_digest(
    home: Path, tmp_path: Path
) -> None:
    """A sealed batch whose staged PDFs vanished comes out with the digests tx2 recorded."""
    roster = write_roster(tmp_path / "in" / "a.xlsx", people(2))
    with pytest.raises(StopHereError):
        issue_at(home, order(roster), wrap=stumble_at("seal_batch", "after"))
    (part,) = (home / "batches").glob(".*.part")
    shutil.rmtree(part)
    receipt = issue_at(home, order(roster))
    assert len(receipt.certificates) == 2


def test_abandoned_numbers_are_never_given_again(home: Path, tmp_path: Path) -> None:
    """After abandoning, the same people get new numbers."""
    roster = write_roster(tmp_path / "in" / "a.xlsx", people(2))
    with pytest.raises(StopHereError):
        issue_at(home, order(roster), wrap=stumble_at("seal_batch", "before"))
    with opened(home) as office:
        (entry,) = office.registry.batches()
        abandon_batch(home, office.registry, entry.batch, "试验", NOW)
    receipt = issue_at(home, order(roster))
    assert numbers(receipt) == ("苏建安A(2026)0100003", "苏建安A(2026)0100004")


def test_a_copied_back_registry_is_refused(home: Path, tmp_path: Path) -> None:
    """A registry from before a batch is behind numbers.log and must not number anything."""
    before = tmp_path / "before.sqlite"
    shutil.copyfile(home / "registry.sqlite", before)
    issue_at(home, order(write_roster(tmp_path / "in" / "a.xlsx", people(2))))
    for old in home.glob("registry.sqlite*"):
        old.unlink()
    shutil.copyfile(before, home / "registry.sqlite")
    with pytest.raises(JscertError) as caught:
        issue_at(home, order(write_roster(tmp_path / "in" / "b.xlsx", people(1, first=9))))
    assert caught.value.code is Code.REGISTRY_ROLLED_BACK


def test_killed_at_any_moment_the_command_goes_on(home: Path, tmp_path: Path) -> None:
    """The real command, killed again and again, ends with one certificate per person, no gap."""
    rows = people(60)
    roster = write_roster(tmp_path / "in" / "a.xlsx", rows)
    line = [sys.executable, "-m", "jscert", "--home", str(home), "issue", str(roster)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    draw = random.Random(20261122)  # noqa: S311 - moments, not secrets
    for _ in range(6):
        running = subprocess.Popen(
            line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(0.7 + draw.random() * 0.9)
        running.kill()
        running.wait()
    done = subprocess.run(line, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    with opened(home) as office:
        entries = office.registry.batches()
        given = [row.number for entry in entries for row in office.registry.rows(entry.batch)]
    assert {entry.state for entry in entries} == {BatchState.PUBLISHED}
    assert sorted(given) == [f"苏建安A(2026)01{n:05d}" for n in range(1, 61)]
    assert len(_pdfs(home)) == len(rows)
