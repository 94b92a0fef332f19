"""What a file says about itself: XMP packet and document information, for PDF/A-3a and PDF/UA-1.

The two agree. No holder's name or identity number stands here: these are read by indexers and shown
in file lists. Title, number and authority come from form and job.
"""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from jscert.layouts.syntax import pdf_date, text_string, xmp_date

if TYPE_CHECKING:
    from datetime import datetime

CREATOR = "jscert"
_HERE = "\x00"

_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
    '<rdf:Description rdf:about=""'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    ' xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"'
    ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
    ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
    ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
    ' pdfaid:part="3" pdfaid:conformance="A" pdfuaid:part="1"'
    ' xmp:CreatorTool="{creator}" pdf:Producer="{creator}"'
    ' xmp:CreateDate="{date}" xmp:ModifyDate="{date}" xmp:MetadataDate="{date}"'
    ' xmpMM:DocumentID="uuid:{uuid}" xmpMM:InstanceID="uuid:{uuid}">\n'
    "<dc:format>application/pdf</dc:format><dc:identifier>{number}</dc:identifier>"
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
    "<dc:creator><rdf:Seq><rdf:li>{authority}</rdf:li></rdf:Seq></dc:creator>"
    "<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>"
    "</rdf:Description>\n"
    '<rdf:Description rdf:about=""'
    ' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    '<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li>"
    "</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
    "</rdf:Description>\n</rdf:RDF></x:xmpmeta>\n"
    '<?xpacket end="r"?>'
)


def xmp_packet(
    title: str, number: str, authority: str, identifier: bytes, instant: datetime
) -> bytes:
    """Write the XMP packet of one file; `identifier` is its 16 bytes of /ID."""
    code = str(uuid.UUID(bytes=identifier))
    texts = (code, code, escape(number), escape(title))
    start, *pieces = _pieces(authority, instant)
    between = zip(texts, pieces, strict=True)
    return b"".join((start, *(part for text, piece in between for part in (text.encode(), piece))))


@lru_cache(maxsize=16)
def _pieces(authority: str, instant: datetime) -> tuple[bytes, ...]:
    """Give what stands around a packet's two codes, number and title."""
    packet = _PACKET.format(
        authority=escape(authority),
        creator=CREATOR,
        date=xmp_date(instant),
        uuid=_HERE,
        number=_HERE,
        title=_HERE,
    )
    return tuple(packet.encode().split(_HERE.encode()))


def information(title: str, authority: str, instant: datetime) -> bytes:
    """Write the document information dictionary of one file."""
    date = pdf_date(instant)
    return b"<</Title %b/Author %b/Creator(%b)/Producer(%b)/CreationDate %b/ModDate %b>>" % (
        text_string(title),
        text_string(authority),
        CREATOR.encode(),
        CREATOR.encode(),
        date,
        date,
    )
