"""Tables, drawn by rich; imported only when one is shown.

On a terminal they fit its width; into a file or pipe they are written wide enough that nothing folds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from jscert.messages import explain, words
from jscert.terminal.masking import scrub

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from jscert.certificates import Rejection

FAULTS_SHOWN = 200
_PADDING_CELLS = 3  # what rich puts around and between columns


def draw_table(
    stream: TextIO, headings: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = ""
) -> None:
    """Write one table; numbers given as text keep their place at the left like everything else."""
    cells = [[scrub(cell) for cell in row] for row in rows]
    table = Table(
        box=box.SIMPLE_HEAD,
        title=Text(title) if title else None,
        title_justify="left",
        pad_edge=False,
        show_edge=False,
    )
    for heading in headings:
        table.add_column(Text(heading), overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    width = None if stream.isatty() else _full_width([headings, *cells], title)
    Console(file=stream, width=width, highlight=False, markup=False, emoji=False).print(table)


def draw_faults(stream: TextIO, faults: Sequence[Rejection], *, title: str) -> None:
    """Write rejections or warnings: where, what stands there, what is wrong; then each hint once."""
    shown = faults[:FAULTS_SHOWN]
    explained = [(fault, explain(fault.code, fault.facts)) for fault in shown]
    rows = [
        (
            fault.place.roster,
            fault.place.sheet,
            f"{fault.column}{fault.place.row or ''}",
            fault.shown,
            fault.code.value,
            message.text,
        )
        for fault, message in explained
    ]
    draw_table(stream, words.FAULT_HEADINGS, rows, title=title.format(count=len(faults)))
    hints = dict.fromkeys((fault.code.value, message.hint) for fault, message in explained)
    stream.writelines(
        scrub(words.FAULT_HINT.format(code=code, hint=hint)) + "\n" for code, hint in hints
    )
    if len(faults) > len(shown):
        stream.write(words.FAULTS_LEFT_OFF.format(count=len(faults) - len(shown)) + "\n")


def _full_width(lines: Sequence[Sequence[str]], title: str) -> int:
    columns = zip(*lines, strict=True)
    widths = [max(cell_len(cell) for cell in column) + _PADDING_CELLS for column in columns]
    return max(sum(widths) + _PADDING_CELLS, cell_len(title))
