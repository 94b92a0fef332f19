"""`jscert verify`: finds the evidence a checker may lean on, asks `verifying`, shows the verdicts.

Trust comes from the folder named by `--home` or `JSCERT_HOME`, else from the user's own trust store; never
from the place the command runs in, and never from what is to be checked. No keys are opened.
Not here: judging (`verifying`), words (`messages`).
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import contextmanager
from glob import glob
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from jscert.commands.common import REGISTRY_NAME, TRUST_NAME, Session, session_of
from jscert.commands.folders import reader_of, settings_of
from jscert.commands.help_page import Command
from jscert.durable import is_file
from jscert.errors import Code, Exit, JscertError
from jscert.families.catalogue import catalogue
from jscert.sealing.trust import read_trust
from jscert.sealing.trust_store import TrustStore, user_trust_folder
from jscert.verifying.evidence import Evidence
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
    from pathlib import Path

    from jscert.registry.interface import RegistryReader
    from jscert.sealing.trust import TrustFile
    from jscert.settings import Settings
    from jscert.verifying.verdict import Standing

_COLOURS = {
    Tone.GOOD: "32",
    Tone.BAD: "31",
    Tone.UNSURE: "33",
    Tone.CAUTION: "33",
    Tone.QUIET: "2",
}
_SHOWN_IN_FULL = 3
_GAP = Line("", "", Tone.PLAIN)

app = typer.Typer(add_completion=False)

HELP = """
核验证书：PDF 文件、证书文件夹、证书编号、二维码内容（# 号后的数字也可以）。不联网。

依次回答：真伪、版本、期限、状态（及截至时间）。没有登记簿时状态为未知，结论是“无法判定”。
信任与登记簿取自 --home 或 JSCERT_HOME 指明的发证目录；
没有指明时，信任取自 jscert trust import 导入的信任文件。
"""
EPILOG = """
退出码：0 有效 · 1 不是真实有效的证书（含样证） · 5 没有信任文件 · 6 登记簿读不了 · 7 无法判定
例：jscert verify 证书.pdf
    jscert verify "苏建安A(2026)0100001" --home 发证目录
"""


@app.command(cls=Command, help=HELP, epilog=EPILOG)
def verify(
    ctx: typer.Context,
    targets: Annotated[
        list[str], typer.Argument(metavar="对象", help="PDF、文件夹、证书编号或二维码内容")
    ],
    allow_trial: Annotated[  # noqa: FBT002 - Typer calls by name
        bool, typer.Option("--allow-trial", help="接受样证（结论仍是样证，退出码为 0）")
    ] = False,
) -> Exit:
    """Verify targets."""
    session = session_of(ctx)
    with _evidence(session, allow_trial=allow_trial) as evidence:
        if session.terminal.as_json:
            return _answer_as_json(session, _expanded(targets), evidence)
        return _answer_as_text(session, _expanded(targets), evidence)


@contextmanager
def _evidence(session: Session, *, allow_trial: bool) -> Iterator[Evidence]:
    """Gather what verdicts may rest upon; `TRUST_*`, `HOME_MISSING`, `REGISTRY_*`."""
    home = session.checking_home()
    if home is None:
        settings, numbers = None, catalogue()
        trust = TrustStore(user_trust_folder(session.environment)).load()
    else:
        settings = settings_of(home)
        numbers, trust = settings.catalogue, _trust_of(home)
    with _registry_of(home, settings) as registry:
        yield Evidence(
            trust=trust,
            catalogue=numbers,
            registry=registry,
            day=session.day,
            now=session.clock(),
            allow_trial=allow_trial,
        )


def _expanded(targets: Sequence[str], *, shell_expands: bool = os.name != "nt") -> list[str]:
    """Do what a Windows shell leaves to programs: `*.pdf` becomes the files it means."""
    if shell_expands:
        return list(targets)
    return [name for target in targets for name in _matching(target) or [target]]


def _matching(target: str) -> list[str]:
    if not set("*?") & set(target):
        return []
    return sorted(glob(target))  # noqa: PTH207 - a pattern as typed, absolute or not


def _trust_of(home: Path) -> TrustFile:
    try:
        return read_trust((home / TRUST_NAME).read_bytes())
    except FileNotFoundError as fault:
        raise JscertError(Code.TRUST_MISSING, folder=str(home)) from fault
    except OSError as fault:
        raise JscertError(Code.TRUST_UNREADABLE, reason=TRUST_NAME) from fault


@contextmanager
def _registry_of(home: Path | None, settings: Settings | None) -> Iterator[RegistryReader | None]:
    """Open the folder's registry; a folder without one can still tell genuine from forged."""
    if (
        home is None
        or settings is None
        or (not settings.registry_url and not is_file(home / REGISTRY_NAME))
    ):
        yield None
    else:
        with reader_of(home, settings) as registry:
            yield registry


def _has_registry(home: Path, settings: Settings) -> bool:
    return bool(settings.registry_url) or is_file(home / REGISTRY_NAME)


def _answer_as_json(session: Session, targets: Sequence[str], evidence: Evidence) -> Exit:
    results, statuses = [], set()
    with session.terminal.progress() as report:
        for target in targets:
            for verdict in verify_target(target, evidence):
                results.append(verdict_json(verdict))
                statuses.add(verdict.exit_status)
                report("verify", len(results), 0)
    session.terminal.answer(report_json(results), "")
    return worst(statuses)


def _answer_as_text(session: Session, targets: Sequence[str], evidence: Evidence) -> Exit:
    """Show verdicts as they come: a few targets in full, folders and long lists line by line."""
    each = (verify_target(target, evidence) for target in targets)
    if len(targets) > _SHOWN_IN_FULL:
        return _show_list(session, chain.from_iterable(each), ())
    statuses = set()
    gap: tuple[Line, ...] = ()
    for verdicts in each:
        first = next(verdicts)
        second = next(verdicts, None)
        if second is None:
            _show(session, (*gap, *render_verdict(first)))
            statuses.add(first.exit_status)
        else:
            statuses.add(_show_list(session, chain((first, second), verdicts), gap))
        gap = (_GAP,)
    return worst(statuses)


def _show_list(session: Session, verdicts: Iterator[Verdict], gap: tuple[Line, ...]) -> Exit:
    """Show one line per file, folders in full, then the sum, and each piece of advice once."""
    standings: Counter[Standing] = Counter()
    statuses: set[Exit] = set()
    alike: dict[tuple[Code, ...], Verdict] = {}
    for verdict in verdicts:
        statuses.add(verdict.exit_status)
        alike.setdefault(tuple(item.code for item in verdict.findings), verdict)
        if verdict.subject is Subject.FOLDER:
            _show(session, (*gap, *render_verdict(verdict, hints=False)))
        else:
            standings[verdict.standing] += 1
            _show(session, (*gap, render_brief(verdict)))
        gap = ()
    _show(session, (render_count(standings), *render_hints(alike.values())))
    return worst(statuses)


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
