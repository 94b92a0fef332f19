"""Pictures: which code of a page is judged, and what is said when there is none or more than one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from jscert.errors import Code, Exit
from jscert.scanning import Scan, Scanner
from jscert.verifying.picture import judge_scan, verify_picture, verify_scanned_pdf
from jscert.verifying.qr import verify_qr
from jscert.verifying.report import plain_text, render_verdict
from jscert.verifying.target import verify_target
from jscert.verifying.verdict import Standing, Subject, Verdict
from tests.scanning_builders import (
    STRANGE_TEXT,
    TOKEN_LIKE,
    encoded,
    office_text,
    page_picture,
    photographed,
    scanned_pdf,
)
from tests.verifying_builders import (
    NUMBER,
    Ledger,
    Office,
    certificate_entry,
    evidence,
    found_office,
)

if TYPE_CHECKING:
    from pathlib import Path

    from jscert.verifying.evidence import Evidence


class Seeing(Scanner):
    """A scanner that has seen what a test says."""

    def __init__(self, scan: Scan) -> None:
        super().__init__()
        self._scan = scan

    def scan(self, data: bytes) -> Scan:
        """Tell it, whatever the bytes."""
        del data
        return self._scan


def having(office: Office, **changes: Any) -> Evidence:
    """Make evidence with a registry that agrees."""
    return evidence(office.trust, **{"registry": Ledger(certificate_entry()), **changes})


def judged(office: Office, *pages: tuple[str, ...], left: int = 0) -> list[Verdict]:
    """Judge what was seen on pages."""
    return list(judge_scan(Scan(pages=pages, pages_left=left), "a.png", having(office)))


def codes(answer: Verdict) -> list[Code]:
    """Give all codes."""
    return [item.code for item in answer.findings]


def test_a_code_is_judged_as_its_text_is(office: Office) -> None:
    """A picture adds nothing to its code and takes nothing from it, but says that it was one."""
    text = office_text(office)
    (answer,) = judged(office, (text,))
    alone = verify_qr(text, "a.png", having(office))
    said = (*alone.findings, *answer.findings[-1:])
    assert answer == replace(alone, subject=Subject.PICTURE, findings=said)
    assert said[-1].code is Code.PICTURE_READ


def test_what_the_page_must_say_is_listed(office: Office) -> None:
    """Number, name, last four, kind and dates are shown for comparison, and that it must be made."""
    (answer,) = judged(office, (office_text(office),))
    shown = plain_text(render_verdict(answer), lambda text, _: text)
    wanted = (NUMBER, "王䶮", "2020", "2026-11-22", "2029-11-22", "核对", "照片")
    assert [word for word in wanted if word not in shown] == []
    assert answer.claim.kind_name in shown


def test_codes_of_others_do_not_count(office: Office) -> None:
    """An advertisement on the page changes nothing."""
    (answer,) = judged(office, (STRANGE_TEXT, office_text(office)))
    assert answer.standing is Standing.VALID


def test_digits_that_are_no_token_do_not_hide_one_that_is(office: Office) -> None:
    """Of codes that look like ours the one that can be read counts."""
    (answer,) = judged(office, (TOKEN_LIKE, office_text(office)))
    assert answer.standing is Standing.VALID


def test_digits_that_are_no_token_are_judged_as_their_text_is(office: Office) -> None:
    """A code that only looks like ours is not genuine, as when its digits are typed."""
    (answer,) = judged(office, (TOKEN_LIKE,))
    assert (answer.standing, codes(answer)[0]) == (Standing.NOT_GENUINE, Code.TOKEN_FORM)


@pytest.mark.parametrize(
    ("texts", "code"),
    [((), Code.PICTURE_NO_CODE), ((STRANGE_TEXT,), Code.PICTURE_OTHER_CODES)],
)
def test_no_code_of_ours(office: Office, texts: tuple[str, ...], code: Code) -> None:
    """Where nothing of ours was seen nobody can tell, and what to do is said."""
    (answer,) = judged(office, texts)
    assert (codes(answer), answer.exit_status) == ([code], Exit.UNKNOWN)
    assert answer.findings[0].hint
    assert answer.genuine is None


def test_two_certificates_on_one_page(office: Office) -> None:
    """Two codes of ours leave open which one the page has; neither is quoted."""
    other = office_text(office, name="李四")
    (answer,) = judged(office, (office_text(office), other))
    assert (codes(answer), answer.exit_status) == ([Code.PICTURE_TWO_CODES], Exit.UNKNOWN)
    assert answer.claim.number == ""


def test_the_same_token_under_two_addresses_is_one(office: Office) -> None:
    """The address plays no part."""
    text = office_text(office)
    (answer,) = judged(office, (text, "HTTPS://OTHER.EXAMPLE/#" + text.partition("#")[2]))
    assert answer.standing is Standing.VALID


def test_pages_with_different_certificates_get_a_verdict_each(office: Office) -> None:
    """Several certificates scanned into one file are told apart by their pages."""
    other = office_text(office, name="李四")
    answers = judged(office, (office_text(office),), (), (other,))
    assert [answer.claim.name for answer in answers] == ["王䶮", "李四"]
    assert [answer.target for answer in answers] == ["a.png（第 1 页）", "a.png（第 3 页）"]


def test_one_certificate_on_two_pages_is_one_verdict(office: Office) -> None:
    """Front and back of one certificate are one."""
    text = office_text(office)
    (answer,) = judged(office, (text,), (text,))
    assert answer.target == "a.png"


def test_pages_nobody_looked_at_are_told(office: Office) -> None:
    """Further pages are pointed out."""
    (answer,) = judged(office, (office_text(office),), left=4)
    assert Code.PICTURE_PAGES_LEFT in codes(answer)


def test_a_token_of_a_key_nobody_lists(office: Office) -> None:
    """A stranger's token proves nothing either way and is not quoted."""
    (answer,) = judged(office, (office_text(found_office()),))
    assert (answer.genuine, answer.claim.name) == (None, "")
    assert answer.exit_status is Exit.UNKNOWN


