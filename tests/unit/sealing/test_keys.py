"""An authority's keys: made once, opened with the passphrase, never made into something else."""

from __future__ import annotations

import shutil
import stat
import sys
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from jscert.errors import Code, JscertError
from jscert.sealing.file_signer import FileSigner
from jscert.sealing.keys import (
    Licensed,
    Nature,
    OwnRoot,
    Trial,
    create_authority,
    open_authority,
    require_key_period,
)
from jscert.sealing.signing_certificate import NatureKind
from jscert.sealing.trust import read_trust, write_trust
from tests.sealing_builders import (
    AUTHORITY,
    CREATED_AT,
    authority,
    foreign_certificate,
    licensed_parts,
    p12,
    trust_file,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "口令 with blanks".encode()


@lru_cache
def made(kind: NatureKind) -> Path:
    """Make an authority folder once; tests that change it copy it first."""
    natures: dict[NatureKind, Nature] = {
        NatureKind.TRIAL: Trial(name=AUTHORITY),
        NatureKind.OWN_ROOT: OwnRoot(name=AUTHORITY),
        NatureKind.LICENSED: Licensed(name=AUTHORITY, p12=p12(), p12_passphrase=b"p12 secret"),
    }
    home = Path(mkdtemp(prefix="jscert-keys-"))
    create_authority(home, natures[kind], CREATED_AT, SECRET)
    return home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a trial authority folder that may be spoiled."""
    return Path(shutil.copytree(made(NatureKind.TRIAL), tmp_path / "home"))


def refused(home: Path, passphrase: bytes = SECRET) -> JscertError:
    """Give the error with which a folder does not open."""
    with pytest.raises(JscertError) as caught:
        open_authority(home, passphrase)
    return caught.value


@pytest.mark.parametrize("kind", list(NatureKind))
def test_an_authority_opens_as_what_it_was_made(kind: NatureKind) -> None:
    """Nature, name and trial come from the certificates and the trust file."""
    keys = open_authority(made(kind), SECRET)
    assert (keys.nature, keys.authority, keys.trial) == (kind, AUTHORITY, kind is NatureKind.TRIAL)
    assert len(keys.identity_key) == 32


def test_an_own_root_has_four_keys_of_its_own() -> None:
    """One key per purpose."""
    keys = open_authority(made(NatureKind.OWN_ROOT), SECRET)
    certificates = {one.certificate for one in (keys.pdf, keys.token, keys.manifest, keys.status)}
    assert len(certificates) == 4


def test_a_licensed_key_serves_pdf_and_manifest() -> None:
    """The token key is always our own P-256."""
    keys = open_authority(made(NatureKind.LICENSED), SECRET)
    assert keys.pdf.certificate == keys.manifest.certificate
    assert (keys.pdf.algorithm, keys.token.algorithm, keys.status.algorithm) == (
        "rs256",
        "es256",
        "es256",
    )
    assert len(keys.pdf.chain) == 1


def test_the_trust_file_expires_and_starts_at_version_1() -> None:
    """It has no predecessor and lasts three years."""
    trust = read_trust((made(NatureKind.TRIAL) / "trust.json").read_bytes())
    assert (trust.version, trust.predecessor, trust.expires_at.year) == (1, "", 2029)


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")
def test_keys_are_for_their_owner_only() -> None:
    """Folder and files are closed to everybody else."""
    folder = made(NatureKind.TRIAL) / "keys"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}


def test_no_key_lies_open() -> None:
    """Private keys are encrypted PKCS#8."""
    for file in (made(NatureKind.TRIAL) / "keys").glob("*.key.pem"):
        assert file.read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n")


def test_a_wrong_passphrase_has_its_code() -> None:
    """It is told from a damaged file."""
    assert refused(made(NatureKind.TRIAL), b"other").code is Code.PASSPHRASE_WRONG


def test_an_empty_passphrase_is_refused(tmp_path: Path) -> None:
    """Keys are never stored without one, and nothing is written."""
    with pytest.raises(JscertError) as caught:
        create_authority(tmp_path, Trial(name="N"), CREATED_AT, b"")
    assert caught.value.code is Code.PASSPHRASE_MISSING
    assert list(tmp_path.iterdir()) == []


def test_existing_keys_are_never_overwritten(home: Path) -> None:
    """Making an authority twice in a folder is refused, and the first one lives on."""
    with pytest.raises(JscertError) as caught:
        create_authority(home, OwnRoot(name="N"), CREATED_AT, b"x")
    assert caught.value.code is Code.HOME_EXISTS
    assert open_authority(home, SECRET).trial


def test_an_edited_trust_file_does_not_open(home: Path) -> None:
    """The text says trial; another text is not signed."""
    trust = home / "trust.json"
    trust.write_bytes(trust.read_bytes().replace(b"A", b"B", 1))
    assert refused(home).code in {Code.TRUST_UNREADABLE, Code.TRUST_SIGNATURE}


def test_another_authoritys_trust_file_does_not_fit(home: Path) -> None:
    """A real trust file beside trial keys is refused."""
    shutil.copy(made(NatureKind.OWN_ROOT) / "trust.json", home / "trust.json")
    assert refused(home).code is Code.KEYS_DISAGREE


def test_a_real_root_does_not_make_trial_keys_real(home: Path) -> None:
    """Root and trust file exchanged together still do not list the keys at hand."""
    real = made(NatureKind.OWN_ROOT)
    for name in ("trust.json", "keys/root.cert.pem", "keys/root.key.pem"):
        shutil.copy(real / name, home / name)
    error = refused(home)
    assert (error.code, error.facts["file"]) == (Code.KEYS_DISAGREE, "pdf.cert.pem")


def test_another_root_does_not_fit(home: Path) -> None:
    """The root in the folder is the one that the trust file names."""
    shutil.copy(made(NatureKind.OWN_ROOT) / "keys" / "root.cert.pem", home / "keys")
    error = refused(home)
    assert (error.code, error.facts["file"]) == (Code.KEYS_DISAGREE, "root.cert.pem")


def test_a_certificate_of_another_key_does_not_fit(home: Path) -> None:
    """A listed certificate needs its own key."""
    shutil.copy(made(NatureKind.OWN_ROOT) / "keys" / "pdf.key.pem", home / "keys" / "pdf.key.pem")
    assert refused(home).code is Code.KEY_UNSUITABLE


def test_exchanged_purposes_do_not_open(home: Path) -> None:
    """The token's certificate is not listed for PDFs."""
    shutil.copy(home / "keys" / "token.cert.pem", home / "keys" / "pdf.cert.pem")
    assert refused(home).code is Code.KEYS_DISAGREE


@pytest.mark.parametrize("name", ["pdf.key.pem", "token.cert.pem", "identity.key"])
@pytest.mark.parametrize("data", [b"", b"rubbish", b"\xff\xfe"])
def test_a_damaged_file_is_named(home: Path, name: str, data: bytes) -> None:
    """Damage has its code and names the file."""
    (home / "keys" / name).write_bytes(data)
    error = refused(home)
    assert (error.code, error.facts["file"]) == (Code.KEY_UNREADABLE, name)


@pytest.mark.parametrize(
    ("name", "code"),
    [("keys/status.key.pem", Code.KEY_UNREADABLE), ("trust.json", Code.TRUST_MISSING)],
)
def test_a_missing_file_is_named(home: Path, name: str, code: Code) -> None:
    """Absence has its code."""
    (home / name).unlink()
    assert refused(home).code is code


def test_the_root_key_may_be_taken_away(home: Path) -> None:
    """Daily work does not need it."""
    (home / "keys" / "root.key.pem").unlink()
    assert open_authority(home, SECRET).trial


def test_a_folder_opened_elsewhere_still_signs_the_same(home: Path) -> None:
    """Copies of a folder give the same bytes."""
    first, second = open_authority(made(NatureKind.TRIAL), SECRET), open_authority(home, SECRET)
    assert first.pdf.sign(b"m") == second.pdf.sign(b"m")
    assert first.identity_key == second.identity_key


def licensed(**changes: object) -> Licensed:
    """Make a licensed nature from a changed PKCS#12 file."""
    return Licensed(name="N", p12=p12(**changes), p12_passphrase=b"p12 secret")


def refused_p12(tmp_path: Path, nature: Licensed) -> Code:
    """Give the code with which a PKCS#12 file is refused; nothing may be written."""
    with pytest.raises(JscertError) as caught:
        create_authority(tmp_path, nature, CREATED_AT, SECRET)
    assert list(tmp_path.iterdir()) == []
    return caught.value.code


def test_a_p256_key_of_a_licensed_ca_is_suitable(tmp_path: Path) -> None:
    """RSA is not demanded."""
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = foreign_certificate("L", "L", key.public_key(), key)
    create_authority(tmp_path, licensed(key=key, leaf=leaf), CREATED_AT, SECRET)
    assert open_authority(tmp_path, SECRET).pdf.algorithm == "es256"


@pytest.mark.parametrize("kind", ["p384", "ed25519", "rsa1024"])
def test_unsuitable_keys_are_refused(tmp_path: Path, kind: str) -> None:
    """Only RSA of 2048 bits on and P-256 sign certificates."""
    makers: dict[str, Callable[[], Any]] = {
        "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
        "ed25519": ed25519.Ed25519PrivateKey.generate,
        "rsa1024": lambda: rsa.generate_private_key(65537, 1024),  # noqa: S505 - that is the point
    }
    key = makers[kind]()
    issuer = ec.generate_private_key(ec.SECP256R1())
    leaf = foreign_certificate("L", "L", key.public_key(), issuer)
    assert refused_p12(tmp_path, licensed(key=key, leaf=leaf)) is Code.KEY_UNSUITABLE


@pytest.mark.parametrize(
    "changes", [{"until": CREATED_AT - timedelta(days=1)}, {"signs": False}], ids=str
)
def test_unsuitable_certificates_are_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    """The certificate must be valid now and may sign."""
    key = licensed_parts()[0]
    issuer = ec.generate_private_key(ec.SECP256R1())
    leaf = foreign_certificate("L", "I", key.public_key(), issuer, **changes)
    assert refused_p12(tmp_path, licensed(leaf=leaf)) is Code.KEY_UNSUITABLE


def test_a_wrong_pkcs12_passphrase_has_its_code(tmp_path: Path) -> None:
    """It is told before anything is made."""
    nature = Licensed(name="N", p12=p12(), p12_passphrase=b"wrong")
    assert refused_p12(tmp_path, nature) is Code.PASSPHRASE_WRONG


def test_what_is_no_pkcs12_file_has_its_code(tmp_path: Path) -> None:
    """A text file is not a key."""
    nature = Licensed(name="N", p12=b"not a key", p12_passphrase=b"")
    assert refused_p12(tmp_path, nature) is Code.KEY_UNREADABLE


def test_signing_is_refused_outside_the_key_use_period() -> None:
    """Before it begins and after two years."""
    signer, second = authority()["pdf"], timedelta(seconds=1)
    end = trust_file().signers[0].not_after
    require_key_period(signer, CREATED_AT)
    require_key_period(signer, end)
    for at in (CREATED_AT - second, end + second):
        with pytest.raises(JscertError) as caught:
            require_key_period(signer, at)
        assert caught.value.code is Code.KEY_PERIOD_OVER


def test_a_signature_always_lies_in_the_lower_half() -> None:
    """Of 64 signatures about half had to be brought there."""
    from jscert.sealing import der
    from jscert.sealing.signing_certificate import P256_ORDER

    signatures = (authority()["pdf"].sign(bytes([number])) for number in range(64))
    assert all(der.read_ecdsa_signature(one)[1] <= P256_ORDER // 2 for one in signatures)


def test_a_signer_needs_the_certificate_of_its_key() -> None:
    """A key under another certificate is a mistake, never a signer."""
    key = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(JscertError) as caught:
        FileSigner(key, authority()["pdf"].certificate)
    assert caught.value.code is Code.KEY_UNSUITABLE


def test_secrets_never_show_in_a_representation() -> None:
    """Neither the identity key nor a PKCS#12 file reaches a log."""
    keys = open_authority(made(NatureKind.TRIAL), SECRET)
    assert keys.identity_key.hex()[:8] not in repr(keys)
    assert "identity_key" not in repr(keys)
    assert "secret" not in repr(licensed())


def test_a_trial_root_signs_no_real_trust_file() -> None:
    """Not even the root's own key makes a trial authority real."""
    real = trust_file(nature=NatureKind.OWN_ROOT, root=authority()["root"].certificate)
    with pytest.raises(JscertError) as caught:
        read_trust(write_trust(real, authority()["root"]))
    assert caught.value.code is Code.TRUST_UNREADABLE
