"""The constant part of a file: catalog, page, structure tree, signature field, pictures, fonts.

Compiled once per batch and form into the bytes that begin every file of the batch. Objects that vary
have the low numbers (`Slot`), so that constant objects can point at them; constant ones follow from
`FIRST_CONSTANT`; fonts that vary come last, as many as a page needs. What the page says is `script`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING

from jscert.certificates import RECORD_NAME, TOKEN_NAME
from jscert.layouts import blank, page
from jscert.layouts.objects import FIRST_CONSTANT, Skeleton, Slot, subset_tag
from jscert.layouts.script import seal_words
from jscert.layouts.seal import seal_objects
from jscert.layouts.subsets import font_objects
from jscert.layouts.syntax import (
    HEADER,
    indirect,
    number,
    packed_stream,
    reference_lines,
    text_string,
)
from jscert.messages import layouts as words

if TYPE_CHECKING:
    from jscert.layouts.form import House
    from jscert.layouts.lettering import Lettering
    from jscert.layouts.script import Element, Script


@dataclass(slots=True)
class _Shelf:
    """Constant objects while they are collected; a number can be taken before its body is known."""

    bodies: list[bytes] = field(default_factory=list)

    @property
    def next(self) -> int:
        return FIRST_CONSTANT + len(self.bodies)

    def take(self) -> int:
        self.bodies.append(b"")
        return self.next - 1

    def put(self, body: bytes) -> int:
        self.bodies.append(body)
        return self.next - 1

    def fill(self, taken: int, body: bytes) -> None:
        self.bodies[taken - FIRST_CONSTANT] = body


def build_skeleton(script: Script, house: House) -> Skeleton:
    """Build the constant objects of a page; SEAL_IMAGE if the seal's picture cannot be used."""
    shelf = _Shelf()
    catalog, pages, leaf, widget = (shelf.take() for _ in range(4))
    shelf.fill(pages, b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % leaf)
    shelf.fill(
        leaf,
        b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %b %b]/Resources %d 0 R/Contents %d 0 R"
        b"/Annots[%d 0 R]/StructParents 0/Tabs/S>>"
        % (pages, _n(page.WIDTH), _n(page.HEIGHT), Slot.RESOURCES, Slot.CONTENT, widget),
    )
    frame = _put_frame(shelf, house)
    seal = shelf.next
    for body in seal_objects(house, seal):
        shelf.put(body)
    shelf.fill(widget, _widget(leaf, seal, house))
    tree = _put_structure(shelf, script, leaf, widget)
    shelf.fill(catalog, _catalog(shelf, pages, widget, tree))
    fonts = _put_fonts(shelf, script.lettering)
    pictures = b"/XObject<</Frame %d 0 R/Seal %d 0 R/Photo %d 0 R/QR %d 0 R>>" % (
        *(frame, seal),
        *(Slot.PHOTO, Slot.QR),
    )
    return _assemble(shelf, fonts, pictures)


def _assemble(shelf: _Shelf, fonts: bytes, pictures: bytes) -> Skeleton:
    prefix = HEADER
    offsets = []
    for index, body in enumerate(shelf.bodies):
        offsets.append(len(prefix))
        prefix += indirect(FIRST_CONSTANT + index, body)
    return Skeleton(
        prefix=prefix,
        count=len(offsets),
        references=reference_lines(offsets),
        fonts=fonts,
        resources=pictures,
    )


def _n(value: float) -> bytes:
    return number(value).encode()


def _catalog(shelf: _Shelf, pages: int, widget: int, tree: int) -> bytes:
    profile = resources.files("jscert.layouts").joinpath("sRGB2014.icc").read_bytes()
    icc = shelf.put(packed_stream(b"/N 3", profile))
    files = _put_attachments(shelf)
    return (
        b"<</Type/Catalog/Pages %d 0 R/Lang(zh-CN)/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R"
        b"/ViewerPreferences<</DisplayDocTitle true>>/Metadata %d 0 R"
        b"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
        b"/Info(sRGB IEC61966-2.1)/DestOutputProfile %d 0 R>>]"
        b"/AcroForm<</Fields[%d 0 R]/SigFlags 3>>/Perms<</DocMDP %d 0 R>>/AF[%d 0 R %d 0 R]"
        b"/Names<</EmbeddedFiles<</Names[(record.json)%d 0 R(token.cose)%d 0 R]>>>>>>"
        % (pages, tree, Slot.METADATA, icc, widget, Slot.SIGNATURE, *files, *files)
    )


