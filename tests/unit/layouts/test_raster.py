"""A page taken out of its file: what stays, and what must not."""

from __future__ import annotations

import io
from contextlib import closing

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from jscert.layouts.raster import UnreadablePdfError, bare_pdf, page_png, scanned_pages
from tests.layouts_builders import blank, job


def printed() -> bytes:
    """Print a page as for a certificate, with its empty signature."""
    return blank().print(job()).data


def text_of(data: bytes) -> str:
    """Read the first page's text."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        page = document[0]
        text: str = page.get_textpage().get_text_range()
        page.close()
    return text


def test_the_page_says_the_same() -> None:
    """Every word of the page comes along, in the same order."""
    data = printed()
    assert text_of(bare_pdf(data)) == text_of(data)


def test_nothing_of_a_certificate_comes_along() -> None:
    """No signature, form, attachment or trust metadata is left in the file."""
    data = printed()
    traces = (
        b"/Sig",
        b"ByteRange",
        b"AcroForm",
        b"EmbeddedFile",
        b"Widget",
        b"DocMDP",
        b"Metadata",
    )
    assert [trace for trace in traces if trace not in data] == []
    bare = bare_pdf(data)
    assert [trace for trace in traces if trace in bare] == []


def test_a_picture_has_the_size_of_the_page() -> None:
    """A4 at 100 dots per inch, and the file says so."""
    with Image.open(io.BytesIO(page_png(printed(), 100))) as picture:
        assert (picture.format, picture.size) == ("PNG", (827, 1170))
        assert [round(dots) for dots in picture.info["dpi"]] == [100, 100]


def scan(*pages: Image.Image) -> bytes:
    """Make a PDF of pictures, one a page."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=100)
    return out.getvalue()


def test_pages_made_of_pictures_are_scans() -> None:
    """Each page of a scanned document is drawn, grey."""
    found = scanned_pages(
        scan(Image.new("RGB", (827, 1169), "red"), Image.new("1", (80, 60))), 3500
    )
    assert (found.count, [page.mode for page in found.pages]) == (2, ["L", "L"])


def test_a_certificate_printed_into_a_pdf_is_no_scan() -> None:
    """Its photo, code and seal cover too little: whoever re-saved it could have changed its text."""
    assert scanned_pages(bare_pdf(printed()), 3500).count == 0


def test_pages_without_pictures_are_left_out() -> None:
    """Only the scans of a mixed document are drawn."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan(Image.new("1", (80, 60))))) as document:
        document.add_blank_page()
        document.save(out)
    assert scanned_pages(out.getvalue(), 3500).count == 1


def test_a_page_is_drawn_within_a_bound() -> None:
    """A page a mile wide is drawn no larger than asked for."""
    (page,) = scanned_pages(scan(Image.new("1", (9000, 500))), 700).pages
    assert max(page.size) <= 701


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing"])
def test_a_broken_pdf(data: bytes) -> None:
    """What PDFium does not open is unreadable."""
    with pytest.raises(UnreadablePdfError):
        scanned_pages(data, 3500)


def test_a_locked_pdf() -> None:
    """A password keeps everybody out."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan(Image.new("1", (80, 60))))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user="user"))
    with pytest.raises(UnreadablePdfError):
        scanned_pages(out.getvalue(), 3500)
