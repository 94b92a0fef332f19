"""The keys of an authority: making the folder's keys once, opening them for work.

`<home>/keys/` holds, owner-only: `root`, `pdf`, `token`, `manifest`, `status` (`.key.pem` encrypted,
`.cert.pem`) and `identity.key`; `<home>/trust.json` is the signed trust file to hand to checkers.
What opening proves, so that an edited text file cannot make a trial authority real:

1. the trust file agrees with itself and with the natures inside its certificates
   (`trust.read_trust`), and its root is the one in `keys/`;
2. each purpose's certificate is listed in it for that purpose, as real or trial alike;
3. each key opens with the passphrase and belongs to its certificate.

The root's key is made and kept but never opened here: it may be taken away to a safe. Passphrases and
times are arguments. Not here: file formats (`key_files`), checking signatures, settings.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from jscert.durable import write_file
from jscert.errors import Code, JscertError
from jscert.identity import new_identity_key
from jscert.sealing.certificate_making import (
    MadeCertificate,
    make_root,
    make_signing_certificate,
    years_later,
)
from jscert.sealing.file_signer import FileSigner
from jscert.sealing.key_files import (
    Passphrase,
    PrivateKey,
    decrypt_key,
    encrypt_key,
    read_certificates,
    unwrap_identity_key,
    wrap_identity_key,
    write_certificates,
    write_private,
)
from jscert.sealing.licensed_key import open_licensed
from jscert.sealing.purposes import SIGNING_PURPOSES, Purpose
from jscert.sealing.signing_certificate import NatureKind, read_certificate
from jscert.sealing.trust import ListedSigner, TrustFile, read_trust, write_trust

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from jscert.sealing.signer import Signer

KEYS_FOLDER = "keys"
TRUST_FILE = "trust.json"
IDENTITY_FILE = "identity.key"
TRUST_YEARS = 3
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A practice authority: everything works, nothing counts."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRoot:
    """A real authority that stands on its own root."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Licensed:
    """A real authority whose PDFs and manifests are signed with a licensed CA's key (PKCS#12)."""

    name: str
    p12: bytes = field(repr=False)
    p12_passphrase: bytes = field(repr=False)


