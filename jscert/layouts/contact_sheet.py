"""A contact sheet: every photo of a roster beside name and masked number, for a human look.

Input: contacts in order, texts worded by the caller. Output: a PDF, drawn by fpdf2, thirty to an A4 page.
Fonts are cut to the characters needed before fpdf2 sees them; it would read the whole faces. The house's
rule chooses the font of each text (`fonts.runs`); what no font has is drawn as a sign, for here nothing
is certified. No whole identity number may come in.
"""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import uharfbuzz as hb
from fpdf import FPDF
from PIL import Image

from jscert.layouts import fonts
from jscert.layouts.fonts import BODY, VALUES, Font, Run
from jscert.layouts.jpeg import shape
from jscert.layouts.measure import width
from jscert.messages import previewing as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

_WIDTH, _HEIGHT, _MARGIN = 210.0, 297.0, 12.0  # mm
_COLUMNS, _ROWS = 5, 6
_PER_PAGE = _COLUMNS * _ROWS
_TOP, _BOTTOM = 28.0, 15.0
_CELL_WIDTH = (_WIDTH - 2 * _MARGIN) / _COLUMNS
_CELL_HEIGHT = (_HEIGHT - _TOP - _BOTTOM) / _ROWS
_PHOTO_WIDTH, _PHOTO_HEIGHT = 19.6, 27.44
_MM_PER_POINT = 25.4 / 72
_INK, _SOFT, _RED, _RULE = (28, 26, 24), (110, 105, 100), (192, 28, 28), (190, 190, 190)
_SMALL_HEIGHT_PX = 300
_QUALITY = 82
_LEAST_NAME = 7.2
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person on the sheet; `remark` says what is wrong with the photo ("" if nothing is)."""

    name: str = field(repr=False)
    shown_number: str
    place: str
    photo: bytes = field(default=b"", repr=False)
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSheet:
    """A finished sheet."""

    pdf: bytes = field(repr=False)
    pages: int


@dataclass(frozen=True, slots=True)
class _Text:
    """A text, its place (mm from the upper left corner) and room; `anchor`: 0 left, 0.5 middle, 1 right."""

    text: str
    x: float
    y: float
    size: float
    room: float
    anchor: float = 0.0
    colour: tuple[int, int, int] = _INK
    families: tuple[Font, ...] = BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A text as it is set: in which runs, at what size, from where."""

    runs: tuple[Run, ...]
    size: float
    x: float
    y: float
    colour: tuple[int, int, int]


def shrink_photo(jpeg: bytes) -> bytes:
    """Draw a normalised photo small enough for a sheet of hundreds."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        small = (round(picture.width * _SMALL_HEIGHT_PX / picture.height), _SMALL_HEIGHT_PX)
        if small[1] >= picture.height:
            return jpeg
        picture.draft(None, small)
        out = io.BytesIO()
        picture.resize(small, Image.Resampling.BILINEAR, reducing_gap=2.0).save(
            out, "JPEG", quality=_QUALITY
        )
    return out.getvalue()


def draw_contact_sheet(
    contacts: Sequence[Contact], *, rosters: str, note: str, made_at: datetime
) -> ContactSheet:
    """Draw the sheet; `rosters` names them, `note` stands beside it, `made_at` in the file's properties."""
    pages = list(_paged(contacts))
    lines = [
        [
            *map(_fitted, _frame_texts(rosters, note, number, len(pages))),
            *map(_fitted, _contact_texts(page)),
        ]
        for number, page in enumerate(pages, 1)
    ]
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_creation_date(made_at)
    pdf.set_title(words.CONTACT_TITLE)
    pdf.set_lang("zh-CN")
    with tempfile.TemporaryDirectory(prefix="jscert-") as folder:
        _add_fonts(pdf, Path(folder), [line for page in lines for line in page])
        for page, said in zip(pages, lines, strict=True):
            pdf.add_page()
            _draw_rules(pdf)
            for place, contact in enumerate(page):
                _draw_photo(pdf, contact, *_corner(place))
            for line in said:
                _set(pdf, line)
        return ContactSheet(pdf=bytes(pdf.output()), pages=len(pages))


def _paged(contacts: Sequence[Contact]) -> Iterator[list[Contact]]:
    rest = iter(contacts)
    while page := list(islice(rest, _PER_PAGE)):
        yield page


def _corner(place: int) -> tuple[float, float]:
    """Give the upper left corner of a cell."""
    row, column = divmod(place, _COLUMNS)
    return _MARGIN + column * _CELL_WIDTH, _TOP + row * _CELL_HEIGHT


def _frame_texts(rosters: str, note: str, number: int, pages: int) -> Iterator[_Text]:
    right, foot = _WIDTH - _MARGIN, _HEIGHT - 8
    counted = words.CONTACT_PAGE.format(page=number, pages=pages)
    yield _Text(words.CONTACT_TITLE, _MARGIN, 16, 16, 60)
    yield _Text(note, right, 16, 9, 90, 1.0, _SOFT)
    yield _Text(rosters, _MARGIN, 22, 9, right - _MARGIN, colour=_SOFT)
    yield _Text(words.CONTACT_FOOT, _MARGIN, foot, 8, 130, colour=_SOFT)
    yield _Text(counted, right, foot, 8, 50, 1.0, _SOFT)


