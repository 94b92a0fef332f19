"""The checker's trust: pinned by fingerprint, never going back."""

from __future__ import annotations

from pathlib import Path

import pytest

from jscert.errors import Code, JscertError
from jscert.sealing.signing_certificate import NatureKind
from jscert.sealing.trust import write_trust
from jscert.sealing.trust_store import TrustStore, user_trust_folder
from tests.sealing_builders import authority, trust_file

ROOT = authority()["root"]
FIRST = write_trust(trust_file(), ROOT)
SECOND = write_trust(trust_file(version=2, predecessor="ab" * 32), ROOT)
FINGERPRINT = trust_file().fingerprint
OTHER = write_trust(trust_file(nature=NatureKind.OWN_ROOT), authority(NatureKind.OWN_ROOT)["root"])
OTHER_FINGERPRINT = trust_file(nature=NatureKind.OWN_ROOT).fingerprint


@pytest.fixture
def store(tmp_path: Path) -> TrustStore:
    """Give an empty store."""
    return TrustStore(tmp_path / "trust")


def refused(store: TrustStore, data: bytes, fingerprint: str | None = None) -> Code:
    """Give the code with which an import is refused."""
    with pytest.raises(JscertError) as caught:
        store.import_file(data, fingerprint)
    return caught.value.code


def test_an_imported_file_is_relied_upon(store: TrustStore) -> None:
    """What was imported is loaded."""
    store.import_file(FIRST, FINGERPRINT)
    assert store.load() == trust_file()


def test_an_empty_store_has_nothing(store: TrustStore) -> None:
    """Missing trust has its own code."""
    with pytest.raises(JscertError) as caught:
        store.load()
    assert caught.value.code is Code.TRUST_MISSING


def test_the_first_import_needs_a_fingerprint(store: TrustStore) -> None:
    """A file's own word is not enough, and nothing is kept of it."""
    assert refused(store, FIRST) is Code.TRUST_FINGERPRINT
    with pytest.raises(JscertError):
        store.load()


def test_a_wrong_fingerprint_leaves_nothing_behind(store: TrustStore, tmp_path: Path) -> None:
    """A refused file is not stored."""
    assert refused(store, FIRST, "00" * 32) is Code.TRUST_FINGERPRINT
    assert not (tmp_path / "trust").exists()


def test_a_newer_file_of_a_known_root_needs_no_fingerprint(store: TrustStore) -> None:
    """The root's signature vouches for it."""
    store.import_file(FIRST, FINGERPRINT)
    store.import_file(SECOND)
    assert store.load().version == 2


@pytest.mark.parametrize("fingerprint", [None, FINGERPRINT])
def test_an_older_file_is_refused(store: TrustStore, fingerprint: str | None) -> None:
    """Not even with its fingerprint does an old file come back."""
    store.import_file(SECOND, FINGERPRINT)
    assert refused(store, FIRST, fingerprint) is Code.TRUST_ROLLED_BACK
    assert store.load().version == 2


def test_another_file_of_the_same_version_is_refused(store: TrustStore) -> None:
    """A version is one file."""
    store.import_file(FIRST, FINGERPRINT)
    twin = write_trust(trust_file(predecessor="cd" * 32), ROOT)
    assert refused(store, twin) is Code.TRUST_ROLLED_BACK


def test_importing_the_same_file_again_changes_nothing(store: TrustStore) -> None:
    """Twice is as good as once."""
    store.import_file(FIRST, FINGERPRINT)
    store.import_file(FIRST)
    assert store.load().version == 1


def test_another_roots_file_needs_its_own_fingerprint(store: TrustStore) -> None:
    """A stranger's file does not slip in as an update."""
    store.import_file(FIRST, FINGERPRINT)
    assert refused(store, OTHER) is Code.TRUST_FINGERPRINT
    assert store.load().fingerprint == FINGERPRINT


def test_a_root_taken_back_remembers_its_version(store: TrustStore) -> None:
    """Going to another root and back does not open the way to an old file."""
    store.import_file(SECOND, FINGERPRINT)
    store.import_file(OTHER, OTHER_FINGERPRINT)
    assert store.load().fingerprint == OTHER_FINGERPRINT
    assert refused(store, FIRST, FINGERPRINT) is Code.TRUST_ROLLED_BACK


def test_a_stored_file_that_was_edited_is_refused(store: TrustStore, tmp_path: Path) -> None:
    """The bytes are checked each time."""
    store.import_file(FIRST, FINGERPRINT)
    (tmp_path / "trust" / f"{FINGERPRINT}.json").write_bytes(OTHER)
    with pytest.raises(JscertError) as caught:
        store.load()
    assert caught.value.code is Code.TRUST_FINGERPRINT


def test_a_spoiled_file_can_be_replaced(store: TrustStore, tmp_path: Path) -> None:
    """Importing again heals a store."""
    store.import_file(FIRST, FINGERPRINT)
    (tmp_path / "trust" / f"{FINGERPRINT}.json").write_bytes(b"spoiled")
    store.import_file(FIRST)
    assert store.load() == trust_file()


@pytest.mark.parametrize("text", ["", "../../etc/passwd", "zz", "é" * 64])
def test_a_broken_pin_is_unreadable(store: TrustStore, tmp_path: Path, text: str) -> None:
    """The pin is a fingerprint and never a path."""
    store.import_file(FIRST, FINGERPRINT)
    (tmp_path / "trust" / "root.txt").write_text(text, "utf-8")
    with pytest.raises(JscertError) as caught:
        store.load()
    assert caught.value.code is Code.TRUST_UNREADABLE


def test_a_folder_that_cannot_be_made_has_its_code(tmp_path: Path) -> None:
    """A file in its place is told as an unwritable folder."""
    (tmp_path / "trust").write_bytes(b"")
    store = TrustStore(tmp_path / "trust" / "deeper")
    with pytest.raises(JscertError) as caught:
        store.import_file(FIRST, FINGERPRINT)
    assert caught.value.code is Code.FOLDER_UNWRITABLE


def test_a_store_that_cannot_be_read_has_its_code(store: TrustStore, tmp_path: Path) -> None:
    """A folder where a file should be is no trust."""
    store.import_file(FIRST, FINGERPRINT)
    (tmp_path / "trust" / f"{FINGERPRINT}.json").unlink()
    (tmp_path / "trust" / f"{FINGERPRINT}.json").mkdir()
    with pytest.raises(JscertError) as caught:
        store.load()
    assert caught.value.code is Code.TRUST_UNREADABLE


def test_the_users_folder_follows_the_environment() -> None:
    """XDG_CONFIG_HOME is respected, ~/.config is the default."""
    assert user_trust_folder({"XDG_CONFIG_HOME": "/x"}) == Path("/x/jscert/trust")
    assert user_trust_folder({}) == Path.home() / ".config" / "jscert" / "trust"
