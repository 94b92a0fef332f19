"""Measure how fast a long roster is read and checked, beside openpyxl's plain reading of the same file.

    python bench/rosters.py [--rows 100000] [--rounds 3]

Rounds are interleaved, each contestant in a process of its own; imports come before the clock. jscert reads
with `read_rows` (the file proved harmless, people and their columns found) and checks with `screen_rows`:
all checks that need no history, paced as the commands are, each person with a photo of its own (a JPEG of
7 KB made in memory, so that the disk plays no part) that is proved, stripped and digested, and then thrown
away. The marked workbook is what `check` returns when one row in a hundred has a fault. openpyxl: the
workbook is loaded and every cell's value is taken, nothing is checked. The roster, with shared strings as
Excel writes them, is written once under bench/out/, where it may be deleted. Exit status 1 if a bar does not
hold; on a machine that is busy otherwise, look at the CPU seconds.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter
from people import GIVEN, ISSUED_ON, PLACES, SURNAMES, TRADES
from PIL import Image

if TYPE_CHECKING:
    from jscert.certificates import PhotoSlip

HERE = Path(__file__).resolve().parent
SECONDS_BAR, MEMORY_BAR_MIB = 15, 500
HEADER = (
    *("序号", "姓名", "性别", "身份证号", "出生日期", "企业名称", "统一社会信用代码", "工种"),
    *("设区市", "考核日期", "联系电话", "备注"),
)
JOBS = ("建筑电工", "架子工", "塔吊司机", "高处作业吊篮安装拆卸工", "信号司索工")
CREDIT_CODE = "91350100M000100Y43"
TITLES = {
    "jscert-read": "jscert, read",
    "jscert": "jscert, read and checked",
    "jscert-marked": "jscert, the marked workbook written, 1 % of rows faulty",
    "openpyxl-read-only": "openpyxl, read_only, values only",
    "openpyxl": "openpyxl, whole, values only",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    rows: int
    seconds: float
    cpu_seconds: float
    peak_mib: float


def write_long_roster(path: Path, rows: int) -> None:
    """Write a roster of 12 columns: text cells, one in two birth dates a date cell."""
    chance = random.Random(93)
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("特种作业人员")
    day_format = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADER)
    for row, cells in enumerate(_people(chance, rows), start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, day_format)
            else:
                sheet.write(row, column, cell)
    book.close()


def _people(chance: random.Random, rows: int) -> Iterator[tuple[object, ...]]:
    firms = [
        f"{chance.choice(PLACES)}{''.join(chance.choices(GIVEN, k=2))}{chance.choice(TRADES)}有限公司"
        for _ in range(rows // 20 + 1)
    ]
    taken: set[str] = set()
    for count in range(1, rows + 1):
        number, born = _new_number(chance, taken)
        yield (
            count,
            chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2)))),
            "男" if int(number[16]) % 2 else "女",
            number,
            born if count % 2 else born.isoformat(),
            chance.choice(firms),
            CREDIT_CODE,
            chance.choice(JOBS),
            chance.choice(PLACES),
            date(2026, 10, 1) + timedelta(days=chance.randrange(30)),
            f"1380000{chance.randrange(10_000):04d}",
            "",
        )


def _new_number(chance: random.Random, taken: set[str]) -> tuple[str, date]:
    from jscert.roster.identity_numbers import check_character

    while True:
        born = date(1968, 1, 1) + timedelta(days=chance.randrange(13_000))
        body = f"320199{born:%Y%m%d}{chance.randrange(1, 1000):03d}"
        if body not in taken:
            taken.add(body)
            return body + check_character(body), born


class MadePhotos:
    """Gives every person a picture of its own: one JPEG whose quantisation table spells the number."""

    def __init__(self) -> None:
        grain = Image.frombytes("L", (295, 413), random.Random(35).randbytes(295 * 413))
        picture = Image.blend(Image.linear_gradient("L").resize(grain.size), grain, 0.1)
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=40)
        jpeg = buffer.getvalue()
        table = jpeg.index(b"\xff\xdb") + 5
        self._head, self._tail = jpeg[:table], jpeg[table + 18 :]

    def read_one(self, identity_number: str) -> bytes:
        return self._head + identity_number.encode() + self._tail

    def words_beside(self, _: str) -> tuple[str, ...]:
        return ()


class NoSpool:
    """Throws photos away, as a dry run does."""

    def put(self, jpeg: bytes, width_px: int, height_px: int, components: int, /) -> PhotoSlip:
        from jscert.certificates import PhotoSlip

        return PhotoSlip(
            offset=0,
            length=len(jpeg),
            sha256=hashlib.sha256(jpeg).hexdigest(),
            width_px=width_px,
            height_px=height_px,
            components=components,
        )


def read_and_check(roster: Path) -> int:
    from typing import Any, cast

    from jscert.commands.orders import paced_for_a_batch
    from jscert.families.catalogue import catalogue
    from jscert.roster.limits import ScreeningRules
    from jscert.roster.reading import read_rows
    from jscert.screening import ScreeningOrder, screen_rows

    house = catalogue()
    order = ScreeningOrder(
        catalogue=house,
        rules=ScreeningRules(),
        photos=cast("Any", MadePhotos()),
        on_day=ISSUED_ON,
    )
    with paced_for_a_batch():
        screening = screen_rows([read_rows(roster, house)], order, NoSpool())
    if screening.rejections:
        sys.exit(f"jscert refused {len(screening.rejections)} rows: {screening.rejections[0]}")
    return len(screening.applicants)


def read_only(roster: Path) -> int:
    from jscert.commands.orders import paced_for_a_batch
    from jscert.families.catalogue import catalogue
    from jscert.roster.reading import read_rows

    with paced_for_a_batch():
        return len(read_rows(roster, catalogue()).rows)


def mark_faults(roster: Path) -> int:
    """Write the workbook that `check` returns: one row in a hundred has a fault, in a cell of its own."""
    from jscert.workbooks.checked import mark_workbook
    from jscert.workbooks.marking import Mark, Marking, Weight

    rows = int(roster.stem.rpartition("-")[2])
    marks = tuple(
        Mark(
            sheet="特种作业人员",
            row=row,
            column=row // 100 % len(HEADER),
            weight=Weight.FAULT,
            code="JSC-R033",
            text="身份证号 320199********0011 的校验码不对，至少有一位写错了",
            hint="按身份证逐位核对",
            shown="320199********0011",
        )
        for row in range(50, rows, 100)
    )
    marked, suffix = mark_workbook(roster.read_bytes(), Marking(lines=("名册",), marks=marks))
    roster.with_name(f"{roster.stem}-checked{suffix}").write_bytes(marked)
    return rows


def load_plainly(roster: Path) -> int:
    return _load(roster, read_only=False)


def load_read_only(roster: Path) -> int:
    return _load(roster, read_only=True)


def _load(roster: Path, *, read_only: bool) -> int:
    import openpyxl

    rows = 0
    for sheet in openpyxl.load_workbook(roster, read_only=read_only).worksheets:
        for cells in sheet.iter_rows(values_only=True):
            rows += cells[0] is not None
    return rows - 1


CONTESTANTS: dict[str, Callable[[Path], int]] = {
    "jscert-read": read_only,
    "jscert": read_and_check,
    "jscert-marked": mark_faults,
    "openpyxl-read-only": load_read_only,
    "openpyxl": load_plainly,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--contestant", choices=CONTESTANTS)
    options = parser.parse_args()
    roster = HERE / "out" / f"roster-{options.rows}.xlsx"
    if options.contestant:
        print(json.dumps(_measure(CONTESTANTS[options.contestant], roster)))
        return
    if not roster.exists():
        print(f"Writing {options.rows} people …", flush=True)
        roster.parent.mkdir(parents=True, exist_ok=True)
        write_long_roster(roster, options.rows)
    measured: dict[str, list[Round]] = {name: [] for name in CONTESTANTS}
    for number in range(1, options.rounds + 1):
        for name, rounds in measured.items():
            rounds.append(_in_a_child(name, options.rows))
            print(f"round {number}  {name:20} {rounds[-1].seconds:6.2f} s", flush=True)
    table, holds = _report(measured)
    print(f"\n{table}")
    sys.exit(0 if holds else 1)


def _measure(contestant: Callable[[Path], int], roster: Path) -> dict[str, float]:
    import openpyxl  # noqa: F401 - before the clock, as jscert's own modules

    import jscert.commands.orders
    import jscert.screening  # noqa: F401

    start, cpu_start = time.perf_counter(), time.process_time()
    rows = contestant(roster)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    return {
        "rows": rows,
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "peak_mib": _peak_mib(),
    }


def _peak_mib() -> float:
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _in_a_child(name: str, rows: int) -> Round:
    command = [sys.executable, __file__, "--rows", str(rows), "--contestant", name]
    finished = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    if finished.returncode:
        sys.exit(f"{name} failed")
    return Round(**json.loads(finished.stdout.splitlines()[-1]))


def _report(measured: dict[str, list[Round]]) -> tuple[str, bool]:
    ours = measured["jscert"]
    seconds = statistics.median(r.seconds for r in ours)
    peak = max(r.peak_mib for r in ours)
    reading, streamed, plain = (
        statistics.median(r.seconds for r in measured[name])
        for name in ("jscert-read", "openpyxl-read-only", "openpyxl")
    )
    fastest = min(streamed, plain)
    marked = measured["jscert-marked"]
    marking = statistics.median(r.seconds for r in marked)
    marking_peak = max(r.peak_mib for r in marked)
    bars = (
        (f"at most {SECONDS_BAR} s", f"{seconds:.1f} s", seconds <= SECONDS_BAR),
        (f"peak memory at most {MEMORY_BAR_MIB} MiB", f"{peak:.0f} MiB", peak <= MEMORY_BAR_MIB),
        (f"marked in at most {SECONDS_BAR} s", f"{marking:.1f} s", marking <= SECONDS_BAR),
        (
            f"marked within {MEMORY_BAR_MIB} MiB",
            f"{marking_peak:.0f} MiB",
            marking_peak <= MEMORY_BAR_MIB,
        ),
        (
            "read not slower than by openpyxl in any mode",
            f"{fastest / reading:.1f} × as fast",
            reading <= fastest,
        ),
        (
            "read and checked not slower than openpyxl reads plainly (whole)",
            f"{plain / seconds:.1f} × as fast",
            seconds <= plain,
        ),
    )
    lines = [
        f"| {ours[0].rows} rows × {len(HEADER)} columns | s | CPU s | rows/s | peak MiB |",
        "|---|--:|--:|--:|--:|",
        *(_line(TITLES[name], rounds) for name, rounds in measured.items()),
        "",
        "| bar | measured | holds |",
        "|---|--:|---|",
        *(f"| {bar} | {value} | {'yes' if holds else '**no**'} |" for bar, value, holds in bars),
    ]
    return "\n".join(lines), all(holds for *_, holds in bars)


def _line(title: str, rounds: list[Round]) -> str:
    seconds = statistics.median(r.seconds for r in rounds)
    cpu = statistics.median(r.cpu_seconds for r in rounds)
    peak = max(r.peak_mib for r in rounds)
    rate = rounds[0].rows / seconds
    return f"| {title} | {seconds:.2f} | {cpu:.2f} | {rate:.0f} | {peak:.0f} |"


if __name__ == "__main__":
    main()
