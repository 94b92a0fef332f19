"""A folder: every file against the signed manifest, missing and extra ones named."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jscert.errors import Code, Exit
from jscert.sealing.purposes import Purpose
from jscert.verifying.folder import verify_folder
from jscert.verifying.verdict import Standing, Subject, Verdict, worst
from tests.verifying_builders import (
    SCANNER,
    Ledger,
    Office,
    certificate,
    certificate_entry,
    evidence,
    found_office,
    issue,
    revision_entry,
    write_batch,
)

FIRST, SECOND = "苏建安A(2026)0100001_r1.pdf", "苏建安A(2026)0100002_r1.pdf"


def files_of(office: Office) -> dict[str, bytes]:
    """Issue two certificates."""
    other = certificate(number="苏建安A(2026)0100002", status_index=8, trial=office.trial)
    return {
        FIRST: issue(office, certificate(trial=office.trial)),
        SECOND: issue(office, other),
    }


def registry_of(files: dict[str, bytes], office: Office) -> Ledger:
    """Make the registry that knows both."""
    entries = (
        certificate_entry(
            number=name.removesuffix("_r1.pdf"),
            trial=office.trial,
            revisions=(
                revision_entry(sha256=hashlib.sha256(data).hexdigest(), status_index=7 + place),
            ),
        )
        for place, (name, data) in enumerate(files.items())
    )
    return Ledger(*entries)


def judged(folder: Path, office: Office, **changes: Any) -> tuple[Verdict, list[Verdict]]:
    """Judge a folder; gives its own verdict, and those of its files."""
    *files, own = verify_folder(folder, evidence(**{"trust": office.trust, **changes}), SCANNER)
    assert own.subject is Subject.FOLDER
    return own, files


def named(answer: Verdict) -> set[tuple[Code, str]]:
    """Give the codes that say something against the folder, with the file each names."""
    return {
        (item.code, str(item.facts.get("file", "")))
        for item in answer.findings
        if item.implies is not None
    }


@pytest.fixture
def batch(tmp_path: Path, office: Office) -> Path:
    """Write a complete batch folder."""
    return write_batch(tmp_path / "batch", office, files_of(office))


def test_complete(batch: Path, office: Office) -> None:
    """A folder in which everything is as the manifest says is complete."""
    own, files = judged(batch, office)
    assert (own.standing, own.genuine, len(files)) == (Standing.VALID, True, 2)
    assert own.signer is not None


def test_complete_and_valid(tmp_path: Path, office: Office) -> None:
    """With a registry that agrees, folder and files give exit 0."""
    files = files_of(office)
    folder = write_batch(tmp_path / "b", office, files)
    has = evidence(office.trust, registry=registry_of(files, office))
    assert worst(one.exit_status for one in verify_folder(folder, has, SCANNER)) is Exit.DONE


def test_each_file_has_its_target(batch: Path, office: Office) -> None:
    """A file's verdict carries the path by which it can be opened."""
    _, files = judged(batch, office)
    assert [Path(one.target) for one in files] == [batch / FIRST, batch / SECOND]


def test_missing(batch: Path, office: Office) -> None:
    """A file that the manifest lists and the folder lacks is named."""
    (batch / SECOND).unlink()
    own, files = judged(batch, office)
    assert (named(own), own.standing) == ({(Code.FILE_MISSING, SECOND)}, Standing.NOT_GENUINE)
    assert len(files) == 1


def test_extra(batch: Path, office: Office) -> None:
    """A file that the manifest does not list is named; a PDF among them is judged all the same."""
    pdf = issue(office, certificate(number="苏建安A(2026)0100003"))
    (batch / "extra.pdf").write_bytes(pdf)
    (batch / "readme.txt").write_bytes(b"x")
    own, files = judged(batch, office)
    assert named(own) == {(Code.FILE_EXTRA, "extra.pdf"), (Code.FILE_EXTRA, "readme.txt")}
    assert files[-1].finding(Code.FILE_UNLISTED)


def test_changed(batch: Path, office: Office) -> None:
    """A changed file is named by the folder and is not genuine itself."""
    data = bytearray((batch / FIRST).read_bytes())
    data[500] ^= 1
    (batch / FIRST).write_bytes(data)
    own, files = judged(batch, office)
    assert (named(own), own.standing) == ({(Code.FILE_DIFFERS, FIRST)}, Standing.NOT_GENUINE)
    assert files[0].standing is Standing.NOT_GENUINE


