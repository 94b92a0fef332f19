"""What a page says, in reading order: constant text, places for values, and the tags around both.

A `Script` is the page's content cut into slices at the places where values go, with the tree of
structure elements that belongs to it (PDF/UA-1). Positions come from `page`, glyph codes from
`lettering`; PDF objects are made of it by `skeleton`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.layouts import fonts, page
from jscert.layouts.fonts import Run
from jscert.layouts.lettering import cast, set_lines, written
from jscert.layouts.measure import fit, width
from jscert.layouts.syntax import number, text_string
from jscert.messages import layouts as words

if TYPE_CHECKING:
    from jscert.layouts.form import Form, House
    from jscert.layouts.lettering import Lettering
    from jscert.layouts.measure import Line
    from jscert.layouts.page import Box, Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A structure element: its type, further entries in PDF syntax, its marked content, its children.

    `mcid` is None where the element marks no content of its own; the signature widget's element has
    neither (the widget is its content).
    """

    tag: str
    entries: bytes = b""
    mcid: int | None = None
    children: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A page's content: value i stands between `slices[i]` and `slices[i + 1]`, set into `boxes[i]`.

    The values are those of the form's rows, then the date of issue.
    """

    lettering: Lettering
    slices: tuple[str, ...]
    boxes: tuple[Box, ...]
    elements: tuple[Element, ...]
    marks: int


def write_script(form: Form, house: House) -> Script:
    """Write the page of a form; TEXT_OVERFLOW or GLYPH_MISSING if a constant text cannot be set."""
    texts = _Texts.of(form, house)
    pen = _Pen(lettering=_constant_lettering(texts))
    pen.artifact("/Frame Do")
    elements = [pen.text("H1", texts.title)]
    rows = []
    for row, label in zip(form.rows, texts.labels, strict=True):
        actual = row.spoken if row.spoken != row.label else ""
        heading = pen.text("TH", label, entries=b"/A<</O/Table/Scope/Row>>", actual=actual)
        rows.append(Element(tag="TR", children=(heading, pen.value("TD"))))
    elements.append(Element(tag="Table", children=tuple(rows)))
    elements.append(pen.figure("Photo", page.PHOTO, words.PHOTO_DESCRIPTION))
    elements.append(pen.text("P", texts.statement))
    qr_text = words.QR_DESCRIPTION.format(caption=form.qr_caption)
    elements.append(pen.figure("QR", page.QR, qr_text))
    elements.append(pen.text("P", texts.caption))
    elements.append(pen.text("P", texts.authority))
    elements.append(pen.value("P", texts.issued))
    pen.artifact(f"1 0 0 1 {number(page.SEAL.x)} {number(page.SEAL.y)} cm /Seal Do")
    elements.append(Element(tag="Form", entries=b"/Alt " + text_string(seal_words(house))))
    elements.append(pen.text("P", texts.foot))
    boxes = [page.value_box(index) for index in range(len(form.rows))]
    return Script(
        lettering=pen.lettering,
        slices=pen.finish(),
        boxes=(*boxes, _date_box(texts.issued[-1])),
        elements=tuple(elements),
        marks=pen.marks,
    )


def _constant_lettering(texts: _Texts) -> Lettering:
    """Cut what the constant texts need, and what nearly every number, date and row is made of."""
    needed = [run for line in texts.all_lines() for run in line.runs]
    frequent = (
        Run(fonts.BODY[0], words.DATE_CHARACTERS),
        Run(fonts.VALUES[0], words.ROW_CHARACTERS),
    )
    return cast("C", [*needed, *frequent])


def seal_words(house: House) -> str:
    """Describe the seal for those who cannot see it."""
    return words.SEAL_DESCRIPTION.format(authority=house.authority)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """Every constant text of a page, set into lines."""

    title: tuple[Line, ...]
    labels: tuple[tuple[Line, ...], ...]
    statement: tuple[Line, ...]
    caption: tuple[Line, ...]
    authority: tuple[Line, ...]
    issued: tuple[Line, ...]
    foot: tuple[Line, ...]

    @classmethod
    def of(cls, form: Form, house: House) -> _Texts:
        boxes = page.title_boxes(len(form.title_lines))
        titles = [_lines(t, box) for t, box in zip(form.title_lines, boxes, strict=True)]
        return cls(
            title=tuple(line for lines in titles for line in lines),
            labels=tuple(
                _lines(row.label, page.label_box(index)) for index, row in enumerate(form.rows)
            ),
            statement=_lines(form.statement, page.STATEMENT),
            caption=_lines(form.qr_caption, page.CAPTION),
            authority=_lines(form.authority_label + house.authority, page.AUTHORITY),
            issued=_lines(form.issued_label, page.ISSUED),
            foot=_lines(form.foot, page.FOOT),
        )

    def all_lines(self) -> tuple[Line, ...]:
        labels = tuple(line for lines in self.labels for line in lines)
        return (
            *self.title,
            *labels,
            *self.statement,
            *self.caption,
            *self.authority,
            *self.issued,
            *self.foot,
        )


def _lines(text: str, box: Box) -> tuple[Line, ...]:
    for character in fonts.undrawable(text):
        raise JscertError(Code.GLYPH_MISSING, character=character, label=text, field="")
    lines = fit(text, box)
    if lines is None:
        raise JscertError(Code.TEXT_OVERFLOW, label=text, field="")
    return lines


def _date_box(label: Line) -> Box:
    """Place the date of issue right behind its label."""
    end = label.x + width(label.runs, label.size)
    return replace(page.ISSUED, x=end, width=page.RIGHT - end, fonts=fonts.BODY)


_COLOURS = {"H1": page.TITLE, "TH": page.SOFT}


@dataclass(slots=True)
class _Pen:
    """Writes content operators and numbers the marked content."""

    lettering: Lettering
    marks: int = 0
    _parts: list[str] = field(default_factory=list)
    _slices: list[str] = field(default_factory=list)

    def artifact(self, operators: str) -> None:
        self._parts.append(f"/Artifact BMC q {operators} Q EMC")

    def text(
        self, tag: str, lines: tuple[Line, ...], *, entries: bytes = b"", actual: str = ""
    ) -> Element:
        """Write constant lines; `actual` is what they are to be read as, if not letter by letter."""
        element = self._begin(tag, entries)
        if actual:
            self._parts.append(f"/Span <</ActualText {text_string(actual).decode()}>> BDC")
        self._write(lines)
        self._parts.append("EMC EMC" if actual else "EMC")
        return element

    def value(self, tag: str, label: tuple[Line, ...] = ()) -> Element:
        """Leave a place for a value, behind constant lines that belong to it."""
        element = self._begin(tag, b"")
        if label:
            self._write(label)
        self._slices.append("\n".join(self._parts) + "\n")
        self._parts = ["\nEMC"]
        return element

    def figure(self, name: str, rect: Rect, description: str) -> Element:
        """Show a picture in a rectangle, with its alternative text."""
        corners = (rect.x, rect.y, rect.x + rect.width, rect.y + rect.height)
        box = " ".join(map(number, corners)).encode()
        entries = b"/Alt %b/A<</O/Layout/Placement/Block/BBox[%b]>>" % (
            text_string(description),
            box,
        )
        element = self._begin("Figure", entries)
        matrix = f"{number(rect.width)} 0 0 {number(rect.height)} {number(rect.x)} {number(rect.y)}"
        self._parts.append(f"q {matrix} cm /{name} Do Q\nEMC")
        return element

    def finish(self) -> tuple[str, ...]:
        """Give the slices; nothing may be written afterwards."""
        return (*self._slices, "\n".join(self._parts))

    def _write(self, lines: tuple[Line, ...]) -> None:
        operators = set_lines((self.lettering,), lines)
        if written((self.lettering,), operators) != "".join([line.text for line in lines]):
            raise JscertError(Code.PRINT_UNPROVEN, what="text")
        self._parts.append(operators)

    def _begin(self, tag: str, entries: bytes) -> Element:
        element = Element(tag=tag, entries=entries, mcid=self.marks)
        self._parts.append(f"/{tag} <</MCID {self.marks}>> BDC {_COLOURS.get(tag, page.INK)}")
        self.marks += 1
        return element
