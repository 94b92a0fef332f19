"""Screening never fails and never tells a number, whatever stands in the cells."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.roster_builders import HEADER, MAN, WOMAN, screen

WORDS = st.sampled_from(
    [MAN, WOMAN, f" {MAN[:6]} {MAN[6:]}", f"王{MAN}", "公司", "南京", "#N/A", ""]
)
VALUES: st.SearchStrategy[Any] = st.one_of(
    WORDS,
    st.text(max_size=30),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.none(),
    st.dates(date(1900, 1, 1)),
    st.datetimes(datetime(1900, 1, 1)),  # noqa: DTZ001 (cells have no zone)
)
TITLES = (*HEADER, "性别", "出生日期", "考核日期", "统一社会信用代码", "证书类别", "备注")
ROWS = st.lists(st.lists(VALUES, min_size=len(TITLES), max_size=len(TITLES)), max_size=4)


@given(ROWS)
@settings(max_examples=150)
def test_any_cells_give_applicants_or_faults(rows: list[list[Any]]) -> None:
    """Cells of any type and content end as values, and no fault shows a whole number."""
    good = ["王小明", "810000199105110030", "公司", "南京", *[""] * (len(TITLES) - 4)]
    with TemporaryDirectory() as folder:
        screening = screen(Path(folder), good, *rows, header=TITLES, photos={})
    told = repr((screening.rejections, screening.warnings))
    assert screening.rejections
    assert MAN not in told
    assert WOMAN not in told
