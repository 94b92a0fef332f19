"""Spool, staging, delivery: complete or not there at all."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jscert.batches import (
    DiscardingSpool,
    PhotoSpool,
    Staging,
    archived_path,
    check_room,
    deliver,
    open_spool,
    probe_folder,
    read_archived,
    relative_name,
    remove_spool,
    sweep_spools,
)
from jscert.batches import syncing as syncing_
from jscert.batches.syncing import sync_each, sync_group
from jscert.errors import Code, JscertError
from jscert.identity import Vault

if TYPE_CHECKING:
    from collections.abc import Callable

    from jscert.certificates import PhotoSlip

BATCH = "20261122-aaaa"
PHOTO = b"\xff\xd8 a photo \xff\xd9"
needs_dev_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
needs_modes = pytest.mark.skipif(os.name == "nt", reason="needs POSIX file modes")


@pytest.fixture
def vault() -> Vault:
    """Give a vault under a fixed key."""
    return Vault(bytes(32))


def refusal(call: Callable[..., object], *args: object) -> Code:
    """Give the code a call is refused with."""
    with pytest.raises(JscertError) as caught:
        call(*args)
    return caught.value.code


def spooled(folder: Path, vault: Vault, *photos: bytes) -> tuple[str, list[PhotoSlip]]:
    """Fill and finish a spool."""
    with PhotoSpool(folder, vault) as spool:
        slips = [spool.put(photo, 295, 413, 3) for photo in photos]
        return spool.finish(), slips


def archived(archive: Path, *names: str) -> Path:
    """Publish a batch of small files."""
    staging = Staging(archive, BATCH)
    for name in names:
        staging.write(name, name.encode())
    return staging.publish()


def listed(folder: Path) -> list[str]:
    """List a folder's files by relative name."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


# The photo spool


def test_photos_come_back_as_they_went_in(tmp_path: Path, vault: Vault) -> None:
    """Every photo is found under its slip, in any order."""
    photos = [PHOTO, b"b" * 30_000, b""]
    digest, slips = spooled(tmp_path, vault, *photos)
    with open_spool(tmp_path, digest, vault) as spool:
        assert [spool.read(slip) for slip in reversed(slips)] == photos[::-1]


def test_a_slip_says_what_the_photo_is(tmp_path: Path, vault: Vault) -> None:
    """Size in bytes and pixels go with the slip."""
    _, (slip,) = spooled(tmp_path, vault, PHOTO)
    assert (slip.length, slip.width_px, slip.height_px, slip.components) == (
        len(PHOTO),
        295,
        413,
        3,
    )


def test_no_photo_lies_in_the_clear(tmp_path: Path, vault: Vault) -> None:
    """A spool left on a disk shows nobody's face."""
    spooled(tmp_path, vault, PHOTO)
    assert all(PHOTO not in path.read_bytes() for path in tmp_path.iterdir())


def test_equal_photos_make_different_spools(tmp_path: Path, vault: Vault) -> None:
    """Two processes that spool the same roster do not meet in one file."""
    assert spooled(tmp_path, vault, PHOTO)[0] != spooled(tmp_path, vault, PHOTO)[0]


def test_an_unfinished_spool_leaves_nothing(tmp_path: Path, vault: Vault) -> None:
    """A roster that is rejected leaves no file."""
    with PhotoSpool(tmp_path, vault) as spool:
        spool.put(PHOTO, 295, 413, 3)
    assert listed(tmp_path) == []


def test_a_missing_spool_is_lost_input(tmp_path: Path, vault: Vault) -> None:
    """A batch whose spool is gone cannot be finished, and says so."""
    assert refusal(open_spool, tmp_path, "00" * 32, vault) is Code.BATCH_INPUT_LOST


def test_a_truncated_spool_is_lost_input(tmp_path: Path, vault: Vault) -> None:
    """A spool without its end is noticed on opening."""
    digest, _ = spooled(tmp_path, vault, PHOTO)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    assert refusal(open_spool, tmp_path, digest, vault) is Code.BATCH_INPUT_LOST


def test_a_changed_photo_is_lost_input(tmp_path: Path, vault: Vault) -> None:
    """One flipped bit in a photo is noticed on reading."""
    digest, (slip,) = spooled(tmp_path, vault, PHOTO)
    (path,) = tmp_path.iterdir()
    data = bytearray(path.read_bytes())
    data[slip.offset + 20] ^= 1
    path.write_bytes(data)
    with open_spool(tmp_path, digest, vault) as spool:
        assert refusal(spool.read, slip) is Code.BATCH_INPUT_LOST


