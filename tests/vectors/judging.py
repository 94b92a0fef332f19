"""Judging a test vector: with its set's trust file, on its day, without a registry."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from jscert.families.catalogue import catalogue
from jscert.sealing.trust import read_trust
from jscert.verifying.evidence import Evidence
from jscert.verifying.pdf import verify_pdf
from jscert.verifying.qr import verify_qr
from jscert.verifying.verdict import verdict_json

if TYPE_CHECKING:
    from pathlib import Path

CHINA = timezone(timedelta(hours=8))


def expected(folder: Path) -> dict[str, Any]:
    """Read what a set expects."""
    told: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    return told


def evidence_of(folder: Path) -> Evidence:
    """Give the evidence of a set."""
    now = datetime.fromisoformat(expected(folder)["judged_at"])
    return Evidence(
        trust=read_trust((folder / "trust.json").read_bytes()),
        catalogue=catalogue(),
        registry=None,
        day=now.astimezone(CHINA).date(),
        now=now,
    )


def judged(folder: Path, kind: str, way: str) -> dict[str, Any]:
    """Judge one certificate of a set; what the words say may change, what they mean may not."""
    has = evidence_of(folder)
    if way == "qr":
        text = expected(folder)["certificates"][kind]["qr"]
        told = verdict_json(verify_qr(text, "qr", has))
    else:
        told = verdict_json(verify_pdf((folder / f"{kind}.pdf").read_bytes(), f"{kind}.pdf", has))
    return told | {"findings": [[one["code"], one["weight"]] for one in told["findings"]]}
