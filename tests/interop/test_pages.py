"""Certificates before foreign judges: qpdf, veraPDF, poppler, pdfium, zbar and zxing.

Sealed prints of the five forms with ordinary and longest values, and of names that need every font.
"""

from __future__ import annotations

import subprocess
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest
import zxingcpp

from jscert.sealing.pdf_check import check_pdf
from jscert.sealing.pdf_seal import hole_bytes, seal_pdf
from tests import judges
from tests.layouts_builders import AUTHORITY, FORMS, LONGEST, ORDINARY, blank, job
from tests.sealing_builders import authority, pdf_signer
from tests.tools import need
from tests.verapdf import faults

if TYPE_CHECKING:
    from pathlib import Path

    from jscert.layouts.form import PrintJob

NAMES = (
    *("王䶮", "李𬱟", "陈𱁬", "王𮧵", "欧阳㛃", "赵𫖯𪨶", "𠅤𡐓", "鿍小明", "张𢓽", "李𣂤𢔃"),
    *("买买提·吐尔逊", "龘靐齉", "瑨𤨁", "Anna-Maria O'Neill 安娜"),
)
RESOLUTIONS = (150, 200)


@dataclass(frozen=True)
class Sample:
    """A sealed certificate and the job it was printed from."""

    label: str
    kind: str
    job: PrintJob
    path: Path

    @property
    def printed_texts(self) -> list[str]:
        """Every text of the page in reading order, without blanks, as a listener should hear it."""
        form = FORMS[self.kind]
        rows = [row.spoken + value for row, value in zip(form.rows, self.job.values, strict=True)]
        texts = [
            *form.title_lines,
            *rows,
            form.statement,
            form.qr_caption,
            form.authority_label + AUTHORITY,
            form.issued_label + self.job.issued_text,
            form.foot,
        ]
        return ["".join(text.split()) for text in texts]


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sample, ...]:
    """Print and seal the samples."""
    folder = tmp_path_factory.mktemp("pages")
    cases = [(f"{kind}-ordinary", kind, ORDINARY) for kind in FORMS]
    cases += [(f"{kind}-longest", kind, LONGEST) for kind in FORMS]
    cases += [(f"name-{i}", "safety-b", ORDINARY | {"name": n}) for i, n in enumerate(NAMES)]
    room = hole_bytes(pdf_signer())
    made = []
    for label, kind, words in cases:
        one = job(kind, words, hole_bytes=room)
        path = folder / f"{label}.pdf"
        path.write_bytes(seal_pdf(blank(kind).print(one), pdf_signer()).data)
        made.append(Sample(label, kind, one, path))
    return tuple(made)


@cache
def poppler_text(path: Path) -> str:
    """Extract a page's text with poppler, without blanks and line ends."""
    return "".join(judges.output(need("pdftotext"), "-layout", str(path), "-").split())


def test_the_checker_takes_every_print(samples: tuple[Sample, ...]) -> None:
    """What the press writes is the strict container that verification demands."""
    assert {s.label: check_pdf(s.path.read_bytes()).findings for s in samples} == {
        s.label: () for s in samples
    }


def test_qpdf_finds_nothing(samples: tuple[Sample, ...]) -> None:
    """Syntax and streams are sound."""
    assert {s.label: judges.qpdf_complaint(s.path) for s in samples} == {
        s.label: "" for s in samples
    }


@pytest.mark.parametrize("flavour", ["3a", "3u", "ua1"])
def test_verapdf_finds_nothing(samples: tuple[Sample, ...], flavour: str) -> None:
    """PDF/A-3a, PDF/A-3u and the machine checks of PDF/UA-1 hold for every sample."""
    assert faults(flavour, [sample.path for sample in samples]) == {}


def test_poppler_extracts_every_value(samples: tuple[Sample, ...]) -> None:
    """Names with rare hanzi, numbers, employers over several lines: all come back."""
    for sample in samples:
        found = poppler_text(sample.path)
        for value in (*sample.job.values, sample.job.issued_text):
            assert "".join(value.split()) in found, sample.label


