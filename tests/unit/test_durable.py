"""Long files come complete or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jscert.durable import new_file

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_there_when_all_is_written(tmp_path: Path) -> None:
    """Not before, and with nothing beside it."""
    path = tmp_path / "a.jsonl"
    with new_file(path) as file:
        file.write(b"one\n")
        assert not path.exists()
        file.write(b"two\n")
    assert path.read_bytes() == b"one\ntwo\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    """Neither a part nor the file."""
    with pytest.raises(TypeError), new_file(tmp_path / "a.jsonl") as file:
        file.write(None)  # type: ignore[call-overload]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_came_meanwhile_stays(tmp_path: Path) -> None:
    """What somebody else put there is not written over."""
    path = tmp_path / "a.jsonl"
    with pytest.raises(FileExistsError), new_file(path):
        path.write_bytes(b"theirs\n")
    assert (path.read_bytes(), len(list(tmp_path.iterdir()))) == (b"theirs\n", 1)
