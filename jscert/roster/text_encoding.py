"""In which encoding a text is written: UTF-8, UTF-16 or GB 18030, told by its bytes.

Input: the bytes of a file. Output: the name of a codec, or that it is no text at all. What the text says
is not known here.
"""

from __future__ import annotations

import codecs
import re

_STEP = 1024 * 1024
_HEAD = 4096
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", ""),  # UTF-32, which no table program writes
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NEVER_IN_TEXT = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_NEVER_IN_WIDE_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_OLD_GB = {  # two-byte codes that GB 18030-2022 moved out of the private use area (its annex D)
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE832: 0x9FB8,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE864: 0x9FBB,
    0xE5E5: 0x3000,  # A3 A0, which many programs write for a full-width blank
}
_OLD_GB_CHARACTER = re.compile(f"[{''.join(map(chr, _OLD_GB))}]")


def find_encoding(data: bytes) -> str | None:
    """Tell the codec of a text; None if the bytes are no text; ValueError for a text that is damaged.

    A text without a mark is UTF-16 if there are zero bytes in its beginning and it has lines in that
    encoding, UTF-8 if it is that without fault, else GB 18030.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            if not encoding:
                return None
            if not _reads_as(data, encoding):
                raise ValueError("a damaged text")
            return encoding
    if b"\x00" in data[:_HEAD]:
        wide = [name for name in ("utf-16-le", "utf-16-be") if _has_lines(data[:_HEAD], name)]
        return wide[0] if len(wide) == 1 and _reads_as(data, wide[0]) else None
    return next((name for name in ("utf-8", "gb18030") if _reads_as(data, name)), None)


def modernise(text: str, encoding: str) -> str:
    """Give characters that old GB 18030 kept in the private use area their code points of today."""
    if encoding == "gb18030" and _OLD_GB_CHARACTER.search(text):
        return text.translate(_OLD_GB)
    return text


def _has_lines(head: bytes, encoding: str) -> bool:
    text = head.decode(encoding, "ignore")
    return ("\n" in text or "\r" in text) and not _NEVER_IN_WIDE_TEXT.search(text)


def _reads_as(data: bytes, encoding: str) -> bool:
    """Decode on trial; ValueError if only the end is missing."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), _STEP):
            if _NEVER_IN_TEXT.search(decoder.decode(data[start : start + _STEP])):
                return False
    except UnicodeDecodeError:
        return False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as fault:
        raise ValueError("a text cut off") from fault
    return True
