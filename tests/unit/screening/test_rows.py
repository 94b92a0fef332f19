"""Screening: every check that needs no history, all rows in one pass."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from jscert.certificates import Sex
from jscert.errors import Code
from jscert.messages import explain
from tests.roster_builders import (
    HEADER,
    MAN,
    ON_DAY,
    WOMAN,
    ListSpool,
    encoded,
    identity_of,
    person,
    picture,
    screen,
)

if TYPE_CHECKING:
    from pathlib import Path

SITE: dict[str, Any] = {"header": ("姓名", "身份证号", "岗位名称"), "sheet": "现场管理人员"}
TRADE: dict[str, Any] = {"header": ("姓名", "身份证号", "工种", "设区市"), "sheet": "特种作业人员"}


def cell_faults(folder: Path, **changes: object) -> list[tuple[str, Code]]:
    """Screen one person with changed cells; give columns and codes of the faults."""
    cells = {str(key): value for key, value in changes.items()}
    base = dict(zip(HEADER, person(), strict=True))
    header = tuple({**base, **cells})
    screening = screen(folder, list({**base, **cells}.values()), header=header)
    return [(fault.column, fault.code) for fault in screening.rejections]


def test_a_person_without_fault_becomes_an_applicant(tmp_path: Path) -> None:
    """What the row and the number say is in the applicant."""
    applicant = screen(tmp_path, person()).applicants[0]
    assert (applicant.kind, applicant.name, applicant.identity_number) == (
        "safety-a",
        "王小明",
        MAN,
    )
    assert (applicant.sex, applicant.birth_on) == (Sex.MALE, date(1990, 3, 7))
    assert (applicant.employer, applicant.city_code) == ("江苏样例公司", "01")
    assert applicant.place.row == 2


def test_the_photo_lies_in_the_spool(tmp_path: Path) -> None:
    """The applicant's slip is that of the photo the spool keeps."""
    spool = ListSpool()
    applicant = screen(tmp_path, person(), spool=spool).applicants[0]
    assert applicant.photo.sha256 == hashlib.sha256(spool.kept[0]).hexdigest()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"姓名": ""}, ("A", Code.NAME_MISSING)),
        ({"姓名": "吴\ue123"}, ("A", Code.NAME_CHARACTER)),
        ({"姓名": "王3"}, ("A", Code.NAME_CHARACTER)),
        ({"姓名": "\U00032000"}, ("A", Code.NAME_CHARACTER)),
        ({"姓名": "王" * 51}, ("A", Code.NAME_TOO_LONG)),
        ({"姓名": "#N/A"}, ("A", Code.CELL_ERROR)),
        ({"身份证号": ""}, ("B", Code.IDENTITY_MISSING)),
        ({"身份证号": 320102199003072020.0}, ("B", Code.IDENTITY_NUMERIC)),
        ({"身份证号": "3.20102E+17"}, ("B", Code.IDENTITY_NUMERIC)),
        ({"身份证号": "320102900307202"}, ("B", Code.IDENTITY_LEGACY)),
        ({"身份证号": "3201021990"}, ("B", Code.IDENTITY_FORM)),
        ({"身份证号": "320102199003072021"}, ("B", Code.IDENTITY_CHECK_DIGIT)),
        ({"企业名称": " "}, ("C", Code.EMPLOYER_MISSING)),
        ({"企业名称": "公司\ue001"}, ("C", Code.TEXT_CHARACTER)),
        ({"企业名称": "样" * 101}, ("C", Code.TEXT_TOO_LONG)),
        ({"设区市": "样例市"}, ("D", Code.CITY_UNKNOWN)),
        ({"设区市": ""}, ("D", Code.CITY_MISSING)),
        ({"性别": "女"}, ("E", Code.IDENTITY_SEX)),
        ({"性别": "?"}, ("E", Code.IDENTITY_SEX)),
        ({"出生日期": "1990-03-08"}, ("E", Code.IDENTITY_BIRTH_DATE)),
        ({"出生日期": "昨天"}, ("E", Code.DATE_UNREADABLE)),
        ({"考核日期": "2026-11-23"}, ("E", Code.DATE_IN_FUTURE)),
        ({"考核日期": "2026"}, ("E", Code.DATE_UNREADABLE)),
        ({"统一社会信用代码": "91320000000000000X"}, ("E", Code.CREDIT_CODE_FORM)),
    ],
)
def test_each_fault_names_its_cell(
    tmp_path: Path, changes: dict[str, object], fault: tuple[str, Code]
) -> None:
    """A wrong cell is one fault with its column and code."""
    assert cell_faults(tmp_path, **changes) == [fault]


@pytest.mark.parametrize(
    "changes",
    [
        {"性别": "男"},
        {"出生日期": "1990年3月7日"},
        {"出生日期": "1990-03"},
        {"考核日期": "2026-11-22"},
        {"统一社会信用代码": "91350100M000100Y43"},
        {"姓名": "王" * 50},
        {"姓名": "陈𱁬"},
        {"企业名称": "样" * 100},
        {"身份证号": "810000199105110030"},
    ],
)
def test_right_cells_have_no_fault(tmp_path: Path, changes: dict[str, object]) -> None:
    """What agrees with the number and fits the form passes."""
    assert cell_faults(tmp_path, **changes) == []


