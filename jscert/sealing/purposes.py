"""What a key may sign: the word that stands in the trust file beside each signer.

One key one purpose, so that a signature of one kind can never pass for another; only an imported
licensed key serves two (PDF and manifest). The root signs trust files and nothing else.
"""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """What is signed."""

    PDF = "pdf"
    TOKEN = "token"  # noqa: S105 - a kind of signature, no secret
    MANIFEST = "manifest"
    STATUS = "status"
    TRUST = "trust"


SIGNING_PURPOSES = (Purpose.PDF, Purpose.TOKEN, Purpose.MANIFEST, Purpose.STATUS)
