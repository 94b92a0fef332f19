"""numbers.log cut anywhere, event files changed anywhere."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from jscert.errors import JscertError
from jscert.registry.events import check_chain, event_body, event_file, keep_events, list_events
from jscert.registry.journal import NUMBERS_LOG, append_reservation, catch_up, logged_counters
from tests.doubles import MemoryRegistry
from tests.registry_builders import NOW, issue_batch, new_row

BATCHES = ("20261122-aaaa", "20261122-bbbb", "20261122-cccc")


@lru_cache(maxsize=1)
def _registry() -> MemoryRegistry:
    registry = MemoryRegistry()
    for batch in BATCHES:
        issue_batch(registry, new_row(batch), batch=batch)
    return registry


@lru_cache(maxsize=1)
def _log() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        for batch in BATCHES:
            append_reservation(Path(folder), _registry().batch(batch))
        return (Path(folder) / NUMBERS_LOG).read_bytes()


@lru_cache(maxsize=1)
def _files() -> tuple[bytes, ...]:
    files: list[bytes] = []
    for batch in BATCHES:
        entry = _registry().batch(batch)
        before = entry.before
        assert before is not None
        if files:
            before = replace(before, event_sha256=hashlib.sha256(files[-1]).hexdigest())
        body = event_body(entry, _registry().rows(batch))
        files.append(event_file(entry, before, NOW, body)[0])
    return tuple(files)


@given(cut=st.integers(0, len(_log())))
def test_a_log_cut_anywhere_is_made_whole(cut: int) -> None:
    """However much a crash took, catching up knows every serial again."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / NUMBERS_LOG).write_bytes(_log()[:cut])
        catch_up(home, _registry())
        given_ = {entry.scope: entry.given for entry in _registry().scopes()}
        assert logged_counters(home) == given_


@given(cut=st.integers(0, len(_log())))
def test_a_cut_log_never_claims_more(cut: int) -> None:
    """A torn line is never read as serials that were not given."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / NUMBERS_LOG).write_bytes(_log()[:cut])
        given_ = {entry.scope: entry.given for entry in _registry().scopes()}
        assert all(last <= given_[scope] for scope, last in logged_counters(home).items())


@given(
    which=st.integers(0, len(BATCHES) - 1),
    where=st.integers(0, min(len(data) for data in _files()) - 1),
    flip=st.integers(1, 255),
)
def test_no_byte_of_the_chain_changes_unnoticed(which: int, where: int, flip: int) -> None:
    """A changed byte breaks the chain, or changes the end that the manifest carries."""
    with tempfile.TemporaryDirectory() as folder:
        for sequence, (batch, data) in enumerate(zip(BATCHES, _files(), strict=True), 1):
            keep_events(Path(folder), sequence, batch, data)
        head = check_chain(Path(folder))
        path = list_events(Path(folder))[which].path
        changed = bytearray(path.read_bytes())
        changed[where] ^= flip
        path.write_bytes(changed)
        try:
            assert check_chain(Path(folder)) != head
        except JscertError:
            return
        assert which == len(BATCHES) - 1
