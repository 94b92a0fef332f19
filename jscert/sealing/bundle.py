"""The number index of a bundle: one small sealed record per certificate, unlocked by what its holder shows.

Number, name and the last six characters of the identity number **together** give, through
PBKDF2-HMAC-SHA256 (30 000 rounds; WebCrypto has no better) and HKDF-SHA256, a locator, a key for
AES-256-GCM and a key for nonces. Formats, for ever:

- phrase: `number_key(number)`, a line feed, the name, a line feed, the tail, in UTF-8. In the name every
  blank and invisible character is dropped and the look-alikes of the separator become U+00B7; it is never
  put through NFKC. The tail goes through NFKC, loses its blanks and becomes upper case.
- record, 52 bytes: locator 12, nonce 12, ciphertext 12, tag 16; associated data `jscert-bundle/1` and the
  locator. The nonce is HMAC-SHA256(nonce key, plaintext)[:12]: other contents, another nonce; the same
  contents, the same bytes.
- plaintext, 12 bytes, big-endian: kind 1 (place in `KINDS`, from 1), medium 1 (1 paper), revision 2, status
  place 4 (list * 2**17 + index), issued on 2 and valid until 2 (days since 1970-01-01; 0 = no end).
- shard: all records whose locator begins with the same 12 bits, in order, nothing else; `numbers/3f7.bin`.

A record says where the standing is to be found, never what it is. Its facts are public to whoever can
unlock it; what guessing costs is told in `docs/reference/bundle.md`. Not here: zips, signatures, files.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import struct
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jscert.certificates import Medium
from jscert.numbering import number_key
from jscert.sealing.status_list import LIST_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 30_000
SALT_BYTES = 32
LOCATOR_BYTES = 12
TAIL_LENGTH = 6
RECORD_BYTES = 52
PREFIX_BITS = 12
KINDS = ("site-management", "special-operations", "safety-a", "safety-b", "safety-c")
"""Kinds by their place, from 1; new ones are added at the end."""

_INFO = b"jscert-bundle/1"
_NONCE_BYTES, _KEY_BYTES = 12, 32
_FACTS = struct.Struct(">BBHIHH")
_EPOCH = date(1970, 1, 1).toordinal()
_DROPPED = re.compile(
    "[\t-\r \u0085\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]+"
)
_SEPARATORS = re.compile("[\u2022\u30fb\uff65\u2027\u22c5\uff0e.]")


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleEntry:
    """What a record says: the newest published revision, and where its standing is to be found."""

    kind: str
    medium: Medium
    revision: int
    status_list: int
    status_index: int
    issued_on: date
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryKeys:
    """What a phrase unlocks: where the record lies, and with which keys it was sealed."""

    locator: bytes
    key: bytes = field(repr=False)
    nonce_key: bytes = field(repr=False)


def unlock_phrase(number: str, name: str, tail: str) -> bytes:
    """Spell what a holder shows, in whatever way it was typed, as the one phrase."""
    shown_name = _SEPARATORS.sub("\u00b7", _DROPPED.sub("", name))
    shown_tail = _DROPPED.sub("", unicodedata.normalize("NFKC", tail)).upper()
    return "\n".join((number_key(number), shown_name, shown_tail)).encode()


def derive_keys(phrase: bytes, salt: bytes, rounds: int = ROUNDS) -> EntryKeys:
    """Derive a phrase's keys: slow on purpose, and without the interpreter's lock."""
    secret = hashlib.pbkdf2_hmac("sha256", phrase, salt, rounds, _KEY_BYTES)
    stream = _expand(secret, LOCATOR_BYTES + 2 * _KEY_BYTES)
    return EntryKeys(
        locator=stream[:LOCATOR_BYTES],
        key=stream[LOCATOR_BYTES : LOCATOR_BYTES + _KEY_BYTES],
        nonce_key=stream[LOCATOR_BYTES + _KEY_BYTES :],
    )


def seal_entry(entry: BundleEntry, keys: EntryKeys) -> bytes:
    """Write a certificate's record; ValueError for facts that no record can hold."""
    try:
        facts = _FACTS.pack(
            KINDS.index(entry.kind) + 1,
            entry.medium is Medium.PAPER,
            entry.revision,
            entry.status_list * LIST_SIZE + entry.status_index,
            entry.issued_on.toordinal() - _EPOCH,
            entry.valid_until.toordinal() - _EPOCH if entry.valid_until else 0,
        )
    except struct.error as fault:
        raise ValueError("facts of a record") from fault
    nonce = hmac.digest(keys.nonce_key, facts, "sha256")[:_NONCE_BYTES]
    sealed = AESGCM(keys.key).encrypt(nonce, facts, _INFO + keys.locator)
    return keys.locator + nonce + sealed


def open_entry(record: bytes, keys: EntryKeys) -> BundleEntry | None:
    """Open a record; None if it is not of these keys. ValueError for a kind of a later version."""
    nonce, sealed = record[LOCATOR_BYTES:][:_NONCE_BYTES], record[LOCATOR_BYTES + _NONCE_BYTES :]
    try:
        facts = AESGCM(keys.key).decrypt(nonce, sealed, _INFO + keys.locator)
    except InvalidTag:
        return None
    kind, is_paper, revision, place, issued, until = _FACTS.unpack(facts)
    if not 1 <= kind <= len(KINDS):
        raise ValueError("kind of a later version")
    status_list, status_index = divmod(place, LIST_SIZE)
    return BundleEntry(
        kind=KINDS[kind - 1],
        medium=Medium.PAPER if is_paper else Medium.ELECTRONIC,
        revision=revision,
        status_list=status_list,
        status_index=status_index,
        issued_on=date.fromordinal(issued + _EPOCH),
        valid_until=date.fromordinal(until + _EPOCH) if until else None,
    )


def shard_name(locator: bytes) -> str:
    """Name the shard a locator lies in."""
    return f"numbers/{locator.hex()[: PREFIX_BITS // 4]}.bin"


def records_of(shard: bytes) -> Iterator[bytes]:
    """Divide a shard into its records."""
    for start in range(0, len(shard), RECORD_BYTES):
        yield shard[start : start + RECORD_BYTES]


def find_record(shard: bytes, locator: bytes) -> bytes | None:
    """Search a shard for a locator's record."""
    low, high = 0, len(shard) // RECORD_BYTES
    while low < high:
        middle = (low + high) // 2
        start = middle * RECORD_BYTES
        record = shard[start : start + RECORD_BYTES]
        if record[:LOCATOR_BYTES] == locator:
            return record
        if record[:LOCATOR_BYTES] < locator:
            low = middle + 1
        else:
            high = middle
    return None


def _expand(secret: bytes, length: int) -> bytes:
    """HKDF-SHA256 (RFC 5869) with an empty salt."""
    key = hmac.digest(bytes(32), secret, "sha256")
    block, stream = b"", b""
    for count in range(1, -(-length // 32) + 1):
        block = hmac.digest(key, block + _INFO + bytes((count,)), "sha256")
        stream += block
    return stream[:length]
