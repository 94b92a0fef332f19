"""Editions: which state of a registry something published speaks of, and what may follow what.

An edition is a registry's event sequence (the version), the digest of that event file and the instant it
was made. A checker who holds one takes another only if it does not lead back:

1. its version is not lower;
2. with the same version it names the same event file: else somebody rewrote the registry's history;
3. with the same version it was not made earlier, and made at the same instant it has the same bytes.

What is signed for an edition is read alike whatever it is (`open_edition`): the envelope holds, the payload
is in its one spelling, names this trust file's root, and was made while the signer's key was in use.
Not here: what is published, files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from jscert.errors import Code, JscertError
from jscert.sealing.documents import open_document
from jscert.sealing.purposes import Purpose
from jscert.sealing.trust import read_instant, write_instant

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from jscert.sealing.trust import TrustFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition; instants are aware UTC to the second. `event_sha256` is "" before the first event."""

    version: int
    event_sha256: str
    issued_at: datetime
    expires_at: datetime


class Published(Protocol):
    """A signed document of one edition; `authority` is its root's fingerprint."""

    @property
    def edition(self) -> Edition:
        """The edition it speaks of."""

    @property
    def authority(self) -> str:
        """Whose it is."""


P = TypeVar("P", bound=Published)


def open_edition(
    signed: tuple[bytes, str],
    trust: TrustFile,
    read: Callable[[dict[str, Any]], P],
    write: Callable[[P], bytes],
) -> P:
    """Open a document signed for status: bytes, and what it is about ("" for the status index).

    `read` makes it of its fields, `write` spells it again. `DOCUMENT_UNREADABLE`, `DOCUMENT_SIGNATURE`.
    """
    data, about = signed
    opened = open_document(data, Purpose.STATUS, trust, about=about)
    try:
        document = read(json.loads(opened.payload))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise JscertError(Code.DOCUMENT_UNREADABLE, reason="fields") from fault
    if write(document) != opened.payload or document.authority != trust.fingerprint:
        raise JscertError(Code.DOCUMENT_UNREADABLE, reason="form or authority")
    if not opened.signer.in_use(document.edition.issued_at):
        raise JscertError(Code.DOCUMENT_SIGNATURE, reason="key-use period")
    return document


def refuse_going_back(held: Edition, offered: Edition, *, same_bytes: bool) -> None:
    """Hold an offered edition against the one at hand by rules 1-3; `EDITION_ROLLED_BACK`."""
    if offered.version == held.version:
        forked = offered.event_sha256 != held.event_sha256
        earlier = offered.issued_at < held.issued_at
        twin = offered.issued_at == held.issued_at and not same_bytes
        refused = forked or earlier or twin
    else:
        refused = offered.version < held.version
    if refused:
        raise JscertError(Code.EDITION_ROLLED_BACK, offered=_shown(offered), held=_shown(held))


def edition_fields(edition: Edition) -> dict[str, Any]:
    """Give the fields an edition has in a signed document."""
    return {
        "version": edition.version,
        "event_sha256": edition.event_sha256,
        "issued_at": write_instant(edition.issued_at),
        "expires_at": write_instant(edition.expires_at),
    }


def edition_from(fields: dict[str, Any]) -> Edition:
    """Read those fields; KeyError, TypeError or ValueError for others."""
    version, event_sha256 = fields["version"], fields["event_sha256"]
    if type(version) is not int or not isinstance(event_sha256, str):
        raise TypeError("fields of an edition")
    return Edition(
        version=version,
        event_sha256=event_sha256,
        issued_at=read_instant(fields["issued_at"]),
        expires_at=read_instant(fields["expires_at"]),
    )


def _shown(edition: Edition) -> str:
    return f"{edition.version} ({write_instant(edition.issued_at)})"