def _contact_texts(page: Sequence[Contact]) -> Iterator[_Text]:
    room = _CELL_WIDTH - 2
    for place, contact in enumerate(page):
        x, y = _corner(place)
        middle = x + _CELL_WIDTH / 2
        ink = _RED if contact.remark else _INK
        at = y + _PHOTO_HEIGHT + 4.1
        for index, line in enumerate(_name_lines(contact.name or words.NAMELESS, room)):
            at += 3.2 * index
            yield _Text(line, middle, at, 10 - 2 * index, room, 0.5, ink, VALUES)
        yield _Text(contact.shown_number, middle, at + 3.5, 7, room, 0.5, _INK)
        yield _Text(contact.place, middle, at + 6.5, 6.5, room, 0.5, _SOFT)
        height = y + (_PHOTO_HEIGHT - 1.2 if contact.photo else _PHOTO_HEIGHT / 2 + 1)
        for line in contact.remark.splitlines():
            yield _Text(line, middle, height, 8, _PHOTO_WIDTH - 1, 0.5, _RED)
            height += 3.4


def _name_lines(name: str, room: float) -> tuple[str, ...]:
    """Divide a long name in two, between its parts if there are any."""
    if width(_runs(name, VALUES), _LEAST_NAME) <= room / _MM_PER_POINT:
        return (name,)
    middle = len(name) // 2
    dots = [place + 1 for place, character in enumerate(name) if character == "·"]
    best = min(dots, key=lambda place: abs(place - middle), default=middle)
    return name[:best], name[best:]


def _add_fonts(pdf: FPDF, folder: Path, lines: Iterable[_Line]) -> None:
    """Cut every face that is needed to the characters it draws, and give fpdf2 the small ones."""
    needed: dict[Font, set[str]] = {}
    for line in lines:
        for run in line.runs:
            needed.setdefault(run.font, set()).update(run.text)
    for font, characters in sorted(needed.items()):
        path = folder / font
        path.write_bytes(_cut(font, characters))
        pdf.add_font(font.name, fname=path)


def _cut(font: Font, characters: set[str]) -> bytes:
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    face = hb.Face(hb.Blob.from_file_path(str(fonts.face(font).path)))
    small: bytes = hb.subset(face, wanted).blob.data
    return small


def _runs(text: str, families: Sequence[Font]) -> tuple[Run, ...]:
    if fonts.undrawable(text):
        text = "".join(words.UNDRAWABLE if fonts.undrawable(sign) else sign for sign in text)
    return fonts.runs(text, families)


def _fitted(text: _Text) -> _Line:
    """Fit a text into its room: smaller if it must be, cut short if even that is too wide."""
    room = text.room / _MM_PER_POINT
    least = max(text.size * 0.72, 6.0)
    runs = _runs(text.text, text.families)
    size = min(text.size, max(least, room * text.size / max(width(runs, text.size), 1)))
    shown = text.text
    while shown and width(runs, size) > room + 0.01:
        shown = shown[:-1]
        runs = _runs(shown + _ELLIPSIS, text.families)
    x = text.x - text.anchor * width(runs, size) * _MM_PER_POINT
    return _Line(runs=runs, size=size, x=x, y=text.y, colour=text.colour)


def _set(pdf: FPDF, line: _Line) -> None:
    pdf.set_text_color(*line.colour)
    x = line.x
    for run in line.runs:
        pdf.set_font(run.font.name, size=line.size)
        pdf.text(x, line.y, run.text)
        x += width((run,), line.size) * _MM_PER_POINT


def _draw_rules(pdf: FPDF) -> None:
    pdf.set_draw_color(*_RULE)
    pdf.set_line_width(0.2)
    pdf.line(_MARGIN, 24.5, _WIDTH - _MARGIN, 24.5)
    pdf.line(_MARGIN, _HEIGHT - 12, _WIDTH - _MARGIN, _HEIGHT - 12)


def _draw_photo(pdf: FPDF, contact: Contact, x: float, y: float) -> None:
    """Draw a photo in its frame, or the empty frame; a remark makes the frame red."""
    left = x + (_CELL_WIDTH - _PHOTO_WIDTH) / 2
    size = shape(contact.photo) if contact.photo else None
    if size:
        scale = min(_PHOTO_WIDTH / size.width, _PHOTO_HEIGHT / size.height)
        wide, tall = size.width * scale, size.height * scale
        inset = left + (_PHOTO_WIDTH - wide) / 2
        pdf.image(io.BytesIO(contact.photo), inset, y + (_PHOTO_HEIGHT - tall) / 2, wide, tall)
        if contact.remark:
            pdf.set_fill_color(255, 255, 255)
            pdf.rect(left, y + _PHOTO_HEIGHT - 4, _PHOTO_WIDTH, 4, style="F")
    pdf.set_draw_color(*(_RED if contact.remark else _RULE))
    pdf.set_line_width(0.5 if contact.remark else 0.2)
    pdf.rect(left, y, _PHOTO_WIDTH, _PHOTO_HEIGHT)