def test_all_faults_of_a_row_are_told_at_once(tmp_path: Path) -> None:
    """One pass finds every fault of a row."""
    faults = cell_faults(tmp_path, 姓名="", 身份证号="1", 企业名称="", 设区市="?")
    assert [column for column, _ in faults] == ["B", "A", "C", "D"]


def test_all_rows_are_checked(tmp_path: Path) -> None:
    """A fault in one row does not hide those of the next."""
    rows = [person(姓名=""), person(身份证号=WOMAN), person(身份证号="1")]
    screening = screen(tmp_path, *rows)
    assert [fault.place.row for fault in screening.rejections] == [2, 4]
    assert [applicant.place.row for applicant in screening.applicants] == [3]


@pytest.mark.parametrize(
    ("born_on", "rules", "code"),
    [
        (date(2008, 11, 23), {}, Code.IDENTITY_UNDER_AGE),
        (date(1965, 11, 22), {"maximum_age": 60}, Code.IDENTITY_OVER_AGE),
        (date(2026, 11, 23), {}, Code.IDENTITY_BIRTH_DATE),
    ],
)
def test_age_is_that_of_the_issue_date(
    tmp_path: Path, born_on: date, rules: dict[str, Any], code: Code
) -> None:
    """Too young, too old where a limit is set, or not yet born on the issue date."""
    row = person(身份证号=identity_of(born_on))
    screening = screen(tmp_path, row, rules={"city_code": "00", **rules})
    assert [fault.code for fault in screening.rejections] == [code]


@pytest.mark.parametrize("born_on", [date(2008, 11, 22), date(1940, 1, 1)])
def test_ages_within_the_limits_pass(tmp_path: Path, born_on: date) -> None:
    """The eighteenth birthday is old enough, and no age is too high by default."""
    assert screen(tmp_path, person(身份证号=identity_of(born_on))).applicants


def test_tidied_names_are_remarked_upon(tmp_path: Path) -> None:
    """A changed separator is a warning, not a fault."""
    screening = screen(tmp_path, person(姓名="买买提•吐尔逊"))
    assert screening.applicants[0].name == "买买提·吐尔逊"
    assert [warning.code for warning in screening.warnings] == [Code.NAME_SEPARATOR]


@pytest.mark.parametrize(
    ("text", "post_code", "post"),
    [("土建施工员", "01", "土建施工员"), (" 资料员 ", "12", "资料员")],
)
def test_posts_are_found(tmp_path: Path, text: str, post_code: str, post: str) -> None:
    """A post's name gives its code and printed name."""
    applicant = screen(tmp_path, ["王", MAN, text], **SITE).applicants[0]
    assert (applicant.post_code, applicant.post) == (post_code, post)


def test_a_trades_alias_gives_its_printed_name(tmp_path: Path) -> None:
    """What rosters call a trade becomes what the certificate prints."""
    applicant = screen(tmp_path, ["王", MAN, "塔吊司机", "南京"], **TRADE).applicants[0]
    assert applicant.post == "建筑起重机械司机（塔式起重机）"


def test_an_unknown_post_names_the_nearest(tmp_path: Path) -> None:
    """An unknown post is refused with the known one it resembles."""
    fault = screen(tmp_path, ["王", MAN, "土建施公员"], **SITE).rejections[0]
    assert (fault.code, fault.column, fault.facts["near"]) == (
        Code.POST_UNKNOWN,
        "C",
        "土建施工员",
    )


def test_a_missing_post_is_refused(tmp_path: Path) -> None:
    """A kind with posts needs one in each row."""
    assert [f.code for f in screen(tmp_path, ["王", MAN, ""], **SITE).rejections] == [
        Code.POST_MISSING
    ]


@pytest.mark.parametrize(
    ("order", "rules", "city"),
    [({"city_code": "05"}, {"city_code": "01"}, "05"), ({}, {"city_code": "02"}, "02")],
)
def test_a_roster_without_cities_takes_the_usual_one(
    tmp_path: Path, order: dict[str, Any], rules: dict[str, Any], city: str
) -> None:
    """Without a column the city asked for counts, then that of the settings."""
    rows = screen(tmp_path, ["王", MAN, "公司"], header=HEADER[:3], rules=rules, **order)
    assert rows.applicants[0].city_code == city


def test_a_city_is_needed(tmp_path: Path) -> None:
    """Where nobody names a city, a kind whose numbers hold one is refused."""
    screening = screen(tmp_path, ["王", MAN, "公司"], header=HEADER[:3], rules={})
    assert [fault.code for fault in screening.rejections] == [Code.CITY_MISSING]


def test_people_who_come_twice_are_refused_both(tmp_path: Path) -> None:
    """Of two rows for one person neither is issued, and each names the other."""
    rows = [person(), person(企业名称="别的公司"), person(身份证号=WOMAN)]
    screening = screen(tmp_path, *rows)
    assert [(f.code, f.place.row) for f in screening.rejections] == [
        (Code.IDENTITY_DOUBLE, 2),
        (Code.IDENTITY_DOUBLE, 3),
    ]
    assert screening.rejections[0].facts["other"].endswith("!B3")
    assert [applicant.place.row for applicant in screening.applicants] == [4]


