"""Builders for verification tests: a registry's answers as plain entries, evidence with overrides."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from jscert.certificates import Medium
from jscert.families.catalogue import Catalogue, CatalogueSettings, catalogue
from jscert.registry.interface import (
    BatchState,
    CertificateEntry,
    ChainHead,
    RevisionEntry,
    ScopeEntry,
)
from jscert.verifying.evidence import Evidence
from jscert.verifying.status import Statement

if TYPE_CHECKING:
    from jscert.sealing.trust import TrustFile

NUMBER = "苏建安A(2026)0100001"
DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


class Ledger:
    """A registry reader over entries given by hand."""

    def __init__(self, *entries: CertificateEntry, former: dict[str, str] | None = None) -> None:
        self._entries = {entry.number: entry for entry in entries}
        self._former = former or {}

    def find(self, number: str) -> CertificateEntry | None:
        """Look a canonical number up, former numbers included."""
        return self._entries.get(self._former.get(number, number))

    def scopes(self) -> tuple[ScopeEntry, ...]:
        """List no counters."""
        return ()

    def head(self) -> ChainHead:
        """Give the head of an empty chain."""
        return ChainHead(manifest_sequence=0, manifest_sha256="", event_sequence=0, event_sha256="")


def revision_entry(**changes: Any) -> RevisionEntry:
    """Make the first revision, published."""
    usual = {
        "revision": 1,
        "sha256": "aa" * 32,
        "batch": "20261122-abc",
        "batch_state": BatchState.PUBLISHED,
        "issued_on": DAY,
        "valid_until": date(2029, 11, 22),
        "status_list": 0,
        "status_index": 7,
    }
    return RevisionEntry(**{**usual, **changes})


def certificate_entry(**changes: Any) -> CertificateEntry:
    """Make a published certificate in force."""
    usual = {
        "number": NUMBER,
        "kind": "safety-a",
        "row_key": "bb" * 32,
        "medium": Medium.ELECTRONIC,
        "first_issued_on": DAY,
        "suspended": False,
        "ended_by": None,
        "void_reason": "",
        "trial": False,
        "payload": b"",
        "revisions": (revision_entry(),),
    }
    return CertificateEntry(**{**usual, **changes})


def statement(**changes: Any) -> Statement:
    """Make what a PDF says that agrees with `certificate_entry`."""
    usual = {
        "number": NUMBER,
        "kind": "safety-a",
        "revision": 1,
        "issued_on": DAY,
        "valid_until": date(2029, 11, 22),
        "status_list": 0,
        "status_index": 7,
        "trial": False,
        "sha256": "aa" * 32,
    }
    return Statement(**{**usual, **changes})


def evidence(trust: TrustFile | None = None, **changes: Any) -> Evidence:
    """Make evidence; without a trust file only what needs no signature can be judged."""
    usual: dict[str, Any] = {
        "trust": trust,
        "catalogue": catalogue(),
        "registry": Ledger(certificate_entry()),
        "day": DAY,
        "now": NOW,
    }
    return Evidence(**{**usual, **changes})


def owning_catalogue(first: int, last: int) -> Catalogue:
    """Make the catalogue of an authority with a serial range of its own for safety numbers."""
    from dataclasses import replace

    usual = CatalogueSettings()
    return catalogue(replace(usual, safety=_with_range(usual.safety, first, last)))


def _with_range(settings: Any, first: int, last: int) -> Any:
    from dataclasses import replace

    return replace(settings, numbering=replace(settings.numbering, serial_range=(first, last)))
