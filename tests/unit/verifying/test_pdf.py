"""One PDF: what each kind of evidence adds, and what each kind of forgery is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from jscert.certificates import record_of
from jscert.errors import Code, Exit
from jscert.sealing.purposes import Purpose
from jscert.sealing.token import sign_token
from jscert.verifying.pdf import verify_pdf
from jscert.verifying.verdict import Standing, Verdict
from tests.toy_press import sealed_pdf
from tests.verifying_builders import (
    AUTHORITY,
    DAY,
    NOW,
    NUMBER,
    Office,
    certificate,
    evidence,
    found_office,
    issue,
    ledger_for,
    token_of,
)

if TYPE_CHECKING:
    from jscert.certificates import Certificate


def judged(pdf: bytes, office: Office, target: str = "a.pdf", **changes: Any) -> Verdict:
    """Judge a file with an office's trust file and a registry that knows the file."""
    usual = {"trust": office.trust, "registry": ledger_for(pdf, trial=office.trial)}
    return verify_pdf(pdf, target, evidence(**{**usual, **changes}))


def codes(answer: Verdict) -> set[Code]:
    """Give the codes that say something against the file."""
    return {item.code for item in answer.findings if item.implies is not None}


def test_valid(office: Office) -> None:
    """A genuine, current, published certificate in date is valid."""
    answer = judged(issue(office, certificate()), office)
    assert (answer.standing, answer.genuine, answer.exit_status) == (
        Standing.VALID,
        True,
        Exit.DONE,
    )


def test_what_it_says(office: Office) -> None:
    """Number, holder and dates are those of the record; the identity number is masked."""
    claim = judged(issue(office, certificate()), office).claim
    assert (claim.number, claim.name, claim.identity_masked, claim.revision) == (
        NUMBER,
        "王䶮",
        "320102********2020",
        1,
    )


def test_signer_and_time_are_named(office: Office) -> None:
    """A verdict says who signed and as of when the status is."""
    answer = judged(issue(office, certificate()), office)
    assert answer.signer is not None
    assert (answer.signer.name, answer.trial, answer.status_as_of) == (AUTHORITY, False, NOW)


def test_without_registry_genuine_but_undetermined(office: Office) -> None:
    """Without status evidence the best answer is genuine and undetermined."""
    answer = judged(issue(office, certificate()), office, registry=None)
    assert (answer.genuine, answer.standing, answer.exit_status) == (
        True,
        Standing.UNDETERMINED,
        Exit.UNKNOWN,
    )
    assert answer.status_as_of is None


def test_expired_even_without_registry(office: Office) -> None:
    """The end date needs no registry."""
    pdf = issue(office, certificate())
    answer = judged(pdf, office, registry=None, day=date(2029, 11, 23))
    assert (answer.standing, answer.genuine) == (Standing.EXPIRED, True)


def test_last_day_still_valid(office: Office) -> None:
    """On the printed end date the certificate is valid."""
    pdf = issue(office, certificate())
    assert judged(pdf, office, day=date(2029, 11, 22)).standing is Standing.VALID


def test_before_issue_undetermined(office: Office) -> None:
    """Nothing is known of a day before the certificate was issued."""
    pdf = issue(office, certificate())
    assert judged(pdf, office, day=date(2026, 11, 21)).standing is Standing.UNDETERMINED


def test_old_revision(office: Office) -> None:
    """The first revision is superseded once the second is published."""
    first = issue(office, certificate())
    second = issue(office, certificate(revision=2))
    answer = judged(first, office, registry=ledger_for(first, second))
    assert (answer.standing, answer.genuine) == (Standing.SUPERSEDED, True)


@pytest.mark.parametrize(
    ("allowed", "status"), [(False, Exit.NO), (True, Exit.DONE)], ids=["plain", "allowed"]
)
def test_trial(trial_office: Office, *, allowed: bool, status: Exit) -> None:
    """A specimen stands as trial with exit 1; --allow-trial changes the exit status only."""
    pdf = issue(trial_office, certificate(trial=True))
    answer = judged(pdf, trial_office, allow_trial=allowed)
    assert (answer.standing, answer.exit_status) == (Standing.TRIAL, status)
    assert bool(answer.finding(Code.TRIAL_ALLOWED)) is allowed


def test_trial_without_status_stays_undetermined(trial_office: Office) -> None:
    """--allow-trial allows specimens, not guesses."""
    pdf = issue(trial_office, certificate(trial=True))
    answer = judged(pdf, trial_office, registry=None, allow_trial=True)
    assert answer.exit_status is Exit.UNKNOWN


def test_a_trial_authority_of_the_same_name(office: Office, trial_office: Office) -> None:
    """A stranger's authority is not trusted for bearing the right name."""
    pdf = issue(trial_office, certificate())
    answer = judged(pdf, office)
    assert codes(answer) == {Code.SIGNER_UNLISTED}
    assert (answer.standing, answer.genuine) == (Standing.NOT_GENUINE, False)


