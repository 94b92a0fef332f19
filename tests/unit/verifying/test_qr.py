"""The text of a QR code: what its token proves, and what it cannot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from jscert.errors import Code, Exit
from jscert.sealing.purposes import Purpose
from jscert.sealing.token import Token, qr_text, sign_token
from jscert.verifying.qr import verify_qr
from jscert.verifying.verdict import Standing, Verdict
from tests.verifying_builders import (
    NUMBER,
    Ledger,
    Office,
    certificate,
    certificate_entry,
    evidence,
    found_office,
    token_of,
)

URL = "HTTPS://JSCERT.EXAMPLE/V"


def text_of(office: Office, token: Token | None = None, url: str = URL) -> str:
    """Write the QR code's text of the usual certificate (or of another token)."""
    return qr_text(sign_token(token or token_of(certificate()), office.signers[Purpose.TOKEN]), url)


def judged(text: str, office: Office, **changes: Any) -> Verdict:
    """Judge a text with an office's trust file and a registry that agrees."""
    usual = {"trust": office.trust, "registry": Ledger(certificate_entry(trial=office.trial))}
    return verify_qr(text, text, evidence(**{**usual, **changes}))


def codes(answer: Verdict) -> set[Code]:
    """Give the codes that say something against the token."""
    return {item.code for item in answer.findings if item.implies is not None}


def test_valid(office: Office) -> None:
    """A listed signer's token whose registry entry agrees is valid."""
    answer = judged(text_of(office), office)
    assert (answer.standing, answer.genuine, answer.claim.number) == (Standing.VALID, True, NUMBER)


def test_every_answer_says_what_to_compare(office: Office) -> None:
    """A token binds no photo: even a valid one tells to compare person and card."""
    assert judged(text_of(office), office).finding(Code.COMPARE_PERSON)
    assert judged("12", office).finding(Code.COMPARE_PERSON)


def test_only_the_last_four_are_shown(office: Office) -> None:
    """Of the identity number a token holds the last four characters, and no more is shown."""
    assert judged(text_of(office), office).claim.identity_masked == "*" * 14 + "2020"


def test_the_address_is_no_evidence(office: Office) -> None:
    """The same token under a look-alike address, or none, gets the same answer."""
    strange = text_of(office, url="HTTPS://JSCERT-GOV.EXAMPLE/V")
    digits = text_of(office).partition("#")[2]
    answers = {judged(text, office).standing for text in (strange, digits, f"#{digits}")}
    assert answers == {Standing.VALID}


def test_without_registry(office: Office) -> None:
    """Without status evidence a token is genuine and undetermined."""
    answer = judged(text_of(office), office, registry=None)
    assert (answer.genuine, answer.exit_status) == (True, Exit.UNKNOWN)


def test_expired(office: Office) -> None:
    """The token carries its end date."""
    assert judged(text_of(office), office, day=date(2029, 11, 23)).standing is Standing.EXPIRED


def test_forged_token_of_a_strange_key(office: Office) -> None:
    """A token of a key nobody lists proves nothing either way and is not quoted."""
    answer = judged(text_of(found_office()), office)
    assert (codes(answer), answer.genuine) == ({Code.TOKEN_KEY_UNKNOWN}, None)
    assert (answer.claim.name, answer.exit_status) == ("", Exit.UNKNOWN)


def test_changed_signature(office: Office) -> None:
    """A known key with a wrong signature is not genuine and is not quoted."""
    cose = bytearray(sign_token(token_of(certificate()), office.signers[Purpose.TOKEN]))
    cose[-1] ^= 1
    answer = judged(qr_text(bytes(cose), URL), office)
    assert (codes(answer), answer.genuine) == ({Code.TOKEN_SIGNATURE}, False)
    assert answer.claim.number == ""


@pytest.mark.parametrize("text", ["HTTPS://JSCERT.EXAMPLE/V#", "9" * 99, "abc", "#" + "1" * 170])
def test_no_token(office: Office, text: str) -> None:
    """Digits that are no token are told so."""
    assert codes(judged(text, office)) == {Code.TOKEN_FORM}


def test_issued_after_the_key_use_period(office: Office) -> None:
    """A key that was put away cannot have signed a later issue date."""
    late = replace(token_of(certificate()), issued_on=date(2028, 11, 3))
    answer = judged(text_of(office, late), office, registry=None, day=date(2028, 11, 4))
    assert Code.SIGNER_PERIOD in codes(answer)


def test_issued_before_the_key_was_made(office: Office) -> None:
    """An issue date may lie before the key: certificates can be dated back."""
    early = replace(token_of(certificate()), issued_on=date(2026, 10, 25))
    answer = judged(text_of(office, early), office, registry=None)
    assert answer.genuine is True


def test_old_revision(office: Office) -> None:
    """The QR code of an older print is superseded like its PDF."""
    entry = certificate_entry()
    newer = replace(entry.revisions[0], revision=2)
    both = replace(entry, revisions=(*entry.revisions, newer))
    answer = judged(text_of(office), office, registry=Ledger(both))
    assert answer.standing is Standing.SUPERSEDED


def test_registry_that_says_otherwise(office: Office) -> None:
    """A token that disagrees with its registry entry is not genuine."""
    other = replace(token_of(certificate()), status_index=9)
    assert codes(judged(text_of(office, other), office)) == {Code.REGISTRY_DISAGREES}


def test_trial(trial_office: Office) -> None:
    """A trial authority's token is a specimen."""
    assert judged(text_of(trial_office), trial_office).standing is Standing.TRIAL


def test_trade_is_named(office: Office) -> None:
    """A post or trade code is shown by its name."""
    trade = replace(token_of(certificate()), kind="special-operations", post_code="01")
    answer = judged(text_of(office, trade), office, registry=None)
    assert answer.claim.post == "建筑电工"


def test_stale_trust(office: Office) -> None:
    """A lapsed trust file leaves a token undetermined."""
    stale = replace(office.trust, expires_at=datetime(2026, 11, 2, tzinfo=UTC))
    answer = judged(text_of(office), office, trust=stale)
    assert (answer.standing, answer.genuine) == (Standing.UNDETERMINED, None)
