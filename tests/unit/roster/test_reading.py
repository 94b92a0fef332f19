"""From sheets to rows of people: header, kind, faults of sheets and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from jscert.errors import Code, JscertError
from jscert.messages import explain
from jscert.roster import columns
from jscert.roster.reading import rows_of
from jscert.roster.workbook import Roster
from tests.roster_builders import (
    A_SHEET,
    CATALOGUE,
    HEADER,
    MAN,
    WOMAN,
    person,
    reading_of,
    roster_of,
    sheet_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def codes(*rows: Sequence[object], **options: Any) -> list[Code]:
    """Read a sheet and give the codes of its faults."""
    return [fault.code for fault in reading_of(*rows, **options).rejections]


def test_a_plain_sheet_gives_its_people() -> None:
    """Header and people become rows with their places."""
    reading = reading_of(HEADER, person(), person(姓名="李"))
    assert [row.place.row for row in reading.rows] == [2, 3]
    assert not reading.rejections


def test_a_row_gives_its_cells() -> None:
    """A row knows its fields, their letters and types."""
    row = reading_of(HEADER, person(身份证号=3.2e17)).rows[0]
    assert (row.value("identity_number"), row.letter("identity_number")) == (3.2e17, "B")


def test_the_senders_rows_come_back_as_text() -> None:
    """Header and cells are kept for the returned workbook, numbers without a point."""
    sheet = reading_of(("序号", *HEADER), [1.0, *person()]).sheets[0]
    assert sheet.header == ("序号", *HEADER)
    assert sheet.rows[0].texts()[:2] == ("1", "王小明")


def test_empty_hint_and_footer_rows_are_skipped() -> None:
    """Only people are rows."""
    reading = reading_of(
        ["名册"],
        ("序号", *HEADER),
        ["", "与身份证一致", "只能用18位的", "请填写全称", ""],
        ["1", *person()],
        [],
        ["2", "", "", "", ""],
        ["3", *person(姓名="李")],
        ["合计", "2人"],
    )
    assert [row.place.row for row in reading.rows] == [4, 7]


def test_a_person_without_number_stays_a_row() -> None:
    """A row with anything in a known column is a person, so that what it lacks is told."""
    assert len(reading_of(HEADER, person(身份证号="")).rows) == 1


@pytest.mark.parametrize(
    ("sheet", "title", "kind"),
    [
        ("项目负责人", "", "safety-b"),
        ("Sheet1", "建筑施工企业项目负责人名册", "safety-b"),
        ("特种作业人员", "", "special-operations"),
        ("现场管理人员", "某某中心2026年名册", "site-management"),
    ],
)
def test_sheet_and_title_tell_the_kind(sheet: str, title: str, kind: str) -> None:
    """The kind is read from the sheet's name or its title."""
    header = (*HEADER, "岗位名称")
    reading = reading_of([title], header, [*person(), "建筑电工"], sheet=sheet)
    assert [row.kind for row in reading.rows] == [kind]


def test_an_asked_kind_holds_for_silent_sheets() -> None:
    """--kind decides where the roster says nothing."""
    kind = CATALOGUE.kind("safety-c")
    assert reading_of(HEADER, person(), sheet="Sheet1", kind=kind).rows[0].kind == "safety-c"


def test_a_column_tells_the_kind_of_each_row() -> None:
    """证书类别 decides row by row."""
    header = (*HEADER, "证书类别")
    rows = [[*person(), "A类"], [*person(身份证号=WOMAN), "项目负责人"]]
    reading = reading_of(header, *rows, sheet="Sheet1")
    assert [row.kind for row in reading.rows] == ["safety-a", "safety-b"]


def test_an_unknown_kind_is_a_fault_of_the_sheet() -> None:
    """A sheet that names no kind is refused once, and blocked."""
    reading = reading_of(HEADER, person(), person(), sheet="Sheet1")
    assert [fault.code for fault in reading.rejections] == [Code.ROSTER_KIND_UNKNOWN]
    assert reading.sheets[0].blocked


