"""Identity numbers: form, region, birth date, check character, sex."""

from __future__ import annotations

from datetime import date

import pytest

from jscert.certificates import Sex
from jscert.errors import Code
from jscert.roster.identity_numbers import (
    IdentityFacts,
    age_on,
    check_character,
    holds_identity,
    normalise_identity,
    read_identity,
)


@pytest.mark.parametrize(
    ("number", "sex", "birth_on"),
    [
        ("320102199003072020", Sex.FEMALE, date(1990, 3, 7)),
        ("32010219900307101X", Sex.MALE, date(1990, 3, 7)),
        ("810000199105110030", Sex.MALE, date(1991, 5, 11)),
        ("820000198507220045", Sex.FEMALE, date(1985, 7, 22)),
        ("830000198809091017", Sex.MALE, date(1988, 9, 9)),
        ("911124198108030024", Sex.FEMALE, date(1981, 8, 3)),
    ],
)
def test_published_numbers_are_read(number: str, sex: Sex, birth_on: date) -> None:
    """Mainland, Hong Kong, Macao, Taiwan and foreign residents' numbers give sex and birth date."""
    facts = read_identity(number)
    assert facts == IdentityFacts(number=number, birth_on=birth_on, sex=sex)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("320102900307202", Code.IDENTITY_LEGACY),
        ("CHN110102080101", Code.IDENTITY_LEGACY),
        ("32010219900307202", Code.IDENTITY_FORM),
        ("3201021990030720201", Code.IDENTITY_FORM),
        ("X20102199003072020", Code.IDENTITY_FORM),
        ("32010219900307202x", Code.IDENTITY_FORM),
        ("", Code.IDENTITY_FORM),
        ("000102199003072020", Code.IDENTITY_PROVINCE),
        ("160102199003072020", Code.IDENTITY_PROVINCE),
        ("990102199003072020", Code.IDENTITY_PROVINCE),
        ("320102199002302020", Code.IDENTITY_BIRTH_DATE),
        ("320102199013072020", Code.IDENTITY_BIRTH_DATE),
        ("320102189912312020", Code.IDENTITY_BIRTH_DATE),
        ("320102199003072021", Code.IDENTITY_CHECK_DIGIT),
    ],
)
def test_each_broken_rule_has_its_code(number: str, code: Code) -> None:
    """A number that breaks a rule is refused by that rule's name."""
    assert read_identity(number) is code


def test_a_foreigners_card_of_any_province_is_read() -> None:
    """After the leading 9 of a foreigner's card stands the province it was applied for in."""
    first_17 = "93212419810803002"
    assert isinstance(read_identity(first_17 + check_character(first_17)), IdentityFacts)


@pytest.mark.parametrize(
    "typed",
    [
        "'32010219900307101X",
        "\t32010219900307101X\r\n",
        "32010219900307101x",
        "32010219900307101ｘ",
        "32010219900307101Ⅹ",
        "32010219900307101×",
        "32010219900307101Х",
        "320102 19900307 101X",
        "320102-19900307-101X",
        "\u00a0３２０１０２１９９００３０７１０１Ｘ\u3000",
        "\u200b3201\u200d0219900307101X\ufeff",
    ],
)
def test_ways_of_typing_are_normalised(typed: str) -> None:
    """Blanks, hyphens, full-width digits and look-alikes of X come out as one spelling."""
    assert normalise_identity(typed) == "32010219900307101X"


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2026, 3, 6), 35), (date(2026, 3, 7), 36), (date(2026, 12, 31), 36)],
)
def test_age_counts_full_years(day: date, age: int) -> None:
    """A person is a year older on the birthday itself."""
    assert age_on(date(1990, 3, 7), day) == age


def test_a_leap_days_child_ages_in_march() -> None:
    """Who was born on 29 February is not yet 18 on 28 February."""
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17


def test_facts_do_not_show_the_number() -> None:
    """A printed IdentityFacts holds no personal number, so a traceback cannot."""
    assert "19900307" not in repr(read_identity("32010219900307101X"))


@pytest.mark.parametrize(
    "text",
    [
        "本人320199198001010015申请",
        "32019919800101001X",
        "３２０１９９１９８００１０１００１５",
        "3201 9919 8001 0100 15",
        "320199-19800101-0015",
        "320199800101001",
    ],
)
def test_a_number_in_a_text_is_seen(text: str) -> None:
    """However it is spelt, of today's length or the old one, its last character right or not."""
    assert holds_identity(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "死亡",
        "苏建罚〔2026〕3205012026000123号",
        "苏建安A(2026)0100001",
        "322601000001",
        "13812345678",
        "2026-05-20 2029-05-19",
        "320199198013320015",
        "990199198001010015",
    ],
)
def test_other_digits_are_no_identity_number(text: str) -> None:
    """File numbers, certificate numbers, telephones, days, impossible birthdays and regions."""
    assert not holds_identity(text)
