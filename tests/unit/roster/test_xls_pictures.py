"""Floating pictures of .xls files: on which cell, which bytes, cut and turned as shown."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from jscert.errors import Code, JscertError
from jscert.roster.files import read_roster
from jscert.roster.limits import WorkbookLimits
from tests.biff_builders import drawing, record, shape, store, workbook
from tests.roster_builders import encoded, picture

if TYPE_CHECKING:
    from pathlib import Path

    from jscert.roster.workbook import CellPicture, Roster

JPEG, PNG, DIB, EMF = 0xF01D, 0xF01E, 0xF01F, 0xF01A


def read(folder: Path, cells: bytes, *pictures: tuple[int, bytes]) -> Roster:
    """Read an .xls with these records and pictures."""
    path = folder / "roster.xls"
    path.write_bytes(workbook(cells, before=store(*pictures)))
    return read_roster(path)


def only(roster: Roster) -> CellPicture:
    """Give the only picture."""
    (found,) = roster.sheets[0].pictures
    return found


def taken(roster: Roster, limit: int = 10_000_000) -> bytes:
    """Read the only picture."""
    return roster.pictures.read(only(roster).ref, limit)


@pytest.mark.parametrize(
    ("place", "cell"),
    [
        ((1, 0, 2, 0, 1, 512, 2, 128), (2, 1)),
        ((1, 0, 2, 0, 3, 0, 5, 0), (3, 2)),
        ((1, 0, 2, 200, 1, 512, 3, 255), (3, 1)),
        ((0, 0, 0, 0, 255, 0, 60_000, 0), (30_000, 127)),
    ],
)
def test_a_picture_lies_where_its_middle_is(
    tmp_path: Path, place: tuple[int, ...], cell: tuple[int, int]
) -> None:
    """Both ends of a picture are told as shares of their cells."""
    found = only(read(tmp_path, drawing(shape(place)), (JPEG, encoded(picture()))))
    assert (found.row, found.column, found.floating) == (*cell, True)


def test_rows_of_their_own_height_count(tmp_path: Path) -> None:
    """A hidden row has no height, a tall one more than others."""
    hidden = record(0x0208, struct.pack("<8H", 3, 0, 1, 255, 0, 0, 0x0120, 15))
    tall = record(0x0208, struct.pack("<8H", 2, 0, 1, 2550, 0, 0, 0x0100, 15))
    place = (1, 0, 2, 0, 1, 512, 4, 255)
    roster = read(tmp_path, hidden + tall + drawing(shape(place)), (JPEG, encoded(picture())))
    assert only(roster).row == 2


@pytest.mark.parametrize(
    ("kind", "data"), [(JPEG, encoded(picture())), (PNG, encoded(picture(), "PNG"))]
)
def test_a_picture_comes_out_as_it_went_in(tmp_path: Path, kind: int, data: bytes) -> None:
    """However many records it takes."""
    assert taken(read(tmp_path, drawing(shape()), (kind, data))) == data


def test_a_picture_over_a_merged_cell_lies_in_its_first(tmp_path: Path) -> None:
    """A photo cell is often merged over several rows."""
    merged = record(0x00E5, struct.pack("<5H", 1, 1, 2, 0, 1))
    found = only(read(tmp_path, merged + drawing(shape()), (JPEG, encoded(picture()))))
    assert (found.row, found.column) == (1, 0)


def test_the_number_of_a_shape_chooses_its_picture(tmp_path: Path) -> None:
    """Places of deleted pictures are counted."""
    second = encoded(picture(tint=7))
    roster = read(tmp_path, drawing(shape(p260=2)), (JPEG, b""), (JPEG, second))
    assert taken(roster) == second


def test_a_bitmap_gets_its_file_header(tmp_path: Path) -> None:
    """Pictures pasted as bitmaps lack what a .bmp file begins with."""
    bitmap = encoded(picture((30, 42)), "BMP")
    assert taken(read(tmp_path, drawing(shape()), (DIB, bitmap[14:]))) == bitmap


def test_a_cut_picture_is_given_as_shown(tmp_path: Path) -> None:
    """A quarter is cut off on the left, by a share in 65 536 parts."""
    roster = read(tmp_path, drawing(shape(p258=16_384)), (JPEG, encoded(picture((200, 100)))))
    assert Image.open(io.BytesIO(taken(roster))).size == (150, 100)


def test_a_turned_picture_is_given_as_shown(tmp_path: Path) -> None:
    """Turns are told in degrees, in 65 536 parts."""
    roster = read(tmp_path, drawing(shape(p4=90 << 16)), (JPEG, encoded(picture((200, 100)))))
    assert Image.open(io.BytesIO(taken(roster))).size == (100, 200)


@pytest.mark.parametrize(
    ("kind", "data", "number", "code"),
    [
        (EMF, b"x" * 100, 1, Code.PHOTO_UNREADABLE),
        (DIB, b"\xff" * 100, 1, Code.PHOTO_UNREADABLE),
        (JPEG, encoded(picture()), 2, Code.PHOTO_ABSENT),
        (JPEG, b"", 1, Code.PHOTO_UNREADABLE),
    ],
)
def test_what_is_no_picture_is_refused(
    tmp_path: Path, kind: int, data: bytes, number: int, code: Code
) -> None:
    """Drawings, damaged bitmaps, and numbers without a picture have a code."""
    roster = read(tmp_path, drawing(shape(p260=number)), (kind, data))
    with pytest.raises(JscertError) as caught:
        taken(roster)
    assert caught.value.code is code


def test_no_more_than_the_limit_is_given(tmp_path: Path) -> None:
    """Who asks for so many bytes gets no more."""
    assert len(taken(read(tmp_path, drawing(shape()), (JPEG, encoded(picture()))), 100)) == 100


def test_shapes_without_a_picture_are_none(tmp_path: Path) -> None:
    """Buttons, comments and text boxes are shapes too."""
    roster = read(tmp_path, drawing(shape(p260=0)), (JPEG, encoded(picture())))
    assert roster.sheets[0].pictures == ()


def test_more_pictures_than_rows_are_too_large(tmp_path: Path) -> None:
    """Pictures are counted too."""
    path = tmp_path / "roster.xls"
    path.write_bytes(workbook(drawing(*[shape()] * 9)))
    with pytest.raises(JscertError) as caught:
        read_roster(path, WorkbookLimits(rows=8))
    assert caught.value.code is Code.ROSTER_TOO_LARGE