def test_swapped_names(batch: Path, office: Office) -> None:
    """Two genuine files under each other's names are both pointed out."""
    first, second = (batch / FIRST).read_bytes(), (batch / SECOND).read_bytes()
    (batch / FIRST).write_bytes(second)
    (batch / SECOND).write_bytes(first)
    own, files = judged(batch, office)
    assert named(own) == {(Code.FILE_DIFFERS, FIRST), (Code.FILE_DIFFERS, SECOND)}
    assert {one.standing for one in files} == {Standing.NOT_GENUINE}


def test_renamed(batch: Path, office: Office) -> None:
    """A renamed file is missing under one name and extra under the other."""
    (batch / FIRST).rename(batch / "other.pdf")
    own, _ = judged(batch, office)
    assert named(own) == {(Code.FILE_MISSING, FIRST), (Code.FILE_EXTRA, "other.pdf")}


@pytest.mark.parametrize(
    "name",
    ["~$roster-issued.xlsx", "Thumbs.db", ".DS_Store", "desktop.ini", "sub/.DS_Store", "._a.pdf"],
)
def test_office_and_system_files_are_ignored(batch: Path, office: Office, name: str) -> None:
    """What offices and systems leave behind is no extra file."""
    (batch / name).parent.mkdir(exist_ok=True)
    (batch / name).write_bytes(b"x")
    assert judged(batch, office)[0].standing is Standing.VALID


def test_the_returned_workbook_may_be_gone(batch: Path, office: Office) -> None:
    """The returned workbook belongs to the sender: it may change or be taken away."""
    (batch / "roster-issued.xlsx").unlink()
    assert judged(batch, office)[0].standing is Standing.VALID


def test_sub_folders(tmp_path: Path, office: Office) -> None:
    """Large batches lie in sub-folders; names in the manifest are relative, with a slash."""
    files = {f"0001/{name}": data for name, data in files_of(office).items()}
    own, verdicts = judged(write_batch(tmp_path / "b", office, files), office)
    assert (own.standing, len(verdicts)) == (Standing.VALID, 2)


def test_empty_sub_folder_is_nothing(batch: Path, office: Office) -> None:
    """An empty sub-folder is no extra file."""
    (batch / "empty").mkdir()
    assert judged(batch, office)[0].standing is Standing.VALID


def test_no_manifest(tmp_path: Path, office: Office) -> None:
    """Loose PDFs are judged, but nobody can say whether any is missing."""
    for name, data in files_of(office).items():
        (tmp_path / name).write_bytes(data)
    own, files = judged(tmp_path, office)
    assert named(own) == {(Code.FOLDER_WITHOUT_MANIFEST, "")}
    assert len(files) == 2


def test_empty_folder(tmp_path: Path, office: Office) -> None:
    """An empty folder proves nothing."""
    own, _ = judged(tmp_path, office)
    assert own.exit_status is Exit.UNKNOWN


def test_folder_of_batches(tmp_path: Path, office: Office) -> None:
    """A folder that only holds batch folders gives the answers of each."""
    for name in ("one", "two"):
        write_batch(tmp_path / name, office, files_of(office))
    answers = list(verify_folder(tmp_path, evidence(office.trust), SCANNER))
    own = [one.target for one in answers if one.subject is Subject.FOLDER]
    assert own == [str(tmp_path / "one"), str(tmp_path / "two")]


def test_a_strangers_manifest(tmp_path: Path, office: Office) -> None:
    """A manifest signed by a stranger counts for nothing, and so does the folder."""
    stranger = found_office()
    folder = write_batch(tmp_path / "b", stranger, files_of(stranger))
    own, files = judged(folder, office)
    assert named(own) == {(Code.MANIFEST_SIGNATURE, "manifest.json")}
    assert {one.standing for one in files} == {Standing.NOT_GENUINE}


@pytest.mark.parametrize("purpose", [Purpose.PDF, Purpose.TOKEN, Purpose.STATUS])
def test_a_manifest_by_a_key_for_other_things(
    tmp_path: Path, office: Office, purpose: Purpose
) -> None:
    """Only the manifest key signs manifests."""
    folder = write_batch(tmp_path / "b", office, files_of(office), purpose=purpose)
    assert named(judged(folder, office)[0]) == {(Code.MANIFEST_SIGNATURE, "manifest.json")}


def test_a_manifest_sealed_after_the_key_use_period(tmp_path: Path, office: Office) -> None:
    """A manifest key that was put away signs nothing genuine."""
    late = datetime(2028, 12, 1, tzinfo=UTC)
    folder = write_batch(tmp_path / "b", office, files_of(office), sealed_at=late)
    assert Code.SIGNER_PERIOD in {code for code, _ in named(judged(folder, office)[0])}