@pytest.mark.parametrize("problem", ["unreadable", "too-large", "slow", "crashed"])
def test_a_picture_that_cannot_be_opened(office: Office, problem: str) -> None:
    """Nothing is said of it but that, and why."""
    scanner = Seeing(Scan(problem=problem))
    (answer,) = verify_picture(b"", "a.png", having(office), scanner)
    assert (codes(answer), answer.exit_status) == ([Code.TARGET_UNREADABLE], Exit.UNKNOWN)
    assert "内部结构" not in answer.findings[0].detail


def test_a_phone_s_own_format(office: Office) -> None:
    """HEIC is named, so that somebody can convert it."""
    data = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"
    (answer,) = verify_picture(data, "a.heic", having(office), Seeing(Scan()))
    assert "HEIC" in answer.findings[0].detail


@pytest.mark.parametrize(
    ("problem", "standing"),
    [
        ("no-scan", Standing.NOT_GENUINE),
        ("unreadable", Standing.NOT_GENUINE),
        ("slow", Standing.UNDETERMINED),
        ("too-large", Standing.UNDETERMINED),
        ("crashed", Standing.UNDETERMINED),
    ],
)
def test_a_pdf_without_a_seal(office: Office, problem: str, standing: Standing) -> None:
    """It stays refused if it is no scan; where nobody could find that out, nobody can tell."""
    has = having(office)
    (refusal,) = verify_target("a.pdf", has, Seeing(Scan()))
    refusal = replace(refusal, findings=(_not_ours(),))
    (answer,) = verify_scanned_pdf(b"%PDF-", refusal, has, Seeing(Scan(problem=problem)))
    assert answer.standing is standing


def _not_ours() -> Any:
    from jscert.verifying.verdict import finding

    return finding(Code.PDF_NOT_OURS, reason="header")


@pytest.mark.parametrize("name", ["photo.jpg", "scan.png", "scan.pdf", "scan.tif"])
def test_files_are_opened_and_judged(office: Office, tmp_path: Path, name: str) -> None:
    """A photo, a scan and a PDF made of one lead to the certificate."""
    page = page_picture(office_text(office))
    data = {
        "photo.jpg": lambda: encoded(photographed(page), "JPEG"),
        "scan.png": lambda: encoded(page),
        "scan.pdf": lambda: scanned_pdf(page),
        "scan.tif": lambda: encoded(page.convert("1"), "TIFF", compression="group4"),
    }[name]()
    path = tmp_path / name
    path.write_bytes(data)
    with Scanner(seconds=60) as scanner:
        (answer,) = verify_target(str(path), having(office), scanner)
    assert (answer.standing, answer.claim.number) == (Standing.VALID, NUMBER)
    assert answer.subject is Subject.PICTURE


def test_a_folder_of_pictures(office: Office, tmp_path: Path) -> None:
    """Loose scans of a folder are judged one by one; what is no picture by its name is left alone."""
    (tmp_path / "a.png").write_bytes(encoded(page_picture(office_text(office))))
    (tmp_path / "b.jpg").write_bytes(encoded(Image.new("L", (40, 40)), "JPEG"))
    (tmp_path / "notes.txt").write_text("nothing", "utf-8")
    with Scanner(seconds=60) as scanner:
        *answers, own = verify_target(str(tmp_path), having(office), scanner)
    assert [codes(answer)[-1] for answer in answers] == [Code.PICTURE_READ, Code.PICTURE_NO_CODE]
    assert own.subject is Subject.FOLDER