@pytest.mark.parametrize("text", ["学生", ""])
def test_an_unknown_kind_in_a_row_is_a_fault_of_the_row(text: str) -> None:
    """A row whose 证书类别 says nothing known is refused at its cell."""
    header = (*HEADER, "证书类别")
    assert codes(header, [*person(), text], sheet="Sheet1") == [Code.ROW_KIND_UNKNOWN]


def test_a_roster_of_a_wrong_kind_is_refused() -> None:
    """A sheet that names another kind than the one asked for is blocked."""
    kind = CATALOGUE.kind("safety-c")
    reading = reading_of(HEADER, person(), sheet="项目负责人", kind=kind)
    assert [fault.code for fault in reading.rejections] == [Code.ROSTER_KIND_CONFLICT]
    assert reading.sheets[0].blocked


def test_sheet_and_title_must_agree() -> None:
    """A sheet's name and title that name two kinds are refused."""
    rows = (["建筑施工企业项目负责人名册"], HEADER, person())
    assert codes(*rows, sheet="企业主要负责人") == [Code.ROSTER_KIND_CONFLICT]


def test_a_row_must_agree_with_its_sheet() -> None:
    """A row that names another kind than its sheet is refused and has no kind."""
    reading = reading_of((*HEADER, "证书类别"), [*person(), "C类"])
    assert [fault.code for fault in reading.rejections] == [Code.ROSTER_KIND_CONFLICT]
    assert reading.rows[0].kind == ""


def test_a_missing_column_is_told_once() -> None:
    """A kind's needed column that is not there is one fault of the sheet."""
    reading = reading_of(("姓名", "身份证号"), ["王", MAN], ["李", WOMAN])
    assert [fault.facts["wanted"] for fault in reading.rejections] == ["企业名称"]


def test_a_header_without_numbers_is_told() -> None:
    """A sheet with people but no identity column names what it lacks."""
    reading = reading_of(("姓名", "企业名称", "设区市"), ["王", "公司", "南京"])
    assert [fault.facts["wanted"] for fault in reading.rejections] == ["身份证号"]


def test_two_columns_of_one_field_are_refused() -> None:
    """Which of two employer columns holds is not guessed."""
    header = (*HEADER, "工作单位")
    reading = reading_of(header, [*person(), "别的公司"])
    assert [(f.code, f.column) for f in reading.rejections] == [(Code.COLUMN_DOUBLE, "E")]


def test_an_unknown_column_is_told_once_as_a_remark() -> None:
    """A column nobody knows stops nothing and is named once."""
    reading = reading_of((*HEADER, "血型"), [*person(), "A"], [*person(), "B"])
    assert [(w.code, w.column, w.shown) for w in reading.warnings] == [
        (Code.COLUMN_UNKNOWN, "E", "血型")
    ]


@pytest.mark.parametrize(
    ("word", "said"), [("企业名秤", "（相近的列名：企业名称）"), ("血型", "列名；")]
)
def test_the_hint_names_a_resembling_column_if_there_is_one(word: str, said: str) -> None:
    """Nothing is named where nothing resembles."""
    (warning,) = reading_of((*HEADER, word), [*person(), "A"]).warnings
    assert said in explain(warning.code, warning.facts).hint


def test_a_number_in_the_header_is_not_shown() -> None:
    """An identity number standing in a header row is masked in the remark."""
    reading = reading_of((*HEADER, f"王{MAN}"), [*person(), ""])
    assert MAN not in repr(reading.warnings)


def test_settings_synonyms_are_obeyed() -> None:
    """A word from the settings finds its column."""
    header = ("学生", "身份证号", "企业名称")
    reading = reading_of(header, ["王", MAN, "公司"], synonyms={"name": ["学生"]})
    assert reading.rows[0].text("name") == "王"


