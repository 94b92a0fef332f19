"""The blank roster: what it asks for, and that what it brings along is never taken for people."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from jscert.errors import Code, JscertError
from jscert.messages import template as words
from jscert.roster import columns
from jscert.roster.identity_numbers import IdentityFacts, read_identity
from jscert.roster.reading import read_rows
from jscert.roster.template import template_of
from jscert.roster.workbook import column_letter
from jscert.workbooks.template import ROOM_ROWS, template_workbook
from tests.roster_builders import CATALOGUE

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

    from jscert.families.catalogue import Kind

each_kind = pytest.mark.parametrize("kind", CATALOGUE.kinds, ids=lambda kind: kind.id)
FIRST = 5
FIELDS = columns.synonym_table()


def opened(kind: Kind) -> Workbook:
    """Open a kind's template with a foreign reader."""
    return openpyxl.load_workbook(io.BytesIO(template_workbook(template_of(kind))))


def headed(kind: Kind) -> dict[str, str]:
    """Give the header of a kind's roster sheet: field (or word) → column letter."""
    page = opened(kind).worksheets[0]
    cells = {str(cell.value): column_letter(place) for place, cell in enumerate(page[3])}
    return {FIELDS[columns.word_key(word)]: letter for word, letter in cells.items()}


@each_kind
def test_every_column_the_kind_needs_is_there(kind: Kind) -> None:
    """Name, identity number and whatever the kind needs have a column that reading knows."""
    assert headed(kind).keys() >= {columns.NAME, columns.IDENTITY, *kind.needs}


@each_kind
def test_needed_columns_are_starred_and_no_other(kind: Kind) -> None:
    """A star before the word says that a column must be filled in."""
    starred = {
        FIELDS[columns.word_key(str(cell.value))]
        for cell in opened(kind).worksheets[0][3]
        if "*" in str(cell.value)
    }
    assert starred == {columns.NAME, columns.IDENTITY, *kind.needs}


def test_a_real_name_check_can_be_asked_for() -> None:
    """Where the authority requires it, its result is starred."""
    starred = [
        column.word
        for column in template_of(CATALOGUE.kinds[0], verified=True).columns
        if column.required
    ]
    assert columns.WORDS[columns.VERIFICATION][0] in starred


@each_kind
def test_whole_columns_are_text(kind: Kind) -> None:
    """Identity numbers and credit codes are text in every row there is, so no digit is lost."""
    page, header = opened(kind).worksheets[0], headed(kind)
    fields = (columns.IDENTITY, columns.CREDIT_CODE, columns.VERIFICATION_REFERENCE)
    formats = [page.column_dimensions[header[field]].number_format for field in fields]
    assert formats == ["@", "@", "@"]


@each_kind
def test_every_column_says_what_belongs_there(kind: Kind) -> None:
    """Whoever chooses a cell of any column reads a message, down to the last guarded row."""
    page = opened(kind).worksheets[0]
    told = {str(rule.sqref): rule.prompt for rule in page.data_validations.dataValidation}
    letters = headed(kind).values()
    assert set(told) == {f"{at}{FIRST}:{at}{FIRST + ROOM_ROWS - 1}" for at in letters}
    assert all(told.values())


@pytest.mark.parametrize(
    ("kind", "name", "some"),
    [
        ("special-operations", columns.POST, "建筑起重机械司机（塔式起重机）"),
        ("site-management", columns.POST, "土建施工员"),
        ("safety-a", columns.CITY, "南京"),
        ("safety-a", columns.SEX, "女"),
    ],
)
def test_choices_drop_down(kind: str, name: str, some: str) -> None:
    """Posts, trades, cities and sexes are chosen from a list on a sheet out of sight."""
    book = opened(CATALOGUE.kind(kind))
    letter = headed(CATALOGUE.kind(kind))[name]
    (rule,) = (
        rule
        for rule in book.worksheets[0].data_validations.dataValidation
        if str(rule.sqref).startswith(letter) and rule.type == "list"
    )
    sheet, _, area = str(rule.formula1).rpartition("!")
    choices = book[sheet.strip("'")]
    assert choices.sheet_state == "veryHidden"
    assert some in [cell.value for (cell,) in choices[area.replace("$", "")]]


@each_kind
def test_every_choice_is_understood(kind: Kind) -> None:
    """What can be chosen as post or city is what screening knows."""
    for column in template_of(kind).columns:
        field = FIELDS[columns.word_key(column.word)]
        if field == columns.POST:
            assert all(kind.find_post(choice) for choice in column.choices)
        if field == columns.CITY:
            assert all(CATALOGUE.city_code(choice) for choice in column.choices)
            assert len(column.choices) == 14


@each_kind
def test_filled_in_it_is_read_as_its_kind_without_a_word(kind: Kind, tmp_path: Path) -> None:
    """Title, hints, example, advice and choices are neither people nor remarks."""
    book = opened(kind)
    header = headed(kind)
    book.worksheets[0][f"{header[columns.NAME]}{FIRST}"] = "王小明"
    book.worksheets[0][f"{header[columns.IDENTITY]}{FIRST}"] = "32010219900307101X"
    path = tmp_path / "roster.xlsx"
    book.save(path)
    reading = read_rows(path, CATALOGUE)
    assert [(row.place.row, row.kind) for row in reading.rows] == [(FIRST, kind.id)]
    assert (reading.rejections, reading.warnings) == ((), ())


def test_nothing_filled_in_is_an_empty_roster(tmp_path: Path) -> None:
    """The example's people do not make a roster of a blank one."""
    path = tmp_path / "roster.xlsx"
    path.write_bytes(template_workbook(template_of(CATALOGUE.kinds[0])))
    with pytest.raises(JscertError) as caught:
        read_rows(path, CATALOGUE)
    assert caught.value.code is Code.ROSTER_EMPTY


@each_kind
def test_examples_are_right(kind: Kind) -> None:
    """The people shown have numbers that would pass, and agree with their sex."""
    template = template_of(kind)
    fields = [FIELDS[columns.word_key(column.word)] for column in template.columns]
    for cells in template.examples:
        row = dict(zip(fields, cells, strict=True))
        read = read_identity(row[columns.IDENTITY])
        assert isinstance(read, IdentityFacts)
        assert columns.SEXES[row[columns.SEX]] is read.sex


def test_the_same_kind_gives_the_same_bytes() -> None:
    """A template can be compared with an earlier one."""
    kind = CATALOGUE.kinds[0]
    assert template_workbook(template_of(kind)) == template_workbook(template_of(kind))


def test_hints_and_messages_fit_a_spreadsheet() -> None:
    """A title holds 32 characters, a message 255; longer ones would be left out."""
    for said in words.COLUMNS.values():
        assert len(said.message) <= 255
        assert len(said.refusal) <= 225


def test_the_advice_has_a_heading() -> None:
    """Its first line stands out from the advice below."""
    page = opened(CATALOGUE.kinds[0])[words.ADVICE_SHEET]
    assert (page["A1"].font.bold, page["A2"].font.bold) == (True, False)
