"""Event files: what happened to certificates, one file per act, each chained to the one before.

`<home>/events/<sequence, 8 digits>-<batch>.jsonl`: a header line, then one line per event, JSON with
sorted keys and no blanks, UTF-8, each line ended by a line feed (format `jscert-events/1`). The header names
the SHA-256 of the whole file before ("" for the first), so a lost, changed or swapped file breaks the
chain; the last digest stands in the signed manifest. Personal facts lie in `payload`, sealed by
`identity` with the associated data ("rows", batch, row_key).

Header: format, sequence, predecessor, batch, act, dated_on, opened_at, sealed_at, trial,
settings_digest, ground, count, draws ([scope, first, last] each), and clerk where one is named.
Event: act, number, revision, kind, row_key, place ([roster, sheet, row]), and where there are any ground and
former_numbers. An act that makes a revision adds facts_digest, issued_on, first_issued_on, valid_until,
status ([list, index]), pdf (sha256, size; null for paper), payload (base64), and look_ups (hex).
Writing is pure and repeatable from the registry alone; order and recovery stand in `journal`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from jscert.certificates import PRINTED_ACTS, STANDING_ACTS
from jscert.durable import folder_errors, sync_folder, write_file
from jscert.errors import Code, JscertError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from jscert.certificates import Act
    from jscert.registry.interface import BatchEntry, ChainHead, ReservedRow

EVENTS_FORMAT = "jscert-events/1"

_NAME = re.compile(r"(?P<sequence>[0-9]{8})-(?P<batch>[^/\\]+)\.jsonl\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFile:
    """A file of the chain: sequence, batch it belongs to, where it lies."""

    sequence: int
    batch: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class EventHead:
    """The end of a chain: last sequence and SHA-256 of the last file (0 and "" for none)."""

    sequence: int
    sha256: str


def event_body(entry: BatchEntry, rows: Iterable[ReservedRow]) -> bytes:
    """Write the event lines of a batch; `rows` carry digest and size of their PDFs."""
    return b"".join(_line(_event(entry.act, row)) for row in rows)


def event_file(
    entry: BatchEntry, head: ChainHead, sealed_at: datetime, body: bytes
) -> tuple[bytes, str]:
    """Put the header that follows `head` before the event lines; give the bytes and their SHA-256."""
    header: dict[str, Any] = {
        "format": EVENTS_FORMAT,
        "sequence": head.event_sequence + 1,
        "predecessor": head.event_sha256,
        "batch": entry.batch,
        "act": entry.act.value,
        "dated_on": entry.dated_on.isoformat(),
        "opened_at": instant_text(entry.opened_at),
        "sealed_at": instant_text(sealed_at),
        "trial": entry.trial,
        "settings_digest": entry.settings_digest,
        "ground": entry.ground,
        "count": entry.row_count,
        "draws": [[draw.scope, draw.first, draw.last] for draw in entry.draws],
    }
    if entry.clerk:
        header["clerk"] = entry.clerk
    data = _line(header) + body
    return data, hashlib.sha256(data).hexdigest()


def keep_events(folder: Path, sequence: int, batch: str, data: bytes) -> Path:
    """Put a batch's event file into the chain's folder, durably; the same call again changes nothing.

    A file of that sequence with other bytes is `EVENTS_BROKEN`.
    """
    path = folder / f"{sequence:08d}-{batch}.jsonl"
    part = path.with_name(path.name + ".part")
    with folder_errors(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            write_file(part, data, mode=0o600)
            part.replace(path)
        sync_folder(folder)
        if path.read_bytes() != data:
            raise JscertError(Code.EVENTS_BROKEN, file=path.name)
    return path


def list_events(folder: Path) -> tuple[EventFile, ...]:
    """List the event files of a folder in order of sequence; other names are passed over."""
    if not folder.is_dir():
        return ()
    found = ((_NAME.match(path.name), path) for path in folder.iterdir())
    files = (
        EventFile(sequence=int(match["sequence"]), batch=match["batch"], path=path)
        for match, path in found
        if match
    )
    return tuple(sorted(files, key=lambda file: (file.sequence, file.batch)))


def check_chain(folder: Path) -> EventHead:
    """Walk the whole chain and give its end; `EVENTS_BROKEN` names the first file that does not fit."""
    head = EventHead(sequence=0, sha256="")
    for file in list_events(folder):
        data = file.path.read_bytes()
        if not _follows(data, file, head):
            raise JscertError(Code.EVENTS_BROKEN, file=file.path.name)
        head = EventHead(sequence=file.sequence, sha256=hashlib.sha256(data).hexdigest())
    return head


def read_events(data: bytes) -> Iterator[dict[str, Any]]:
    """Give a file's lines, header first, as parsed; ValueError if they are not as many as it says."""
    lines = [json.loads(line) for line in data.split(b"\n")[:-1]]
    if not data.endswith(b"\n") or lines[0]["format"] != EVENTS_FORMAT:
        raise ValueError("not an event file")
    if lines[0]["count"] != len(lines) - 1:
        raise ValueError("event lines are missing")
    yield from lines


def instant_text(instant: datetime) -> str:
    """Spell an aware instant in UTC, `2026-11-22T01:02:03Z` (with a fraction where it has one)."""
    if instant.tzinfo is None:
        raise ValueError("an instant without its zone")
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _follows(data: bytes, file: EventFile, head: EventHead) -> bool:
    try:
        header = next(read_events(data))
        expected = (head.sequence + 1, head.sha256, file.batch)
        said = (header["sequence"], header["predecessor"], header["batch"])
        return file.sequence == head.sequence + 1 and said == expected
    except (ValueError, KeyError, TypeError, IndexError):
        return False


def _event(act: Act, row: ReservedRow) -> dict[str, Any]:
    event: dict[str, Any] = {
        "act": act.value,
        "number": row.number,
        "revision": row.revision,
        "kind": row.kind,
        "row_key": row.row_key,
        "place": [row.place.roster, row.place.sheet, row.place.row],
    }
    if row.ground:
        event["ground"] = row.ground
    if row.former_numbers:
        event["former_numbers"] = row.former_numbers
    if act not in STANDING_ACTS:
        event |= _revision(act, row)
    return event


def _revision(act: Act, row: ReservedRow) -> dict[str, Any]:
    """Say what an event that makes a revision adds."""
    revision: dict[str, Any] = {
        "facts_digest": row.facts_digest,
        "issued_on": row.issued_on.isoformat(),
        "first_issued_on": row.first_issued_on.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "status": [row.status_list, row.status_index],
        "pdf": {"sha256": row.sha256, "size": row.size} if act in PRINTED_ACTS else None,
        "payload": base64.b64encode(row.payload).decode("ascii"),
    }
    if row.look_ups:
        revision["look_ups"] = row.look_ups
    return revision


def _line(fields: dict[str, Any]) -> bytes:
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"
