"""What a batch's manifest says: pure payloads, in the shape of in-toto Statements.

`manifest.json` is a signed document (DSSE, signed by presswork) whose payload `manifest_files` makes;
`manifest/0001.json …` are plain Statements of at most 1 000 subjects each, whose SHA-256 stand in
that payload, so that one signature covers all. Subjects are PDFs only. Payloads hold no personal
data and are never re-serialised: a digest is always that of the bytes as they lie there.

Main payload: `_type`, empty `subject`, `predicateType` MANIFEST_TYPE, `predicate` = batch, act,
sequence, predecessor (SHA-256 of the payload before, "" for the first), dated_on, opened_at,
sealed_at, trial, count, `counters` (scope, first and last serial this batch drew: where it left the
counter), `events` (sequence and SHA-256 of the event file that goes with it), `parts` (name, SHA-256,
count). Part payload: `subject`, `predicateType` PART_TYPE, `predicate` = batch, part (from 1), parts.
Readers raise `MANIFEST_UNREADABLE`. Not here: signatures, files, verdicts.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from jscert.certificates import MANIFEST_NAME
from jscert.errors import Code, JscertError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jscert.registry.interface import BatchEntry, ChainHead

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
MANIFEST_TYPE = "https://jscert.example/manifest/1"
PART_TYPE = "https://jscert.example/manifest-part/1"
SUBJECTS_PER_PART = 1_000

_HEX = re.compile(r"[0-9a-f]{64}\Z")
_PART_NAME = re.compile(r"manifest/[0-9]{4,}\.json\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A PDF of the batch: name relative to the batch folder (`/`), SHA-256 (hex)."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEntry:
    """A part file: name relative to the batch folder, SHA-256 (hex) of its bytes, its subjects."""

    name: str
    sha256: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterEntry:
    """The serials (inclusive) a batch drew from a scope."""

    scope: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A main manifest as read; instants are aware UTC, digests hex ("" for no predecessor)."""

    batch: str
    act: str
    sequence: int
    predecessor: str
    dated_on: date
    opened_at: datetime
    sealed_at: datetime
    trial: bool
    count: int
    counters: tuple[CounterEntry, ...]
    event_sequence: int
    event_sha256: str
    parts: tuple[PartEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestFiles:
    """The payload to be signed as `manifest.json`, its SHA-256, and part files (name, bytes)."""

    payload: bytes
    sha256: str
    parts: tuple[tuple[str, bytes], ...]


def manifest_files(
    entry: BatchEntry,
    head: ChainHead,
    event_sha256: str,
    sealed_at: datetime,
    subjects: Sequence[Subject],
) -> ManifestFiles:
    """Write a batch's manifest as it follows `head`: the same arguments give the same bytes."""
    parts = tuple(_parts(entry.batch, subjects))
    predicate = {
        "batch": entry.batch,
        "act": entry.act.value,
        "sequence": head.manifest_sequence + 1,
        "predecessor": head.manifest_sha256,
        "dated_on": entry.dated_on.isoformat(),
        "opened_at": _instant(entry.opened_at),
        "sealed_at": _instant(sealed_at),
        "trial": entry.trial,
        "count": len(subjects),
        "counters": [
            {"scope": draw.scope, "first": draw.first, "last": draw.last} for draw in entry.draws
        ],
        "events": {"sequence": head.event_sequence + 1, "sha256": event_sha256},
        "parts": [
            {"name": name, "sha256": hashlib.sha256(data).hexdigest(), "count": count}
            for name, data, count in parts
        ],
    }
    payload = _statement(MANIFEST_TYPE, (), predicate)
    return ManifestFiles(
        payload=payload,
        sha256=hashlib.sha256(payload).hexdigest(),
        parts=tuple((name, data) for name, data, _ in parts),
    )


def read_manifest(payload: bytes) -> Manifest:
    """Read the payload of `manifest.json` (its signature has been checked elsewhere)."""
    try:
        _, said = _opened(payload, MANIFEST_TYPE)
        manifest = Manifest(
            batch=_text(said["batch"]),
            act=_text(said["act"]),
            sequence=_count(said["sequence"]),
            predecessor=_text(said["predecessor"]),
            dated_on=date.fromisoformat(said["dated_on"]),
            opened_at=_read_instant(said["opened_at"]),
            sealed_at=_read_instant(said["sealed_at"]),
            trial=bool(said["trial"]),
            count=_count(said["count"]),
            counters=tuple(
                CounterEntry(
                    scope=_text(c["scope"]), first=_count(c["first"]), last=_count(c["last"])
                )
                for c in said["counters"]
            ),
            event_sequence=_count(said["events"]["sequence"]),
            event_sha256=_digest(said["events"]["sha256"]),
            parts=tuple(
                PartEntry(
                    name=_matching(_PART_NAME, part["name"]),
                    sha256=_digest(part["sha256"]),
                    count=_count(part["count"]),
                )
                for part in said["parts"]
            ),
        )
        _check_parts(manifest)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise JscertError(Code.MANIFEST_UNREADABLE, file=MANIFEST_NAME) from fault
    return manifest


def read_part(data: bytes, manifest: Manifest, part: PartEntry) -> tuple[Subject, ...]:
    """Read a part file that the (checked) manifest names; bytes it does not name are refused."""
    try:
        if hashlib.sha256(data).hexdigest() != part.sha256:
            raise ValueError("not the part that was signed")
        subjects, said = _opened(data, PART_TYPE)
        found = tuple(
            Subject(name=_safe_name(s["name"]), sha256=_digest(s["digest"]["sha256"]))
            for s in subjects
        )
        if said["batch"] != manifest.batch or len(found) != part.count:
            raise ValueError("another batch's part")
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise JscertError(Code.MANIFEST_UNREADABLE, file=part.name) from fault
    return found


def subjects_of(manifest: Manifest, read: Callable[[str], bytes]) -> tuple[Subject, ...]:
    """Collect all subjects; `read(name)` gives a part file's bytes. No name may occur twice."""
    found = tuple(
        subject for part in manifest.parts for subject in read_part(read(part.name), manifest, part)
    )
    if len({subject.name.casefold() for subject in found}) != len(found):
        raise JscertError(Code.MANIFEST_UNREADABLE, file=MANIFEST_NAME)
    return found


def _parts(batch: str, subjects: Sequence[Subject]) -> Iterator[tuple[str, bytes, int]]:
    total = -(-len(subjects) // SUBJECTS_PER_PART)
    for part in range(1, total + 1):
        chosen = subjects[(part - 1) * SUBJECTS_PER_PART : part * SUBJECTS_PER_PART]
        predicate = {"batch": batch, "part": part, "parts": total}
        yield f"manifest/{part:04d}.json", _statement(PART_TYPE, chosen, predicate), len(chosen)


def _statement(kind: str, subjects: Sequence[Subject], predicate: dict[str, Any]) -> bytes:
    return json.dumps(
        {
            "_type": STATEMENT_TYPE,
            "subject": [{"name": s.name, "digest": {"sha256": s.sha256}} for s in subjects],
            "predicateType": kind,
            "predicate": predicate,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def _opened(payload: bytes, kind: str) -> tuple[list[Any], dict[str, Any]]:
    statement = json.loads(payload)
    if statement["_type"] != STATEMENT_TYPE or statement["predicateType"] != kind:
        raise ValueError("another kind of statement")
    return list(statement["subject"]), dict(statement["predicate"])


def _check_parts(manifest: Manifest) -> None:
    names = [part.name for part in manifest.parts]
    if len(set(names)) != len(names) or sum(p.count for p in manifest.parts) != manifest.count:
        raise ValueError("parts do not add up")
    if manifest.predecessor:
        _digest(manifest.predecessor)


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read_instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant without its zone")
    return instant.astimezone(UTC)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("not a count")
    return value


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    text = _text(value)
    if not pattern.match(text):
        raise ValueError("not of the form expected")
    return text


def _digest(value: Any) -> str:
    return _matching(_HEX, value)


def _safe_name(value: Any) -> str:
    """Accept a relative name that cannot leave its folder on any system."""
    name = _text(value)
    steps = name.split("/")
    if any(step in {"", ".", ".."} or set(step) & set('\\:*?"<>|\0') for step in steps):
        raise ValueError("a name that leaves the folder")
    return name