def test_a_manifest_of_another_nature_than_its_signer(tmp_path: Path, office: Office) -> None:
    """A manifest that calls a real authority's batch a trial contradicts its signer."""
    folder = write_batch(tmp_path / "b", office, files_of(office), trial=True)
    assert judged(folder, office)[0].standing is Standing.NOT_GENUINE


def test_every_changed_byte_of_the_manifest_counts(tmp_path: Path, office: Office) -> None:
    """No byte of `manifest.json` can change without the folder ceasing to be complete."""
    folder = write_batch(tmp_path / "b", office, {})
    path = folder / "manifest.json"
    good = path.read_bytes()
    for place in range(0, len(good), 7):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        assert judged(folder, office)[0].standing in {Standing.NOT_GENUINE, Standing.UNDETERMINED}


def test_a_changed_part(batch: Path, office: Office) -> None:
    """A part file that is not the one that was signed lists nothing."""
    part = batch / "manifest" / "0001.json"
    fields = json.loads(part.read_bytes())
    fields["subject"][0]["digest"]["sha256"] = "00" * 32
    part.write_text(json.dumps(fields), "utf-8")
    own, files = judged(batch, office)
    assert (Code.FILE_DIFFERS, "manifest/0001.json") in named(own)
    assert len(files) == 2


def test_a_missing_part(batch: Path, office: Office) -> None:
    """A part file that is gone is a missing file."""
    (batch / "manifest" / "0001.json").unlink()
    assert (Code.FILE_MISSING, "manifest/0001.json") in named(judged(batch, office)[0])


def test_a_file_too_many_in_the_manifest_folder(batch: Path, office: Office) -> None:
    """Nothing may be slipped in beside the part files."""
    (batch / "manifest" / "0002.json").write_bytes(b"{}")
    assert named(judged(batch, office)[0]) == {(Code.FILE_EXTRA, "manifest/0002.json")}


def test_a_forgers_settings_change_nothing(tmp_path: Path, office: Office) -> None:
    """Settings and a trust file lying in the folder are extra files and no evidence."""
    stranger = found_office()
    folder = write_batch(tmp_path / "b", stranger, files_of(stranger))
    (folder / "jscert.toml").write_text("[authority]\n", "utf-8")
    (folder / "trust.json").write_text("{}", "utf-8")
    answers = list(verify_folder(folder, evidence(office.trust), SCANNER))
    assert {one.standing for one in answers} == {Standing.NOT_GENUINE}


def test_trial_folder(tmp_path: Path, trial_office: Office) -> None:
    """A trial authority's folder is complete and a specimen."""
    folder = write_batch(tmp_path / "b", trial_office, files_of(trial_office))
    own, _ = judged(folder, trial_office)
    assert (own.standing, own.exit_status) == (Standing.TRIAL, Exit.NO)
    assert judged(folder, trial_office, allow_trial=True)[0].exit_status is Exit.DONE


def test_stale_trust(batch: Path, office: Office) -> None:
    """A lapsed trust file leaves a folder undetermined."""
    stale = replace(office.trust, expires_at=datetime(2026, 11, 2, tzinfo=UTC))
    own, _ = judged(batch, office, trust=stale)
    assert own.standing is Standing.UNDETERMINED


def test_verdicts_come_as_they_are_made(batch: Path, office: Office) -> None:
    """The first file is answered before the second is read."""
    answers = verify_folder(batch, evidence(office.trust), SCANNER)
    next(answers)
    (batch / SECOND).unlink()
    assert [one.subject for one in answers] == [Subject.FOLDER]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_a_loop_of_folders(batch: Path, office: Office) -> None:
    """A link to a folder is a file too many and is not entered."""
    (batch / "loop").symlink_to(batch, target_is_directory=True)
    assert named(judged(batch, office)[0]) == {(Code.FILE_EXTRA, "loop")}


def test_a_very_deep_folder(batch: Path, office: Office) -> None:
    """A folder nested without end is named as an extra and not followed to its end."""
    deep = batch
    for _ in range(60):
        deep /= "d"
    deep.mkdir(parents=True)
    own, _ = judged(batch, office)
    assert {code for code, _ in named(own)} == {Code.FILE_EXTRA}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_in_the_place_of_a_file(batch: Path, office: Office) -> None:
    """A pipe under a certificate's name is not waited for."""
    (batch / FIRST).unlink()
    os.mkfifo(batch / FIRST)
    own, _ = judged(batch, office)
    assert Code.TARGET_UNREADABLE in {code for code, _ in named(own)}
    assert own.finding(Code.FOLDER_COMPLETE) is None
