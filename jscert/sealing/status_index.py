"""The index of status lists: which lists make up one edition, each by its digest, signed for status.

Payload `jscert-status/1` in a DSSE envelope (`documents`)::

    {"authority": root fingerprint, "event_sha256", "expires_at", "format", "issued_at",
     "lists": [{"name": "0.cwt", "sha256"}, …], "predecessor", "version"}

`predecessor` is the SHA-256 of the index published before ("" for the first). Reading asks that the
envelope holds (`open_document`), the payload is in its one spelling, names this trust file's root, and was
made while the signer's key was in use. Not here: the lists themselves (`status_list`), files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jscert.errors import Code, JscertError
from jscert.sealing.documents import open_document, sign_document
from jscert.sealing.editions import Edition, edition_fields, edition_from
from jscert.sealing.envelopes import canonical_json
from jscert.sealing.purposes import Purpose

if TYPE_CHECKING:
    from jscert.sealing.signer import Signer
    from jscert.sealing.trust import TrustFile

STATUS_FORMAT = "jscert-status/1"
STATUS_NAME = "status.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusIndex:
    """One edition of the status lists; `lists` are the SHA-256 (hex) of list 0, 1, … in order."""

    edition: Edition
    authority: str
    predecessor: str
    lists: tuple[str, ...]


def list_name(number: int) -> str:
    """Name the file of a list."""
    return f"{number}.cwt"


def write_status_index(index: StatusIndex, signer: Signer) -> bytes:
    """Write and sign an index."""
    return sign_document(Purpose.STATUS, _payload(index), signer)


def read_status_index(data: bytes, trust: TrustFile) -> StatusIndex:
    """Read an index; `DOCUMENT_UNREADABLE`, `DOCUMENT_SIGNATURE`."""
    opened = open_document(data, Purpose.STATUS, trust)
    try:
        index = _index_from(json.loads(opened.payload))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise JscertError(Code.DOCUMENT_UNREADABLE, reason="fields") from fault
    if _payload(index) != opened.payload or index.authority != trust.fingerprint:
        raise JscertError(Code.DOCUMENT_UNREADABLE, reason="form or authority")
    if not opened.signer.in_use(index.edition.issued_at):
        raise JscertError(Code.DOCUMENT_SIGNATURE, reason="key-use period")
    return index


def _payload(index: StatusIndex) -> bytes:
    return canonical_json(
        {
            "format": STATUS_FORMAT,
            "authority": index.authority,
            "predecessor": index.predecessor,
            "lists": [
                {"name": list_name(number), "sha256": digest}
                for number, digest in enumerate(index.lists)
            ],
            **edition_fields(index.edition),
        }
    )


def _index_from(fields: dict[str, Any]) -> StatusIndex:
    if fields["format"] != STATUS_FORMAT:
        raise ValueError("unknown format")
    return StatusIndex(
        edition=edition_from(fields),
        authority=fields["authority"],
        predecessor=fields["predecessor"],
        lists=tuple(one["sha256"] for one in fields["lists"]),
    )
