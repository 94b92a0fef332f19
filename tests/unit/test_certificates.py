"""The core types: how a certificate's file is called."""

from __future__ import annotations

import pytest

from jscert.certificates import file_name


@pytest.mark.parametrize(
    "number", ["苏建安A(2026)0100001", "苏A012026000001", "322601000001", "苏建安A2016字第00123号"]
)
def test_a_file_is_called_by_its_number(number: str) -> None:
    """Number and revision, as they are."""
    assert file_name(number, 2) == f"{number}_r2.pdf"


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("../../x", "..%2F..%2Fx_r1.pdf"),
        ("C:\\x", "C%3A%5Cx_r1.pdf"),
        ("[2016]*?1", "%5B2016%5D%2A%3F1_r1.pdf"),
        ("a\n1", "a%0A1_r1.pdf"),
        ("50%2F", "50%252F_r1.pdf"),
    ],
)
def test_what_no_file_name_may_hold_is_spelled_out(number: str, name: str) -> None:
    """Old papers' numbers may hold anything, and no two of them share a file."""
    assert file_name(number, 1) == name
