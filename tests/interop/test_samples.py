"""Every sample certificate before foreign judges: signature, structure, PDF/A, text, QR code."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from jscert.certificates import Certificate, read_record
from jscert.families.catalogue import catalogue
from jscert.sealing.pdf_check import check_pdf
from jscert.sealing.token import token_from_qr_text
from tests import judges, verapdf
from tests.issuing_builders import issue_at, opened, order, trial_home
from tests.tools import need

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent.parent
SHEETS = 5
PER_SHEET = 12
LARGEST = 105_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An issued sample: file, record and token as embedded."""

    path: Path
    record: Certificate
    token: bytes

    def __str__(self) -> str:
        return self.path.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """All samples and the root (DER) their signer stands on."""

    folder: Path
    root: bytes
    all: tuple[Sample, ...]

    def one_of_each_kind(self) -> tuple[Sample, ...]:
        """Give the first sample of every kind."""
        return tuple({s.record.kind: s for s in reversed(self.all)}.values())


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """Issue the sample roster once."""
    folder = tmp_path_factory.mktemp("samples")
    home = trial_home(folder / "home")
    receipt = issue_at(home, order(ROOT / "samples" / "roster.xlsx"))
    assert not receipt.rejections
    with opened(home) as office:
        root = office.keys.trust.root
    paths = [Path(receipt.folder) / c.file for c in receipt.certificates]
    return Samples(folder=folder, root=root, all=tuple(map(_sample, paths)))


def _sample(path: Path) -> Sample:
    attachments = check_pdf(path.read_bytes()).attachments
    record = read_record(attachments["record.json"])
    return Sample(path=path, record=record, token=attachments["token.cose"])


def test_there_are_five_forms_of_twelve(samples: Samples) -> None:
    """Each printed form has at least twelve people."""
    kinds = [sample.record.kind for sample in samples.all]
    assert len(set(kinds)) == SHEETS
    assert min(kinds.count(kind) for kind in set(kinds)) >= PER_SHEET


def test_the_special_people_are_among_them(samples: Samples) -> None:
    """Long, minority and rare names, X, a residence permit and a long employer are covered."""
    records = [sample.record for sample in samples.all]
    names = {record.name for record in records}
    assert {"王䶮", "李𬱟", "陈𱁬"} <= names
    assert any(len(name) == 4 and "·" not in name for name in names)
    assert any("·" in name and len(name) >= 20 for name in names)
    assert any(record.identity_number.endswith("X") for record in records)
    assert any(record.identity_number[:2] in {"81", "82", "83"} for record in records)
    assert any(len(record.employer) >= 40 for record in records)


def test_no_file_is_larger_than_promised(samples: Samples) -> None:
    """105 KB at most."""
    assert max(sample.path.stat().st_size for sample in samples.all) <= LARGEST


def test_qpdf_finds_no_fault(samples: Samples) -> None:
    """No error, no warning."""
    assert _complaints(samples, judges.qpdf_complaint) == {}


def test_pdfsig_trusts_every_one(samples: Samples) -> None:
    """One valid, trusted signature over the total document."""
    database = samples.folder / "nss"
    database.mkdir(exist_ok=True)
    judges.nss_database(database, samples.root)
    told = _complaints(samples, lambda path: judges.pdfsig_complaint(path, database))
    assert told == {}


def test_openssl_verifies_every_cms(samples: Samples) -> None:
    """CAdES, up to the root."""
    told = _complaints(
        samples, lambda path: judges.openssl_complaint(path, samples.folder, samples.root)
    )
    assert told == {}


def test_pyhanko_accepts_every_one(samples: Samples) -> None:
    """Whole-file coverage and a certification that permits no change."""
    told = _complaints(
        samples, lambda path: judges.pyhanko_complaint(path.read_bytes(), samples.root)
    )
    assert told == {}


def _complaints(samples: Samples, judge: Callable[[Path], str]) -> dict[str, str]:
    told = ((sample.path.name, judge(sample.path)) for sample in samples.all)
    return {name: words for name, words in told if words}


@pytest.mark.parametrize("flavour", ["3a", "3u", "ua1"])
def test_verapdf_finds_every_one_compliant(samples: Samples, flavour: str) -> None:
    """PDF/A-3a, PDF/A-3u and the machine checks of PDF/UA-1."""
    assert verapdf.faults(flavour, [sample.path for sample in samples.all]) == {}


def _printed(sample: Sample) -> tuple[str, ...]:
    """Say what must be found in a page's text, blanks and line breaks aside."""
    kind = catalogue().kind(sample.record.kind)
    form = kind.form
    values = kind.printed_values(sample.record)
    rows = (row.spoken + value for row, value in zip(form.rows, values, strict=True))
    issued = form.issued_label + kind.issued_text(sample.record.issued_on)
    ending = (form.qr_caption, form.authority_label + sample.record.authority, issued, form.foot)
    return ("".join(form.title_lines), *rows, form.statement, *ending)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_pdfium_reads_every_row_in_order(samples: Samples) -> None:
    """Title, label and value of each row, statement and foot stand in the text in reading order."""
    for sample in samples.all:
        with closing(pypdfium2.PdfDocument(sample.path.read_bytes())) as document:
            text = document[0].get_textpage().get_text_range()
        _check_order(sample, text)


def test_poppler_reads_every_row_in_order(samples: Samples) -> None:
    """The same by another extractor, in content order."""
    tool = need("pdftotext")
    for sample in samples.all:
        _check_order(sample, judges.output(tool, "-raw", "-enc", "UTF-8", str(sample.path), "-"))


def _check_order(sample: Sample, text: str) -> None:
    found, place = _bare(text), 0
    for words in map(_bare, _printed(sample)):
        at = found.find(words, place)
        assert at >= 0, (sample.path.name, words, found)
        place = at + len(words)
    assert not {"样证", "样章", "试用"} & {found[at : at + 2] for at in range(len(found))}


@pytest.mark.parametrize("dpi", [150, 200])
def test_zxing_reads_every_code(samples: Samples, dpi: int) -> None:
    """The symbol on the rendered page gives the embedded token."""
    for sample in samples.all:
        read = zxingcpp.read_barcodes(_rendered(sample, dpi))
        (found,) = (code for code in read if code.format == zxingcpp.BarcodeFormat.QRCode)
        assert token_from_qr_text(found.text) == sample.token


@pytest.mark.parametrize("dpi", [150, 200])
def test_zbar_reads_every_code(samples: Samples, dpi: int) -> None:
    """The same by another reader."""
    tool = need("zbarimg")
    for sample in samples.all:
        picture = samples.folder / "page.pgm"
        _rendered(sample, dpi).convert("L").save(picture)
        said = judges.output(
            tool, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(picture), may_mutter=True
        )
        assert token_from_qr_text(said.strip()) == sample.token, sample


def _rendered(sample: Sample, dpi: int) -> Image.Image:
    with closing(pypdfium2.PdfDocument(sample.path.read_bytes())) as document:
        picture: Image.Image = document[0].render(scale=dpi / 72, may_draw_forms=False).to_pil()
    return picture
