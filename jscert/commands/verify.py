"""`jscert verify`: asks `verifying` about each target, shows the verdicts, keeps them in a workbook if asked.

What verdicts rest upon is gathered in `evidence`, lists of numbers with holders are read in `verify_lists`.
Not here: judging (`verifying`), words (`messages`).
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from glob import glob
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jscert.commands.common import Session, session_of
from jscert.commands.evidence import gathered_evidence
from jscert.commands.help_page import Command
from jscert.commands.usage import wrong_usage
from jscert.commands.verify_holder import question_of
from jscert.errors import Exit
from jscert.messages import words
from jscert.scanning import Scanner
from jscert.verifying.report import (
    Line,
    Tone,
    plain_text,
    render_brief,
    render_count,
    render_hints,
    render_verdict,
)
from jscert.verifying.target import verify_target
from jscert.verifying.verdict import Subject, Verdict, report_json, verdict_json, worst

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from jscert.commands.verify_report import ReportBook
    from jscert.errors import Code
    from jscert.verifying.evidence import Evidence
    from jscert.verifying.holder import HolderQuestion
    from jscert.verifying.verdict import Standing

    Answering = Callable[[], Iterator[Verdict]]

_COLOURS = {
    Tone.GOOD: "32",
    Tone.BAD: "31",
    Tone.UNSURE: "33",
    Tone.CAUTION: "33",
    Tone.QUIET: "2",
}
_SHOWN_IN_FULL = 3
_GAP = Line("", "", Tone.PLAIN)
_NAME = "jscert verify"

app = typer.Typer(add_completion=False)

HELP = """
核验证书：PDF 文件、照片或扫描件、证书文件夹、证书编号、二维码内容（# 号后的数字也可以）。不联网。

依次回答：真伪、版本、期限、状态（及截至时间）。没有登记簿和信任包时状态为未知，结论是“无法判定”。
信任与登记簿取自 --home 或 JSCERT_HOME 指明的发证目录；
没有指明时，取自 jscert trust import 导入的信任文件或信任包。
照片和扫描件只核验其中的二维码，并列出页面应有的内容，供逐项核对。
"""
EPILOG = """
退出码：0 有效 · 1 不是真实有效的证书（含样证） · 5 没有信任文件 · 6 登记簿读不了 · 7 无法判定
没有登记簿时，按编号查还要姓名和身份证号后六位；--tail 会留在命令历史里，不写就在终端上询问。
例：jscert verify 证书.pdf 照片.jpg
    jscert verify "苏建安A(2026)0100001" --home 发证目录
    jscert verify "苏建安A(2026)0100001" --name 张三
    jscert verify --from 名单.xlsx --report 核验结果.xlsx
