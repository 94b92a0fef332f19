"""Rosters in other formats than .xlsx: text in several codings, resaved by LibreOffice, wrongly named."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from functools import partial
from typing import TYPE_CHECKING

from tests.roster_builders import HEADER
from tests.rosters.making import MAKERS, roster, with_column, with_second
from tests.rosters.people import LI, PASSING_000, THREE, WANG, ZHAO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    Rows = Sequence[Sequence[object]]

_FILTERS = {"xls": "xls:MS Excel 97", "ods": "ods:calc8", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_TOLD_ALIKE = (
    *("plain.xlsx", "number-as-number.xlsx", "number-error-cell.xlsx", "name-rare-hanzi.xlsx"),
    *("dates-of-all-sorts.xlsx", "dates-of-1904.xlsx", "date-in-future.xlsx", "number-twice.xlsx"),
    *("titles-hints-footer.xlsx", "header-two-levels.xlsx", "employers-merged.xlsx"),
    *("numbers-merged.xlsx", "hidden-row.xlsx", "hidden-column.xlsx", "hidden-sheet.xlsx"),
    *("struck-row.xlsx", "empty-sheets.xlsx", "kind-per-sheet.xlsx", "kind-by-column.xlsx"),
)
_RESAVED_IN_SOME = {
    "formula-resaved.xlsx": ("formula-without-value.xlsx", "xlsx"),
    "pictures-floating-resaved.xlsx": ("pictures-floating.xlsx", "xlsx"),
    **{
        f"{source}-resaved.{suffix}": (f"{source}.xlsx", suffix)
        for source in ("pictures-floating", "pictures-floating-askew", "pictures-two-on-a-row")
        for suffix in ("xls", "ods")
    },
}
RESAVED: dict[str, tuple[str, str]] = {
    f"{source.removesuffix('.xlsx')}-resaved.{suffix}": (source, suffix)
    for suffix in _FILTERS
    for source in _TOLD_ALIKE
} | _RESAVED_IN_SOME
"""What LibreOffice makes of other rosters: name → (source, format)."""


def resave(office: str, folder: Path) -> Path:
    """Let LibreOffice save rosters of a folder again, one run per format, into `resaved` beside them."""
    out = folder / "resaved"
    out.mkdir()
    for suffix, export in _FILTERS.items():
        wanted = {source: name for name, (source, kind) in RESAVED.items() if kind == suffix}
        stage = folder / f"as-{suffix}"
        subprocess.run(
            [
                *(office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
                *("--convert-to", export, "--outdir", str(stage)),
                *(str(folder / source) for source in wanted),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        for source, name in wanted.items():
            shutil.move(stage / f"{source.removesuffix('.xlsx')}.{suffix}", out / name)
    return out


def as_text(rows: Rows, delimiter: str = ",", line_end: str = "\r\n") -> str:
    """Write rows as separated text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return out.getvalue()


def _write(data: bytes, path: Path) -> None:
    path.write_bytes(data)


_PLAIN: Rows = [HEADER, *THREE]
_RARE: Rows = with_second(姓名="李𬱟𱁬")
_TEXTS: dict[str, bytes] = {
    "utf8.csv": as_text(_PLAIN).encode(),
    "utf8-bom.csv": as_text(_PLAIN).encode("utf-8-sig"),
    "gb18030.csv": as_text(_PLAIN).encode("gb18030"),
    "gb18030-rare-hanzi.csv": as_text(_RARE).encode("gb18030"),
    "utf16.csv": as_text(_PLAIN).encode("utf-16"),
    "utf16-big-endian.csv": b"\xfe\xff" + as_text(_PLAIN).encode("utf-16-be"),
    "utf16-tabs.txt": as_text(_PLAIN, "\t").encode("utf-16"),
    "tabs.tsv": as_text(_PLAIN, "\t").encode(),
    "tabs-gb18030.tsv": as_text(_PLAIN, "\t").encode("gb18030"),
    "semicolons.csv": as_text(_PLAIN, ";").encode(),
    "line-feeds.csv": as_text(_PLAIN, line_end="\n").encode(),
    "comma-in-a-cell.csv": as_text([HEADER, WANG, ("x",), ZHAO])
    .replace("x", ",".join((*LI[:2], "江苏", "样例公司", LI[3])))
    .encode(),
    "carriage-returns.csv": as_text(_PLAIN, line_end="\r").encode(),
    "no-last-line-end.csv": as_text(_PLAIN).rstrip().encode(),
    "quoted.csv": as_text(
        [("姓名", "身份证号\n（必填）", *HEADER[2:]), WANG, (*LI[:2], "江苏,样例", LI[3]), ZHAO]
    ).encode(),
    "ragged.csv": as_text(
        [("2026年第一批名册",), HEADER, *THREE, (), ("合计", "3人"), ("审核人：",)]
    ).encode("gb18030"),
    "number-in-power-form.csv": as_text(with_second(身份证号="3.20199E+17")).encode(),
    "number-ending-in-000.csv": as_text(with_second(身份证号=PASSING_000)).encode(),
    "number-after-tab.csv": as_text(with_second(身份证号=f"\t{LI[1]}")).encode(),
    "number-after-apostrophe.csv": as_text(with_second(身份证号=f"'{LI[1]}")).encode("gb18030"),
    "number-as-formula.csv": as_text(with_second(身份证号=f'="{LI[1]}"')).encode("gb18030"),
    "dates.csv": as_text(with_column("出生日期", "1985/6/1", "1978年11月23日", "1992.2.29")).encode(
        "gb18030"
    ),
    "name-missing.csv": as_text(with_second(姓名="")).encode(),
    "spreadsheet-separator.csv": b"sep=;\r\n" + as_text(_PLAIN, ";").encode(),
}
for _name, _data in _TEXTS.items():
    roster(_name)(partial(_write, _data))


@roster("workbook-named.xls")
def _named_xls(path: Path) -> None:
    MAKERS["plain.xlsx"](path.with_suffix(".xlsx.made"))
    path.with_suffix(".xlsx.made").rename(path)


@roster("workbook-named.csv")
def _named_csv(path: Path) -> None:
    _named_xls(path)


@roster("text-named.xls")
def _text_named(path: Path) -> None:
    path.write_bytes(_TEXTS["gb18030.csv"])
