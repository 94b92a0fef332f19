"""deliveries.jsonl: what was handed over to whom, in keyed digests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jscert.delivering.log import DELIVERIES_NAME, DeliveryLog
from jscert.delivering.recipients import Item
from jscert.identity import Vault

if TYPE_CHECKING:
    from pathlib import Path

VAULT = Vault(bytes(32))
AT = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)
ITEM = Item(
    number="苏建安A(2026)0100001",
    revision=1,
    batch="20261122-aaaa",
    sha256="",
    name="赵试样",
    identity_masked="",
    kind_name="",
    post="",
    valid_until=None,
)
RECIPIENT = "江苏样例建设有限公司"


def noted(home: Path) -> DeliveryLog:
    """Note one delivery and read the log again."""
    DeliveryLog(home, VAULT, "employer").note(RECIPIENT, [ITEM], AT)
    return DeliveryLog(home, VAULT, "employer")


def test_a_noted_delivery_is_known_by_its_day_in_china(tmp_path: Path) -> None:
    """17:00 UTC is the next day there."""
    assert noted(tmp_path).delivered_on(RECIPIENT, ITEM) == "2026-11-22"


def test_another_revision_is_new(tmp_path: Path) -> None:
    """Number and revision together are what was handed over."""
    assert noted(tmp_path).delivered_on(RECIPIENT, replace(ITEM, revision=2)) == ""


def test_another_recipient_has_had_nothing(tmp_path: Path) -> None:
    """What one employer got, another did not."""
    assert noted(tmp_path).delivered_on("另一公司", ITEM) == ""


def test_another_way_of_sorting_is_another_recipient(tmp_path: Path) -> None:
    """A city of the name of an employer is not that employer."""
    noted(tmp_path)
    assert DeliveryLog(tmp_path, VAULT, "city").delivered_on(RECIPIENT, ITEM) == ""


def test_the_file_names_nobody(tmp_path: Path) -> None:
    """No recipient, number or name stands in it in the clear."""
    noted(tmp_path)
    text = (tmp_path / DELIVERIES_NAME).read_text("utf-8")
    assert not any(word in text for word in (RECIPIENT, ITEM.number, "0100001", ITEM.name))


def test_another_key_gives_other_digests(tmp_path: Path) -> None:
    """Without the authority's key nobody can try names out."""
    noted(tmp_path)
    assert (
        DeliveryLog(tmp_path, Vault(bytes(31) + b"\1"), "employer").delivered_on(RECIPIENT, ITEM)
        == ""
    )


def test_a_torn_line_is_passed_over_and_left_behind(tmp_path: Path) -> None:
    """What follows a line that a crash tore stands on a line of its own."""
    noted(tmp_path)
    path = tmp_path / DELIVERIES_NAME
    path.write_bytes(path.read_bytes()[:-20])
    assert DeliveryLog(tmp_path, VAULT, "employer").delivered_on(RECIPIENT, ITEM) == ""
    assert noted(tmp_path).delivered_on(RECIPIENT, ITEM) == "2026-11-22"
