"""The room as a whole: the checking side holds no keys, and every code has its words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from jscert.errors import Code
from jscert.messages import explain, table

CHECKING = (
    "jscert.sealing.pdf_check",
    "jscert.sealing.token",
    "jscert.sealing.documents",
    "jscert.sealing.trust_store",
    "jscert.sealing.status_list",
    "jscert.sealing.bundle_store",
)
KEPT_OUT = (
    "jscert.sealing.keys",
    "jscert.sealing.key_files",
    "jscert.sealing.file_signer",
    "jscert.sealing.licensed_key",
    "jscert.sealing.certificate_making",
    "cryptography.x509",
    "asn1crypto",
    "cbor2",
    "subprocess",
    "fpdf",
)


def test_the_checking_side_imports_no_private_key_module() -> None:
    """Nor anything else that a cold check does not need."""
    program = f"import sys, {', '.join(CHECKING)}; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert set(done.stdout.decode().split()).isdisjoint(KEPT_OUT)


@pytest.mark.parametrize("code", [one for one in Code if one.value.startswith("JSC-S")])
def test_every_code_of_the_room_has_words_and_a_hint(code: Code) -> None:
    """A message says what is wrong and what to do."""
    assert code in table()
    message = explain(code, {})
    assert message.text.strip()
    assert message.hint.strip()
