"""Writing .xlsx: a blank roster that keeps its senders from the usual damage.

Input: columns and texts as the caller worded them. Output: bytes. Identity numbers and codes are text cells
before anybody types (a spreadsheet would keep 15 digits of 18), choices drop down, what was typed is judged
on the spot as far as a formula can. The same input gives the same bytes.
Not here: which columns a kind needs and what their choices are (`roster.template`), any word (`messages`).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from jscert.messages import template as words
from jscert.workbooks.issued import NO_TIME, text_width

if TYPE_CHECKING:
    from xlsxwriter import Workbook

ROOM_ROWS = 5_000
"""So many rows below the header are guarded; the cells of later rows are text all the same."""

_TITLE, _NOTE, _HEADER, _HINT, _FIRST = range(5)
_ROW_HEIGHT = 20
_ADVICE_WIDTH = 96
_BORDER = {"border": 1, "border_color": "#BFBFBF"}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "note": {"font_color": "#595959", "align": "center", "valign": "vcenter"},
    "header": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": "#1F4E79",
        "align": "center",
        "valign": "vcenter",
        **_BORDER,
    },
    "word": {"bold": True, "font_color": "#FFFFFF"},
    "star": {"bold": True, "font_color": "#FFD966"},
    "hint": {
        "font_size": 9,
        "font_color": "#7F7F7F",
        "bg_color": "#F2F2F2",
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        **_BORDER,
    },
    "text": {"num_format": "@", "valign": "vcenter"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "vcenter", "align": "left"},
    "example": {"num_format": "@", "valign": "vcenter", **_BORDER},
    "missing": {"bg_color": "#FFF2CC"},
    "heading": {"bold": True, "font_size": 16, "font_color": "#1F4E79", "valign": "vcenter"},
    "advice": {"font_size": 12, "text_wrap": True, "valign": "vcenter"},
}
# ISO 7064 MOD 11-2 over the first 17 digits (GB 11643); array constants are not allowed in a validation
_IDENTITY = (
    "=AND(ISTEXT({cell}),LEN({cell})=18,"
    'MID("10X98765432",MOD(SUMPRODUCT(MID({cell},ROW($A$1:$A$17),1)'
    "*MOD(2^(18-ROW($A$1:$A$17)),11)),11)+1,1)=UPPER(RIGHT({cell},1)))"
)
_CODE = "=AND(ISTEXT({cell}),LEN({cell})=18)"


class Guard(StrEnum):
    """What a column's cells are held to while they are typed."""

    NONE = "none"
    IDENTITY = "identity"
    CODE = "code"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateColumn:
    """A column: its word, `hint` below it, `message` beside a chosen cell, what it takes.

    `choices` go with Guard.CHOICE; `refusal` is told when a cell is not what it should be.
    `width` is in Latin characters.
    """

    word: str
    hint: str
    message: str
    width: int
    required: bool = False
    guard: Guard = Guard.NONE
    choices: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A blank roster: the sheet's name, title and note above the header, columns, examples, advice."""

    sheet: str
    title: str
    note: str
    columns: tuple[TemplateColumn, ...]
    examples: tuple[tuple[str, ...], ...]
    advice: tuple[str, ...]


