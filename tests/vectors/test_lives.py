"""Certificates of every form and state keep their verdicts, on every day of their lives, for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from jscert.verifying.pdf import verify_pdf
from jscert.verifying.verdict import Standing
from tests.vectors.judging_lives import evidence_on, expected, judged
from tests.vectors.make_lives import STATES

SETS = sorted(path.parent for path in (Path(__file__).parent / "lives").glob("*/expected.json"))
CASES = [(folder, name) for folder in SETS for name in expected(folder)["certificates"]]
each_case = pytest.mark.parametrize(
    ("folder", "name"), CASES, ids=[f"{folder.name}-{name}" for folder, name in CASES]
)


@pytest.mark.parametrize("folder", SETS, ids=lambda folder: folder.name)
def test_every_kind_and_state_is_there(folder: Path) -> None:
    """Five forms; every state where the family knows it."""
    names = {name.rpartition("-r")[0] for name in expected(folder)["certificates"]}
    kinds = ("safety-a", "safety-b", "safety-c", "special-operations")
    wanted = {f"{kind}-{state}" for kind in kinds for state in STATES}
    of_site = ("valid", "changed", "renumbered", "cancelled", "annulled", "withdrawn")
    assert names == wanted | {f"site-management-{state}" for state in of_site}


@each_case
def test_the_verdict_of_each_day_is_what_it_was(folder: Path, name: str) -> None:
    """File and QR code get the answers they got when the set was made."""
    verdicts = expected(folder)["certificates"][name]["verdicts"]
    assert {day: judged(folder, name, day) for day in verdicts} == verdicts


@each_case
def test_no_day_makes_an_ended_certificate_valid(folder: Path, name: str) -> None:
    """Only lives that go on are ever valid, and never past the expiry of the status."""
    verdicts = expected(folder)["certificates"][name]["verdicts"]
    standings = [said[way]["standing"] for said in verdicts.values() for way in ("pdf", "qr")]
    goes_on = ("valid-r1", "reinstated-r1", "changed-r2", "renumbered-r2")
    assert ("valid" in standings) == name.endswith(goes_on)
    assert "valid" not in [
        verdicts[day]["pdf"]["standing"] for day in verdicts if day > "2026-12-22"
    ]


@pytest.mark.parametrize(("folder", "name"), CASES[::7])
def test_a_changed_byte_is_not_genuine(folder: Path, name: str) -> None:
    """Whatever the state, one bit is enough."""
    data = bytearray((folder / f"{name}.pdf").read_bytes())
    data[len(data) // 3] ^= 1
    with evidence_on(folder, "2026-11-22") as evidence:
        assert verify_pdf(bytes(data), "a.pdf", evidence).standing is Standing.NOT_GENUINE
