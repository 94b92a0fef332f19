"""Whatever is marked, the sender's values stay and every mark is there."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from jscert.workbooks.cells import name_of
from jscert.workbooks.marking import Weight
from jscert.workbooks.patching import mark_workbook
from tests.marking_builders import FAULT_RGB, REMARK_RGB, SHEET, mark, marking, opened

if TYPE_CHECKING:
    from jscert.workbooks.marking import Mark

values = st.one_of(
    st.none(),
    st.text("赵钱1=<>&\"'\n ", max_size=6),
    st.integers(-(10**6), 10**6),
    st.booleans(),
)
grids = st.lists(st.lists(values, max_size=6), max_size=8)
places = st.dictionaries(
    st.tuples(st.integers(0, 10), st.integers(0, 8)), st.booleans(), min_size=1, max_size=12
)


def _written(grid: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet(SHEET)
    for row, cells in enumerate(grid):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                page.write_string(row, column, value)
            elif value is not None:
                page.write(row, column, value)
    book.close()
    return out.getvalue()


def _values(data: bytes) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    return [list(row) for row in rows]


def _same(one: list[list[object]], two: list[list[object]]) -> bool:
    height = max(len(one), len(two))
    width = max((len(row) for row in (*one, *two)), default=0)

    def whole(rows: list[list[object]]) -> list[list[object]]:
        wide = [[*row, *("",) * (width - len(row))] for row in rows]
        return wide + [[""] * width] * (height - len(rows))

    return whole(one) == whole(two)


def _mark(place: tuple[int, int], *, fault: bool) -> Mark:
    return mark(name_of(*place), remark=not fault)


@settings(deadline=None, max_examples=60)
@given(grid=grids, wanted=places)
def test_marks_change_no_value_and_none_is_lost(
    grid: list[list[Any]], wanted: dict[tuple[int, int], bool]
) -> None:
    """Every marked cell has its colour and a comment, every value is as before, twice in a row too."""
    data = _written(grid)
    marks = [_mark(place, fault=fault) for place, fault in wanted.items()]
    done, _ = mark_workbook(data, marking(*marks))
    again, _ = mark_workbook(done, marking(*marks[:1], replaced=("检查结果",)))
    assert _same(_values(data), _values(done))
    assert _same(_values(data), _values(again))
    page, page_again = opened(done)[SHEET], opened(again)[SHEET]
    for one in marks:
        cell = page.cell(one.row + 1, one.column + 1)
        expected = FAULT_RGB if one.weight is Weight.FAULT else REMARK_RGB
        assert (cell.fill.fgColor.rgb, bool(cell.comment)) == (expected, True)
    left = {c.coordinate for row in page_again.iter_rows() for c in row if c.comment}
    assert left == {name_of(marks[0].row, marks[0].column)}
