"""The blank roster in LibreOffice: filled in, saved and read back it passes; its rules work there."""

from __future__ import annotations

import csv
import io
import subprocess
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from jscert.certificates import Verification
from jscert.roster import columns
from jscert.roster.photos import PhotoSource
from jscert.roster.reading import read_rows
from jscert.roster.template import template_of
from jscert.roster.workbook import column_letter
from jscert.screening import ScreeningOrder, screen_rows
from jscert.settings import default_settings
from jscert.workbooks.template import template_workbook
from tests.roster_builders import CATALOGUE, ON_DAY, ListSpool, encoded, identity_of, picture
from tests.tools import need

if TYPE_CHECKING:
    from pathlib import Path

    from jscert.families.catalogue import Kind

FIRST = 5
FIELDS = columns.synonym_table()
NAMES = ("王小明", "阿依·陈")
NUMBERS = (identity_of(date(1985, 6, 1), 11), identity_of(date(1991, 12, 24), 37))
CELLS: dict[str, str | date] = {
    columns.SEX: "男",
    columns.EMPLOYER: "江苏样例建设有限公司",
    columns.CREDIT_CODE: "913200000000000013",
    columns.CITY: "南京",
    columns.PASSED_ON: date(2026, 1, 31),
    columns.VERIFICATION: "通过",
    columns.VERIFIED_ON: date(2026, 1, 15),
    columns.VERIFICATION_REFERENCE: "202601150001234567",
}


def convert(folder: Path, form: str, *sources: Path) -> None:
    """Let LibreOffice open files and save them to `folder`."""
    office = need("soffice")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = ["--convert-to", form, "--outdir", str(folder), *map(str, sources)]
    line = [office, profile, "--headless", *out]
    subprocess.run(line, check=True, capture_output=True, timeout=120)


def fill(kind: Kind, path: Path) -> None:
    """Fill two people into a template, each cell as a person would choose or type it."""
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(template_of(kind))))
    page = book.worksheets[0]
    for place in range(2):
        cells = CELLS | {columns.NAME: NAMES[place], columns.IDENTITY: NUMBERS[place]}
        if kind.posts:
            cells[columns.POST] = kind.posts[-1 - place].name
        for cell in page[3]:
            value = cells.get(FIELDS[columns.word_key(str(cell.value))])
            if value is not None and cell.column:
                page.cell(FIRST + place, cell.column).value = value
    book.save(path)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill in every kind's template and have them all saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("filled")
    sources = [folder / f"{kind.id}.xlsx" for kind in CATALOGUE.kinds]
    for kind, source in zip(CATALOGUE.kinds, sources, strict=True):
        fill(kind, source)
    out = folder / "saved"
    out.mkdir()
    convert(out, "xlsx:Calc MS Excel 2007 XML", *sources)
    return out


@pytest.mark.parametrize("kind", CATALOGUE.kinds, ids=lambda kind: kind.id)
def test_filled_in_and_saved_it_passes(kind: Kind, saved: Path, tmp_path: Path) -> None:
    """Two people become two applicants, without a fault and without a remark."""
    photos = tmp_path / "photos"
    photos.mkdir()
    for place in range(2):
        (photos / f"{NUMBERS[place]}.jpg").write_bytes(encoded(picture(tint=40 * place)))
    reading = read_rows(saved / f"{kind.id}.xlsx", CATALOGUE)
    with PhotoSource([photos]) as source:
        rules = default_settings().screening
        order = ScreeningOrder(catalogue=CATALOGUE, rules=rules, photos=source, on_day=ON_DAY)
        screening = screen_rows([reading], order, ListSpool())
    assert (screening.rejections, screening.warnings) == ((), ())
    assert [one.kind for one in screening.applicants] == [kind.id, kind.id]
    first = screening.applicants[0]
    assert first.passed_on == date(2026, 1, 31)
    assert first.verification == Verification(
        result="passed", checked_on=date(2026, 1, 15), reference="202601150001234567"
    )


def test_rules_and_choices_survive(saved: Path) -> None:
    """Saved by LibreOffice, lists still drop down, and the identity column is still text."""
    page = openpyxl.load_workbook(saved / "special-operations.xlsx").worksheets[0]
    kinds = [rule.type for rule in page.data_validations.dataValidation]
    assert (kinds.count("list"), kinds.count("custom"), kinds.count("date")) == (4, 2, 2)
    place = next(place for place, c in enumerate(page[3]) if "身份证号" in str(c.value))
    assert page[f"{column_letter(place)}{FIRST + 20}"].number_format == "@"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("32010219900307101X", True),
        ("32010219900307101x", True),
        ("320102199003072020", True),
        ("320102199003072021", False),
        ("32010219900307202", False),
        ("3201021990030720200", False),
        ("ABC102199003072020", False),
    ],
)
def test_the_identity_column_knows_right_numbers(
    typed: str, expected: object, tmp_path: Path
) -> None:
    """The rule of the identity column, reckoned by LibreOffice, agrees with GB 11643."""
    book = openpyxl.load_workbook(
        io.BytesIO(template_workbook(template_of(CATALOGUE.kind("safety-a"))))
    )
    (rule,) = (
        rule.formula1
        for rule in book.worksheets[0].data_validations.dataValidation
        if "SUMPRODUCT" in str(rule.formula1)
    )
    trial = openpyxl.Workbook()
    page = trial.worksheets[0]
    page["A1"] = f"=IFERROR({rule},FALSE)"
    page["C5"] = typed
    trial.save(tmp_path / "trial.xlsx")
    convert(tmp_path, "csv", tmp_path / "trial.xlsx")
    with (tmp_path / "trial.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file))[0] == str(expected).upper()
