"""The marker structure of a JPEG (ITU-T T.81): what it is, and its bare picture without re-encoding.

Input: bytes that begin like a JPEG. Output: `BareJpeg`, holding only the tables and scan data a decoder
needs, or None for anything but a plain baseline file, which is then drawn again elsewhere. No pixel
is decoded here, so a file costs microseconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_FILL = 0xFF
_START = b"\xff\xd8"
_END = b"\xff\xd9"
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_SOF0, _DHT, _DQT, _DRI, _SOS = 0xC0, 0xC4, 0xDB, 0xDD, 0xDA
_KEPT = frozenset((_SOF0, _DHT, _DQT, _DRI, _SOS))
_SKIPPED = frozenset((*range(0xE0, 0xF0), 0xFE))  # APPn, COM
_EXIF, _ADOBE = 0xE1, 0xEE
# In scan data FF is followed by 00 (stuffing), a restart marker or more fill; anything else ends the scan
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_COMPONENT_IDS = {1: (b"\x01", b"\x00"), 3: (b"\x01\x02\x03", b"\x00\x01\x02")}


@dataclass(frozen=True, slots=True, kw_only=True)
class BareJpeg:
    """A baseline JPEG (grey or YCbCr) stripped to its picture."""

    data: bytes = field(repr=False)
    width_px: int
    height_px: int
    components: int


@dataclass(slots=True)
class _Found:
    """What the headers have told so far."""

    kept: list[bytes]
    frame: bytes = b""
    tables: set[int] = field(default_factory=set)
    upright: bool = True
    plain_colour: bool = True


def strip_jpeg(data: bytes) -> BareJpeg | None:
    """Strip Exif, thumbnails, comments, profiles and trailing bytes; the scan data stay as they are.

    None if the file is not one baseline scan of 8-bit grey or YCbCr that stands upright and ends with
    its end marker.
    """
    if not data.startswith(_START):
        return None
    found = _Found(kept=[_START, _JFIF])
    position = _walk_headers(data, found)
    if position is None or not _is_plain(found):
        return None
    scan_end = _scan_end(data, position)
    if scan_end is None:
        return None
    frame = found.frame
    return BareJpeg(
        data=b"".join((*found.kept, data[position:scan_end], _END)),
        width_px=int.from_bytes(frame[3:5], "big"),
        height_px=int.from_bytes(frame[1:3], "big"),
        components=frame[5],
    )


def _walk_headers(data: bytes, found: _Found) -> int | None:
    """Collect what is kept; give the position of the scan data, None if the file is not plain."""
    position = 2
    while segment := _segment(data, position):
        start, end = segment
        marker, body = data[start + 1], data[start + 4 : end]
        if marker in _KEPT:
            found.kept.append(data[start:end])
            found.tables.add(marker)
            if marker == _SOF0:
                found.frame = body
            elif marker == _SOS:
                return end if found.frame and body[:1] == found.frame[5:6] else None
        elif marker in _SKIPPED:
            _note_application(marker, body, found)
        else:
            return None
        position = end
    return None


def _segment(data: bytes, position: int) -> tuple[int, int] | None:
    """Bound the marker segment at a position, past fill bytes; None if there is no whole one."""
    size = len(data)
    while position + 1 < size and data[position] == data[position + 1] == _FILL:
        position += 1
    if position + 4 > size or data[position] != _FILL:
        return None
    length = data[position + 2] << 8 | data[position + 3]
    end = position + 2 + length
    if length < 2 or end > size:
        return None
    return position, end


def _scan_end(data: bytes, start: int) -> int | None:
    """Find the end marker; None if the scan data are followed by anything else.

    Stuffed zeros, restart markers and fill bytes belong to the scan.
    """
    marker = _MARKER_IN_SCAN.search(data, start)
    return marker.end() - 2 if marker and data[marker.end() - 1] == _END[1] else None


def _note_application(marker: int, body: bytes, found: _Found) -> None:
    if marker == _EXIF and body.startswith(b"Exif\x00\x00"):
        found.upright = exif_orientation(body[6:]) in (0, 1)
    elif marker == _ADOBE and body.startswith(b"Adobe") and len(body) >= 12:
        found.plain_colour = body[11] == 1 or (body[11] == 0 and found.frame[5:6] == b"\x01")


def _is_plain(found: _Found) -> bool:
    frame = found.frame
    if len(frame) < 9 or frame[0] != 8 or not found.upright or not found.plain_colour:
        return False
    components = frame[5]
    if components not in _COMPONENT_IDS or len(frame) != 6 + 3 * components:
        return False
    sized = frame[1:3] != b"\x00\x00" and frame[3:5] != b"\x00\x00"
    return sized and frame[6::3] in _COMPONENT_IDS[components] and {_DHT, _DQT} <= found.tables


def exif_orientation(tiff: bytes) -> int:
    """Read tag 0x0112 of an Exif block's first directory; 0 if there is none."""
    order = {b"II": "little", b"MM": "big"}.get(tiff[:2])
    if order is None:
        return 0
    little = order == "little"

    def number(start: int, size: int) -> int:
        return int.from_bytes(tiff[start : start + size], "little" if little else "big")

    directory = number(4, 4)
    for entry in range(number(directory, 2)):
        start = directory + 2 + 12 * entry
        if start + 12 > len(tiff):
            return 0
        if number(start, 2) == 0x0112:
            return number(start + 8, 2)
    return 0
