"""Status lists (draft-ietf-oauth-status-list): what became of every revision, four bits each, signed.

Every revision draws its place [list, index] when it is reserved. A list is a CWT (RFC 8392) in a
COSE_Sign1 by the authority's status key, `application/statuslist+cwt`: protected header
`{1: -7, 4: kid, 16: type}`, claims `{2: sub, 4: exp, 6: iat, 65533: {"bits": 4, "lst": zlib}, 65534: ttl}`,
lowest bits first. Places that no published revision has say UNPUBLISHED and not 0: a list that is older
than a certificate must not call it valid, nor may one whose batch was given up. `read_status_list` asks:

1. the CWT is spelled exactly as above, with 2**17 places;
2. its kid is that of a listed status signer, whose key was in use at `iat`;
3. the signature holds, s ≤ n/2;
4. `sub` names this authority's root and the number of the list.

What the caller must still do: hold `expires_at` and `issued_at` against the clock, and the list's digest
against the index (`status_index`). Not here: which places there are (`registry`), verdicts.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.sealing import cbor
from jscert.sealing.cose import ALGORITHM, ES256, KID, TYPE, der_signature, read_sign1, sign1
from jscert.sealing.purposes import Purpose
from jscert.sealing.trust import kid_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jscert.sealing.cose import Sign1
    from jscert.sealing.signer import Signer
    from jscert.sealing.trust import TrustFile

LIST_SIZE = 2**17
"""Places in one list."""

BITS = 4
"""Bits of one place."""

LIST_BYTES = LIST_SIZE * BITS // 8
MEDIA_TYPE = "application/statuslist+cwt"
TIME_TO_LIVE_SECONDS = 86_400
"""After this a fresher copy should be looked for."""

_SUBJECT, _EXPIRES, _ISSUED, _STATUS_LIST, _TIME_TO_LIVE = 2, 4, 6, 65533, 65534


class Status(IntEnum):
    """What a place says; values 0x3 and 0xC to 0xF are left to applications by the draft."""

    VALID = 0x0
    SUSPENDED = 0x2
    SUPERSEDED = 0x3
    CANCELLED = 0xC
    ANNULLED = 0xD
    WITHDRAWN = 0xE
    UNPUBLISHED = 0xF


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList:
    """One list. `authority` is its root's fingerprint; `packed` are the places, two to a byte."""

    authority: str
    number: int
    issued_at: datetime
    expires_at: datetime
    packed: bytes = field(repr=False)

    def at(self, index: int) -> Status | None:
        """Tell what a place says; None for a word this version does not know, or no place at all."""
        if not 0 <= index < LIST_SIZE:
            return None
        value = self.packed[index // 2] >> BITS * (index % 2) & 0xF
        return Status(value) if value in _KNOWN else None


_KNOWN = frozenset(Status)


def pack_places(values: Sequence[int]) -> bytes:
    """Pack a list's places, lowest bits first; ValueError unless there are 2**17 of them."""
    if len(values) != LIST_SIZE:
        raise ValueError("places of a status list")
    pairs = zip(values[::2], values[1::2], strict=True)
    return bytes(high << BITS | low for low, high in pairs)


def write_status_list(status_list: StatusList, signer: Signer) -> bytes:
    """Write and sign a list; the same list has the same bytes."""
    header: dict[cbor.CborValue, cbor.CborValue] = {
        ALGORITHM: ES256,
        KID: kid_of(signer.certificate),
        TYPE: MEDIA_TYPE,
    }
    claims: dict[cbor.CborValue, cbor.CborValue] = {
        _SUBJECT: _subject(status_list.authority, status_list.number),
        _EXPIRES: int(status_list.expires_at.timestamp()),
        _ISSUED: int(status_list.issued_at.timestamp()),
        _STATUS_LIST: {"bits": BITS, "lst": zlib.compress(status_list.packed, 9)},
        _TIME_TO_LIVE: TIME_TO_LIVE_SECONDS,
    }
    return sign1(cbor.encode(header), cbor.encode(claims), signer)


def read_status_list(data: bytes, trust: TrustFile) -> StatusList:
    """Read a list by rules 1-4; `STATUS_LIST_UNREADABLE`, `DOCUMENT_SIGNATURE` (fact `reason`)."""
    try:
        outer = read_sign1(data)
        kid = _kid(outer)
        status_list = _list_of(cbor.decode(outer.payload), trust.fingerprint)  # (1) (4)
    except (ValueError, TypeError, KeyError, OverflowError, OSError, zlib.error) as fault:
        raise JscertError(Code.STATUS_LIST_UNREADABLE, reason=str(fault)) from fault
    signer = trust.find_kid(kid, Purpose.STATUS)
    if signer is None or not signer.in_use(status_list.issued_at):  # (2)
        reason = "signer not listed" if signer is None else "key-use period"
        raise JscertError(Code.DOCUMENT_SIGNATURE, reason=reason)
    if not signer.signed(der_signature(outer.signature), outer.signed_bytes):  # (3)
        raise JscertError(Code.DOCUMENT_SIGNATURE, reason="signature")
    return status_list


def _subject(authority: str, number: int) -> str:
    """Name a list by a URI of its own: the draft wants one, no checker ever fetches it."""
    return f"urn:jscert:status:{authority}:{number}"


def _kid(outer: Sign1) -> bytes:
    match cbor.decode(outer.protected):
        case {1: -7, 4: bytes(kid), 16: str(kind), **others} if not others and kind == MEDIA_TYPE:
            return kid
    raise ValueError("header of a status list")


def _list_of(claims: cbor.CborValue, authority: str) -> StatusList:
    match claims:
        case {
            2: str(subject),
            4: int(expires),
            6: int(issued),
            65533: {"bits": 4, "lst": bytes(compressed), **more},
            65534: int(),
            **others,
        } if not others and not more:
            pass
        case _:
            raise ValueError("claims of a status list")
    prefix, _, number = subject.rpartition(":")
    if not number.isascii() or not number.isdigit() or subject != _subject(authority, int(number)):
        raise ValueError(f"subject {prefix}")
    return StatusList(
        authority=authority,
        number=int(number),
        issued_at=datetime.fromtimestamp(issued, UTC),
        expires_at=datetime.fromtimestamp(expires, UTC),
        packed=_inflated(compressed),
    )


def _inflated(compressed: bytes) -> bytes:
    """Unpack exactly one list, however much a stranger's bytes would unpack to."""
    inflater = zlib.decompressobj()
    packed = inflater.decompress(compressed, LIST_BYTES + 1)
    if len(packed) != LIST_BYTES or not inflater.eof or inflater.unused_data:
        raise ValueError("length of a status list")
    return packed
