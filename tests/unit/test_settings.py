"""jscert.toml: what is read, what is refused, and in which words."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jscert.errors import Code, JscertError
from jscert.families.family import Term
from jscert.messages import explain
from jscert.roster.columns import WORDS
from jscert.roster.limits import PhotoLimits, ScreeningRules
from jscert.settings import (
    Settings,
    default_settings,
    default_settings_text,
    load_settings,
    read_settings,
)
from jscert.settings.loading import COLUMN_FIELDS, KEYS

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference" / "settings.md"
DAY = date(2026, 11, 22)


def read(text: str) -> Settings:
    """Read a settings text."""
    return read_settings(text, "jscert.toml")


def refusal(text: str) -> JscertError:
    """Read a settings text that is refused, and give the refusal."""
    with pytest.raises(JscertError) as caught:
        read(text)
    return caught.value


def keys_in(table: dict[str, Any], prefix: str = "") -> set[str]:
    """List the settings a parsed file holds, by path."""
    found: set[str] = set()
    for name, value in table.items():
        path = f"{prefix}{name}"
        found |= {path} if path in KEYS else keys_in(value, f"{path}.")
    return found


def number(settings: Settings, kind: str, day: date = DAY) -> str:
    """Write the first number of a kind under some settings."""
    return settings.catalogue.kind(kind).write_number(
        issued_on=day, city_code="01", post_code="01", serial=1
    )


def test_the_file_init_writes_holds_the_defaults() -> None:
    """Nothing in the written file differs from what an empty file means."""
    assert read(default_settings_text("江苏省住房和城乡建设厅")) == default_settings()


def test_the_file_init_writes_holds_every_key() -> None:
    """Every setting can be seen in the file."""
    assert keys_in(tomllib.loads(default_settings_text("某机构"))) == set(KEYS)


@pytest.mark.parametrize("name", ['某"机构"', "某\\机构", "陈𱁬住建局", "江苏省住房和城乡建设厅"])
def test_any_name_can_be_written(name: str) -> None:
    """Quotes, backslashes and rare hanzi in the authority's name come back."""
    assert read(default_settings_text(name)).authority.name == name


def test_defaults_of_the_rooms() -> None:
    """Without settings the checks go by their own defaults, and the department is the city."""
    assert default_settings().screening == ScreeningRules(city_code="00", photos=PhotoLimits())


def test_a_real_name_check_can_be_required() -> None:
    """The setting reaches the rules of screening; only true and false will do."""
    assert read("[identity]\nrequire_verification = true").screening.require_verification
    with pytest.raises(JscertError) as caught:
        read("[identity]\nrequire_verification = 1")
    assert caught.value.code is Code.SETTING_VALUE


def test_the_columns_are_those_of_the_roster() -> None:
    """Synonyms can be given for every field a roster has, and no other."""
    assert set(COLUMN_FIELDS) == set(WORDS)


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("[numbering.safety]\nserial = 6", "safety-a", "苏建安A(2026)01000001"),
        ('[numbering.safety]\ncategory_c = "C2"', "safety-c", "苏建安C2(2026)0100001"),
        ("[numbering.safety]\nyear = 2", "safety-b", "苏建安B(26)0100001"),
        (
            '[numbering.special-operations.letters]\n01 = "Q"',
            "special-operations",
            "苏Q012026000001",
        ),
        ("[numbering.site-management]\nyear = 4", "site-management", "32202601000001"),
        ("[numbering.site-management]\ncode = 3", "site-management", "3226001000001"),
    ],
)
def test_numbers_follow_the_settings(text: str, kind: str, written: str) -> None:
    """Widths, letters and categories are settings."""
    assert number(read(text), kind) == written


def test_a_later_rule_holds_from_its_day() -> None:
    """A dated change takes over what it does not name."""
    settings = read("[numbering.safety]\nlater = [{ since = 2027-01-01, serial = 6 }]")
    assert number(settings, "safety-a", date(2026, 12, 31)) == "苏建安A(2026)0100001"
    assert number(settings, "safety-a", date(2027, 1, 1)) == "苏建安A(2027)01000001"


