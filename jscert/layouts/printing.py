"""One certificate is printed: a compiled blank and a job give the bytes of a file, and prove them.

`Blank.print` is pure: the same job gives the same bytes on any machine. The file is a strict
container: header, objects back to back, one cross-reference table, one trailer, one `%%EOF` with one
line end, nothing between. Object 1, the last in the file, is the signature dictionary with an empty
hole; sealing fills only its `/Contents`. Compiling a blank is `press`; this module and what it needs
load no drawing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from jscert.certificates import PrintedPdf
from jscert.errors import Code, JscertError
from jscert.layouts import fonts, jpeg, metadata, qr
from jscert.layouts.lettering import cast, set_lines, written
from jscert.layouts.measure import fit
from jscert.layouts.objects import CATALOG, Slot, subset_tag
from jscert.layouts.subsets import font_objects
from jscert.layouts.syntax import (
    cross_references,
    indirect,
    packed_stream,
    pdf_date,
    reference_lines,
    stream,
    text_string,
    trailer,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jscert.layouts.form import Form, PrintJob
    from jscert.layouts.lettering import Lettering
    from jscert.layouts.measure import Line
    from jscert.layouts.objects import Skeleton
    from jscert.layouts.page import Box

_ID_BYTES = 16
_LARGEST_QR = 20  # at 40 mm its modules are 0.41 mm, the least that scanners read from paper
# Deflating costs more time than cutting fonts; only files of long texts need it to stay small.
_DEFLATED_FROM = 10_000  # bytes of variable fonts
_LEVEL = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A form compiled for a house; plain values, so that it can travel to other processes."""

    form: Form
    authority: str
    title: str
    skeleton: Skeleton
    lettering: Lettering
    slices: tuple[str, ...]
    boxes: tuple[Box, ...]

    def print(self, job: PrintJob) -> PrintedPdf:
        """Print one certificate; `print_all` of one."""
        return self.print_all((job,))[0]

    def print_all(self, jobs: Sequence[PrintJob]) -> list[PrintedPdf]:
        """Print certificates, each step for all of them before the next.

        The bytes are those of printing one by one; but a step that is repeated finds its code and
        tables in the processor's cache, which saves a quarter of the time from a few dozen jobs up.
        GLYPH_MISSING or TEXT_OVERFLOW name the field that cannot be printed, PHOTO_UNREADABLE a
        photo that is no baseline JPEG, PRINT_UNPROVEN a page that would not say what the job says.
        """
        known: dict[tuple[int, str], tuple[Line, ...]] = {}
        lines = [self._lines(job, known) for job in jobs]
        letterings = [self._cut(placed) for placed in lines]
        contents = list(map(self._content, jobs, lines, letterings))
        symbols = [_qr_symbol(job.qr_text) for job in jobs]
        sheets = list(map(_Sheet, jobs, letterings, contents, symbols, map(_identifier, jobs)))
        bodies = [_varying(self, sheet) for sheet in sheets]
        return [
            _assembled(self, sheet, varying) for sheet, varying in zip(sheets, bodies, strict=True)
        ]

    def _cut(self, placed: Sequence[tuple[Line, ...]]) -> Lettering:
        """Cut the subsets that lines need beyond what every page of the form has."""
        runs = [run for lines in placed for line in lines for run in line.runs]
        return cast("V", runs, self.lettering)

    def _lines(
        self, job: PrintJob, known: dict[tuple[int, str], tuple[Line, ...]]
    ) -> list[tuple[Line, ...]]:
        """Set every value into its box; `known` are those set before (dates come again and again)."""
        values = (*job.values, job.issued_text)
        placed = []
        for index, (field, value) in enumerate(zip(self._fields, values, strict=True)):
            if field == "name" and value != job.name:
                raise JscertError(Code.PRINT_UNPROVEN, what="name")
            lines = known.get((index, value))
            if lines is None:
                lines = known[index, value] = self._set(index, value)
            placed.append(lines)
        return placed

    @property
    def _fields(self) -> tuple[str, ...]:
        return (*(row.field for row in self.form.rows), "issued_on")

    def _set(self, index: int, value: str) -> tuple[Line, ...]:
        """Set a value into its box, or say which field cannot be printed."""
        for character in fonts.undrawable(value):
            raise JscertError(Code.GLYPH_MISSING, character=character, **self._place(index))
        lines = fit(value, self.boxes[index])
        if lines is None:
            raise JscertError(Code.TEXT_OVERFLOW, **self._place(index))
        return lines

    def _place(self, index: int) -> dict[str, str]:
        rows = self.form.rows
        label = rows[index].spoken if index < len(rows) else self.form.issued_label
        return {"field": self._fields[index], "label": label.rstrip("：:")}

    def _content(
        self, job: PrintJob, placed: Sequence[tuple[Line, ...]], lettering: Lettering
    ) -> bytes:
        parts = [self.slices[0]]
        values = (*job.values, job.issued_text)
        letterings = (self.lettering, lettering)
        for lines, value, following in zip(placed, values, self.slices[1:], strict=True):
            operators = set_lines(letterings, lines)
            if written(letterings, operators) != value:
                raise JscertError(Code.PRINT_UNPROVEN, what="text")
            parts += operators, following
        return "".join(parts).encode("ascii")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is made for one certificate before its file is put together."""

    job: PrintJob
    lettering: Lettering
    content: bytes
    symbol: bytes
    identifier: bytes


def _identifier(job: PrintJob) -> bytes:
    """Derive the file's /ID from what it certifies: record, token and number."""
    parts = (job.record, job.token, job.number.encode())
    digest = hashlib.sha256(b"".join(b"%d:%b" % (len(part), part) for part in parts))
    return digest.digest()[:_ID_BYTES]


