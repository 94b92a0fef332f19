"""A stored bundle as evidence: places answered, numbers found, spoiled parts never believed."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code, JscertError
from jscert.sealing.bundle_archive import write_archive
from jscert.sealing.bundle_store import StoredBundle, opened_bundle
from jscert.sealing.status_list import LIST_SIZE, Status
from jscert.verifying.bundle_status import BundleIndex, BundleStatus
from tests.bundle_builders import (
    EXPIRES_AT,
    ISSUED_AT,
    NAME,
    NUMBER,
    TAIL,
    bundle,
    entry,
    parts,
    record,
)
from tests.sealing_builders import trust_file

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def stored(folder: Path, data: bytes) -> Iterator[StoredBundle]:
    """Store a bundle and open it."""
    (folder / "b.zip").write_bytes(data)
    with opened_bundle(folder / "b.zip", trust_file()) as opened:
        assert opened is not None
        yield opened


def test_instants_are_the_editions(tmp_path: Path) -> None:
    """All lists of a bundle speak for one instant."""
    with stored(tmp_path, bundle()) as opened:
        status = BundleStatus(opened)
        assert (status.as_of, status.expires_at) == (ISSUED_AT, EXPIRES_AT)


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ((0, 7), Status.ANNULLED),
        ((0, 8), Status.UNPUBLISHED),
        ((0, LIST_SIZE), None),
        ((1, 7), None),
        ((-1, 7), None),
    ],
)
def test_places_are_answered(tmp_path: Path, place: tuple[int, int], says: Status | None) -> None:
    """Outside the lists there is no word."""
    with stored(tmp_path, bundle(places={7: Status.ANNULLED})) as opened:
        assert BundleStatus(opened).status(*place) is says


def test_a_spoiled_list_is_an_error_and_no_answer(tmp_path: Path) -> None:
    """Nobody is called valid by a damaged list."""
    spoiled = write_archive((parts() | {"0.cwt": b"spoiled"}).items())
    with stored(tmp_path, spoiled) as opened, pytest.raises(JscertError) as caught:
        BundleStatus(opened).status(0, 7)
    assert caught.value.code is Code.BUNDLE_UNREADABLE


def test_a_number_is_found_with_name_and_tail(tmp_path: Path) -> None:
    """As typed from the card, in any spelling."""
    with stored(tmp_path, bundle()) as opened:
        index = BundleIndex(opened)
        assert index.find(NUMBER, NAME, TAIL) == entry()
        assert index.find("苏建安a（2026）0100001", f" {NAME} ", TAIL.lower()) == entry()


@pytest.mark.parametrize(
    ("number", "name", "tail"),
    [
        ("苏建安A(2026)0100002", NAME, TAIL),
        (NUMBER, "李四", TAIL),
        (NUMBER, NAME, "072021"),
        (NUMBER, NAME, ""),
        ("", "", ""),
    ],
)
def test_what_does_not_belong_together_is_not_found(
    tmp_path: Path, number: str, name: str, tail: str
) -> None:
    """And nothing tells which of the three was wrong."""
    with stored(tmp_path, bundle()) as opened:
        assert BundleIndex(opened).find(number, name, tail) is None


def test_one_of_many_is_found(tmp_path: Path) -> None:
    """Each in its shard."""
    tails = [f"01{count:04}" for count in range(40)]
    records = [record(tail=tail, status_index=place) for place, tail in enumerate(tails)]
    with stored(tmp_path, bundle(records=records)) as opened:
        index = BundleIndex(opened)
        assert [index.find(NUMBER, NAME, tail) for tail in tails] == [
            entry(status_index=place) for place in range(40)
        ]


def test_a_spoiled_shard_is_an_error(tmp_path: Path) -> None:
    """Not finding somebody in a damaged index says nothing."""
    made = parts()
    (shard,) = (name for name in made if name.startswith("numbers/"))
    with (
        stored(tmp_path, write_archive((made | {shard: bytes(52)}).items())) as opened,
        pytest.raises(JscertError) as caught,
    ):
        BundleIndex(opened).find(NUMBER, NAME, TAIL)
    assert caught.value.code is Code.BUNDLE_UNREADABLE
