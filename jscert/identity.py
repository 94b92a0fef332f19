"""Personal data under two keys: sealed values, and look-up digests that nobody can enumerate.

One 32-byte identity key comes in (from the authority's key folder, unwrapped there); HKDF-SHA256
(RFC 5869) derives one key for AES-256-GCM and one for HMAC-SHA256. Sealed values and digests go to
the registry, the event files and the photo spool; whoever shares a registry shares the key.
Checkers never need it. Not here: key files, passphrases, masking (`certificates.mask_identity`).

Formats, for ever: sealed value = 12 random bytes, then ciphertext and tag (16). Associated data and
digested fields are each part's UTF-8 length (4 bytes, big-endian) and the part, in order.
"""

from __future__ import annotations

import hmac
import os
import secrets
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jscert.errors import Code, JscertError

if TYPE_CHECKING:
    from collections.abc import Iterable

IDENTITY_KEY_BYTES = 32
LOOK_UP_BYTES = 16
NONCE_BYTES = 12
SEALING_ADDS_BYTES = NONCE_BYTES + 16

_SALT = b"jscert identity key 1"
_DIGEST = "sha256"


class Vault:
    """Seals and opens values and makes look-up digests; its keys never leave it."""

    __slots__ = ("_cipher", "_digest_key")

    def __init__(self, identity_key: bytes) -> None:
        if len(identity_key) != IDENTITY_KEY_BYTES:
            raise ValueError("an identity key has 32 bytes")
        self._cipher = AESGCM(_derive(identity_key, b"seal"))
        self._digest_key = _derive(identity_key, b"look up")

    def seal(self, plaintext: bytes, aad: tuple[str, ...]) -> bytes:
        """Encrypt; `aad` names the place (table, row, column) and must be given again to open."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plaintext, _joined(aad))

    def open(self, sealed: bytes, aad: tuple[str, ...]) -> bytes:
        """Decrypt; `SEALED_VALUE` if the key, the place or a byte is not the one it was sealed with."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _joined(aad))
        except (InvalidTag, ValueError) as fault:
            raise JscertError(Code.SEALED_VALUE, place="/".join(aad[:2])) from fault

    def row_key(self, kind: str, identity_number: str, post_code: str) -> str:
        """Digest what makes a row the same row (hex): kind, person, post or trade."""
        return self._look_up("row", (kind, identity_number, post_code))

    def facts_digest(self, *facts: str) -> str:
        """Digest the facts that must be equal for "already issued" (hex); their order counts."""
        return self._look_up("facts", facts)

    def look_ups(self, identity_number: str, name: str, employer: str) -> tuple[str, ...]:
        """Digest what a certificate is found by (hex, 16 bytes each): person, name, employer if any."""
        found_by = (("person", identity_number), ("name", name), ("employer", employer))
        return tuple(self.look_up(purpose, value) for purpose, value in found_by if value)

    def look_up(self, purpose: str, value: str) -> str:
        """Digest a value to look certificates up by; `purpose` is `person`, `name` or `employer`."""
        return self._look_up(purpose, (value,))[: 2 * LOOK_UP_BYTES]

    def _look_up(self, purpose: str, parts: Iterable[str]) -> str:
        return hmac.digest(self._digest_key, _joined((purpose, *parts)), _DIGEST).hex()


def new_identity_key() -> bytes:
    """Draw a new identity key."""
    return secrets.token_bytes(IDENTITY_KEY_BYTES)


def _derive(identity_key: bytes, purpose: bytes) -> bytes:
    """HKDF-SHA256 for one block of output (RFC 5869): extract, then expand once."""
    secret = hmac.digest(_SALT, identity_key, _DIGEST)
    return hmac.digest(secret, b"jscert " + purpose + b"\x01", _DIGEST)


def _joined(parts: Iterable[str]) -> bytes:
    coded = [part.encode() for part in parts]
    return b"".join(piece for part in coded for piece in (len(part).to_bytes(4, "big"), part))