def _varying(blank: Blank, sheet: _Sheet) -> dict[int, bytes]:
    """Write every object that varies but the signature: number → body, in the file's order."""
    job, lettering, identifier = sheet.job, sheet.lettering, sheet.identifier
    title = f"{blank.title} {job.number}"
    stamp = b"/Params<</Size %d/ModDate %b>>"
    date = pdf_date(job.sealed_at)
    first = CATALOG + blank.skeleton.count
    long = sum(len(piece.program) for piece in lettering.cuts) > _DEFLATED_FROM
    level = _LEVEL if long else 0
    entries, faces = _variable_fonts(lettering, identifier, first, level)
    return {
        Slot.METADATA: stream(
            b"/Type/Metadata/Subtype/XML",
            metadata.xmp_packet(title, job.number, blank.authority, identifier, job.sealed_at),
        ),
        Slot.INFORMATION: metadata.information(title, blank.authority, job.sealed_at),
        Slot.RECORD: stream(
            b"/Type/EmbeddedFile/Subtype/application#2Fjson" + stamp % (len(job.record), date),
            job.record,
        ),
        Slot.TOKEN: stream(
            b"/Type/EmbeddedFile/Subtype/application#2Fcose" + stamp % (len(job.token), date),
            job.token,
        ),
        Slot.PHOTO: _photo(job.photo),
        Slot.QR: sheet.symbol,
        Slot.CONTENT: packed_stream(b"", sheet.content, level),
        Slot.RESOURCES: b"<</Font<<%b%b>>%b>>"
        % (blank.skeleton.fonts, entries, blank.skeleton.resources),
        **faces,
    }


def _variable_fonts(
    lettering: Lettering, identifier: bytes, first: int, level: int
) -> tuple[bytes, dict[int, bytes]]:
    entries = []
    bodies: dict[int, bytes] = {}
    for index, piece in enumerate(lettering.cuts):
        entries.append(b"/%b%d %d 0 R" % (lettering.prefix.encode(), index, first))
        objects = font_objects(piece, subset_tag(identifier, index), first, level)
        bodies.update(enumerate(objects, first))
        first += len(objects)
    return b"".join(entries), bodies


def _photo(data: bytes) -> bytes:
    shape = jpeg.shape(data)
    if shape is None:
        raise JscertError(Code.PHOTO_UNREADABLE)
    return stream(
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/%b"
        b"/Filter/DCTDecode"
        % (shape.width, shape.height, b"DeviceGray" if shape.components == 1 else b"DeviceRGB"),
        data,
    )


def _qr_symbol(text: str) -> bytes:
    symbol = qr.encode(text)
    if symbol.version > _LARGEST_QR:
        raise JscertError(Code.PRINT_UNPROVEN, what=f"QR {symbol.version}")
    return stream(
        b"/Type/XObject/Subtype/Image/ImageMask true/BitsPerComponent 1/Decode[1 0]"
        b"/Width %d/Height %d" % (symbol.size, symbol.size),
        symbol.rows,
    )


def _assembled(blank: Blank, sheet: _Sheet, bodies: dict[int, bytes]) -> PrintedPdf:
    """Put the file together: constant objects, what varies, the signature, the cross-references.

    The signature stands last, so that sealing digests next to nothing twice.
    """
    job, skeleton = sheet.job, blank.skeleton
    rest = [indirect(number, body) for number, body in bodies.items()]
    starts = list(accumulate(map(len, rest), initial=len(skeleton.prefix)))
    before, after = _signature(blank.authority, job.sealed_at)
    hole_start = starts[-1] + len(before)
    hole_end = hole_start + 2 * job.hole_bytes
    low = len(Slot) - 1  # the varying objects that come before the constant ones, but the signature
    table = cross_references(
        reference_lines((starts[-1], *starts[:low])),
        skeleton.references,
        reference_lines(starts[low:-1]),
    )
    at = hole_end + len(after)
    count = len(starts) + skeleton.count + 1
    end = trailer(count, CATALOG, Slot.INFORMATION, sheet.identifier, at)
    size = at + len(table) + len(end)
    ranges = b"%-10d %-10d %-10d" % (hole_start - 1, hole_end + 1, size - hole_end - 1)
    hole = b"0" * (2 * job.hole_bytes)
    signature = (before.replace(_RANGES, ranges, 1), hole, after)
    return PrintedPdf(
        number=job.number,
        revision=job.revision,
        data=b"".join((skeleton.prefix, *rest, *signature, table, end)),
        hole_start=hole_start,
        hole_end=hole_end,
        prefix=skeleton.prefix,
    )


_RANGES = b"%-10s %-10s %-10s" % (b"A", b"B", b"C")


@lru_cache(maxsize=16)
def _signature(authority: str, sealed_at: datetime) -> tuple[bytes, bytes]:
    """Spell the signature dictionary before and behind the hole (ISO 32000-1, 12.8; PAdES B-B)."""
    before = (
        b"%d 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"
        b"/ByteRange[0 %b]/Contents<" % (Slot.SIGNATURE, _RANGES)
    )
    after = (
        b">/M %b/Name %b/Reference[<</Type/SigRef/TransformMethod/DocMDP"
        b"/TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]>>\nendobj\n"
        % (pdf_date(sealed_at), text_string(authority))
    )
    return before, after
