"""`--map 列名=字段` joins the header words of the settings."""

from __future__ import annotations

import pytest

from jscert.commands.mapping import with_mapped
from jscert.errors import Code, JscertError
from jscert.messages import explain


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("受训者=姓名", "name"),
        ("受训者=name", "name"),
        (" 受训者 = 学员姓名 ", "name"),
        ("东家=企业名称", "employer"),
        ("部门=不用", "unused"),
        ("a=b=性别", "sex"),
    ],
)
def test_a_column_is_mapped_to_a_field(text: str, field: str) -> None:
    """Fields are called by their id or by any of their words."""
    assert with_mapped({}, [text], command="jscert issue") == {
        field: (text.rpartition("=")[0].strip(),)
    }


def test_it_adds_to_the_words_of_the_settings() -> None:
    """What the settings say stays, unless the command line says otherwise of the same word."""
    settings = {"name": ("学生", "受训者"), "sex": ("男女",)}
    joined = with_mapped(settings, ["受训者=不用", "男女=性别"], command="jscert issue")
    assert joined == {"name": ("学生",), "sex": ("男女",), "unused": ("受训者",)}


@pytest.mark.parametrize("text", ["受训者", "=姓名", "受训者=", " * =姓名", "受训者=姓明", "x=?"])
def test_what_cannot_be_read_is_wrong_usage(text: str) -> None:
    """A mapping without column or with an unknown field is refused."""
    with pytest.raises(JscertError) as caught:
        with_mapped({}, [text], command="jscert issue")
    assert caught.value.code is Code.USAGE


def test_an_unknown_field_names_the_nearest() -> None:
    """A misspelt field is told with the one it resembles."""
    with pytest.raises(JscertError) as caught:
        with_mapped({}, ["受训者=企业名"], command="jscert issue")
    assert "企业名称" in explain(caught.value.code, caught.value.facts).text
