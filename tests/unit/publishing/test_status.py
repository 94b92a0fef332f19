"""Exporting status lists: of a state that stands still, signed, chained, over our own files only."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jscert.certificates import Act
from jscert.errors import Code, JscertError
from jscert.publishing import export_status
from jscert.sealing.status_index import read_status_index
from jscert.sealing.status_list import Status, read_status_list
from tests.bundle_builders import digest
from tests.issuing_builders import NOW, trial_home
from tests.publishing_builders import act, issue, open_act, seal
from tests.registry_builders import SECOND, THIRD, refusal

if TYPE_CHECKING:
    from jscert.presswork import Office
    from jscert.sealing.status_index import StatusIndex

LATER = NOW + timedelta(days=1)


def export(office: Office, folder: Path, now: datetime = NOW) -> StatusIndex:
    """Export, and read the index a checker would read."""
    export_status(replace(office, clock=lambda: now), folder, lambda *_: None)
    return read_status_index((folder / "status.json").read_bytes(), office.keys.trust)


def says(office: Office, folder: Path, index: int) -> Status | None:
    """Tell what a place of list 0 says to a checker."""
    data = (folder / "0.cwt").read_bytes()
    return read_status_list(data, office.keys.trust).at(index)


def test_the_folder_holds_trust_index_and_lists(office: Office, tmp_path: Path) -> None:
    """Everything a checker needs, and nothing else."""
    issue(office, "a")
    index = export(office, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "0.cwt",
        "status.json",
        "trust.json",
    ]
    assert index.lists == (digest((tmp_path / "out" / "0.cwt").read_bytes()),)


def test_the_edition_is_the_registrys(office: Office, tmp_path: Path) -> None:
    """Version and event digest are the head of the chain."""
    issue(office, "a")
    index = export(office, tmp_path / "out")
    head = office.registry.head()
    assert (index.edition.version, index.edition.event_sha256) == (1, head.event_sha256)
    assert index.edition.issued_at == NOW
    assert index.edition.expires_at == NOW + timedelta(days=30)


def test_places_say_what_happened(office: Office, tmp_path: Path) -> None:
    """A change supersedes the older revision's place, an annulment stands on its own."""
    one, two = issue(office, "a", "b")
    act(office, Act.CHANGE, one.number, "a", SECOND)
    act(office, Act.ANNUL, two.number, "b", THIRD)
    export(office, tmp_path / "out")
    assert [says(office, tmp_path / "out", place) for place in range(4)] == [
        Status.SUPERSEDED,
        Status.ANNULLED,
        Status.VALID,
        Status.UNPUBLISHED,
    ]


def test_a_batch_under_way_is_not_published(office: Office, tmp_path: Path) -> None:
    """Its places are drawn and say so; what it acts upon stays as it was."""
    (one,) = issue(office, "a")
    open_act(office, Act.CHANGE, one.number, "a", SECOND)
    export(office, tmp_path / "out")
    assert [says(office, tmp_path / "out", place) for place in range(2)] == [
        Status.VALID,
        Status.UNPUBLISHED,
    ]


def test_the_same_state_at_the_same_instant_has_the_same_bytes(
    office: Office, tmp_path: Path
) -> None:
    """Exported twice, wherever."""
    issue(office, "a")
    for name in ("one", "two"):
        export(office, tmp_path / name)
    both = [
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    ]
    assert both[0] == both[1]


def test_each_index_names_the_one_before(office: Office, tmp_path: Path) -> None:
    """The first names none."""
    first = export(office, tmp_path / "out")
    signed = (tmp_path / "out" / "status.json").read_bytes()
    issue(office, "a")
    assert (first.predecessor, export(office, tmp_path / "out", LATER).predecessor) == (
        "",
        digest(signed),
    )


