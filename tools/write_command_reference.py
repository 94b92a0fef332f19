"""Put the help pages into docs/reference/commands.md, between its `<!-- help: … -->` marks.

Run it after changing a help text: `python tools/write_command_reference.py`. A test compares the page.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from pathlib import Path

from jscert.cli import run
from jscert.terminal import Terminal

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "commands.md"
BLOCK = re.compile(r"(<!-- help:(.*?)-->\n)(?:```\n.*?```\n)?", re.DOTALL)
_GLOBALS = re.compile(r"\n\n通用选项（.*?(?=\n\n|\Z)", re.DOTALL)


def help_page(line: str) -> str:
    """Give a command's help page; the global options stand once, on the front page."""
    said = io.StringIO()
    terminal = Terminal(source=sys.stdin, result_stream=said, talk_stream=said)
    with contextlib.redirect_stdout(said):
        run([*line.split(), "--help"], {}, terminal)
    text = said.getvalue().rstrip()
    return text if not line else _GLOBALS.sub("", text)


def filled(text: str) -> str:
    """Give the page with every help block as it is now."""
    return BLOCK.sub(lambda found: f"{found[1]}```\n{help_page(found[2].strip())}\n```\n", text)


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