"""


@app.command(cls=Command, help=HELP, epilog=EPILOG)
def verify(
    ctx: typer.Context,
    targets: Annotated[
        list[str] | None,
        typer.Argument(metavar="对象", help="PDF、照片、扫描件、文件夹、证书编号或二维码内容"),
    ] = None,
    *,
    name: Annotated[str, typer.Option(metavar="姓名", help="编号的持证人姓名，一起核对")] = "",
    tail: Annotated[
        str, typer.Option(metavar="后六位", help="持证人身份证号的后六位，一起核对")
    ] = "",
    roster: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="名单", help="逐行核验一份名单：证书编号、姓名、身份证号（或后六位）"
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="文件", help="另把结果写成一份 Excel（.xlsx），一个对象一行"),
    ] = None,
    allow_trial: Annotated[
        bool, typer.Option("--allow-trial", help="接受样证（结论仍是样证，退出码为 0）")
    ] = False,
) -> Exit:
    """Verify targets."""
    session = session_of(ctx)
    asked = _expanded(targets or [])
    if not asked and roster is None:
        raise wrong_usage("missing-argument", command=_NAME, name="对象")
    if (name or tail) and (len(asked) != 1 or roster is not None):
        raise wrong_usage("holder-for-one", command=_NAME)
    answers = _Answers(session, _writer_of(session, report))
    with (
        gathered_evidence(session, allow_trial=allow_trial) as evidence,
        Scanner() as scanner,
    ):
        each = _answering(session, asked, (name, tail), evidence, scanner)
        if roster is not None:
            each += _answering_roster(session, roster, evidence)
        return answers.as_json(each) if session.terminal.as_json else answers.as_text(each)


def _answering(
    session: Session,
    targets: Sequence[str],
    holder: tuple[str, str],
    evidence: Evidence,
    scanner: Scanner,
) -> list[Answering]:
    """Make each target answerable; one number may have a holder given or asked for."""
    if len(targets) == 1:
        question = question_of(session, targets[0], holder, evidence)
        if question is not None:
            return [partial(_holder_answers, [question], evidence)]
    return [partial(verify_target, target, evidence, scanner) for target in targets]


def _answering_roster(session: Session, roster: Path, evidence: Evidence) -> list[Answering]:
    lists = import_module("jscert.commands.verify_lists")
    questions = lists.read_questions(session, roster, evidence)
    return [partial(_holder_answers, questions, evidence)]


def _holder_answers(questions: Sequence[HolderQuestion], evidence: Evidence) -> Iterator[Verdict]:
    answers: Iterator[Verdict] = import_module("jscert.verifying.holder").verify_holders(
        questions, evidence
    )
    return answers


def _writer_of(session: Session, report: Path | None) -> ReportBook | None:
    if report is None:
        return None
    book: ReportBook = import_module("jscert.commands.verify_report").ReportBook(session, report)
    return book


def _expanded(targets: Sequence[str], *, shell_expands: bool = os.name != "nt") -> list[str]:
    """Do what a Windows shell leaves to programs: `*.pdf` becomes the files it means."""
    if shell_expands:
        return list(targets)
    return [name for target in targets for name in _matching(target) or [target]]


def _matching(target: str) -> list[str]:
    if not set("*?") & set(target):
        return []
    return sorted(glob(target))  # noqa: PTH207 - a pattern as typed, absolute or not


@dataclass(slots=True)
class _Answers:
    """Shows verdicts as they come, and keeps what the workbook and the exit status need of them."""

    session: Session
    book: ReportBook | None
    statuses: set[Exit] = field(default_factory=set)

    def as_json(self, each: Sequence[Answering]) -> Exit:
        """Give one object, once all is judged and the workbook is written."""
        results = []
        with self.session.terminal.progress() as report:
            for verdict in self._kept(answer for one in each for answer in one()):
                results.append(verdict_json(verdict))
                report("verify", len(results), 0)
        self._finish()
        self.session.terminal.answer(report_json(results), "")
        return worst(self.statuses)

    def as_text(self, each: Sequence[Answering]) -> Exit:
        """Show a few targets in full, folders and long lists line by line."""
        if len(each) > _SHOWN_IN_FULL:
            self._show_list(chain.from_iterable(one() for one in each), ())
        else:
            gap: tuple[Line, ...] = ()
            for one in each:
                self._show_one(one(), gap)
                gap = (_GAP,)
        self._finish()
        return worst(self.statuses)

    def _show_one(self, verdicts: Iterator[Verdict], gap: tuple[Line, ...]) -> None:
        first = next(verdicts)
        second = next(verdicts, None)
        if second is None:
            (kept,) = self._kept((first,))
            _show(self.session, (*gap, *render_verdict(kept)))
        else:
            self._show_list(chain((first, second), verdicts), gap)

    def _show_list(self, verdicts: Iterator[Verdict], gap: tuple[Line, ...]) -> None:
        """Show one line per file, folders in full, then the sum, and each piece of advice once."""
        standings: Counter[Standing] = Counter()
        alike: dict[tuple[Code, ...], Verdict] = {}
        for verdict in self._kept(verdicts):
            alike.setdefault(tuple(item.code for item in verdict.findings), verdict)
            if verdict.subject is Subject.FOLDER:
                _show(self.session, (*gap, *render_verdict(verdict, hints=False)))
            else:
                standings[verdict.standing] += 1
                _show(self.session, (*gap, render_brief(verdict)))
            gap = ()
        _show(self.session, (render_count(standings), *render_hints(alike.values())))

    def _kept(self, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
        for verdict in verdicts:
            self.statuses.add(verdict.exit_status)
            if self.book is not None:
                self.book.add(verdict)
            yield verdict

    def _finish(self) -> None:
        if self.book is not None:
            self.session.terminal.say(words.REPORT_WRITTEN.format(file=self.book.write()))


def _show(session: Session, lines: Iterable[Line]) -> None:
    session.terminal.answer({}, plain_text(lines, _paint(session)))


def _paint(session: Session) -> Callable[[str, Tone], str]:
    """Colour on a terminal only, and not where NO_COLOR asks for none (no-color.org)."""
    if not session.terminal.result_stream.isatty() or session.environment.get("NO_COLOR"):
        return lambda text, _tone: text
    return _coloured


def _coloured(text: str, tone: Tone) -> str:
    colour = _COLOURS.get(tone)
    return f"\x1b[{colour}m{text}\x1b[0m" if colour else text
