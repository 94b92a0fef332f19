"""The printed file: what is in it, that it is exactly so, and what is refused."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from jscert.errors import Code, JscertError
from jscert.layouts import page
from jscert.layouts.press import compile_form
from tests.layouts_builders import AUTHORITY, FORMS, LONGEST, blank, house, job, photo

if TYPE_CHECKING:
    from jscert.certificates import PrintedPdf

KINDS = tuple(FORMS)
LARGEST_FILE = 105 * 1024


def printed(kind: str = "safety-a", words: dict[str, str] | None = None, **over: Any) -> PrintedPdf:
    """Print a certificate."""
    return blank(kind).print(job(kind, words, **over))


def opened(kind: str = "safety-a", words: dict[str, str] | None = None, **over: Any) -> pikepdf.Pdf:
    """Print a certificate and open it with a foreign reader."""
    return pikepdf.open(io.BytesIO(printed(kind, words, **over).data))


def refusal(words: dict[str, str] | None = None, **over: Any) -> JscertError:
    """Give the error that printing raises."""
    with pytest.raises(JscertError) as caught:
        printed("safety-a", words, **over)
    return caught.value


def elements(pdf: pikepdf.Pdf) -> list[Any]:
    """List the structure elements in reading order, the document first."""
    found = []

    def walk(element: Any) -> None:
        found.append(element)
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else []:
            walk(kid)

    walk(pdf.Root.StructTreeRoot.K)
    return found


def test_the_hole_is_empty_and_as_large_as_asked_for() -> None:
    """Sealing finds two zeros for each byte it asked for."""
    made = printed(hole_bytes=700)
    assert made.data[made.hole_start : made.hole_end] == b"0" * 1400


def test_the_hole_lies_between_angle_brackets() -> None:
    """The brackets belong to the gap, the digits to the hole."""
    made = printed()
    assert made.data[made.hole_start - 1 : made.hole_start] == b"<"
    assert made.data[made.hole_end : made.hole_end + 1] == b">"


def test_the_byte_range_covers_all_but_the_hole() -> None:
    """From the first byte to the last, with the gap exactly around the contents."""
    made = printed()
    ranges = re.search(rb"/ByteRange\[0 (\d+) +(\d+) +(\d+) *\]", made.data)
    assert ranges is not None
    assert tuple(map(int, ranges.groups())) == (
        made.hole_start - 1,
        made.hole_end + 1,
        len(made.data) - made.hole_end - 1,
    )


def test_objects_lie_back_to_back() -> None:
    """Header, objects, one table, one trailer, one end: nothing in between."""
    data = printed().data
    table = data.index(b"xref\n0 ")
    offsets = sorted(int(m) for m in re.findall(rb"(\d{10}) 00000 n \n", data[table:]))
    assert data[:15] == b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    assert offsets[0] == 15
    for start, end in zip(offsets, [*offsets[1:], table], strict=True):
        assert re.match(rb"\d+ 0 obj\n", data[start : start + 12])
        assert data[:end].endswith(b"\nendobj\n")


def test_the_file_ends_once() -> None:
    """One end mark with one line end."""
    data = printed().data
    assert data.endswith(b"\n%%EOF\n")
    assert data.count(b"startxref") == 1


def test_the_same_job_gives_the_same_bytes() -> None:
    """Printing is a pure function."""
    assert printed().data == printed().data


def test_another_process_prints_the_same_bytes() -> None:
    """Hash seed, process and time play no part."""
    code = (
        "import hashlib; from tests.layouts_builders import blank, job;"
        "print(hashlib.sha256(blank().print(job()).data).hexdigest())"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert ran.stdout.strip() == hashlib.sha256(printed().data).hexdigest()


def test_a_blank_can_travel() -> None:
    """A pickled blank prints as the one it was made from."""
    travelled = pickle.loads(pickle.dumps(blank()))  # noqa: S301 - our own bytes
    assert travelled.print(job()).data == printed().data


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_with_a_photo_of_30_kb_is_small(kind: str) -> None:
    """The longest values included, a certificate takes at most 105 KB."""
    assert len(photo()) > 29 * 1024
    assert len(printed(kind, LONGEST).data) <= LARGEST_FILE


def test_the_id_comes_from_record_token_and_number() -> None:
    """A file of another record is another document; the photo alone makes none."""
    first, same, other = opened(), opened(photo=photo(kilobytes=20)), opened(record=b"{}")
    assert first.trailer.ID[0] == first.trailer.ID[1] == same.trailer.ID[0]
    assert first.trailer.ID[0] != other.trailer.ID[0]


def test_attachments_are_the_jobs_own_bytes() -> None:
    """Record and token come out as they went in."""
    given, pdf = job(), opened()
    files = pdf.attachments
    assert files["record.json"].get_file().read_bytes() == given.record
    assert files["token.cose"].get_file().read_bytes() == given.token


def test_attachments_are_associated_files() -> None:
    """Each says how it belongs to the document (ISO 19005-3, annex E)."""
    pdf = opened()
    relations = {str(f.UF): str(f.AFRelationship) for f in pdf.Root.AF}
    assert relations == {"record.json": "/Source", "token.cose": "/Data"}


def test_attachments_say_what_they_are() -> None:
    """MIME types are those of JSON and COSE."""
    pdf = opened()
    types = {str(f.UF): str(f.EF.F.Subtype) for f in pdf.Root.AF}
    assert types == {"record.json": "/application/json", "token.cose": "/application/cose"}


def test_the_document_speaks_chinese() -> None:
    """Readers choose a voice by /Lang."""
    pdf = opened()
    assert str(pdf.Root.Lang) == "zh-CN"


@pytest.mark.parametrize("kind", KINDS)
def test_the_title_is_shown_and_says_form_and_number(kind: str) -> None:
    """Windows and tabs show title and number, not the file's name."""
    pdf = opened(kind)
    title = f"{''.join(FORMS[kind].title_lines)} 苏建安A(2026)0100001"
    assert str(pdf.docinfo["/Title"]) == title
    assert pdf.open_metadata()["dc:title"] == title
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_metadata_names_no_person() -> None:
    """Indexers read metadata; the holder's name and number are not for them."""
    pdf = opened()
    found = bytes(pdf.Root.Metadata.read_bytes()).decode() + str(dict(pdf.docinfo))
    assert "王小明" not in found
    assert "32010219900307101X" not in found


