"""Editions: what may follow what, so that nobody is led back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from jscert.errors import Code, JscertError
from jscert.sealing.editions import edition_fields, edition_from, refuse_going_back
from tests.bundle_builders import ISSUED_AT, edition

LATER = ISSUED_AT + timedelta(hours=1)
EARLIER = ISSUED_AT - timedelta(hours=1)


@pytest.mark.parametrize(
    "offered",
    [
        {"version": 8, "event_sha256": "ff" * 32, "issued_at": LATER},
        {"version": 8, "event_sha256": "ff" * 32, "issued_at": EARLIER},
        {"issued_at": LATER},
    ],
)
def test_going_on_is_allowed(offered: dict[str, Any]) -> None:
    """More events, or the same state told later."""
    refuse_going_back(edition(), edition(**offered), same_bytes=False)


def test_the_very_same_is_allowed() -> None:
    """Twice is as good as once."""
    refuse_going_back(edition(), edition(), same_bytes=True)


@pytest.mark.parametrize(
    "offered",
    [
        {"version": 6, "issued_at": LATER},
        {"issued_at": EARLIER},
        {"event_sha256": "ff" * 32, "issued_at": LATER},
        {},
    ],
    ids=["fewer events", "told earlier", "another history", "other bytes"],
)
def test_going_back_is_refused(offered: dict[str, Any]) -> None:
    """Each rule on its own refuses, and says both versions."""
    with pytest.raises(JscertError) as caught:
        refuse_going_back(edition(), edition(**offered), same_bytes=False)
    assert caught.value.code is Code.EDITION_ROLLED_BACK
    assert caught.value.facts["held"] == "7 (2026-12-01T18:00:00Z)"


def test_fields_come_back() -> None:
    """What is written is read."""
    assert edition_from(edition_fields(edition())) == edition()


@pytest.mark.parametrize("change", [{"version": "7"}, {"version": True}, {"event_sha256": 7}])
def test_fields_of_other_types_are_refused(change: dict[str, Any]) -> None:
    """A version is a number, so that it can be compared."""
    with pytest.raises(TypeError):
        edition_from(edition_fields(edition()) | change)