def test_scopes_follow_the_settings() -> None:
    """What splits a counter is a setting; the order it is written in plays no part."""
    settings = read('[numbering.safety]\nscope = ["category", "year"]')
    rule = settings.catalogue.kind("safety-b").scope_rule(issued_on=DAY, city_code="01")
    assert rule.scope == "safety/2026/B"


def test_ranges_follow_the_settings() -> None:
    """A serial range of one's own bounds the counter."""
    settings = read("[numbering.safety]\nserial_range = [20001, 29999]")
    rule = settings.catalogue.kind("safety-a").scope_rule(issued_on=DAY, city_code="01")
    assert (rule.first, rule.last) == (20_001, 29_999)


def test_a_range_wider_than_the_serial_is_refused() -> None:
    """The range is held against the width."""
    refused = refusal("[numbering.safety]\nserial_range = [1, 100000]")
    assert refused.code == Code.SERIAL_RANGE


def test_terms_follow_the_settings() -> None:
    """Years, their later change and the end rule are settings."""
    settings = read(
        '[validity]\nend_rule = "day-before"\nspecial-operations = 6\n'
        "later = [{ since = 2027-01-01, safety = 5 }]"
    )
    kinds = settings.catalogue
    assert kinds.kind("special-operations").first_end(DAY) == date(2032, 11, 21)
    assert kinds.kind("safety-a").first_end(DAY) == date(2029, 11, 21)
    assert kinds.kind("safety-a").first_end(date(2027, 1, 1)) == date(2031, 12, 31)
    assert settings.families.special_operations.validity.terms == (
        Term(since=date(2017, 9, 28), years=6),
    )


@pytest.mark.parametrize(("written", "code"), [("南京市", "01"), ("05", "05"), ("", "")])
def test_the_city_is_kept_as_a_code(written: str, code: str) -> None:
    """A name, a code or nothing."""
    assert read(f'[numbering]\ncity = "{written}"').screening.city_code == code


def test_synonyms_are_kept_where_given() -> None:
    """Only fields with words are handed on."""
    settings = read('[roster.columns]\nname = ["持证人员"]\npost = []')
    assert settings.synonyms == {"name": ("持证人员",)}


