"""The journal beside the registry: numbers.log, and proof that a registry is not behind its own files.

`<home>/numbers.log` (format `jscert-numbers/1`): one JSON line per batch that drew numbers, keys
sorted, no blanks, no personal data, only ever appended to and synced before a number is used::

    {"at":"2026-11-22T06:00:00Z","batch":"20261122-7f3a9c","draws":[["safety/2026/01",1,5000],
     ["status",0,4999]],"format":"jscert-numbers/1"}

`draws` are scope, first and last serial (inclusive). A line torn by a crash ends without `}` and a
line feed; it is passed over, since its batch is in the registry and `catch_up` appends it whole.

Windows in which the machine may stop, and what the next run finds and does:

====================================  ==========================================================
stopped                               found, and the way on
====================================  ==========================================================
before tx1 is committed               nothing, or a spool nobody remembers: removed by its sweep
after tx1, before numbers.log         batch `open`, no line: `catch_up` appends it; print again
inside the append to numbers.log      batch `open`, torn line: as above
after numbers.log, while staging      batch `open`, some files in `.<batch>.part`: print again
inside tx2                            rolled back: batch `open`, all files staged: print again
after tx2, before the event file      `sealed`: `event_file(entry, entry.before, entry.sealed_at,
                                      …)` gives the recorded digest again; `keep_events` files it
after events.part, before its rename  the same call writes the part anew and renames it
after the events, before the rename   `sealed`, `.<batch>.part` there: manifest again, `publish`
after the rename, before tx3          `sealed`, folder there: tx3
after tx3, before delivery            `published`: deliver again from the archive
====================================  ==========================================================

A registry that lags behind numbers.log, the event files or the archive is a copy or an old backup:
its next number may have been given already, so it is refused (`REGISTRY_ROLLED_BACK`).
Not here: which files a batch has, the registry's own durability.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

from jscert.certificates import ARCHIVE_FOLDER, MANIFEST_NAME
from jscert.durable import folder_errors, sync_folder, write_all
from jscert.errors import Code, JscertError
from jscert.registry.events import instant_text, list_events
from jscert.registry.interface import BatchState, Draw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from jscert.registry.interface import BatchEntry, Registry

NUMBERS_LOG = "numbers.log"
NUMBERS_FORMAT = "jscert-numbers/1"
EVENTS_FOLDER = "events"

_BINARY = getattr(os, "O_BINARY", 0)
_FILED = frozenset({BatchState.SEALED, BatchState.PUBLISHED})


def append_reservation(home: Path, entry: BatchEntry) -> None:
    """Note, durably, the serials a batch drew; to be called after tx1 and before any number is used."""
    line = _line(entry)
    path = home / NUMBERS_LOG
    with folder_errors(path):
        is_new = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, 0o600)
        try:
            if _is_torn(handle):
                line = b"\n" + line
            write_all(handle, line)
            os.fsync(handle)
        finally:
            os.close(handle)
        if is_new:
            sync_folder(home)


def catch_up(home: Path, registry: Registry) -> None:
    """Append the lines that a crash kept from being written."""
    written = {fields["batch"] for fields in _lines(home / NUMBERS_LOG)}
    for entry in registry.batches():
        if entry.batch not in written and entry.draws:
            append_reservation(home, entry)


def check_not_behind(home: Path, registry: Registry) -> None:
    """Refuse a registry that knows less than its own files (`REGISTRY_ROLLED_BACK`).

    Facts: `witness` (the file or folder that knows more) and `scope` where a counter is behind.
    """
    _check_counters(home, registry)
    _check_events(home, registry)
    _check_archive(home, registry)


def logged_counters(home: Path) -> Mapping[str, int]:
    """Give, per scope, the last serial numbers.log knows to be given."""
    last: dict[str, int] = {}
    for fields in _lines(home / NUMBERS_LOG):
        for draw in _draws(fields):
            last[draw.scope] = max(draw.last, last.get(draw.scope, draw.last))
    return last


def _check_counters(home: Path, registry: Registry) -> None:
    given = {entry.scope: entry.given for entry in registry.scopes()}
    for scope, last in logged_counters(home).items():
        if scope not in given or given[scope] < last:
            raise JscertError(Code.REGISTRY_ROLLED_BACK, witness=NUMBERS_LOG, scope=scope)


def _check_events(home: Path, registry: Registry) -> None:
    files = list_events(home / EVENTS_FOLDER)
    if not files:
        return
    head = registry.head()
    newest = files[-1]
    behind = newest.sequence > head.event_sequence
    if newest.sequence == head.event_sequence:
        digest = hashlib.sha256(newest.path.read_bytes()).hexdigest()
        behind = digest != head.event_sha256
    if behind:
        witness = f"{EVENTS_FOLDER}/{newest.path.name}"
        raise JscertError(Code.REGISTRY_ROLLED_BACK, witness=witness, scope="")


def _check_archive(home: Path, registry: Registry) -> None:
    archive = home / ARCHIVE_FOLDER
    if not archive.is_dir():
        return
    filed = {entry.batch for entry in registry.batches(*_FILED)}
    for folder in sorted(archive.iterdir()):
        hidden = folder.name.startswith(".")
        if not hidden and folder.name not in filed and (folder / MANIFEST_NAME).is_file():
            witness = f"{ARCHIVE_FOLDER}/{folder.name}"
            raise JscertError(Code.REGISTRY_ROLLED_BACK, witness=witness, scope="")


def _line(entry: BatchEntry) -> bytes:
    fields = {
        "format": NUMBERS_FORMAT,
        "batch": entry.batch,
        "at": instant_text(entry.opened_at),
        "draws": [[draw.scope, draw.first, draw.last] for draw in entry.draws],
    }
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """Give the whole lines; a torn one is passed over, a damaged one is `REGISTRY_UNREADABLE`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as fault:
        raise JscertError(Code.REGISTRY_UNREADABLE, path=path.name) from fault
    for line in data.split(b"\n"):
        if not line.endswith(b"}"):
            continue
        try:
            fields = json.loads(line)
            if fields["format"] != NUMBERS_FORMAT or not isinstance(fields["batch"], str):
                raise ValueError("not a line of this log")
            _draws(fields)
        except (ValueError, KeyError, TypeError) as fault:
            raise JscertError(Code.REGISTRY_UNREADABLE, path=path.name) from fault
        yield fields


def _draws(fields: dict[str, Any]) -> tuple[Draw, ...]:
    return tuple(
        Draw(scope=str(scope), first=int(first), last=int(last))
        for scope, first, last in fields["draws"]
    )


def _is_torn(handle: int) -> bool:
    size = os.lseek(handle, 0, os.SEEK_END)
    if size == 0:
        return False
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) != b"\n"
