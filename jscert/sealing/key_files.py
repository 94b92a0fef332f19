"""Keys at rest: encrypted, owner-only files that standard tools can open with the passphrase.

Signing keys: PKCS#8 in PEM, PBES2 with scrypt (RFC 7914) and AES-256-CBC; `openssl pkey` reads them.
The identity key: 32 random bytes wrapped by AES-256-GCM under HKDF of the same scrypt output, in a
small JSON file. All files of one folder are written with one salt, so opening derives once (about
0.15 s); N = 2¹⁴ keeps within the memory that OpenSSL allows, p = 4 makes guessing dearer.

Written: created anew (never over an existing file), owner-only, on disk before the call returns.
Not here: what the keys are for (`keys`), certificates.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from jscert.errors import Code, JscertError
from jscert.sealing import der

if TYPE_CHECKING:
    from pathlib import Path

PrivateKey: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_IDENTITY_FORMAT = "jscert-identity-key/1"
_COST, _BLOCK, _PARALLEL = 2**14, 8, 4
_LARGEST_COST = 2**18
_PBES2 = der.oid("1.2.840.113549.1.5.13")
_SCRYPT = der.oid("1.3.6.1.4.1.11591.4.11")
_AES_256_CBC = der.oid("2.16.840.1.101.3.4.1.42")
_ENCRYPTED = "ENCRYPTED PRIVATE KEY"
_CERTIFICATE = "CERTIFICATE"
_PEM_WIDTH = 64
_BLOCK_BYTES = 16


class Passphrase:
    """A passphrase that derives each key once. Keep it no longer than the opening of a folder."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._derived: dict[tuple[bytes, int, int, int], bytes] = {}

    def derive(self, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
        """Give scrypt's 32 bytes; ValueError for parameters nobody would have chosen."""
        place = (salt, cost, block, parallel)
        if cost > _LARGEST_COST or block > 16 or parallel > 16:
            raise ValueError("scrypt parameters")
        if place not in self._derived:
            self._derived[place] = hashlib.scrypt(
                self._secret,
                salt=salt,
                n=cost,
                r=block,
                p=parallel,
                maxmem=256 * cost * block + 2**20,
                dklen=32,
            )
        return self._derived[place]


def encrypt_key(key: PrivateKey, passphrase: Passphrase, salt: bytes) -> bytes:
    """Write a private key as encrypted PKCS#8 in PEM."""
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    iv = os.urandom(_BLOCK_BYTES)
    padder = PKCS7(8 * _BLOCK_BYTES).padder()
    derived = passphrase.derive(salt, _COST, _BLOCK, _PARALLEL)
    encryptor = Cipher(AES256(derived), CBC(iv)).encryptor()
    secret = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    costs = (der.integer(one) for one in (_COST, _BLOCK, _PARALLEL))
    kdf = der.encode(der.SEQUENCE, der.encode(der.OCTET_STRING, salt), *costs)
    scheme = der.encode(
        der.SEQUENCE,
        der.encode(der.SEQUENCE, _SCRYPT, kdf),
        der.encode(der.SEQUENCE, _AES_256_CBC, der.encode(der.OCTET_STRING, iv)),
    )
    whole = der.encode(
        der.SEQUENCE,
        der.encode(der.SEQUENCE, _PBES2, scheme),
        der.encode(der.OCTET_STRING, secret),
    )
    return _write_pem(_ENCRYPTED, whole)


def decrypt_key(data: bytes, passphrase: Passphrase, name: str) -> PrivateKey:
    """Read what `encrypt_key` wrote; `PASSPHRASE_WRONG`, `KEY_UNREADABLE` (fact `file`)."""
    try:
        salt, costs, iv, secret = _take_apart(data)
        derived = passphrase.derive(salt, *costs)
        decryptor = Cipher(AES256(derived), CBC(iv)).decryptor()
        padded = decryptor.update(secret) + decryptor.finalize()
    except (ValueError, IndexError) as fault:
        raise JscertError(Code.KEY_UNREADABLE, file=name) from fault
    try:
        unpadder = PKCS7(8 * _BLOCK_BYTES).unpadder()
        key = load_der_private_key(unpadder.update(padded) + unpadder.finalize(), None)
    except ValueError as fault:
        raise JscertError(Code.PASSPHRASE_WRONG, file=name) from fault
    if isinstance(key, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)):
        return key
    raise JscertError(Code.KEY_UNSUITABLE, file=name, reason="algorithm")


