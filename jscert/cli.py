"""`jscert`: the app, its table of contents, and the only place that exits.

A command's module is imported when the command runs, and not before: `--help` reads the table below.
Whatever a command raises becomes an exit status here: coded errors by their code, anything else is
a defect (70), an interruption 130.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import typer

from jscert import __version__
from jscert.commands import help_page
from jscert.commands.common import Globals, Session, home_asked, read_day, take_globals
from jscert.commands.usage import UsageError, translate, wrong_usage
from jscert.errors import Code, Exit, JscertError
from jscert.messages import words
from jscert.terminal import Terminal
from jscert.terminal.undertone import keep_libraries_down

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ISSUING, ACTING, CHECKING, KEEPING = "发证", "办理", "核验", "管理"
_ACTS = "jscert.commands.acts"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table of contents; `attribute` of the module is an app of the command's name."""

    panel: str
    module: str
    text: str
    attribute: str = "app"


CONTENTS: Mapping[str, Entry] = {
    "issue": Entry(ISSUING, "jscert.commands.issue", "按名册发放新证书"),
    "check": Entry(ISSUING, "jscert.commands.check", "检查名册，标出问题，不登记、不发证"),
    "template": Entry(ISSUING, "jscert.commands.template", "生成空白名册（Excel），供报名单位填写"),
    "preview": Entry(ISSUING, "jscert.commands.preview", "预览一行的证书页面，或全部照片的核对表"),
    "deliver": Entry(ISSUING, "jscert.commands.deliver", "移交证书：按企业、设区市或个人分开"),
    "change": Entry(ACTING, _ACTS, "变更证书内容，编号不变", "change"),
    "renew": Entry(ACTING, _ACTS, "延续（安管人员）", "renew"),
    "review": Entry(ACTING, _ACTS, "复核延期（特种作业人员）", "review"),
    "reissue": Entry(ACTING, _ACTS, "补办换发，纸质改电子", "reissue"),
    "renumber": Entry(ACTING, _ACTS, "换发新编号", "renumber"),
    "transfer-out": Entry(ACTING, _ACTS, "转出到外省", "transfer_out"),
    "suspend": Entry(ACTING, _ACTS, "暂扣", "suspend"),
    "reinstate": Entry(ACTING, _ACTS, "发还暂扣的证书", "reinstate"),
    "cancel": Entry(ACTING, _ACTS, "注销", "cancel"),
    "annul": Entry(ACTING, _ACTS, "撤销", "annul"),
    "withdraw": Entry(ACTING, _ACTS, "吊销", "withdraw"),
    "import-paper": Entry(ACTING, "jscert.commands.import_paper", "登记或比对纸质证书"),
    "verify": Entry(
        CHECKING, "jscert.commands.verify", "核验证书：PDF、照片、文件夹、编号、二维码"
    ),
    "show": Entry(CHECKING, "jscert.commands.show", "查看一本证书的登记内容，画出二维码"),
    "find": Entry(CHECKING, "jscert.commands.find", "查找证书：按姓名、身份证号、企业、到期时间"),
    "init": Entry(KEEPING, "jscert.commands.init", "建立发证目录：设置、密钥、登记簿、信任文件"),
    "batches": Entry(KEEPING, "jscert.commands.batches", "查看批次，接着做完或作废未完成的批次"),
    "export": Entry(KEEPING, "jscert.commands.export", "按国家归集的字段导出证书数据"),
    "trust": Entry(KEEPING, "jscert.commands.trust", "导出、导入信任文件和信任包"),
    "status": Entry(KEEPING, "jscert.commands.status", "导出签名的状态列表"),
}
PURPOSE = "江苏住房城乡建设领域从业人员电子证书：发放、查看、核验。"