def template_workbook(template: Template) -> bytes:
    """Make the workbook: the roster, an example, advice, and out of sight the choices."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": template.title, "created": NO_TIME.replace(tzinfo=None)})
    book.set_calc_mode("auto")
    formats = {name: book.add_format(style) for name, style in _FORMATS.items()}
    roster = _add_page(book, template.sheet, template, formats)
    roster.set_default_row(_ROW_HEIGHT)
    example = _add_page(book, words.EXAMPLE_SHEET, template, formats)
    _fill_example(example, template, formats)
    _fill_advice(book.add_worksheet(words.ADVICE_SHEET), template.advice, formats)
    _fill_choices(book.add_worksheet(words.CHOICES_SHEET), template)
    _set_cells(roster, template, formats)
    for index in range(len(template.columns)):
        _guard_column(roster, template, index)
    _mark_missing(roster, template, formats)
    book.close()
    return out.getvalue()


def _add_page(book: Workbook, name: str, template: Template, formats: dict[str, Any]) -> Any:
    """Add a sheet with title, note, header and hints."""
    page = book.add_worksheet(name)
    last = len(template.columns) - 1
    example = name == words.EXAMPLE_SHEET
    title, note = template.title, template.note
    if example:
        title, note = words.EXAMPLE_TITLE.format(title=title), words.EXAMPLE_NOTE
    for row, text, style, height in (
        (_TITLE, title, "title", 30),
        (_NOTE, note, "note", 20),
    ):
        page.set_row(row, height)
        page.merge_range(row, 0, row, last, text, formats[style])
    page.set_row(_HEADER, 24)
    page.set_row(_HINT, 38)
    for index, column in enumerate(template.columns):
        _write_word(page, index, column, formats)
        page.write_string(_HINT, index, column.hint, formats["hint"])
    page.freeze_panes(_FIRST, 1)
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEADER)
    return page


def _write_word(page: Any, index: int, column: TemplateColumn, formats: dict[str, Any]) -> None:
    if column.required:
        parts = (formats["star"], "*", formats["word"], column.word, formats["header"])
        page.write_rich_string(_HEADER, index, *parts)
    else:
        page.write_string(_HEADER, index, column.word, formats["header"])


def _set_cells(page: Any, template: Template, formats: dict[str, Any]) -> None:
    """Make whole columns text (or dates), also below the guarded rows."""
    for index, column in enumerate(template.columns):
        style = formats["date" if column.guard is Guard.DATE else "text"]
        page.set_column(index, index, column.width, style)
    letter = xl_col_to_name(len(template.columns) - 1)
    page.ignore_errors({"number_stored_as_text": f"A{_FIRST + 1}:{letter}{_FIRST + ROOM_ROWS}"})


def _guard_column(page: Any, template: Template, index: int) -> None:
    """Say what a column is for when its cell is chosen, and refuse what it cannot be."""
    column = template.columns[index]
    cell = f"{xl_col_to_name(index)}{_FIRST + 1}"
    last = _FIRST + ROOM_ROWS - 1
    told = {
        "input_title": column.word,
        "input_message": column.message,
        "error_title": column.word,
        "error_message": column.refusal,
        "ignore_blank": True,
    }
    page.data_validation(_FIRST, index, last, index, told | _rule(column, template, cell))


def _rule(column: TemplateColumn, template: Template, cell: str) -> dict[str, Any]:
    match column.guard:
        case Guard.IDENTITY:
            return {"validate": "custom", "value": _IDENTITY.format(cell=cell)}
        case Guard.CODE:
            return {"validate": "custom", "value": _CODE.format(cell=cell)}
        case Guard.DATE:
            between = {"criteria": "between", "minimum": "=DATE(2000,1,1)", "maximum": "=TODAY()"}
            return {"validate": "date", **between}
        case Guard.CHOICE:
            place = xl_col_to_name(_choosing(template).index(column))
            end = len(column.choices)
            return {
                "validate": "list",
                "source": f"='{words.CHOICES_SHEET}'!${place}$1:${place}${end}",
            }
        case _:
            return {"validate": "any"}


def _mark_missing(page: Any, template: Template, formats: dict[str, Any]) -> None:
    """Colour a required cell that is empty in a row somebody has begun."""
    end = xl_col_to_name(len(template.columns) - 1)
    row = _FIRST + 1
    for index, column in enumerate(template.columns):
        if column.required:
            letter = xl_col_to_name(index)
            rule = f'=AND(COUNTA($A{row}:${end}{row})>0,TRIM(${letter}{row})="")'
            options = {"type": "formula", "criteria": rule, "format": formats["missing"]}
            page.conditional_format(_FIRST, index, _FIRST + ROOM_ROWS - 1, index, options)


def _choosing(template: Template) -> list[TemplateColumn]:
    return [column for column in template.columns if column.guard is Guard.CHOICE]


def _fill_choices(page: Any, template: Template) -> None:
    """Put the choices on a sheet of their own: a list within a rule ends at 255 characters."""
    for place, column in enumerate(_choosing(template)):
        page.write_column(0, place, column.choices)
    page.very_hidden()


def _fill_example(page: Any, template: Template, formats: dict[str, Any]) -> None:
    for index, column in enumerate(template.columns):
        page.set_column(index, index, column.width)
        for row, cells in enumerate(template.examples, _FIRST):
            page.set_row(row, _ROW_HEIGHT)
            page.write_string(row, index, cells[index], formats["example"])
    letter = xl_col_to_name(len(template.columns) - 1)
    page.ignore_errors({"number_stored_as_text": f"A{_FIRST + 1}:{letter}{_FIRST + 99}"})
    page.set_tab_color("#A6A6A6")


def _fill_advice(page: Any, advice: tuple[str, ...], formats: dict[str, Any]) -> None:
    page.set_column(0, 0, _ADVICE_WIDTH, formats["advice"])
    page.hide_gridlines(2)
    for row, line in enumerate(advice):
        lines = -(-text_width(line) // (_ADVICE_WIDTH - 10))
        page.set_row(row, 17 * lines + (8 if row else 20))
        page.write_string(row, 0, line, formats["advice" if row else "heading"])
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_tab_color("#A6A6A6")
