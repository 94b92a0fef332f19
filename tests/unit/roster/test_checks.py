"""What one row says of a person, where the file's format and the sheet's layout matter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from jscert.errors import Code
from jscert.messages import explain
from jscert.roster.cells import RowNotes
from jscert.roster.checks import check_person
from jscert.roster.identity_numbers import check_character, is_newer, is_same_number
from jscert.roster.limits import ScreeningRules
from jscert.roster.reading import rows_of
from jscert.roster.workbook import FileFormat, Roster
from tests.roster_builders import CATALOGUE, HEADER, MAN, ON_DAY, WOMAN, person, sheet_of

if TYPE_CHECKING:
    from collections.abc import Sequence

OLD_MAN = MAN[:6] + MAN[8:17]
ROUNDED = "320102199003072000"
HONEST_000 = next(
    number
    for order in range(100, 1000, 100)
    if (number := f"32010219900307{order}" + check_character(f"32010219900307{order}")).endswith(
        "000"
    )
)


def faults(
    *cells: object,
    header: Sequence[str] = HEADER,
    file_format: FileFormat = FileFormat.XLSX,
    merged: frozenset[str] = frozenset(),
) -> list[tuple[str, Code]]:
    """Check one row; give columns and codes of its faults, whose messages must be whole."""
    roster = Roster(name="r", sheets=(sheet_of(header, cells),), format=file_format)
    notes = RowNotes(replace(rows_of(roster, CATALOGUE).rows[0], merged=merged))
    check_person(notes, ScreeningRules(), ON_DAY)
    assert not any("—" in explain(f.code, f.facts).text for f in notes.faults)
    return [(fault.column, fault.code) for fault in notes.faults]


@pytest.mark.parametrize("number", [ROUNDED, HONEST_000, "3.20102E+17", "3.20102199003072E+17"])
def test_a_number_of_15_digits_in_plain_text_is_refused(number: str) -> None:
    """What a spreadsheet program writes as CSV of a number cell has lost its last three digits."""
    assert faults(*person(身份证号=number), file_format=FileFormat.CSV) == [
        ("B", Code.IDENTITY_ROUNDED)
    ]


def test_a_text_cell_that_ends_in_000_may_be_right() -> None:
    """In a format with types a text cell is what somebody typed."""
    assert faults(*person(身份证号=HONEST_000)) == []


@pytest.mark.parametrize("file_format", [FileFormat.XLSX, FileFormat.XLS, FileFormat.ODS])
def test_a_number_cell_is_refused_in_every_format_with_types(file_format: FileFormat) -> None:
    """Whatever its check character says."""
    row = person(身份证号=float(WOMAN))
    assert faults(*row, file_format=file_format) == [("B", Code.IDENTITY_NUMERIC)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (MAN, MAN, []),
        (MAN, "", []),
        (MAN, MAN.lower(), []),
        (OLD_MAN, MAN, []),
        (float(OLD_MAN), MAN, []),
        (MAN, WOMAN, [("C", Code.IDENTITY_COLUMNS)]),
        (OLD_MAN, WOMAN, [("B", Code.IDENTITY_COLUMNS)]),
        (WOMAN, float(WOMAN), [("C", Code.IDENTITY_NUMERIC)]),
        ("", "", [("B", Code.IDENTITY_MISSING)]),
        (OLD_MAN, "", [("B", Code.IDENTITY_LEGACY)]),
    ],
)
def test_two_columns_of_numbers_must_agree(
    first: object, second: object, expected: list[tuple[str, Code]]
) -> None:
    """Equal numbers, or the old and the new form of one, are one number; others are a fault."""
    header = ("姓名", "身份证号", "身份证号码", "企业名称")
    assert faults("王小明", first, second, "公司", header=header) == expected


@pytest.mark.parametrize(
    ("merged", "expected"),
    [
        ({"name"}, [("A", Code.CELL_MERGED)]),
        ({"identity_number"}, [("B", Code.CELL_MERGED)]),
        ({"identity_number", "name"}, [("B", Code.CELL_MERGED), ("A", Code.CELL_MERGED)]),
    ],
)
def test_a_cell_shared_with_another_person_is_a_fault(
    merged: set[str], expected: list[tuple[str, Code]]
) -> None:
    """Whose name or number it is cannot be told."""
    assert faults(*person(), merged=frozenset(merged)) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(OLD_MAN, MAN, True), (MAN, OLD_MAN, True), (OLD_MAN, WOMAN, False), (MAN[:17], MAN, False)],
)
def test_the_old_and_the_new_form_are_one_number(one: str, other: str, expected: bool) -> None:  # noqa: FBT001
    """15 digits became 18 characters by the century and the check character."""
    assert is_same_number(one, other) is expected


@pytest.mark.parametrize(
    ("number", "other", "expected"),
    [(MAN, OLD_MAN, True), (MAN, "", True), (OLD_MAN, MAN, False), ("", "", False)],
)
def test_todays_number_is_gone_by(number: str, other: str, expected: bool) -> None:  # noqa: FBT001
    """18 characters count before 15 digits, something before nothing."""
    assert is_newer(number, other) is expected


@pytest.mark.parametrize(
    "text", ["不合格", "缺考", "否", "未通过", "理论不合格", " 不 合 格 ", "×", "FALSE", "补考"]
)
def test_a_person_who_did_not_pass_is_refused(text: str) -> None:
    """Whatever the column is called that says so."""
    header = (*HEADER, "是否合格")
    assert faults(*person(), text, header=header) == [("E", Code.NOT_PASSED)]


@pytest.mark.parametrize("text", ["合格", "通过", "是", "√", "", 85.0, "59", "补考合格", "良好"])
def test_other_outcomes_and_marks_are_the_senders_affair(text: object) -> None:
    """Nothing is made of a mark, and an empty cell says nothing."""
    assert faults(*person(), text, header=(*HEADER, "考核结果")) == []


def test_each_of_several_outcomes_counts() -> None:
    """Theory, practice and the whole may have a column each."""
    header = (*HEADER, "理论成绩", "实操成绩", "考核结果")
    assert faults(*person(), 90.0, "缺考", "不合格", header=header) == [
        ("F", Code.NOT_PASSED),
        ("G", Code.NOT_PASSED),
    ]


@pytest.mark.parametrize("name", ["江苏样例建设有限公司", "样例集团", "样例会计师事务所"])
def test_a_firm_is_no_persons_name(name: str) -> None:
    """The columns of names and employers were changed over."""
    assert faults(*person(姓名=name)) == [("A", Code.NAME_OF_FIRM)]
