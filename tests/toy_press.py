"""A press for tests that prints nothing: the smallest file that a seal fits in, with any attachments.

It exists so that tests can seal what the real press would never print: records and tokens that
contradict each other, bytes that are no record at all, any time of sealing.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from jscert.certificates import PrintedPdf
from jscert.sealing.pdf_seal import hole_bytes, seal_pdf

if TYPE_CHECKING:
    from jscert.sealing.signer import Signer

CHINA = timezone(timedelta(hours=8))
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_REFERENCE = (
    b"[<< /Type /SigRef /TransformMethod /DocMDP "
    b"/TransformParams << /Type /TransformParams /P 1 /V /1.2 >> >>]"
)

_CATALOG = (
    b"<< /Type /Catalog /Pages 7 0 R /AcroForm << /Fields [8 0 R] /SigFlags 3 >> "
    b"/Perms << /DocMDP 1 0 R >> /AF [4 0 R 5 0 R] "
    b"/Names << /EmbeddedFiles << /Names [(record.json) 4 0 R (token.cose) 5 0 R] >> >> >>"
)


def sealed_pdf(record: bytes, token: bytes, sealed_at: datetime, signer: Signer) -> bytes:
    """Seal a file that carries these attachments."""
    return seal_pdf(_printed(record, token, sealed_at, hole_bytes(signer)), signer).data


def _printed(record: bytes, token: bytes, sealed_at: datetime, hole: int) -> PrintedPdf:
    data = _file(record, token, sealed_at, hole, (0, 0, 0))
    start = data.index(b"/Contents <") + len(b"/Contents ")
    end = start + 2 * hole + 2
    data = _file(record, token, sealed_at, hole, (start, end, len(data) - end))
    return PrintedPdf(number="", revision=1, data=data, hole_start=start + 1, hole_end=end - 1)


def _file(
    record: bytes, token: bytes, sealed_at: datetime, hole: int, covered: tuple[int, int, int]
) -> bytes:
    at = sealed_at.astimezone(CHINA).strftime("%Y%m%d%H%M%S").encode()
    objects = [
        b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0"
        + b"".join(b" %8d" % number for number in covered)
        + b"] /Contents <"
        + b"0" * 2 * hole
        + b"> /M (D:"
        + at
        + b"+08'00') /Reference "
        + _REFERENCE
        + b" >>",
        _stream(record),
        _stream(token),
        b"<< /Type /Filespec /F (record.json) /UF (record.json) /EF << /F 2 0 R /UF 2 0 R >> >>",
        b"<< /Type /Filespec /F (token.cose) /UF (token.cose) /EF << /F 3 0 R /UF 3 0 R >> >>",
        _CATALOG,
        b"<< /Type /Pages /Count 0 /Kids [] >>",
        b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seal) /V 1 0 R /Rect [0 0 0 0] >>",
    ]
    return _assemble(objects)


def _stream(data: bytes) -> bytes:
    return b"<< /Type /EmbeddedFile /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _assemble(objects: list[bytes]) -> bytes:
    data = bytearray(_HEADER)
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    section = len(data)
    count = len(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % count
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer\n<< /Size %d /Root 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, section)
    return bytes(data)