def test_two_posts_of_one_person_are_two_certificates(tmp_path: Path) -> None:
    """One person may come for two posts; the photo is kept once."""
    spool = ListSpool()
    rows = [["王", MAN, "土建施工员"], ["王", MAN, "资料员"]]
    photos = {MAN: encoded(picture())}
    screening = screen(tmp_path, *rows, photos=photos, spool=spool, **SITE)
    assert len(screening.applicants) == 2
    assert len(spool.kept) == 1


def test_one_photo_for_two_people_refuses_both(tmp_path: Path) -> None:
    """The same picture under two numbers is wrong for one of them at least."""
    data = encoded(picture())
    photos = {MAN: data, WOMAN: data + b"trailing bytes do not make it another"}
    screening = screen(tmp_path, person(), person(身份证号=WOMAN), photos=photos)
    assert [fault.code for fault in screening.rejections] == [Code.PHOTO_DOUBLE] * 2
    assert not screening.applicants


@pytest.mark.parametrize(
    ("photos", "code"),
    [
        ({}, Code.PHOTO_MISSING),
        ({MAN: b"no picture"}, Code.PHOTO_UNREADABLE),
        ({MAN: encoded(picture((400, 400)))}, Code.PHOTO_SHAPE),
        ({MAN: encoded(picture((75, 100)))}, Code.PHOTO_SMALL),
        ({MAN: encoded(picture()), f"{MAN}_2": encoded(picture(tint=1))}, Code.PHOTO_AMBIGUOUS),
    ],
)
def test_photo_faults_stand_at_the_person(
    tmp_path: Path, photos: dict[str, bytes], code: Code
) -> None:
    """A missing or unusable photo is a fault of the person's row."""
    screening = screen(tmp_path, person(), photos=photos)
    assert [(f.code, f.column, f.shown) for f in screening.rejections] == [
        (code, "B", "320102********101X")
    ]


def test_a_coarse_photo_is_a_remark(tmp_path: Path) -> None:
    """A photo below the advised size passes with a warning."""
    screening = screen(tmp_path, person(), photos={MAN: encoded(picture((150, 200)))})
    assert screening.applicants
    assert [warning.code for warning in screening.warnings] == [Code.PHOTO_COARSE]


def test_photos_of_faulty_rows_are_not_kept(tmp_path: Path) -> None:
    """No photo of a refused person gets into the spool."""
    spool = ListSpool()
    screen(tmp_path, person(企业名称=""), spool=spool)
    assert not spool.kept


def test_a_blocked_sheet_gives_no_applicants(tmp_path: Path) -> None:
    """A fault of the sheet stops all its rows and is not repeated in each."""
    screening = screen(tmp_path, ["王", MAN], header=("姓名", "身份证号"))
    assert not screening.applicants
    assert [fault.code for fault in screening.rejections] == [Code.COLUMN_MISSING]


def test_no_fault_shows_a_whole_number(tmp_path: Path) -> None:
    """Wherever an identity number stands, what is told of the row hides it."""
    rows = [
        person(姓名=MAN, 身份证号="王小明"),
        person(身份证号="320102199003072021", 企业名称=MAN, 设区市=MAN),
        person(身份证号=320102199003072020.0, 姓名=f"王{WOMAN}"),
        person(),
        person(),
    ]
    screening = screen(tmp_path, *rows, photos={})
    told = repr((screening.rejections, screening.warnings))
    assert not any(number in told for number in (MAN, WOMAN, "320102199003072021"))


def test_every_fault_has_its_words(tmp_path: Path) -> None:
    """Messages of faults are filled completely."""
    rows = [person(姓名="王3", 设区市="?"), person(身份证号=identity_of(date(2015, 1, 1)))]
    screening = screen(tmp_path, *rows, photos={MAN: encoded(picture((75, 100)))})
    told = [explain(fault.code, fault.facts) for fault in screening.rejections]
    assert len(told) == 5
    assert not any("—" in message.text + message.hint for message in told)


def test_progress_counts_to_the_end(tmp_path: Path) -> None:
    """Progress is told while rows are screened and once at the end."""
    from jscert.roster.limits import ScreeningRules
    from jscert.roster.photos import PhotoSource
    from jscert.screening import ScreeningOrder, screen_rows
    from tests.roster_builders import CATALOGUE, reading_of

    told: list[tuple[str, int, int]] = []
    reading = reading_of(HEADER, *[person(身份证号="1")] * 130)
    with PhotoSource([tmp_path]) as photos:
        order = ScreeningOrder(
            catalogue=CATALOGUE, rules=ScreeningRules(), photos=photos, on_day=ON_DAY
        )
        screen_rows([reading], order, ListSpool(), lambda *step: told.append(step))
    assert told == [("screen", 64, 130), ("screen", 128, 130), ("screen", 130, 130)]
