"""Four usual ways of making such a page, each with its fonts opened as early as the library allows.

Every pen takes a `Page` and gives an unsigned PDF. fpdf2 and typst set it in the three fonts jscert
uses (Song for text, its Bold for titles, Kai for names); ReportLab reads no CFF outlines and sets all of it
in Kai. What a library can prepare once (fonts, seal, frame, template) is prepared before the clock starts.

The same certificate is asked of all, as far as a library can make it at little cost: typst writes PDF/A-3a
with tags, the guilloche frame (SVG), record and token as attachments; ReportLab takes the frame as ready
operators and is spared the rest; fpdf2, slow enough without, draws two plain lines. `TypstPlain` is typst
without PDF/A, tags, attachments and frame, to show what those cost it; it makes no such certificate.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import zxingcpp
from frame import frame_operators, frame_svg
from people import Page
from PIL import Image, ImageDraw

FONTS = Path(__file__).resolve().parent.parent / "fonts"
SONG, BOLD, KAI = "JSSong-Regular.otf", "JSSong-Bold.otf", "JSKai-8105.ttf"
NAME_LABEL = "姓　　名："
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0


class Pen(Protocol):
    def draw(self, page: Page) -> bytes: ...


def seal_picture() -> Image.Image:
    """Draw a plain red round seal, 300 × 300, with transparency."""
    image = Image.new("RGBA", (300, 300), (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((8, 8, 292, 292), outline=(200, 20, 20, 255), width=10)
    pen.regular_polygon((150, 150, 50), 5, fill=(200, 20, 20, 255))
    return image


def qr_picture(text: str) -> Image.Image:
    """Encode with zxing-cpp (1 ms): the cheapest encoder among the installable ones."""
    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    modules = symbol.to_image(scale=1, add_quiet_zones=False)
    height, width = modules.shape
    return Image.frombytes("L", (width, height), bytes(memoryview(modules))).convert("1")


class FpdfPerDocument:
    """fpdf2 as its manual shows it: a new FPDF and `add_font` for every document."""

    def __init__(self, _pages: tuple[Page, ...]) -> None:
        self.fonts = {"song": FONTS / SONG, "bold": FONTS / BOLD, "kai": FONTS / KAI}
        self.seal = seal_picture()

    def draw(self, page: Page) -> bytes:
        from fpdf import FPDF

        pdf = FPDF(format="A4")
        pdf.set_auto_page_break(auto=False)
        for name, path in self.fonts.items():
            pdf.add_font(name, fname=str(path))
        self.prepare(pdf)
        pdf.add_page()
        pdf.set_draw_color(120, 60, 40)
        pdf.rect(10, 10, PAGE_WIDTH - 20, PAGE_HEIGHT - 20)
        pdf.rect(12, 12, PAGE_WIDTH - 24, PAGE_HEIGHT - 24)
        pdf.set_font("bold", size=24)
        for i, line in enumerate(page.title_lines):
            pdf.set_xy(0, 40 + 12 * i)
            pdf.cell(PAGE_WIDTH, 12, line, align="C")
        for i, (label, value) in enumerate(page.rows):
            pdf.set_font("song", size=14)
            pdf.set_xy(25, 85 + 11 * i)
            pdf.cell(30, 10, label)
            pdf.set_font("kai" if label == NAME_LABEL else "song", size=14)
            pdf.cell(85, 10, value)
        pdf.set_font("song", size=14)
        pdf.image(str(page.photo), x=150, y=85, w=35, h=49)
        pdf.set_xy(25, 150)
        pdf.multi_cell(160, 9, page.statement)
        pdf.image(qr_picture(page.qr_text).convert("L"), x=25, y=190, w=40, h=40)
        pdf.set_font("song", size=10)
        pdf.set_xy(25, 232)
        pdf.cell(40, 6, page.caption, align="C")
        pdf.set_font("song", size=14)
        pdf.set_xy(100, 200)
        pdf.cell(90, 10, page.issued_by)
        pdf.set_xy(100, 212)
        pdf.cell(90, 10, page.issued_on)
        pdf.image(self.seal, x=140, y=185, w=42, h=42)
        pdf.set_font("song", size=10)
        pdf.set_xy(0, 270)
        pdf.cell(PAGE_WIDTH, 6, page.foot, align="C")
        return bytes(pdf.output())

    def prepare(self, pdf: object) -> None:
        """Nothing to prepare: the font is as the library opens it."""


class FpdfPerBatch(FpdfPerDocument):
    """fpdf2 with the font cut down once to the batch's characters, and its costliest step switched off.

    HarfBuzz makes the small font file; `recalcBBoxes = False` (a public fontTools attribute) spares
    fpdf2 the recompilation of every outline. Both go beyond what fpdf2's manual advises.
    """

    def __init__(self, pages: tuple[Page, ...]) -> None:
        import tempfile

        import uharfbuzz as hb

        super().__init__(pages)
        wanted = hb.SubsetInput()
        wanted.unicode_set.update({ord(c) for page in pages for c in _all_text(page)})
        self.scratch = tempfile.TemporaryDirectory(prefix="jscert-bench-")
        folder = Path(self.scratch.name)
        for name, path in self.fonts.items():
            small = hb.subset(hb.Face(hb.Blob.from_file_path(str(path))), wanted)
            self.fonts[name] = folder / path.name
            self.fonts[name].write_bytes(small.blob.data)

    def prepare(self, pdf: object) -> None:
        for font in pdf.fonts.values():
            font.ttfont.recalcBBoxes = False


class ReportLab:
    """ReportLab with the font registered once per process."""

    def __init__(self, _pages: tuple[Page, ...]) -> None:
        from reportlab.lib.utils import ImageReader
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        pdfmetrics.registerFont(TTFont("kai", str(FONTS / KAI)))
        self.seal = ImageReader(seal_picture())
        self.frame = frame_operators().decode("latin-1")

    def draw(self, page: Page) -> bytes:
        from reportlab.lib.units import mm
        from reportlab.lib.utils import ImageReader
        from reportlab.pdfgen.canvas import Canvas

        buffer = io.BytesIO()
        pdf = Canvas(buffer, pagesize=(PAGE_WIDTH * mm, PAGE_HEIGHT * mm))

        def text(x: float, y: float, size: float, words: str, *, centred: bool = False) -> None:
            pdf.setFont("kai", size)
            put = pdf.drawCentredString if centred else pdf.drawString
            put(x * mm, (PAGE_HEIGHT - y) * mm, words)

        pdf.saveState()
        pdf._code.append(self.frame)  # noqa: SLF001 - its own calls would cost far more
        pdf.restoreState()
        for i, line in enumerate(page.title_lines):
            text(PAGE_WIDTH / 2, 48 + 12 * i, 24, line, centred=True)
        for i, (label, value) in enumerate(page.rows):
            text(25, 91 + 11 * i, 14, label + value)
        pdf.drawImage(str(page.photo), 150 * mm, 163 * mm, 35 * mm, 49 * mm)
        for i, line in enumerate(_broken(page.statement, 32)):
            text(25, 156 + 9 * i, 14, line)
        qr = ImageReader(qr_picture(page.qr_text).convert("L"))
        pdf.drawImage(qr, 25 * mm, 67 * mm, 40 * mm, 40 * mm)
        text(45, 236, 10, page.caption, centred=True)
        text(100, 206, 14, page.issued_by)
        text(100, 218, 14, page.issued_on)
        pdf.drawImage(self.seal, 140 * mm, 70 * mm, 42 * mm, 42 * mm, mask="auto")
        text(PAGE_WIDTH / 2, 274, 10, page.foot, centred=True)
        pdf.save()
        return buffer.getvalue()


class Typst:
    """typst with one Compiler kept for the whole batch; values arrive as `sys.inputs`."""

    template = "page.typ"
    options: Mapping[str, object] = {"pdf_standards": ["a-3a"]}

    def __init__(self, pages: tuple[Page, ...]) -> None:
        import tempfile

        import typst

        self.scratch = tempfile.TemporaryDirectory(prefix="jscert-bench-")
        self.root = Path(self.scratch.name)
        (self.root / self.template).write_text(TEMPLATES[self.template], encoding="utf-8")
        seal_picture().save(self.root / "seal.png")
        (self.root / "frame.svg").write_text(frame_svg(), encoding="utf-8")
        photos = self.root / "photos"
        photos.symlink_to(pages[0].photo.parent.resolve(), target_is_directory=True)
        self.compiler = typst.Compiler(
            str(self.root / self.template),
            root=str(self.root),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
        )

    def draw(self, page: Page) -> bytes:
        values = {
            "title": page.title_lines,
            "rows": page.rows,
            "name": NAME_LABEL,
            "statement": page.statement,
            "caption": page.caption,
            "by": page.issued_by,
            "on": page.issued_on,
            "foot": page.foot,
            "photo": f"photos/{page.photo.name}",
            "qr": _svg(qr_picture(page.qr_text)),
            "record": page.record,
            "token": page.qr_text,
        }
        inputs = {"page": json.dumps(values, ensure_ascii=False)}
        return self.compiler.compile(format="pdf", sys_inputs=inputs, **self.options)


class TypstPlain(Typst):
    """The same without PDF/A, tags, attachments and frame."""

    template = "plain.typ"
    options: Mapping[str, object] = {"pdf_tags": False}


_PAGE = """
#let p = json(bytes(sys.inputs.page))
#set page(width: 210mm, height: 297mm, margin: 0mm)
#set text(font: "JS Song", size: 14pt, lang: "zh")
#set par(leading: 4mm)
@FRAME@
#place(dy: 42mm, block(width: 210mm,
  align(center, text(size: 24pt, weight: "bold", p.title.join(linebreak())))))
