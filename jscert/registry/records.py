"""Stored rows become values of `interface`; shared by the SQL registry and the checker's reader.

A row here is any mapping of column names (those of `sql_schema`) to stored values. Pure.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from jscert.certificates import Act, Medium, Place
from jscert.registry.interface import (
    STATUS_LIST_SIZE,
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
)

if TYPE_CHECKING:
    from collections.abc import Sequence


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
        draws=tuple(
            Draw(scope=draw["scope"], first=draw["first"], last=draw["last"])
            for draw in sorted(draws, key=lambda draw: str(draw["scope"]))
        ),
    )


def reserved_row(row: Row) -> ReservedRow:
    """Read a numbered row of a batch, with its file once that is known."""
    status_list, status_index = status_of(row["status_place"])
    return ReservedRow(
        position=row["position"],
        row_key=row["row_key"],
        facts_digest=row["facts_digest"],
        kind=row["kind"],
        number=row["number"],
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
    )


def holding(row: Row) -> Holding:
    """Read what a row key holds."""
    return Holding(
        row_key=row["row_key"],
        facts_digest=row["facts_digest"],
        kind=row["kind"],
        number=row["number"],
        revision=row["revision"],
        issued_on=date.fromisoformat(row["issued_on"]),
        valid_until=optional_date(row["valid_until"]),
        ended_by=Act(row["ended_by"]) if row["ended_by"] else None,
        batch=row["batch"],
        batch_state=BatchState(row["state"]),
        place=_place(row),
    )


def revision_entry(row: Row) -> RevisionEntry:
    """Read one revision of a certificate."""
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
    )


def certificate_entry(row: Row, revisions: Sequence[Row]) -> CertificateEntry:
    """Read a certificate with its revisions (in order; the newest one's payload is the entry's)."""
    return CertificateEntry(
        number=row["number"],
        row_key=row["row_key"],
        kind=row["kind"],
        medium=Medium(row["medium"]),
        first_issued_on=date.fromisoformat(row["first_issued_on"]),
        suspended=bool(row["suspended"]),
        ended_by=Act(row["ended_by"]) if row["ended_by"] else None,
        void_reason=row["void_reason"],
        trial=bool(row["trial"]),
        payload=revisions[-1]["payload"],
        revisions=tuple(revision_entry(revision) for revision in revisions),
    )


def _optional_instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _place(row: Row) -> Place:
    return Place(roster=row["roster"], sheet=row["sheet"], row=row["row"])