def _put_attachments(shelf: _Shelf) -> tuple[int, int]:
    record, token = (
        shelf.put(
            b"<</Type/Filespec/F(%b)/UF(%b)/EF<</F %d 0 R/UF %d 0 R>>/AFRelationship/%b/Desc %b>>"
            % (name, name, slot, slot, relationship, text_string(description))
        )
        for name, slot, relationship, description in (
            (RECORD_NAME.encode(), Slot.RECORD, b"Source", words.RECORD_DESCRIPTION),
            (TOKEN_NAME.encode(), Slot.TOKEN, b"Data", words.TOKEN_DESCRIPTION),
        )
    )
    return record, token


def _put_fonts(shelf: _Shelf, lettering: Lettering) -> bytes:
    entries = []
    for index, piece in enumerate(lettering.cuts):
        first = shelf.next
        tag = subset_tag(hashlib.sha256(piece.program).digest(), 0)
        for body in font_objects(piece, tag, first, 9):
            shelf.put(body)
        entries.append(b"/%b%d %d 0 R" % (lettering.prefix.encode(), index, first))
    return b"".join(entries)


def _put_frame(shelf: _Shelf, house: House) -> int:
    drawing = blank.draw_frame(house.watermark)
    return shelf.put(
        packed_stream(
            b"/Type/XObject/Subtype/Form/BBox[0 0 %b %b]/Resources<</ExtGState<<%b>>>>"
            % (_n(page.WIDTH), _n(page.HEIGHT), drawing.states),
            drawing.content,
        )
    )


def _widget(leaf: int, seal: int, house: House) -> bytes:
    """Write the signature field, whose one widget lies over the seal and shows it."""
    box = page.SEAL
    corners = (box.x, box.y, box.x + box.width, box.y + box.height)
    return (
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T %b/TU %b/V %d 0 R/F 132/P %d 0 R/Rect[%b]"
        b"/AP<</N %d 0 R>>/StructParent 1>>"
        % (
            text_string(words.SEAL_FIELD),
            text_string(seal_words(house)),
            Slot.SIGNATURE,
            leaf,
            b" ".join(map(_n, corners)),
            seal,
        )
    )


def _put_structure(shelf: _Shelf, script: Script, leaf: int, widget: int) -> int:
    """Write the structure tree and its parent tree; give the root's number."""
    root, document, parents = (shelf.take() for _ in range(3))
    marked = [0] * script.marks
    forms: list[int] = []

    def put(element: Element, parent: int) -> int:
        taken = shelf.take()
        if element.children:
            kids = b"[%b]" % b" ".join(b"%d 0 R" % put(child, taken) for child in element.children)
        elif element.mcid is not None:
            marked[element.mcid] = taken
            kids = b"%d" % element.mcid
        else:
            forms.append(taken)
            kids = b"<</Type/OBJR/Obj %d 0 R>>" % widget
        shelf.fill(
            taken,
            b"<</Type/StructElem/S/%b/P %d 0 R/Pg %d 0 R%b/K %b>>"
            % (element.tag.encode(), parent, leaf, element.entries, kids),
        )
        return taken

    kids = b" ".join(b"%d 0 R" % put(element, document) for element in script.elements)
    shelf.fill(
        root,
        b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey 2>>"
        % (document, parents),
    )
    shelf.fill(document, b"<</Type/StructElem/S/Document/P %d 0 R/K[%b]>>" % (root, kids))
    content = b" ".join(b"%d 0 R" % number_ for number_ in marked)
    shelf.fill(parents, b"<</Nums[0[%b]1 %d 0 R]>>" % (content, forms[0]))
    return root