#place(dx: 25mm, dy: 87mm, stack(spacing: 6mm, ..p.rows.map(((label, value)) =>
  label + text(font: if label == p.name { "JS Kai" } else { "JS Song" }, value))))
#place(dx: 150mm, dy: 85mm, image(p.photo, width: 35mm, height: 49mm, alt: "photo"))
#place(dx: 25mm, dy: 150mm, block(width: 160mm, p.statement))
#place(dx: 25mm, dy: 190mm, image(bytes(p.qr), format: "svg", width: 40mm, alt: "QR"))
#place(dx: 25mm, dy: 232mm, block(width: 40mm, align(center, text(size: 10pt, p.caption))))
#place(dx: 100mm, dy: 202mm, p.by)
#place(dx: 100mm, dy: 214mm, p.on)
#place(dx: 140mm, dy: 185mm, image("seal.png", width: 42mm, alt: "seal"))
#place(dy: 270mm, block(width: 210mm, align(center, text(size: 10pt, p.foot))))
"""
_WHOLE = """\
#set document(title: p.title.join())
#pdf.attach("record.json", bytes(p.record), mime-type: "application/json", relationship: "data",
  description: "attachment")
#pdf.attach("token.cose", bytes(p.token), mime-type: "application/cose", relationship: "data",
  description: "attachment")