def _take_apart(data: bytes) -> tuple[bytes, tuple[int, int, int], bytes, bytes]:
    (whole,) = _read_pem(_ENCRYPTED, data)
    scheme, secret = der.read_whole(whole, der.SEQUENCE).children()
    name, parameters = scheme.children()
    kdf, cipher = (one.children() for one in parameters.children())
    if (name.whole, kdf[0].whole, cipher[0].whole) != (_PBES2, _SCRYPT, _AES_256_CBC):
        raise ValueError("key encrypted in another way")
    salt, *costs = kdf[1].children()
    cost, block, parallel = (int.from_bytes(one.content, "big") for one in costs)
    return salt.content, (cost, block, parallel), cipher[1].content, secret.content


def write_certificates(*certificates: bytes) -> bytes:
    """Write certificates (DER) one after another in PEM."""
    return b"".join(_write_pem(_CERTIFICATE, one) for one in certificates)


def read_certificates(data: bytes, name: str) -> tuple[bytes, ...]:
    """Read certificates out of a PEM file, at least one; `KEY_UNREADABLE` (fact `file`)."""
    try:
        found = _read_pem(_CERTIFICATE, data)
    except ValueError as fault:
        raise JscertError(Code.KEY_UNREADABLE, file=name) from fault
    if not found:
        raise JscertError(Code.KEY_UNREADABLE, file=name)
    return found


def _write_pem(label: str, whole: bytes) -> bytes:
    text = base64.b64encode(whole).decode()
    lines = (text[start : start + _PEM_WIDTH] for start in range(0, len(text), _PEM_WIDTH))
    return "\n".join((f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", "")).encode()


def _read_pem(label: str, data: bytes) -> tuple[bytes, ...]:
    """Read every block of a label (RFC 7468); line ends of any kind, as editors leave them."""
    blocks = data.decode("ascii").split(f"-----BEGIN {label}-----")[1:]
    bodies = (block.split(f"-----END {label}-----")[0] for block in blocks)
    return tuple(base64.b64decode("".join(body.split()), validate=True) for body in bodies)


def wrap_identity_key(key: bytes, passphrase: Passphrase, salt: bytes) -> bytes:
    """Write the identity key's file."""
    nonce = os.urandom(12)
    derived = passphrase.derive(salt, _COST, _BLOCK, _PARALLEL)
    wrapped = AESGCM(_wrapping_key(derived)).encrypt(nonce, key, _IDENTITY_FORMAT.encode())
    fields = {
        "format": _IDENTITY_FORMAT,
        "scrypt": [_COST, _BLOCK, _PARALLEL],
        "salt": salt.hex(),
        "nonce": nonce.hex(),
        "wrapped": wrapped.hex(),
    }
    return json.dumps(fields, indent=1).encode() + b"\n"


def unwrap_identity_key(data: bytes, passphrase: Passphrase, name: str) -> bytes:
    """Read what `wrap_identity_key` wrote; `PASSPHRASE_WRONG`, `KEY_UNREADABLE` (fact `file`)."""
    try:
        fields = json.loads(data)
        if fields["format"] != _IDENTITY_FORMAT:
            raise ValueError("unknown identity key format")
        derived = passphrase.derive(bytes.fromhex(fields["salt"]), *fields["scrypt"])
        nonce, wrapped = (bytes.fromhex(fields[one]) for one in ("nonce", "wrapped"))
        return AESGCM(_wrapping_key(derived)).decrypt(nonce, wrapped, _IDENTITY_FORMAT.encode())
    except InvalidTag as fault:
        raise JscertError(Code.PASSPHRASE_WRONG, file=name) from fault
    except (ValueError, KeyError, TypeError) as fault:
        raise JscertError(Code.KEY_UNREADABLE, file=name) from fault


def _wrapping_key(derived: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"jscert identity key").derive(derived)


def write_private(path: Path, data: bytes) -> None:
    """Create an owner-only file and bring it to disk; `HOME_EXISTS` if something is there already."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags, 0o600)
    except FileExistsError as fault:
        raise JscertError(Code.HOME_EXISTS, folder=str(path)) from fault
    with os.fdopen(descriptor, "wb") as file:
        _keep_to_owner(path)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _keep_to_owner(path: Path) -> None:
    """On Windows file modes say nothing about others: take inherited rights away where icacls exists."""
    icacls = shutil.which("icacls") if sys.platform == "win32" else None
    owner = os.environ.get("USERNAME")
    if icacls and owner:
        subprocess.run(  # a share that knows no rights keeps its own: nothing else to do about it
            [icacls, str(path), "/inheritance:r", "/grant:r", f"{owner}:F"],
            check=False,
            capture_output=True,
        )
