"""Signed documents: one way to sign and open them, whatever they are for.

A document is a DSSE envelope (`envelopes`) whose payload type belongs to its purpose, so a signature
made for one purpose never passes for another; a purpose with several kinds of document has a payload
type for each (`about`). Opening goes through these steps:

1. the envelope is in canonical form and has the purpose's payload type;
2. its signer is listed in the trust file for this purpose;
3. the signature holds, in its one canonical spelling.

What the caller must still do: read the payload, hold its time against the signer's key-use period
(`ListedSigner.in_use`), and its sequence and predecessor against what it already knows.
Trust files are documents too, but are signed by the root and read by `trust.read_trust` alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.sealing.envelopes import pack, unpack
from jscert.sealing.purposes import Purpose

if TYPE_CHECKING:
    from jscert.sealing.signer import Signer
    from jscert.sealing.trust import ListedSigner, TrustFile

BUNDLE = "bundle"
"""The second kind of document signed for status: the index of a bundle."""

_PAYLOAD_TYPES = {
    (Purpose.MANIFEST, ""): "application/vnd.in-toto+json",
    (Purpose.STATUS, ""): "application/vnd.jscert.status+json",
    (Purpose.STATUS, BUNDLE): "application/vnd.jscert.bundle+json",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedDocument:
    """A payload, exactly as it was signed, and who signed it."""

    payload: bytes
    signer: ListedSigner


def sign_document(purpose: Purpose, payload: bytes, signer: Signer, *, about: str = "") -> bytes:
    """Sign a payload for a purpose; gives the envelope's bytes. KeyError for one without documents."""
    return pack(_PAYLOAD_TYPES[purpose, about], payload, signer)


def open_document(
    data: bytes, purpose: Purpose, trust: TrustFile, *, about: str = ""
) -> OpenedDocument:
    """Open a document by steps 1-3; `DOCUMENT_UNREADABLE`, `DOCUMENT_SIGNATURE` (fact `reason`)."""
    try:
        envelope = unpack(data)
    except ValueError as fault:
        raise JscertError(Code.DOCUMENT_UNREADABLE, reason=str(fault)) from fault
    if envelope.payload_type != _PAYLOAD_TYPES[purpose, about]:  # (1)
        raise JscertError(Code.DOCUMENT_UNREADABLE, reason="payload type")
    signer = trust.find_sha256(envelope.keyid)
    if signer is None or purpose not in signer.purposes:  # (2)
        reason = "signer not listed" if signer is None else "signer's purpose"
        raise JscertError(Code.DOCUMENT_SIGNATURE, reason=reason)
    if not signer.signed(envelope.signature, envelope.signed_bytes):  # (3)
        raise JscertError(Code.DOCUMENT_SIGNATURE, reason="signature")
    return OpenedDocument(payload=envelope.payload, signer=signer)
