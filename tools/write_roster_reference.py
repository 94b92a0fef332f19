"""Put the words of columns into docs/reference/rosters.md, between its `<!-- words -->` marks.

Run it after changing `jscert.roster.columns.WORDS`: `python tools/write_roster_reference.py`. A test compares
the page.
"""

from __future__ import annotations

import re
from pathlib import Path

from jscert.roster.columns import UNUSED, WORDS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "rosters.md"
BLOCK = re.compile(r"(<!-- words -->\n).*?(<!-- /words -->)", re.DOTALL)


def filled(text: str) -> str:
    """Give the page with the table of words as it is now."""
    lines = ["| 字段 | 也可以叫 |", "|---|---|"]
    for field, (head, *others) in WORDS.items():
        name, called = ("（不用的列）", [head, *others]) if field == UNUSED else (head, others)
        lines.append(f"| {name} | {' '.join(called)} |")
    table = "\n".join(lines)
    return BLOCK.sub(lambda found: f"{found[1]}{table}\n{found[2]}", text)


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
