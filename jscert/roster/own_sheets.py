"""The sheets that jscert itself puts into a workbook, known again when the workbook comes in as a roster.

They are nobody's roster and pass without a word, unless somebody has filled people into them: then the
sender must be told that these are not read. Nothing heavy may be imported here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jscert.messages import template as words
from jscert.messages.workbooks import CHECKED_TITLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jscert.roster.workbook import Value

_OURS = frozenset({words.ADVICE_SHEET, words.CHOICES_SHEET})
_EXAMPLES = re.compile(words.EXAMPLE_NAMES)
_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]")
_INVENTED = frozenset(example["identity_number"] for example in words.EXAMPLES)


def is_own_sheet(name: str) -> bool:
    """Tell by its name a sheet that a template brought along: its people are never read."""
    return name.strip() in _OURS or _EXAMPLES.fullmatch(name.strip()) is not None


def is_fault_list(rows: Sequence[Sequence[Value]]) -> bool:
    """Tell by its first cell the list of faults that `check` added, whatever the sheet is called by now."""
    return bool(rows and rows[0] and rows[0][0] == CHECKED_TITLE)


def strangers(rows: Iterable[Iterable[Value]]) -> int:
    """Count the cells that name somebody else than the invented people of the template."""
    found = (
        number
        for row in rows
        for cell in row
        if isinstance(cell, str)
        for number in _NUMBER.findall(cell)
    )
    return sum(1 for number in found if number.upper() not in _INVENTED)
