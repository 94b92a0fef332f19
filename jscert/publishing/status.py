"""Exporting the status lists: for a web server, a share, anybody who asks for nothing but status."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from jscert.certificates import CHINA
from jscert.durable import folder_errors, place_file
from jscert.errors import Code, JscertError
from jscert.publishing.editions import (
    edition_of,
    exporting,
    make_steadily,
    predecessor_of,
    refuse_behind,
    remember,
)
from jscert.publishing.statuses import pack_statuses
from jscert.registry.interface import STATUS_SCOPE
from jscert.sealing.keys import TRUST_FILE
from jscert.sealing.status_index import (
    STATUS_NAME,
    StatusIndex,
    list_name,
    read_status_index,
    write_status_index,
)
from jscert.sealing.status_list import Status, StatusList, write_status_list
from jscert.sealing.trust import read_trust

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jscert.presswork import Office
    from jscert.presswork.office import Progress
    from jscert.registry.interface import ChainHead
    from jscert.sealing.editions import Edition
    from jscert.sealing.trust import TrustFile

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeStatus:
    """One edition, made and signed: the index, its bytes, and the lists' bytes in order."""

    index: StatusIndex
    signed: bytes = field(repr=False)
    lists: tuple[bytes, ...] = field(repr=False)
    counts: Counter[Status]

    def files(self) -> dict[str, bytes]:
        """Give the files by name, the index last: it speaks of the others."""
        named = {list_name(number): data for number, data in enumerate(self.lists)}
        return {**named, STATUS_NAME: self.signed}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusExport:
    """What was exported, and where."""

    folder: Path
    index: StatusIndex
    counts: Counter[Status]
    size: int


def export_status(office: Office, folder: Path, progress: Progress) -> StatusExport:
    """Write status lists, their index and the trust file into a folder, over an older export of ours.

    1. The status key is in use, and no other export is under way.
    2. The registry is not behind its files, no batch waits to be published, and it stands still.
    3. Every place ever drawn is told as of now; lists and index are signed.
    4. The folder holds no export of a later state.
    5. The index is remembered, the files are put in place, the index last.

    `FILE_EXISTS` where the folder holds somebody else's trust or status; `STATUS_BATCH_WAITS`,
    `REGISTRY_*`, `KEY_PERIOD_OVER`, `FOLDER_*`.
    """
    replaced = _replaced(folder, office.keys.trust)
    with exporting(office) as own:  # 1
        made = make_steadily(office, lambda head: make_status(office, own, head, progress))  # 2 3
        if replaced is not None:
            refuse_behind(made.index.edition, replaced, str(folder / STATUS_NAME))  # 4
        remember(own, made.signed)  # 5
        files = {TRUST_FILE: trust_bytes(office), **made.files()}
        with folder_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for name, data in files.items():
                place_file(folder / name, data)
    size = sum(map(len, made.lists))
    return StatusExport(folder=folder, index=made.index, counts=made.counts, size=size)


def make_status(office: Office, own: Path, head: ChainHead, progress: Progress) -> MadeStatus:
    """Make one edition of lists and index; equal states at equal instants give equal bytes."""
    issued_at = office.clock().replace(microsecond=0)
    edition = edition_of(head, issued_at)
    authority = office.keys.trust.fingerprint
    predecessor = predecessor_of(own, office.keys.trust, edition)
    drawn = [draw for entry in office.registry.batches() for draw in entry.draws]
    total = sum(draw.last - draw.first + 1 for draw in drawn if draw.scope == STATUS_SCOPE)
    packed, counts = pack_statuses(
        office.registry.statuses(),
        issued_at.astimezone(CHINA).date(),
        lambda seen: progress("status", seen, total),
    )
    lists = tuple(
        write_status_list(
            StatusList(
                authority=authority,
                number=number,
                issued_at=edition.issued_at,
                expires_at=edition.expires_at,
                packed=places,
            ),
            office.keys.status,
        )
        for number, places in enumerate(packed)
    )
    index = StatusIndex(
        edition=edition,
        authority=authority,
        predecessor=predecessor,
        lists=tuple(hashlib.sha256(data).hexdigest() for data in lists),
    )
    signed = write_status_index(index, office.keys.status)
    return MadeStatus(index=index, signed=signed, lists=lists, counts=counts)


def trust_bytes(office: Office) -> bytes:
    """Give the authority's trust file as it is handed out; `TRUST_*`."""
    try:
        data = (office.home / TRUST_FILE).read_bytes()
    except OSError as fault:
        raise JscertError(Code.TRUST_UNREADABLE, reason=TRUST_FILE) from fault
    read_trust(data, office.keys.trust.fingerprint)
    return data


def _replaced(folder: Path, trust: TrustFile) -> Edition | None:
    """Give the edition of the older export that a folder holds; leave alone what is not this authority's."""
    found = _own(folder / STATUS_NAME, lambda data: read_status_index(data, trust).edition)
    _own(folder / TRUST_FILE, lambda data: read_trust(data, trust.fingerprint))
    return found


def _own(path: Path, read: Callable[[bytes], T]) -> T | None:
    if not path.exists():
        return None
    try:
        return read(path.read_bytes())
    except (JscertError, OSError) as fault:
        raise JscertError(Code.FILE_EXISTS, path=str(path)) from fault
