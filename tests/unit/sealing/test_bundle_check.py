"""A whole bundle: every part is named, and is what the one that names it says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from jscert.errors import Code, JscertError
from jscert.sealing.bundle_archive import opened_archive, write_archive
from jscert.sealing.bundle_check import check_bundle
from jscert.sealing.envelopes import pack
from jscert.sealing.signing_certificate import NatureKind
from jscert.sealing.status_list import Status, write_status_list
from tests.bundle_builders import (
    ISSUED_AT,
    bundle,
    digest,
    edition,
    parts,
    record,
    shards,
    status_list,
)
from tests.sealing_builders import authority, trust_file

SIGNER = authority()["status"]
USUAL = parts()
(SHARD,) = shards(record())


def check(data: bytes) -> Any:
    """Check a bundle against the usual trust file."""
    with opened_archive(data) as archive:
        return check_bundle(archive, trust_file())


def refused(data: bytes) -> JscertError:
    """Give the error with which a bundle is refused."""
    with pytest.raises(JscertError) as caught:
        check(data)
    return caught.value


def with_parts(**changes: bytes | None) -> bytes:
    """Change parts without telling those that name them."""
    named = {name.replace("_", "."): data for name, data in changes.items()}
    return write_archive((name, data) for name, data in (USUAL | named).items() if data is not None)


def test_a_whole_bundle_is_accepted() -> None:
    """And gives its indexes."""
    checked = check(bundle())
    assert checked.document.certificates == 1
    assert checked.status.edition == edition()
    assert checked.trust_data == USUAL["trust.json"]


def test_an_empty_bundle_is_accepted() -> None:
    """Before the first certificate there is nothing to find."""
    assert check(bundle(records=())).document.certificates == 0


def test_many_records_in_order_are_accepted() -> None:
    """However they fall into shards."""
    records = [record(tail=f"{count:06}") for count in range(60)]
    assert check(bundle(records=records)).document.certificates == 60


def test_another_authoritys_signature_is_refused() -> None:
    """The trust file at hand decides."""
    other = authority(NatureKind.OWN_ROOT)["status"]
    assert refused(bundle(signer=other)).code is Code.DOCUMENT_SIGNATURE


def test_a_bundle_of_another_root_is_refused() -> None:
    """The index says for whom it speaks."""
    foreign = bundle(document={"authority": "ab" * 32})
    assert refused(foreign).code is Code.DOCUMENT_UNREADABLE


def test_another_key_of_the_authority_is_refused() -> None:
    """Only the status key speaks of status."""
    assert refused(bundle(signer=authority()["manifest"])).code is Code.DOCUMENT_SIGNATURE


@pytest.mark.parametrize("name", ["trust.json", "bundle.json", "status.json", "0.cwt", SHARD])
def test_a_missing_part_is_refused(name: str) -> None:
    """Whichever it is."""
    data = write_archive((one, data) for one, data in USUAL.items() if one != name)
    assert refused(data).code is Code.BUNDLE_UNREADABLE


def test_a_part_nobody_named_is_refused() -> None:
    """Nothing travels along unsigned."""
    assert refused(with_parts(**{"1.cwt": USUAL["0.cwt"]})).facts["reason"] == "parts nobody named"


def test_another_trust_file_is_refused() -> None:
    """The trust file beside is the one the index names."""
    assert refused(with_parts(trust_json=b"{}")).facts["reason"] == "trust.json"


def test_an_older_status_index_is_refused() -> None:
    """A genuine index of another day does not slip in."""
    older = parts(edition=edition(version=6))["status.json"]
    assert refused(with_parts(status_json=older)).facts["reason"] == "status.json"


def test_an_older_list_is_refused() -> None:
    """Nor does a genuine list in which nobody was annulled yet."""
    older = write_status_list(status_list({7: Status.ANNULLED}), SIGNER)
    assert refused(with_parts(**{"0_cwt": older})).facts["reason"] == "0.cwt"


def test_another_shard_is_refused() -> None:
    """A genuine record of another day is another shard."""
    assert refused(with_parts(**{SHARD: record(revision=2)})).facts["reason"] == SHARD


def test_indexes_of_two_editions_are_refused() -> None:
    """Even if both are signed and name each other."""
    other = parts(edition=edition(version=6))["status.json"]
    made = parts(document={"status_sha256": digest(other)}) | {"status.json": other}
    assert refused(write_archive(made.items())).facts["reason"] == "two editions"


@pytest.mark.parametrize("change", [{"number": 1}, {"issued_at": ISSUED_AT - timedelta(days=1)}])
def test_a_list_in_anothers_place_is_refused(change: dict[str, Any]) -> None:
    """Its own number and instants count, not the file's name."""
    wrong = write_status_list(status_list({7: Status.VALID}, **change), SIGNER)
    made = parts(status={"lists": (digest(wrong),)}) | {"0.cwt": wrong}
    assert refused(write_archive(made.items())).facts["reason"] == "0.cwt"


def test_a_wrong_count_is_refused() -> None:
    """The index says how many there are."""
    assert refused(bundle(document={"certificates": 2})).facts["reason"] == "number of certificates"


@pytest.mark.parametrize(
    "shard",
    [
        b"",
        record()[:-1],
        record() + record(),
        record()[:12] + b"\xff" * 40 + record(),
        bytes(52),
    ],
    ids=["empty", "cut off", "doubled", "doubled locator", "of another shard"],
)
def test_a_shard_out_of_order_is_refused(shard: bytes) -> None:
    """A search in it must be able to rely on its order."""
    fields = {"shards": {SHARD: digest(shard)}, "certificates": len(shard) // 52}
    made = parts(document=fields) | {SHARD: shard}
    assert refused(write_archive(made.items())).facts["reason"] == SHARD


@pytest.mark.parametrize(
    "payload", [b"", b"[]", b"{}", b'{"format":"jscert-bundle/1"}\n', b"[" * 100_000]
)
def test_other_payloads_are_unreadable(payload: bytes) -> None:
    """Signed nonsense is nonsense."""
    signed = pack("application/vnd.jscert.bundle+json", payload, SIGNER)
    assert refused(with_parts(bundle_json=signed)).code is Code.DOCUMENT_UNREADABLE


@pytest.mark.parametrize(
    "change", [{"salt": b"short"}, {"shards": {"../x.bin": "ab" * 32}}, {"certificates": True}]
)
def test_other_fields_are_unreadable(change: dict[str, Any]) -> None:
    """Nor does a signature make a path of a shard's name."""
    assert refused(bundle(document=change)).code is Code.DOCUMENT_UNREADABLE