@pytest.mark.parametrize(
    ("text", "key", "nearest"),
    [
        ("[authorty]\nname = 'x'", "authorty", "authority.name"),
        ("[authority]\nnames = 'x'", "authority.names", "authority.name"),
        ("[age]\nminimal = 18", "age.minimal", "age.minimum"),
        ("serial = 5", "serial", "numbering.safety.serial"),
        (
            "[numbering]\nserial_range = []",
            "numbering.serial_range",
            "numbering.safety.serial_range",
        ),
        ("[numbering.safetyy]\nserial = 5", "numbering.safetyy", "numbering.safety.year"),
        (
            '[numbering.special-operations.letters]\n14 = "P"',
            "numbering.special-operations.letters.14",
            "numbering.special-operations.letters.",
        ),
        (
            "[numbering.safety]\nlater = [{ since = 2027-01-01, serail = 6 }]",
            "numbering.safety.later[1].serail",
            "numbering.safety.later[1].serial",
        ),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest(text: str, key: str, nearest: str) -> None:
    """A slip is named, and so is what was probably meant."""
    refused = refusal(text)
    assert (refused.code, refused.facts["key"]) == (Code.SETTING_UNKNOWN, key)
    assert str(refused.facts["nearest"]).startswith(nearest.rpartition(".")[0])
    if not nearest.endswith((".", ".year")):
        assert refused.facts["nearest"] == nearest


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("numbering = 3", "numbering"),
        ("[authority]\nname = ''", "authority.name"),
        ("[authority]\nname = ' x'", "authority.name"),
        ("[authority]\nname = 5", "authority.name"),
        ('[authority]\nname = "a\\nb"', "authority.name"),
        ("[authority]\nverify_url = 'ftp://x'", "authority.verify_url"),
        ("[authority]\nverify_url = 'HTTPS://A/#'", "authority.verify_url"),
        ("[authority]\nverify_url = 'HTTPS://住建.CN/'", "authority.verify_url"),
        (f"[authority]\nverify_url = 'HTTPS://{'A' * 22}'", "authority.verify_url"),
        ("[numbering]\ncity = '上海'", "numbering.city"),
        ("[numbering]\ncity = 1", "numbering.city"),
        ("[numbering.safety]\nserial = 4", "numbering.safety.serial"),
        ("[numbering.safety]\nserial = '5'", "numbering.safety.serial"),
        ("[numbering.safety]\nserial = true", "numbering.safety.serial"),
        ("[numbering.safety]\nyear = 3", "numbering.safety.year"),
        ("[numbering.safety]\ncategory_c = 'C4'", "numbering.safety.category_c"),
        ("[numbering.safety]\nscope = ['code']", "numbering.safety.scope"),
        ("[numbering.safety]\nscope = 'year'", "numbering.safety.scope"),
        ("[numbering.site-management]\nscope = ['city']", "numbering.site-management.scope"),
        ("[numbering.safety]\nserial_range = [5]", "numbering.safety.serial_range"),
        ("[numbering.safety]\nserial_range = [9, 5]", "numbering.safety.serial_range"),
        ("[numbering.safety]\nserial_range = [0, 5]", "numbering.safety.serial_range"),
        ("[numbering.safety]\nserial_range = [1, true]", "numbering.safety.serial_range"),
        ("[numbering.safety]\nlater = 5", "numbering.safety.later"),
        ("[numbering.safety]\nlater = [5]", "numbering.safety.later[1]"),
        ("[numbering.safety]\nlater = [{ serial = 6 }]", "numbering.safety.later[1].since"),
        (
            "[numbering.safety]\nlater = [{ since = 2027-01-01T00:00:00, serial = 6 }]",
            "numbering.safety.later[1].since",
        ),
        (
            "[numbering.safety]\nlater = [{ since = 2027-01-01, serial = 9 }]",
            "numbering.safety.later[1].serial",
        ),
        (
            "[numbering.safety]\nlater = [{ since = 2017-09-28, serial = 6 }]",
            "numbering.safety.later",
        ),
        (
            "[numbering.special-operations.letters]\n01 = 'a'",
            "numbering.special-operations.letters.01",
        ),
        (
            "[numbering.special-operations.letters]\n01 = 'B'",
            "numbering.special-operations.letters",
        ),
        ("[numbering.special-operations]\nletters = 'A'", "numbering.special-operations.letters"),
        (
            "[numbering.special-operations]\nother_trades = ['塔吊司机']",
            "numbering.special-operations.other_trades",
        ),
        (
            "[numbering.special-operations]\nother_trades = ['甲', '甲']",
            "numbering.special-operations.other_trades",
        ),
        ("[numbering.site-management]\nposts = {}", "numbering.site-management.posts"),
        (
            "[numbering.site-management.posts]\n1 = '资料员'",
            "numbering.site-management.posts.1",
        ),
        (
            "[numbering.site-management.posts]\n00 = '资料员'",
            "numbering.site-management.posts.00",
        ),
        (
            "[numbering.site-management.posts]\n01 = '资料员'\n02 = '资料员'",
            "numbering.site-management.posts",
        ),
        ("[numbering.site-management.posts]\n100 = '资料员'", "numbering.site-management.code"),
        ("[validity]\nend_rule = 'never'", "validity.end_rule"),
        ("[validity]\nsafety = 0", "validity.safety"),
        ("[validity]\nlater = [{ since = 2027-01-01, safety = 0 }]", "validity.later[1].safety"),
        ("[age]\nminimum = -1", "age.minimum"),
        ("[age]\nmaximum = 18", "age.maximum"),
        ("[roster.columns]\nname = '姓名'", "roster.columns.name"),
        ("[roster.columns]\nname = ['']", "roster.columns.name"),
        ("[photos]\nmin_aspect = 2", "photos.min_aspect"),
        ("[photos]\nmin_aspect = 0.9", "photos.min_aspect"),
        ("[photos]\nmin_width_px = 300", "photos.min_width_px"),
        ("[photos]\nmin_width_px = 110.5", "photos.min_width_px"),
        ("[trust]\nstatus_max_age_days = 0", "trust.status_max_age_days"),
    ],
)
def test_a_wrong_value_is_refused_with_its_key(text: str, key: str) -> None:
    """The refusal names the key and says what the value may be."""
    refused = refusal(text)
    assert (refused.code, refused.facts["key"]) == (Code.SETTING_VALUE, key)
    assert refused.facts["allowed"]


