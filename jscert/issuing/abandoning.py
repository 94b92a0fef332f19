"""Giving an unfinished batch up: its numbers become void with their reason, its files go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.batches import Staging, remove_spool
from jscert.certificates import ARCHIVE_FOLDER
from jscert.presswork.finishing import SPOOL_FOLDER
from jscert.presswork.lock import exclusive
from jscert.presswork.settling import LOCK_NAME, check_ground, settle

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from jscert.registry.interface import BatchEntry, Registry


def abandon_batch(
    home: Path, registry: Registry, batch: str, ground: str, abandoned_at: datetime
) -> BatchEntry:
    """Void an open batch; `BATCH_UNKNOWN`, `BATCH_STATE` for one sealed already.

    Its lines in numbers.log stay: a void number is never given again.
    """
    check_ground(ground)
    with exclusive(home / LOCK_NAME):
        settle(home, registry)
        registry.abandon_batch(batch, ground, abandoned_at)
        entry = registry.batch(batch)
        Staging(home / ARCHIVE_FOLDER, batch).discard()
        remove_spool(home / SPOOL_FOLDER, entry.spool_sha256)
    return entry
