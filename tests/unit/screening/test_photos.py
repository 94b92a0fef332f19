"""The photo of a row: which picture it is, where its faults stand, when it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from jscert.errors import Code
from jscert.roster.limits import ScreeningRules
from jscert.roster.photos import PhotoSource
from jscert.roster.reading import read_rows
from jscert.screening import Screening, ScreeningOrder, screen_rows
from tests.roster_builders import (
    A_SHEET,
    CATALOGUE,
    HEADER,
    MAN,
    ON_DAY,
    WOMAN,
    ListSpool,
    encoded,
    person,
    picture,
    write_xlsx,
)
from tests.rosters.picture_parts import add_floating, add_placed_pictures, add_wps_pictures

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jscert.certificates import Rejection

HIS, HERS, OTHER = (encoded(picture(tint=tint), quality=80) for tint in (20, 90, 160))
WITH_PHOTOS = (*HEADER, "照片")
PEOPLE = [person(), person(姓名="李小红", 身份证号=WOMAN)]


def roster(folder: Path, header: tuple[str, ...] = WITH_PHOTOS) -> Path:
    """Write two people under a header, in rows 2 and 3."""
    return write_xlsx(folder / "roster.xlsx", {A_SHEET: [header, *PEOPLE]})


def screened(
    path: Path, photos: Mapping[str, bytes] | None = None, spool: ListSpool | None = None
) -> Screening:
    """Screen a workbook with photos in a folder by number."""
    folder = path.parent / "folder"
    folder.mkdir()
    for number, data in (photos or {}).items():
        (folder / f"{number}.jpg").write_bytes(data)
    with PhotoSource([folder]) as source:
        order = ScreeningOrder(
            catalogue=CATALOGUE, rules=ScreeningRules(), photos=source, on_day=ON_DAY
        )
        return screen_rows([read_rows(path, CATALOGUE)], order, spool or ListSpool())


def cells(found: tuple[Rejection, ...]) -> list[tuple[str, Code]]:
    """Give faults as cell and code."""
    return [(f"{one.column}{one.place.row}", one.code) for one in found]


@pytest.mark.parametrize("add", [add_floating, add_wps_pictures, add_placed_pictures])
def test_pictures_on_rows_are_their_photos(tmp_path: Path, add: object) -> None:
    """Whatever kind of picture lies on a row becomes that person's photo."""
    assert callable(add)
    spool = ListSpool()
    path = add(roster(tmp_path), {"E2": HIS, "E3": HERS})
    assert screened(path, spool=spool).rejections == ()
    assert [HIS[-500:], HERS[-500:]] == [kept[-500:] for kept in spool.kept]


def test_a_picture_beside_the_photo_column_counts(tmp_path: Path) -> None:
    """A picture anywhere on the row is the row's, with or without a column for it."""
    path = add_floating(roster(tmp_path, HEADER), {"H2": HIS, "G3": HERS})
    assert len(screened(path).applicants) == 2


def test_row_and_folder_go_together(tmp_path: Path) -> None:
    """One person's picture may lie on the row, another's in the folder."""
    path = add_floating(roster(tmp_path), {"E2": HIS})
    assert len(screened(path, {WOMAN: HERS}).applicants) == 2


def test_two_pictures_on_a_row_are_a_fault(tmp_path: Path) -> None:
    """Which of two is the photo cannot be told; both cells are named."""
    path = add_floating(roster(tmp_path), {"E2": HIS, "G2": OTHER, "E3": HERS})
    fault = screened(path).rejections[0]
    assert (fault.code, fault.facts["cells"]) == (Code.PHOTO_TWO_ON_ROW, "E2、G2")


def test_the_same_picture_in_row_and_folder_is_one(tmp_path: Path) -> None:
    """The folder's file may be the row's picture, other metadata aside."""
    path = add_wps_pictures(roster(tmp_path), {"E2": HIS, "E3": HERS})
    again = encoded(picture(tint=20), quality=80, comment=b"again")
    assert again != HIS
    assert screened(path, {MAN: again}).rejections == ()


def test_another_picture_in_the_folder_is_a_fault(tmp_path: Path) -> None:
    """Where row and folder disagree, neither is taken."""
    path = add_wps_pictures(roster(tmp_path), {"E2": HIS, "E3": HERS})
    fault = screened(path, {MAN: OTHER}).rejections[0]
    assert (fault.code, fault.facts["cell"]) == (Code.PHOTO_CONFLICT, "E2")


