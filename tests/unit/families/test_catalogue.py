"""The catalogue: kinds, numbers and cities across families."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from jscert.errors import Code, JscertError
from jscert.families import safety, special_operations
from jscert.families.catalogue import CatalogueSettings, catalogue
from jscert.families.family import NumberingSettings

HOUSE = catalogue()
DAY = date(2026, 11, 22)


def with_range(first: int, last: int) -> CatalogueSettings:
    """Build settings with a serial range for 安管."""
    numbering = replace(safety.DEFAULT.numbering, serial_range=(first, last))
    return CatalogueSettings(safety=replace(safety.DEFAULT, numbering=numbering))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, "safety-a") for text in ("安管A", "A类", "A证", "主要负责人", "建安A", "A")),
        *((text, "safety-a") for text in ("安管人员A类", "企业主要负责人（A类）", "安全员A证")),
        *((text, "safety-b") for text in ("项目负责人", "安管B", "建安Ｂ", "b证", "安全员(B)")),
        *((text, "safety-c") for text in ("专职安全生产管理人员", "安全员", "C类", "C1", "建安C3")),
        ("建筑施工企业专职安全生产管理人员安全生产知识考核合格证书", "safety-c"),
        ("2026年第三批项目负责人（B类）考核合格人员名单", "safety-b"),
        *((text, "special-operations") for text in ("特种作业", "特种作业人员名册", "特殊工种")),
        *((text, "site-management") for text in ("现场管理", "岗位培训", "专业人员")),
        ("附件1：住房和城乡建设领域专业人员岗位培训考核合格证书 发证名册", "site-management"),
        ("safety-a", "safety-a"),
        ("Special-Operations", "special-operations"),
    ],
)
def test_kinds_are_recognised(text: str, kind: str) -> None:
    """Sheet names, titles, cells and options lead to their kind."""
    found = HOUSE.recognise_kind(text)
    assert found is not None
    assert found.id == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sheet1",
        "名册",
        "安管人员",
        "CA证书",
        "安全生产考核合格证书",
        "建筑施工企业主要负责人、项目负责人和专职安全生产管理人员安全生产考核",
        "特种作业人员与现场管理人员",
        "A类B类",
    ],
)
def test_what_means_none_or_several_kinds_means_none(text: str) -> None:
    """Nothing is guessed."""
    assert HOUSE.recognise_kind(text) is None


@pytest.mark.parametrize("kind", HOUSE.kinds, ids=lambda kind: kind.id)
def test_every_name_of_a_kind_means_it(kind: object) -> None:
    """Id, name and title of a kind are recognised as that kind."""
    form = getattr(kind, "form", None)
    title = "".join(getattr(form, "title_lines", ()))
    for text in (getattr(kind, "id", ""), getattr(kind, "name", ""), title):
        assert HOUSE.recognise_kind(text) is kind


@pytest.mark.parametrize(
    ("kind", "needs"),
    [
        ("safety-a", {"employer", "city"}),
        ("special-operations", {"post", "city"}),
        ("site-management", {"post"}),
    ],
)
def test_what_a_row_needs(kind: str, needs: set[str]) -> None:
    """A row carries what its page prints and its number shows."""
    assert HOUSE.kind(kind).needs == needs


@pytest.mark.parametrize(
    ("kind", "without"),
    [
        ("safety-a", {"review"}),
        ("special-operations", {"renew"}),
        ("site-management", {"renew", "review", "suspend", "reinstate", "transfer-out"}),
    ],
)
def test_acts(kind: str, without: set[str]) -> None:
    """安管 is renewed, 特种作业 reviewed, 现场管理 neither, and neither suspended."""
    every = HOUSE.kind("safety-a").acts | HOUSE.kind("special-operations").acts
    assert HOUSE.kind(kind).acts == every - without


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("safety-a", "苏建安A(2026)0100001"),
        ("safety-b", "苏建安B(2026)0100001"),
        ("safety-c", "苏建安C(2026)0100001"),
        ("special-operations", "苏A012026000001"),
        ("site-management", "322601000001"),
    ],
)
def test_first_numbers(kind: str, number: str) -> None:
    """The first certificate of 2026 for 南京 is numbered as documented, and read as its kind."""
    written = HOUSE.kind(kind).write_number(issued_on=DAY, city_code="01", post_code="01", serial=1)
    assert written == number
    assert HOUSE.kind_of(HOUSE.read_number(number)).id == kind


@pytest.mark.parametrize("category", ["C", "C1", "C2", "C3"])
def test_every_letter_of_c_can_be_written_and_read(category: str) -> None:
    """C1, C2 and C3 are a setting away, and always read as kind C."""
    settings = CatalogueSettings(safety=replace(safety.DEFAULT, category_c=category))
    number = (
        catalogue(settings).kind("safety-c").write_number(issued_on=DAY, city_code="01", serial=1)
    )
    assert number == f"苏建安{category}(2026)0100001"
    assert HOUSE.kind_of(HOUSE.read_number(number)).id == "safety-c"


def test_the_three_safety_kinds_share_a_counter() -> None:
    """A, B and C draw from one scope of year and city."""
    scopes = {
        HOUSE.kind(kind).scope_rule(issued_on=DAY, city_code="05").scope
        for kind in ("safety-a", "safety-b", "safety-c")
    }
    assert scopes == {"safety/2026/05"}


@pytest.mark.parametrize("kind", ["special-operations", "site-management"])
def test_other_families_count_by_year(kind: str) -> None:
    """Trades, posts and cities share one counter a year."""
    scopes = {
        HOUSE.kind(kind).scope_rule(issued_on=DAY, city_code=city, post_code=post).scope
        for city, post in (("01", "01"), ("02", "05"))
    }
    assert scopes == {f"{kind}/2026"}


def test_a_serial_range_bounds_the_counter() -> None:
    """An authority's own range shows in the scope's rule."""
    rule = (
        catalogue(with_range(20_001, 29_999))
        .kind("safety-a")
        .scope_rule(issued_on=DAY, city_code="01")
    )
    assert (rule.first, rule.last) == (20_001, 29_999)


def test_a_range_wider_than_the_serial_is_refused() -> None:
    """A range that no number can hold is refused before anything is numbered."""
    with pytest.raises(JscertError) as caught:
        catalogue(with_range(1, 100_000))
    assert caught.value.code == Code.SERIAL_RANGE


def test_a_scope_must_show_in_the_number() -> None:
    """Counters split by something their numbers do not show would collide."""
    numbering = NumberingSettings(
        widths=special_operations.DEFAULT.numbering.widths,
        scope=("year", "category"),
        serial_range=None,
    )
    settings = CatalogueSettings(
        special_operations=replace(special_operations.DEFAULT, numbering=numbering)
    )
    with pytest.raises(ValueError, match="scope"):
        catalogue(settings)


def test_usual_letters_stay_readable() -> None:
    """An authority with letters of its own still reads numbers with the usual ones."""
    own = replace(special_operations.DEFAULT, letters=(("00", "Y"), ("01", "X")))
    house = catalogue(CatalogueSettings(special_operations=own))
    assert house.read_number("苏B012026000001").parts.city_code == "02"
    assert house.read_number("苏X012026000001").parts.city_code == "01"


def test_families_of_kinds() -> None:
    """A kind leads to its family."""
    assert HOUSE.kind("safety-b").family == "safety"


def test_no_such_kind() -> None:
    """An unknown kind is a KeyError."""
    with pytest.raises(KeyError):
        HOUSE.kind("safety-d")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("南京", "01"),
        ("南京市", "01"),
        ("江苏省南京市", "01"),
        (" 连云港 市 ", "07"),
        ("13", "13"),
        ("１３", "13"),
        ("00", "00"),
        ("省厅", "00"),
        ("江苏省住房和城乡建设厅", "00"),
    ],
)
def test_cities(text: str, code: str) -> None:
    """A city is found by name or code."""
    assert HOUSE.city_code(text) == code


@pytest.mark.parametrize("text", ["", "上海", "14", "1", "市", "昆山市"])
def test_no_such_city(text: str) -> None:
    """What is not one of the thirteen cities is not guessed."""
    assert HOUSE.city_code(text) is None


def test_names_of_cities() -> None:
    """A code leads to its name; an unknown code stays as it is."""
    names = [HOUSE.city_name(code) for code in ("05", "00", "77")]
    assert names == ["苏州", "江苏省住房和城乡建设厅", "77"]


def test_the_reference_page_of_numbers_tells_the_truth() -> None:
    """Every number, trade, alias, city and letter on the page is known under that code."""
    page = (Path(__file__).resolve().parents[3] / "docs/reference/numbers.md").read_text("utf-8")
    for number in re.findall(r"`(苏[^`]*[0-9０-９]{5}|[0-9]{12})`", page):
        assert HOUSE.read_number(number)
    trades = HOUSE.kind("special-operations")
    rows = re.findall(r"^\| ([0-9]{2}) \| ([^|]+) \| ([^|]+) \|$", page, re.MULTILINE)
    for code, name, aliases in rows:
        for word in (name, *aliases.partition("，")[0].split("、")):
            post = trades.find_post(word)
            assert post is not None
            assert post.code == code
    for code, letter, city in re.findall(r"\| ([0-9]{2}) \| ([A-Z]) \| (\S+)", page):
        assert HOUSE.city_code(city) == code
        assert HOUSE.read_number(f"苏{letter}012026000001").parts.city_code == code
