"""Where a fault's mark stands in its workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from jscert.certificates import Place, Rejection
from jscert.errors import Code
from jscert.issuing.fault_marks import column_index, marks_of
from jscert.workbooks.marking import Weight
from tests.roster_builders import A_SHEET, HEADER, person, reading_of

if TYPE_CHECKING:
    from jscert.workbooks.marking import Mark


def marks(**changes: Any) -> tuple[Mark, ...]:
    """Mark a roster of one person below a title for one fault."""
    usual: dict[str, Any] = {"row": 3, "column": "", "sheet": A_SHEET}
    wanted = {**usual, **changes}
    reading = reading_of(["企业主要负责人名册"], HEADER, person())
    place = Place(roster="roster.xlsx", sheet=wanted["sheet"], row=wanted["row"])
    fault = Rejection(
        place=place, column=wanted["column"], code=Code.NAME_MISSING, shown="x", facts={}
    )
    return marks_of(reading, [fault], [])


def test_a_fault_of_a_cell_marks_the_cell() -> None:
    """Row and column become 0-based."""
    (mark,) = marks(column="C")
    assert (mark.row, mark.column, mark.inside) == (2, 2, True)


def test_a_fault_of_a_row_marks_the_identity_number() -> None:
    """What history says of a person stands at the person's number."""
    (mark,) = marks()
    assert (mark.row, mark.column, mark.inside) == (2, 1, True)


def test_a_fault_of_a_sheet_marks_its_header() -> None:
    """A missing column is told at the header's first word."""
    (mark,) = marks(row=2)
    assert (mark.row, mark.column, mark.inside) == (1, 0, True)


@pytest.mark.parametrize("changes", [{"sheet": "别的表", "row": 1}, {"row": 0}])
def test_what_concerns_no_cell_colours_none(changes: dict[str, Any]) -> None:
    """A sheet that was not read, and a whole file, are told in the list only."""
    (mark,) = marks(**changes)
    assert not mark.inside


def test_marks_say_what_the_messages_say() -> None:
    """Text and hint are those of the code; faults weigh more than remarks."""
    (mark,) = marks()
    assert (mark.code, mark.text, mark.hint) == ("JSC-R020", "姓名没有填写", "按身份证填写姓名")
    assert mark.weight is Weight.FAULT


@pytest.mark.parametrize(("letters", "index"), [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16383)])
def test_column_letters_are_read(letters: str, index: int) -> None:
    """Letters count in base 26 without a zero."""
    assert column_index(letters) == index
