"""The seam between what is signed and who holds the key: one Protocol, no key in sight.

Makers of seals, tokens and documents ask for a `Signer` and never learn where its key lives. The file
key is `keys.FileSigner`; tokens of hardware follow behind the same door.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jscert.sealing.signing_certificate import Algorithm


class Signer(Protocol):
    """A key that signs. `certificate` and `chain` (issuers, without the root) are DER."""

    @property
    def certificate(self) -> bytes:
        """The certificate of the key."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """The certificates between it and its root, nearest first."""

    @property
    def algorithm(self) -> Algorithm:
        """`es256` (ECDSA P-256) or `rs256` (RSASSA-PKCS1-v1_5), both over SHA-256."""

    def sign(self, message: bytes) -> bytes:
        """Sign SHA-256 of `message`: the same bytes each time; ECDSA in DER with s ≤ n/2."""
