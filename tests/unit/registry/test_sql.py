"""What only the database form of the registry has: files, versions, locks, crashes."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jscert.batches import Subject, manifest_files
from jscert.errors import Code, JscertError
from jscert.registry.events import event_body, event_file
from jscert.registry.faults import registry_fault
from jscert.registry.interface import BatchState, Closing
from jscert.registry.reader import open_reader
from jscert.registry.sql import create_registry, open_registry
from tests.registry_builders import (
    DAY,
    FIRST,
    NOW,
    SECOND,
    files_of,
    issue_batch,
    new_row,
    open_batch,
    opening,
    refusal,
    seal_batch,
    write_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jscert.registry.interface import ChainHead, ReservedRow

ROOT = Path(__file__).parents[3]


def subjects_of(rows: Sequence[ReservedRow]) -> tuple[Subject, ...]:
    """Name the PDFs of a batch."""
    return tuple(Subject(name=f"{row.number}_r1.pdf", sha256=row.sha256) for row in rows)


def issued(path: Path, *batches: str) -> None:
    """Publish one row per batch."""
    registry = open_registry(path)
    for batch in batches:
        issue_batch(registry, new_row(batch), batch=batch)
    registry.close()


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX file modes")
def test_a_registry_is_its_owner_s_only(path: Path) -> None:
    """Nobody else reads the file."""
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_registry_is_never_made_over_another(path: Path) -> None:
    """A second creation leaves the first registry alone."""
    issued(path, FIRST)
    assert refusal(create_registry, path) is Code.FOLDER_EXISTS
    registry = open_registry(path)
    assert len(registry.batches()) == 1
    registry.close()


@pytest.mark.parametrize("opened", [open_registry, open_reader])
def test_a_missing_registry_is_not_made_anew(
    tmp_path: Path, opened: Callable[[Path], object]
) -> None:
    """A deleted registry must not come back empty."""
    assert refusal(opened, tmp_path / "registry.sqlite") is Code.REGISTRY_UNREADABLE
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("opened", [open_registry, open_reader])
@pytest.mark.parametrize("data", [b"", b"not a database" * 500], ids=["empty", "rubbish"])
def test_a_file_that_is_no_registry_is_refused(
    tmp_path: Path, opened: Callable[[Path], object], data: bytes
) -> None:
    """Rubbish is a coded error and stays as it is."""
    path = tmp_path / "registry.sqlite"
    path.write_bytes(data)
    assert refusal(opened, path) is Code.REGISTRY_UNREADABLE
    assert path.read_bytes() == data


@pytest.mark.parametrize("opened", [open_registry, open_reader])
def test_another_program_s_database_is_refused(
    tmp_path: Path, opened: Callable[[Path], object]
) -> None:
    """An SQLite file without our tables gets none from opening it."""
    path = tmp_path / "registry.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE notes (text)")
    connection.close()
    assert refusal(opened, path) is Code.REGISTRY_UNREADABLE


def test_a_writer_elsewhere_makes_the_registry_busy(path: Path) -> None:
    """A lock held longer than the patience given is a coded error."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    registry = open_registry(path, busy_seconds=0.05)
    assert refusal(open_batch, registry, new_row("a")) is Code.REGISTRY_BUSY
    registry.close()
    other.close()


def test_reading_goes_on_while_another_writes(path: Path) -> None:
    """Checkers and listings do not wait for a writer."""
    issued(path, FIRST)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    reader = open_reader(path)
    registry = open_registry(path, busy_seconds=0.05)
    assert reader.find("苏建安A(2026)0100001") is not None
    assert len(registry.batches()) == 1
    for opened in (reader, registry, other):
        opened.close()


def test_commits_wait_for_the_disk(path: Path) -> None:
    """The log is written ahead and synced at every commit (`synchronous` 2 is FULL)."""
    registry = open_registry(path)
    with registry._engine.connect() as connection:  # type: ignore[attr-defined]
        modes = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous")
        ]
    registry.close()
    assert modes == ["wal", 2]


