"""Builders for find, export and deliver: an authority with some history, made once and copied.

Four certificates of kind safety-a: the first changed its employer, the second its holder's name, the third
was cancelled, the fourth is as it was issued.
"""

from __future__ import annotations

import functools
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from openpyxl import Workbook

from jscert.certificates import Act
from jscert.lifecycle.orders import ActOrder
from jscert.lifecycle.workflow import act
from jscert.roster.limits import OrderRules
from jscert.settings import load_settings
from tests.issuing_builders import (
    DAY,
    NOW,
    issue_at,
    opened,
    order,
    people,
    trial_home,
    write_roster,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from jscert.registry.interface import Registry

ISSUED = tuple(f"苏建安A(2026)010000{n}" for n in (1, 2, 3, 4))
PEOPLE = people(4)
NEW_EMPLOYER = "苏州示范园林有限公司"
NEW_NAME = "孙新名"
ISSUER = "1132000000000000Y5"


def act_at(
    home: Path,
    what: Act,
    *rows: Sequence[str],
    header: Sequence[str] = ("证书编号",),
    on: date = DAY,
    now: datetime = NOW,
    wrap: Callable[[Registry], Registry] = lambda registry: registry,
    **options: Any,
) -> str:
    """Do an act at a home to the certificates of some rows, and give the batch."""
    roster = home.parent / f"{what.value}.xlsx"
    if rows:
        workbook = Workbook()
        page = workbook.active
        assert page is not None
        for row in (header, *rows):
            page.append(list(row))
        workbook.save(roster)
    settings = load_settings(home / "jscert.toml")
    rules = OrderRules(screening=settings.screening, synonyms=settings.synonyms)
    rosters = (roster,) if rows else ()
    wanted = ActOrder(act=what, dated_on=on, rosters=rosters, **options)
    with opened(home, now=now, wrap=wrap) as office:
        receipt = act(wanted, office, rules, lambda *_: None)
    assert not receipt.rejections
    return receipt.batch


class MachineStoppedError(BaseException):
    """Stands for the machine stopping: nothing may catch it."""


class _Stopping:
    """A registry on a machine that stops before one of its calls."""

    def __init__(self, registry: Registry, call: str) -> None:
        self._registry = registry
        self._call = call

    def __getattr__(self, name: str) -> Any:
        if name == self._call:
            raise MachineStoppedError
        return getattr(self._registry, name)


def leave_change_open(home: Path, number: str, *, before: str = "seal_batch") -> None:
    """Begin a change of a certificate's employer that stops before it is recorded, or another call."""
    with pytest.raises(MachineStoppedError):
        act_at(
            home,
            Act.CHANGE,
            (number, NEW_EMPLOYER),
            header=("证书编号", "企业名称"),
            wrap=lambda registry: cast("Registry", _Stopping(registry, before)),
        )


@functools.cache
def _template() -> tuple[Path, str]:
    folder = Path(tempfile.mkdtemp(prefix="jscert-exchange-"))
    home = trial_home(folder / "home")
    batch = issue_at(home, order(write_roster(folder / "in" / "名册.xlsx", PEOPLE))).batch
    act_at(home, Act.CHANGE, (ISSUED[0], NEW_EMPLOYER), header=("证书编号", "企业名称"))
    act_at(home, Act.CHANGE, (ISSUED[1], NEW_NAME), header=("证书编号", "姓名"))
    act_at(home, Act.CANCEL, numbers=(ISSUED[2],), ground="本人申请")
    return home, batch


def exchange_home(path: Path) -> tuple[Path, str]:
    """Put the authority with a history at `path`; gives it and the batch that was issued."""
    home, batch = _template()
    shutil.copytree(home, path)
    return path, batch


def set_issuer(home: Path, code: str = ISSUER) -> None:
    """Tell the settings the issuer's credit code."""
    settings = home / "jscert.toml"
    text = settings.read_text("utf-8")
    settings.write_text(
        text.replace('\ncredit_code = ""\n', f'\ncredit_code = "{code}"\n', 1), "utf-8"
    )
