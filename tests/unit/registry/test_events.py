"""Event files: repeatable bytes, an unbroken chain."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from jscert.errors import Code, JscertError
from jscert.registry.events import (
    EventHead,
    check_chain,
    event_body,
    event_file,
    instant_text,
    keep_events,
    list_events,
    read_events,
)
from tests.doubles import MemoryRegistry
from tests.registry_builders import NOW, issue_batch, new_row

if TYPE_CHECKING:
    from pathlib import Path

BATCHES = ("20261122-aaaa", "20261122-bbbb", "20261122-cccc")


def chain(folder: Path, *batches: str) -> EventHead:
    """File one event file per batch and give the chain's end."""
    registry = MemoryRegistry()
    head = registry.head()
    for batch in batches:
        rows = issue_batch(registry, new_row(batch), batch=batch)
        entry = registry.batch(batch)
        data, sha256 = event_file(entry, head, NOW, event_body(entry, rows))
        keep_events(folder, head.event_sequence + 1, batch, data)
        head = replace(head, event_sequence=head.event_sequence + 1, event_sha256=sha256)
    return EventHead(sequence=head.event_sequence, sha256=head.event_sha256)


def lines_of(folder: Path, index: int = 0) -> list[dict[str, Any]]:
    """Read the lines of one filed event file."""
    return list(read_events(list_events(folder)[index].path.read_bytes()))


def broken_file(folder: Path) -> str:
    """Give the name of the file at which the chain breaks."""
    with pytest.raises(JscertError) as caught:
        check_chain(folder)
    assert caught.value.code is Code.EVENTS_BROKEN
    return str(caught.value.facts["file"])


def test_an_unbroken_chain_gives_its_end(tmp_path: Path) -> None:
    """Walking three files ends at the last one's digest."""
    assert check_chain(tmp_path) == EventHead(sequence=0, sha256="")
    head = chain(tmp_path, *BATCHES)
    assert head.sequence == 3
    assert check_chain(tmp_path) == head


def test_files_are_named_by_sequence_and_batch(tmp_path: Path) -> None:
    """A listing of the folder is the order of events."""
    chain(tmp_path, *BATCHES[:2])
    assert [file.path.name for file in list_events(tmp_path)] == [
        "00000001-20261122-aaaa.jsonl",
        "00000002-20261122-bbbb.jsonl",
    ]


def test_a_header_says_what_the_file_follows(tmp_path: Path) -> None:
    """The digest in the header is that of the whole file before."""
    chain(tmp_path, *BATCHES[:2])
    before = list_events(tmp_path)[0].path.read_bytes()
    header = lines_of(tmp_path, 1)[0]
    assert header["predecessor"] == hashlib.sha256(before).hexdigest()
    assert (header["sequence"], header["batch"], header["count"]) == (2, BATCHES[1], 1)


def test_a_line_says_what_happened(tmp_path: Path) -> None:
    """Number, revision, digests, dates and status place stand in clear, facts sealed."""
    chain(tmp_path, BATCHES[0])
    line = lines_of(tmp_path)[1]
    assert (line["act"], line["number"], line["revision"], line["status"]) == (
        "issue",
        "苏建安A(2026)0100001",
        1,
        [0, 0],
    )
    assert (line["pdf"]["size"], line["valid_until"]) == (80_000, "2029-11-22")
    assert base64.b64decode(line["payload"]) == b"sealed-20261122-aaaa"


def test_the_same_batch_gives_the_same_bytes() -> None:
    """Rolling forward writes the very file that was recorded."""
    registry = MemoryRegistry()
    rows = issue_batch(registry, new_row("a"))
    entry = registry.batch(BATCHES[0])
    assert entry.before is not None
    body = event_body(entry, rows)
    assert event_file(entry, entry.before, NOW, body) == event_file(
        entry, entry.before, NOW, event_body(entry, registry.rows(BATCHES[0]))
    )


def test_opening_and_sealing_give_the_same_header() -> None:
    """What is written inside tx2 can be written again from the sealed batch."""
    registry = MemoryRegistry()
    issue_batch(registry, new_row("a"))
    sealed = registry.batch(BATCHES[0])
    opened = replace(sealed, before=None, closing=None, sealed_at=None)
    assert sealed.before is not None
    assert event_file(opened, sealed.before, NOW, b"") == event_file(
        sealed, sealed.before, NOW, b""
    )


def test_filing_again_is_nothing(tmp_path: Path) -> None:
    """A crash behind the rename repeats the call without effect, and no part file stays."""
    keep_events(tmp_path, 1, "b", b"x\n")
    assert keep_events(tmp_path, 1, "b", b"x\n").read_bytes() == b"x\n"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_part_file_of_a_crash_is_written_anew(tmp_path: Path) -> None:
    """Half an event file does not get its name."""
    (tmp_path / "00000001-b.jsonl.part").write_bytes(b"ha")
    assert keep_events(tmp_path, 1, "b", b"whole\n").read_bytes() == b"whole\n"
    assert len(list(tmp_path.iterdir())) == 1


def test_other_bytes_under_a_filed_name_are_refused(tmp_path: Path) -> None:
    """History is not written over."""
    keep_events(tmp_path, 1, "b", b"x\n")
    with pytest.raises(JscertError) as caught:
        keep_events(tmp_path, 1, "b", b"y\n")
    assert caught.value.code is Code.EVENTS_BROKEN


def test_a_changed_file_breaks_the_chain_behind_it(tmp_path: Path) -> None:
    """A changed digit in the first file shows at the second."""
    chain(tmp_path, *BATCHES)
    first = list_events(tmp_path)[0].path
    first.write_bytes(first.read_bytes().replace(b'"revision":1', b'"revision":2'))
    assert broken_file(tmp_path) == "00000002-20261122-bbbb.jsonl"


def test_a_missing_file_breaks_the_chain(tmp_path: Path) -> None:
    """A gap in the sequence shows at the next file."""
    chain(tmp_path, *BATCHES)
    list_events(tmp_path)[1].path.unlink()
    assert broken_file(tmp_path) == "00000003-20261122-cccc.jsonl"


def test_a_missing_line_breaks_the_chain(tmp_path: Path) -> None:
    """The header counts the lines, so the newest file is proven whole as well."""
    chain(tmp_path, BATCHES[0])
    path = list_events(tmp_path)[0].path
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    assert broken_file(tmp_path) == "00000001-20261122-aaaa.jsonl"


@pytest.mark.parametrize("data", [b"", b"\n", b"[]\n", b"{}\n", b"\xff\n", b'"x"\n'])
def test_a_file_that_is_no_event_file_breaks_the_chain(tmp_path: Path, data: bytes) -> None:
    """Rubbish under a name of the chain is named, not a traceback."""
    keep_events(tmp_path, 1, "b", data)
    assert broken_file(tmp_path) == "00000001-b.jsonl"


def test_lines_are_canonical(tmp_path: Path) -> None:
    """Keys sorted, no blanks, hanzi as they are: one spelling, one digest."""
    chain(tmp_path, BATCHES[0])
    data = list_events(tmp_path)[0].path.read_bytes()
    again = b"".join(
        json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
        for line in read_events(data)
    )
    assert again == data


def test_an_instant_without_its_zone_is_refused() -> None:
    """Local time never gets into a format."""
    with pytest.raises(ValueError, match="zone"):
        instant_text(NOW.replace(tzinfo=None))
