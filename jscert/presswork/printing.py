"""One certificate through the press and the seal: certificate + photo → token → print → sealed PDF.

A `PrintShop` serves one batch: it compiles each kind's blank once. The first certificate of every
kind is taken apart again by the checker's own rule before the batch goes on, so that a press that
went wrong stops at its first page.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from jscert.certificates import RECORD_NAME, TOKEN_NAME, record_of
from jscert.errors import Code, JscertError
from jscert.layouts.form import PrintJob
from jscert.layouts.press import compile_form
from jscert.sealing.pdf_check import check_pdf
from jscert.sealing.pdf_seal import hole_bytes, seal_pdf
from jscert.sealing.token import Token, qr_text, sign_token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from jscert.certificates import Certificate, SealedPdf
    from jscert.layouts.press import Blank
    from jscert.presswork.office import Office

_TAIL = 4

_compiled = lru_cache(maxsize=16)(compile_form)


def prepare_forms(office: Office, kinds: Iterable[str]) -> None:
    """Compile the blanks of these kinds, so that what cannot be drawn shows before numbers are given."""
    for kind in kinds:
        _compiled(office.catalogue.kind(kind).form, office.house)


class PrintShop:
    """Prints and seals the certificates of one batch (`sealed_at`: its instant, aware UTC)."""

    def __init__(self, office: Office, sealed_at: datetime) -> None:
        self._office = office
        self._sealed_at = sealed_at
        self._hole_bytes = hole_bytes(office.keys.pdf)
        self._blanks: dict[str, Blank] = {}

    def make(self, papers: Sequence[tuple[Certificate, bytes]]) -> Iterator[SealedPdf]:
        """Print and seal some dozens of certificates, each with its photo; in their order.

        `JSC-L…` if a page cannot be proven right. A photo is the one whose SHA-256 its certificate
        names (the spool checks it on reading).
        """
        for kind, group in groupby(papers, key=lambda paper: paper[0].kind):
            yield from self._make_alike(kind, list(group))

    def _make_alike(
        self, kind: str, papers: Sequence[tuple[Certificate, bytes]]
    ) -> Iterator[SealedPdf]:
        blank = self._blanks.get(kind)
        first = blank is None
        if blank is None:
            form = self._office.catalogue.kind(kind).form
            blank = self._blanks[kind] = _compiled(form, self._office.house)
        tokens = [sign_token(token_of(one), self._office.keys.token) for one, _ in papers]
        jobs = [
            self._job(one, photo, token) for (one, photo), token in zip(papers, tokens, strict=True)
        ]
        for index, printed in enumerate(blank.print_all(jobs)):
            sealed = seal_pdf(printed, self._office.keys.pdf)
            if first and index == 0:
                _prove(sealed, jobs[0])
            yield sealed

    def _job(self, certificate: Certificate, photo: bytes, token: bytes) -> PrintJob:
        kind = self._office.catalogue.kind(certificate.kind)
        return PrintJob(
            number=certificate.number,
            revision=certificate.revision,
            name=certificate.name,
            values=kind.printed_values(certificate),
            issued_text=kind.issued_text(certificate.issued_on),
            photo=photo,
            record=record_of(certificate),
            token=token,
            qr_text=qr_text(token, self._office.verify_url),
            sealed_at=self._sealed_at,
            hole_bytes=self._hole_bytes,
        )


def token_of(certificate: Certificate) -> Token:
    """Say in a token what the QR code carries of a certificate."""
    return Token(
        number=certificate.number,
        kind=certificate.kind,
        post_code=certificate.post_code,
        revision=certificate.revision,
        status_list=certificate.status_list,
        status_index=certificate.status_index,
        name=certificate.name,
        identity_tail=certificate.identity_number[-_TAIL:],
        issued_on=certificate.issued_on,
        valid_until=certificate.valid_until,
    )


def _prove(sealed: SealedPdf, job: PrintJob) -> None:
    check = check_pdf(sealed.data)
    if not check.intact or check.attachments != {
        RECORD_NAME: job.record,
        TOKEN_NAME: job.token,
    }:
        raise JscertError(Code.PRINT_UNPROVEN, number=job.number)
