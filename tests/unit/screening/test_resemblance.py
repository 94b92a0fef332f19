"""Rows held against each other: one number of two names, near-duplicates, and how far that reaches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code
from jscert.roster.cells import RowNotes
from jscert.roster.identity_numbers import check_character
from jscert.screening.candidates import Candidate
from jscert.screening.resemblance import note_resemblance
from tests.roster_builders import HEADER, MAN, WOMAN, identity_of, person, reading_of, screen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BORN = date(1985, 2, 1)


def candidates(numbers: Sequence[str], names: Sequence[str] = ()) -> list[Candidate]:
    """Make candidates of numbers, each with a name of its own unless told otherwise."""
    named = names or [f"王{chr(0x4E00 + place)}" for place in range(len(numbers))]
    rows = reading_of(HEADER, *([person()] * len(numbers))).rows
    return [
        Candidate(
            notes=RowNotes(row),
            identity_number=number,
            name=name,
            birth_on=date(int(number[6:10]), int(number[10:12]), int(number[12:14])),
            person_key=("safety-a", number, ""),
        )
        for row, number, name in zip(rows, numbers, named, strict=True)
    ]


def remarks(numbers: Sequence[str], names: Sequence[str] = ()) -> list[tuple[int, Code, str]]:
    """Hold candidates against each other; give rows, codes and the cells named."""
    people = candidates(numbers, names)
    note_resemblance(people)
    return [
        (one.notes.row.place.row, remark.code, remark.facts["other"].rpartition("!")[2])
        for one in people
        for remark in one.notes.remarks
    ]


def with_digit(number: str, place: int, digit: str) -> str:
    """Change one digit of a number and put its check character right."""
    first_17 = number[:place] + digit + number[place + 1 : 17]
    return first_17 + check_character(first_17)


def test_a_number_of_two_names_is_refused_in_both_rows(tmp_path: Path) -> None:
    """One number cannot be two people's, whatever they come for."""
    header = ("姓名", "身份证号", "岗位名称")
    rows = [["王小明", MAN, "土建施工员"], ["王晓明", MAN, "资料员"]]
    screening = screen(tmp_path, *rows, header=header, sheet="现场管理人员")
    assert [(f.code, f.place.row) for f in screening.rejections] == [
        (Code.IDENTITY_OTHER_NAME, 2),
        (Code.IDENTITY_OTHER_NAME, 3),
    ]
    assert not screening.applicants


def test_a_doubled_row_beside_another_name_is_told_both(tmp_path: Path) -> None:
    """Of three rows with one number, the two of one name are doubles as well."""
    rows = [person(), person(姓名="王晓明"), person()]
    faults = screen(tmp_path, *rows).rejections
    assert [(f.place.row, f.code, f.facts["other"][-2:]) for f in faults] == [
        (2, Code.IDENTITY_OTHER_NAME, "B3"),
        (2, Code.IDENTITY_DOUBLE, "B4"),
        (3, Code.IDENTITY_OTHER_NAME, "B2"),
        (4, Code.IDENTITY_OTHER_NAME, "B3"),
        (4, Code.IDENTITY_DOUBLE, "B2"),
    ]


def test_one_name_and_birth_date_with_two_numbers_is_remarked(tmp_path: Path) -> None:
    """Perhaps one person with a slip in the number, perhaps two: a remark at the later row."""
    twin = "110101" + MAN[6:14] + "555"
    rows = [person(), person(身份证号=twin + check_character(twin))]
    screening = screen(tmp_path, *rows)
    assert [(w.code, w.column, w.place.row) for w in screening.warnings] == [
        (Code.PERSON_RESEMBLES, "B", 3)
    ]
    assert len(screening.applicants) == 2


@pytest.mark.parametrize("place", range(17))
def test_numbers_that_differ_in_one_digit_are_remarked(place: int) -> None:
    """Wherever the digit stands, the later number names the earlier."""
    number = identity_of(BORN, 111)
    other = with_digit(number, place, "2" if number[place] == "1" else "1")
    assert remarks([number, MAN, other]) == [(4, Code.IDENTITY_RESEMBLES, "B2")]


@pytest.mark.parametrize(
    "other",
    [
        with_digit(with_digit(identity_of(BORN, 111), 16, "2"), 15, "2"),
        with_digit(with_digit(identity_of(BORN, 111), 0, "4"), 16, "2"),
        WOMAN,
    ],
)
def test_numbers_further_apart_are_not(other: str) -> None:
    """Two digits apart is another person."""
    assert remarks([identity_of(BORN, 111), other]) == []


def test_many_numbers_of_one_region_and_order_are_compared_too() -> None:
    """In a large group every number with a near one is remarked, and no other."""
    first = date(1970, 1, 1).toordinal()
    days = [first + step * step % 9001 for step in range(300)]
    numbers = [identity_of(date.fromordinal(day), 11) for day in dict.fromkeys(days)]
    expected = [
        place + 2
        for place, one in enumerate(numbers)
        if any(sum(map(str.__ne__, one[:17], two[:17])) == 1 for two in numbers[:place])
    ]
    found = remarks(numbers)
    assert [row for row, _, _ in found] == expected


def test_a_number_in_every_row_is_told_soon() -> None:
    """One number in thousands of rows, with and without other names, takes no quadratic time."""
    names = ["王小明"] * 5_000 + ["李"] * 5_000
    people = candidates([MAN] * 10_000, names)
    note_resemblance(people)
    assert all(len(one.notes.faults) == 2 for one in people)