def test_poppler_honours_the_spoken_labels(samples: tuple[Sample, ...]) -> None:
    """姓　　名 is extracted as 姓名."""
    assert all("姓名：" in poppler_text(sample.path) for sample in samples)


def test_pdfium_extracts_the_page_in_reading_order(samples: tuple[Sample, ...]) -> None:
    """Title, rows label by value, statement, caption, issuer, date, foot: nothing else."""
    for sample in samples:
        with closing(pdfium.PdfDocument(sample.path)) as document:
            text = document[0].get_textpage().get_text_range()
        assert "".join(text.split()) == "".join(sample.printed_texts), sample.label


@pytest.mark.parametrize("lettering", ["样证", "样章", "试用"])
def test_lettering_of_pictures_is_never_text(samples: tuple[Sample, ...], lettering: str) -> None:
    """Watermark and seal are outlines and do not get into extracted text."""
    assert not any(lettering in poppler_text(sample.path) for sample in samples)


def test_poppler_trusts_one_signature_over_the_whole_file(
    samples: tuple[Sample, ...], tmp_path: Path
) -> None:
    """Nothing lies outside the signed ranges, and the signer stands on the root."""
    database = judges.nss_database(tmp_path, authority()["root"].certificate)
    for sample in samples:
        assert judges.pdfsig_complaint(sample.path, database) == "", sample.label


def test_pyhanko_sees_a_certified_whole_file(samples: tuple[Sample, ...]) -> None:
    """Intact, valid, trusted, whole file, DocMDP P=1."""
    root = authority()["root"].certificate
    for sample in samples:
        assert judges.pyhanko_complaint(sample.path.read_bytes(), root) == "", sample.label


def test_every_font_is_embedded_cut_down_and_readable(samples: tuple[Sample, ...]) -> None:
    """Embedded, subset and with a Unicode map, says poppler of each."""
    for sample in samples:
        _, _, *fonts = judges.output(need("pdffonts"), str(sample.path)).splitlines()
        assert fonts
        assert all(line[54:].split()[1:4] == ["yes"] * 3 for line in fonts), fonts


def test_poppler_lists_both_attachments(samples: tuple[Sample, ...]) -> None:
    """A foreign reader finds the record and the token."""
    listed = judges.output(need("pdfdetach"), "-list", str(samples[0].path))
    assert "record.json" in listed
    assert "token.cose" in listed


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_zxing_reads_the_qr_code_off_the_page(samples: tuple[Sample, ...], resolution: int) -> None:
    """Rendered by pdfium, at screen and at print-out resolution."""
    for sample in samples:
        with closing(pdfium.PdfDocument(sample.path)) as document:
            picture = document[0].render(scale=resolution / 72).to_pil()
        read = zxingcpp.read_barcodes(picture)
        codes = [code.text for code in read if code.format == zxingcpp.BarcodeFormat.QRCode]
        assert codes == [sample.job.qr_text], sample.label


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_zbar_reads_the_qr_code_off_the_page(
    samples: tuple[Sample, ...], resolution: int, tmp_path: Path
) -> None:
    """Rendered by poppler and read by another decoder."""
    zbar, poppler = need("zbarimg"), need("pdftoppm")
    corner = [round(mm * resolution / 25.4) for mm in (20, 195, 65, 60)]  # where the code stands
    crop = [
        str(word) for pair in zip(("-x", "-y", "-W", "-H"), corner, strict=True) for word in pair
    ]
    for sample in samples[:10]:
        target = tmp_path / sample.label
        options = ("-r", str(resolution), *crop, "-gray", "-png", "-singlefile")
        judges.output(poppler, *options, str(sample.path), str(target))
        command = [zbar, "--quiet", "--raw", f"{target}.png"]
        ran = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
        assert ran.stdout.strip() == sample.job.qr_text, sample.label
