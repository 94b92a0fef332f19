"""The process that opens pictures, asked through its door."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from jscert.scanning import Scan, Scanner
from jscert.scanning.child import look_at
from tests.scanning_builders import (
    STRANGE_TEXT,
    TOKEN_LIKE,
    encoded,
    page_picture,
    scanned_pdf,
)
from tests.toy_press import sealed_pdf
from tests.verifying_builders import NOW, found_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = encoded(page_picture(TOKEN_LIKE))


@pytest.fixture(scope="module")
def scanner() -> Iterator[Scanner]:
    """Keep one process for all tests, as a command does for all files."""
    with Scanner(seconds=60) as scanner:
        yield scanner


def test_a_picture(scanner: Scanner) -> None:
    """The texts of its one page are given."""
    assert scanner.scan(PAGE) == Scan(pages=((TOKEN_LIKE,),))


def test_file_after_file(scanner: Scanner) -> None:
    """A broken file does not spoil the next one."""
    answers = [scanner.scan(data).problem for data in (b"\x89PNG\r\n\x1a\n", PAGE, b"", PAGE)]
    assert answers == ["unreadable", "", "unreadable", ""]


def test_a_scanned_pdf(scanner: Scanner) -> None:
    """Each page has its own texts."""
    pages = page_picture(TOKEN_LIKE), page_picture(), page_picture(STRANGE_TEXT)
    answer = scanner.scan(scanned_pdf(*pages))
    assert answer.pages == ((TOKEN_LIKE,), (), (STRANGE_TEXT,))


def test_a_long_pdf_is_looked_at_up_to_a_bound(scanner: Scanner) -> None:
    """The pages nobody looked at are counted."""
    answer = scanner.scan(scanned_pdf(*[Image.new("1", (80, 80), 1)] * 11))
    assert (len(answer.pages) + answer.pages_left, answer.pages_left >= 3) == (11, True)


def test_a_pdf_that_is_no_scan(scanner: Scanner) -> None:
    """A PDF without pictures is not drawn."""
    signer = next(iter(found_office().signers.values()))
    assert scanner.scan(sealed_pdf(b"{}", b"", NOW, signer)).problem in {"no-scan", "unreadable"}


def test_a_process_that_takes_too_long_is_ended() -> None:
    """Nobody waits for ever, and the next file is answered by another process."""
    noise = encoded(Image.effect_noise((2500, 2500), 90))
    with Scanner(seconds=0.02) as hasty:
        assert hasty.scan(noise) == Scan(problem="slow")
        assert hasty.scan(noise) == Scan(problem="slow")


def test_a_process_that_breaks_down_is_replaced(scanner: Scanner) -> None:
    """A page of forms within forms, a million times over, ends its process at most; the next file is read."""
    answer = scanner.scan(_forms_within_forms(deep=20, wide=20))
    assert answer.problem in {"crashed", "slow", ""}
    assert scanner.scan(PAGE) == Scan(pages=((TOKEN_LIKE,),))


def _forms_within_forms(*, deep: int, wide: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scanned_pdf(Image.new("L", (60, 80))))) as pdf:
        kind = {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 9, 9]}
        form = pdf.make_stream(b"0 0 m 9 9 l S " * 50, kind)
        for _ in range(deep):
            resources = {"/Resources": {"/XObject": {"/F": form}}}
            form = pdf.make_stream(b"/F Do " * wide, {**kind, **resources})
        pdf.pages[0].Resources.XObject["/F"] = form
        pdf.pages[0].contents_add(b"/F Do")
        pdf.save(out)
    return out.getvalue()


def test_a_process_that_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no interpreter to start, nothing is read; nothing hangs."""
    monkeypatch.setattr(sys, "executable", sys.executable + "-that-is-not-there")
    with Scanner() as scanner:
        assert scanner.scan(PAGE).problem == "crashed"


def test_the_working_folder_is_not_imported_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder sent by a stranger may hold a `PIL.py`; it is not run."""
    (tmp_path / "PIL.py").write_text("open('was-here', 'w').close()", "utf-8")
    (tmp_path / "json.py").write_text("open('was-here', 'w').close()", "utf-8")
    monkeypatch.chdir(tmp_path)
    with Scanner() as scanner:
        assert scanner.scan(PAGE).pages == ((TOKEN_LIKE,),)
    assert not (tmp_path / "was-here").exists()


@pytest.mark.parametrize(
    ("data", "problem"),
    [(b"", "unreadable"), (b"%PDF-1.7\nnothing", "unreadable"), (b"GIF89a", "unreadable")],
)
def test_what_the_process_answers(data: bytes, problem: str) -> None:
    """Files that are nothing have an answer, too."""
    assert look_at(data)["problem"] == problem
