"""Foreign judges of a sealed PDF: qpdf, pdfsig, openssl, pyHanko; text and QR codes read by others."""

from __future__ import annotations

import io
import re
import subprocess
from typing import TYPE_CHECKING

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from tests.tools import need

if TYPE_CHECKING:
    from pathlib import Path


def run(*command: str) -> str:
    """Run a program; its output, whatever it thought."""
    done = subprocess.run(command, check=False, capture_output=True)
    return done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")


def output(*command: str, may_mutter: bool = False) -> str:
    """Run a program, which must succeed without a word of complaint; what it wrote.

    `may_mutter`: its standard error does not count (zbar speaks of the desktop it cannot find).
    """
    done = subprocess.run(command, check=True, capture_output=True)
    assert may_mutter or done.stderr == b""
    return done.stdout.decode("utf-8")


def qpdf_complaint(path: Path) -> str:
    """Let qpdf check the structure; "" if it has nothing to say against it."""
    done = subprocess.run([need("qpdf"), "--check", str(path)], check=False, capture_output=True)
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    return said if done.returncode or "WARNING" in said else ""


def nss_database(folder: Path, root: bytes) -> Path:
    """Make the database of trusted roots that pdfsig wants, holding one root (DER)."""
    certificate = folder / "root.pem"
    certificate.write_bytes(pem.armor("CERTIFICATE", root))
    certutil, database = need("certutil"), f"sql:{folder}"
    run(certutil, "-N", "-d", database, "--empty-password")
    run(certutil, "-A", "-d", database, "-n", "root", "-t", "CT,C,C", "-i", str(certificate))
    return folder


def pdfsig_complaint(path: Path, database: Path) -> str:
    """Let pdfsig judge: one valid CAdES signature by a trusted signer over the whole document."""
    said = run(need("pdfsig"), "-nssdir", str(database), str(path))
    wanted = (
        "Signature is Valid.",
        "Certificate is Trusted.",
        "Total document signed",
        "ETSI.CAdES.detached",
    )
    return said if "Signature #2" in said or not all(words in said for words in wanted) else ""


def openssl_complaint(path: Path, folder: Path, root: bytes) -> str:
    """Let openssl verify the CMS as CAdES over the covered bytes, up to the root (DER)."""
    data = path.read_bytes()
    ranges = re.search(rb"/ByteRange ?\[ ?(\d+) +(\d+) +(\d+) +(\d+) *\]", data)
    assert ranges is not None
    start, first, second, rest = (int(number) for number in ranges.groups())
    cms = bytes.fromhex(data[first + 1 : second - 1].decode())
    parts = {
        "content": data[start:first] + data[second : second + rest],
        "cms.der": cms[: 4 + int.from_bytes(cms[2:4], "big")],
        "root.pem": pem.armor("CERTIFICATE", root),
    }
    for name, part in parts.items():
        (folder / name).write_bytes(part)
    content, message, certificate = (str(folder / name) for name in parts)
    command = [need("openssl"), "cms", "-verify", "-cades", "-binary", "-inform", "DER"]
    command += ["-in", message, "-content", content, "-CAfile", certificate]
    done = subprocess.run(
        [*command, "-purpose", "any", "-out", str(folder / "out")], check=False, capture_output=True
    )
    return done.stderr.decode() if done.returncode else ""


def pyhanko_complaint(data: bytes, root: bytes) -> str:
    """Let pyHanko validate: trusted, entire file, certification that permits no change."""
    (signature,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
    context = ValidationContext(trust_roots=[x509.Certificate.load(root)], allow_fetching=False)
    status = validate_pdf_signature(signature, context)
    facts = {
        "bottom line": status.bottom_line,
        "trusted": status.trusted,
        "entire file": status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        "unmodified": status.modification_level is ModificationLevel.NONE,
        "DocMDP kept": status.docmdp_ok,
        "DocMDP P=1": signature.docmdp_level is MDPPerm.NO_CHANGES,
    }
    return ", ".join(name for name, holds in facts.items() if not holds)
