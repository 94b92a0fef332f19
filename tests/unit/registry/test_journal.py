"""numbers.log, and registries that lag behind their own files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code, JscertError
from jscert.registry.events import keep_events
from jscert.registry.interface import STATUS_SCOPE
from jscert.registry.journal import (
    NUMBERS_LOG,
    append_reservation,
    catch_up,
    check_not_behind,
    logged_counters,
)
from tests.doubles import MemoryRegistry
from tests.registry_builders import SCOPE, issue_batch, new_row, open_batch

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND = "20261122-aaaa", "20261122-bbbb"


def registry_with(*batches: str) -> MemoryRegistry:
    """Give a registry that published one row per batch."""
    registry = MemoryRegistry()
    for batch in batches:
        issue_batch(registry, new_row(batch), batch=batch)
    return registry


def witness(home: Path, registry: MemoryRegistry) -> str:
    """Give the file that shows a registry to be behind."""
    with pytest.raises(JscertError) as caught:
        check_not_behind(home, registry)
    assert caught.value.code is Code.REGISTRY_ROLLED_BACK
    return str(caught.value.facts["witness"])


def logged(home: Path) -> list[str]:
    """List the batches whose whole lines stand in the log."""
    lines = (home / NUMBERS_LOG).read_bytes().split(b"\n")
    return [json.loads(line)["batch"] for line in lines if line.endswith(b"}")]


def test_a_line_holds_batch_instant_and_draws(tmp_path: Path) -> None:
    """The line's spelling is a format."""
    append_reservation(tmp_path, registry_with(FIRST).batch(FIRST))
    assert (tmp_path / NUMBERS_LOG).read_bytes() == (
        b'{"at":"2026-11-22T06:00:00Z","batch":"20261122-aaaa",'
        b'"draws":[["safety/2026/01",1,1],["status",0,0]],"format":"jscert-numbers/1"}\n'
    )


def test_the_log_knows_the_last_serials(tmp_path: Path) -> None:
    """Per counter the highest serial of all lines counts."""
    registry = registry_with(FIRST, SECOND)
    for batch in (SECOND, FIRST):
        append_reservation(tmp_path, registry.batch(batch))
    assert logged_counters(tmp_path) == {SCOPE: 2, STATUS_SCOPE: 1}


def test_a_home_without_log_knows_nothing(tmp_path: Path) -> None:
    """A new authority has no log yet."""
    assert logged_counters(tmp_path) == {}
    check_not_behind(tmp_path, MemoryRegistry())


def test_a_line_lost_in_a_crash_is_caught_up(tmp_path: Path) -> None:
    """A batch reserved but not logged gets its line, once."""
    registry = registry_with(FIRST)
    open_batch(registry, new_row("b"), batch=SECOND)
    append_reservation(tmp_path, registry.batch(FIRST))
    catch_up(tmp_path, registry)
    catch_up(tmp_path, registry)
    assert logged(tmp_path) == [FIRST, SECOND]


def test_an_abandoned_batch_is_caught_up_too(tmp_path: Path) -> None:
    """Voided numbers were given as well."""
    registry = MemoryRegistry()
    open_batch(registry, new_row("a"))
    registry.abandon_batch(FIRST, "名册有误", registry.batch(FIRST).opened_at)
    catch_up(tmp_path, registry)
    assert logged(tmp_path) == [FIRST]


@pytest.mark.parametrize("kept", [1, 20, -3])
def test_a_torn_line_is_passed_over_and_written_again(tmp_path: Path, kept: int) -> None:
    """A crash inside the append costs nothing: the next line starts on its own."""
    registry = registry_with(FIRST, SECOND)
    append_reservation(tmp_path, registry.batch(FIRST))
    whole = (tmp_path / NUMBERS_LOG).read_bytes()
    (tmp_path / NUMBERS_LOG).write_bytes(whole + whole[:kept])
    catch_up(tmp_path, registry)
    assert logged(tmp_path) == [FIRST, SECOND]
    assert logged_counters(tmp_path) == {SCOPE: 2, STATUS_SCOPE: 1}


