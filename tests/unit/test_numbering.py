"""Numbers as rows of segments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jscert.errors import Code as ErrorCode
from jscert.errors import JscertError
from jscert.numbering import (
    Category,
    City,
    Code,
    Literal,
    NumberFormat,
    NumberParts,
    Serial,
    Year,
    format_on,
    looks_like_number,
    number_key,
    read_number,
    rule_of,
    scope_of,
    serial_span,
    write_number,
)

SINCE = date(2017, 9, 28)


def bracketed(serial: int = 5, since: date = SINCE) -> NumberFormat:
    """Build a format like 苏建安A(2026)0100001."""
    return NumberFormat(
        family="safety",
        segments=(
            Literal("苏建安"),
            Category(("A", "B", "C", "C1", "C2", "C3")),
            Literal("("),
            Year(4),
            Literal(")"),
            City(),
            Serial(serial),
        ),
        since=since,
    )


def lettered() -> NumberFormat:
    """Build a format like 苏A012026000001."""
    letters = (("00", "Z"), ("01", "A"))
    segments = (Literal("苏"), City(letters), Code(2), Year(4), Serial(6))
    return NumberFormat(family="special-operations", segments=segments, since=SINCE)


def digits(code: int = 2, year: int = 2, serial: int = 6, since: date = SINCE) -> NumberFormat:
    """Build a format like 322601000001."""
    segments = (Literal("32"), Year(year), Code(code), Serial(serial))
    return NumberFormat(family="site-management", segments=segments, since=since)


def parts(
    *,
    family: str = "safety",
    category: str = "A",
    year: int = 2026,
    city_code: str = "01",
    code: str = "",
    serial: int = 1,
) -> NumberParts:
    """Build what a number says."""
    return NumberParts(
        family=family, category=category, year=year, city_code=city_code, code=code, serial=serial
    )


SITE = parts(family="site-management", category="", city_code="", code="01")
SPECIAL = parts(family="special-operations", category="", code="01")


@pytest.mark.parametrize(
    ("format_", "said", "number"),
    [
        (bracketed(), parts(), "苏建安A(2026)0100001"),
        (bracketed(6), parts(category="C"), "苏建安C(2026)01000001"),
        (bracketed(), parts(category="C2", serial=99999), "苏建安C2(2026)0199999"),
        (lettered(), SPECIAL, "苏A012026000001"),
        (lettered(), replace(SPECIAL, city_code="00"), "苏Z012026000001"),
        (digits(), SITE, "322601000001"),
        (digits(code=3), SITE, "3226001000001"),
        (digits(year=4, serial=7), SITE, "322026010000001"),
    ],
)
def test_writing(format_: NumberFormat, said: NumberParts, number: str) -> None:
    """Each format spells its numbers as documented."""
    assert write_number(format_, said) == number


def test_a_family_writes_only_its_own_parts() -> None:
    """Parts of one family are not written in another's format."""
    with pytest.raises(ValueError, match="parts of safety"):
        write_number(digits(), parts())


@pytest.mark.parametrize(
    ("format_", "said"),
    [
        (bracketed(), parts(category="D")),
        (bracketed(), parts(year=1999)),
        (bracketed(), parts(year=2100)),
        (bracketed(), parts(city_code="1")),
        (bracketed(), parts(city_code="南京")),
        (lettered(), replace(SPECIAL, city_code="02")),
        (lettered(), replace(SPECIAL, code="1")),
        (lettered(), replace(SPECIAL, code="001")),
        (lettered(), replace(SPECIAL, code="100")),
        (lettered(), replace(SPECIAL, code="")),
    ],
)
def test_malformed_parts_are_not_written(format_: NumberFormat, said: NumberParts) -> None:
    """A part that could not be read back is refused."""
    with pytest.raises(ValueError, match=r".+"):
        write_number(format_, said)


@pytest.mark.parametrize(("width", "serial"), [(5, 100_000), (6, 1_000_000), (5, 0), (5, -1)])
def test_a_serial_never_wraps(width: int, serial: int) -> None:
    """A serial that does not fit its width is an error."""
    with pytest.raises(JscertError) as caught:
        write_number(bracketed(width), parts(serial=serial))
    assert caught.value.code == ErrorCode.SERIAL_OVERFLOW


def test_the_last_serial_fits() -> None:
    """The largest serial of a width is still written."""
    assert write_number(bracketed(), parts(serial=99_999)).endswith("0199999")


@pytest.mark.parametrize(
    "text",
    [
        "苏建安A(2026)0100001",
        "苏建安A（2026）0100001",
        "苏建安A〔2026〕0100001",
        "苏建安A[2026]0100001",
        "苏建安A【2026】0100001",
        "苏建安A20260100001",
        "苏建安a(2026)0100001",
        "苏建安Ａ（２０２６）０１００００１",
        " 苏建安 A (2026) 01 00001\t",
        "苏建安\u3000A(2026)\u00a00100001",
        "\ufeff苏建安A(2026)0100001\u200b",
    ],
)
def test_reading_is_tolerant(text: str) -> None:
    """Width, brackets, case, blanks and invisible characters play no part."""
    assert read_number(text, [bracketed()]).number == "苏建安A(2026)0100001"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "苏建安",
        "苏建安D(2026)0100001",
        "苏建安A(2026)010001",
        "苏建安A(2026)01000001",
        "苏建安A(1926)0100001",
        "苏建安A(20260100001",
        "苏建安A2026)0100001",
        "苏建安A(2026)0100000",
        "x苏建安A(2026)0100001",
        "苏建安A(2026)0100001x",
        "苏建安A(٢٠٢٦)0100001",
    ],
)
def test_anything_else_is_unreadable(text: str) -> None:
    """Wrong letters, lengths, centuries, half brackets, serial 0 and foreign digits are no number."""
    with pytest.raises(JscertError) as caught:
        read_number(text, [bracketed()])
    assert caught.value.code == ErrorCode.NUMBER_UNREADABLE