def test_a_stranger_with_the_same_name(office: Office) -> None:
    """Neither is a self-made real one."""
    assert codes(judged(issue(found_office(), certificate()), office)) == {Code.SIGNER_UNLISTED}


def test_a_refused_file_is_not_quoted(office: Office) -> None:
    """What an unlisted or altered file says of itself is not repeated."""
    answer = judged(issue(found_office(), certificate()), office)
    assert (answer.claim.number, answer.claim.name) == ("", "")


@pytest.mark.parametrize("purpose", [Purpose.TOKEN, Purpose.MANIFEST, Purpose.STATUS])
def test_a_key_of_another_purpose(office: Office, purpose: Purpose) -> None:
    """The authority's own keys for other things do not sign certificates."""
    holder = certificate()
    cose = sign_token(token_of(holder), office.signers[Purpose.TOKEN])
    pdf = sealed_pdf(record_of(holder), cose, NOW, office.signers[purpose])
    assert codes(judged(pdf, office)) == {Code.SIGNER_PURPOSE}


@pytest.mark.parametrize(
    "sealed_at",
    [datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC), datetime(2028, 11, 1, 0, 0, 1, tzinfo=UTC)],
)
def test_sealed_outside_the_key_use_period(office: Office, sealed_at: datetime) -> None:
    """A key that signs before or after its two years signs nothing genuine."""
    pdf = issue(office, certificate(), sealed_at=sealed_at)
    assert codes(judged(pdf, office)) == {Code.SIGNER_PERIOD}


def test_still_good_after_the_key_use_period(office: Office) -> None:
    """What was sealed within the period stays good after it (chain model)."""
    pdf = issue(office, certificate())
    later = evidence_later(office, years=2)
    assert judged(pdf, office, **later).standing is Standing.VALID


def evidence_later(office: Office, years: int) -> dict[str, Any]:
    """Judge years later, with a trust file that is kept fresh."""
    now = NOW + timedelta(days=365 * years)
    trust = replace(office.trust, expires_at=now + timedelta(days=1))
    return {"now": now, "trust": trust, "day": now.date()}


def test_after_the_certificates_end_undetermined(office: Office) -> None:
    """Once the signer's certificate has ended, a claimed sealing time proves nothing."""
    pdf = issue(office, certificate(kind="site-management", number=SITE, valid_until=None))
    answer = judged(pdf, office, registry=None, **evidence_later(office, years=16))
    assert (answer.standing, answer.genuine) == (Standing.UNDETERMINED, None)
    assert answer.finding(Code.SIGNER_ENDED)


SITE = "322601000001"


def test_stale_trust_file(office: Office) -> None:
    """A trust file past its expiry proves nothing either way."""
    stale = replace(office.trust, expires_at=NOW - timedelta(seconds=1))
    pdf = issue(office, certificate())
    answer = verify_pdf(pdf, "a.pdf", evidence(stale, registry=ledger_for(pdf)))
    assert (answer.standing, answer.genuine) == (Standing.UNDETERMINED, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "苏建安A(2026)0100002"),
        ("kind", "safety-b"),
        ("post_code", "01"),
        ("revision", 2),
        ("status_list", 1),
        ("status_index", 8),
        ("name", "李䶮"),
        ("identity_tail", "202X"),
        ("issued_on", date(2026, 11, 21)),
        ("valid_until", date(2030, 11, 22)),
        ("valid_until", None),
    ],
)
def test_token_that_disagrees(office: Office, field: str, value: object) -> None:
    """A token that says anything else than the record makes the certificate not genuine."""
    holder = certificate()
    pdf = issue(office, holder, token=token_of(holder, **{field: value}))
    assert codes(judged(pdf, office)) == {Code.TOKEN_DISAGREES}


def test_token_of_an_unknown_key(office: Office) -> None:
    """A token key that the trust file does not know is a doubt, not a no."""
    pdf = issue(office, certificate(), token_office=found_office())
    answer = judged(pdf, office)
    assert (codes(answer), answer.standing) == ({Code.TOKEN_KEY_UNKNOWN}, Standing.UNDETERMINED)


def test_token_of_a_known_key_with_a_false_signature(office: Office) -> None:
    """A known key's name over somebody else's signature is a no."""
    holder = certificate()
    good = sign_token(token_of(holder), office.signers[Purpose.TOKEN])
    pdf = _with_token(office, holder, good[:-1] + bytes([good[-1] ^ 1]))
    assert codes(judged(pdf, office)) == {Code.TOKEN_SIGNATURE}


def test_token_signed_with_the_pdf_key(office: Office) -> None:
    """A key listed for PDFs only does not sign tokens."""
    holder = certificate()
    cose = sign_token(token_of(holder), office.signers[Purpose.PDF])
    assert codes(judged(_with_token(office, holder, cose), office)) == {Code.SIGNER_PURPOSE}


def test_token_that_is_none(office: Office) -> None:
    """Bytes that are no token are told so."""
    assert codes(judged(_with_token(office, certificate(), b"\x00"), office)) == {Code.TOKEN_FORM}


