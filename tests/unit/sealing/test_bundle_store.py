"""The checker's bundle: all of it is proved before any of it is taken, and it never goes back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jscert.errors import Code, JscertError
from jscert.sealing.bundle import derive_keys, open_entry, unlock_phrase
from jscert.sealing.bundle_archive import write_archive
from jscert.sealing.bundle_store import import_bundle, opened_bundle
from jscert.sealing.status_list import Status
from jscert.sealing.trust import write_trust
from jscert.sealing.trust_store import TrustStore
from tests.bundle_builders import (
    ISSUED_AT,
    NAME,
    NUMBER,
    SALT,
    TAIL,
    bundle,
    edition,
    entry,
    parts,
    record,
)
from tests.sealing_builders import authority, trust_file

FINGERPRINT = trust_file().fingerprint
FIRST = bundle()
NEXT_EDITION = edition(version=8, issued_at=ISSUED_AT + timedelta(days=1))
NEXT = bundle(edition=NEXT_EDITION)
NEWER_TRUST = trust_file(version=2, predecessor="ab" * 32)


@pytest.fixture
def store(tmp_path: Path) -> TrustStore:
    """Give an empty store."""
    return TrustStore(tmp_path / "trust")


def files(store: TrustStore) -> dict[str, bytes]:
    """Give everything the store holds."""
    folder = store.bundle_path(FINGERPRINT).parent
    return {path.name: path.read_bytes() for path in folder.glob("*")}


def refused(store: TrustStore, data: bytes, fingerprint: str | None = None) -> Code:
    """Give the code with which an import is refused, and see that nothing changed."""
    before = files(store)
    with pytest.raises(JscertError) as caught:
        import_bundle(store, data, fingerprint)
    assert files(store) == before
    return caught.value.code


def test_an_imported_bundle_answers(store: TrustStore) -> None:
    """Trust, status and index are there."""
    import_bundle(store, FIRST, FINGERPRINT)
    keys = derive_keys(unlock_phrase(NUMBER, NAME, TAIL), SALT)
    with opened_bundle(store.bundle_path(FINGERPRINT), store.load()) as opened:
        assert opened is not None
        status_list, found = opened.status_list(0), opened.record(keys.locator)
        assert status_list is not None
        assert status_list.at(7) is Status.VALID
        assert found is not None
        assert open_entry(found, keys) == entry()


def test_without_a_bundle_there_is_none(store: TrustStore) -> None:
    """A trust file alone brings no status."""
    store.import_file(parts()["trust.json"], FINGERPRINT)
    with opened_bundle(store.bundle_path(FINGERPRINT), store.load()) as opened:
        assert opened is None


def test_the_first_bundle_needs_a_fingerprint(store: TrustStore) -> None:
    """Its trust file is taken by the rules of trust files."""
    assert refused(store, FIRST) is Code.TRUST_FINGERPRINT


def test_a_known_root_needs_none(store: TrustStore) -> None:
    """Its signature vouches for it."""
    import_bundle(store, FIRST, FINGERPRINT)
    assert import_bundle(store, NEXT).document.edition.version == 8


def test_the_same_bundle_again_changes_nothing(store: TrustStore) -> None:
    """Twice is as good as once."""
    import_bundle(store, FIRST, FINGERPRINT)
    before = files(store)
    import_bundle(store, FIRST)
    assert files(store) == before


@pytest.mark.parametrize(
    "older",
    [
        {"version": 6, "issued_at": ISSUED_AT + timedelta(days=1)},
        {"issued_at": ISSUED_AT - timedelta(days=1)},
        {"event_sha256": "ff" * 32, "issued_at": ISSUED_AT + timedelta(days=1)},
    ],
    ids=["older state", "told earlier", "another history"],
)
def test_an_older_bundle_is_refused(store: TrustStore, older: dict[str, Any]) -> None:
    """Nobody brings an annulled certificate back with an old bundle."""
    import_bundle(store, FIRST, FINGERPRINT)
    assert refused(store, bundle(edition=edition(**older))) is Code.EDITION_ROLLED_BACK


def test_another_bundle_of_the_same_edition_is_refused(store: TrustStore) -> None:
    """An edition is one bundle."""
    import_bundle(store, FIRST, FINGERPRINT)
    twin = bundle(records=(record(), record(tail="010019")))
    assert refused(store, twin) is Code.EDITION_ROLLED_BACK


def test_an_older_trust_file_is_refused_with_its_bundle(store: TrustStore) -> None:
    """However new its status is."""
    store.import_file(write_trust(NEWER_TRUST, authority()["root"]), FINGERPRINT)
    assert refused(store, NEXT) is Code.TRUST_ROLLED_BACK


def test_a_newer_trust_file_comes_along(store: TrustStore) -> None:
    """One import serves both."""
    import_bundle(store, FIRST, FINGERPRINT)
    import_bundle(store, bundle(trust=NEWER_TRUST, edition=edition(version=8)))
    assert store.load() == NEWER_TRUST


def test_a_spoiled_part_refuses_everything(store: TrustStore) -> None:
    """Nothing of a bundle is taken, its newer trust file included."""
    import_bundle(store, FIRST, FINGERPRINT)
    made = parts(trust=NEWER_TRUST, edition=edition(version=8)) | {"0.cwt": b"spoiled"}
    assert refused(store, write_archive(made.items())) is Code.BUNDLE_UNREADABLE
    assert store.load() == trust_file()


def test_a_spoiled_bundle_can_be_replaced(store: TrustStore) -> None:
    """What was damaged on this machine must not bar its successor."""
    import_bundle(store, FIRST, FINGERPRINT)
    store.bundle_path(FINGERPRINT).write_bytes(b"PK spoiled")
    import_bundle(store, FIRST)
    assert store.bundle_path(FINGERPRINT).read_bytes() == FIRST


def test_a_stored_bundle_is_proved_when_it_is_used(store: TrustStore) -> None:
    """Somebody who can write the file cannot write a status."""
    import_bundle(store, FIRST, FINGERPRINT)
    forged = parts() | {"0.cwt": parts(places={7: Status.SUSPENDED})["0.cwt"]}
    path = store.bundle_path(FINGERPRINT)
    path.write_bytes(write_archive(forged.items()))
    with opened_bundle(path, store.load()) as opened:
        assert opened is not None
        with pytest.raises(JscertError) as caught:
            opened.status_list(0)
    assert caught.value.code is Code.BUNDLE_UNREADABLE


@pytest.mark.parametrize("first", range(0, len(NEXT), 97))
def test_a_bent_bundle_is_refused_or_says_the_same(store: TrustStore, first: int) -> None:
    """A changed byte never changes an answer, and never ends in anything but a coded refusal."""
    import_bundle(store, FIRST, FINGERPRINT)
    bent = bytearray(NEXT)
    bent[first] ^= 0x41
    try:
        taken = import_bundle(store, bytes(bent))
    except JscertError:
        assert store.bundle_path(FINGERPRINT).read_bytes() == FIRST
    else:
        assert taken.document.edition.version == 8
        assert taken.signed == parts(edition=NEXT_EDITION)["bundle.json"]


@pytest.mark.parametrize("number", [-1, 1, 16_383])
def test_a_list_the_edition_does_not_have_is_none(store: TrustStore, number: int) -> None:
    """A certificate newer than the bundle has no status in it."""
    import_bundle(store, FIRST, FINGERPRINT)
    with opened_bundle(store.bundle_path(FINGERPRINT), store.load()) as opened:
        assert opened is not None
        assert opened.status_list(number) is None


def test_a_folder_that_cannot_be_made_has_its_code(tmp_path: Path) -> None:
    """A file in its place is told as an unwritable folder."""
    (tmp_path / "trust").write_bytes(b"")
    with pytest.raises(JscertError) as caught:
        import_bundle(TrustStore(tmp_path / "trust" / "deeper"), FIRST, FINGERPRINT)
    assert caught.value.code is Code.FOLDER_UNWRITABLE