@pytest.mark.parametrize(
    "text", ["320102199003072020", "李娜 32010219900307202０", "32010219900307101x"]
)
def test_an_identity_number_typed_by_mistake_is_masked(text: str) -> None:
    """The refusal does not repeat a personal number."""
    with pytest.raises(JscertError) as caught:
        read_number(text, [bracketed(), digits()])
    assert "19900307" not in str(caught.value)


def test_a_long_text_is_shown_in_part() -> None:
    """The refusal shows no more than a line."""
    with pytest.raises(JscertError) as caught:
        read_number("苏" * 500, [bracketed()])
    assert len(str(caught.value.facts["number"])) == 41


def test_two_digit_years_are_of_this_century() -> None:
    """Reading completes the year."""
    assert read_number("322601000001", [digits()]).parts.year == 2026


def test_a_wide_code_reads_as_its_short_form() -> None:
    """Padding is the format's, not the code's."""
    assert read_number("3226001000001", [digits(code=3)]).parts.code == "01"


def test_the_first_listed_format_wins() -> None:
    """Of two formats that fit, the one listed first gives the parts."""
    narrow, wide = digits(year=2, serial=8), digits(year=4, serial=6)
    assert read_number("32202601000001", [wide, narrow]).format is wide
    assert read_number("32202601000001", [narrow, wide]).format is narrow


def test_a_format_younger_than_the_number_does_not_win() -> None:
    """A format that came later than the number's year yields to one that was in force."""
    young = digits(year=2, serial=8, since=date(2025, 1, 1))
    old = digits(year=4, serial=6)
    assert read_number("32202601000001", [young, old]).format is old


def test_the_format_in_force_is_the_youngest_begun() -> None:
    """A dated format is used from its day on, the day itself included."""
    old, new = bracketed(5), bracketed(6, since=date(2027, 1, 1))
    assert format_on([new, old], date(2026, 12, 31)) is old
    assert format_on([new, old], date(2027, 1, 1)) is new


def test_no_format_before_the_first() -> None:
    """Before its first date a family has no format."""
    assert format_on([bracketed()], date(2017, 9, 27)) is None


def test_keys_ignore_how_a_number_is_typed() -> None:
    """Two spellings of one number have one key."""
    assert number_key("苏建安Ａ（２０２６） 0100001") == number_key("苏建安a〔2026〕0100001")


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("苏建安A(2026)0100001", True),
        ("苏建安A（2026）010000", True),
        ("苏A012026000001", True),
        ("苏Q012026000001", True),
        ("322601000001", True),
        ("苏建安.pdf", False),
        ("32", False),
        ("320102199003072020", False),
        ("certificate.pdf", False),
        ("HTTPS://JSCERT.EXAMPLE/V#12345", False),
        ("", False),
    ],
)
def test_telling_numbers_from_other_targets(text: str, *, looks: bool) -> None:
    """A number with a slip still looks like one; files, links and identity numbers do not."""
    assert looks_like_number(text, [bracketed(), lettered(), digits()]) is looks


@pytest.mark.parametrize(
    ("said", "fields", "scope"),
    [
        (parts(), ("year", "city"), "safety/2026/01"),
        (parts(), ("city", "year"), "safety/2026/01"),
        (parts(), ("year", "city", "category"), "safety/2026/01/A"),
        (SPECIAL, ("year",), "special-operations/2026"),
        (SITE, ("year", "code"), "site-management/2026/01"),
        (SITE, (), "site-management"),
    ],
)
def test_scopes(said: NumberParts, fields: tuple[str, ...], scope: str) -> None:
    """A scope names family, year, city, category and code in this order."""
    assert scope_of(said, fields) == scope


def test_a_rule_spells_format_and_scope() -> None:
    """The spelling shows what a counter was frozen to."""
    assert (
        rule_of(bracketed(), ("city", "year"))
        == "苏建安{category}({year:4}){city:2}{serial:5} per year,city"
    )


@pytest.mark.parametrize(
    "other", [bracketed(6), lettered(), digits(), digits(year=4), digits(code=3)]
)
def test_rules_of_different_formats_differ(other: NumberFormat) -> None:
    """Widths, tables and literals all show in a rule."""
    assert rule_of(other, ("year",)) != rule_of(bracketed(), ("year",))


def test_a_letter_table_shows_in_the_rule() -> None:
    """Moving a letter to another city is another rule."""
    moved = NumberFormat(
        family="special-operations",
        segments=(Literal("苏"), City((("00", "A"), ("01", "Z"))), Code(2), Year(4), Serial(6)),
        since=SINCE,
    )
    assert rule_of(moved, ("year",)) != rule_of(lettered(), ("year",))


@pytest.mark.parametrize(
    ("wanted", "span"), [(None, (1, 99_999)), ((20_001, 29_999), (20_001, 29_999))]
)
def test_serial_spans(wanted: tuple[int, int] | None, span: tuple[int, int]) -> None:
    """Without a range of its own an authority may use the whole width, zero excepted."""
    assert serial_span(bracketed(), wanted) == span


@pytest.mark.parametrize("wanted", [(0, 9), (5, 4), (1, 100_000), (100_000, 100_001)])
def test_a_range_must_fit_the_width(wanted: tuple[int, int]) -> None:
    """An empty range, or one with too many digits, is refused before any number is written."""
    with pytest.raises(JscertError) as caught:
        serial_span(bracketed(), wanted)
    assert caught.value.code == ErrorCode.SERIAL_RANGE
