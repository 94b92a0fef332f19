"""What was handed over to whom, so that a repeated delivery can tell what is new.

`<home>/deliveries.jsonl` (format `jscert-deliveries/1`), owner-only, only ever appended to, one line for
each recipient of each delivery: `format`, `at`, `by`, `recipient`, `certificates`. Recipient and certificates
(number and revision) are keyed digests (hex, 16 bytes). A line torn by a crash is passed over: what it told
of is told as new once more.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from typing import TYPE_CHECKING

from jscert.certificates import CHINA
from jscert.durable import folder_errors, write_all
from jscert.registry.events import instant_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from jscert.delivering.recipients import By, Item
    from jscert.identity import Vault

DELIVERIES_NAME = "deliveries.jsonl"
DELIVERIES_FORMAT = "jscert-deliveries/1"

_DIGEST_CHARACTERS = 32
_APPEND = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)


class DeliveryLog:
    """The deliveries of one authority folder, by one way of sorting."""

    def __init__(self, home: Path, vault: Vault, by: By) -> None:
        self._path = home / DELIVERIES_NAME
        self._vault = vault
        self._by = by
        self._days = self._read()

    def delivered_on(self, recipient: str, item: Item) -> str:
        """Give the day on which this revision went to a recipient last; "" if it never did."""
        return self._days.get((self._recipient(recipient), self._certificate(item)), "")

    def note(self, recipient: str, items: Iterable[Item], at: datetime) -> None:
        """Note a delivery, durably."""
        fields = {
            "format": DELIVERIES_FORMAT,
            "at": instant_text(at.replace(microsecond=0)),
            "by": self._by,
            "recipient": self._recipient(recipient),
            "certificates": [self._certificate(item) for item in items],
        }
        line = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode() + b"\n"
        with folder_errors(self._path):
            handle = os.open(self._path, _APPEND, 0o600)
            try:
                write_all(handle, b"\n" + line if _is_torn(handle) else line)
                os.fsync(handle)
            finally:
                os.close(handle)

    def _read(self) -> dict[tuple[str, str], str]:
        with folder_errors(self._path):
            try:
                data = self._path.read_bytes()
            except FileNotFoundError:
                return {}
        days: dict[tuple[str, str], str] = {}
        for line in data.split(b"\n"):
            if not line.endswith(b"}"):
                continue
            fields = json.loads(line)
            day = datetime.fromisoformat(fields["at"]).astimezone(CHINA).date().isoformat()
            days |= {(fields["recipient"], one): day for one in fields["certificates"]}
        return days

    def _recipient(self, key: str) -> str:
        return self._digest("delivered to", self._by, key)

    def _certificate(self, item: Item) -> str:
        return self._digest("delivered", item.number, str(item.revision))

    def _digest(self, *parts: str) -> str:
        return self._vault.facts_digest(*parts)[:_DIGEST_CHARACTERS]


def _is_torn(handle: int) -> bool:
    """Tell whether the last line was cut off by a crash."""
    size = os.lseek(handle, 0, os.SEEK_END)
    if size == 0:
        return False
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) != b"\n"
