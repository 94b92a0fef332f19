"""Certificates of every released format keep their verdict for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from jscert.verifying.pdf import verify_pdf
from jscert.verifying.verdict import Standing
from tests.vectors.judging import evidence_of, expected, judged

SETS = sorted(path.parent for path in Path(__file__).parent.glob("*/expected.json"))
CASES = [(folder, kind) for folder in SETS for kind in expected(folder)["certificates"]]
each_case = pytest.mark.parametrize(
    ("folder", "kind"), CASES, ids=[f"{folder.name}-{kind}" for folder, kind in CASES]
)


def test_there_are_vectors() -> None:
    """The five printed forms are among them."""
    assert len({kind for _, kind in CASES}) == 5


@each_case
@pytest.mark.parametrize("way", ["pdf", "qr"])
def test_the_verdict_is_what_it_was(folder: Path, kind: str, way: str) -> None:
    """Old certificates are the interface: each gets the answer it got when it was released."""
    assert judged(folder, kind, way) == expected(folder)["certificates"][kind][f"{way}_verdict"]


@each_case
def test_a_changed_vector_is_not_genuine(folder: Path, kind: str) -> None:
    """One bit in the middle of each file is enough."""
    data = bytearray((folder / f"{kind}.pdf").read_bytes())
    data[len(data) // 2] ^= 1
    answer = verify_pdf(bytes(data), "a.pdf", evidence_of(folder))
    assert answer.standing is Standing.NOT_GENUINE
