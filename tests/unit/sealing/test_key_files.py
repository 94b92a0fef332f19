"""Keys at rest: standard, bound to the passphrase, bounded in what they make us compute."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from jscert.errors import Code, JscertError
from jscert.sealing.key_files import (
    Passphrase,
    decrypt_key,
    encrypt_key,
    read_certificates,
    unwrap_identity_key,
    wrap_identity_key,
    write_certificates,
    write_private,
)
from tests.sealing_builders import authority
from tests.tools import need

SALT = b"0123456789abcdef"
SECRET = Passphrase(b"secret")
KEY = ec.generate_private_key(ec.SECP256R1())
ENCRYPTED = encrypt_key(KEY, SECRET, SALT)
IDENTITY = bytes(range(32))


def test_a_key_reads_back() -> None:
    """The number inside is the same."""
    read = decrypt_key(ENCRYPTED, SECRET, "k")
    assert isinstance(read, ec.EllipticCurvePrivateKey)
    assert read.private_numbers() == KEY.private_numbers()


def test_a_foreign_library_opens_the_file() -> None:
    """It is PKCS#8 as others know it."""
    read = load_pem_private_key(ENCRYPTED, b"secret")
    assert isinstance(read, ec.EllipticCurvePrivateKey)
    assert read.private_numbers() == KEY.private_numbers()


def test_openssl_opens_the_file(tmp_path: Path) -> None:
    """An RSA key too, by the tool that everybody has."""
    path = tmp_path / "k.pem"
    path.write_bytes(encrypt_key(rsa.generate_private_key(65537, 2048), SECRET, SALT))
    command = [need("openssl"), "pkey", "-in", str(path), "-passin", "pass:secret", "-noout"]
    subprocess.run(command, check=True, capture_output=True)


def test_a_wrong_passphrase_is_told() -> None:
    """With the file's name."""
    with pytest.raises(JscertError) as caught:
        decrypt_key(ENCRYPTED, Passphrase(b"other"), "pdf.key.pem")
    assert caught.value.code is Code.PASSPHRASE_WRONG
    assert caught.value.facts == {"file": "pdf.key.pem"}


def test_the_file_survives_other_line_ends() -> None:
    """An editor on Windows does no harm."""
    assert decrypt_key(ENCRYPTED.replace(b"\n", b"\r\n"), SECRET, "k")


def test_the_identity_key_reads_back() -> None:
    """Wrapped and unwrapped."""
    wrapped = wrap_identity_key(IDENTITY, SECRET, SALT)
    assert IDENTITY.hex().encode() not in wrapped
    assert unwrap_identity_key(wrapped, SECRET, "i") == IDENTITY


def test_a_changed_identity_key_is_refused() -> None:
    """Wrapping authenticates."""
    fields = json.loads(wrap_identity_key(IDENTITY, SECRET, SALT))
    fields["wrapped"] = "00" + fields["wrapped"][2:]
    with pytest.raises(JscertError) as caught:
        unwrap_identity_key(json.dumps(fields).encode(), SECRET, "i")
    assert caught.value.code is Code.PASSPHRASE_WRONG


@pytest.mark.parametrize("costs", [[2**30, 8, 4], [2**14, 8, 999], [0, 0, 0], [2**14, 8]])
def test_costs_nobody_would_choose_are_refused(costs: list[int]) -> None:
    """A prepared file cannot make us compute for ever."""
    fields = json.loads(wrap_identity_key(IDENTITY, SECRET, SALT)) | {"scrypt": costs}
    with pytest.raises(JscertError) as caught:
        unwrap_identity_key(json.dumps(fields).encode(), SECRET, "i")
    assert caught.value.code is Code.KEY_UNREADABLE


def test_certificates_read_back_in_order() -> None:
    """The signer's first."""
    two = tuple(authority()[name].certificate for name in ("pdf", "root"))
    assert read_certificates(write_certificates(*two), "c") == two


def test_a_private_file_is_never_written_over(tmp_path: Path) -> None:
    """What is there stays."""
    path = tmp_path / "k"
    path.write_bytes(b"old")
    with pytest.raises(JscertError) as caught:
        write_private(path, b"new")
    assert caught.value.code is Code.HOME_EXISTS
    assert path.read_bytes() == b"old"


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_a_private_file_is_for_its_owner(tmp_path: Path) -> None:
    """Whatever the umask says."""
    before = os.umask(0)
    try:
        write_private(tmp_path / "k", b"x")
    finally:
        os.umask(before)
    assert (tmp_path / "k").stat().st_mode & 0o777 == 0o600
