"""PDF objects: what the press writes is read, what two readers could take differently is not."""

from __future__ import annotations

import pytest

from jscert.sealing.pdf_objects import Name, PdfValue, Ref, parse_object, text_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"<< /A 1 /B [2 0 R (x) <0aF>] >>", {"A": 1, "B": (Ref(2), b"x", b"\x0a\xf0")}),
        (b"<</A/B/C<</D -.5>>>>", {"A": Name("B"), "C": {"D": -0.5}}),
        (b"[(a\\)\\n) true null 3.25]", (b"a)\n", True, None, 3.25)),
        (b"  /Type#20 ", Name("Type#20")),
        (b"[0 10 20]", (0, 10, 20)),
        (b"[1 0 R 2]", (Ref(1), 2)),
        (b"(record.json)", b"record.json"),
    ],
)
def test_values_are_read(text: bytes, value: PdfValue) -> None:
    """Each kind of value becomes its Python counterpart."""
    assert parse_object(text) == value


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<< /A 1",
        b"<< /A >>",
        b"<< /A 1 /A 2 >>",
        b"<< 1 2 >>",
        b"[1 2",
        b"1 2",
        b"(a(b)c)",
        b"(a",
        b"<0g>",
        b"% comment\n1",
        b"<< /A 1 % comment\n >>",
        b"1 1 R",
        b"[" * 40 + b"]" * 40,
        b"]",
        b">>",
        b"1e5",
        b"trueish",
    ],
)
def test_other_spellings_are_refused(text: bytes) -> None:
    """Cut, doubled, commented or foreign syntax is a ValueError."""
    with pytest.raises(ValueError, match=r"."):
        parse_object(text)


def test_text_strings_may_be_utf_16() -> None:
    """A byte order mark means UTF-16."""
    assert text_of(b"\xfe\xff\x73\x8b") == "王"


def test_a_name_is_no_text_string() -> None:
    """Only strings are text."""
    with pytest.raises(ValueError, match="text string"):
        text_of(7)
