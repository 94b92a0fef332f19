"""A finished page taken over by PDFium: without its signature field and attachments, or as a picture.

Input: the bytes of a printed PDF. Output: bytes. The only home of pypdfium2 in the program; it is heavy and
loaded for previews alone. A page keeps its text, fonts and pictures; what makes a file a certificate
(signature, form, record, token, trust metadata) stays behind.
"""

from __future__ import annotations

import io
from contextlib import closing
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    Document = AbstractContextManager[pypdfium2.PdfDocument]

_POINTS_PER_INCH = 72


def bare_pdf(data: bytes) -> bytes:
    """Give the pages alone, as a new file: no fields, no signature, no attachments, no links."""
    out = io.BytesIO()
    with (
        closing(pypdfium2.PdfDocument(data)) as source,
        closing(pypdfium2.PdfDocument.new()) as bare,
    ):
        for page in _pages(source):
            _drop_annotations(page)
        bare.import_pages(source)
        bare.save(out)
    return out.getvalue()


def page_png(data: bytes, dots_per_inch: int) -> bytes:
    """Draw the first page as a PNG."""
    out = io.BytesIO()
    with closing(pypdfium2.PdfDocument(data)) as document, closing(document[0]) as page:
        bitmap = page.render(scale=dots_per_inch / _POINTS_PER_INCH)
        picture = bitmap.to_pil().convert("RGB")
        picture.save(out, "PNG", dpi=(dots_per_inch, dots_per_inch))
        bitmap.close()
    return out.getvalue()


def _pages(document: pypdfium2.PdfDocument) -> Iterator[pypdfium2.PdfPage]:
    for index in range(len(document)):
        with closing(document[index]) as page:
            yield page


def _drop_annotations(page: pypdfium2.PdfPage) -> None:
    while raw.FPDFPage_GetAnnotCount(page):
        if not raw.FPDFPage_RemoveAnnot(page, 0):
            raise ValueError("annotation")
