"""The index of status lists: which lists make up one edition, each by its digest, signed for status.

Payload `jscert-status/1` in a DSSE envelope (`documents`)::

    {"authority": root fingerprint, "event_sha256", "expires_at", "format", "issued_at",
     "lists": [{"name": "0.cwt", "sha256"}, …], "predecessor", "version"}

`predecessor` is the SHA-256 of the index published before ("" for the first). What reading asks is told in
`editions`. Not here: the lists themselves (`status_list`), files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jscert.sealing.documents import sign_document
from jscert.sealing.editions import Edition, edition_fields, edition_from, open_edition
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
    return open_edition((data, ""), trust, _index_from, _payload)


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
