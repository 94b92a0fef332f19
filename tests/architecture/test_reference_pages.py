"""The reference pages say what the program says."""

from __future__ import annotations

import re

import pytest

from jscert.cli import CONTENTS
from jscert.errors import Code
from jscert.messages import table
from tests.architecture.source_tree import ROOT
from tools import write_command_reference, write_error_reference, write_roster_reference

REFERENCE = ROOT / "docs" / "reference"
COMMANDS = (REFERENCE / "commands.md").read_text("utf-8")
ERRORS = (REFERENCE / "errors.md").read_text("utf-8")
CODES = sorted(Code)


@pytest.mark.parametrize("code", CODES, ids=str)
def test_every_code_has_its_text_and_hint(code: Code) -> None:
    """Whoever meets a code is told what is wrong and, but for plain findings, what to do."""
    message = table()[code]
    assert message.text
    assert "！" not in message.text + message.hint


@pytest.mark.parametrize("code", CODES, ids=str)
def test_every_code_has_a_section(code: Code) -> None:
    """errors.md has a heading for it, which can be linked to."""
    assert re.search(rf"^### {code.value}$", ERRORS, re.MULTILINE)


def test_the_error_page_is_as_generated() -> None:
    """`python tools/write_error_reference.py` was run after the last change."""
    assert write_error_reference.page() == ERRORS


def test_the_help_texts_in_the_command_page_are_the_program_s() -> None:
    """`python tools/write_command_reference.py` was run after the last change."""
    assert write_command_reference.filled(COMMANDS) == COMMANDS


def test_the_words_of_columns_in_the_roster_page_are_the_program_s() -> None:
    """`python tools/write_roster_reference.py` was run after the last change."""
    rosters = (REFERENCE / "rosters.md").read_text("utf-8")
    assert write_roster_reference.filled(rosters) == rosters


def test_every_command_has_its_help_in_the_command_page() -> None:
    """Nothing in the table of contents is left out."""
    marks = re.findall(r"<!-- help: (\w[\w-]*)", COMMANDS)
    assert set(marks) == set(CONTENTS)


@pytest.mark.parametrize("line", re.findall(r"<!-- help:(.*?)-->", COMMANDS))
def test_help_pages_fit_a_terminal(line: str) -> None:
    """No line is wider than 100 cells, a hanzi counting two."""
    page = write_command_reference.help_page(line.strip())
    widths = {text: sum(1 + (ord(c) > 0x2E80) for c in text) for text in page.splitlines()}
    assert [text for text, width in widths.items() if width > 100] == []


@pytest.mark.parametrize("line", re.findall(r"<!-- help:(.*?)-->", COMMANDS))
def test_help_pages_are_chinese(line: str) -> None:
    """None of Typer's own words comes through."""
    page = write_command_reference.help_page(line.strip())
    assert (
        re.findall(r"\b(?:Usage|Options|Arguments|required|default|Show|TEXT|PATH)\b", page) == []
    )