def test_everything_survives_reopening(path: Path) -> None:
    """Batches, rows and counters are in the file."""
    registry = open_registry(path)
    rows = open_batch(registry, new_row("a"), new_row("b", valid_until=None))
    entry = seal_batch(registry)
    counters = registry.scopes()
    registry.close()
    again = open_registry(path)
    assert (again.batch(FIRST), again.scopes()) == (entry, counters)
    assert [row.number for row in again.rows(FIRST)] == [row.number for row in rows]
    again.close()


def test_racing_processes_never_share_a_number(path: Path) -> None:
    """Four writers at once draw serials without gap or double."""

    def draw(worker: int) -> list[str]:
        registry = open_registry(path, busy_seconds=30)
        numbers = [
            row.number
            for turn in range(5)
            for row in open_batch(registry, new_row(f"{worker}-{turn}"), batch=f"b{worker}-{turn}")
        ]
        registry.close()
        return numbers

    with ThreadPoolExecutor(max_workers=4) as workers:
        drawn = [number for numbers in workers.map(draw, range(4)) for number in numbers]
    assert sorted(drawn) == [f"苏建安A(2026)01{serial:05d}" for serial in range(1, 21)]


def test_of_two_processes_with_one_roster_one_wins(path: Path) -> None:
    """The same rows opened at once are reserved once."""

    def reserve(batch: str) -> Code | None:
        registry = open_registry(path, busy_seconds=30)
        try:
            open_batch(registry, *(new_row(str(i)) for i in range(50)), batch=batch)
        except JscertError as refused:
            return refused.code
        finally:
            registry.close()
        return None

    with ThreadPoolExecutor(max_workers=2) as workers:
        outcome = set(workers.map(reserve, (FIRST, SECOND)))
    assert outcome == {None, Code.REGISTRY_CONFLICT}


def test_a_process_killed_inside_tx1_reserved_nothing(path: Path) -> None:
    """A death between two numbers leaves no counter moved and no lock held."""
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from jscert.registry.sql import open_registry\n"
        "from tests.registry_builders import new_row, opening, write_number\n"
        "def die(row, serial):\n"
        "    return write_number(row, serial) if serial < 3 else os._exit(9)\n"
        "registry = open_registry(Path(sys.argv[1]))\n"
        "registry.open_batch(opening(*(new_row(str(i)) for i in range(5))), die)\n"
    )
    died = subprocess.run([sys.executable, "-c", script, str(path)], check=False, cwd=ROOT)
    assert died.returncode == 9
    registry = open_registry(path, busy_seconds=0.05)
    assert (registry.batches(), registry.scopes()) == ((), ())
    assert open_batch(registry, new_row("a"))[0].number == "苏建安A(2026)0100001"
    registry.close()


def test_a_full_disk_is_told_from_a_defect(tmp_path: Path) -> None:
    """SQLite's own word for a full disk becomes ours, a wrong statement stays a defect."""
    connection = sqlite3.connect(tmp_path / "small.sqlite")
    connection.execute("PRAGMA max_page_count = 2")
    with pytest.raises(sqlite3.Error) as full:
        connection.execute("CREATE TABLE a AS SELECT randomblob(20000) AS x")
    with pytest.raises(sqlite3.Error) as wrong:
        connection.execute("SELECT nonsense FROM nowhere")
    connection.close()
    refused = registry_fault("registry.sqlite", full.value)
    assert refused is not None
    assert refused.code is Code.FOLDER_FULL
    assert registry_fault("registry.sqlite", wrong.value) is None
    assert registry_fault("registry.sqlite", ValueError()) is None


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX file modes")
def test_a_reader_without_writing_rights_reads() -> None:
    """A checker's account that may only read the folder gets its answer and leaves no file."""
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from jscert.registry.reader import open_reader\n"
        "if os.geteuid() == 0:\n"
        "    os.setuid(65534)\n"
        "reader = open_reader(Path(sys.argv[1]))\n"
        "assert reader.find('苏建安A(2026)0100001') is not None\n"
        "reader.close()\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registry.sqlite"
        create_registry(path)
        issued(path, FIRST)
        path.chmod(0o444)
        path.parent.chmod(0o555)
        subprocess.run([sys.executable, "-c", script, str(path)], check=True, cwd=ROOT)
        left = [found.name for found in path.parent.iterdir()]
        path.parent.chmod(0o700)
    assert left == ["registry.sqlite"]


