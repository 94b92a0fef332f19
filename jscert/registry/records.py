"""Stored rows become values of `interface`; shared by the SQL registry and the checker's reader.

A row here is any mapping of column names (those of `sql_schema`) to stored values. Pure.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from jscert.certificates import Act, Medium, Place
from jscert.registry.interface import (
    STATUS_LIST_SIZE,
    ActEntry,
    BatchEntry,
    BatchState,
    CertificateEntry,
    ChainHead,
    Closing,
    Draw,
    Holding,
    ReservedRow,
    RevisionEntry,
    ScopeEntry,
    StatusEntry,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LOOK_UP_BYTES = 16


class Row(Protocol):
    """A stored row: values by column name."""

    def __getitem__(self, column: str, /) -> Any:
        """Give a column's value."""


def stored_instant(instant: datetime) -> str:
    """Spell an aware instant as it is stored: UTC, microseconds always, so that text order is time."""
    if instant.tzinfo is None:
        raise ValueError("an instant without its zone")
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def optional_date(text: str | None) -> date | None:
    """Read a date that may be absent."""
    return date.fromisoformat(text) if text else None


def status_of(place: int) -> tuple[int, int]:
    """Give list and index of a status place."""
    return divmod(place, STATUS_LIST_SIZE)


def scope_entry(row: Row) -> ScopeEntry:
    """Read a counter."""
    return ScopeEntry(
        scope=row["scope"],
        first=row["first"],
        last=row["last"],
        rule=row["rule"],
        given=row["given"],
    )


def chain_head(row: Row) -> ChainHead:
    """Read the head of the chain."""
    return ChainHead(
        manifest_sequence=row["manifest_sequence"],
        manifest_sha256=row["manifest_sha256"],
        event_sequence=row["event_sequence"],
        event_sha256=row["event_sha256"],
    )


def batch_entry(row: Row, draws: Sequence[Row]) -> BatchEntry:
    """Read a batch with what it drew."""
    before = closing = None
    if row["sealed_at"]:
        before = ChainHead(
            manifest_sequence=row["before_manifest_sequence"],
            manifest_sha256=row["before_manifest_sha256"],
            event_sequence=row["before_event_sequence"],
            event_sha256=row["before_event_sha256"],
        )
        closing = Closing(manifest_sha256=row["manifest_sha256"], event_sha256=row["event_sha256"])
    return BatchEntry(
        batch=row["batch"],
        act=Act(row["act"]),
        state=BatchState(row["state"]),
        opened_at=datetime.fromisoformat(row["opened_at"]),
        dated_on=date.fromisoformat(row["dated_on"]),
        settings_digest=row["settings_digest"],
        trial=bool(row["trial"]),
        spool_sha256=row["spool_sha256"],
        row_count=row["row_count"],
        sealed_at=_optional_instant(row["sealed_at"]),
        published_at=_optional_instant(row["published_at"]),
        before=before,
        closing=closing,
        ground=row["ground"],
        clerk=row["clerk"],
        draws=tuple(
            Draw(scope=draw["scope"], first=draw["first"], last=draw["last"])
            for draw in sorted(draws, key=lambda draw: str(draw["scope"]))
        ),
    )


def reserved_row(row: Row, former_numbers: tuple[str, ...] = ()) -> ReservedRow:
    """Read a numbered row of a batch, with its file once that is known."""
    status_list, status_index = status_of(row["status_place"])
    return ReservedRow(
        position=row["position"],
        row_key=row["row_key"],
        facts_digest=row["facts_digest"],
        kind=row["kind"],
        number=printed_number(row),
        revision=row["revision"],
        issued_on=date.fromisoformat(row["issued_on"]),
        first_issued_on=date.fromisoformat(row["first_issued_on"]),
        valid_until=optional_date(row["valid_until"]),
        status_list=status_list,
        status_index=status_index,
        payload=row["payload"],
        place=_place(row),
        sha256=row["sha256"] or "",
        size=row["size"] or 0,
        look_ups=split_look_ups(row["look_ups"]),
        former_numbers=former_numbers,
        ground=row["ground"],
    )


def printed_number(row: Row) -> str:
    """Give the number a revision carries."""
    number: str = row["printed"] or row["number"]
    return number


