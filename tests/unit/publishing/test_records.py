"""Records that are kept: appended to, proved when used, begun anew under another key."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jscert.publishing.records import RECORDS_NAME, RecordStore, open_records
from jscert.sealing.bundle import RECORD_BYTES

KEY = b"k" * 32
RECORD, OTHER = b"r" * RECORD_BYTES, b"o" * RECORD_BYTES


def kept(folder: Path, *facts: bytes, key: bytes = KEY) -> RecordStore:
    """Keep a record for each of these facts, and open the file again."""
    store = open_records(folder, key)
    store.keep([(store.mark(one), RECORD) for one in facts])
    return open_records(folder, key)


def test_a_record_is_found_again(tmp_path: Path) -> None:
    """By what it depends on."""
    store = kept(tmp_path, b"facts")
    assert store.find(store.mark(b"facts")) == RECORD


def test_other_facts_have_no_record(tmp_path: Path) -> None:
    """A new revision is derived."""
    store = kept(tmp_path, b"facts")
    assert store.find(store.mark(b"other facts")) is None


def test_later_records_are_added(tmp_path: Path) -> None:
    """Nothing that was kept is written again."""
    kept(tmp_path, b"one")
    before = (tmp_path / RECORDS_NAME).read_bytes()
    kept(tmp_path, b"two")
    assert (tmp_path / RECORDS_NAME).read_bytes().startswith(before)


@pytest.mark.parametrize("lost", [1, 40, 79])
def test_a_torn_end_is_cut_off(tmp_path: Path, lost: int) -> None:
    """What a crash left half written is derived again, and the next line stands where it must."""
    kept(tmp_path, b"one", b"two")
    path = tmp_path / RECORDS_NAME
    path.write_bytes(path.read_bytes()[:-lost])
    store = kept(tmp_path, b"three")
    assert [store.find(store.mark(one)) for one in (b"one", b"two", b"three")] == [
        RECORD,
        None,
        RECORD,
    ]


def test_a_line_somebody_else_wrote_is_not_believed(tmp_path: Path) -> None:
    """A record put in another's place would be signed as his."""
    kept(tmp_path, b"facts")
    path = tmp_path / RECORDS_NAME
    path.write_bytes(path.read_bytes().replace(RECORD, OTHER))
    store = open_records(tmp_path, KEY)
    assert store.find(store.mark(b"facts")) is None


def test_another_key_begins_anew(tmp_path: Path) -> None:
    """Records under another salt open nothing."""
    kept(tmp_path, b"facts")
    store = kept(tmp_path, b"facts", key=b"q" * 32)
    assert store.find(store.mark(b"facts")) == RECORD
    old = open_records(tmp_path, KEY)
    assert old.find(old.mark(b"facts")) is None


@pytest.mark.parametrize("data", [b"", b"x", b"jscert-records/1"])
def test_a_spoiled_file_is_begun_anew(tmp_path: Path, data: bytes) -> None:
    """It is only ever a saving of time."""
    (tmp_path / RECORDS_NAME).write_bytes(data)
    store = kept(tmp_path, b"facts")
    assert store.find(store.mark(b"facts")) == RECORD


@pytest.mark.skipif(os.name == "nt", reason="file modes of POSIX")
def test_the_file_is_the_owners(tmp_path: Path) -> None:
    """Nobody else needs it."""
    kept(tmp_path, b"facts")
    assert (tmp_path / RECORDS_NAME).stat().st_mode & 0o077 == 0
