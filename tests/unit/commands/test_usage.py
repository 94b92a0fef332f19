"""Wrong command lines are told in Chinese, with code and exit status 2."""

from __future__ import annotations

import json
import re

import pytest

from tests.terminal_builders import run_line

WRONG_LINES = (
    ("", "没有写要执行的命令"),
    ("trust", "没有写要执行的命令"),
    ("verfy", "是不是 verify"),
    ("init --own-rot X", "--own-root"),
    ("show", "缺少 编号"),
    ("batches abandon B", "缺少 --ground"),
    ("init --own-root", "--own-root"),
    ("init a b", "多出了不认识的内容 b"),
    ("batches nonsense", "没有“nonsense”这个命令"),
    ("init --own-root A --licensed B", "只能用一个"),
    ("show X --qr=maybe", "--qr"),
    ("show X --date 1.1.2026", "不是日期"),
    ("show X --home", "--home"),
)


@pytest.mark.parametrize(("line", "part"), WRONG_LINES)
def test_a_wrong_line_says_what_is_wrong(line: str, part: str) -> None:
    """The message names the piece at fault and the exit status is 2."""
    outcome = run_line(*line.split())
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("错误 JSC-T001：")
    assert part in outcome.stderr


@pytest.mark.parametrize("line", [line for line, _ in WRONG_LINES])
def test_a_wrong_line_speaks_no_english(line: str) -> None:
    """None of Typer's own sentences comes through."""
    message = run_line(*line.split()).stderr.splitlines()[0]
    assert (
        re.findall(r"\b(?:[Mm]issing|[Nn]o such|requires|[Ii]nvalid|[Gg]ot|Usage)\b", message) == []
    )


def test_with_json_a_wrong_line_is_an_object() -> None:
    """The program that called gets an object even for a line it built wrongly."""
    told = json.loads(run_line("--json", "show").stdout)
    assert (told["format"], told["code"]) == ("jscert-error/1", "JSC-T001")


def test_an_identity_number_typed_by_mistake_is_masked() -> None:
    """A number pasted as a surplus argument does not come back whole."""
    outcome = run_line("show", "a", "320102199003072020")
    assert "320102199003072020" not in outcome.stderr