#place(pdf.artifact(image("frame.svg", width: 210mm)))
"""
_PLAIN = """\
#place(dx: 10mm, dy: 10mm, rect(width: 190mm, height: 277mm))
#place(dx: 12mm, dy: 12mm, rect(width: 186mm, height: 273mm))
"""
TEMPLATES = {
    Typst.template: _PAGE.replace("@FRAME@\n", _WHOLE),
    TypstPlain.template: _PAGE.replace("@FRAME@\n", _PLAIN),
}

PENS: dict[str, type[Pen]] = {
    "fpdf2-per-document": FpdfPerDocument,
    "fpdf2-per-batch": FpdfPerBatch,
    "typst": Typst,
    "typst-plain": TypstPlain,
    "reportlab": ReportLab,
}


def _all_text(page: Page) -> str:
    rows = "".join(label + value for label, value in page.rows)
    rest = (*page.title_lines, page.statement, page.caption, page.issued_by, page.issued_on)
    return rows + "".join(rest) + page.foot


def _broken(text: str, width: int) -> list[str]:
    return [text[i : i + width] for i in range(0, len(text), width)]


def _svg(picture: Image.Image) -> str:
    """Write the dark modules as one path, a run per piece."""
    side = picture.width
    dots = picture.convert("L").tobytes()
    runs = []
    for y in range(side):
        line = dots[y * side : (y + 1) * side]
        x = line.find(b"\x00")
        while x >= 0:
            end = line.find(b"\xff", x)
            end = side if end < 0 else end
            runs.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = line.find(b"\x00", end)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
    return f'{head}<path d="{"".join(runs)}"/></svg>'


logging.getLogger("fontTools").setLevel(logging.ERROR)
