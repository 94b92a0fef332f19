"""The last net under identity numbers."""

from __future__ import annotations

import hashlib

import pytest

from jscert.terminal import scrub
from jscert.terminal.masking import scrub_fact


@pytest.mark.parametrize(
    "number", ["320102199003072020", "32010219900307101X", "32010219900307101x", "320102900307202"]
)
@pytest.mark.parametrize("around", ["{}", "照片/{}.jpg", "ID{}", "'{}'", "人{}人", "{}_张三.jpg"])
def test_an_identity_number_is_masked(number: str, around: str) -> None:
    """Whatever stands around it, the middle of an identity number is not shown."""
    assert number not in scrub(around.format(number))


def test_the_old_form_of_foreign_permits_is_masked() -> None:
    """Three letters and twelve digits are an identity number as well."""
    assert scrub("CHN310190123456") == "CHN310*****3456"


@pytest.mark.parametrize(
    "text",
    [
        "苏建安A(2026)0100001",
        "苏A012026000001",
        "322601000001",
        "20261122-9f3ac1d2",
        "2026-11-22T10:00:00+08:00",
        hashlib.sha256(b"8").hexdigest(),
    ],
)
def test_what_is_no_identity_number_stays(text: str) -> None:
    """Certificate numbers, batches, instants and digests are shown as they are."""
    assert scrub(text) == text


def test_no_digest_is_taken_for_an_identity_number() -> None:
    """A run of digits inside a hexadecimal digest touches its letters and stays."""
    digests = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(3000)]
    assert [d for d in digests if scrub(d) != d] == []


def test_a_fact_that_is_a_large_number_is_masked() -> None:
    """An identity number held as an integer does not slip through as JSON."""
    assert scrub_fact(320102199003072020) == "320102********2020"


def test_small_facts_keep_their_type() -> None:
    """Counts stay numbers, truth stays truth."""
    assert [scrub_fact(v) for v in (3, True, None, 1.5)] == [3, True, None, 1.5]
