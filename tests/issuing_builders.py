"""Builders for issuing tests: an authority folder in a moment, rosters of invented people, photos."""

from __future__ import annotations

import functools
import io
import shutil
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from PIL import Image

from jscert.commands.founding import found_authority, trial_founding
from jscert.commands.passphrases import TRIAL_FILE
from jscert.identity import Vault
from jscert.issuing import IssueOrder, Receipt, issue
from jscert.layouts.form import House
from jscert.presswork import Office
from jscert.registry.sql import open_registry
from jscert.roster.limits import OrderRules
from jscert.sealing.keys import open_authority
from jscert.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jscert.registry.interface import Registry

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
DAY = date(2026, 11, 22)
HEADER = ("姓名", "身份证号", "企业名称", "设区市")
SHEET = "企业主要负责人"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A row of a roster."""

    name: str
    identity_number: str
    employer: str
    city: str = "南京"

    def cells(self) -> tuple[str, ...]:
        """Give the row under `HEADER`."""
        return self.name, self.identity_number, self.employer, self.city


def identity_number(order: int) -> str:
    """Make a valid synthetic number: region 320199, born 1990-01-01, `order` in the sequence."""
    body = f"320199{1980 + order // 1000:04d}0101{order % 1000:03d}"
    check = sum(int(c) * w for c, w in zip(body, _WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[check]


def people(count: int, first: int = 1) -> tuple[Someone, ...]:
    """Invent people, each with a number of his own."""
    hanzi = "赵钱孙李周吴郑王冯陈"
    return tuple(
        Someone(
            name=hanzi[order % 10] + "试样",
            identity_number=identity_number(order),
            employer=f"江苏样例建设有限公司第{order}分公司",
        )
        for order in range(first, first + count)
    )


def write_roster(path: Path, rows: Sequence[Someone], *, sheet: str = SHEET) -> Path:
    """Write a roster and its photos beside it."""
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    page.title = sheet
    page.append(HEADER)
    for row in rows:
        page.append(row.cells())
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    photos = path.parent / "photos"
    photos.mkdir(exist_ok=True)
    for row in rows:
        photo = photos / f"{row.identity_number}.jpg"
        photo.write_bytes(photo_bytes(int(row.identity_number[6:17])))
    return path


def photo_bytes(seed: int) -> bytes:
    """Draw a small baseline JPEG unlike any other seed's."""
    picture = Image.new("RGB", (295, 413), (200, 210, 220))
    for bit in range(24):
        shade = (40, 60, 80) if seed >> bit & 1 else (230, 220, 200)
        picture.paste(shade, (bit % 6 * 49, bit // 6 * 100, bit % 6 * 49 + 40, bit // 6 * 100 + 90))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=70)
    return file.getvalue()


@functools.cache
def _template() -> Path:
    """Found one authority per test process; homes are copies of it."""
    folder = Path(tempfile.mkdtemp(prefix="jscert-home-")) / "home"
    found_authority(folder, trial_founding(NOW))
    return folder


def trial_home(path: Path) -> Path:
    """Put a fresh trial authority folder at `path`."""
    shutil.copytree(_template(), path)
    return path


@contextmanager
def opened(
    home: Path,
    *,
    now: datetime = NOW,
    wrap: Callable[[Registry], Registry] = lambda registry: registry,
) -> Iterator[Office]:
    """Open a home as an office; `wrap` may put something between the office and its registry."""
    settings = load_settings(home / "jscert.toml")
    keys = open_authority(home, (home / TRIAL_FILE).read_bytes().strip())
    with closing(open_registry(home / "registry.sqlite")) as registry:
        yield Office(
            home=home,
            catalogue=settings.catalogue,
            house=House(authority=keys.authority, seal_image=b"", watermark="样证"),
            verify_url=settings.authority.verify_url,
            registry=wrap(registry),
            vault=Vault(keys.identity_key),
            keys=keys,
            settings_digest=settings.digest(),
            clock=lambda: now,
        )


def order(*rosters: Path, **changes: Any) -> IssueOrder:
    """Ask for rosters to be issued on the usual day."""
    return IssueOrder(rosters=rosters, **{"dated_on": DAY, **changes})


def issue_at(
    home: Path,
    wanted: IssueOrder,
    *,
    wrap: Callable[[Registry], Registry] = lambda registry: registry,
    progress: Callable[[str, int, int], None] = lambda *_: None,
    now: datetime = NOW,
) -> Receipt:
    """Issue at a home with its own settings."""
    settings = load_settings(home / "jscert.toml")
    rules = OrderRules(screening=settings.screening, synonyms=settings.synonyms)
    with opened(home, now=now, wrap=wrap) as office:
        return issue(wanted, office, rules, progress)


def numbers(receipt: Receipt) -> tuple[str, ...]:
    """Give the numbers a receipt says were issued."""
    return tuple(certificate.number for certificate in receipt.certificates)
