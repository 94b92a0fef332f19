"""A page taken out of its file: what stays, and what must not."""

from __future__ import annotations

import io
from contextlib import closing

import pypdfium2
from PIL import Image

from jscert.layouts.raster import bare_pdf, page_png
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
