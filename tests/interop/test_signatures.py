"""Foreign judges over our seals: pdfsig, openssl, pyHanko and qpdf must accept what we accept."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests import judges
from tests.sealing_builders import (
    authority,
    licensed_parts,
    pdf_signer,
    rsa_signer,
    sealed,
)

if TYPE_CHECKING:
    from pathlib import Path

    from jscert.sealing.signer import Signer

KINDS = ("p256", "rsa")
each_kind = pytest.mark.parametrize("kind", KINDS)


def signer_of(kind: str) -> Signer:
    """Give the signer of a kind."""
    return pdf_signer() if kind == "p256" else rsa_signer()


def root_of(kind: str) -> bytes:
    """Give the root certificate (DER) above that signer."""
    if kind == "p256":
        return authority()["root"].certificate
    return licensed_parts()[3].public_bytes(Encoding.DER)


def written(folder: Path, kind: str) -> Path:
    """Write a sealed file."""
    path = folder / f"{kind}.pdf"
    path.write_bytes(sealed(signer_of(kind)).data)
    return path


@each_kind
def test_qpdf_finds_no_fault(tmp_path: Path, kind: str) -> None:
    """No error, no warning."""
    assert judges.qpdf_complaint(written(tmp_path, kind)) == ""


@each_kind
def test_pdfsig_trusts_the_whole_document(tmp_path: Path, kind: str) -> None:
    """One valid signature of our type by a trusted certificate over all of it."""
    database = judges.nss_database(tmp_path, root_of(kind))
    assert judges.pdfsig_complaint(written(tmp_path, kind), database) == ""


@each_kind
def test_openssl_verifies_the_cms_as_cades(tmp_path: Path, kind: str) -> None:
    """With the signing-certificate attribute demanded and the chain built up to the root."""
    complaint = judges.openssl_complaint(written(tmp_path, kind), tmp_path, root_of(kind))
    assert complaint == ""


@each_kind
def test_pyhanko_accepts_a_certification_of_the_entire_file(kind: str) -> None:
    """Intact, valid, trusted; whole-file coverage; DocMDP without permitted changes."""
    assert judges.pyhanko_complaint(sealed(signer_of(kind)).data, root_of(kind)) == ""


def test_pyhanko_refuses_a_changed_page() -> None:
    """The judge is awake: a changed byte is not intact for it either."""
    data = sealed().data.replace(b"72 720", b"72 721")
    (signature,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
    assert not validate_pdf_signature(signature, ValidationContext(trust_roots=[])).intact