def test_another_identity_key_is_lost_input(tmp_path: Path, vault: Vault) -> None:
    """A spool opens with the key it was made with only."""
    digest, (slip,) = spooled(tmp_path, vault, PHOTO)
    with open_spool(tmp_path, digest, Vault(b"\1" * 32)) as spool:
        assert refusal(spool.read, slip) is Code.BATCH_INPUT_LOST


def test_a_removed_spool_may_be_removed_again(tmp_path: Path, vault: Vault) -> None:
    """Tidying up after a crash finds nothing to do."""
    digest, _ = spooled(tmp_path, vault, PHOTO)
    remove_spool(tmp_path, digest)
    remove_spool(tmp_path, digest)
    assert listed(tmp_path) == []


def test_a_sweep_keeps_what_batches_need(tmp_path: Path, vault: Vault) -> None:
    """Spools of unfinished batches stay, forgotten and unfinished ones go."""
    kept, _ = spooled(tmp_path, vault, PHOTO)
    spooled(tmp_path, vault, PHOTO)
    (tmp_path / "0011.part").write_bytes(b"killed")
    sweep_spools(tmp_path, {kept})
    assert listed(tmp_path) == [f"{kept}.photos"]


def test_a_sweep_touches_no_other_file(tmp_path: Path) -> None:
    """A file that is no spool is not ours to remove."""
    (tmp_path / "readme.txt").write_bytes(b"")
    sweep_spools(tmp_path, set())
    assert listed(tmp_path) == ["readme.txt"]


def test_a_sweep_of_no_folder_is_nothing(tmp_path: Path) -> None:
    """A home that never spooled has nothing to sweep."""
    sweep_spools(tmp_path / "spool", set())
    assert not (tmp_path / "spool").exists()


def test_a_discarding_spool_describes_only() -> None:
    """A check learns digest and size, and nothing is written."""
    slip = DiscardingSpool().put(PHOTO, 295, 413, 3)
    assert (slip.offset, slip.length) == (0, len(PHOTO))


# Staging


def test_small_batches_are_flat() -> None:
    """Up to 1 000 files lie side by side."""
    assert relative_name(999, 1_000, "x.pdf") == "x.pdf"


@pytest.mark.parametrize(
    ("position", "expected"), [(0, "0001/x.pdf"), (999, "0001/x.pdf"), (1_000, "0002/x.pdf")]
)
def test_large_batches_have_sub_folders(position: int, expected: str) -> None:
    """Above 1 000 files every thousand has a folder of its own."""
    assert relative_name(position, 1_001, "x.pdf") == expected


def test_nothing_has_the_final_name_before_publishing(tmp_path: Path) -> None:
    """What is staged lies under a hidden name."""
    staging = Staging(tmp_path, BATCH)
    staging.write("x.pdf", b"x")
    staging.sync()
    assert [path.name for path in tmp_path.iterdir()] == [f".{BATCH}.part"]
    staging.close()


def test_publishing_gives_all_files_their_names(tmp_path: Path) -> None:
    """One rename and the folder is there, sub-folders included."""
    folder = archived(tmp_path, "0001/a.pdf", "0002/b.pdf", "manifest.json")
    assert folder == tmp_path / BATCH
    assert listed(folder) == ["0001/a.pdf", "0002/b.pdf", "manifest.json"]


def test_publishing_twice_is_publishing_once(tmp_path: Path) -> None:
    """After a crash behind the rename the same call succeeds."""
    archived(tmp_path, "a.pdf")
    assert Staging(tmp_path, BATCH).publish() == tmp_path / BATCH


def test_publishing_never_writes_over_a_folder(tmp_path: Path) -> None:
    """A folder of that name that is not ours is left alone."""
    staging = Staging(tmp_path, BATCH)
    staging.write("a.pdf", b"new")
    (tmp_path / BATCH).mkdir()
    assert refusal(staging.publish) is Code.FOLDER_EXISTS
    staging.close()


def test_an_interrupted_run_is_written_over(tmp_path: Path) -> None:
    """Half a file from a killed run gives way to the whole one."""
    first = Staging(tmp_path, BATCH)
    first.write("a.pdf", b"half")
    first.close()
    with Staging(tmp_path, BATCH) as second:
        second.write("a.pdf", b"whole")
        assert (second.publish() / "a.pdf").read_bytes() == b"whole"


