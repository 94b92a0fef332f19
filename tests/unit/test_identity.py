"""Sealed values and look-up digests."""

from __future__ import annotations

import pytest

from jscert.errors import Code, JscertError
from jscert.identity import SEALING_ADDS_BYTES, Vault, new_identity_key

PLACE = ("rows", "20261122-aaaa", "key-a")


@pytest.fixture
def vault() -> Vault:
    """Give a vault under a fixed key."""
    return Vault(bytes(range(32)))


def test_a_sealed_value_opens_in_its_place(vault: Vault) -> None:
    """What was sealed comes back under the same key and place."""
    assert vault.open(vault.seal("王䶮".encode(), PLACE), PLACE).decode() == "王䶮"


def test_a_sealed_value_is_never_the_same_twice(vault: Vault) -> None:
    """Equal facts do not show as equal bytes."""
    assert vault.seal(b"x", PLACE) != vault.seal(b"x", PLACE)


def test_sealing_adds_a_known_number_of_bytes(vault: Vault) -> None:
    """Nonce and tag are all that is added."""
    assert len(vault.seal(b"12345", PLACE)) == 5 + SEALING_ADDS_BYTES


@pytest.mark.parametrize(
    "place", [("rows", "20261122-aaaa", "key-b"), ("rows", "20261122-aaaakey-a"), ()]
)
def test_a_value_moved_elsewhere_does_not_open(vault: Vault, place: tuple[str, ...]) -> None:
    """The place is part of what is sealed, its borders between parts too."""
    with pytest.raises(JscertError) as caught:
        vault.open(vault.seal(b"x", PLACE), place)
    assert caught.value.code is Code.SEALED_VALUE


@pytest.mark.parametrize("index", [0, 11, 12, -1])
def test_a_changed_byte_does_not_open(vault: Vault, index: int) -> None:
    """Nonce, text and tag are all proven."""
    sealed = bytearray(vault.seal(b"xyz", PLACE))
    sealed[index] ^= 1
    with pytest.raises(JscertError) as caught:
        vault.open(bytes(sealed), PLACE)
    assert caught.value.code is Code.SEALED_VALUE


def test_a_stump_does_not_open(vault: Vault) -> None:
    """A value too short to be sealed is refused with the same code."""
    with pytest.raises(JscertError) as caught:
        vault.open(b"short", PLACE)
    assert caught.value.code is Code.SEALED_VALUE


def test_another_key_does_not_open(vault: Vault) -> None:
    """A restored registry with a foreign identity key is noticed."""
    with pytest.raises(JscertError):
        Vault(new_identity_key()).open(vault.seal(b"x", PLACE), PLACE)


def test_a_refusal_names_no_row_key(vault: Vault) -> None:
    """The error's facts stop before the look-up digest."""
    with pytest.raises(JscertError) as caught:
        vault.open(bytes(40), PLACE)
    assert caught.value.facts == {"place": "rows/20261122-aaaa"}


def test_row_keys_are_for_ever(vault: Vault) -> None:
    """The digest of a row is a format: a changed value here would issue everyone twice."""
    assert (
        vault.row_key("safety-a", "320102199003072020", "")
        == "85c6b899926821e1c171cbf6ccf8f3c1225d9aee0c7d807459beb0803aaa1091"
    )


def test_facts_digests_are_for_ever(vault: Vault) -> None:
    """The digest of the facts is a format as well."""
    assert (
        vault.facts_digest("王䶮", "江苏建工", "")
        == "2247796ad9db6f9b9ca316f0b24fa4e6d92fcdb29a729ec54b9099acba204299"
    )


def test_row_keys_tell_kind_person_and_post_apart(vault: Vault) -> None:
    """Each of the three makes another row, and so do shifted borders between them."""
    keys = {
        vault.row_key("a", "b", "c"),
        vault.row_key("ab", "", "c"),
        vault.row_key("a", "bc", ""),
        vault.row_key("a", "b", ""),
    }
    assert len(keys) == 4


def test_row_keys_and_facts_never_meet(vault: Vault) -> None:
    """The same words digest differently as a row and as facts."""
    assert vault.row_key("a", "b", "c") != vault.facts_digest("a", "b", "c")


def test_the_order_of_facts_counts(vault: Vault) -> None:
    """Facts are compared as they are given."""
    assert vault.facts_digest("a", "b") != vault.facts_digest("b", "a")


def test_a_vault_shows_no_key() -> None:
    """A vault in a traceback or a log tells nothing."""
    key = new_identity_key()
    assert key.hex() not in repr(Vault(key))
    assert not hasattr(Vault(key), "__dict__")


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    """A truncated key file must not become a weaker key."""
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(bytes(length))