def _with_token(office: Office, holder: Certificate, cose: bytes) -> bytes:
    return sealed_pdf(record_of(holder), cose, NOW, office.signers[Purpose.PDF])


@pytest.mark.parametrize(
    "record", [b"{}", b"", b"\xff", record_of(certificate()) + b" "], ids=["empty", "none", "", ""]
)
def test_record_that_is_none(office: Office, record: bytes) -> None:
    """A record that is not exactly what is written is refused."""
    cose = sign_token(token_of(certificate()), office.signers[Purpose.TOKEN])
    pdf = sealed_pdf(record, cose, NOW, office.signers[Purpose.PDF])
    assert codes(judged(pdf, office)) == {Code.RECORD_DISAGREES}


def test_record_of_another_authority(office: Office) -> None:
    """A record that names another authority than its signer is not genuine."""
    pdf = issue(office, certificate(authority="某省住房和城乡建设厅"))
    assert codes(judged(pdf, office)) == {Code.RECORD_DISAGREES}


def test_specimen_mark_cannot_be_left_out(trial_office: Office) -> None:
    """A trial authority's certificate that calls itself real is not genuine."""
    pdf = issue(trial_office, certificate(trial=False))
    answer = judged(pdf, trial_office, registry=ledger_for(pdf))
    assert (codes(answer) & {Code.RECORD_DISAGREES}, answer.standing) == (
        {Code.RECORD_DISAGREES},
        Standing.NOT_GENUINE,
    )


@pytest.mark.parametrize(
    "number", ["苏建安B(2026)0100001", "苏A012026000001", "苏建安Ａ(2026)0100001"]
)
def test_number_that_is_not_of_the_kind(office: Office, number: str) -> None:
    """A number of another kind, or in another spelling, contradicts the record's kind."""
    pdf = issue(office, certificate(number=number))
    assert Code.RECORD_DISAGREES in codes(judged(pdf, office, registry=None))


@pytest.mark.parametrize(
    ("name", "warned"),
    [
        (f"{NUMBER}_r1.pdf", False),
        (f"folder/{NUMBER}_r1 (1).PDF", False),
        (f"{NUMBER}.pdf", False),
        ("证书.pdf", False),
        ("苏建安A(2026)0100002_r1.pdf", True),
        (f"C:\\证书\\{NUMBER}_r2.pdf", True),
        ("苏建安A（2026）0100002.pdf", True),
    ],
)
def test_file_named_after_another_certificate(office: Office, name: str, *, warned: bool) -> None:
    """A file named after another number or revision is pointed out; the certificate stays valid."""
    answer = judged(issue(office, certificate()), office, target=name)
    assert bool(answer.finding(Code.FILE_NAME_DIFFERS)) is warned
    assert answer.standing is Standing.VALID


def test_not_what_the_manifest_lists(office: Office) -> None:
    """A genuine file that lies under another's name in a batch folder is not what was issued there."""
    pdf = issue(office, certificate())
    answer = verify_pdf(pdf, "a.pdf", evidence(office.trust), listed_sha256="00" * 32)
    assert answer.finding(Code.FILE_DIFFERS)
    assert answer.standing is Standing.NOT_GENUINE


def test_unlisted_in_its_folder(office: Office) -> None:
    """A genuine file that its folder's manifest does not list is pointed out."""
    pdf = issue(office, certificate())
    has = evidence(office.trust, registry=ledger_for(pdf))
    answer = verify_pdf(pdf, "a.pdf", has, unlisted=True)
    assert answer.finding(Code.FILE_UNLISTED)
    assert answer.standing is Standing.VALID


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"%PDF-1.4\n1 0 obj\n"])
def test_no_certificate(office: Office, data: bytes) -> None:
    """Any other file is no certificate."""
    answer = judged(data, office)
    assert (codes(answer), answer.genuine) == ({Code.PDF_NOT_OURS}, False)


@pytest.mark.parametrize("tail", [b"\n", b"%", b" ", b"%%EOF\n", b"\x00"])
def test_appended_bytes(office: Office, tail: bytes) -> None:
    """Nothing may follow the end of the file."""
    assert judged(issue(office, certificate()) + tail, office).standing is Standing.NOT_GENUINE


def test_a_file_the_registry_does_not_know(office: Office) -> None:
    """A well-signed file with other bytes than the registry's revision is not genuine."""
    issued = issue(office, certificate())
    pdf = issue(office, certificate(employer="另一家公司"))
    answer = judged(pdf, office, registry=ledger_for(issued))
    assert (codes(answer), answer.standing) == ({Code.REGISTRY_DISAGREES}, Standing.NOT_GENUINE)


def test_no_identity_number_in_a_verdict(office: Office) -> None:
    """The identity number of the record appears in no part of a verdict."""
    answer = judged(issue(office, certificate()), office, day=DAY)
    assert "320102199003072020" not in repr(answer)
