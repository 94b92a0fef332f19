"""A zip written anew from an old one."""

from __future__ import annotations

import io
import zipfile

import pytest

from jscert.workbooks.archive import is_as_written, rewritten
from tests.marking_builders import packed, parts_of

OLD = {"a.xml": b"<a/>" * 100, "名册/b.bin": bytes(range(256)), "c.xml": b""}


def test_entries_nobody_touched_keep_their_packed_bytes() -> None:
    """They are not packed again: time and size in the archive stay."""
    old = packed(OLD)
    new = rewritten(old, {"c.xml": [b"<c/>"]})
    with zipfile.ZipFile(io.BytesIO(old)) as one, zipfile.ZipFile(io.BytesIO(new)) as two:
        for name in ("a.xml", "名册/b.bin"):
            before, after = one.getinfo(name), two.getinfo(name)
            assert (after.date_time, after.compress_size) == (
                before.date_time,
                before.compress_size,
            )


def test_parts_are_put_over_and_added() -> None:
    """The archive reads back whole, in any reader's check."""
    new = rewritten(packed(OLD), {"c.xml": [b"<c>", b"</c>"], "d.xml": [b"<d/>"]})
    assert parts_of(new) == {**OLD, "c.xml": b"<c></c>", "d.xml": b"<d/>"}
    with zipfile.ZipFile(io.BytesIO(new)) as archive:
        assert archive.testzip() is None


def test_entries_whose_sizes_follow_them_are_taken_over() -> None:
    """A zip written as a stream has its sizes behind the data; ours has them in front."""

    class Stream(io.RawIOBase):
        """A file that cannot be wound back."""

        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            piece = bytes(data)  # type: ignore[call-overload]
            self.data += piece
            return len(piece)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"<a/>" * 100)
    assert parts_of(rewritten(stream.data, {"b.xml": [b"<b/>"]})) == {
        "a.xml": b"<a/>" * 100,
        "b.xml": b"<b/>",
    }


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", packed({})])
def test_other_files_are_not_ours(data: bytes) -> None:
    """Whatever is no archive of ours is left alone."""
    assert not is_as_written(data)


def test_a_changed_entry_breaks_the_seal() -> None:
    """An archiver that puts one entry back in keeps our mark but not its sum."""
    new = rewritten(packed(OLD), {"d.xml": [b"<d/>"]})
    out = io.BytesIO(new)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("e.xml", b"")
    assert is_as_written(new)
    assert not is_as_written(out.getvalue())