def joined_look_ups(digests: Iterable[str]) -> bytes:
    """Join look-up digests (hex, 16 bytes each) as a revision stores them."""
    return bytes.fromhex("".join(digests))


def split_look_ups(stored: bytes | None) -> tuple[str, ...]:
    """Read look-up digests back (hex)."""
    data = bytes(stored or b"")
    return tuple(data[at : at + LOOK_UP_BYTES].hex() for at in range(0, len(data), LOOK_UP_BYTES))


def holding(row: Row) -> Holding:
    """Read what a row key holds."""
    return Holding(
        row_key=row["row_key"],
        facts_digest=row["facts_digest"],
        kind=row["kind"],
        number=printed_number(row),
        revision=row["revision"],
        issued_on=date.fromisoformat(row["issued_on"]),
        valid_until=optional_date(row["valid_until"]),
        ended_by=Act(row["ended_by"]) if row["ended_by"] else None,
        batch=row["batch"],
        batch_state=BatchState(row["state"]),
        place=_place(row),
    )


def revision_entry(row: Row) -> RevisionEntry:
    """Read one revision of a certificate, joined with its batch."""
    status_list, status_index = status_of(row["status_place"])
    return RevisionEntry(
        revision=row["revision"],
        sha256=row["sha256"] or "",
        batch=row["batch"],
        batch_state=BatchState(row["state"]),
        issued_on=date.fromisoformat(row["issued_on"]),
        valid_until=optional_date(row["valid_until"]),
        status_list=status_list,
        status_index=status_index,
        act=Act(row["act"]),
        number=printed_number(row),
        ground=row["ground"] or row["batch_ground"],
        clerk=row["clerk"],
        at=datetime.fromisoformat(row["opened_at"]),
        order=row["ordinal"],
    )


def act_entry(row: Row) -> ActEntry:
    """Read one act without a PDF, joined with its batch."""
    return ActEntry(
        act=Act(row["act"]),
        revision=row["revision"],
        ground=row["ground"],
        dated_on=date.fromisoformat(row["dated_on"]),
        at=datetime.fromisoformat(row["opened_at"]),
        clerk=row["clerk"],
        batch=row["batch"],
        batch_state=BatchState(row["state"]),
        order=row["ordinal"],
    )


def certificate_entry(
    row: Row, revisions: Sequence[Row], acts: Sequence[Row], void_reason: str
) -> CertificateEntry:
    """Read a certificate with its revisions and acts, each in order.

    `void_reason` is that of the number asked for; the newest revision not abandoned gives the payload.
    """
    newest = next(one for one in revisions if one["revision"] == row["newest"])
    answering = [one for one in revisions if one["state"] == BatchState.PUBLISHED.value]
    numbers = [row["number"], *map(printed_number, answering)]
    return CertificateEntry(
        number=numbers[-1],
        row_key=newest["row_key"],
        kind=row["kind"],
        medium=Medium(row["medium"]),
        first_issued_on=date.fromisoformat(row["first_issued_on"]),
        suspended=bool(row["suspended"]),
        ended_by=Act(row["ended_by"]) if row["ended_by"] else None,
        void_reason=row["void_reason"] or void_reason,
        trial=bool(row["trial"]),
        payload=newest["payload"],
        revisions=tuple(revision_entry(revision) for revision in revisions),
        former_numbers=former_numbers(numbers),
        acts=tuple(act_entry(act) for act in acts),
    )


def former_numbers(numbers: Sequence[str]) -> tuple[str, ...]:
    """Give those of a certificate's numbers, oldest first, that are not the last one."""
    return tuple(number for number in dict.fromkeys(numbers) if number != numbers[-1])


def status_entry(row: Row) -> StatusEntry:
    """Read what became of a status place."""
    newest = row["newest_published"]
    return StatusEntry(
        place=row["status_place"],
        published=row["state"] == BatchState.PUBLISHED.value,
        superseded=newest is not None and newest > row["revision"],
        suspended=bool(row["suspended"]),
        ended_by=Act(row["ended_by"]) if row["ended_by"] else None,
        valid_until=optional_date(row["valid_until"]),
    )


def _optional_instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _place(row: Row) -> Place:
    return Place(roster=row["roster"], sheet=row["sheet"], row=row["row"])
