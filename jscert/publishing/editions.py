"""Which state of the registry an export speaks of, and that it stood still meanwhile.

A registry's state is told by its event chain: a batch takes effect when it is published, so while one is
sealed and not published yet, the chain is ahead of the state and nothing is exported. What was exported
last is kept in `<home>/publishing/status.json`; a registry behind it is a copy or an old backup.
"""

from __future__ import annotations

import hashlib
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from jscert.durable import folder_errors, place_file
from jscert.errors import Code, JscertError
from jscert.presswork.lock import exclusive
from jscert.registry.interface import BatchState
from jscert.registry.journal import check_not_behind
from jscert.sealing.editions import Edition
from jscert.sealing.keys import require_key_period
from jscert.sealing.status_index import STATUS_NAME, StatusIndex, read_status_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from jscert.presswork import Office
    from jscert.registry.interface import ChainHead
    from jscert.sealing.trust import TrustFile

T = TypeVar("T")

PUBLISHING_FOLDER = "publishing"
LIFETIME = timedelta(days=30)
"""After this a status can no longer say that a certificate is valid."""

_LOCK_NAME = "publishing.lock"
_ATTEMPTS = 3


@contextmanager
def exporting(office: Office) -> Iterator[Path]:
    """Hold the publishing folder (owner-only, made if absent) for one export; `REGISTRY_BUSY`, `KEY_*`."""
    require_key_period(office.keys.status, office.clock())
    folder = office.home / PUBLISHING_FOLDER
    with ExitStack() as held:
        with folder_errors(folder):
            folder.mkdir(mode=0o700, exist_ok=True)
            held.enter_context(exclusive(folder / _LOCK_NAME))
        yield folder


def make_steadily(office: Office, make: Callable[[ChainHead], T]) -> T:
    """Make something of a registry's state; again if the state went on meanwhile.

    `STATUS_BATCH_WAITS`, `REGISTRY_ROLLED_BACK`; `REGISTRY_BUSY` where it never stood still.
    """
    for _ in range(_ATTEMPTS):
        head = _settled_head(office)
        made = make(head)
        if office.registry.head() == head and not office.registry.batches(BatchState.SEALED):
            return made
    raise JscertError(Code.REGISTRY_BUSY, path=PUBLISHING_FOLDER)


def edition_of(head: ChainHead, issued_at: datetime) -> Edition:
    """Name the edition made of a state at an instant."""
    return Edition(
        version=head.event_sequence,
        event_sha256=head.event_sha256,
        issued_at=issued_at,
        expires_at=issued_at + LIFETIME,
    )


def predecessor_of(folder: Path, trust: TrustFile, edition: Edition) -> str:
    """Give the digest of the index exported last; the same edition again has the same predecessor.

    `REGISTRY_ROLLED_BACK` if that index knows more, or another history, than the registry.
    """
    try:
        data = (folder / STATUS_NAME).read_bytes()
    except FileNotFoundError:
        return ""
    last = _readable(data, trust)
    if last is not None:
        refuse_behind(edition, last.edition, f"{PUBLISHING_FOLDER}/{STATUS_NAME}")
        if edition == last.edition:
            return last.predecessor
    return hashlib.sha256(data).hexdigest()


def refuse_behind(edition: Edition, exported: Edition, witness: str) -> None:
    """Refuse (`REGISTRY_ROLLED_BACK`) an edition of a registry behind, or beside, one exported before.

    `witness` is where the exported one lies: an older state put in its place would take back what ended.
    """
    forked = edition.version == exported.version and edition.event_sha256 != exported.event_sha256
    if edition.version < exported.version or forked:
        raise JscertError(Code.REGISTRY_ROLLED_BACK, witness=witness, scope="")


def remember(folder: Path, signed: bytes) -> None:
    """Keep the index that is about to be handed out."""
    with folder_errors(folder):
        place_file(folder / STATUS_NAME, signed, mode=0o600)


def _settled_head(office: Office) -> ChainHead:
    check_not_behind(office.home, office.registry)
    waiting = office.registry.batches(BatchState.SEALED)
    if waiting:
        raise JscertError(Code.STATUS_BATCH_WAITS, batch=waiting[0].batch)
    return office.registry.head()


def _readable(data: bytes, trust: TrustFile) -> StatusIndex | None:
    """Read the last index; one by a signer since taken from the trust file only gives its digest."""
    try:
        return read_status_index(data, trust)
    except JscertError:
        return None