def test_staged_files_can_be_read_back(tmp_path: Path) -> None:
    """Rolling forward compares what lies there with what was recorded."""
    with Staging(tmp_path, BATCH) as staging:
        staging.write("a.pdf", b"x")
        assert (staging.read("a.pdf"), staging.read("b.pdf")) == (b"x", None)


def test_another_writer_may_add_a_file(tmp_path: Path) -> None:
    """A workbook written by its own library is published with the rest."""
    with Staging(tmp_path, BATCH) as staging:
        staging.path_for("roster-issued.xlsx").write_bytes(b"PK")
        assert listed(staging.publish()) == ["roster-issued.xlsx"]


def test_discarding_removes_what_was_staged(tmp_path: Path) -> None:
    """An abandoned batch leaves no file."""
    staging = Staging(tmp_path, BATCH)
    staging.write("a.pdf", b"x")
    staging.discard()
    staging.discard()
    assert list(tmp_path.iterdir()) == []


def test_more_files_than_a_group_are_all_there(tmp_path: Path) -> None:
    """A group synced on the way loses nothing."""
    names = [relative_name(i, 1_203, f"{i}.pdf") for i in range(1_203)]
    assert listed(archived(tmp_path, *names)) == sorted(names)


@needs_modes
def test_archived_files_are_read_only(tmp_path: Path) -> None:
    """Whoever opens a hard-linked copy cannot write into the archive by accident."""
    folder = archived(tmp_path, "a.pdf")
    assert (folder / "a.pdf").stat().st_mode & 0o222 == 0


@needs_dev_full
def test_a_full_disk_is_named(tmp_path: Path) -> None:
    """A write that finds no room is a coded error of the next call, and of every one after it."""
    with Staging(tmp_path, BATCH) as staging:
        staging.part.mkdir()
        (staging.part / "a.pdf").symlink_to("/dev/full")
        staging.write("a.pdf", b"x")
        assert refusal(staging.sync) is Code.FOLDER_FULL
        assert refusal(staging.write, "b.pdf", b"x") is Code.FOLDER_FULL


def test_files_stand_before_they_are_read_back(tmp_path: Path) -> None:
    """Reading waits for what was given before, however much is on its way."""
    with Staging(tmp_path, BATCH) as staging:
        for index in range(600):
            staging.write(f"{index}.pdf", b"%d" % index)
        assert staging.read("599.pdf") == b"599"


def test_groups_are_synced_on_the_way(tmp_path: Path) -> None:
    """More files than one group holds all arrive, whole."""
    with Staging(tmp_path, BATCH) as staging:
        for index in range(2_100):
            staging.write(f"{index}.pdf", b"%d" % index)
        folder = staging.publish()
    assert {path.read_bytes() for path in folder.iterdir()} == {b"%d" % i for i in range(2_100)}


def test_an_archive_that_is_a_file_is_named(tmp_path: Path) -> None:
    """A file where the archive should be is a coded error."""
    (tmp_path / "batches").write_bytes(b"")
    assert refusal(Staging, tmp_path / "batches", BATCH) is Code.FOLDER_UNWRITABLE


def test_a_group_syncs_without_syncfs(tmp_path: Path) -> None:
    """Where there is no syncfs, each file is synced by itself."""
    paths = [tmp_path / str(i) for i in range(9)]
    for path in paths:
        path.write_bytes(b"x")
    sync_each(paths)
    with pytest.raises(FileNotFoundError):
        sync_each([tmp_path / "absent"])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")
def test_syncfs_is_found_on_linux(tmp_path: Path) -> None:
    """On Linux one call covers the group, and a folder that is not there is an error."""
    assert syncing_.SYNCFS is not None
    sync_group(tmp_path, [])
    with pytest.raises(FileNotFoundError):
        sync_group(tmp_path / "absent", [])


# Delivery


def test_a_delivered_folder_holds_the_same_files(tmp_path: Path) -> None:
    """The copy is complete, with sub-folders."""
    folder = archived(tmp_path / "batches", "0001/a.pdf", "manifest.json")
    out = deliver(folder, tmp_path / "out")
    assert out == tmp_path / "out" / BATCH
    assert listed(out) == listed(folder)
    assert (out / "0001/a.pdf").read_bytes() == b"0001/a.pdf"


