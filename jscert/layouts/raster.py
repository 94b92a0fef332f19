"""A page taken over by PDFium: without its signature field and attachments, or as a picture.

Input: the bytes of a printed PDF, or of a stranger's. Output: bytes or pictures. The only home of pypdfium2
in the program; it is heavy and loaded for previews and scans alone. A bare page keeps its text, fonts and
pictures; what makes a file a certificate (signature, form, record, token, trust metadata) stays behind.
"""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from PIL import Image

    Document = AbstractContextManager[pypdfium2.PdfDocument]

_POINTS_PER_INCH = 72
_SCAN_DPI = 300
_SCANNED_SHARE = 0.3
_PAGES_TOLD_APART = 50
_OBJECTS_DEEP = 3


class UnreadablePdfError(ValueError):
    """A PDF that PDFium does not open: broken, or locked with a password."""


@dataclass(frozen=True, slots=True)
class ScannedPages:
    """The pages of a PDF that are scans, each drawn when it is asked for; `count` of them are known."""

    count: int
    pages: Iterator[Image.Image]


def scanned_pages(data: bytes, longest_px: int) -> ScannedPages:
    """Find the pages of a PDF that are mostly pictures, as scanners make them; `UnreadablePdfError`.

    A page counts if pictures cover three tenths of it: those of a certificate printed into a PDF (photo, QR
    code, seal) cover less than one. At most 50 pages are looked at. Pages are drawn grey, at 300 dpi where
    that is not more than `longest_px`.
    """
    try:
        document = pypdfium2.PdfDocument(data)
        found = [
            index
            for index in range(min(len(document), _PAGES_TOLD_APART))
            if _is_scan(document, index)
        ]
    except pypdfium2.PdfiumError as fault:
        raise UnreadablePdfError from fault
    if not found:
        document.close()
    return ScannedPages(len(found), _drawn(document, found, longest_px))


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


def _is_scan(document: pypdfium2.PdfDocument, index: int) -> bool:
    with closing(document[index]) as page:
        left, bottom, right, top = page.get_bbox()
        covered = 0.0
        for picture in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=_OBJECTS_DEEP):
            west, south, east, north = picture.get_bounds()
            wide = max(0.0, min(right, east) - max(left, west))
            covered += wide * max(0.0, min(top, north) - max(bottom, south))
        return bool(covered >= _SCANNED_SHARE * (right - left) * (top - bottom) > 0)


def _drawn(
    document: pypdfium2.PdfDocument, indices: list[int], longest_px: int
) -> Iterator[Image.Image]:
    with closing(document):
        for index in indices:
            with closing(document[index]) as page:
                longest = max(page.get_size())
                scale = min(_SCAN_DPI / _POINTS_PER_INCH, longest_px / longest)
                bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
                try:
                    picture = bitmap.to_pil().convert("L")
                finally:
                    bitmap.close()
            yield picture
