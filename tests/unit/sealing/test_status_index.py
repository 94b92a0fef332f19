"""The index of status lists: signed for status, of one authority, in one spelling."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from jscert.errors import Code, JscertError
from jscert.sealing.documents import BUNDLE, sign_document
from jscert.sealing.envelopes import canonical_json, unpack
from jscert.sealing.purposes import Purpose
from jscert.sealing.status_index import StatusIndex, read_status_index, write_status_index
from tests.bundle_builders import edition
from tests.sealing_builders import authority, listed, trust_file

SIGNER = authority()["status"]
INDEX = StatusIndex(
    edition=edition(),
    authority=trust_file().fingerprint,
    predecessor="aa" * 32,
    lists=("bb" * 32, "cc" * 32),
)
SIGNED = write_status_index(INDEX, SIGNER)
FIELDS: dict[str, Any] = json.loads(unpack(SIGNED).payload)


def refused(data: bytes, **trust: Any) -> Code:
    """Give the code with which an index is refused."""
    with pytest.raises(JscertError) as caught:
        read_status_index(data, trust_file(**trust))
    return caught.value.code


def signed(fields: Any) -> bytes:
    """Sign other fields as an index."""
    return sign_document(Purpose.STATUS, canonical_json(fields), SIGNER)


def test_an_index_comes_back() -> None:
    """What was signed is read."""
    assert read_status_index(SIGNED, trust_file()) == INDEX


def test_the_payload_is_the_documented_one() -> None:
    """Names, digests, edition and predecessor stand under their names."""
    assert unpack(SIGNED).payload_type == "application/vnd.jscert.status+json"
    assert {
        "format": "jscert-status/1",
        "authority": trust_file().fingerprint,
        "predecessor": "aa" * 32,
        "version": 7,
        "event_sha256": "ee" * 32,
        "issued_at": "2026-12-01T18:00:00Z",
        "expires_at": "2026-12-31T18:00:00Z",
        "lists": [
            {"name": "0.cwt", "sha256": "bb" * 32},
            {"name": "1.cwt", "sha256": "cc" * 32},
        ],
    } == FIELDS


def test_a_bundles_index_is_no_status_index() -> None:
    """Two documents of one key never pass for each other."""
    twin = sign_document(Purpose.STATUS, unpack(SIGNED).payload, SIGNER, about=BUNDLE)
    assert refused(twin) is Code.DOCUMENT_UNREADABLE


def test_another_purposes_key_is_refused() -> None:
    """The manifest key speaks of no status."""
    other = write_status_index(INDEX, authority()["manifest"])
    assert refused(other) is Code.DOCUMENT_SIGNATURE


def test_an_index_made_after_the_keys_use_is_refused() -> None:
    """A key is believed for its period only."""
    ended = listed(
        SIGNER, frozenset({Purpose.STATUS}), not_after=datetime(2026, 11, 30, tzinfo=UTC)
    )
    assert refused(SIGNED, signers=(ended,)) is Code.DOCUMENT_SIGNATURE


@pytest.mark.parametrize(
    "fields",
    [
        FIELDS | {"format": "jscert-status/2"},
        FIELDS | {"authority": "ab" * 32},
        FIELDS | {"more": 1},
        FIELDS | {"version": "7"},
        FIELDS | {"issued_at": "2026-12-01 18:00:00"},
        FIELDS | {"issued_at": 7},
        FIELDS | {"lists": [{"name": "1.cwt", "sha256": "bb" * 32}]},
        FIELDS | {"lists": None},
        {name: value for name, value in FIELDS.items() if name != "lists"},
        [],
        "x",
    ],
)
def test_other_fields_are_unreadable(fields: Any) -> None:
    """Signed or not, an index has one shape."""
    assert refused(signed(fields)) is Code.DOCUMENT_UNREADABLE
