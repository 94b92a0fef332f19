"""Verifying as a clerk does: real authority, real press, real registry, the command line."""

from __future__ import annotations

import json
import os
import shutil
import socket
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from jscert.certificates import read_record
from jscert.commands.verify import _expanded
from jscert.sealing.pdf_check import check_pdf
from jscert.sealing.token import qr_text
from jscert.sealing.trust import read_trust
from tests.issuing_builders import identity_number, people, write_roster
from tests.terminal_builders import Outcome, run_line

if TYPE_CHECKING:
    from collections.abc import Mapping

PEOPLE = 3


@pytest.fixture(autouse=True)
def _refused_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verification works offline: whoever opens a socket fails the test."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found a real and a trial authority and let both issue a batch."""
    place = tmp_path_factory.mktemp("verify")
    (place / "passphrase").write_text("eight or more", "utf-8")
    environment = {"JSCERT_PASSPHRASE_FILE": str(place / "passphrase")}
    roster = str(write_roster(place / "in" / "a.xlsx", people(PEOPLE)))
    for name, nature in (("real", ("--own-root", "江苏省住房和城乡建设厅")), ("trial", ())):
        home = str(place / name)
        founded = run_line("init", home, *nature, environment=environment)
        assert founded.status == 0, founded.stderr
        _give_a_seal(Path(home))
        issued = run_line("--home", home, "issue", roster, environment=environment)
        assert issued.status == 0, issued.stderr
    return place


def _give_a_seal(home: Path) -> None:
    """Name a seal picture, without which a real authority prints nothing."""
    settings = home / "jscert.toml"
    picture = files("jscert.layouts") / "trial_seal.svg"
    (home / "seal.svg").write_bytes(picture.read_bytes())
    text = settings.read_text("utf-8").replace('seal_image = ""', 'seal_image = "seal.svg"')
    settings.write_text(text, "utf-8")


def batch_of(home: Path) -> Path:
    """Give the one batch folder of a home."""
    (batch,) = (home / "batches").iterdir()
    return batch


def pdfs_of(home: Path) -> list[Path]:
    """Give the certificates of a home."""
    return sorted(batch_of(home).rglob("*.pdf"))


def verify(
    *line: str, home: Path | None = None, environment: Mapping[str, str] | None = None
) -> Outcome:
    """Run `jscert verify` with a home, or with what the environment says."""
    named = ("--home", str(home)) if home else ()
    return run_line(*named, "verify", *line, environment=environment)


def results(outcome: Outcome) -> list[dict[str, Any]]:
    """Read the results of `--json`."""
    told = json.loads(outcome.stdout)
    assert told["format"] == "jscert-verdict/1"
    found: list[dict[str, Any]] = told["results"]
    return found


@pytest.fixture(scope="module")
def checker(place: Path) -> Mapping[str, str]:
    """Give a checker's environment: the real authority's trust file imported, nothing else."""
    environment = {"XDG_CONFIG_HOME": str(place / "config"), "APPDATA": str(place / "config")}
    trust = place / "real" / "trust.json"
    fingerprint = read_trust(trust.read_bytes()).fingerprint
    line = ("trust", "import", str(trust), "--fingerprint", fingerprint)
    assert run_line(*line, environment=environment).status == 0
    return environment


def test_every_issued_file_is_valid(place: Path) -> None:
    """What a real authority issued is valid with its registry."""
    home = place / "real"
    outcome = verify(*map(str, pdfs_of(home)), "--json", home=home)
    assert [one["standing"] for one in results(outcome)] == ["valid"] * PEOPLE
    assert outcome.status == 0


def test_the_whole_folder_is_valid(place: Path) -> None:
    """A batch folder gives a result per PDF and one for itself, and exit 0."""
    home = place / "real"
    outcome = verify(str(batch_of(home)), "--json", home=home)
    assert (outcome.status, len(results(outcome))) == (0, PEOPLE + 1)


def test_without_a_registry(place: Path, checker: Mapping[str, str]) -> None:
    """A checker with the trust file alone sees that files are genuine, and no status."""
    outcome = verify(*map(str, pdfs_of(place / "real")), "--json", environment=checker)
    answers = results(outcome)
    assert {(one["genuine"], one["standing"]) for one in answers} == {(True, "undetermined")}
    assert {one["status_as_of"] for one in answers} == {None}
    assert outcome.status == 7


def test_without_any_trust(place: Path, tmp_path: Path) -> None:
    """Without a trust anchor nothing is judged: exit 5, and how to import one."""
    empty = {"XDG_CONFIG_HOME": str(tmp_path), "APPDATA": str(tmp_path)}
    outcome = verify(str(pdfs_of(place / "real")[0]), environment=empty)
    assert (outcome.status, outcome.stdout) == (5, "")
    assert "jscert trust import" in outcome.stderr