class Contents(help_page.Group):
    """The root: knows its commands by the table, loads the one that is called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is Typer's
        """Name the commands, in the table's order."""
        return list(CONTENTS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the same
        """Load a command."""
        entry = CONTENTS.get(cmd_name)
        if entry is None:
            return None
        gc.disable()  # importing makes much and leaves next to nothing to collect
        try:
            command = typer.main.get_command(getattr(import_module(entry.module), entry.attribute))
        finally:
            gc.enable()
        command.name = cmd_name
        return command

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the front page from the table alone."""
        panels: dict[str, list[tuple[str, str]]] = {}
        for name, entry in CONTENTS.items():
            panels.setdefault(entry.panel, []).append((name, entry.text))
        formatter.write(help_page.command_page(self, ctx, panels))


app = typer.Typer(cls=Contents, add_completion=False, help=PURPOSE, epilog=words.HELP_MORE)


@app.callback(invoke_without_command=True)
def _front(
    ctx: typer.Context,
    version: bool = typer.Option(False, "--version", help="显示版本"),  # noqa: FBT001 - Typer's way
) -> Exit | None:
    if version:
        typer.echo(__version__)
        raise typer.Exit(Exit.DONE)
    if ctx.invoked_subcommand is None:
        raise wrong_usage("missing-command")
    return None


def now() -> datetime:
    """Give the present instant (aware UTC): the one clock of the house."""
    return datetime.now(UTC)


def run(
    line: Sequence[str],
    environment: Mapping[str, str],
    terminal: Terminal,
    clock: Callable[[], datetime] = now,
) -> int:
    """Run one command line and give its exit status; everything that can be shown is shown."""
    try:
        return _run_coded(line, environment, terminal, clock)
    except KeyboardInterrupt:
        terminal.error(JscertError(Code.INTERRUPTED))
        return Exit.INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as fault:  # noqa: BLE001 - the one place that answers for defects
        terminal.trace(traceback.format_exc())
        terminal.error(_defect(fault))
        return Exit.DEFECT


def main() -> NoReturn:
    """Run the command line of this process."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    line = sys.argv[1:]
    try:
        terminal = _terminal(_globals_or_none(line))
        keep_libraries_down(terminal)
        status = run(line, os.environ, terminal)
        terminal.flush()
        gc.freeze()  # the system takes the memory back at once; looking through it first takes longer
    except BrokenPipeError:
        # Who was to read the result went away: nothing has been told, so nothing was answered.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = Exit.INTERRUPTED
    sys.exit(status)


def _run_coded(
    line: Sequence[str],
    environment: Mapping[str, str],
    terminal: Terminal,
    clock: Callable[[], datetime],
) -> int:
    root = typer.main.get_command(app)
    try:
        given, rest = take_globals(line)
        session = Session(
            terminal=terminal,
            asked_home=home_asked(given, environment),
            home_by_option=bool(given.home),
            asked_date=read_day(given.date),
            environment=environment,
            clock=clock,
            here=Path.cwd(),
        )
        with root.make_context("jscert", rest, obj=session) as context:
            return int(root.invoke(context) or Exit.DONE)
    except typer.Exit as leaving:
        return leaving.exit_code
    except UsageError as fault:
        terminal.error(translate(fault))
        return Exit.USAGE
    except JscertError as error:
        terminal.trace(traceback.format_exc())
        terminal.error(error)
        return error.exit_status


def _defect(fault: Exception) -> JscertError:
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [f for f in frames if Path(f.filename).is_relative_to(Path(__file__).parent)] or frames
    where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
    return JscertError(Code.DEFECT, kind=type(fault).__name__, where=where)


def _globals_or_none(line: Sequence[str]) -> Globals:
    """Read the global options for the terminal's manners; a wrong line is told later, with them."""
    try:
        return take_globals(line)[0]
    except JscertError:
        return Globals(as_json="--json" in line)


def _terminal(given: Globals) -> Terminal:
    return Terminal(
        source=sys.stdin,
        result_stream=sys.stdout,
        talk_stream=sys.stderr,
        as_json=given.as_json,
        quiet=given.quiet,
        verbose=given.verbose,
    )


def _speak_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")