def test_a_sealed_batch_must_be_published_first(office: Office, tmp_path: Path) -> None:
    """The chain would be ahead of the state."""
    (one,) = issue(office, "a")
    open_act(office, Act.SUSPEND, one.number, "a", SECOND)
    seal(office, SECOND)
    assert refusal(export, office, tmp_path / "out") is Code.STATUS_BATCH_WAITS
    assert not (tmp_path / "out").exists()


def test_a_registry_behind_its_last_export_is_refused(office: Office, tmp_path: Path) -> None:
    """An old backup would bring back what was annulled since."""
    issue(office, "a")
    export(office, tmp_path / "out")
    backup = trial_home(tmp_path / "backup")
    own = office.home / "publishing"
    (backup / "publishing").mkdir()
    (backup / "publishing" / "status.json").write_bytes((own / "status.json").read_bytes())
    from jscert.registry.sql import open_registry

    registry = open_registry(backup / "registry.sqlite")
    old = replace(office, home=backup, registry=registry)
    try:
        assert refusal(export, old, tmp_path / "out") is Code.REGISTRY_ROLLED_BACK
    finally:
        registry.close()


def test_a_key_past_its_use_signs_nothing(office: Office, tmp_path: Path) -> None:
    """Two years, and not a day longer."""
    late = datetime(2030, 1, 1, tzinfo=UTC)
    assert refusal(export, office, tmp_path / "out", late) is Code.KEY_PERIOD_OVER


@pytest.mark.parametrize("name", ["trust.json", "status.json"])
def test_somebody_elses_files_are_left_alone(office: Office, tmp_path: Path, name: str) -> None:
    """Another authority's folder is not overwritten."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_bytes(b"{}")
    assert refusal(export, office, tmp_path / "out") is Code.FILE_EXISTS
    assert (tmp_path / "out" / name).read_bytes() == b"{}"


def test_a_later_state_is_not_replaced(office: Office, tmp_path: Path) -> None:
    """A whole folder restored from a backup forgot its last export; what was handed out did not."""
    (one,) = issue(office, "a")
    act(office, Act.ANNUL, one.number, "a", SECOND)
    export(office, tmp_path / "out")
    handed_out = (tmp_path / "out" / "0.cwt").read_bytes()
    backup = trial_home(tmp_path / "backup")
    from jscert.registry.sql import open_registry

    with closing(open_registry(backup / "registry.sqlite")) as registry:
        old = replace(office, home=backup, registry=registry)
        assert refusal(export, old, tmp_path / "out", LATER) is Code.REGISTRY_ROLLED_BACK
    assert (tmp_path / "out" / "0.cwt").read_bytes() == handed_out


def test_a_second_export_at_once_is_refused(office: Office, tmp_path: Path) -> None:
    """Two would tell two stories of one instant."""
    from jscert.publishing.editions import exporting

    with exporting(office):
        assert refusal(export, office, tmp_path / "out") is Code.REGISTRY_BUSY


def test_a_state_that_goes_on_is_made_again(office: Office) -> None:
    """What was made of a state that is over is thrown away."""
    from jscert.publishing.editions import make_steadily

    (one,) = issue(office, "a")
    heads = []

    def make(head: object) -> int:
        heads.append(head)
        if len(heads) == 1:
            act(office, Act.SUSPEND, one.number, "a", SECOND)
        return len(heads)

    assert make_steadily(office, make) == 2


def test_a_state_that_never_stands_still_is_given_up(office: Office) -> None:
    """After three attempts somebody is told to come back."""
    from jscert.publishing.editions import make_steadily

    (one,) = issue(office, "a")
    turns = iter([(Act.SUSPEND, SECOND), (Act.REINSTATE, THIRD), (Act.SUSPEND, "20261122-dddd")])

    def make(_: object) -> None:
        what, batch = next(turns)
        act(office, what, one.number, "a", batch)

    with pytest.raises(JscertError) as caught:
        make_steadily(office, make)
    assert caught.value.code is Code.REGISTRY_BUSY
