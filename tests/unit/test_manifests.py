"""Manifest payloads: written once, read strictly."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from jscert.batches import (
    Manifest,
    ManifestFiles,
    Subject,
    manifest_files,
    read_manifest,
    read_part,
    subjects_of,
)
from jscert.errors import Code, JscertError
from tests.doubles import MemoryRegistry
from tests.registry_builders import NOW, SCOPE, new_row, open_batch

if TYPE_CHECKING:
    from collections.abc import Callable

EVENTS = "e" * 64


def subjects(count: int) -> tuple[Subject, ...]:
    """Make up PDFs."""
    return tuple(Subject(name=f"{i:06d}_r1.pdf", sha256=f"{i:064x}") for i in range(count))


def manifest_of(count: int = 2) -> ManifestFiles:
    """Write the manifest of a first batch."""
    registry = MemoryRegistry()
    rows = [new_row(str(i)) for i in range(count)]
    open_batch(registry, *rows)
    entry = registry.batch("20261122-aaaa")
    return manifest_files(entry, registry.head(), EVENTS, NOW, subjects(count))


def changed(payload: bytes, **predicate: Any) -> bytes:
    """Put other values into a payload's predicate."""
    statement = json.loads(payload)
    statement["predicate"] |= predicate
    return json.dumps(statement).encode()


def refused(call: Callable[..., object], *args: object) -> bool:
    """Tell whether a call is refused as an unreadable manifest."""
    with pytest.raises(JscertError) as caught:
        call(*args)
    return caught.value.code is Code.MANIFEST_UNREADABLE


def test_a_manifest_says_what_the_batch_is() -> None:
    """Batch, act, place in the chain, times and event file stand in the payload."""
    manifest = read_manifest(manifest_of().payload)
    assert (manifest.batch, manifest.act, manifest.sequence, manifest.predecessor) == (
        "20261122-aaaa",
        "issue",
        1,
        "",
    )
    assert (manifest.sealed_at, manifest.event_sequence, manifest.event_sha256) == (NOW, 1, EVENTS)
    assert (manifest.count, manifest.trial) == (2, True)


def test_a_manifest_carries_the_counters_it_left() -> None:
    """Every counter the batch drew from stands there with its first and last serial."""
    manifest = read_manifest(manifest_of(3).payload)
    assert [(c.scope, c.first, c.last) for c in manifest.counters] == [
        (SCOPE, 1, 3),
        ("status", 0, 2),
    ]


def test_a_payload_is_an_in_toto_statement() -> None:
    """Foreign tools find the four members they expect."""
    statement = json.loads(manifest_of().payload)
    assert (statement["_type"], statement["predicateType"], statement["subject"]) == (
        "https://in-toto.io/Statement/v1",
        "https://jscert.example/manifest/1",
        [],
    )


def test_the_same_batch_gives_the_same_bytes() -> None:
    """A manifest written again after a crash has the recorded digest."""
    first = manifest_of()
    assert first == manifest_of()
    assert first.sha256 == hashlib.sha256(first.payload).hexdigest()


def test_parts_hold_a_thousand_subjects_at_most() -> None:
    """2 001 PDFs make three parts, named in order."""
    manifest = read_manifest(manifest_of(2_001).payload)
    assert [(part.name, part.count) for part in manifest.parts] == [
        ("manifest/0001.json", 1_000),
        ("manifest/0002.json", 1_000),
        ("manifest/0003.json", 1),
    ]


def test_all_subjects_come_back_in_order() -> None:
    """Reading the parts gives the PDFs as they were given."""
    files = manifest_of(1_001)
    manifest = read_manifest(files.payload)
    assert subjects_of(manifest, dict(files.parts).__getitem__) == subjects(1_001)


def test_an_act_without_pdfs_has_no_parts() -> None:
    """An empty batch closes with a manifest too."""
    manifest = read_manifest(manifest_of(0).payload)
    assert (manifest.count, manifest.parts) == (0, ())


def test_a_part_with_a_changed_byte_is_refused() -> None:
    """Only the bytes whose digest was signed are read."""
    files = manifest_of()
    manifest = read_manifest(files.payload)
    (_, data), (part,) = files.parts[0], manifest.parts
    assert refused(read_part, data + b" ", manifest, part)


def test_another_batch_s_part_is_refused() -> None:
    """A part names the batch it belongs to."""
    files = manifest_of()
    manifest = replace(read_manifest(files.payload), batch="20261122-bbbb")
    assert refused(read_part, files.parts[0][1], manifest, manifest.parts[0])


@pytest.mark.parametrize(
    "name", ["../x.pdf", "/x.pdf", "a//x.pdf", "a\\x.pdf", "C:x.pdf", "a/./x.pdf", "", "x\0.pdf"]
)
def test_names_that_leave_the_folder_are_refused(name: str) -> None:
    """A manifest cannot make a checker read elsewhere."""
    assert refused(*_reading_part_with(Subject(name=name, sha256="0" * 64)))


@pytest.mark.parametrize("sha256", ["0" * 63, "0" * 65, "A" * 64, "", "0" * 64 + "\n"])
def test_digests_have_one_spelling(sha256: str) -> None:
    """64 lower-case hex digits and nothing else."""
    assert refused(*_reading_part_with(Subject(name="x.pdf", sha256=sha256)))


def test_a_name_in_two_parts_is_refused() -> None:
    """No file has two digests, on a file system without letter case either."""
    manifest, read = _read(
        Subject(name="x.pdf", sha256="0" * 64), Subject(name="X.pdf", sha256="1" * 64)
    )
    assert refused(subjects_of, manifest, read)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"_type":"https://in-toto.io/Statement/v1","predicateType":"x","subject":[]}',
    ],
)
def test_other_payloads_are_refused(payload: bytes) -> None:
    """What is no manifest is a coded error."""
    assert refused(read_manifest, payload)


@pytest.mark.parametrize(
    "predicate",
    [
        {"sequence": "1"},
        {"sequence": -1},
        {"sequence": True},
        {"count": 3},
        {"predecessor": "xyz"},
        {"predecessor": None},
        {"sealed_at": "2026-11-22T06:00:00"},
        {"dated_on": "22.11.2026"},
        {"events": {"sequence": 1, "sha256": "xyz"}},
        {"parts": [{"name": "../0001.json", "sha256": "0" * 64, "count": 2}]},
        {"parts": [{"name": "manifest/0001.json", "sha256": "0" * 64, "count": 1}] * 2},
        {"counters": [{"scope": "x", "first": 1}]},
    ],
)
def test_values_of_another_shape_are_refused(predicate: dict[str, Any]) -> None:
    """Types, spellings and sums are checked before anything is believed."""
    assert refused(read_manifest, changed(manifest_of().payload, **predicate))


def _read(*chosen: Subject) -> tuple[Manifest, Callable[[str], bytes]]:
    registry = MemoryRegistry()
    open_batch(registry, *(new_row(str(i)) for i in range(len(chosen))))
    entry = registry.batch("20261122-aaaa")
    files = manifest_files(entry, registry.head(), EVENTS, NOW, chosen)
    return read_manifest(files.payload), dict(files.parts).__getitem__


def _reading_part_with(subject: Subject) -> tuple[Callable[..., object], Any, Any, Any]:
    manifest, read = _read(subject)
    part = manifest.parts[0]
    return read_part, read(part.name), manifest, part
