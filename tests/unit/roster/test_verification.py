"""What a roster says of real-name checks, and what the settings ask for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from jscert.certificates import Verification
from jscert.errors import Code
from jscert.roster import columns
from jscert.roster.columns import result_key
from tests.roster_builders import HEADER, WOMAN, person, screen

if TYPE_CHECKING:
    from pathlib import Path

    from jscert.screening import Screening

CHECKED = (*HEADER, "实名核验结果", "核验日期", "核验流水号")
REQUIRED = {"city_code": "00", "require_verification": True}


def screened(folder: Path, *cells: object, **order: Any) -> Screening:
    """Screen one person with the three cells of a check."""
    return screen(folder, [*person(), *cells], header=CHECKED, **order)


@pytest.mark.parametrize("text", ["通过", " 一致 ", "已核验", "核验通过", "√", "PASS"])
def test_a_passed_check_is_kept(tmp_path: Path, text: str) -> None:
    """Result, date and reference come with the applicant."""
    applicant = screened(tmp_path, text, "2026-11-20", "HY20261120001").applicants[0]
    assert applicant.verification == Verification(
        result="passed", checked_on=date(2026, 11, 20), reference="HY20261120001"
    )


@pytest.mark.parametrize("text", ["", "未核验", "—"])
def test_no_check_is_no_fault_unless_asked_for(tmp_path: Path, text: str) -> None:
    """A person nobody checked passes, and no check is made up."""
    assert screened(tmp_path, text, "", "").applicants[0].verification is None


@pytest.mark.parametrize(
    ("cells", "rules", "fault"),
    [
        (("不通过", "", ""), {}, ("E", Code.VERIFICATION_FAILED)),
        (("不一致", "", ""), REQUIRED, ("E", Code.VERIFICATION_FAILED)),
        (("大概", "", ""), {}, ("E", Code.VERIFICATION_UNREADABLE)),
        (("#N/A", "", ""), {}, ("E", Code.CELL_ERROR)),
        (("通过", "2026-11-23", ""), {}, ("F", Code.DATE_IN_FUTURE)),
        (("通过", "26-11-20", ""), {}, ("F", Code.DATE_UNREADABLE)),
        (("", "2026-11-20", "1"), REQUIRED, ("E", Code.VERIFICATION_MISSING)),
        (("待核验", "", ""), REQUIRED, ("E", Code.VERIFICATION_MISSING)),
    ],
)
def test_each_fault_of_a_check_names_its_cell(
    tmp_path: Path, cells: tuple[str, ...], rules: dict[str, Any], fault: tuple[str, Code]
) -> None:
    """A failed or unreadable result is always refused, a missing one where checks are asked for."""
    screening = screened(tmp_path, *cells, rules={"city_code": "00", **rules})
    assert [(f.column, f.code) for f in screening.rejections] == [fault]


def test_a_sheet_without_the_column_is_told_once(tmp_path: Path) -> None:
    """Where checks are asked for, a sheet that has none is one fault at its header, not one a row."""
    screening = screen(tmp_path, person(), person(身份证号=WOMAN), rules=REQUIRED)
    told = [(f.code, f.place.row, f.facts["wanted"]) for f in screening.rejections]
    assert told == [(Code.COLUMN_MISSING, 1, "实名核验结果")]
    assert not screening.applicants


@pytest.mark.parametrize("text", list(columns.RESULTS))
def test_every_known_result_is_its_own_key(text: str) -> None:
    """Results are listed the way cells are looked up."""
    assert result_key(text) == text
