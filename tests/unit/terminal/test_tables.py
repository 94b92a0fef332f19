"""Tables for people."""

from __future__ import annotations

from jscert.errors import Code
from jscert.terminal.tables import FAULTS_SHOWN
from tests.terminal_builders import make_rejection, make_terminal, said, shown


def test_a_piped_table_never_folds() -> None:
    """Long cells stay on one line, so that grep finds them."""
    terminal = make_terminal()
    terminal.table(("文件", "说明"), [("a" * 200, "好" * 80)])
    assert any("a" * 200 in line and "好" * 80 in line for line in shown(terminal).splitlines())


def test_a_fault_names_its_cell_code_and_problem() -> None:
    """One line has roster, sheet, cell, masked value and code."""
    terminal = make_terminal()
    terminal.faults([make_rejection(code=Code.IDENTITY_CHECK_DIGIT, row=7, column="C")])
    line = next(line for line in said(terminal).splitlines() if "JSC-R033" in line)
    for part in ("名册.xlsx", "安管A", "C7", "320102********2020"):
        assert part in line


def test_a_hint_stands_once_for_many_faults() -> None:
    """The same advice is not repeated for every row."""
    terminal = make_terminal()
    terminal.faults([make_rejection(row=row) for row in range(4, 9)])
    assert said(terminal).count("提示 JSC-R020") == 1


def test_very_many_faults_are_cut_and_counted() -> None:
    """Nobody reads five thousand lines; the rest is counted, and `--json` has them."""
    terminal = make_terminal()
    terminal.faults([make_rejection(row=row) for row in range(FAULTS_SHOWN + 3)])
    assert "还有 3 处没有列出" in said(terminal)


def test_square_brackets_are_text() -> None:
    """A cell that looks like markup is shown as it is."""
    terminal = make_terminal()
    terminal.table(("名称",), [("[red]x[/red]",)])
    assert "[red]x[/red]" in shown(terminal)


def test_cells_are_masked() -> None:
    """A table is searched for identity numbers like every other text."""
    terminal = make_terminal()
    terminal.table(("文件",), [("320102199003072020.jpg",)])
    assert "320102********2020.jpg" in shown(terminal)
