"""Foreign judges over our seals: pdfsig, openssl, pyHanko and qpdf must accept what we accept."""

from __future__ import annotations

import io
import subprocess
from typing import TYPE_CHECKING

import pytest
from asn1crypto import pem, x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from tests.sealing_builders import (
    authority,
    licensed_parts,
    pdf_signer,
    printed,
    rsa_signer,
    sealed,
)
from tests.tools import need

if TYPE_CHECKING:
    from pathlib import Path

    from jscert.certificates import PrintedPdf
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


def run(*command: str) -> str:
    """Run a judge; its output, whatever it thought."""
    done = subprocess.run(command, check=False, capture_output=True)
    return done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")


@each_kind
def test_qpdf_finds_no_fault(tmp_path: Path, kind: str) -> None:
    """No error, no warning."""
    path = written(tmp_path, kind)
    done = subprocess.run([need("qpdf"), "--check", str(path)], check=True, capture_output=True)
    assert b"WARNING" not in done.stderr


@each_kind
def test_pdfsig_trusts_the_whole_document(tmp_path: Path, kind: str) -> None:
    """One valid signature of our type by a trusted certificate over all of it."""
    database = f"sql:{tmp_path}"
    root = tmp_path / "root.pem"
    root.write_bytes(pem.armor("CERTIFICATE", root_of(kind)))
    certutil, pdfsig = need("certutil"), need("pdfsig")
    run(certutil, "-N", "-d", database, "--empty-password")
    run(certutil, "-A", "-d", database, "-n", "root", "-t", "CT,C,C", "-i", str(root))
    said = run(pdfsig, "-nssdir", str(tmp_path), str(written(tmp_path, kind)))
    assert "Signature is Valid." in said
    assert "Certificate is Trusted." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "Signature #2" not in said


def split(blank: PrintedPdf, data: bytes) -> tuple[bytes, bytes]:
    """Cut a sealed file into its covered bytes and its CMS structure."""
    content = data[: blank.hole_start - 1] + data[blank.hole_end + 1 :]
    cms = bytes.fromhex(data[blank.hole_start : blank.hole_end].decode())
    return content, cms[: 4 + int.from_bytes(cms[2:4], "big")]


@each_kind
def test_openssl_verifies_the_cms_as_cades(tmp_path: Path, kind: str) -> None:
    """With the signing-certificate attribute demanded and the chain built up to the root."""
    content, cms = split(printed(signer_of(kind)), sealed(signer_of(kind)).data)
    names = ("content", "cms.der", "root.pem")
    parts = (content, cms, pem.armor("CERTIFICATE", root_of(kind)))
    for name, part in zip(names, parts, strict=True):
        (tmp_path / name).write_bytes(part)
    content_path, cms_path, root_path = (str(tmp_path / name) for name in names)
    command = [need("openssl"), "cms", "-verify", "-cades", "-binary", "-inform", "DER"]
    command += ["-in", cms_path, "-content", content_path, "-CAfile", root_path]
    command += ["-purpose", "any", "-out", str(tmp_path / "out")]
    done = subprocess.run(command, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr


@each_kind
def test_pyhanko_accepts_a_certification_of_the_entire_file(kind: str) -> None:
    """Intact, valid, trusted; whole-file coverage; DocMDP without permitted changes."""
    reader = PdfFileReader(io.BytesIO(sealed(signer_of(kind)).data))
    (signature,) = reader.embedded_signatures
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(root_of(kind))], allow_fetching=False
    )
    status = validate_pdf_signature(signature, context)
    assert status.bottom_line
    assert status.trusted
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.modification_level is ModificationLevel.NONE
    assert status.docmdp_ok
    assert signature.docmdp_level is MDPPerm.NO_CHANGES


def test_pyhanko_refuses_a_changed_page() -> None:
    """The judge is awake: a changed byte is not intact for it either."""
    data = sealed().data.replace(b"72 720", b"72 721")
    (signature,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
    assert not validate_pdf_signature(signature, ValidationContext(trust_roots=[])).intact
