"""Judging a set of lives as a clerk's machine does: with trust file and bundle, without a registry."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, Any

from jscert.families.catalogue import catalogue
from jscert.sealing.bundle_store import opened_bundle
from jscert.sealing.trust import read_trust
from jscert.verifying.bundle_status import BundleStatus
from jscert.verifying.evidence import Evidence
from jscert.verifying.pdf import verify_pdf
from jscert.verifying.qr import verify_qr
from jscert.verifying.verdict import verdict_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHINA = timezone(timedelta(hours=8))


@cache
def expected(folder: Path) -> dict[str, Any]:
    """Read what a set expects."""
    told: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    return told


@contextmanager
def evidence_on(folder: Path, day: str) -> Iterator[Evidence]:
    """Give the evidence of a set at noon of a day."""
    on = date.fromisoformat(day)
    now = datetime(on.year, on.month, on.day, 12, tzinfo=CHINA)
    trust = read_trust((folder / "trust.json").read_bytes())
    with opened_bundle(folder / "bundle.zip", trust) as bundle:
        assert bundle is not None
        yield Evidence(
            trust=trust,
            catalogue=catalogue(),
            registry=None,
            status=BundleStatus(bundle),
            day=on,
            now=now,
        )


def judged(folder: Path, name: str, day: str) -> dict[str, Any]:
    """Judge a certificate's file and QR code on a day: standing, genuine, findings of each."""
    with evidence_on(folder, day) as evidence:
        data = (folder / f"{name}.pdf").read_bytes()
        qr = expected(folder)["certificates"][name]["qr"]
        verdicts = {"pdf": verify_pdf(data, "pdf", evidence), "qr": verify_qr(qr, "qr", evidence)}
        return {way: _told(verdict_json(verdict)) for way, verdict in verdicts.items()}


def _told(verdict: dict[str, Any]) -> dict[str, Any]:
    """Keep of a verdict what must never change: words may, meanings may not."""
    return {
        "standing": verdict["standing"],
        "genuine": verdict["genuine"],
        "number": verdict["number"],
        "revision": verdict["revision"],
        "valid_until": verdict["valid_until"],
        "status_as_of": verdict["status_as_of"],
        "findings": [[one["code"], one["weight"]] for one in verdict["findings"]],
    }