def test_delivering_again_is_nothing(tmp_path: Path) -> None:
    """A repeated delivery finds its copy, though the clerk edited the workbook."""
    folder = archived(tmp_path / "batches", "a.pdf", "roster-issued.xlsx")
    out = deliver(folder, tmp_path / "out")
    workbook = out / "roster-issued.xlsx"
    workbook.unlink()
    workbook.write_bytes(b"edited")
    assert deliver(folder, tmp_path / "out") == out
    assert workbook.read_bytes() == b"edited"


def test_the_returned_workbook_is_a_copy(tmp_path: Path) -> None:
    """Editing the delivered workbook does not edit the archive."""
    folder = archived(tmp_path / "batches", "roster-issued.xlsx")
    out = deliver(folder, tmp_path / "out")
    (out / "roster-issued.xlsx").write_bytes(b"edited")
    assert (folder / "roster-issued.xlsx").read_bytes() == b"roster-issued.xlsx"


def test_something_else_of_that_name_is_left_alone(tmp_path: Path) -> None:
    """A foreign folder is neither filled nor replaced."""
    folder = archived(tmp_path / "batches", "a.pdf")
    foreign = tmp_path / "out" / BATCH
    foreign.mkdir(parents=True)
    (foreign / "notes.txt").write_text("mine", encoding="utf-8")
    assert refusal(deliver, folder, tmp_path / "out") is Code.FOLDER_EXISTS
    assert listed(foreign) == ["notes.txt"]


def test_a_delivery_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """An output folder that is a file is refused, and no part of a copy stays."""
    folder = archived(tmp_path / "batches", "a.pdf")
    (tmp_path / "out").write_bytes(b"")
    assert refusal(deliver, folder, tmp_path / "out") is Code.FOLDER_UNWRITABLE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["batches", "out"]


def test_a_half_delivered_folder_is_made_anew(tmp_path: Path) -> None:
    """What a killed delivery left behind does not get into the next one."""
    folder = archived(tmp_path / "batches", "a.pdf")
    stale = tmp_path / "out" / f".{BATCH}.part"
    stale.mkdir(parents=True)
    (stale / "old.pdf").write_bytes(b"")
    assert listed(deliver(folder, tmp_path / "out")) == ["a.pdf"]


@pytest.mark.parametrize("name", ["", "new", "new/deeper"])
def test_a_writable_place_passes_and_stays_empty(tmp_path: Path, name: str) -> None:
    """The probe leaves no file and makes no folder."""
    probe_folder(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_place_to_write(tmp_path: Path) -> None:
    """A file where a folder is wanted is refused beforehand."""
    (tmp_path / "file").write_bytes(b"")
    assert refusal(probe_folder, tmp_path / "file") is Code.FOLDER_UNWRITABLE
    assert refusal(probe_folder, tmp_path / "file" / "out") is Code.FOLDER_UNWRITABLE


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs /proc")
def test_an_unwritable_place_is_refused_with_its_reason() -> None:
    """A folder in which nobody may write is refused, whoever asks."""
    with pytest.raises(JscertError) as caught:
        probe_folder(Path("/proc/self/out"))
    assert caught.value.code is Code.FOLDER_UNWRITABLE
    assert caught.value.facts["reason"] in {"ENOENT", "EACCES", "EPERM", "EROFS"}


def test_too_little_room_is_refused_beforehand(tmp_path: Path) -> None:
    """More bytes than any disk has are refused, one byte is not."""
    check_room(tmp_path / "new", 1)
    assert refusal(check_room, tmp_path / "new", 10**21) is Code.FOLDER_FULL


@pytest.mark.parametrize("kept_in", ["", "0002/"])
def test_an_archived_file_is_found_in_its_batch_or_below(tmp_path: Path, kept_in: str) -> None:
    """A file lies in its batch's folder, or in a sub-folder of a large batch."""
    path = tmp_path / BATCH / kept_in / "a.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"pdf")
    assert archived_path(tmp_path, BATCH, "a.pdf") == path
    assert read_archived(path, hashlib.sha256(b"pdf").hexdigest()) == b"pdf"


def test_an_archived_file_must_be_the_known_one(tmp_path: Path) -> None:
    """A missing file and one with another digest are refused."""
    path = archived_path(tmp_path, BATCH, "a.pdf")
    assert refusal(read_archived, path, "00") is Code.FILE_NOT_FOUND
    path.parent.mkdir()
    path.write_bytes(b"pdf")
    assert refusal(read_archived, path, "00") is Code.FILE_DIFFERS