def test_one_picture_on_two_rows_is_a_fault_of_both(tmp_path: Path) -> None:
    """A picture cannot be two people's."""
    path = add_placed_pictures(roster(tmp_path), {"E2": HIS, "E3": HIS})
    assert cells(screened(path).rejections) == [
        ("E2", Code.PHOTO_DOUBLE),
        ("E3", Code.PHOTO_DOUBLE),
    ]


def test_a_picture_of_a_row_and_of_a_folder_is_a_fault_of_both(tmp_path: Path) -> None:
    """The same picture for two people is seen wherever each of them lies."""
    path = add_floating(roster(tmp_path), {"E2": HIS})
    found = screened(path, {WOMAN: HIS + b"trailing"}).rejections
    assert cells(found) == [("E2", Code.PHOTO_DOUBLE), ("E3", Code.PHOTO_DOUBLE)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no picture", Code.PHOTO_UNREADABLE),
        (encoded(picture(), "GIF"), Code.PHOTO_FORMAT),
        (encoded(picture((413, 295))), Code.PHOTO_SHAPE),
        (encoded(picture((90, 126))), Code.PHOTO_SMALL),
        (encoded(Image.new("RGB", (295, 413), 200)), Code.PHOTO_BLANK),
        (HIS[:2] + bytes(21 * 1024 * 1024), Code.PHOTO_TOO_LARGE),
        (encoded(Image.new("1", (9000, 12000)), "PNG"), Code.PHOTO_TOO_LARGE),
        (None, Code.PHOTO_ABSENT),
    ],
)
def test_faults_of_pictures_stand_in_the_photo_column(
    tmp_path: Path, data: bytes | None, code: Code
) -> None:
    """What is wrong with a picture is told at the photo's cell."""
    path = add_wps_pictures(roster(tmp_path), {"E2": data, "E3": HERS})
    assert cells(screened(path).rejections) == [("E2", code)]


def test_without_a_photo_column_the_picture_names_the_cell(tmp_path: Path) -> None:
    """A fault of a picture stands where the picture lies."""
    path = add_floating(roster(tmp_path, HEADER), {"H2": encoded(picture((413, 295))), "H3": HERS})
    assert cells(screened(path).rejections) == [("H2", Code.PHOTO_SHAPE)]


def test_a_picture_on_nobodys_row_is_a_warning(tmp_path: Path) -> None:
    """A picture beside the title or below the people is told of, and stops nobody."""
    path = add_floating(roster(tmp_path), {"E2": HIS, "E3": HERS, "F9": OTHER})
    found = screened(path)
    assert len(found.applicants) == 2
    assert cells(found.warnings) == [("F9", Code.PICTURE_WITHOUT_PERSON)]


def test_an_absent_picture_on_many_rows_is_told_on_each(tmp_path: Path) -> None:
    """A fault remembered for one row is the next row's, too."""
    path = add_placed_pictures(roster(tmp_path), {"E2": None, "E3": None})
    found = screened(path).rejections
    assert cells(found) == [("E2", Code.PHOTO_ABSENT), ("E3", Code.PHOTO_ABSENT)]


def test_no_fault_of_a_picture_shows_the_number(tmp_path: Path) -> None:
    """What is shown beside a picture's fault is masked."""
    path = add_floating(roster(tmp_path), {"E2": HIS, "F2": OTHER, "E3": HIS})
    assert MAN not in str(screened(path).rejections)


def test_a_coarse_picture_is_remarked_once(tmp_path: Path) -> None:
    """A small picture on a person's row passes with a warning at its cell."""
    path = add_floating(roster(tmp_path), {"E2": encoded(picture((147, 206))), "E3": HERS})
    assert cells(screened(path).warnings) == [("E2", Code.PHOTO_COARSE)]


@pytest.mark.parametrize(
    ("beside", "refused"),
    [
        (("李小红", "王小明"), True),  # changed over
        (("王小明", "李小红"), False),
        (("王小明一寸照", "照片"), False),
        (("赵不在册", ""), False),
    ],
)
def test_a_photo_named_as_another_person_s_is_refused(
    tmp_path: Path, beside: tuple[str, str], *, refused: bool
) -> None:
    """A file with one person's number and another one's name shows nobody knows whom."""
    photos = {f"{MAN}_{beside[0]}": HIS, f"{WOMAN} {beside[1]}": HERS}
    found = screened(roster(tmp_path), photos).rejections
    assert [one.code for one in found] == [Code.PHOTO_OF_OTHER] * (2 * refused)
    assert all("小" not in one.shown and WOMAN not in str(one.facts) for one in found)
