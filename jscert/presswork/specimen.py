"""One page as its certificate will look, that is no certificate: 样张 across, no number, no signature.

Input: an applicant, a photo, the form and the house. Output: bytes. The press prints the page as it prints
every certificate; then PDFium takes the page alone. Nothing is reserved, no key is asked for, the QR
code says in plain words what the page is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jscert.certificates import Certificate
from jscert.layouts import raster
from jscert.layouts.form import PrintJob
from jscert.layouts.press import compile_form
from jscert.messages import previewing as words

if TYPE_CHECKING:
    from datetime import date, datetime

    from jscert.certificates import Applicant
    from jscert.families.catalogue import Kind
    from jscert.layouts.form import House

PNG_DOTS_PER_INCH = 200


def print_specimen(
    kind: Kind, house: House, applicant: Applicant, photo: bytes, at: tuple[date, datetime]
) -> bytes:
    """Print the page as a PDF; `at` is the issue date meant, and the present instant (aware UTC).

    `JSC-L…` if the page cannot be set, `DATE_BEFORE_ELECTRONIC` for a day without certificates.
    """
    dated_on, printed_at = at
    certificate = _certificate(kind, house, applicant, dated_on)
    job = PrintJob(
        number=certificate.number,
        revision=certificate.revision,
        name=certificate.name,
        values=kind.printed_values(certificate),
        issued_text=kind.issued_text(dated_on),
        photo=photo,
        record=b"",
        token=b"",
        qr_text=words.QR_TEXT,
        sealed_at=printed_at,
        hole_bytes=0,
    )
    blank = compile_form(kind.form, replace(house, watermark=words.WATERMARK))
    return raster.bare_pdf(blank.print(job).data)


def draw_specimen(pdf: bytes) -> bytes:
    """Draw a printed specimen as a PNG."""
    return raster.page_png(pdf, PNG_DOTS_PER_INCH)


def _certificate(kind: Kind, house: House, applicant: Applicant, dated_on: date) -> Certificate:
    """Say what would be issued on that day, but for a number and a place in a status list."""
    kind.numbers.on(dated_on)
    return Certificate(
        number=words.NUMBER,
        former_numbers=(),
        kind=kind.id,
        revision=1,
        issued_on=dated_on,
        first_issued_on=dated_on,
        valid_until=kind.first_end(dated_on),
        status_list=0,
        status_index=0,
        name=applicant.name,
        sex=applicant.sex,
        identity_number=applicant.identity_number,
        employer=applicant.employer,
        credit_code=applicant.credit_code,
        post_code=applicant.post_code,
        post=applicant.post,
        photo_sha256=applicant.photo.sha256,
        authority=house.authority,
        trial=True,
    )
