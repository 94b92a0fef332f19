"""DSSE envelopes (secure-systems-lab/dsse, protocol 1.0.2): bytes, their type, one signature.

Payloads are signed as they are, over the pre-authentication encoding, so nothing is parsed before its
signature held. One signature each; `keyid` is the hex SHA-256 of the signer's certificate. The
envelope itself has one spelling (sorted keys, no blanks, base64 with padding, one newline at the end),
so a document has one digest. Not here: which signer may sign what (`documents`, `trust`).
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jscert.sealing.signer import Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A read envelope; nothing in it may be believed before `signature` over `signed_bytes` held."""

    payload_type: str
    payload: bytes
    keyid: str
    signature: bytes

    @property
    def signed_bytes(self) -> bytes:
        """Give the pre-authentication encoding: what the key signed."""
        kind = self.payload_type.encode()
        size, whole = b"%d" % len(kind), b"%d" % len(self.payload)
        return b" ".join((b"DSSEv1", size, kind, whole, self.payload))


def pack(payload_type: str, payload: bytes, signer: Signer) -> bytes:
    """Sign a payload and write its envelope."""
    keyid = hashlib.sha256(signer.certificate).hexdigest()
    bare = Envelope(payload_type=payload_type, payload=payload, keyid=keyid, signature=b"")
    return _write(bare, signer.sign(bare.signed_bytes))


def unpack(data: bytes) -> Envelope:
    """Read an envelope; ValueError unless it is spelled exactly as `pack` writes it."""
    try:
        envelope = _read(json.loads(data))
    except (KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise ValueError("not a DSSE envelope") from fault
    if _write(envelope, envelope.signature) != data:
        raise ValueError("envelope is not in canonical form")
    return envelope


def _read(fields: dict[str, Any]) -> Envelope:
    (signature,) = fields["signatures"]
    return Envelope(
        payload_type=fields["payloadType"],
        payload=base64.b64decode(fields["payload"], validate=True),
        keyid=signature["keyid"],
        signature=base64.b64decode(signature["sig"], validate=True),
    )


def _write(envelope: Envelope, signature: bytes) -> bytes:
    return canonical_json(
        {
            "payload": base64.b64encode(envelope.payload).decode(),
            "payloadType": envelope.payload_type,
            "signatures": [{"keyid": envelope.keyid, "sig": base64.b64encode(signature).decode()}],
        }
    )


def canonical_json(value: object) -> bytes:
    """Write JSON in the one spelling of signed documents: UTF-8, sorted, no blanks, a newline."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"
