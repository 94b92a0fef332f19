"""What a target is taken for, and what is said of one that is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from jscert.certificates import Medium
from jscert.errors import Code, Exit
from jscert.sealing.purposes import Purpose
from jscert.sealing.token import qr_text, sign_token
from jscert.verifying.reading import LARGEST_BYTES
from jscert.verifying.target import verify_target
from jscert.verifying.verdict import Standing, Subject, Verdict
from tests.verifying_builders import (
    NUMBER,
    SCANNER,
    Ledger,
    Office,
    certificate,
    certificate_entry,
    evidence,
    issue,
    ledger_for,
    token_of,
)

if TYPE_CHECKING:
    from pathlib import Path

SYNTHETIC_IDENTITY = "320102199003072020"


def judged(target: str, office: Office, **changes: Any) -> Verdict:
    """Judge a target that gives one verdict."""
    (answer,) = verify_target(target, evidence(office.trust, **changes), SCANNER)
    return answer


def codes(answer: Verdict) -> list[Code]:
    """Give all codes."""
    return [item.code for item in answer.findings]


def test_a_pdf(office: Office, tmp_path: Path) -> None:
    """A path of a file is a PDF to be judged, and stands as given in the verdict."""
    pdf = issue(office, certificate())
    path = tmp_path / f"{NUMBER}_r1.pdf"
    path.write_bytes(pdf)
    answer = judged(str(path), office, registry=ledger_for(pdf))
    assert (answer.standing, answer.target) == (Standing.VALID, str(path))


@pytest.mark.parametrize("text", [NUMBER, "苏建安A（2026）0100001", f" {NUMBER}\n"])
def test_a_number(office: Office, text: str) -> None:
    """A text that reads as a number is one."""
    assert judged(text, office).subject is Subject.NUMBER


def test_a_number_is_one_whatever_files_lie_around(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder named like a number does not take its place."""
    (tmp_path / NUMBER).mkdir()
    monkeypatch.chdir(tmp_path)
    assert judged(NUMBER, office).subject is Subject.NUMBER


@pytest.mark.parametrize("prefix", ["HTTPS://JSCERT.EXAMPLE/V#", "", "#"])
def test_a_qr_code(office: Office, prefix: str) -> None:
    """An address with digits, or the digits alone, are a QR code's text."""
    digits = _digits(office)
    assert judged(prefix + digits, office).subject is Subject.QR


def test_a_qr_code_with_line_breaks(office: Office) -> None:
    """Digits copied over several lines are still the same text."""
    digits = _digits(office)
    answer = judged(f"{digits[:90]}\n{digits[90:]}", office)
    assert answer.genuine is True


def _digits(office: Office) -> str:
    return qr_text(sign_token(token_of(certificate()), office.signers[Purpose.TOKEN]), "")[1:]


def test_a_number_with_a_slip(office: Office) -> None:
    """A text that was meant as a number is told that it is none."""
    assert codes(judged("苏建安A(2026)01", office)) == [Code.NUMBER_UNREADABLE]


@pytest.mark.parametrize("target", ["no/such/file", "nothing.pdf", "C:\\gone\\a.PDF"])
def test_a_missing_file(office: Office, target: str) -> None:
    """A path to nothing cannot be judged."""
    answer = judged(target, office)
    assert (codes(answer), answer.exit_status) == ([Code.TARGET_UNREADABLE], Exit.UNKNOWN)


@pytest.mark.parametrize("target", ["", "张三", "hello", "x" * 5000, "12345"])
def test_anything_else(office: Office, target: str) -> None:
    """A text that is nothing is told what could be judged."""
    answer = judged(target, office)
    assert (codes(answer), answer.exit_status) == ([Code.TARGET_UNKNOWN], Exit.UNKNOWN)


def test_a_picture_nobody_can_open(office: Office, tmp_path: Path) -> None:
    """A photo of a certificate is not called a forgery when nobody has read it."""
    path = tmp_path / "a.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    assert judged(str(path), office).standing is Standing.UNDETERMINED


def test_a_number_of_a_shape_nobody_knows(office: Office) -> None:
    """An old paper's number is one because the registry has it, however it is typed."""
    entry = certificate_entry(number="苏安B字第1234号", medium=Medium.PAPER)
    answer = judged(" 苏安b字第１２３４号", office, registry=Ledger(entry))
    assert (answer.subject, answer.claim.number) == (Subject.NUMBER, "苏安B字第1234号")
    assert codes(answer).count(Code.NUMBER_RENUMBERED) == 0


def test_a_text_the_registry_does_not_know_stays_nothing(office: Office) -> None:
    """Such a text without an entry is no number."""
    assert codes(judged("苏安B字第1234号", office)) == [Code.TARGET_UNKNOWN]


def test_a_huge_file_is_not_read(office: Office, tmp_path: Path) -> None:
    """A file far larger than any certificate is refused before it is read whole."""
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    assert codes(judged(str(path), office)) == [Code.TARGET_UNREADABLE]


def test_identity_numbers_are_masked_in_targets(office: Office) -> None:
    """An identity number given by mistake is not repeated."""
    answer = judged(SYNTHETIC_IDENTITY, office)
    assert SYNTHETIC_IDENTITY not in repr(answer)
    assert SYNTHETIC_IDENTITY not in answer.findings[0].detail
