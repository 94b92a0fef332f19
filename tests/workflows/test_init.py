"""Making an authority folder: whole, owner-only, and never over something else."""

from __future__ import annotations

import base64
import json
import os
import stat
from contextlib import closing
from pathlib import Path

import pytest

from jscert.commands.founding import found_authority, trial_founding
from jscert.errors import Code, JscertError
from jscert.registry.sql import open_registry
from jscert.sealing.envelopes import canonical_json
from jscert.sealing.keys import open_authority
from jscert.sealing.trust import read_trust
from jscert.settings import load_settings
from tests.sealing_builders import p12
from tests.terminal_builders import NOON, run_line

WORDS = "eight or more"


@pytest.fixture
def passphrase_file(tmp_path: Path) -> dict[str, str]:
    """Give an environment that names a passphrase file."""
    file = tmp_path / "passphrase.txt"
    file.write_bytes(WORDS.encode() + b"\r\n")
    return {"JSCERT_PASSPHRASE_FILE": str(file), "JSCERT_P12_PASSPHRASE_FILE": str(file)}


def test_a_trial_folder_opens_with_its_own_passphrase(tmp_path: Path) -> None:
    """The generated passphrase in the folder opens every key."""
    home = tmp_path / "home"
    run_line("init", str(home))
    kept = (home / "keys" / "trial-passphrase.txt").read_bytes().strip()
    assert open_authority(home, kept).trial


def test_everything_a_workflow_needs_is_there(tmp_path: Path) -> None:
    """Settings load, the registry opens, the trust file agrees with itself."""
    home = tmp_path / "home"
    run_line("init", str(home))
    assert load_settings(home / "jscert.toml").authority.name
    with closing(open_registry(home / "registry.sqlite")) as registry:
        assert registry.batches() == ()
    assert read_trust((home / "trust.json").read_bytes()).trial


@pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")
def test_nothing_but_the_trust_file_is_for_others(tmp_path: Path) -> None:
    """The folder is owner-only, and so is every file in it that is not to be handed out."""
    home = tmp_path / "home"
    run_line("init", str(home))
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    open_files = {p.name for p in home.rglob("*") if p.is_file() and p.stat().st_mode & 0o077}
    assert open_files <= {"trust.json"}


def test_json_names_fingerprint_and_folder(tmp_path: Path) -> None:
    """A script finds out what to hand to checkers."""
    told = json.loads(run_line("init", str(tmp_path / "home"), "--json").stdout)
    trust = read_trust(Path(told["trust_file"]).read_bytes())
    assert (told["format"], told["nature"], told["trial"]) == ("jscert-authority/1", "trial", True)
    assert told["fingerprint"] == trust.fingerprint


def test_an_existing_home_is_left_alone(tmp_path: Path) -> None:
    """A second `init` is refused and changes no byte."""
    home = tmp_path / "home"
    run_line("init", str(home))
    before = {p: p.read_bytes() for p in home.rglob("*") if p.is_file()}
    outcome = run_line("init", str(home))
    assert (outcome.status, "JSC-C002" in outcome.stderr) == (5, True)
    assert {p: p.read_bytes() for p in home.rglob("*") if p.is_file()} == before


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    """Nothing is mixed into a folder of other files."""
    (tmp_path / "roster.xlsx").touch()
    assert run_line("init", str(tmp_path)).status == 5
    assert [p.name for p in tmp_path.iterdir()] == ["roster.xlsx"]


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    """Somebody made the folder first."""
    (tmp_path / "home").mkdir()
    assert run_line("init", str(tmp_path / "home")).status == 0


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    """Keys that cannot be made (here: no passphrase) leave no folder, not even a hidden one."""
    founding = trial_founding(NOON)
    bare = type(founding)(
        authority=founding.authority, nature=founding.nature, passphrase=b"", created_at=NOON
    )
    with pytest.raises(JscertError):
        found_authority(tmp_path / "home", bare)
    assert list(tmp_path.iterdir()) == []


def test_a_real_authority_needs_a_passphrase(tmp_path: Path) -> None:
    """Without a terminal and without a file there is none: 5, and no folder."""
    outcome = run_line("init", str(tmp_path / "home"), "--own-root", "某某市住建局")
    assert (outcome.status, "JSC-S002" in outcome.stderr) == (5, True)
    assert list(tmp_path.iterdir()) == []


def test_an_own_root_is_real_and_named(tmp_path: Path, passphrase_file: dict[str, str]) -> None:
    """`--own-root NAME` makes an authority of that name whose certificates count."""
    home = tmp_path / "home"
    run_line("init", str(home), "--own-root", "某某市住建局", environment=passphrase_file)
    keys = open_authority(home, WORDS.encode())
    assert (keys.trial, keys.authority) == (False, "某某市住建局")
    assert load_settings(home / "jscert.toml").authority.name == "某某市住建局"


def test_a_real_authority_keeps_no_passphrase(
    tmp_path: Path, passphrase_file: dict[str, str]
) -> None:
    """Only trial folders hold theirs."""
    home = tmp_path / "home"
    run_line("init", str(home), "--own-root", "某某市住建局", environment=passphrase_file)
    held = [p for p in home.rglob("*") if p.is_file() and WORDS.encode() in p.read_bytes()]
    assert held == []


def test_a_licensed_key_seals(tmp_path: Path, passphrase_file: dict[str, str]) -> None:
    """`--licensed FILE.p12` makes an authority named after the certificate's holder."""
    file, home = tmp_path / "key.p12", tmp_path / "home"
    file.write_bytes(p12(passphrase=WORDS.encode()))
    outcome = run_line(
        "init", str(home), "--licensed", str(file), "--json", environment=passphrase_file
    )
    assert json.loads(outcome.stdout)["nature"] == "licensed"
    assert not open_authority(home, WORDS.encode()).trial


def test_a_licensed_file_that_is_not_there(tmp_path: Path, passphrase_file: dict[str, str]) -> None:
    """The file is named, and no folder is made."""
    home = tmp_path / "home"
    outcome = run_line("init", str(home), "--licensed", "no.p12", environment=passphrase_file)
    assert (outcome.status, "JSC-T002" in outcome.stderr, home.exists()) == (2, True, False)


def test_editing_the_trust_file_makes_no_real_authority(tmp_path: Path) -> None:
    """The nature is in the certificates: a trial folder with an edited trust file does not open."""
    home = tmp_path / "home"
    run_line("init", str(home))
    trust = home / "trust.json"
    envelope = json.loads(trust.read_bytes())
    payload = base64.b64decode(envelope["payload"])
    assert b'"nature":"trial"' in payload
    edited = payload.replace(b'"nature":"trial"', b'"nature":"own-root"')
    envelope["payload"] = base64.b64encode(edited).decode()
    trust.write_bytes(canonical_json(envelope))
    kept = (home / "keys" / "trial-passphrase.txt").read_bytes().strip()
    with pytest.raises(JscertError) as caught:
        open_authority(home, kept)
    assert caught.value.code is Code.TRUST_SIGNATURE
