"""`jscert batches`: which there are, finishing those left unfinished, giving one up."""

from __future__ import annotations

from contextlib import closing
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jscert.certificates import shown_instant
from jscert.commands.common import session_of
from jscert.commands.folders import registry_of, settings_of
from jscert.commands.help_page import Command, Group
from jscert.errors import Exit
from jscert.messages import words
from jscert.messages.acts import ACT_WORDS
from jscert.registry.interface import BatchState

if TYPE_CHECKING:
    from jscert.registry.interface import BatchEntry

BATCHES_FORMAT = "jscert-batches/1"
_UNFINISHED = frozenset({BatchState.OPEN, BatchState.SEALED})

HELP = """
列出全部批次；未完成的批次可以接着做完（resume）或作废（abandon）。
"""
RESUME_HELP = """
把未完成的批次全部做完，编号和日期与中断前一样。

重新运行原来的 issue 命令也有同样的效果。
"""
ABANDON_HELP = """
作废一个还没有签章登记的批次：它的编号不再使用，登记簿记下原因。

编号作废后不能恢复；只是中断了的批次，请用 jscert batches resume。
"""

app = typer.Typer(cls=Group, add_completion=False, help=HELP)


@app.callback(invoke_without_command=True)
def list_batches(ctx: typer.Context) -> Exit:
    """Show every batch in order of opening, unless a command below is called."""
    if ctx.invoked_subcommand is not None:
        return Exit.DONE
    session = session_of(ctx)
    home = session.authority_home()
    with closing(registry_of(home, settings_of(home))) as registry:
        entries = registry.batches()
    session.terminal.answer(
        {"format": BATCHES_FORMAT, "batches": [_as_json(entry) for entry in entries]},
        "" if entries else words.NO_BATCHES,
    )
    if entries:
        session.terminal.table(words.BATCH_HEADINGS, [_row(entry) for entry in entries])
    if any(entry.state in _UNFINISHED for entry in entries):
        session.terminal.hint(words.BATCHES_HINT)
    return Exit.DONE


@app.command("resume", cls=Command, help=RESUME_HELP)
def resume(ctx: typer.Context) -> Exit:
    """Finish every unfinished batch."""
    session = session_of(ctx)
    home = session.authority_home()
    workflow = import_module("jscert.issuing")
    office_module = import_module("jscert.commands.office")
    with (
        office_module.opened_office(session, home) as office,
        session.terminal.progress() as report,
    ):
        finished = tuple(workflow.roll_forward(office, report))
    entries = [batch.entry for batch in finished]
    names = "、".join(entry.batch for entry in entries)
    session.terminal.answer(
        {"format": BATCHES_FORMAT, "batches": [_as_json(entry) for entry in entries]},
        words.BATCHES_FINISHED.format(batches=names) if names else words.NOTHING_TO_RESUME,
    )
    return Exit.DONE


@app.command("abandon", cls=Command, help=ABANDON_HELP)
def abandon(
    ctx: typer.Context,
    batch: Annotated[str, typer.Argument(metavar="批次", help="批次号，见 jscert batches")],
    ground: Annotated[str, typer.Option(metavar="原因", help="作废的原因，记入登记簿")],
) -> Exit:
    """Void an open batch's numbers."""
    session = session_of(ctx)
    home = session.authority_home()
    abandon_batch = import_module("jscert.issuing.abandoning").abandon_batch
    with closing(registry_of(home, settings_of(home))) as registry:
        entry = abandon_batch(home, registry, batch, ground, session.clock())
    session.terminal.answer(
        {"format": BATCHES_FORMAT, "batches": [_as_json(entry)]},
        words.BATCH_ABANDONED.format(batch=entry.batch, count=entry.row_count),
    )
    return Exit.DONE


def _as_json(entry: BatchEntry) -> dict[str, Any]:
    return {
        "batch": entry.batch,
        "state": entry.state.value,
        "act": entry.act.value,
        "dated_on": entry.dated_on.isoformat(),
        "certificates": entry.row_count,
        "trial": entry.trial,
        "opened_at": entry.opened_at.isoformat(),
        "published_at": entry.published_at.isoformat() if entry.published_at else None,
        "ground": entry.ground,
    }


def _row(entry: BatchEntry) -> tuple[str, ...]:
    return (
        entry.batch,
        words.BATCH_STATES[entry.state.value],
        ACT_WORDS[entry.act],
        entry.dated_on.isoformat(),
        str(entry.row_count),
        shown_instant(entry.opened_at),
        entry.ground or (words.TRIAL_WORD if entry.trial else ""),
    )
