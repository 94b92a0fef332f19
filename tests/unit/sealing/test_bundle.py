"""Records of the number index: what unlocks them, what they say, and how they are found."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jscert.certificates import Medium
from jscert.families.catalogue import catalogue
from jscert.sealing.bundle import (
    KINDS,
    LOCATOR_BYTES,
    RECORD_BYTES,
    derive_keys,
    find_record,
    open_entry,
    records_of,
    seal_entry,
    shard_name,
    unlock_phrase,
)
from tests.bundle_builders import NAME, NUMBER, SALT, TAIL, entry, record

PHRASE = unlock_phrase(NUMBER, NAME, TAIL)
KEYS = derive_keys(PHRASE, SALT)
VECTORS = json.loads(Path(__file__).with_name("bundle_vectors.json").read_text("utf-8"))


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"medium": Medium.PAPER},
        {"revision": 65_535},
        {"status_list": 16_383, "status_index": 131_071},
        {"valid_until": None},
        {"issued_on": date(1999, 12, 31)},
        *({"kind": kind} for kind in KINDS),
    ],
)
def test_a_record_says_what_was_sealed(change: dict[str, Any]) -> None:
    """Every fact comes back."""
    assert open_entry(seal_entry(entry(**change), KEYS), KEYS) == entry(**change)


def test_every_kind_of_certificate_has_its_place() -> None:
    """A kind without a number could not be published."""
    assert {kind.id for kind in catalogue().kinds} <= set(KINDS)


def test_a_record_has_its_size() -> None:
    """Locator, nonce, ciphertext, tag."""
    assert len(record()) == RECORD_BYTES == 12 + 12 + 12 + 16


def test_the_same_facts_have_the_same_bytes() -> None:
    """Nothing random enters a record, so a bundle can be made again."""
    assert record() == record()


def test_other_facts_have_another_nonce() -> None:
    """One key never seals two texts under one nonce."""
    one, other = record(), record(revision=2)
    place = slice(LOCATOR_BYTES, LOCATOR_BYTES + 12)
    assert one[:LOCATOR_BYTES] == other[:LOCATOR_BYTES]
    assert one[place] != other[place]


@pytest.mark.parametrize(
    ("number", "name", "tail"),
    [
        (NUMBER, NAME, "072021"),
        (NUMBER, "王", TAIL),
        ("苏建安A(2026)0100002", NAME, TAIL),
    ],
)
def test_all_three_are_needed(number: str, name: str, tail: str) -> None:
    """One of them wrong, and neither the place nor the key is found."""
    others = derive_keys(unlock_phrase(number, name, tail), SALT)
    assert others.locator != KEYS.locator
    assert open_entry(record(), others) is None


def test_a_foreign_library_derives_the_same_keys() -> None:
    """PBKDF2 and HKDF as every WebCrypto has them."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    secret = PBKDF2HMAC(SHA256(), 32, SALT, 30_000).derive(PHRASE)
    stream = HKDF(SHA256(), 76, b"", b"jscert-bundle/1").derive(secret)
    assert stream == KEYS.locator + KEYS.key + KEYS.nonce_key


def test_another_salt_is_another_index() -> None:
    """What was reckoned for one authority opens nothing of another."""
    assert derive_keys(PHRASE, bytes(32)).locator != KEYS.locator


@pytest.mark.parametrize("position", range(0, RECORD_BYTES, 5))
def test_a_changed_record_does_not_open(position: int) -> None:
    """Every byte is authenticated, the locator included."""
    data = bytearray(record())
    data[position] ^= 1
    keys = KEYS
    if position < LOCATOR_BYTES:
        from dataclasses import replace

        keys = replace(KEYS, locator=bytes(data[:LOCATOR_BYTES]))
    assert open_entry(bytes(data), keys) is None


@pytest.mark.parametrize(
    ("number", "name", "tail"),
    [
        ("苏建安Ａ（２０２６）０１００００１", NAME, TAIL),
        (" 苏建安a〔2026〕 0100001 ", NAME, TAIL),
        (NUMBER, " 王 䶮\u3000", TAIL),
        (NUMBER, "王\u200b䶮", TAIL),
        (NUMBER, NAME, "07202x"),
        (NUMBER, NAME, " ０７２０２Ｘ"),
    ],
)
def test_spelling_does_not_matter(number: str, name: str, tail: str) -> None:
    """Whatever a clerk types from the paper, the same phrase comes out."""
    assert unlock_phrase(number, name, tail) == PHRASE


def test_look_alikes_of_the_separator_are_one() -> None:
    """买买提·艾力 is found with any dot a keyboard has."""
    typed = {unlock_phrase(NUMBER, f"买买提{dot}艾力", TAIL) for dot in "·•・･‧⋅．."}
    assert len(typed) == 1


def test_rare_hanzi_stay_what_they_are() -> None:
    """A compatibility hanzi is another name: the identity card decides."""
    assert unlock_phrase(NUMBER, "\uf9dc", TAIL) != unlock_phrase(NUMBER, "\u9686", TAIL)


@pytest.mark.parametrize("vector", VECTORS, ids=[one["name"] for one in VECTORS])
def test_vectors(vector: dict[str, Any]) -> None:
    """The published vectors, for ever: phrase, keys and record to the byte."""
    phrase = unlock_phrase(vector["number"], vector["name"], vector["tail"])
    keys = derive_keys(phrase, bytes.fromhex(vector["salt"]))
    found = entry(revision=vector["revision"], medium=Medium(vector["medium"]))
    assert phrase.hex() == vector["phrase"]
    assert keys.locator.hex() == vector["locator"]
    assert keys.key.hex() == vector["key"]
    assert keys.nonce_key.hex() == vector["nonce_key"]
    assert seal_entry(found, keys).hex() == vector["record"]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10])
def test_records_are_found_in_a_shard(count: int) -> None:
    """Every one of them, and no other."""
    shard = b"".join(bytes([2 * place]) * RECORD_BYTES for place in range(count))
    for place in range(2 * count + 1):
        wanted = bytes([place]) * LOCATOR_BYTES
        there = place % 2 == 0 and place < 2 * count
        assert find_record(shard, wanted) == (bytes([place]) * RECORD_BYTES if there else None)


def test_a_shard_divides_into_its_records() -> None:
    """Nothing stands between them."""
    assert list(records_of(record() + record(revision=2))) == [record(), record(revision=2)]


def test_a_shard_is_named_after_twelve_bits() -> None:
    """The page that serves them learns no more than these."""
    assert shard_name(bytes.fromhex("3f7a0102030405060708090a")) == "numbers/3f7.bin"


@pytest.mark.parametrize(
    "change",
    [{"kind": "safety-z"}, {"revision": 65_536}, {"issued_on": date(1969, 12, 31)}],
)
def test_facts_that_do_not_fit_are_refused(change: dict[str, Any]) -> None:
    """Nothing wraps round."""
    with pytest.raises(ValueError, match=r"facts|not in tuple|index"):
        seal_entry(entry(**change), KEYS)


def test_a_kind_of_a_later_version_is_no_guess() -> None:
    """A record that opens and names an unknown kind is told apart from one that does not open."""
    import hmac

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    facts = bytes.fromhex("ff0000010000000750b10000")
    nonce = hmac.digest(KEYS.nonce_key, facts, "sha256")[:12]
    sealed = AESGCM(KEYS.key).encrypt(nonce, facts, b"jscert-bundle/1" + KEYS.locator)
    with pytest.raises(ValueError, match="later version"):
        open_entry(KEYS.locator + nonce + sealed, KEYS)
