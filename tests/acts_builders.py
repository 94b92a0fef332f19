"""Builders for tests of acts at the command line: an authority with certificates, rosters of acts."""

from __future__ import annotations

import functools
import io
import json
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.drawing.image import Image as SheetImage

from jscert.lifecycle.orders import ActOrder
from jscert.lifecycle.workflow import act
from jscert.roster.limits import OrderRules
from jscert.settings import load_settings
from tests.issuing_builders import opened, people, photo_bytes, write_roster
from tests.terminal_builders import Outcome, run_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from jscert.certificates import Act
    from jscert.presswork.receipt import Receipt
    from jscert.registry.interface import CertificateEntry, Registry

PEOPLE = people(6)
NUMBERS = tuple(f"苏建安A(2026)010000{n}" for n in range(1, 7))
PAPER_HEADER = ("姓名", "身份证号", "企业名称", "证书编号", "发证日期", "有效期至")


@functools.cache
def _template() -> Path:
    """Found an authority that issued `NUMBERS` to `PEOPLE`, once per test process."""
    folder = Path(tempfile.mkdtemp(prefix="jscert-acts-"))
    home = folder / "home"
    assert run_line("init", str(home)).status == 0
    roster = write_roster(folder / "in" / "issued.xlsx", PEOPLE)
    assert run_line("issue", str(roster), "--home", str(home)).status == 0
    return home


def acting_home(path: Path) -> Path:
    """Put a trial authority that issued `NUMBERS` at `path`."""
    shutil.copytree(_template(), path)
    return path


def act_roster(
    path: Path, header: Sequence[str], *rows: Sequence[object], photos: Sequence[bytes] = ()
) -> str:
    """Write a roster of an act and give its path; photos lie over column F, one a row."""
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    for row in (header, *rows):
        page.append(list(row))
    for order, photo in enumerate(photos, 2):
        picture = SheetImage(io.BytesIO(photo))
        picture.width, picture.height = 30, 15
        page.add_image(picture, f"F{order}")
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return str(path)


def paper_roster(path: Path, *numbers: str, first: int = 101) -> str:
    """Write a roster of paper certificates in force, one person each; people are invented from `first` on."""
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    page.title = "企业主要负责人"
    page.append(PAPER_HEADER)
    for one, number in zip(people(len(numbers), first=first), numbers, strict=True):
        page.append(
            (one.name, one.identity_number, one.employer, number, "2024-05-20", "2027-05-20")
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return str(path)


def photo_folder(path: Path, *identity_numbers: str, seed: int = 7_000) -> str:
    """Put a photo for each person into a folder."""
    path.mkdir(parents=True)
    for order, number in enumerate(identity_numbers):
        (path / f"{number}.jpg").write_bytes(photo_bytes(seed + order))
    return str(path)


def at(home: Path, *line: str) -> Outcome:
    """Run a command at a home."""
    return run_line(*line, "--home", str(home))


def told(home: Path, *line: str) -> dict[str, Any]:
    """Run a command at a home and give its one JSON object."""
    spoken: dict[str, Any] = json.loads(at(home, *line, "--json").stdout)
    return spoken


def codes(receipt: dict[str, Any]) -> list[str]:
    """Give the codes of a receipt's rejections."""
    return [rejection["code"] for rejection in receipt["rejections"]]


def entry_of(home: Path, number: str) -> CertificateEntry:
    """Give what the registry knows of a number."""
    with opened(home) as office:
        entry = office.registry.find(number)
    assert entry is not None
    return entry


def act_at(
    home: Path,
    what: Act,
    *rosters: Path,
    on: date,
    wrap: Callable[[Registry], Registry] = lambda registry: registry,
    **options: Any,
) -> Receipt:
    """Do an act at a home with its own settings, in the afternoon (China) of a day."""
    settings = load_settings(home / "jscert.toml")
    rules = OrderRules(screening=settings.screening, synonyms=settings.synonyms)
    wanted = ActOrder(act=what, dated_on=on, rosters=rosters, **options)
    now = datetime(on.year, on.month, on.day, 6, tzinfo=UTC)
    with opened(home, now=now, wrap=wrap) as office:
        return act(wanted, office, rules, lambda *_: None)