def test_markup_in_an_authoritys_name_is_escaped() -> None:
    """XMP stays well-formed whatever an authority is called."""
    made = compile_form(FORMS["safety-a"], house(authority="A&B<住建厅>")).print(job())
    pdf = pikepdf.open(io.BytesIO(made.data))
    assert list(pdf.open_metadata()["dc:creator"]) == ["A&B<住建厅>"]


def test_times_are_told_in_chinese_time() -> None:
    """02:30 UTC is 10:30 in China, in the signature, the metadata and the information."""
    pdf = opened(sealed_at=datetime(2026, 11, 22, 2, 30, tzinfo=UTC))
    signature = pdf.Root.AcroForm.Fields[0].V
    assert str(signature.M) == "D:20261122103000+08'00'"
    assert str(pdf.docinfo["/ModDate"]) == "D:20261122103000+08'00'"
    assert pdf.open_metadata()["xmp:ModifyDate"] == "2026-11-22T10:30:00+08:00"


def test_the_signature_certifies_the_document() -> None:
    """DocMDP with P=1: no change is allowed."""
    pdf = opened()
    signature = pdf.Root.AcroForm.Fields[0].V
    (reference,) = signature.Reference
    assert str(reference.TransformMethod) == "/DocMDP"
    assert int(reference.TransformParams.P) == 1
    assert signature.objgen == pdf.Root.Perms.DocMDP.objgen == (1, 0)


def test_the_signature_widget_lies_over_the_seal() -> None:
    """Clicking the seal opens the signature; it prints and is locked."""
    pdf = opened()
    widget = pdf.Root.AcroForm.Fields[0]
    seal = page.SEAL
    corners = [seal.x, seal.y, seal.x + seal.width, seal.y + seal.height]
    assert [float(v) for v in widget.Rect] == pytest.approx(corners, abs=0.01)
    assert int(widget.F) == 132