def test_a_line_that_only_lost_its_end_counts(tmp_path: Path) -> None:
    """A line torn between its last two bytes is whole."""
    registry = registry_with(FIRST, SECOND)
    append_reservation(tmp_path, registry.batch(FIRST))
    path = tmp_path / NUMBERS_LOG
    path.write_bytes(path.read_bytes()[:-1])
    append_reservation(tmp_path, registry.batch(SECOND))
    assert logged(tmp_path) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "line",
    [
        b"{}",
        b"x}",
        b'{"format":"other/1","batch":"b","draws":[]}',
        b'{"format":"jscert-numbers/1","batch":"b","draws":[["s",1]]}',
        b'{"format":"jscert-numbers/1","batch":"b","draws":[["s","x",2]]}',
    ],
)
def test_a_damaged_line_is_refused(tmp_path: Path, line: bytes) -> None:
    """A log that cannot be trusted does not pass as an empty one."""
    (tmp_path / NUMBERS_LOG).write_bytes(line + b"\n")
    with pytest.raises(JscertError) as caught:
        check_not_behind(tmp_path, MemoryRegistry())
    assert caught.value.code is Code.REGISTRY_UNREADABLE


def test_a_registry_behind_its_log_is_refused(tmp_path: Path) -> None:
    """An old backup would give the logged serials again."""
    ahead = registry_with(FIRST, SECOND)
    for batch in (FIRST, SECOND):
        append_reservation(tmp_path, ahead.batch(batch))
    assert witness(tmp_path, registry_with(FIRST)) == NUMBERS_LOG


def test_a_registry_without_the_logged_counter_is_refused(tmp_path: Path) -> None:
    """A registry made anew beside an old log is refused."""
    append_reservation(tmp_path, registry_with(FIRST).batch(FIRST))
    assert witness(tmp_path, MemoryRegistry()) == NUMBERS_LOG


def test_a_registry_moved_past_its_log_is_accepted(tmp_path: Path) -> None:
    """Counters moved forward make a restored registry safe again."""
    append_reservation(tmp_path, registry_with(FIRST).batch(FIRST))
    registry = MemoryRegistry()
    registry.move_counter(SCOPE, 1)
    registry.move_counter(STATUS_SCOPE, 0)
    check_not_behind(tmp_path, registry)


def test_a_registry_ahead_of_its_log_is_accepted(tmp_path: Path) -> None:
    """A line not yet written is no fault."""
    check_not_behind(tmp_path, registry_with(FIRST))


def test_a_registry_behind_its_events_is_refused(tmp_path: Path) -> None:
    """An event file that the registry never closed shows it to be old."""
    keep_events(tmp_path / "events", 2, SECOND, b"x\n")
    assert witness(tmp_path, registry_with(FIRST)) == "events/00000002-20261122-bbbb.jsonl"


def test_a_registry_with_other_events_is_refused(tmp_path: Path) -> None:
    """The same sequence with other bytes is another history."""
    keep_events(tmp_path / "events", 1, FIRST, b"x\n")
    assert witness(tmp_path, registry_with(FIRST)) == "events/00000001-20261122-aaaa.jsonl"


def test_events_not_yet_filed_are_no_fault(tmp_path: Path) -> None:
    """A sealed batch whose event file a crash kept away rolls forward."""
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "00000001-20261122-aaaa.jsonl.part").write_bytes(b"ha")
    check_not_behind(tmp_path, registry_with(FIRST))


def test_a_registry_behind_the_archive_is_refused(tmp_path: Path) -> None:
    """A published folder that the registry does not know shows it to be old."""
    _archive(tmp_path, FIRST, SECOND)
    assert witness(tmp_path, registry_with(FIRST)) == f"batches/{SECOND}"


def test_a_published_folder_of_an_open_batch_is_refused(tmp_path: Path) -> None:
    """A registry from before tx2 would print the batch a second time."""
    _archive(tmp_path, FIRST)
    registry = MemoryRegistry()
    open_batch(registry, new_row("a"))
    assert witness(tmp_path, registry) == f"batches/{FIRST}"


def test_staged_and_foreign_folders_are_no_witness(tmp_path: Path) -> None:
    """Unpublished batches and a clerk's own folder say nothing."""
    _archive(tmp_path, f".{SECOND}.part")
    (tmp_path / "batches" / "old stuff").mkdir()
    check_not_behind(tmp_path, registry_with(FIRST))


def _archive(home: Path, *names: str) -> None:
    for name in names:
        folder = home / "batches" / name
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_bytes(b"{}")
