"""What commands that take rosters share: their options, pacing a batch, telling how rosters stand."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jscert.commands.usage import wrong_usage
from jscert.durable import is_file
from jscert.errors import Code, JscertError
from jscert.messages import check_words, explain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jscert.certificates import Rejection
    from jscert.presswork.receipt import CheckedRoster
    from jscert.settings import Settings

_ALLOCATIONS_PER_COLLECTION = 200_000
_TURN_SECONDS = 0.0005

KindOption = Annotated[
    str, typer.Option(metavar="种类", help="证书种类，如 safety-a、安管A；名册里写明的可不填")
]
PhotosOption = Annotated[Path | None, typer.Option(metavar="文件夹|ZIP", help="照片在哪里")]
CityOption = Annotated[
    str, typer.Option(metavar="市", help="名册没有设区市一列时用哪个市：名称或两位代码")
]


def require_files(rosters: Iterable[Path]) -> None:
    """Refuse a roster that is not there, before anything else is done (`FILE_NOT_FOUND`)."""
    for path in rosters:
        if not is_file(path):
            raise JscertError(Code.FILE_NOT_FOUND, path=str(path))


def read_kind(settings: Settings, text: str, *, command: str) -> str:
    """Read `--kind` as a kind's id; `USAGE`."""
    found = settings.catalogue.recognise_kind(text) if text else None
    if text and found is None:
        raise wrong_usage("bad-value", command=command, name="--kind")
    return found.id if found else ""


def read_city(settings: Settings, text: str, *, command: str) -> str:
    """Read `--city` as a city's code; `USAGE`."""
    code = settings.catalogue.city_code(text) if text else ""
    if code is None:
        raise wrong_usage("bad-value", command=command, name="--city")
    return code


@contextmanager
def paced_for_a_batch() -> Iterator[None]:
    """Let the cycle collector run seldom, and the thread that writes files have its turn soon.

    A batch makes many small values and hardly a cycle; and a writer that waits for its turn after every
    file falls behind the press.
    """
    thresholds, turn = gc.get_threshold(), sys.getswitchinterval()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS_PER_COLLECTION, *thresholds[1:])
    sys.setswitchinterval(_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(turn)
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def hint_of(rejection: Rejection) -> str:
    """Say what to do about a rejection."""
    return explain(rejection.code, rejection.facts).hint


def told_standings(rosters: Iterable[CheckedRoster]) -> list[str]:
    """Word how rosters stand, each with the workbook in which its faults are marked."""
    lines = []
    for one in rosters:
        standing = check_words.standing(one.rows, one.faulty, one.faults)
        lines.append(check_words.HEADLINE.format(roster=one.roster, standing=standing))
        if one.workbook:
            lines.append(check_words.WORKBOOK.format(file=one.workbook))
    return lines