Nature: TypeAlias = Trial | OwnRoot | Licensed
_KINDS = {
    Trial: NatureKind.TRIAL,
    OwnRoot: NatureKind.OWN_ROOT,
    Licensed: NatureKind.LICENSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityKeys:
    """An opened authority: one signer per purpose, the identity key, and the trust file they are in."""

    pdf: Signer
    token: Signer
    manifest: Signer
    status: Signer
    identity_key: bytes = field(repr=False)
    trust: TrustFile

    @property
    def trial(self) -> bool:
        """Tell whether this is a trial authority."""
        return self.trust.trial

    @property
    def nature(self) -> NatureKind:
        """Tell what the authority is."""
        return self.trust.nature

    @property
    def authority(self) -> str:
        """Give the authority's name."""
        return self.trust.authority


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    key: PrivateKey
    certificate: bytes
    chain: tuple[bytes, ...] = ()


def create_authority(
    home: Path, nature: Nature, created_at: datetime, passphrase: bytes
) -> TrustFile:
    """Make `keys/` and `trust.json` in an existing folder; gives the trust file (see `fingerprint`).

    `HOME_EXISTS` if there are keys already, `KEY_*` and `PASSPHRASE_WRONG` for an unsuitable PKCS#12
    file (before anything is written), `PASSPHRASE_MISSING` for an empty passphrase.
    """
    if not passphrase:
        raise JscertError(Code.PASSPHRASE_MISSING)
    created_at = created_at.replace(microsecond=0)
    kind = _KINDS[type(nature)]
    root = make_root(nature.name, kind, created_at)
    pairs = _make_pairs(nature, root, created_at)
    trust = _first_trust(nature.name, kind, root.certificate, pairs, created_at)
    signed = write_trust(trust, FileSigner(root.key, root.certificate))
    _write_folder(
        home, {"root": _Pair(key=root.key, certificate=root.certificate), **pairs}, passphrase
    )
    write_file(home / TRUST_FILE, signed)
    return trust


def _make_pairs(nature: Nature, root: MadeCertificate, at: datetime) -> dict[str, _Pair]:
    pairs: dict[str, _Pair] = {}
    if isinstance(nature, Licensed):
        opened = open_licensed(nature.p12, nature.p12_passphrase, at)
        own = _Pair(key=opened.key, certificate=opened.certificate, chain=opened.chain)
        pairs = {Purpose.PDF: own, Purpose.MANIFEST: own}
    for purpose in SIGNING_PURPOSES:
        if purpose not in pairs:
            kind = _KINDS[type(nature)]
            made = make_signing_certificate(nature.name, kind, purpose, root, at)
            pairs[purpose] = _Pair(key=made.key, certificate=made.certificate)
    return pairs


def _first_trust(
    authority: str, kind: NatureKind, root: bytes, pairs: dict[str, _Pair], at: datetime
) -> TrustFile:
    purposes: dict[bytes, set[Purpose]] = {}
    for purpose in SIGNING_PURPOSES:
        purposes.setdefault(pairs[purpose].certificate, set()).add(purpose)
    return TrustFile(
        version=1,
        authority=authority,
        nature=kind,
        created_at=at,
        expires_at=years_later(at, TRUST_YEARS),
        predecessor="",
        root=root,
        signers=tuple(
            _listed(certificate, frozenset(allowed), authority, kind)
            for certificate, allowed in purposes.items()
        ),
    )


def _listed(
    certificate: bytes, purposes: frozenset[Purpose], authority: str, kind: NatureKind
) -> ListedSigner:
    facts = read_certificate(certificate)
    return ListedSigner(
        sha256=hashlib.sha256(certificate).hexdigest(),
        certificate=certificate,
        purposes=purposes,
        not_before=facts.key_from,
        not_after=facts.key_until,
        authority=authority,
        trial=kind is NatureKind.TRIAL,
    )


def _write_folder(home: Path, pairs: dict[str, _Pair], secret: bytes) -> None:
    folder = home / KEYS_FOLDER
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError as fault:
        raise JscertError(Code.HOME_EXISTS, folder=str(home)) from fault
    passphrase, salt = Passphrase(secret), os.urandom(_SALT_BYTES)
    for name, pair in pairs.items():
        write_private(folder / f"{name}.key.pem", encrypt_key(pair.key, passphrase, salt))
        certificates = write_certificates(pair.certificate, *pair.chain)
        write_private(folder / f"{name}.cert.pem", certificates)
    identity_key = new_identity_key()
    write_private(folder / IDENTITY_FILE, wrap_identity_key(identity_key, passphrase, salt))


def open_authority(home: Path, passphrase: bytes) -> AuthorityKeys:
    """Open an authority's keys by rules 1-3; `PASSPHRASE_WRONG`, `KEY_*`, `TRUST_*`, `KEYS_DISAGREE`."""
    folder = home / KEYS_FOLDER
    trust = read_trust(_read(home / TRUST_FILE))
    if _certificates(folder, "root")[0] != trust.root:  # (1)
        raise JscertError(Code.KEYS_DISAGREE, file="root.cert.pem")
    secret = Passphrase(passphrase)
    signers = {one: _open_signer(folder, one, secret, trust) for one in SIGNING_PURPOSES}
    identity = _read(folder / IDENTITY_FILE)
    return AuthorityKeys(
        pdf=signers[Purpose.PDF],
        token=signers[Purpose.TOKEN],
        manifest=signers[Purpose.MANIFEST],
        status=signers[Purpose.STATUS],
        identity_key=unwrap_identity_key(identity, secret, IDENTITY_FILE),
        trust=trust,
    )


def _open_signer(folder: Path, purpose: Purpose, secret: Passphrase, trust: TrustFile) -> Signer:
    certificate, *chain = _certificates(folder, purpose)
    if trust.find(certificate, purpose) is None:  # (2)
        raise JscertError(Code.KEYS_DISAGREE, file=f"{purpose}.cert.pem")
    name = f"{purpose}.key.pem"
    key = decrypt_key(_read(folder / name), secret, name)
    return FileSigner(key, certificate, tuple(chain))  # (3)


def _certificates(folder: Path, name: str) -> tuple[bytes, ...]:
    file = f"{name}.cert.pem"
    return read_certificates(_read(folder / file), file)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        missing = Code.TRUST_MISSING if path.name == TRUST_FILE else Code.KEY_UNREADABLE
        raise JscertError(missing, file=path.name, folder=str(path.parent)) from fault


def require_key_period(signer: Signer, at: datetime) -> None:
    """Refuse to sign outside the key-use period: `KEY_PERIOD_OVER` (facts `name`, `begin`, `end`)."""
    facts = read_certificate(signer.certificate)
    if not facts.key_from <= at <= facts.key_until:
        raise JscertError(
            Code.KEY_PERIOD_OVER,
            name=facts.name,
            begin=facts.key_from.date().isoformat(),
            end=facts.key_until.date().isoformat(),
        )