@pytest.mark.parametrize("kind", KINDS)
def test_the_structure_follows_the_page(kind: str) -> None:
    """Heading, rows, photo, statement, QR code, caption, issuer, date, seal, foot."""
    pdf = opened(kind)
    tags = [str(e.S)[1:] for e in elements(pdf)]
    rows = ["TR", "TH", "TD"] * 5
    tail = ["Figure", "P", "Figure", "P", "P", "P", "Form", "P"]
    assert tags == ["Document", "H1", "Table", *rows, *tail]


def test_pictures_and_seal_have_alternative_texts() -> None:
    """Photo, QR code and seal are described."""
    pdf = opened()
    texts = [str(e.Alt) for e in elements(pdf) if "/Alt" in e]
    assert texts == ["持证人照片", "二维码：实时数据，扫码验证", f"{AUTHORITY}的电子印章"]


def test_a_drawn_out_label_is_read_as_a_word() -> None:
    """The blanks in 姓　　名 are for the eye: ActualText gives the word."""
    pdf = opened()
    content = pdf.pages[0].Contents.read_bytes()
    actual = re.findall(rb"/ActualText <([0-9A-F]+)>", content)
    assert [bytes.fromhex(a.decode()).decode("utf-16") for a in actual] == ["姓名："]


def test_every_mark_belongs_to_an_element() -> None:
    """The parent tree leads from each marked content to its element."""
    pdf = opened()
    marks = re.findall(rb"/MCID (\d+)", pdf.pages[0].Contents.read_bytes())
    parents = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    assert [int(m) for m in marks] == list(range(len(parents)))
    assert [int(p.K) for p in parents] == list(range(len(parents)))


def test_ornament_and_watermark_are_artifacts_without_text() -> None:
    """The picture part shows no text and loads no font."""
    pdf = opened()
    frame = pdf.pages[0].Resources.XObject.Frame
    assert "/Font" not in frame.Resources
    assert b"BT" not in frame.read_bytes().split()


def test_a_watermark_is_drawn_for_trial_houses_only() -> None:
    """Without the word the page has one picture fewer in its frame."""
    trial = blank().skeleton.prefix
    real = blank(trial=False).skeleton.prefix
    assert trial != real
    assert len(blank(trial=False).print(job()).data) < len(printed().data)


def test_a_character_without_a_glyph_names_field_and_code_point() -> None:
    """Nothing is printed with a hole in it."""
    fault = refusal({"employer": "江苏\ue000公司"})
    assert fault.code is Code.GLYPH_MISSING
    assert fault.facts == {"character": "U+E000", "field": "employer", "label": "企业名称"}


def test_a_text_too_long_names_its_field() -> None:
    """Nothing shrinks below 8 points."""
    fault = refusal({"employer": "江苏建筑工程" * 40})
    assert fault.code is Code.TEXT_OVERFLOW
    assert fault.facts == {"field": "employer", "label": "企业名称"}


def test_a_row_of_another_name_than_the_holders_is_refused() -> None:
    """The job's name and its name row must agree."""
    assert refusal(name="李小明").code is Code.PRINT_UNPROVEN


def test_a_photo_that_is_no_jpeg_is_refused() -> None:
    """The press embeds bytes as they are and so looks at them first."""
    assert refusal(photo=b"GIF89a").code is Code.PHOTO_UNREADABLE


def test_a_qr_text_too_long_to_scan_is_refused() -> None:
    """Modules below 0.4 mm are not printed."""
    assert refusal(qr_text="HTTPS://JSCERT.EXAMPLE/V#" + "1" * 2000).code is Code.PRINT_UNPROVEN


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"authority": "江苏" * 120}, Code.TEXT_OVERFLOW),
        ({"authority": "\ue000"}, Code.GLYPH_MISSING),
    ],
)
def test_a_house_that_cannot_be_printed_is_refused_when_compiling(
    what: dict[str, str], code: Code
) -> None:
    """Constant texts are checked once per batch, before anything is reserved."""
    with pytest.raises(JscertError) as caught:
        compile_form(FORMS["safety-a"], house(**what))
    assert caught.value.code is code


def test_printing_loads_no_drawing_library() -> None:
    """A process that only prints pays for no fpdf2, Pillow or fontTools."""
    code = (
        "import sys, json, jscert.layouts.printing, jscert.layouts.measure;"
        "print(json.dumps([m for m in ('fpdf', 'PIL', 'fontTools') if m in sys.modules]))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert json.loads(ran.stdout) == []