def test_a_reader_cannot_write(path: Path) -> None:
    """The connection itself refuses."""
    reader = open_reader(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._connection.execute("UPDATE layout SET version = 9")
    reader.close()


def test_a_path_with_odd_characters_opens(tmp_path: Path) -> None:
    """Blanks, hanzi, percent and question marks in a path are only characters."""
    folder = tmp_path / "发证 100%#1"
    folder.mkdir()
    path = folder / "registry.sqlite"
    create_registry(path)
    issued(path, FIRST)
    reader = open_reader(path)
    assert reader.head().manifest_sequence == 1
    reader.close()


def test_the_reader_imports_no_database_library(path: Path) -> None:
    """A cold check pays for sqlite3 and nothing more."""
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from jscert.registry.reader import open_reader\n"
        "open_reader(Path(sys.argv[1])).close()\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}"
        " & {'sqlalchemy', 'cryptography', 'typer', 'rich', 'fpdf'}))\n"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script, str(path)], check=True, capture_output=True, text=True
    )
    assert shown.stdout.strip() == "[]"


def test_two_batches_sealed_in_turn_both_publish(path: Path) -> None:
    """A batch left sealed by a crash publishes after a later one."""
    registry = open_registry(path)
    open_batch(registry, new_row("a"))
    open_batch(registry, new_row("b"), batch=SECOND)
    seal_batch(registry, FIRST)
    seal_batch(registry, SECOND)
    registry.publish_batch(SECOND, NOW)
    registry.publish_batch(FIRST, NOW + timedelta(days=1))
    assert registry.batches(BatchState.SEALED) == ()
    registry.close()


def test_a_sealed_batch_is_written_again_from_the_registry_alone(path: Path) -> None:
    """Event file and manifest of a sealed batch come out with the digests recorded in tx2."""
    registry = open_registry(path)
    rows = open_batch(registry, new_row("a"), new_row("b", valid_until=None))
    entry, files = registry.batch(FIRST), files_of(rows)
    named = [
        replace(row, sha256=files[row.position][0], size=files[row.position][1]) for row in rows
    ]
    body = event_body(entry, named)

    def close(head: ChainHead) -> Closing:
        _, event_sha256 = event_file(entry, head, NOW, body)
        manifest = manifest_files(entry, head, event_sha256, NOW, subjects_of(named))
        return Closing(manifest_sha256=manifest.sha256, event_sha256=event_sha256)

    closing = registry.seal_batch(FIRST, files, NOW, close).closing
    registry.close()
    registry = open_registry(path)
    entry, again = registry.batch(FIRST), tuple(registry.rows(FIRST))
    assert entry.before is not None
    assert entry.sealed_at is not None
    events, event_sha256 = event_file(
        entry, entry.before, entry.sealed_at, event_body(entry, again)
    )
    manifest = manifest_files(
        entry, entry.before, event_sha256, entry.sealed_at, subjects_of(again)
    )
    assert closing == Closing(manifest_sha256=manifest.sha256, event_sha256=event_sha256)
    assert hashlib.sha256(events).hexdigest() == event_sha256
    registry.close()


def test_an_opening_with_an_unknown_scope_is_a_defect(path: Path) -> None:
    """A row whose counter has no rule cannot be counted."""
    registry = open_registry(path)
    with pytest.raises(KeyError):
        registry.open_batch(opening(new_row("a", scope="x")), write_number)
    assert registry.batches() == ()
    registry.close()


def test_an_instant_without_its_zone_is_refused(path: Path) -> None:
    """Local time never gets into the registry."""
    registry = open_registry(path)
    with pytest.raises(ValueError, match="zone"):
        open_batch(registry, new_row("a", issued_on=DAY), opened_at=NOW.replace(tzinfo=None))
    registry.close()