def test_hidden_and_other_sheets_are_told() -> None:
    """A hidden sheet and one without header are not read, and each is remarked upon."""
    roster = Roster(
        name="r.xlsx",
        sheets=(
            sheet_of(HEADER, person()),
            sheet_of(HEADER, person(), sheet="旧", hidden=True),
            sheet_of(["说明文字"], sheet="说明"),
            sheet_of(sheet="空"),
        ),
    )
    reading = rows_of(roster, CATALOGUE)
    assert [(w.code, w.place.sheet) for w in reading.warnings] == [
        (Code.SHEET_HIDDEN, "旧"),
        (Code.SHEET_SKIPPED, "说明"),
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], Code.ROSTER_EMPTY),
        ([["", " "], [None]], Code.ROSTER_EMPTY),
        ([HEADER], Code.ROSTER_EMPTY),
        ([["王小明", MAN]], Code.ROSTER_NO_HEADER),
    ],
)
def test_a_roster_without_people_is_refused(rows: list[list[object]], code: Code) -> None:
    """No cell, no header, or nobody below it: a coded refusal of the whole roster."""
    with pytest.raises(JscertError) as caught:
        rows_of(roster_of(*rows), CATALOGUE)
    assert caught.value.code is code


def test_one_empty_sheet_among_others_is_a_remark() -> None:
    """A sheet with a header and nobody below stops nothing."""
    sheets = (sheet_of(HEADER, person()), sheet_of(HEADER, sheet="项目负责人"))
    reading = rows_of(Roster(name="r.xlsx", sheets=sheets), CATALOGUE)
    assert [warning.code for warning in reading.warnings] == [Code.SHEET_EMPTY]


def test_a_row_does_not_show_its_cells() -> None:
    """A printed row holds no identity number."""
    assert MAN not in repr(reading_of(HEADER, person()).rows[0])


def test_a_roster_of_acts_is_read_by_number() -> None:
    """Rows are certificates: no name, no identity number and no kind is asked for."""
    roster = roster_of(
        ("2026年第三批注销名单",),
        ("序号", "证书编号", "办理原因"),
        (1, "苏建安A(2026)0100001", "本人申请"),
        (2, "苏建安A(2026)0100002", ""),
        ("合计", "2本", ""),
        sheet="Sheet1",
    )
    reading = rows_of(roster, CATALOGUE, needed=columns.BY_NUMBER)
    assert reading.rejections == ()
    told = [
        (row.place.row, row.text(columns.NUMBER), row.text(columns.GROUND)) for row in reading.rows
    ]
    assert told == [(3, "苏建安A(2026)0100001", "本人申请"), (4, "苏建安A(2026)0100002", "")]


def test_a_roster_of_acts_without_numbers_has_no_header() -> None:
    """A list of people is no list of certificates."""
    with pytest.raises(JscertError) as caught:
        rows_of(roster_of(("备注",), ("王小明",)), CATALOGUE, needed=columns.BY_NUMBER)
    assert caught.value.code is Code.ROSTER_NO_HEADER


@pytest.mark.parametrize(
    ("sheet", "title"),
    [
        ("企业主要负责人不合格", "名册"),
        ("不合格", "企业主要负责人"),
        (A_SHEET, "2026年安全生产考核不合格人员名单（A类）"),
        (A_SHEET, "缺考人员"),
    ],
)
def test_a_sheet_of_those_who_failed_is_refused(sheet: str, title: str) -> None:
    """Nobody in it is certified, whatever the command says."""
    reading = reading_of([title], HEADER, person(), sheet=sheet)
    assert [fault.code for fault in reading.rejections] == [Code.SHEET_OF_FAILED]
    assert reading.sheets[0].blocked


@pytest.mark.parametrize(
    "title", ["考核合格人员名单", "上次不合格人员补考合格名单", "照片不合格的，退回重交"]
)
def test_other_titles_name_nobody_who_failed(title: str) -> None:
    """A title that speaks of passing, or a sentence, stops nothing."""
    assert reading_of([title], HEADER, person()).rejections == ()


def test_a_title_of_another_kind_may_stand_in_columns_nobody_uses() -> None:
    """However many cells it has: those below it are not of the sheet's kind."""
    reading = reading_of(
        ("序号", *HEADER, "联系电话", "备注"),
        ["1", *person()],
        ["项目负责人（B类）", "", "", "", "", "共 1 人", "2026年"],
        ["1", *person(姓名="李", 身份证号=WOMAN)],
    )
    assert [fault.code for fault in reading.rejections] == [Code.ROSTER_KIND_CONFLICT]