@pytest.mark.parametrize("text", ["[age]\nminimal = 18", "[age]\nminimum = 1", "[age"])
def test_every_refusal_has_words(text: str) -> None:
    """Text and hint are complete: no fact is missing from them."""
    refused = refusal(text)
    message = explain(refused.code, refused.facts)
    assert not re.search(r"[{}]|—", message.text + message.hint)


def test_a_long_value_is_shown_in_part() -> None:
    """A refusal stays a line long."""
    assert len(str(refusal(f"[authority]\nname = '{'x' * 500}'").facts["shown"])) <= 61


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"[age]\nminimum = \n", "2"),
        ("[authority]\nname = '机构'".encode("gb18030"), "2"),
        (b'[authority]\nseal_image = "D:\\\\x\\y"', "2"),
    ],
)
def test_an_unreadable_file_names_the_line(tmp_path: Path, data: bytes, line: str) -> None:
    """Broken TOML, another encoding and Windows paths in double quotes are found by their line."""
    path = tmp_path / "jscert.toml"
    path.write_bytes(data)
    with pytest.raises(JscertError) as caught:
        load_settings(path)
    assert caught.value.code == Code.SETTINGS_UNREADABLE
    assert caught.value.facts == {"place": f"jscert.toml:{line}"}


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    """A file that is not there is refused by its name."""
    with pytest.raises(JscertError) as caught:
        load_settings(tmp_path / "jscert.toml")
    assert caught.value.code == Code.SETTINGS_UNREADABLE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_editors_on_windows_write(tmp_path: Path, encoding: str, newline: str) -> None:
    """A byte order mark and Windows line ends play no part."""
    path = tmp_path / "jscert.toml"
    path.write_bytes(default_settings_text("某机构").replace("\n", newline).encode(encoding))
    assert load_settings(path).authority.name == "某机构"


def test_equal_settings_have_equal_digests() -> None:
    """Comments, order and written defaults play no part."""
    written = read(default_settings_text("江苏省住房和城乡建设厅"))
    assert written.digest() == default_settings().digest()


@pytest.mark.parametrize(
    "text",
    [
        "[authority]\nname = 'x'",
        "[numbering.safety]\nserial = 6",
        "[numbering.safety]\nlater = [{ since = 2027-01-01, serial = 6 }]",
        "[validity]\nsafety = 5",
        "[age]\nminimum = 20",
        "[photos]\nkept_bytes = 30000",
        "[roster.columns]\nname = ['x']",
        "[registry]\nurl = 'x'",
    ],
)
def test_other_settings_have_other_digests(text: str) -> None:
    """Every value shows in the digest."""
    assert read(text).digest() != default_settings().digest()


def test_settings_are_cheap_to_import() -> None:
    """Loading settings brings in no heavy library."""
    heavy = ["openpyxl", "PIL", "sqlalchemy", "fpdf", "uharfbuzz", "cryptography", "xlsxwriter"]
    program = (
        "import sys, jscert.settings; print([m for m in " + repr(heavy) + " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"


def test_the_reference_page_lists_every_key_with_its_default() -> None:
    """The page of settings and the table of settings say the same."""
    rows = re.findall(
        r"^\| `([^`]+)` \| `([^`]+)`(?: ◇)? \|", REFERENCE.read_text("utf-8"), re.MULTILINE
    )
    written = tomllib.loads(default_settings_text("江苏省住房和城乡建设厅"))
    expected = {key: value_at(written, key) for key in KEYS}
    documented = {
        key: expected[key] if default == "见下" else tomllib.loads(f"v = {default}")["v"]
        for key, default in rows
    }
    assert documented == expected


def value_at(table: dict[str, Any], path: str) -> object:
    """Take a value out of a parsed file by its path."""
    here: Any = table
    for name in path.split("."):
        here = here[name]
    return here
