"""Before an order is begun: the folder's lock, its own files, and what an earlier call left unfinished.

Used by issuing and by acts alike. Not here: what an order does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.batches import FILE_BYTES, check_room, probe_folder, same_file_system, sweep_spools
from jscert.certificates import ARCHIVE_FOLDER, CHINA
from jscert.errors import Code, JscertError
from jscert.families.family import check_issue_date
from jscert.presswork.finishing import SPOOL_FOLDER, FinishedBatch, finish_batch
from jscert.presswork.lock import exclusive
from jscert.registry.interface import BatchState
from jscert.registry.journal import catch_up, check_not_behind
from jscert.roster.identity_numbers import holds_identity
from jscert.roster.names import clean_text, hide_numbers

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from jscert.presswork.office import Office, Progress
    from jscert.registry.interface import Registry

LOCK_NAME = "office.lock"
LONGEST_GROUND = 200


def check_order(office: Office, dated_on: date, ground: str) -> None:
    """Refuse an order whose date may not be, or that keys past their use would have to sign."""
    check_ground(ground)
    now = office.clock()
    check_issue_date(dated_on, today=now.astimezone(CHINA).date(), ground=ground)
    office.require_keys(now)


def clean_ground(text: str) -> str:
    """Tidy a ground as other cells are tidied; characters that nobody sees are left out."""
    return "".join(character for character in clean_text(text) if character.isprintable())


def check_ground(ground: str) -> None:
    """Refuse a ground that may not be kept, in the clear and for ever.

    `ACT_GROUND_LONG`, `ACT_GROUND_PERSONAL` for one with an identity number.
    """
    if len(ground) > LONGEST_GROUND:
        raise JscertError(Code.ACT_GROUND_LONG, length=str(len(ground)), limit=str(LONGEST_GROUND))
    if holds_identity(ground):
        raise JscertError(Code.ACT_GROUND_PERSONAL, shown=hide_numbers(ground))


def probe_folders(office: Office, out: Path | None) -> None:
    """Refuse (`FOLDER_*`) an archive or a folder for copies that cannot be written to."""
    for folder in (office.home / ARCHIVE_FOLDER, out):
        if folder is not None:
            probe_folder(folder)


def check_rooms(office: Office, out: Path | None, count: int) -> None:
    """Refuse (`FOLDER_FULL`) a batch for which the archive or the copy asked for has no room."""
    archive = office.home / ARCHIVE_FOLDER
    check_room(archive, count * FILE_BYTES)
    if out is not None and not same_file_system(archive, out):
        check_room(out, count * FILE_BYTES)


def settle(home: Path, registry: Registry) -> None:
    """Bring the folder's own files up to the registry, and refuse a registry behind them.

    The caller holds the folder's lock, so that no other process is filling a spool.
    """
    check_not_behind(home, registry)
    catch_up(home, registry)
    unfinished = registry.batches(BatchState.OPEN, BatchState.SEALED)
    keep = {entry.spool_sha256 for entry in unfinished}
    sweep_spools(home / SPOOL_FOLDER, keep)


def roll_forward(office: Office, progress: Progress) -> tuple[FinishedBatch, ...]:
    """Finish every batch that was left open or sealed (`batches resume`)."""
    with exclusive(office.home / LOCK_NAME):
        settle(office.home, office.registry)
        unfinished = office.registry.batches(BatchState.OPEN, BatchState.SEALED)
        return tuple(finish_batch(office, entry.batch, progress) for entry in unfinished)


def roll_sealed(office: Office, progress: Progress) -> tuple[FinishedBatch, ...]:
    """Publish what was sealed and no more: the event chain must not wait for somebody's roster."""
    sealed = office.registry.batches(BatchState.SEALED)
    return tuple(finish_batch(office, entry.batch, progress) for entry in sealed)