def test_the_strangers_folder_one_stands_in_changes_nothing(
    place: Path, checker: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings, trust file and registry of the folder one stands in are no evidence."""
    stranger = place / "trial"
    monkeypatch.chdir(stranger)
    outcome = verify("batches", "--json", "--allow-trial", environment=checker)
    assert {one["standing"] for one in results(outcome)} == {"not_genuine"}
    assert outcome.status == 1


def test_a_home_that_is_none(place: Path, tmp_path: Path) -> None:
    """A named home that does not exist is a mistake in the set-up, not a verdict."""
    outcome = verify(str(pdfs_of(place / "real")[0]), home=tmp_path / "nowhere")
    assert outcome.status == 5


def test_trial_files(place: Path) -> None:
    """Specimens stand as trial: exit 1, or 0 where they are allowed."""
    home = place / "trial"
    path = str(pdfs_of(home)[0])
    assert verify(path, home=home).status == 1
    allowed = verify(path, "--allow-trial", "--json", home=home)
    assert (allowed.status, results(allowed)[0]["standing"]) == (0, "trial")


@pytest.mark.parametrize(
    "number",
    ["苏建安A(2026)0100001", "苏建安Ａ（２０２６）０１００００１", "苏建安a〔2026〕 0100001"],
)
def test_numbers_in_any_spelling(place: Path, number: str) -> None:
    """A number finds its certificate however it is spelled."""
    outcome = verify(number, "--json", home=place / "real")
    (answer,) = results(outcome)
    assert (outcome.status, answer["standing"], answer["number"]) == (
        0,
        "valid",
        "苏建安A(2026)0100001",
    )


def test_a_number_nobody_gave(place: Path) -> None:
    """A number the registry does not know is undetermined while it has no range of its own."""
    assert verify("苏建安A(2026)0199999", home=place / "real").status == 7


def test_the_qr_text(place: Path) -> None:
    """The printed code's text is judged like its file, and tells what to compare."""
    home = place / "real"
    seal = check_pdf(pdfs_of(home)[0].read_bytes())
    text = qr_text(seal.attachments["token.cose"], "HTTPS://ANY.EXAMPLE/V")
    outcome = verify(text, "--json", home=home)
    (answer,) = results(outcome)
    assert (outcome.status, answer["standing"]) == (0, "valid")
    assert "照片" in verify(text, home=home).stdout


def test_the_day_of_judgement(place: Path) -> None:
    """`--date` moves the day: valid on the printed end date, expired the day after."""
    home = place / "real"
    path = str(pdfs_of(home)[0])
    end = str(
        read_record(check_pdf(pdfs_of(home)[0].read_bytes()).attachments["record.json"]).valid_until
    )
    assert verify(path, "--date", end, home=home).status == 0
    after = f"{end[:8]}{int(end[8:]) + 1:02d}"
    assert results(verify(path, "--date", after, "--json", home=home))[0]["standing"] == "expired"


@pytest.mark.parametrize("stride", [997, 1013, 1499])
def test_flipped_bytes_of_a_real_file(place: Path, stride: int, tmp_path: Path) -> None:
    """A changed byte in a printed certificate is never valid, photo and fonts included."""
    home = place / "real"
    good = pdfs_of(home)[0].read_bytes()
    paths = []
    for spot in range(stride // 2, len(good), stride):
        path = tmp_path / f"{spot}.pdf"
        path.write_bytes(good[:spot] + bytes([good[spot] ^ 4]) + good[spot + 1 :])
        paths.append(str(path))
    answers = results(verify(*paths, "--json", home=home))
    assert {one["standing"] for one in answers} == {"not_genuine"}


def test_swapped_attachments(place: Path, tmp_path: Path) -> None:
    """One holder's record cannot be moved into another's file."""
    home = place / "real"
    one, other = (path.read_bytes() for path in pdfs_of(home)[:2])
    record, strange = (check_pdf(data).attachments["record.json"] for data in (one, other))
    path = tmp_path / "a.pdf"
    path.write_bytes(one.replace(record, strange))
    assert verify(str(path), home=home).status == 1


def test_renamed_to_another_number(place: Path, tmp_path: Path) -> None:
    """A file named after another number is valid for its own, and the name is pointed out."""
    home = place / "real"
    path = tmp_path / "苏建安A(2026)0100003_r1.pdf"
    shutil.copy(pdfs_of(home)[0], path)
    outcome = verify(str(path), home=home)
    assert outcome.status == 0
    assert "JSC-V057" in outcome.stdout


def test_missing_and_extra_files_are_named(place: Path, tmp_path: Path) -> None:
    """A copy of the folder that lacks a file and has another is refused, both named."""
    home = place / "real"
    copy = shutil.copytree(batch_of(home), tmp_path / "copy")
    lost = min(copy.rglob("*.pdf"))
    lost.rename(copy / "renamed.pdf")
    outcome = verify(str(copy), home=home)
    assert outcome.status == 1
    assert f"清单中有、文件夹里没有：{lost.name}" in outcome.stdout
    assert "文件夹里有、清单中没有：renamed.pdf" in outcome.stdout


def test_no_key_is_needed(place: Path, tmp_path: Path) -> None:
    """Settings, trust file and registry are enough to check; no key is read."""
    home = place / "real"
    desk = tmp_path / "desk"
    desk.mkdir()
    for name in ("jscert.toml", "trust.json", "registry.sqlite"):
        shutil.copy(home / name, desk / name)
    assert verify(*map(str, pdfs_of(home)), home=desk).status == 0


def test_a_home_without_a_registry(place: Path, tmp_path: Path) -> None:
    """Where the registry is missing, files are still told genuine, and no status is known."""
    home = place / "real"
    for name in ("jscert.toml", "trust.json"):
        shutil.copy(home / name, tmp_path / name)
    answers = results(verify(str(pdfs_of(home)[0]), "--json", home=tmp_path))
    assert [(one["genuine"], one["standing"]) for one in answers] == [(True, "undetermined")]


def test_a_registry_that_is_none(place: Path, tmp_path: Path) -> None:
    """A registry that cannot be read is exit 6, not a guess."""
    home = place / "real"
    for name in ("jscert.toml", "trust.json"):
        shutil.copy(home / name, tmp_path / name)
    (tmp_path / "registry.sqlite").write_bytes(b"no database" * 100)
    assert verify(str(pdfs_of(home)[0]), home=tmp_path).status == 6


def test_several_targets_give_the_worst(place: Path, tmp_path: Path) -> None:
    """One no among several targets is the answer: 1 before 7 before 0."""
    home = place / "real"
    good = str(pdfs_of(home)[0])
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7")
    assert verify(good, "nothing.pdf", home=home).status == 7
    assert verify("nothing.pdf", str(bad), good, home=home).status == 1


@pytest.mark.parametrize("form", [(), ("--json",), ("--quiet",), ("--verbose",)])
def test_no_identity_number_in_any_output(place: Path, form: tuple[str, ...]) -> None:
    """Whatever is asked, however it is shown, no identity number is."""
    home = place / "real"
    number = identity_number(1)
    seal = check_pdf(pdfs_of(home)[0].read_bytes())
    token = qr_text(seal.attachments["token.cose"], "")
    targets = (str(batch_of(home)), str(pdfs_of(home)[0]), token, number, f"{number}.pdf")
    outcome = verify(*targets, *form, home=home)
    shown = outcome.stdout.replace(token, "") + outcome.stderr
    assert all(one.identity_number not in shown for one in people(PEOPLE))


def test_reading_leaves_the_registry_as_it_was(place: Path) -> None:
    """Verifying writes nothing into the authority folder."""
    home = place / "real"
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}
    verify(str(batch_of(home)), "苏建安A(2026)0100001", home=home)
    after = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}
    assert {p: t for p, t in after.items() if p.suffix not in {".sqlite-wal", ".sqlite-shm"}} == {
        p: t for p, t in before.items() if p.suffix not in {".sqlite-wal", ".sqlite-shm"}
    }


def test_a_long_list_is_one_line_each(place: Path) -> None:
    """Many targets are shown line by line, with a sum at the end."""
    home = place / "real"
    lines = verify(*map(str, pdfs_of(home)), "nothing.pdf", home=home).stdout.splitlines()
    assert len([line for line in lines if line.startswith("✓ 有效")]) == PEOPLE
    assert f"共核验 {PEOPLE + 1} 份证书：无法判定 1，有效 {PEOPLE}" in lines


def test_patterns_that_a_shell_left_alone(place: Path) -> None:
    """Where the shell does not expand `*.pdf`, the command does; what matches nothing stays."""
    names = _expanded([str(batch_of(place / "real") / "*.pdf"), "*.none"], shell_expands=False)
    assert names == [*map(str, pdfs_of(place / "real")), "*.none"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_folder_that_cannot_be_read(place: Path, tmp_path: Path) -> None:
    """A folder without permission cannot be judged."""
    (tmp_path / "shut").mkdir(mode=0)
    assert verify(str(tmp_path / "shut"), home=place / "real").status == 7
